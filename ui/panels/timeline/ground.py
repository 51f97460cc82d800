"""TimeGround: the background of a timeline's row, where it has no values."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.translation import tr
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING, grown
from ui.widgets.paint_guard import guard_paint, guard_rect


class TimeGround(pg.GraphicsObject):
    """Background of a row: an empty frame for the unknown part, hatching past its end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._steps, self._length, self._known = 1, 1, NOTHING
        self._levels: tuple[float, ...] = ()
        self._low, self._high = 0.0, 1.0
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def bind(self, steps: int, length: int) -> None:
        """Draw a row of `length` timesteps in a plot of `steps`."""
        self.prepareGeometryChange()
        self._steps, self._length = steps, length
        self.update()

    def set_heights(self, low: float, high: float) -> None:
        """Set the range of the vertical axis."""
        if (low, high) != (self._low, self._high):
            self.prepareGeometryChange()
            self._low, self._high = low, high

    def move(self, known: slice, levels: tuple[float, ...]) -> None:
        """Leave the known part open; draw a horizontal line at each of some values."""
        if levels != self._levels:
            self._levels = levels
            self.update()
        for part in grown(self._known, known) + grown(known, self._known):
            margin = 2 + 2 * timesteps_a_pixel(self.getViewBox())
            left, right = part.start - margin, part.stop + margin
            self.update(QRectF(left, self._low, right - left, self._high - self._low))
        self._known = known

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return QRectF(-0.5, self._low, self._steps, self._high - self._low)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the frame, the hatching and the lines."""
        view = self.getViewBox().viewRect()
        transform = painter.transform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pg.mkPen(self._theme.rule))

        def pixels(start: float, stop: float) -> QRectF:
            left, right = max(start - 0.5, view.left()), min(stop - 0.5, view.right())
            rect = QRectF(left, view.top(), right - left, view.height())
            mapped = transform.mapRect(rect).normalized()
            corner = QPointF(math.ceil(mapped.left() - 0.5), math.ceil(mapped.top() - 0.01))
            end = QPointF(math.ceil(mapped.right() - 0.5), math.floor(mapped.bottom() + 0.01))
            return QRectF(corner, end).adjusted(0, 0, -1, -1)

        end = min(self._length - 0.5, view.right())
        for level in self._levels:
            left, right = QPointF(view.left(), level), QPointF(end, level)
            painter.drawLine(transform.map(left), transform.map(right))
        start, stop = self._blank()
        if start < stop and stop - 0.5 > view.left():
            frame = pixels(start, stop)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if frame.width() >= 1:
                painter.drawRect(frame)
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

    def _blank(self) -> tuple[int, int]:
        if self._known.start >= self._known.stop:
            return 0, self._length
        if self._known.start == 0:
            return self._known.stop, self._length
        return 0, self._known.start


def timesteps_a_pixel(view: pg.ViewBox | None) -> float:
    """Return the timesteps per pixel: 1 without a view; a view without width is one pixel wide.

    pyqtgraph's own `viewPixelSize` raises for a view without height.
    """
    return 1.0 if view is None else view.viewRect().width() / max(view.width(), 1.0)
