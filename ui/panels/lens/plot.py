"""LensPlot: all arguments of one activation as dots on its curve, over a histogram."""

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.analysis.activation_histogram import BINS, REACH, Histogram, empty, middles
from simulator.arrays import Array
from simulator.cells.functions import FUNCTIONS
from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.network.quantities import EVERY
from simulator.translation import percent, tr
from ui.style import fonts, number_format
from ui.style.colours import map_of
from ui.style.theme import BOUNDED_0_1, Theme

LOW = {"σ": 0.0, "tanh": -1.0}
NEAR = 6.0
"""Largest distance from mouse to dot, in pixels."""
LEFT, RIGHT = 0, 1
"""Ends of a curve: where a gate is shut, and where it is open."""


class LensPlot(QWidget):
    """One curve with a dot for each unit, or for each bin when there are too many.

    Signals:
        pointed: the unit or bin whose dot is under the mouse, or None.
        picked: the unit whose dot was clicked. end_picked: the shaded end that was clicked.
    """

    pointed = Signal(object)
    picked = Signal(int)
    end_picked = Signal(int)

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
        self.setToolTip(self._words())
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        fonts.wear(self, fonts.mono_caption)

    def _words(self) -> str:
        """Say what the plot shows."""
        return tr(
            "{quantity}: each unit is a dot on the curve of {function}, above a "
            "histogram of the values. The ends are shaded.",
            quantity=self.quantity,
            function=self.function,
        )

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
            "{quantity} on {function}: {total:,} values; {left}; {right}",
            quantity=self.quantity,
            function=self.function,
            total=histogram.total,
            left=left,
            right=right,
        )
        self.setAccessibleName(name)
        self.update()

    def shares(self) -> tuple[str, str]:
        """Return the texts above the ends: the share of the numbers there, and what that means."""
        ends = (number_format.fixed(of[self.function], 1) for of in (LEFT_END, RIGHT_END))
        left, right = (
            (tr("closed"), tr("open"))
            if self.quantity in BOUNDED_0_1
            else (tr(sign, end=end) for sign, end in zip(("< {end}", "> {end}"), ends, strict=True))
        )
        shares = self._percents()
        if not shares:
            return left, right
        return f"{shares[LEFT]} {left}", f"{shares[RIGHT]} {right}"

    def _percents(self) -> tuple[str, ...]:
        """Return the shares at both ends in percent; none without numbers."""
        counted = self._histogram
        if not counted.total:
            return ()
        return tuple(percent(count / counted.total) for count in (counted.left, counted.right))

    def _fitting_shares(self, width: float) -> tuple[str, ...]:
        """Return the shares, without what they mean when that does not fit."""
        shares = self.shares()
        metrics = QFontMetricsF(fonts.bold(fonts.caption()))
        fits = metrics.horizontalAdvance("  ".join(shares)) <= width
        return shares if fits else self._percents() or shares

    # Mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        dot = self.dot_at(place)
        end = None if dot is not None else self.end_at(place)
        self._point(dot)
        self.setToolTip(
            "" if dot is not None else self._words() if end is None else self._words_on_end(end)
        )
        if end is not None or (dot is not None and self._arguments is not None):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        dot = self.dot_at(place) if self._arguments is not None else None
        end = self.end_at(place)
        if dot is not None:
            self.picked.emit(dot)
        elif end is not None:
            self.end_picked.emit(end)

    def end_at(self, point: QPointF) -> int | None:
        """Return the end at a point, LEFT or RIGHT, with the share above it; None between."""
        if not self._histogram.total or not QRectF(self.rect()).contains(point):
            return None
        left, right = self._ends(self._plot_rect())
        return LEFT if point.x() < left else RIGHT if point.x() > right else None

    def _words_on_end(self, end: int) -> str:
        bound = (LEFT_END, RIGHT_END)[end][self.function]
        name = self.quantity if EVERY[self.quantity].function else f"tanh({self.quantity})"
        share, limit = self._percents()[end], number_format.fixed(bound, 1)
        if end == LEFT:
            said = tr(
                "{name} < {limit} for {share} of the values.", share=share, name=name, limit=limit
            )
        else:
            said = tr(
                "{name} > {limit} for {share} of the values.", share=share, name=name, limit=limit
            )
        return " ".join((said, tr("Click to see which units, and when.")))

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

    def rect_of(self, dot: int) -> QRect:
        """Return the rectangle of the dot of a unit or bin."""
        indices, x = self._dots()
        at = np.flatnonzero(indices == dot)
        if not len(at):
            return self.rect()
        place = self._line(self._plot_rect(), x[at]).at(0).toPoint()
        return QRect(place, place).adjusted(-6, -6, 6, 6)

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
        """Write the shares above the ends, and the axis below."""
        line = self.fontMetrics().height()
        above = QRectF(plot.left(), 2, plot.width(), line + 2)
        below = QRectF(plot.left(), plot.bottom() + 3, plot.width(), line + 1)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        sides = (Qt.AlignmentFlag.AlignLeft, right)
        painter.setFont(fonts.bold(fonts.caption()))
        painter.setPen(QColor(self._theme.ink))
        for share, side in zip(self._fitting_shares(above.width()), sides, strict=True):
            painter.drawText(above, middle | side, share)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.faint))
        reach = number_format.brief(REACH[self.function])
        for end, side in zip((f"{number_format.MINUS}{reach}", reach), sides, strict=True):
            painter.drawText(below, middle | side, end)
        painter.setPen(colour)
        argument = EVERY[self.quantity].argument
        drawn = f"{self.function}({argument or self.quantity})"
        names = (f"{self.quantity} = {drawn}", drawn) if argument else (drawn,)
        room = below.width() - 2 * self.fontMetrics().horizontalAdvance(f"{reach} −")
        advance = self.fontMetrics().horizontalAdvance
        name = next((name for name in names if advance(name) <= room), self.quantity)
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignHCenter, name)

    def _ends(self, plot: QRectF) -> tuple[float, float]:
        """Return where the left end stops, and where the right one starts."""
        ends = np.array([LEFT_END[self.function], RIGHT_END[self.function]])
        z = np.log(ends / (1 - ends)) if self.function == "σ" else np.arctanh(ends)
        (left, right), _ = self._to_pixels(plot, z, ends)
        return float(left), float(right)

    def _paint_ends(self, painter: QPainter, plot: QRectF) -> None:
        """Tint the parts beyond the thresholds, the open end of a gate in its hue; mark zero."""
        left, right = self._ends(plot)
        tints = QColor(self._theme.rule), QColor(self._theme.rule)
        if self.quantity in BOUNDED_0_1:
            tints = tints[0], self._theme.colour(self.quantity)
        for tint, opacity, begin, end in (
            (tints[0], 0.6, plot.left(), left),
            (tints[1], 0.15 if self.quantity in BOUNDED_0_1 else 0.6, right, plot.right()),
        ):
            tint.setAlphaF(opacity)
            painter.fillRect(QRectF(begin, plot.top(), end - begin, plot.height()), tint)
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
        tint.setAlphaF(0.45)
        width = plot.width() / BINS
        gate = map_of(self._theme, self.quantity) if self.quantity in BOUNDED_0_1 else None
        values = FUNCTIONS[self.function](middles(self.function))
        for part in np.flatnonzero(counts).tolist():
            if gate is not None:  # a shut gate's bar is paler, but seen on its ground
                tint = gate.at(0.45 + 0.55 * float(values[part]))
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
