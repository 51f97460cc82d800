"""TimeSaid: what networks of several training steps say over time: lines with their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from ui.panels.timeline.tracks.ground import timesteps_a_pixel
from ui.panels.timeline.tracks.layer import PlotLayer
from ui.panels.timeline.training.names import Line, placed
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING
from ui.widgets.paint_guard import guard_paint

START, OF_PIN, NOW = "start", "pinned", "now"
"""Networks: of the first step, of the pin's, of the one that is shown."""

_INSET: Final = 7.0
"""Pixels that lines keep from the edges of the row."""

_FAINT: Final = 0.38
"""Opacity of what is ahead."""

_LEAST_COLUMN: Final = 9.0
"""Narrowest column with a line of its own for what is right, in pixels."""


@dataclass(frozen=True, eq=False)
class SaidBy:
    """What one network says.

    Attributes:
        which: START, OF_PIN or NOW. name: of its step, in words. values: (T,) NaN for nothing.
    """

    which: str
    name: str
    values: Array


class TimeSaid(PlotLayer):
    """Lines on one scale: the first step's thin, the pin's dashed, the present one's thick.

    Each has its name where it hides least. What is right is a line in each column that asks.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._said: tuple[SaidBy, ...] = ()
        self._right: Array = np.zeros(0)
        self._limits = (0.0, 1.0)
        self._known = self._ahead = NOTHING
        self.names: dict[str, QRectF] = {}

    def bind(self, said: Sequence[SaidBy], right: Array) -> None:
        """Show what networks say, and what is right, (T,); NaN where nothing is."""
        self._said, self._right = tuple(said), right
        self.update()

    def set_limits(self, limits: tuple[float, float]) -> None:
        """Set the ends of the scale."""
        if limits != self._limits:
            self._limits = limits
            self.update()

    def move(self, known: slice, ahead: slice) -> None:
        """Show the known timesteps, and dimmed those ahead."""
        if (known, ahead) != (self._known, self._ahead):
            self._known, self._ahead = known, ahead
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw what is right, the lines, then their names."""
        if not self._said or option.exposedRect.isEmpty():
            return
        view, transform = self.getViewBox(), painter.transform()
        column = 1 / timesteps_a_pixel(view)
        area = transform.mapRect(view.viewRect())
        left, right = view.viewRange()[0]
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines: list[Line] = []
        marks: list[tuple[Array, Array]] = []
        for seen, opacity in ((self._ahead, _FAINT), (self._known, 1.0)):
            start, stop = max(seen.start, int(left)), min(seen.stop, int(right + 1.5))
            if start >= stop:
                continue
            x = transform.dx() + transform.m11() * np.arange(start, stop)
            painter.setOpacity(opacity)
            marks.append(self._marks(x, self._pixels(self._right[start:stop], area), column))
            self._draw_right(painter, *marks[-1], column)
            for each in self._said:
                y = self._pixels(each.values[start:stop], area)
                self._draw_line(painter, each.which, x, y)
                lines.append(Line(each.which, _text(each, seen), x, y))
        painter.setOpacity(1.0)
        self._write_names(painter, lines, marks, area)
        painter.setTransform(transform)

    def _pixels(self, values: Array, area: QRectF) -> Array:
        low, high = self._limits
        shares = np.clip((values.astype(np.float64) - low) / (high - low), 0, 1)
        return np.asarray(area.bottom() - _INSET - shares * (area.height() - 2 * _INSET))

    def _marks(self, x: Array, y: Array, column: float) -> tuple[Array, Array]:
        """Return the ends and the middle of the line of each right answer, (3 n,) each."""
        there, half = ~np.isnan(y), max(1.0, column / 2 - 0.5)
        across = x[there][:, None] + np.array([-half, 0, half])
        return across.ravel(), np.repeat(y[there], 3)

    def _draw_right(self, painter: QPainter, x: Array, y: Array, column: float) -> None:
        narrow = column < _LEAST_COLUMN
        pen = QPen(QColor(self._theme.good), 2 if narrow else 3)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        ends = zip(x[::3].tolist(), x[2::3].tolist(), y[::3].tolist(), strict=True)
        painter.drawLines([QLineF(left, at, right, at) for left, right, at in ends])

    def _draw_line(self, painter: QPainter, which: str, x: Array, y: Array) -> None:
        pen = QPen(self.colour(which), {START: 1.0, OF_PIN: 1.6, NOW: 2.2}[which])
        if which == OF_PIN:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(pg.arrayToQPath(x, y, connect="finite"))
        lone = np.isfinite(y)
        lone[1:] &= ~np.isfinite(y[:-1])
        lone[:-1] &= ~np.isfinite(y[1:])
        painter.setBrush(QColor(self._theme.panel) if which == OF_PIN else pen.color())
        for a, b in zip(x[lone].tolist(), y[lone].tolist(), strict=True):
            painter.drawEllipse(QRectF(a - 3, b - 3, 6, 6))

    def _write_names(
        self,
        painter: QPainter,
        lines: Sequence[Line],
        marks: Sequence[tuple[Array, Array]],
        area: QRectF,
    ) -> None:
        plain = fonts.caption()
        plate = QColor(self._theme.panel)
        plate.setAlpha(215)
        metrics = QFontMetricsF(fonts.bold(plain))
        self.names = placed(lines, area, metrics.horizontalAdvance, metrics.height(), marks)
        texts = {line.key: line.text for line in lines}
        for which, box in self.names.items():
            painter.fillRect(box.adjusted(-2, 1, 2, -1), plate)
            painter.setFont(fonts.bold(plain) if which == NOW else plain)
            painter.setPen(self.colour(which))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, texts[which])

    def colour(self, which: str) -> QColor:
        """Return the colour of a network's line."""
        if which == NOW:
            return self._theme.colour("y")
        return QColor(self._theme.ink if which == OF_PIN else self._theme.faint)


def _text(said: SaidBy, seen: slice) -> str:
    """Return the name; with the number where only one is said, at the end of the sequence."""
    numbers = said.values[seen][np.isfinite(said.values[seen])]
    if said.which == START or len(numbers) != 1 or np.isfinite(said.values).sum() > 1:
        return said.name
    return f"{said.name}: {float(numbers[0]):.2g}".replace("-", "−")
