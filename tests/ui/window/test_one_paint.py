"""A change is painted once, however many plots show it."""

from collections import Counter

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from ui.session.snapshot import GATE, TIMESTEP


class Paints(QObject):
    """Counter of the paintings of widgets."""

    def __init__(self, widgets):
        super().__init__()
        self.count = Counter()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count[watched] += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("granularity", [GATE, TIMESTEP])
def test_a_step_paints_each_plot_once(make_window, granularity):
    window = make_window(hidden_size=2, size=(1600, 1000))
    bench = window._workbench
    bench.go_to_timestep(1)
    QApplication.processEvents()
    plots = [view.viewport() for view in window.findChildren(pg.GraphicsView)]
    paints = Paints(plot for plot in plots if plot.isVisible())
    for step in range(1, 8):
        bench.step(1, granularity)
        QApplication.processEvents()
        assert 0 < max(paints.count.values()) <= step
