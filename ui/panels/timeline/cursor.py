"""TimeCursor: one line over all rows of a timeline, with a head to drag."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.widgets.paint_guard import guard_paint, guard_rect

HEAD = 6.0
"""Half the width of the head, and the mouse's reach on each side of the line, in pixels."""


class TimeCursor(pg.GraphicsObject):
    """Vertical line in a scene's own pixels. It moves only by `place`.

    Signals:
        dragged: the point in the scene that the line was dragged to.
    """

    dragged = Signal(QPointF)

    def __init__(self, draggable: bool) -> None:
        super().__init__()
        self._draggable = draggable
        self._height = 0.0
        self._colour = QColor()
        if draggable:
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(20 if draggable else 10)

    def set_colour(self, colour: str) -> None:
        """Take a colour."""
        self._colour = QColor(colour)
        self.update()

    def place(self, x: float, top: float, bottom: float) -> None:
        """Move to `x`, from `top` to `bottom`, in the scene's pixels."""
        if bottom - top != self._height:
            self.prepareGeometryChange()
            self._height = bottom - top
        self.setPos(round(x) + 0.5, top)

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the line with its head above it."""
        return QRectF(-HEAD - 1, -HEAD - 2, 2 * HEAD + 2, self._height + HEAD + 3)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line, and the head when it can be dragged."""
        pen = QPen(self._colour, 2 if self._draggable else 1)
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLine(QPointF(0, 0), QPointF(0, self._height))
        if self._draggable:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour)
            corners = (-HEAD, -HEAD - 1), (HEAD, -HEAD - 1), (0, 1)
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def hoverEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Claim drags that begin here (pyqtgraph's hook)."""
        if self._draggable and not event.isExit():
            event.acceptDrags(Qt.MouseButton.LeftButton)

    def mouseDragEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Report the place that the line is dragged to (pyqtgraph's hook)."""
        if self._draggable and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.dragged.emit(QPointF(event.scenePos()))
        else:
            event.ignore()
