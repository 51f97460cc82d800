"""LensPlot: all arguments of one activation as dots on its curve, over a histogram."""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.analysis.activation_histogram import BINS, REACH, Histogram, empty, middles
from simulator.arrays import Array
from simulator.engine.cell import FUNCTIONS
from simulator.lstm.activation import LEFT_END, RIGHT_END
from simulator.lstm.quantities import EVERY
from simulator.translation import tr
from ui.style import number_format
from ui.style.theme import Theme, mono_font

LOW = {"σ": 0.0, "tanh": -1.0}
NEAR = 6.0
"""Largest distance from mouse to dot, in pixels."""


class LensPlot(QWidget):
    """One curve with a dot for each unit, or for each bin when there are too many.

    Signals:
        pointed: the unit or bin whose dot is under the mouse, or None.
        picked: the unit whose dot was clicked.
    """

    pointed = Signal(object)
    picked = Signal(int)

    def __init__(self, theme: Theme, quantity: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = quantity
        self.function = EVERY[quantity].curve
        self._theme = theme
        self._histogram = empty(self.function)
        self._arguments: Array | None = None
        self._unit = 0
        self._lit = False
        self._under: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFont(mono_font(8))

    def sizeHint(self) -> QSize:
        return QSize(130, 110)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 40)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def set_histogram(
        self, histogram: Histogram, arguments: Array | None, unit: int, lit: bool
    ) -> None:
        """Show a histogram; with `arguments` (n,) a dot for each of them, else for each bin.

        Args:
            unit: the index of the ringed argument. lit: the curve is the present one.
        """
        self._histogram, self._arguments, self._unit, self._lit = histogram, arguments, unit, lit
        left, right = self.shares()
        name = tr(
            "{quantity} on {function}: {total:,} numbers; {left}; {right}",
            quantity=self.quantity,
            function=self.function,
            total=histogram.total,
            left=left,
            right=right,
        )
        self.setAccessibleName(name)
        self.setToolTip(f"{left}\n{right}")
        self.update()

    def shares(self) -> tuple[str, str]:
        """Return the texts below the ends: the threshold, and the share beyond it."""
        ends = LEFT_END[self.function], RIGHT_END[self.function]
        left, right = (number_format.short(end, 1) for end in ends)
        if not self._histogram.total:
            return f"< {left}", f"> {right}"
        shares = (
            count / self._histogram.total for count in (self._histogram.left, self._histogram.right)
        )
        below, above = map(number_format.share, shares)
        return f"< {left}: {below}", f"> {right}: {above}"

    def _fitting_shares(self, width: float) -> list[str]:
        """Return the shares, without the thresholds when they do not fit."""
        shares = list(self.shares())
        if self.fontMetrics().horizontalAdvance("   ".join(shares)) > width:
            shares = [share.partition(": ")[2] for share in shares]
        return shares

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.dot_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dot = self.dot_at(event.position())
        if dot is not None and self._arguments is not None:
            self.picked.emit(dot)

    def dot_at(self, point: QPointF) -> int | None:
        """Return the unit or bin whose dot is nearest to a point; None if it is too far."""
        indices, x = self._dots()
        if not len(x):
            return None
        plot = self._plot_rect()
        xs, ys = self._to_pixels(plot, x, FUNCTIONS[self.function](x))
        away = np.hypot(xs - point.x(), ys - point.y())
        nearest = int(np.argmin(away))
        return int(indices[nearest]) if away[nearest] <= NEAR else None

    def _point(self, index: int | None) -> None:
        if index != self._under:
            self._under = index
            self.pointed.emit(index)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour(self.quantity)
        plot = self._plot_rect()
        if self._lit:
            painter.setPen(QPen(colour, 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        self._paint_words(painter, plot, colour)
        self._paint_ends(painter, plot)
        self._paint_counts(painter, plot, colour)
        x = np.linspace(-REACH[self.function], REACH[self.function], 121)
        painter.setPen(QPen(QColor(self._theme.faint), 1))
        painter.drawPolyline(self._line(plot, x))
        self._paint_dots(painter, plot, colour)

    def _plot_rect(self) -> QRectF:
        line = self.fontMetrics().height()
        return QRectF(self.rect()).adjusted(8, line + 6, -8, -line - 6)

    def _paint_words(self, painter: QPainter, plot: QRectF, colour: QColor) -> None:
        line = self.fontMetrics().height()
        above = QRectF(plot.left(), 2, plot.width(), line + 2)
        below = QRectF(plot.left() - 4, plot.bottom() + 3, plot.width() + 8, line + 1)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        argument = EVERY[self.quantity].argument
        drawn = f"{self.function}({argument or self.quantity})"
        painter.setPen(colour)
        painter.drawText(above, middle, self.quantity if argument else drawn)
        painter.setPen(QColor(self._theme.faint))
        if argument:
            painter.drawText(above, middle | right, drawn)
        painter.setPen(QColor(self._theme.ink))
        for share, side in zip(self._fitting_shares(below.width()), (0, right), strict=True):
            painter.drawText(below, middle | side, share)

    def _paint_ends(self, painter: QPainter, plot: QRectF) -> None:
        """Tint the parts beyond the thresholds, and mark zero."""
        ends = np.array([LEFT_END[self.function], RIGHT_END[self.function]])
        z = np.log(ends / (1 - ends)) if self.function == "σ" else np.arctanh(ends)
        (left, right), _ = self._to_pixels(plot, z, ends)
        tint = QColor(self._theme.rule)
        tint.setAlphaF(0.5)
        painter.fillRect(QRectF(plot.left(), plot.top(), left - plot.left(), plot.height()), tint)
        painter.fillRect(QRectF(right, plot.top(), plot.right() - right, plot.height()), tint)
        painter.setPen(QPen(QColor(self._theme.rule), 1))
        middle = plot.center().x()
        painter.drawLine(QPointF(middle, plot.top()), QPointF(middle, plot.bottom()))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())

    def _paint_counts(self, painter: QPainter, plot: QRectF, colour: QColor) -> None:
        """Draw a bar for each bin, as high as its count; the highest is half the plot."""
        counts = self._histogram.counts
        highest = counts.max()
        if not highest:
            return
        tint = QColor(colour)
        tint.setAlphaF(0.3)
        width = plot.width() / BINS
        for part in np.flatnonzero(counts).tolist():
            height = 0.5 * plot.height() * counts[part] / highest
            left = plot.left() + part * width
            bar = QRectF(left, plot.bottom() - height, max(1.0, width), height)
            painter.fillRect(bar, tint)

    def _paint_dots(self, painter: QPainter, plot: QRectF, colour: QColor) -> None:
        _, x = self._dots()
        fill = QColor(colour)
        fill.setAlphaF(0.55)
        pen = QPen(fill, 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(self._line(plot, x))
        if self._arguments is not None and self._unit < len(self._arguments):
            ringed = float(self._arguments[self._unit])
            if math.isfinite(ringed):
                x = np.array([ringed])
                painter.setPen(QPen(QColor(self._theme.ink), 1.4))
                painter.setBrush(colour)
                painter.drawEllipse(self._line(plot, x).at(0), 4, 4)

    def _dots(self) -> tuple[Array, Array]:
        """Return the index of each dot, and its argument, clipped to the range."""
        reach = REACH[self.function]
        if self._arguments is None:
            parts = np.flatnonzero(self._histogram.counts)
            return parts, middles(self.function)[parts]
        units = np.flatnonzero(~np.isnan(self._arguments))
        return units, np.clip(self._arguments[units].astype(np.float64), -reach, reach)

    def _line(self, plot: QRectF, x: Array) -> QPolygonF:
        reach = REACH[self.function]
        x = np.clip(x, -reach, reach)
        xs, ys = self._to_pixels(plot, x, FUNCTIONS[self.function](x))
        return QPolygonF([QPointF(a, b) for a, b in zip(xs.tolist(), ys.tolist(), strict=True)])

    def _to_pixels(self, plot: QRectF, x: Array, y: Array) -> tuple[Array, Array]:
        reach, low = REACH[self.function], LOW[self.function]
        across = (x + reach) / (2 * reach)
        up = (y - low) / (1 - low)
        # Some room above and below keeps the dots at the ends inside.
        return plot.left() + across * plot.width(), plot.bottom() - (
            0.04 + 0.92 * up
        ) * plot.height()
