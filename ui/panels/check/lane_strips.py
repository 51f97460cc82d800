"""LaneStrips: the share of the bound at every timestep, one strip a layer and direction."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.check.report import Strip
from simulator.network.lane import Lane
from simulator.translation import percent, tr
from ui.panels.check.share_matrix import names_width
from ui.style import fonts, number_format
from ui.style.colours import DECADES, SHADES, shares_of
from ui.style.theme import Theme

_FOOT, GAP = 18, 1.0
LOWEST, HIGHEST = 5, 40


class StripPlace(NamedTuple):
    """Lane and timestep."""

    lane: Lane
    timestep: int


class LaneStrips(QWidget):
    """Strips with at most one cell a pixel, each showing its largest share; blank if unchecked.

    Attributes:
        now: the position's place. looked_at: the place that is looked at, where it is another.

    Signals:
        hovered: a description of the place under the mouse. picked: the StripPlace that was
            clicked.
    """

    hovered = Signal(str)
    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lanes: tuple[tuple[Lane, str], ...] = ()
        self._strips: Mapping[Lane, Strip] = {}
        self._timesteps = 1
        self._labels: Sequence[str] = ()
        self.now: StripPlace | None = None
        self.looked_at: StripPlace | None = None
        self._images: dict[Lane, QImage] = {}
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self._theme = theme
        self._images.clear()
        self.updateGeometry()
        self.update()

    def set_run(
        self, lanes: Sequence[tuple[Lane, str]], timesteps: int, labels: Sequence[str]
    ) -> None:
        """Show another run: its lanes with their names, and its length."""
        self._lanes, self._timesteps, self._labels = tuple(lanes), timesteps, labels
        self.set_strips({})
        self.updateGeometry()

    def set_strips(self, strips: Mapping[Lane, Strip]) -> None:
        """Show the results."""
        if strips is not self._strips:
            self._strips = strips
            self._images.clear()
            self.update()

    def stand(self, now: StripPlace | None, looked_at: StripPlace | None) -> None:
        """Mark the position, and what is looked at elsewhere."""
        if (now, looked_at) != (self.now, self.looked_at):
            self.now, self.looked_at = now, looked_at
            self.update()

    def share_at(self, place: StripPlace) -> float:
        """Return the share at a place; NaN where nothing was checked."""
        strip = self._strips.get(place.lane)
        index = place.timestep - strip.start if strip is not None else -1
        if strip is None or not 0 <= index < len(strip.ratios):
            return np.nan
        return float(strip.ratios[index])

    def sizeHint(self) -> QSize:
        return QSize(400, int(fonts.px(_FOOT) + 14 * max(1, len(self._lanes))))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, int(fonts.px(_FOOT) + LOWEST * max(1, len(self._lanes))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(fonts.mono_caption())
        for k, (lane, name) in enumerate(self._lanes):
            area = self._area(k)
            painter.setPen(QColor(self._theme.faint))
            if area.height() >= fonts.px(10):
                place = QRectF(0, area.top(), names_width() - 6, area.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
            painter.fillRect(area, QColor(self._theme.paper))
            if lane in self._strips:
                if lane not in self._images:
                    self._images[lane] = self._image(self._strips[lane], int(area.width()))
                image = self._images[lane]
                painter.drawImage(area, image, QRectF(image.rect()))
        self._paint_foot(painter)
        theme, bottom = self._theme, self._area(len(self._lanes) - 1).bottom() if self._lanes else 0
        for mark, colour in ((self.looked_at, theme.peek_line), (self.now, theme.ink)):
            if mark is not None:
                x = self._x(mark.timestep + 0.5)
                painter.setPen(QPen(QColor(colour), 1.5))
                painter.drawLine(QPointF(x, 0), QPointF(x, bottom))

    def _paint_foot(self, painter: QPainter) -> None:
        """Write timesteps at the ends and between, and the meaning of the colours."""
        metrics = QFontMetricsF(painter.font())
        top = self._area(len(self._lanes) - 1).bottom() if self._lanes else 0.0
        painter.setPen(QColor(self._theme.faint))
        end = self._paint_legend(painter, metrics, top)
        count = min(6, self._timesteps)
        for t in np.unique(np.linspace(0, self._timesteps - 1, count).round().astype(int)).tolist():
            text = (self._labels[t] if t < len(self._labels) else "") or str(t)
            width = metrics.horizontalAdvance(text)
            left = self._x(t + 0.5) - width / 2
            left = min(max(left, names_width()), self.width() - width)
            if left > end:
                painter.drawText(QPointF(left, top + fonts.px(_FOOT) - 3), text)
                end = left + width + 6

    def _paint_legend(self, painter: QPainter, metrics: QFontMetricsF, top: float) -> float:
        table = shares_of(self._theme).table[:SHADES:8]
        row = QImage(np.ascontiguousarray(table).tobytes(), len(table), 1, _FORMAT).copy()
        least = percent(10**-DECADES)
        painter.drawText(QPointF(0, top + fonts.px(_FOOT) - 3), least)
        left = metrics.horizontalAdvance(f"{least} ")
        painter.drawImage(QRectF(left, top + 6, 18, 7), row, QRectF(row.rect()))
        painter.drawText(QPointF(left + 21, top + fonts.px(_FOOT) - 3), percent(1))
        return names_width() - 1

    def _image(self, strip: Strip, pixels: int) -> QImage:
        cells = min(self._timesteps, max(1, pixels))
        shares = np.full(self._timesteps, np.nan)
        shares[strip.start : strip.start + len(strip.ratios)] = strip.ratios
        if cells < self._timesteps:
            starts = (np.arange(cells) * self._timesteps) // cells
            shares = np.fmax.reduceat(shares, starts)
        scale = shares_of(self._theme)
        return QImage(scale.table[scale.index(shares)].tobytes(), cells, 1, _FORMAT).copy()

    def _area(self, index: int) -> QRectF:
        room = (self.height() - fonts.px(_FOOT)) / max(1, len(self._lanes))
        height = min(max(room, LOWEST), HIGHEST)
        return QRectF(names_width(), index * height, self.width() - names_width(), height - GAP)

    def _x(self, timestep: float) -> float:
        return names_width() + (self.width() - names_width()) * timestep / self._timesteps

    def _place_at(self, point: QPointF) -> StripPlace | None:
        timestep = int(
            (point.x() - names_width()) / max(1.0, self.width() - names_width()) * self._timesteps
        )
        for k, (lane, _) in enumerate(self._lanes):
            if self._area(k).contains(point) and 0 <= timestep < self._timesteps:
                return StripPlace(lane, self._largest_near(lane, timestep))
        return None

    def _largest_near(self, lane: Lane, timestep: int) -> int:
        """Return the timestep with the largest share among those in one pixel."""
        size = max(1, round(self._timesteps / max(1.0, self.width() - names_width())))
        near = range(timestep, min(timestep + size, self._timesteps))
        return max(near, key=lambda t: np.nan_to_num(self.share_at(StripPlace(lane, t)), nan=-1.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._words(self._place_at(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")

    def resizeEvent(self, event: QEvent) -> None:
        self._images.clear()

    def _words(self, place: StripPlace | None) -> str:
        if place is None:
            return ""
        share = self.share_at(place)
        name = dict(self._lanes)[place.lane]
        told = tr("not checked")
        if not np.isnan(share):
            told = tr("{share} of the rounding allowance", share=number_format.share(share))
        return f"{name} · t {place.timestep} · {told}"


_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
