"""What a step may cost: no layout of the window, and no pixels that look as before."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests import depth
from tests.ui.windows import close, open_window, sweep
from ui.panels.layouts import TRAINING
from ui.session.snapshot import GATE, TIMESTEP

EXAMPLES = ("latch", "sunspots")


class Layouts(QObject):
    """Counts how often a window is laid out."""

    def __init__(self, window):
        super().__init__(window)
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


class Painted(QObject):
    """Keeps the width of what is painted of a widget."""

    def __init__(self, widget):
        super().__init__(widget)
        self.width = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.width = max(self.width, *(rect.width() for rect in event.region()))
        return False


@pytest.fixture
def opened(tmp_path):
    windows = []

    def open_(example):
        window, bench = open_window(example, tmp_path)
        windows.append(window)
        window._welcome.close_page()
        bench.last()
        bench.step(-3, TIMESTEP)
        sweep()
        return window, bench

    yield open_
    while windows:
        close(windows.pop())
    sweep()


@pytest.mark.few(1)
@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("by", [TIMESTEP, GATE])
def test_a_step_lays_out_no_window(opened, example, by):
    window, bench = opened(example)
    for count in (-1, 1, -1):  # to and fro once, for what is measured at first
        bench.step(count, by)
        sweep()
    layouts = Layouts(window)
    for count in (1, -1, 1):
        bench.step(count, by)
        sweep()
    assert layouts.count == 0


def test_a_frame_of_training_lays_out_no_window(opened):
    window, bench = opened("latch")
    bench.open_task("parity")
    window.lay_out(TRAINING)
    layouts, frames = Layouts(window), []
    bench.changed.connect(lambda snapshot: frames.append(layouts.count))
    learnt = depth.count(50, by_default=6)
    for until in learnt, learnt + depth.count(30, by_default=10):
        bench.trainer.set_setting(replace(bench.trainer.setting, pace=1, stops=(), until=until))
        bench.trainer.train()
        while bench.trainer.running:
            QApplication.processEvents()
    first, last = frames[-depth.count(25, by_default=7)], frames[-1]
    assert last - first <= 1  # the loss may take another width


def test_a_step_paints_of_the_timeline_only_its_columns(opened):
    window, bench = opened("latch")
    plots = window._panels["Timeline"].plots
    bench.step(-1, TIMESTEP)
    sweep()
    painted = Painted(plots.viewport())
    bench.step(-1, TIMESTEP)
    sweep()
    QApplication.processEvents()
    assert 0 < painted.width < 0.5 * plots.width()
