"""TimeView: a row's plot. The wheel zooms time, with Ctrl units; a drag moves both."""

from PySide6.QtCore import Qt, Signal

from ui.widgets.view_box import SafeViewBox

WHEEL = 1.02
"""Zoom for each eighth of a degree that the wheel turns, as a power of pyqtgraph's own."""


class TimeView(SafeViewBox):
    """View that moves in time by itself, and asks for what all rows do together.

    Signals:
        units_zoomed: the place under the mouse, and the factor of the visible range.
        units_moved: by how many places the rows were dragged.
    """

    units_zoomed = Signal(float, float)
    units_moved = Signal(float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0)
        self.setMouseEnabled(x=True, y=False)
        self.setMinimumHeight(8)

    def wheelEvent(self, event, axis=None) -> None:  # type: ignore[no-untyped-def]
        """Zoom time, or with Ctrl units."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event, axis)
            return
        event.accept()
        place = self.mapToView(event.pos()).y()
        factor = WHEEL ** (event.delta() * self.state["wheelScaleFactor"])
        self.units_zoomed.emit(float(place), float(factor))

    def mouseDragEvent(self, event, axis=None) -> None:  # type: ignore[no-untyped-def]
        """Move in time, and in units."""
        super().mouseDragEvent(event, axis)
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            before, now = (self.mapToView(point).y() for point in (event.lastPos(), event.pos()))
            self.units_moved.emit(float(before - now))
