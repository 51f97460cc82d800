"""CoverPlates: plates with a question mark over the numbers of a row that are not to be seen."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.panels.timeline.tracks.layer import MarkLayer
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint

SMALLEST = 12.0
"""Smallest side of a plate, in pixels, however small its cell is."""


class CoverPlates(MarkLayer):
    """A plate for each covered cell: (timestep, place); over curves, whose units share a column."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(4)
        self._cells: tuple[tuple[int, int], ...] = ()

    def cover(self, cells: tuple[tuple[int, int], ...]) -> None:
        """Cover other cells."""
        if cells != self._cells:
            self._cells = cells
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the plates in pixels, at least large enough for their sign."""
        transform = painter.transform()
        painter.resetTransform()
        for t, place in self._cells:
            low, high = (self._low, self._high) if self._as_curves else (place - 0.5, place + 0.5)
            cell = transform.mapRect(QRectF(QPointF(t - 0.5, low), QPointF(t + 0.5, high)))
            room = [max(0.0, SMALLEST - side) / 2 for side in (cell.width(), cell.height())]
            plate = cell.adjusted(-room[0], -room[1], room[0], room[1])
            painter.fillRect(_whole(plate), QColor(self._theme.zero))
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, "?")
        painter.setTransform(transform)


def _whole(rect: QRectF) -> QRectF:
    """Return a rectangle of whole pixels around another."""
    corner = QPointF(math.floor(rect.left()), math.floor(rect.top()))
    return QRectF(corner, QPointF(math.ceil(rect.right()), math.ceil(rect.bottom())))
