"""Story: why is f of the second unit what it is at t 3, and what would make it 0.9?"""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests.ui.stories.keys import press
from ui.panels.ledger.panel import LedgerPanel
from ui.style import number_format

Key = Qt.Key
F = Address("f", Lane(), 3, 0, 1)


@pytest.fixture
def story(window_again):
    """Return a window that stands at f of timestep 3, and its ledger."""
    window = window_again(timesteps=6, input_size=2)
    bench = window._workbench
    window.resize(1280, 800)
    bench.go_to(3 * 6 + 1)
    bench.select_unit(1)
    QApplication.processEvents()
    return bench, window._panels.of(LedgerPanel)


def is_answered(bench, ledger):
    """Assert that the ledger says why, and what z the target needs."""
    trace = bench.snapshot().run.trace
    z = float(Address("z_f", Lane(), 3, 0, 1).value(trace))
    assert number_format.signed(z, 4) in ledger.heading()
    assert number_format.short(float(F.value(trace)), 4) in ledger.heading()
    said = ledger._sheet.answer.text()
    assert number_format.signed(np.log(9), 4) in said
    assert number_format.signed(np.log(9) - z, 4) in said


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def test_by_the_mouse_alone(story):
    bench, ledger = story
    click(ledger._foot.ask)
    QTest.keyClicks(ledger._sheet.field, "0.9")
    is_answered(bench, ledger)
    click(ledger._sheet.changes[0])
    assert float(F.value(bench.snapshot().run.trace)) == pytest.approx(0.9, abs=1e-5)
    assert not any(button.isVisible() for button in ledger._sheet.changes)
    click(ledger._sheet.close_button)
    assert ledger._sheet.isHidden()


def test_by_keys_alone(story):
    bench, ledger = story
    press(Key.Key_W)
    QTest.keyClicks(QApplication.focusWidget(), "0.9")
    is_answered(bench, ledger)
    while QApplication.focusWidget() is not ledger._sheet.changes[0]:
        press(Key.Key_Tab)
        assert ledger._sheet.isAncestorOf(QApplication.focusWidget())
    press(Key.Key_Return)
    assert float(F.value(bench.snapshot().run.trace)) == pytest.approx(0.9, abs=1e-5)
    press(Key.Key_Escape)
    assert ledger._sheet.isHidden()
    press(Key.Key_Period)
    assert bench.snapshot().position == 3 * 6 + 2
    press(Key.Key_Right)
    assert bench.snapshot().position == 4 * 6
