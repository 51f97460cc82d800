"""TimeGround: the background of a timeline's row, where it has no values."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.translation import tr
from ui.panels.timeline.tracks.layer import PlotLayer
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING, grown
from ui.widgets.paint_guard import guard_paint

_BESIDE = 8.0
"""Pixels on both sides of a note."""


class TimeGround(PlotLayer):
    """Background of a row: an empty frame for what is not shown, hatching past its end.

    Bars have a ground of their own, as long as the row.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._length, self._known = 1, NOTHING
        self._levels: tuple[float, ...] = ()
        self._filled = False
        self._note = ""

    def bind(self, steps: int, length: int) -> None:
        """Draw a row of `length` timesteps in a plot of `steps`."""
        self.set_steps(steps)
        self._length = length
        self.update()

    def fill(self, filled: bool) -> None:
        """Fill the row, as the ground of bars."""
        if filled != self._filled:
            self._filled = filled
            self.update()

    def note(self, text: str) -> None:
        """Say in the empty frame why it is empty, where there is room; nothing by default."""
        if text != self._note:
            self._note = text
            self.update()

    def move(self, known: slice, levels: tuple[float, ...]) -> None:
        """Leave the part that is shown open; draw a horizontal line at each of some values."""
        if levels != self._levels:
            self._levels = levels
            self.update()
        for part in grown(self._known, known) + grown(known, self._known):
            margin = 2 + 2 * timesteps_a_pixel(self.getViewBox())
            left, right = part.start - margin, part.stop + margin
            self.update(QRectF(left, self._low, right - left, self._high - self._low))
        had_room = self._has_room()
        self._known = known
        if self._note and self._has_room() != had_room:
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the frame, the hatching and the lines."""
        view = self.getViewBox().viewRect()
        transform = painter.transform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(_pen(self._theme.rule))

        def pixels(start: float, stop: float) -> QRectF:
            left, right = max(start - 0.5, view.left()), min(stop - 0.5, view.right())
            rect = QRectF(left, view.top(), right - left, view.height())
            mapped = transform.mapRect(rect).normalized()
            corner = QPointF(math.ceil(mapped.left() - 0.5), math.ceil(mapped.top() - 0.01))
            end = QPointF(math.ceil(mapped.right() - 0.5), math.floor(mapped.bottom() + 0.01))
            return QRectF(corner, end).adjusted(0, 0, -1, -1)

        if self._filled:
            painter.fillRect(
                pixels(0, self._length).adjusted(0, 0, 1, 1), QColor(self._theme.field)
            )
        end = min(self._length - 0.5, view.right())
        for level in self._levels:
            left, right = QPointF(view.left(), level), QPointF(end, level)
            painter.drawLine(transform.map(left), transform.map(right))
        start, stop = self._blank()
        if start < stop and stop - 0.5 > view.left() and not self._filled:
            frame = pixels(start, stop)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if frame.width() >= 1:
                painter.drawRect(frame)
            if self._note and self._has_room():
                side = Qt.AlignmentFlag.AlignRight if start else Qt.AlignmentFlag.AlignLeft
                painter.setFont(fonts.caption())
                painter.setPen(QColor(self._theme.faint))
                text = frame.adjusted(_BESIDE, 0, -_BESIDE, 0)
                flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
                painter.drawText(text, flags, self._note)
        if self._length < self._steps and self._length - 0.5 < view.right():
            rect = pixels(self._length, self._steps)
            painter.fillRect(rect, QBrush(QColor(self._theme.rule), Qt.BrushStyle.BDiagPattern))
            self._say_it_ends(painter, rect)
        painter.setTransform(transform)

    def _say_it_ends(self, painter: QPainter, rect: QRectF) -> None:
        text, metrics = tr("ends after t {t}", t=self._length - 1), painter.fontMetrics()
        label = QRectF(metrics.boundingRect(text)).adjusted(-5, -1, 5, 1)
        label.moveCenter(rect.center())
        if rect.contains(label):
            painter.fillRect(label, QColor(self._theme.panel))
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)

    def _has_room(self) -> bool:
        """Return True where the note fits into what is in sight of the empty frame."""
        view = self.getViewBox()
        if not self._note or view is None:
            return False
        left, right = view.viewRange()[0]
        start, stop = self._blank()
        metrics = QFontMetricsF(fonts.caption())
        width = metrics.horizontalAdvance(self._note) + 2 * _BESIDE
        in_sight = min(stop - 0.5, right) - max(start - 0.5, left)
        return view.height() >= metrics.ascent() and in_sight >= width * timesteps_a_pixel(view)

    def _blank(self) -> tuple[int, int]:
        if self._known.start >= self._known.stop:
            return 0, self._length
        if self._known.start == 0:
            return self._known.stop, self._length
        return 0, self._known.start


@lru_cache(maxsize=8)
def _pen(colour: str) -> QPen:
    """Return the pen of frames and lines, which each row asks for in each frame."""
    return pg.mkPen(colour)


def timesteps_a_pixel(view: pg.ViewBox | None) -> float:
    """Return the timesteps per pixel: 1 without a view; a view without width is one pixel wide.

    pyqtgraph's own `viewPixelSize` raises for a view without height.
    """
    return 1.0 if view is None else view.viewRect().width() / max(view.width(), 1.0)
