"""One pass: a window is painted once an edit, after all of its scenes have told what changed."""

from itertools import groupby

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QGraphicsScene

from tests.ui.windows import sweep

TOLD, PAINTED = "told", "painted"


class Order(QObject):
    """Notes when scenes tell what has changed, and when some widgets are painted."""

    def __init__(self, widgets):
        super().__init__()
        self._widgets, self.noted = widgets, []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.MetaCall and isinstance(watched, QGraphicsScene):
            self.noted.append((TOLD, watched))
        elif event.type() == QEvent.Type.Paint and watched in self._widgets:
            self.noted.append((PAINTED, watched))
        return False


@pytest.fixture
def opened(make_window):
    """Return a window at the end of its run, and its workbench."""
    window = make_window(size=(1440, 900), timesteps=12, shown=True)
    window._workbench.last()
    sweep()
    return window, window._workbench


def test_an_edit_is_painted_in_one_pass_of_the_same_turn(opened, qapp):
    window, bench = opened
    panels = window._panels
    cell, matrix = panels["Cell"].canvas, panels.weights.editor.heat_map.viewport()
    timeline = panels["Timeline"].plots.viewport()
    order = Order((cell, matrix, timeline))
    qapp.installEventFilter(order)
    before = bench.snapshot().experiment
    changed = before.parameters.with_value("weight_hh_l0", (3, 1), 0.25)
    bench.edit(before.with_parameters(changed), "edit", "drag")
    QApplication.sendPostedEvents(None, 0)
    qapp.removeEventFilter(order)
    assert [kind for kind, _ in groupby(kind for kind, _ in order.noted)] == [TOLD, PAINTED]
    assert {cell, timeline} <= {who for kind, who in order.noted if kind == PAINTED}
    assert len({who for kind, who in order.noted if kind == TOLD}) > 1
