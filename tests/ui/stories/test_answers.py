"""Story: what does the readout say, is it right, and what does an edit do to the loss?

By keys alone over the latch, and by the mouse alone over the tagger, whose readout comes after all
layers of two directions.
"""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from tests.ui.panels.timeline.test_panel import double_click
from tests.ui.stories.keys import press, tab_to
from tests.ui.stories.test_touch import answer, choose, click, tool
from tests.ui.windows import sweep
from ui.cards.card import HoverCard
from ui.dialogs.hold_value import HoldValue
from ui.panels.cell.panel import CellDiagram
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.window.docking.title_bar import TitleBar
from ui.window.status_bar import StatusBar
from ui.window.transport.transport_bar import TransportBar

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(window_again):
    def again(example):
        window = window_again(Document.of_example(EXAMPLES[example]()))
        sweep()
        return window._workbench, window

    return again


def loss_of(experiment):
    run = Run(experiment)
    run.advance()
    return run.loss


def card(window):
    """Return the visible card; None without one."""
    QApplication.processEvents()
    shown = [c for c in window.findChildren(HoverCard) if c.isVisible()]
    return shown[0] if shown else None


@pytest.mark.few(1)
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_larger_text_and_another_theme_keep_the_answers_readable(make_window, size):
    """First in the file: another style is given to the widgets of all windows that there are."""
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    window = make_window(bench, size=size)
    window._docks.show_panel("Timeline")
    sweep()
    bench.last()
    timeline = window._panels.of(TimelinePanel)
    press(Key.Key_Equal, Key.Key_Equal, modifier=CONTROL)
    press(Key.Key_L, modifier=CONTROL | SHIFT)
    sweep()
    assert timeline.theme.dark
    assert {"x", "c", "h"} <= set(timeline.plots.shown)
    if size == (1280, 800):
        assert "y" not in timeline.plots.shown  # there is room for three rows of larger text
        timeline.choose_tracks(("y",))
        sweep()
    image = timeline.plots.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert QColor(timeline.theme.good).rgb() in np.frombuffer(image.constBits(), np.uint32)


def test_by_keys_alone(opened, qtbot):
    bench, window = opened("latch")
    state = window.findChild(StatusBar).state
    press(*[Key.Key_Right] * 6)
    snapshot = bench.snapshot()
    assert snapshot.subject == Address("y", t=5)
    sentence = window._panels.of(CellDiagram).sentence.text()
    share = snapshot.run.trace.values("p", Lane())[5, 0, 0]
    assert "yes" in sentence
    assert f"{100 * share:.1f} %" in sentence

    press(Key.Key_I, modifier=CONTROL)
    assert card(window) is not None
    press(Key.Key_Escape)
    press(Key.Key_F, modifier=SHIFT)
    assert bench.snapshot().experiment.holds == ()
    waiting = answer((HoldValue, lambda dialog: dialog.reject()))
    press(Key.Key_H, modifier=CONTROL | SHIFT)
    assert not waiting
    window.activateWindow()  # offscreen a closed dialog leaves no window active
    qtbot.waitUntil(window.isActiveWindow)

    press(Key.Key_9, modifier=CONTROL)
    QTest.keyClicks(QApplication.focusWidget(), "loss > 0.0121")
    press(Key.Key_Return, Key.Key_Escape)
    press(Key.Key_F5)
    assert bench.snapshot().timestep == 10
    assert "loss > 0.0121" in bench.snapshot().notice

    before = loss_of(bench.snapshot().experiment)
    assert "loss" in state.text()
    assert "→" not in state.text()
    press(Key.Key_1, modifier=CONTROL)
    weights = window._panels.of(WeightsPanel)
    weights.side_button.setChecked(False)
    tab_to(weights.editor.heat_map)
    press(Key.Key_2, Key.Key_Return)
    after = loss_of(bench.snapshot().experiment)
    assert after != before
    assert "→" in state.text()
    press(Key.Key_Z, modifier=CONTROL)
    assert loss_of(bench.snapshot().experiment) == before
    assert "→" not in state.text()


def test_by_the_mouse_alone(opened, qtbot):
    bench, window = opened("tagger")
    timeline, bar = window._panels.of(TimelinePanel), window.findChild(TransportBar)
    click(tool(window, "last"))
    click(tool(window, "by_gate"))
    for _ in range(3):
        click(tool(window, "back"))
    snapshot = bench.snapshot()
    last = len(snapshot.document.timestep_labels) - 1
    assert (snapshot.quantity, snapshot.timestep) == ("y", last - 3)
    assert "readout" in bar.count.tail.text()

    def place(t):
        view = timeline.plots.answers.view
        return timeline.plots.mapFromScene(view.mapViewToScene(QPointF(t, 0)))

    viewport = timeline.plots.viewport()
    QTest.mouseMove(viewport, place(6))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(6))
    sweep()
    assert bench.snapshot().pinned == Address("y", t=6)
    ledger = window._panels.of(LedgerPanel)
    trace = bench.snapshot().run.trace
    assert ledger._ledger.value == trace.values("y", Lane())[6, 0, 0]
    peeking = [t for t in window.findChildren(TitleBar) if t.back.isVisible()]
    assert peeking
    click(peeking[0].back)
    assert bench.snapshot().pinned is None
    double_click(timeline, place(6))
    snapshot = bench.snapshot()
    assert snapshot.position == Address("y", t=6).position(snapshot.schedule)

    click(bar.chips.chips["f"])
    snapshot = bench.snapshot()
    assert (snapshot.step.quantity, snapshot.step.cell.lane, snapshot.timestep) == ("f", Lane(1), 6)
    click(bar.chips.chips["y"])
    assert bench.snapshot().position == Address("y", t=6).position(bench.snapshot().schedule)

    menu = timeline._menu
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=place(6))
    sweep()
    assert menu.isVisible()
    conditions = menu.watches.menu
    click(menu, menu.actionGeometry(conditions.menuAction()).center())
    qtbot.waitUntil(conditions.isVisible)
    wrong = next(action for action in conditions.actions() if action.text() == "wrong")
    click(conditions, conditions.actionGeometry(wrong).center())
    assert [b.condition.text() for b in bench.snapshot().watching.breakpoints] == ["wrong"]
    click(tool(window, "first"))
    choose(window, "Debug", "Run to breakpoint")
    p, targets = trace.values("p", Lane())[:, 0, 0], snapshot.experiment.objective.targets
    off = targets.counted[:, 0] & ((p > 0.5) != (targets.values[:, 0, 0] > 0.5))
    end = bench.snapshot().schedule.end
    stop = end if not off.any() else Address("y", t=int(np.argmax(off))).position(snapshot.schedule)
    assert bench.snapshot().position == stop
