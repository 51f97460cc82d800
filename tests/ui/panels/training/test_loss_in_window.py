"""Loss panel in the window: its keys are its own, and go back to the steps."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.panels.training.runs import bench
from ui.panels.training.loss.panel import LossPanel


@pytest.fixture
def opened(window_again):
    """Open a run of so many steps in the file's window; return the window and its workbench."""

    def make(steps):
        window = window_again(bench(steps).documents.value)
        window._checker.set_on(False)  # torch would check each step of the run
        return window, window._workbench

    return make


def test_the_chart_has_its_keys_and_the_steps_have_them_elsewhere(opened):
    window, here = opened(12)
    window._actions["layout_training"].trigger()
    panel = window._panels.of(LossPanel)
    panel.chart.setFocus()
    before = here.snapshot()
    QTest.keyClick(panel.chart, Qt.Key.Key_Left)
    after = here.snapshot()
    assert (after.training.step, after.position) == (11, before.position)
    QTest.keyClick(panel.chart, Qt.Key.Key_Home)
    assert here.snapshot().training.step == 0
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert here.snapshot().training.step == 0
    assert here.snapshot().position > before.position


def test_undo_after_scrubbing_takes_the_run_back(opened):
    window, here = opened(0)
    here.trainer.set_setting(replace(here.trainer.setting, until=12, stops=(), batch=4))
    here.trainer.train()
    while here.trainer.running:
        here.trainer._go_on()
    panel = window._panels.of(LossPanel)
    panel.scrubbed.emit(7)
    assert here.snapshot().training.step == 7
    window._actions["undo"].trigger()
    assert here.snapshot().training.step == 0
    window._actions["redo"].trigger()
    assert here.snapshot().training.length == 12
