"""Curve: σ or tanh with a unit's point, below the axis of its sum or beside the terms."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from simulator.cells.functions import FUNCTIONS
from simulator.network.activation import Activation
from ui.panels.ledger.axis import Axis
from ui.style import fonts, number_format
from ui.style.theme import Theme

_POINTS = 161
_DOT = 4.5
_TANGENT = 26.0
"""Pixels of the tangent at each side of its point."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve to draw.

    Attributes:
        activation: the function and the point. argument: its name, as `z`.
        quantity: the one whose hue the point has. known: False for a point ahead of the position.
        limit: the end of an axis of its own, which needs numbers; None on that of the sum.
        slopes: True where the slope at the point matters, and is drawn.
    """

    activation: Activation
    argument: str
    quantity: str
    known: bool = True
    limit: float | None = None
    slopes: bool = False

    @property
    def own(self) -> bool:
        """True for a curve on an axis of its own."""
        return self.limit is not None


def paint(painter: QPainter, curve: Curve, axis: Axis, plot: QRectF, theme: Theme) -> None:
    """Paint a curve between the top and the bottom of `plot`, at the places of the axis.

    The numbers of its ends stand right of it. A line leads from the top down to the point.
    """
    activation = curve.activation
    low = 0.0 if activation.function == "σ" else -1.0
    metrics = painter.fontMetrics()

    def y(value: float) -> float:
        return plot.bottom() - (value - low) / (1 - low) * plot.height()

    left, right = axis.x(-axis.limit), axis.x(axis.limit)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.rule), 1))
    for value in (low, 1.0):
        painter.drawLine(QLineF(left, y(value), right, y(value)))
    painter.drawLine(QLineF(axis.x(0), plot.top() - 4, axis.x(0), plot.bottom()))
    painter.setPen(QColor(theme.faint))
    for value in (low, 1.0):
        text = number_format.fixed(value, 0)
        # Over the line's end where there is no room beside it.
        beside = min(right + 6, plot.right() - metrics.horizontalAdvance(text))
        painter.drawText(QPointF(beside, y(value) + metrics.ascent() / 2 - 1), text)
    painter.setPen(QPen(QColor(theme.wire), 1.5))
    painter.drawPolyline(_line(activation.function, axis, plot.bottom(), plot.height()))
    painter.setPen(QColor(theme.faint))
    name = f"{activation.function}({curve.argument})"
    middle = plot.top() + 0.62 * plot.height() + metrics.ascent() / 2
    if axis.width > 2.6 * metrics.horizontalAdvance(name) and plot.height() > 2 * metrics.height():
        painter.drawText(QPointF(axis.x(0) + 0.12 * axis.width, middle), name)
    if math.isfinite(activation.argument) and math.isfinite(activation.value):
        _paint_point(painter, curve, axis, plot, y(min(max(activation.value, low), 1.0)), theme)


@lru_cache(maxsize=8)
def _line(function: str, axis: Axis, bottom: float, height: float) -> QPolygonF:
    """Return a curve between `bottom` and `height` pixels above it; it is the same at each step."""
    low = 0.0 if function == "σ" else -1.0
    x = np.linspace(-axis.limit, axis.limit, _POINTS)
    y = bottom - (FUNCTIONS[function](x) - low) / (1 - low) * height
    return QPolygonF([QPointF(axis.x(a), b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def _paint_point(
    painter: QPainter, curve: Curve, axis: Axis, plot: QRectF, y: float, theme: Theme
) -> None:
    colour = theme.colour(curve.quantity)
    x = axis.x(curve.activation.argument)
    if not curve.known:
        colour = QColor(theme.wire)
    painter.setPen(QPen(colour, 2))
    top = plot.top() if curve.own else 0.0
    painter.drawLine(QLineF(x, top, x, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
    if curve.slopes:
        _paint_slope(painter, curve.activation, axis, plot, QPointF(x, y), colour)


def _paint_slope(
    painter: QPainter,
    activation: Activation,
    axis: Axis,
    plot: QRectF,
    point: QPointF,
    colour: QColor,
) -> None:
    """Paint the tangent at a point of the curve."""
    span = 1.0 if activation.function == "σ" else 2.0
    rise = activation.slope / span * plot.height() / (axis.width / (2 * axis.limit))
    reach = _TANGENT / math.hypot(1, rise)
    way = QPointF(reach, -reach * rise)
    painter.setPen(QPen(colour, 2))
    painter.drawLine(QLineF(point - way, point + way))


class CurveBeside(QWidget):
    """A curve on an axis of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._curve: Curve | None = None
        self._limit = 1.0
        fonts.wear(self, fonts.caption)

    def sizeHint(self) -> QSize:
        """Return a size at which the curve is read well."""
        return QSize(fonts.px(190), fonts.px(120))

    def set_curve(self, curve: Curve | None, limit: float, theme: Theme) -> None:
        """Show another curve, over an axis from −limit to +limit."""
        self._curve, self._limit, self._theme = curve, limit, theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, and the numbers of its axis above."""
        if self._curve is None:
            return
        painter = QPainter(self)
        line = self.fontMetrics().height()
        digit = self.fontMetrics().horizontalAdvance("0")
        axis = Axis(self._curve.limit or self._limit, 2.0 * digit, self.width() - 5.0 * digit)
        plot = QRectF(0, line + 10, self.width(), self.height() - line - 18)
        if plot.height() < line:
            return
        paint(painter, self._curve, axis, plot, self._theme)
        write_axis(painter, axis, QRectF(0, 0, self.width(), line), self._theme)


def write_axis(painter: QPainter, axis: Axis, place: QRectF, theme: Theme) -> None:
    """Write the numbers of an axis into a line."""
    painter.setPen(QColor(theme.faint))
    for value in axis.marks():
        text = axis.mark(value)
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(axis.x(value) - width / 2, place.left()), place.right() - width - 1)
        where = QRectF(left, place.top(), width + 1, place.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
