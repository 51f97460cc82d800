"""ContributionBars: a bar a timestep, up for what raises the number, down for what lowers it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from simulator.translation import tr
from ui.panels.attribution.shown import Shown
from ui.panels.attribution.timesteps import TimestepPicker
from ui.style import fonts
from ui.style.number_format import scale_end, with_sign
from ui.style.round_spacing import round_spacing
from ui.style.theme import Theme
from ui.widgets.downsampling import block, outermost


class ContributionBars(TimestepPicker):
    """Bars over time. A click looks at a timestep, a double click goes there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: Shown | None = None
        self._t: int | None = None
        fonts.wear(self, fonts.mono_caption)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            tr("Contribution of each timestep. Click to view it; double-click to go there.")
        )

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, shown: Shown | None, t: int | None) -> None:
        """Show contributions; `t` is looked at."""
        self._shown, self._t = shown, t
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, fonts.px(110))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(120), fonts.px(64))

    def timestep_at(self, point: QPointF) -> int | None:
        """Return the timestep at a point; None beside the bars."""
        area = self._area()
        if self._shown is None or not area.contains(point):
            return None
        n = len(self._shown.over_time)
        return min(n - 1, int((point.x() - area.left()) / area.width() * n))

    def bar_of(self, t: int) -> QRectF:
        """Return the rectangle of a timestep's bar."""
        assert self._shown is not None
        return self._bar(self._area(), t, t + 1, float(self._shown.over_time[t]))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shown, theme = QPainter(self), self._shown, self._theme
        if shown is None:
            return
        area, scale, n = self._area(), shown.scale(theme), len(shown.over_time)
        self._paint_axes(painter, area, shown)
        size = block(n, area.width())
        values = shown.over_time
        if size > 1:
            values = outermost(values, np.arange(0, n, size), 0)
        for k, value in enumerate(values.tolist()):
            bar = self._bar(area, k * size, min((k + 1) * size, n), value)
            painter.fillRect(bar, scale.colour(value))
            if bar.width() >= 4 and bar.height() >= 3:
                painter.setPen(QPen(QColor(theme.wire), 1))
                painter.drawRect(bar.adjusted(0, 0, -1, -1))
        painter.setPen(QPen(QColor(theme.wire), 1))
        middle = round(area.center().y()) + 0.5
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        if self._t is not None and self._t < n:
            x = round(area.left() + (self._t + 0.5) * area.width() / n) + 0.5
            painter.setPen(QPen(QColor(theme.ink), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_axes(self, painter: QPainter, area: QRectF, shown: Shown) -> None:
        """Write the ends of the scale, and timesteps below."""
        metrics = QFontMetricsF(self.font())
        painter.setPen(QColor(self._theme.faint))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        tops = max(area.top() - metrics.height() / 2, 0.0), area.bottom() - metrics.height()
        for top, value in zip(tops, (shown.limit, -shown.limit), strict=True):
            box = QRectF(0, top, area.left() - 6, metrics.height())
            painter.drawText(box, right, with_sign(value, scale_end(value)))
        n = len(shown.over_time)
        room = metrics.horizontalAdvance(str(n)) + 3 * metrics.averageCharWidth()
        for t in range(0, n, round_spacing(max(1.0, n * room / area.width()))):
            middle = area.left() + (t + 0.5) * area.width() / n
            box = QRectF(middle - room / 2, area.bottom() + 2, room, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(t))

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(self.font())
        left = metrics.horizontalAdvance("+0.00001") + 8
        return QRectF(self.rect()).adjusted(left, 4, -4, -metrics.height() - 4)

    def _bar(self, area: QRectF, first: int, stop: int, value: float) -> QRectF:
        assert self._shown is not None
        n, limit = len(self._shown.over_time), self._shown.limit
        left, right = (round(area.left() + t * area.width() / n) for t in (first, stop))
        left += right - left >= 4
        height = min(abs(value) / limit, 1) * area.height() / 2 if np.isfinite(value) else 0.0
        middle = area.center().y()
        top = middle - height if value > 0 else middle
        return QRectF(left, round(top), max(1, right - left), round(top + height) - round(top))
