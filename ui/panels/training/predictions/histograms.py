"""Histograms: what is said of the sequences of each target, right and wrong ones, and a pin's."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.training.predictions.groups import BINS, Group
from ui.style import fonts
from ui.style.theme import Theme

_LEAST_HEIGHT: Final = 62
"""Least height of one histogram with its title, in pixels of the usual text size."""

_LEAST_BAR: Final = 2.0
_SIDE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Bar:
    """What the mouse is on: a group, and one of its bars."""

    group: int
    bin: int


class Histograms(QWidget):
    """A histogram for each group, as many as have room; the height is the root of the number.

    Signals:
        pointed: the Bar under the mouse; None for none.
    """

    pointed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.groups: list[Group] = []
        self._pinned: dict[str, Group] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        fonts.wear(self, fonts.caption)

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(260), fonts.px(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(120), fonts.px(_LEAST_HEIGHT + 20))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.update()

    def draw(self, groups: list[Group], pinned: list[Group]) -> None:
        """Show groups of answers; those of a pin are outlined."""
        self.groups = groups
        self._pinned = {group.name: group for group in pinned}
        self.setAccessibleName(" · ".join(title_of(group) for group in groups))
        self.update()

    @property
    def shown(self) -> int:
        """Number of groups that have room."""
        return min(len(self.groups), max(1, int(self._room() // fonts.px(_LEAST_HEIGHT))))

    def bars_of(self, group: int) -> QRectF:
        """Return the place of a group's bars."""
        line = QFontMetricsF(self.font()).height()
        each = self._room() / max(1, self.shown)
        top = group * each + line + 3
        return QRectF(_SIDE, top, self.width() - 2 * _SIDE, max(1.0, each - line - 9))

    def bar_at(self, point: QPointF) -> Bar | None:
        """Return the bar at a point; None beside them."""
        for number in range(self.shown):
            room = self.bars_of(number)
            if room.contains(point):
                place = int((point.x() - room.left()) / room.width() * BINS)
                return Bar(number, min(place, BINS - 1))
        return None

    def peak(self) -> int:
        """Return the largest number of a bar, pinned ones included."""
        shown = self.groups[: self.shown]
        all_shown = [*shown, *(self._pinned[g.name] for g in shown if g.name in self._pinned)]
        return max((int(group.heights.max()) for group in all_shown), default=1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        peak = math.sqrt(max(1, self.peak()))
        for number, group in enumerate(self.groups[: self.shown]):
            room = self.bars_of(number)
            self._paint_title(painter, room, group)
            painter.setPen(QPen(QColor(theme.rule), 1))
            foot, middle = round(room.bottom()) + 0.5, round(room.center().x()) + 0.5
            painter.drawLine(QPointF(room.left(), foot), QPointF(room.right(), foot))
            painter.drawLine(QPointF(middle, room.top()), QPointF(middle, foot))
            self._paint_bars(painter, room, group, peak)
            pinned = self._pinned.get(group.name)
            if pinned is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.ink), 1, Qt.PenStyle.DashLine))
                painter.drawPath(_outline(pinned.heights, room, peak))
        self._paint_axis(painter)

    def _paint_title(self, painter: QPainter, room: QRectF, group: Group) -> None:
        metrics = QFontMetricsF(self.font())
        line = QRectF(
            room.left(), room.top() - metrics.height() - 3, room.width(), metrics.height()
        )
        wrong, width = "", 0.0
        if group.num_wrong:
            wrong = tr("{count} wrong", count=f"{group.num_wrong:,}")
            painter.setFont(fonts.bold(self.font()))
            painter.setPen(QColor(self._theme.bad))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, wrong)
            width = QFontMetricsF(painter.font()).horizontalAdvance(wrong) + 8
            painter.setFont(self.font())
        line.setWidth(line.width() - width)
        right = tr(
            "{right} of {count} correct", right=f"{group.num_right:,}", count=f"{group.count:,}"
        )
        beside = metrics.horizontalAdvance(right) + 10
        fits = metrics.horizontalAdvance(group.name) + beside <= line.width()
        room_of_name = line.width() - (beside if fits else 0)
        name = metrics.elidedText(group.name, Qt.TextElideMode.ElideRight, room_of_name)
        painter.setPen(QColor(self._theme.ink))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, name)
        if fits:
            line.setLeft(line.left() + metrics.horizontalAdvance(name) + 10)
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft, right)

    def _paint_bars(self, painter: QPainter, room: QRectF, group: Group, peak: float) -> None:
        """Paint right answers at the bottom, wrong ones on top of them."""
        edges = _edges(room)
        both = zip(group.right.tolist(), group.wrong.tolist(), strict=True)
        for place, (right, wrong) in enumerate(both):
            if not right + wrong:
                continue
            height = max(_LEAST_BAR, math.sqrt(right + wrong) / peak * room.height())
            of_right = height * right / (right + wrong)
            left, width = edges[place], edges[place + 1] - edges[place] - 1
            bottom = room.bottom()
            good = QRectF(left, bottom - of_right, width, of_right)
            bad = QRectF(left, bottom - height, width, height - of_right)
            painter.fillRect(good, QColor(self._theme.good))
            painter.fillRect(bad, QColor(self._theme.bad))

    def _paint_axis(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(fonts.mono_caption())
        painter.setFont(fonts.mono_caption())
        painter.setPen(QColor(self._theme.faint))
        room = self.bars_of(0)
        top = self.height() - metrics.height()
        for p, text in ((0.0, "0"), (0.5, "0.5"), (1.0, "1")):
            width = metrics.horizontalAdvance(text)
            left = room.left() + p * room.width() - width / 2
            left = min(max(left, 0.0), self.width() - width)
            painter.drawText(QRectF(left, top, width + 1, metrics.height()), text)
        name = QRectF(room.left() + room.width() / 4, top, 20, metrics.height())
        painter.setFont(fonts.bold(fonts.mono_caption()))
        painter.setPen(self._theme.colour("p"))
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft, "p")

    def _room(self) -> float:
        return self.height() - QFontMetricsF(fonts.mono_caption()).height() - 2

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(self.bar_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)


def title_of(group: Group) -> str:
    """Return a group in words."""
    right = tr("{right} of {count} correct", right=f"{group.num_right:,}", count=f"{group.count:,}")
    return f"{group.name}: {right}"


def _edges(room: QRectF) -> list[int]:
    return [round(room.left() + room.width() * k / BINS) for k in range(BINS + 1)]


def _outline(heights: Array, room: QRectF, peak: float) -> QPainterPath:
    """Return the line around the bars of a histogram, where it has some."""
    path, edges = QPainterPath(), _edges(room)
    tops = room.bottom() - np.maximum(np.sqrt(heights) / peak * room.height(), _LEAST_BAR)
    inside = False
    for place in range(BINS):
        if not heights[place]:
            inside = False
            continue
        left, right, top = (
            edges[place] - 0.5,
            edges[place + 1] - 0.5,
            float(round(tops[place])) + 0.5,
        )
        if inside:
            path.lineTo(left, top)
        else:
            path.moveTo(left, room.bottom())
            path.lineTo(left, top)
        path.lineTo(right, top)
        if place + 1 == BINS or not heights[place + 1]:
            path.lineTo(right, room.bottom())
        inside = True
    return path
