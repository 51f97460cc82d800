"""Sparkline: one number over time in little room, with every peak visible."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from simulator.analysis.gradient_series import GradientSeries
from simulator.arrays import Array
from simulator.network.gradient_quantities import is_gradient, quantity_of_gradient
from simulator.network.quantities import ALL
from ui.style.charts import pg
from ui.style.colours import limits_of, peak_of
from ui.style.decades import DecadeRange
from ui.style.theme import Theme
from ui.widgets.downsampling import block

POINT = 2.0
"""Radius of the dot at the value that is told."""

BAR = 3
"""Width of the bar on the right that marks a gradient."""


class Sparkline:
    """Least and largest value of each pixel's timesteps, gathered once they are known.

    So a step costs one pixel's timesteps, and not the whole row.
    """

    def __init__(self, values: Array | GradientSeries, pixels: int) -> None:
        """Args: values: (T,), of which only the known part is read. pixels: the width."""
        self.values = values
        self.pixels = pixels
        self._size = block(len(values), max(1, pixels))
        blocks = -(-len(values) // self._size)
        self._low, self._high = np.full(blocks, np.nan), np.full(blocks, np.nan)
        self._gathered = np.zeros(blocks, bool)

    def extent(self, known: slice) -> tuple[Array, Array, Array]:
        """Return the middle timestep, the least and the largest value of each known block.

        A block that is only partly known covers that part, and is not cached.
        """
        if known.start >= known.stop:
            return np.empty(0), np.empty(0), np.empty(0)
        size, steps = self._size, len(self.values)
        first, last = known.start // size, -(-known.stop // size)
        whole = range(-(-known.start // size), last if known.stop == steps else known.stop // size)
        for number in np.flatnonzero(~self._gathered[whole.start : whole.stop]).tolist():
            part = self.values[(whole.start + number) * size :][:size]
            self._low[whole.start + number] = part.min()
            self._high[whole.start + number] = part.max()
            self._gathered[whole.start + number] = True
        low, high = self._low[first:last].copy(), self._high[first:last].copy()
        for edge in {first, last - 1}.difference(whole):
            part = self.values[max(edge * size, known.start) : min((edge + 1) * size, known.stop)]
            low[edge - first], high[edge - first] = part.min(), part.max()
        return np.arange(first, last) * size + (size - 1) / 2, low, high

    def draw(
        self,
        painter: QPainter,
        rect: QRectF,
        known: slice,
        quantity: str,
        theme: Theme,
        told: int,
        thresholds: tuple[float, ...] = (),
        elsewhere: bool = False,
    ) -> None:
        """Draw the known part into a rectangle: values on their range, gradients by decades.

        Args:
            told: the timestep of the dot. elsewhere: it is not the newest.
        """
        if known.start >= known.stop:
            return
        t, low, high = self.extent(known)
        heights = _heights(quantity, np.concatenate((low, high, thresholds)))

        def y_of(value: Any) -> Any:
            return rect.bottom() - heights(value) * rect.height()

        x = rect.left() + (t + 0.5) / len(self.values) * rect.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for threshold in thresholds:
            painter.setPen(pg.mkPen(QColor(theme.faint), width=1, style=Qt.PenStyle.DashLine))
            y = float(y_of(threshold))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        hue = theme.colour(quantity_of_gradient(quantity))
        painter.setPen(pg.mkPen(hue, width=1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        both = np.column_stack((y_of(low), y_of(high))).ravel()
        painter.drawPath(pg.arrayToQPath(np.repeat(x, 2), both, connect="finite"))
        value = float(self.values[told]) if known.start <= told < known.stop else math.nan
        if np.isfinite(value):
            painter.setBrush(QColor(theme.peek_line if elsewhere else theme.ink))
            painter.setPen(Qt.PenStyle.NoPen)
            x_now = rect.left() + (told + 0.5) / len(self.values) * rect.width()
            painter.drawEllipse(QPointF(x_now, float(y_of(value))), POINT, POINT)


def mark_gradient(painter: QPainter, rect: QRectF, quantity: str, theme: Theme) -> None:
    """Draw the bar of a gradient's hue on the right edge of a rectangle."""
    bar = QRectF(rect.right() - BAR, rect.top(), BAR, rect.height())
    painter.fillRect(bar, theme.colour(quantity_of_gradient(quantity)))


def _heights(quantity: str, shown: Array) -> Callable[[Any], Any]:
    """Return the place of a value between bottom and top, 0…1, where all of `shown` have one.

    Gradients lie on two mirrored log axes that share the zero line.
    """
    if is_gradient(quantity):
        reach = DecadeRange.of(shown)
        return lambda value: 0.5 + 0.5 * reach.heights(np.asarray(value))
    peak = peak_of(np.concatenate((shown, [0.0])))
    bottom, top = limits_of(quantity, 1.0 if ALL[quantity].bounded else peak)
    return lambda value: (value - bottom) / (top - bottom)
