"""CellView: the view box of a heat map's cells, and the kinds of drag on them."""

import math
from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakMethod

from PySide6.QtCore import QPointF, Qt, Signal

from ui.widgets.view_box import SafeViewBox

Modifiers = Qt.KeyboardModifier

MOVE, SCRUB, SELECT = "move", "scrub", "select"
"""Kinds of drag: move the view, change the values, or select cells."""


class RowPlaces(NamedTuple):
    """Where rows lie in a view: each is one unit high, and the tall one, if there is one, two."""

    tall: int | None = None

    def top(self, row: int) -> int:
        """Return the place of a row's upper edge."""
        return row + (self.tall is not None and row > self.tall)

    def row_at(self, y: float) -> int:
        """Return the row at a place."""
        row = math.floor(y)
        return row - (self.tall is not None and row > self.tall)


class CellView(SafeViewBox):
    """View box with row 0 at the top, zoomed by the wheel; `kind_of` picks the kind of a left drag.

    Attributes:
        rows: the places of its rows.

    Signals:
        clicked: the place in the scene, the button, whether it was double, and the modifiers.
        dragged: the kind of drag, its start and its place in the scene, and the modifiers.
        drag_ended: the kind.
    """

    clicked = Signal(QPointF, object, bool, object)
    dragged = Signal(str, QPointF, QPointF, object)
    drag_ended = Signal(str)

    def __init__(self, kind_of: Callable[[QPointF, Modifiers], str]) -> None:
        super().__init__(enableMenu=False, invertY=True, defaultPadding=0)
        self.disableAutoRange()
        # Else the widget would wait for the garbage collector, which ends its parts in no order.
        self._kind_of = WeakMethod(kind_of)
        self._kind = ""
        self.rows = RowPlaces()

    def give_up_drag(self) -> None:
        """Ignore the rest of the present drag."""
        self._kind = ""

    def mouseClickEvent(self, event: object) -> None:
        """Pass a click on."""
        event.accept()  # type: ignore[attr-defined]
        self.clicked.emit(event.scenePos(), event.button(), event.double(), event.modifiers())  # type: ignore[attr-defined]

    def mouseDragEvent(self, event: object, axis: int | None = None) -> None:
        """Move by the left button, or pass the drag on; the other buttons do nothing."""
        if event.button() != Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            event.accept()  # type: ignore[attr-defined]
            return
        start, modifiers = event.buttonDownScenePos(), event.modifiers()  # type: ignore[attr-defined]
        if event.isStart():  # type: ignore[attr-defined]
            kind_of = self._kind_of()
            self._kind = kind_of(start, modifiers) if kind_of else ""
        kind = self._kind
        if kind == MOVE:
            super().mouseDragEvent(event, axis)
        else:
            event.accept()  # type: ignore[attr-defined]
            if kind:
                self.dragged.emit(kind, start, event.scenePos(), modifiers)  # type: ignore[attr-defined]
        if event.isFinish():  # type: ignore[attr-defined]
            self._kind = ""
            if kind in (SCRUB, SELECT):
                self.drag_ended.emit(kind)
