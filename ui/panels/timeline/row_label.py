"""TimeRowLabel: a row's letter and its vertical scale, left of its plot."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.style import number_format
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme, mono_font
from ui.widgets.paint_guard import guard_paint

WIDTH = 64.0
"""Width of every row's label, so that one time axis fits all."""


class TimeRowLabel(pg.GraphicsWidget):
    """Letter in its colour; units with the selected one marked, or the range of the curves."""

    def __init__(self, theme: Theme, quantity: str, view: pg.ViewBox) -> None:
        super().__init__()
        self._quantity, self._view = quantity, view
        self._width, self._unit = 1, 0
        self._range: tuple[float, float] | None = None
        self._theme = theme
        self._font = mono_font(8.0)
        self._metrics = QFontMetricsF(self._font)
        self.setFixedWidth(WIDTH)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def bind(self, width: int) -> None:
        """Label a row of `width` units."""
        if width != self._width:
            self._width = width
            self.update()

    def select(self, unit: int) -> None:
        """Mark a unit."""
        if unit != self._unit:
            self._unit = unit
            self.update()

    def set_range(self, limits: tuple[float, float] | None) -> None:
        """Label the values of curves; with None, units."""
        if limits != self._range:
            self._range = limits
            self.update()

    def ticks(self) -> list[tuple[float, str]]:
        """Return the labels that fit: their places, in pixels from the top, and texts."""
        gap = self._metrics.height() - 2
        height = self.rect().height()
        if height < gap:
            return []
        placed: list[tuple[float, str]] = []
        for value, text in self._candidates(height / gap):
            y = min(max(self._pixel(value), gap / 2), height - gap / 2)
            if all(abs(y - other) >= gap for other, _ in placed):
                placed.append((y, text))
        return placed

    @guard_paint
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the letter, the ticks and the mark."""
        height = self.rect().height()
        letter = QFont()
        letter.setBold(True)
        painter.setFont(letter)
        painter.setPen(self._theme.colour(self._quantity))
        painter.drawText(QRectF(8, 0, 20, height), Qt.AlignmentFlag.AlignVCenter, self._quantity)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.faint))
        for y, text in self.ticks():
            box = QRectF(0, y - 10, WIDTH - 10, 20)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(box, flags, text)
        if self._range is None and self._unit < self._width:
            self._draw_mark(painter, self._pixel(self._unit))

    def _draw_mark(self, painter: QPainter, y: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        y = min(max(y, 4.0), self.rect().height() - 4.0)
        corners = (WIDTH - 7, -4), (WIDTH - 1, 0), (WIDTH - 7, 4)
        painter.drawPolygon(QPolygonF([QPointF(x, y + dy) for x, dy in corners]))

    def _candidates(self, room: float) -> list[tuple[float, str]]:
        """Return the values to label, the most important first."""
        if self._range is not None:
            low, high = self._range
            values = (high, low, (low + high) / 2)[: 3 if room > 4 else 2]
            return [(value, number_format.brief(value)) for value in values]
        spacing = round_spacing(self._width / room)
        units = [self._unit, 0, self._width - 1, *range(spacing, self._width, spacing)]
        return [(unit, str(unit)) for unit in dict.fromkeys(units) if unit < self._width]

    def _pixel(self, value: float) -> float:
        (low, high), height = self._view.viewRange()[1], self.rect().height()
        share = (value - low) / (high - low)
        return height * (share if self._view.yInverted() else 1 - share)
