"""Sparkline: one number over time in little room, with every peak visible."""

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from simulator.arrays import Array
from simulator.lstm.quantities import ALL
from ui.style.colours import limits_of, peak_of
from ui.style.theme import Theme
from ui.widgets.downsampling import block

POINT = 2.0
"""Radius of the dot at the value that is told."""


class Sparkline:
    """Least and largest value of each pixel's timesteps, gathered once they are known.

    So a step costs one pixel's timesteps, and not the whole row.
    """

    def __init__(self, values: Array, pixels: int) -> None:
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
        threshold: float | None = None,
        elsewhere: bool = False,
    ) -> None:
        """Draw the known part into a rectangle, on the quantity's range.

        Args:
            told: the timestep of the dot. elsewhere: it is not the newest.
        """
        if known.start >= known.stop:
            return
        t, low, high = self.extent(known)
        bottom, top = _range(quantity, low, high, threshold)

        def y_of(value: Any) -> Any:
            return rect.bottom() - (value - bottom) / (top - bottom) * rect.height()

        x = rect.left() + (t + 0.5) / len(self.values) * rect.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if threshold is not None:
            painter.setPen(pg.mkPen(QColor(theme.faint), width=1, style=Qt.PenStyle.DashLine))
            y = float(y_of(threshold))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setPen(pg.mkPen(theme.colour(quantity), width=1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        both = np.column_stack((y_of(low), y_of(high))).ravel()
        painter.drawPath(pg.arrayToQPath(np.repeat(x, 2), both, connect="finite"))
        value = float(self.values[told]) if known.start <= told < known.stop else math.nan
        if np.isfinite(value):
            painter.setBrush(QColor(theme.peek_line if elsewhere else theme.ink))
            painter.setPen(Qt.PenStyle.NoPen)
            x_now = rect.left() + (told + 0.5) / len(self.values) * rect.width()
            painter.drawEllipse(QPointF(x_now, float(y_of(value))), POINT, POINT)


def _range(quantity: str, low: Array, high: Array, threshold: float | None) -> tuple[float, float]:
    peak = peak_of(np.concatenate((low, high, [threshold or 0.0])))
    return limits_of(quantity, 1.0 if ALL[quantity].bounded else peak)
