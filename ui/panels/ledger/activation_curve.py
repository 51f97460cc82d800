"""ActivationCurve: σ or tanh, and a unit's point on it."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from simulator.engine.cell import FUNCTIONS
from simulator.lstm.activation import Activation
from simulator.translation import tr
from ui.style import number_format
from ui.style.theme import Theme

Place = Callable[[float, float], QPointF]

_REACH = {"σ": 6.0, "tanh": 3.5}
"""Half the width of the curve, unless the unit's point is further out."""


class ActivationCurve(QWidget):
    """Picture of one activation: the curve, the point, the slope and its meaning."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._activation: Activation | None = None
        self._of, self._colour = "", QColor()

    def sizeHint(self) -> QSize:
        return QSize(150, 150)

    def set_activation(self, activation: Activation, of: str, quantity: str, theme: Theme) -> None:
        """Show the point of `of`, in a quantity's colour."""
        self._activation, self._of, self._theme = activation, of, theme
        self._colour = theme.colour(quantity)
        self.setAccessibleName(" ".join(self.lines()))
        self.update()

    def lines(self) -> tuple[str, str, str]:
        """Return the texts around the curve: its argument, its slope, its state in words."""
        activation = self._activation
        if activation is None:
            return "", "", ""
        slope = number_format.short(activation.slope, 4)
        return (
            f"{activation.function}({self._of})",
            tr("slope {slope}", slope=slope),
            activation.state,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._activation is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        plot = QRectF(self.rect()).adjusted(20, line + 6, -8, -2 * line - 10)
        title, slope, state = self.lines()
        top = QRectF(0, 0, self.width(), line)
        below = QRectF(0, plot.bottom() + 6, self.width(), line)
        painter.setPen(self._colour)
        painter.drawText(top, Qt.AlignmentFlag.AlignHCenter, title)
        painter.setPen(QColor(self._theme.ink))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, state)
        painter.setPen(QColor(self._theme.faint))
        painter.drawText(below.translated(0, line), Qt.AlignmentFlag.AlignHCenter, slope)
        if plot.height() > 20:
            self._paint_plot(painter, plot, self._activation)

    def _paint_plot(self, painter: QPainter, plot: QRectF, activation: Activation) -> None:
        low = 0.0 if activation.function == "σ" else -1.0
        reach = _REACH[activation.function]
        if math.isfinite(activation.argument):
            reach = max(reach, 1.15 * abs(activation.argument))

        def across(x: Any) -> Any:
            return plot.left() + (x + reach) / (2 * reach) * plot.width()

        def down(y: Any) -> Any:
            return plot.bottom() - (y - low) / (1 - low) * plot.height()

        def place(x: float, y: float) -> QPointF:
            return QPointF(across(x), down(y))

        self._paint_axes(painter, plot, [place(-reach, y) for y in (low, 1.0)], place(0, low), low)
        x = np.linspace(-reach, reach, 121)
        y = FUNCTIONS[activation.function](x)
        painter.setPen(QPen(self._colour, 2))
        points = map(QPointF, across(x).tolist(), down(y).tolist())
        painter.drawPolyline(QPolygonF(list(points)))
        if math.isfinite(activation.argument) and math.isfinite(activation.value):
            self._paint_point(painter, place, activation, low)

    def _paint_axes(
        self, painter: QPainter, plot: QRectF, ends: list[QPointF], zero: QPointF, low: float
    ) -> None:
        painter.setPen(QPen(QColor(self._theme.rule), 1))
        painter.drawLine(QPointF(zero.x(), plot.top()), QPointF(zero.x(), plot.bottom()))
        for end in ends:
            painter.drawLine(end, QPointF(plot.right(), end.y()))
        painter.setPen(QColor(self._theme.faint))
        line = self.fontMetrics().height()
        for end, text in zip(
            ends, (number_format.short(low, 0), number_format.short(1, 0)), strict=True
        ):
            place = QRectF(0, end.y() - line / 2, plot.left() - 4, line)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )

    def _paint_point(
        self, painter: QPainter, place: Place, activation: Activation, low: float
    ) -> None:
        point = place(activation.argument, activation.value)
        painter.setPen(QPen(QColor(self._theme.faint), 1, Qt.PenStyle.DashLine))
        painter.drawLine(point, place(activation.argument, max(low, 0.0)))
        painter.setPen(QPen(QColor(self._theme.panel), 1.5))
        painter.setBrush(self._colour)
        painter.drawEllipse(point, 5, 5)
