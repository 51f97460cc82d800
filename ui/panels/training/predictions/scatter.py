"""SaidAgainstWanted: numbers that a network says over those that are right, on equal scales."""

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.training.validation.judged import Judged
from ui.style import fonts
from ui.style.number_format import scale_end
from ui.style.theme import Theme

_MOST: Final = 2_000
"""Most points; of more, every second, third, … is drawn."""
_MARGIN: Final = 0.05
_SIDE: Final = 8.0


class SaidAgainstWanted(QWidget):
    """Plane with a diagonal on which all answers are right; those of a pin are faint."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._wanted, self._said, self._before = (np.zeros(0) for _ in range(3))
        self._ends = 0.0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        fonts.wear(self, fonts.mono_caption)

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(260), fonts.px(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(110), fonts.px(90))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, judged: Judged, pinned: Judged | None) -> None:
        """Show answers; those of a pin behind them."""
        wanted = np.asarray(judged.answers.targets, float).ravel()
        every = max(1, -(-len(wanted) // _MOST))
        self._wanted = wanted[::every]
        self._said = np.asarray(judged.answers.y, float).ravel()[::every]
        self._before = np.zeros(0)
        if pinned is not None:
            self._before = np.asarray(pinned.answers.y, float).ravel()[::every]
        self._ends = _ends(self._wanted, self._said)
        self.setAccessibleName(tr("{count} predictions by target", count=len(wanted)))
        self.update()

    def place(self) -> QRectF:
        """Return the square of the plane."""
        line = QFontMetricsF(self.font()).height()
        side = min(self.width() - 2 * _SIDE - line, self.height() - 2 * line - _SIDE)
        left = (self.width() - side + line) / 2
        return QRectF(left, _SIDE / 2, max(side, 1.0), max(side, 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, room = QPainter(self), self._theme, self.place()
        painter.setPen(QPen(QColor(theme.rule), 1))
        painter.drawRect(room)
        painter.setClipRect(room)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for said, colour, size in (
            (self._before, QColor(theme.wire), 2.5),
            (self._said, theme.colour("y"), 3.5),
        ):
            points = self._points(said, room)
            painter.setPen(QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            if points:
                painter.drawPoints(QPolygonF(points))
        painter.setPen(QPen(QColor(theme.good), 1.5))
        painter.drawLine(room.bottomLeft(), room.topRight())
        painter.setClipping(False)
        self._paint_axes(painter, room)

    def _points(self, said: Array, room: QRectF) -> list[QPointF]:
        low, high = self._ends
        if len(said) != len(self._wanted) or not len(said):
            return []
        scale = room.width() / (high - low)
        there = np.isfinite(said)
        x = room.left() + (self._wanted[there] - low) * scale
        y = room.bottom() - (said[there] - low) * scale
        return [QPointF(*place) for place in zip(x.tolist(), y.tolist(), strict=True)]

    def _paint_axes(self, painter: QPainter, room: QRectF) -> None:
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.faint))
        below = QRectF(room.left(), room.bottom() + 2, room.width(), line)
        low, high = (scale_end(float(f"{end:.2g}")) for end in self._ends)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, high)
        painter.setFont(fonts.caption())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, tr("target"))
        painter.save()
        painter.translate(room.left() - line - 3, room.bottom())
        painter.rotate(-90)
        across = QRectF(0, 0, room.height(), line)
        painter.drawText(across, Qt.AlignmentFlag.AlignHCenter, tr("predicted"))
        painter.restore()


def _ends(wanted: Array, said: Array) -> tuple[float, float]:
    """Return the ends of both axes: what is wanted, and most of what is said."""
    finite = said[np.isfinite(said)]
    ends = [*(np.percentile(finite, (1, 99)).tolist() if len(finite) else [])]
    values = [*wanted.tolist(), *ends]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    spread = high - low or 1.0
    span = 4 * (float(np.ptp(wanted)) or 1.0) if len(wanted) else spread
    if spread > span and len(wanted):  # answers far off do not squeeze those that are wanted
        low, high = float(wanted.min()) - span / 2, float(wanted.max()) + span / 2
        spread = high - low
    if not math.isfinite(spread):
        return 0.0, 1.0
    return low - _MARGIN * spread, high + _MARGIN * spread
