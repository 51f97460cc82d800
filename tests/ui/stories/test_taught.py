"""Story: which timestep taught this weight? By the mouse alone, and by keys alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from simulator.analysis.address import Address, Given
from simulator.examples import latch
from simulator.network.lane import Lane
from tests.ui.stories.keys import press
from ui.matrix.matrix import Block
from ui.panels.layouts import EDIT
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.ledger.terms.term_model import ORIGIN
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ROW, COLUMN = 1, 0
"""Place of the weight in weight_ih: from the first input to the forget gate of the one unit."""
MOST_ACTIONS = 12


class Hand:
    """A hand that counts what it does."""

    def __init__(self):
        self.actions = 0

    def click(self, widget, place=None):
        self.actions += 1
        QTest.mouseClick(widget, LEFT, pos=place or widget.rect().center())
        QApplication.processEvents()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.actions += 1
        press(key, modifier=modifier)


@pytest.fixture
def story(window_again):
    """Return the latch in a window laid out to edit, its ledger, its weights, and a hand."""
    window = window_again(Document.of_example(latch()))
    bench = window._workbench
    window._docks.lay_out(EDIT)
    QApplication.processEvents()
    weights = window._panels.of(WeightsPanel)
    yield window, bench, window._panels.of(LedgerPanel), weights, (hand := Hand())
    assert hand.actions <= MOST_ACTIONS


def settled(qtbot, bench, position):
    qtbot.waitUntil(lambda: bench.snapshot().position == position)


def shares(bench):
    """Return what each timestep adds to dW_if[0,0], from the recorded numbers alone."""
    snapshot = bench.snapshot()
    dz = snapshot.back.trace.values("dz_f", Lane())[:, 0, 0]
    return dz * snapshot.experiment.sequence[:, 0, COLUMN]


def is_answered(bench, ledger, most):
    """Assert that the ledger names the timestep that taught the weight most, and the sum."""
    total = shares(bench).sum()
    assert ledger.heading().startswith("dW_if[0,0] =")
    assert f"{abs(total):.3e}".split("e")[0] in ledger.heading()
    terms = ledger._terms.terms
    first = terms.row(0).origins[0]
    assert terms.index(0, ORIGIN).data() == first.text == f"t {most}"
    assert str(most) in bench.snapshot().teaching.full


def looks_there(bench, most):
    snapshot = bench.snapshot()
    assert snapshot.pinned == Address("dz_f", Lane(), most, 0, 0)
    assert snapshot.timestep == most
    assert snapshot.elsewhere


def test_by_the_mouse_alone(story, qtbot):
    window, bench, ledger, weights, hand = story
    schedule = bench.snapshot().schedule
    last = window.findChild(TransportBar).findChild(QToolButton, "last")
    for end in (schedule.end, schedule.last):
        hand.click(last)
        settled(qtbot, bench, end)
    cells = weights.editor.heat_map
    hand.click(cells.viewport(), cells.block_rect(Block.cell(ROW, COLUMN)).center())
    most = int(np.abs(shares(bench)).argmax())
    is_answered(bench, ledger, most)
    table = ledger._terms
    link = table.origin_rects(table.terms.index(0, ORIGIN))[0]
    hand.click(table.viewport(), QPoint(link.left() + 4, link.center().y()))
    looks_there(bench, most)
    hand.click(ledger._tools.back)
    is_answered(bench, ledger, most)


def test_by_keys_alone(story, qtbot):
    _, bench, ledger, weights, hand = story
    schedule = bench.snapshot().schedule
    for end in (schedule.end, schedule.last):
        hand.press(Key.Key_End)
        settled(qtbot, bench, end)
    hand.press(Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    while not weights.editor.heat_map.hasFocus() and hand.actions < MOST_ACTIONS:
        hand.press(Key.Key_Tab)
    hand.press(Key.Key_Down)
    assert weights.editor.view.selected == (ROW, COLUMN)
    hand.press(Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    assert bench.snapshot().parameter == Given("weight_ih_l0", (ROW, COLUMN))
    most = int(np.abs(shares(bench)).argmax())
    is_answered(bench, ledger, most)
    hand.press(Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    hand.press(Key.Key_Return)
    looks_there(bench, most)
    hand.press(Key.Key_Backspace)
    is_answered(bench, ledger, most)
