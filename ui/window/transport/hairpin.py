"""Hairpin: the two rails of a run that has a way back: out on the upper one, home on the lower.

The loss is the bend at the right. Tick k of the way back visits the cells of the tick forwards that
is k from the end, so that one x is the same place of the walk on both rails.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.style.theme import Theme

APART = 6
"""Pixels of each rail from the middle."""

_THICK = 4
_HANDLE = 10, 16


@dataclass(frozen=True)
class Hairpin:
    """Values of a slider laid on two rails.

    Attributes:
        end: the value at the bend. last: the value at the end of the way back.
        left, right: the pixels of both ends of the rails. middle: the pixel between the rails.
    """

    end: int
    last: int
    left: int
    right: int
    middle: int

    def place(self, value: int) -> QPointF:
        """Return the pixel of a value."""
        if value <= self.end:
            share, rail = value / max(self.end, 1), -APART
        else:
            share, rail = (self.last - value) / (self.last - self.end), APART
        return QPointF(self.left + share * (self.right - self.left), self.middle + rail)

    def value_at(self, point: QPointF, held: int | None = None) -> int:
        """Return the value whose place is nearest to a point.

        Args:
            held: the value that is dragged: it stays on its rail until the point has left it.
        """
        back = point.y() > self.middle
        if held is not None and abs(point.y() - self.middle) < APART:
            back = held > self.end
        if point.x() > self.right and held is not None:
            back = point.y() > self.middle
        reach = max(self.right - self.left, 1)
        share = min(max((point.x() - self.left) / reach, 0.0), 1.0)
        if back:
            return self.last - round(share * (self.last - self.end))
        return round(share * self.end)

    def handle(self, value: int) -> QRect:
        """Return the handle's rectangle at a value."""
        width, height = _HANDLE
        place = self.place(value)
        return QRect(round(place.x() - width / 2), round(place.y() - height / 2), width, height)

    def paint(self, painter: QPainter, value: int, theme: Theme, focused: bool) -> None:
        """Paint the rails, what is walked of them in ink, and the handle."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        round_ends = Qt.PenCapStyle.RoundCap
        line = Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(theme.rule), _THICK, line, round_ends))
        painter.drawPath(self._path(self.last))
        painter.setPen(QPen(QColor(theme.ink), _THICK, line, round_ends))
        painter.drawPath(self._path(value))
        edge = theme.accent if focused else theme.ink
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(theme.ink))
        painter.drawRoundedRect(QRectF(self.handle(value)), 3, 3)
        painter.restore()

    def _path(self, value: int) -> QPainterPath:
        """Return the line from the start to a value, around the bend."""
        path, top = QPainterPath(QPointF(self.left, self.middle - APART)), self.middle - APART
        if value <= self.end:
            path.lineTo(self.place(value))
            return path
        path.lineTo(QPointF(self.right, top))
        path.arcTo(QRectF(self.right - APART, top, 2 * APART, 2 * APART), 90, -180)
        path.lineTo(self.place(value))
        return path
