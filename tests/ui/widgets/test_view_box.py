"""SafeViewBox: children are never handed back to Qt, and still belong to the view."""

import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QGraphicsItem

from ui.matrix.cells.view import CellView
from ui.panels.timeline.tracks.view import TimeView
from ui.widgets.view_box import SafeViewBox

Change = QGraphicsItem.GraphicsItemChange


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("change", [Change.ItemChildAddedChange, Change.ItemChildRemovedChange])
def test_a_change_of_children_is_not_passed_on(change, monkeypatch):
    passed = []
    monkeypatch.setattr(pg.ViewBox, "itemChange", lambda *of: passed.append(of[1:]))
    SafeViewBox().itemChange(change, None)
    assert change not in [of[0] for of in passed]


@pytest.mark.usefixtures("qapp")
def test_children_belong_to_the_view():
    view, child = SafeViewBox(), pg.GraphicsObject()
    child.setParentItem(view)
    assert child in view.childItems()
    assert child.parentItem() is view


def test_all_views_are_safe():
    assert issubclass(TimeView, SafeViewBox)
    assert issubclass(CellView, SafeViewBox)
