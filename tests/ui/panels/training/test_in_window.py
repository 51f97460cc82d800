"""Training and Stops in the real window: their requests reach the trainer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ui.panels.training.form.panel import TrainingPanel
from ui.panels.training.stops.panel import StopsPanel
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.few(1)
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_training_is_set_started_looked_back_at_and_undone(make_window, qtbot, size):
    bench = Workbench(document_of("parity", 0))
    window = make_window(bench, size=size)
    window._actions["layout_training"].trigger()
    form, stops = window._panels.of(TrainingPanel), window._panels.of(StopsPanel)
    qtbot.waitUntil(lambda: not form.visibleRegion().isEmpty() and bool(stops.rows))
    QTest.keySequence(window, window._actions["Stops"].shortcut())
    assert stops.field.hasFocus()
    QTest.keyClicks(stops.field, "loss < 9")
    QTest.keyClick(stops.field, Qt.Key.Key_Return)
    QTest.mouseClick(stops.rows[-1].box, LEFT, pos=QPoint(8, 10))
    bench.trainer.set_setting(replace(bench.trainer.setting, until=6, pace=0))
    QTest.keySequence(window, window._actions["Training"].shortcut())
    assert form.train.hasFocus()
    QTest.mouseClick(form.one_step, LEFT)
    QTest.mouseClick(form.train, LEFT)
    qtbot.waitUntil(lambda: not bench.trainer.running)
    assert bench.snapshot().training.length == 6
    assert stops.rows[-1].link.text() == "0"
    QTest.mouseClick(stops.rows[-1].link, LEFT)
    assert bench.snapshot().training.step == 0
    assert form.width() <= form.parentWidget().width()
    QTest.mouseClick(form.undo_run, LEFT)
    assert bench.documents.value.training is None
