"""Optimiser step in the window: a step is looked at, taken, taken back, by keys and by mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.panels.training.step.panel import OptimiserStepPanel
from ui.panels.weights.weight_changes import STEP
from ui.session.trainer.task_document import document_of

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(window_again, qtbot):
    window = window_again(document_of("parity"))
    window._checker.set_on(False)  # torch has its say in the tests of the panel
    QTest.keyClick(window, Key.Key_J, CONTROL)
    panel = window._panels.of(OptimiserStepPanel)
    qtbot.waitUntil(lambda: panel.view is not None and panel.at_rest)
    return window


def test_a_key_shows_the_first_step_and_the_button_takes_it(window, qtbot):
    panel, bench = window._panels.of(OptimiserStepPanel), window._workbench
    assert panel.isVisible()
    assert panel.view.trial.number == 0
    assert not panel.foot.undo.isEnabled()
    QTest.mouseClick(panel.foot.take, LEFT)
    qtbot.waitUntil(lambda: panel.view.trial.number == 1 and panel.at_rest)
    assert bench.snapshot().document.training.step == 1
    assert panel.foot.undo.text() == "Undo Adam step 0"
    QTest.mouseClick(panel.foot.undo, LEFT)
    qtbot.waitUntil(lambda: panel.view.trial.number == 0 and panel.at_rest)
    assert bench.snapshot().document.training is None
    assert not panel.foot.undo.isEnabled()


def test_arrows_move_the_handle_and_no_step_of_the_run(window, qtbot):
    panel, bench = window._panels.of(OptimiserStepPanel), window._workbench
    position = bench.snapshot().target
    panel.plot.setFocus()
    QTest.keyClick(panel.plot, Key.Key_Left)
    assert panel.plot.share == 0.95
    assert bench.snapshot().target == position
    panel.changes.setFocus()
    QTest.keyClick(panel.changes, Key.Key_Down)
    assert panel.changes.selected == panel.changes.listed[1]
    assert bench.snapshot().target == position


def test_leaving_it_takes_nothing_and_shows_another_panel(window, qtbot):
    panel, bench = window._panels.of(OptimiserStepPanel), window._workbench
    document = bench.snapshot().document
    QTest.mouseClick(panel.foot.leave, LEFT)
    assert bench.snapshot().document is document


def test_enter_on_a_weight_shows_it_in_its_matrix_with_its_ghost(window, qtbot):
    panel, bench = window._panels.of(OptimiserStepPanel), window._workbench
    bench.trainer.take_step()
    qtbot.waitUntil(lambda: panel.view.trial.number == 1 and panel.at_rest)
    change = panel.changes.listed[0]
    panel.changes.setFocus()
    QTest.keyClick(panel.changes, Key.Key_Return)
    weights = window._panels["Weights"]
    assert weights._pointed == (change.name, (*change.indices, 0)[:2])
    weights.draw(bench.snapshot())
    cell = weights._pointed[1]
    assert weights.beside.views[STEP].matrix.values[cell] == pytest.approx(change.delta)
