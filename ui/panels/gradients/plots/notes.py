"""Notes on a plot of gradient flow: names on the lines, what slopes mean, and the float32 edge."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.gradients.plots.curves import Curve
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint, guard_rect

SLOPES: Final = (1.0, 0.9, 0.8, 0.6)
"""Growths whose slopes are drawn."""

_PAD: Final = 6.0
_SHARE_OF_NAME: Final = 0.45
_SHARE_OF_TEXT: Final = 0.65


@dataclass(frozen=True, eq=False, slots=True)
class Noted:
    """What the notes of a plot are about.

    Attributes:
        curves: the lines. colour: their hue. reverse: the way back goes to the right.
        t: the timestep that is looked at; None for none.
        level: a height with a line across, NaN for none; dotted where it has a `text`.
        slopes: they are drawn. legend: whole and direct part are told.
        remark: written in the middle, where there is no line. others: further lines, t and y.
    """

    curves: tuple[Curve, ...]
    colour: QColor
    reverse: bool
    t: int | None
    level: float
    text: str = ""
    slopes: bool = False
    legend: bool = False
    remark: str = ""
    others: tuple[tuple[Array, Array], ...] = ()


class FlowNotes(pg.GraphicsObject):
    """Notes over a plot, written in pixels."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._noted: Noted | None = None
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme = theme
        self.update()

    def draw(self, noted: Noted) -> None:
        """Show other notes."""
        self._noted = noted
        self.update()

    def viewRangeChanged(self) -> None:
        """Follow the view (pyqtgraph's hook)."""
        self.prepareGeometryChange()
        self.update()

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return all that is seen."""
        return QRectF(self.getViewBox().viewRect())

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Write the notes."""
        noted = self._noted
        if noted is None:
            return
        to_pixels = painter.transform()
        painter.save()
        painter.resetTransform()
        area = to_pixels.mapRect(self.boundingRect())
        painter.setFont(fonts.caption())
        text = self._draw_level(painter, noted, to_pixels, area)
        self._draw_now(painter, noted, to_pixels, area)
        lines = [*((curve.t, curve.y) for curve in noted.curves), *noted.others]
        taken = [*_points(lines, to_pixels), *_points_in(text)]
        if noted.legend:
            self._draw_legend(painter, noted, area, taken)
        if noted.slopes:
            self._draw_slopes(painter, noted, to_pixels, area, taken)
        self._draw_names(painter, noted, to_pixels, area)
        if noted.remark:
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, noted.remark)
        painter.restore()

    def _draw_level(self, painter: QPainter, noted: Noted, to: QTransform, area: QRectF) -> QRectF:
        """Draw the line across, and return the place of its text."""
        if math.isnan(noted.level):
            return QRectF()
        y = round(to.map(QPointF(0, noted.level)).y()) + 0.5
        if not area.top() < y < area.bottom():
            return QRectF()
        style = Qt.PenStyle.DotLine if noted.text else Qt.PenStyle.SolidLine
        painter.setPen(
            QPen(QColor(self._theme.faint if noted.text else self._theme.wire), 1, style)
        )
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance(noted.text)
        if not noted.text or width >= _SHARE_OF_TEXT * area.width():  # beside the lines' names
            return QRectF()
        left = area.left() + _PAD if noted.reverse else area.right() - width - _PAD
        box = QRectF(left, y - metrics.height() - 1, width + 1, metrics.height())
        self._write(painter, box, noted.text, QColor(self._theme.faint))
        return box

    def _draw_now(self, painter: QPainter, noted: Noted, to: QTransform, area: QRectF) -> None:
        if noted.t is None:
            return
        x = round(to.map(QPointF(noted.t, 0)).x()) + 0.5
        painter.setPen(QPen(QColor(self._theme.ink), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _draw_names(self, painter: QPainter, noted: Noted, to: QTransform, area: QRectF) -> None:
        """Write each name at the end of its line, above it, and none over another."""
        named = [curve for curve in noted.curves if curve.end >= 0]
        if len(noted.curves) < 2:
            return
        height = QFontMetricsF(painter.font()).height()
        wanted = []
        for curve in named:
            end = to.map(QPointF(float(curve.t[curve.end]), float(curve.y[curve.end])))
            wanted.append((end.y() - height - 2, end.x(), curve))
        wanted.sort(key=lambda place: place[0])
        tops = _apart([top for top, _, _ in wanted], height, area.top(), area.bottom())
        for top, (_, x, curve) in zip(tops, wanted, strict=True):
            font = fonts.bold(painter.font()) if curve.present else fonts.caption()
            text, width = _cut(curve.name, font, _SHARE_OF_NAME * area.width())
            left = x - width - _PAD if noted.reverse else x + _PAD
            left = min(max(left, area.left() + 2), area.right() - width - 2)
            painter.setFont(font)
            self._write(painter, QRectF(left, top, width + 1, height), text, noted.colour)
        painter.setFont(fonts.caption())

    def _draw_legend(
        self, painter: QPainter, noted: Noted, area: QRectF, taken: Sequence[QPointF]
    ) -> None:
        """Tell the whole from the direct part, in the corner with the fewest points."""
        texts = (tr("total"), tr("direct part, along c only"))
        metrics = QFontMetricsF(painter.font())
        line, sample = metrics.height(), 26.0
        width = sample + 8 + max(map(metrics.horizontalAdvance, texts))
        size = width, 2 * line
        if size[0] > 0.6 * area.width() or size[1] > 0.3 * area.height():
            return
        box = _free_corner(area, size, taken)
        painter.fillRect(box.adjusted(-4, -2, 4, 2), _ground(self._theme))
        for row, text in enumerate(texts):
            y = box.top() + (row + 0.5) * line
            painter.setPen(line_pen(noted.colour, 2.6) if row == 0 else direct_pen(noted.colour))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + sample, y))
            right = QRectF(box.left() + sample + 8, y - line / 2, width, line)
            painter.setPen(QColor(self._theme.faint))
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, text)

    def _draw_slopes(
        self,
        painter: QPainter,
        noted: Noted,
        to: QTransform,
        area: QRectF,
        taken: Sequence[QPointF],
    ) -> None:
        """Draw what growth a slope is: on a log axis each is one."""
        metrics = QFontMetricsF(painter.font())
        title, line = tr("slope = growth per step"), metrics.height()
        label = metrics.horizontalAdvance("× 0.6") + 6
        step, decade = to.m11(), abs(to.m22())
        fall = -math.log10(SLOPES[-1]) * decade  # of the steepest, in pixels a timestep
        reach = min(0.3 * area.width(), 0.3 * area.height() / fall * step)
        high = reach / step * fall
        size = max(reach + label, metrics.horizontalAdvance(title)), high + 1.6 * line
        fits = size[0] < 0.6 * area.width() and size[1] < 0.6 * area.height()
        if reach < 28 or high < 1.7 * line or not fits:
            return
        box = _free_corner(area, size, taken)
        painter.fillRect(box.adjusted(-4, -2, 4, 2), _ground(self._theme))
        painter.setPen(QColor(self._theme.faint))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, title)
        towards = 1.0 if noted.reverse else -1.0
        apex = QPointF(box.left() if noted.reverse else box.right(), box.top() + 1.3 * line)
        bottom = -math.inf
        for slope in SLOPES:
            end = apex + QPointF(towards * reach, -math.log10(slope) * decade * reach / step)
            painter.setPen(QPen(QColor(self._theme.faint), 1))
            painter.drawLine(apex, end)
            top = end.y() - line / 2
            if top < bottom:
                continue
            bottom = top + line
            left = end.x() + 4 if noted.reverse else end.x() - label
            side = Qt.AlignmentFlag.AlignLeft if noted.reverse else Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(left, top, label - 4, line), side, f"× {slope:g}")

    def _write(self, painter: QPainter, box: QRectF, text: str, colour: QColor) -> None:
        """Write a text on a ground that keeps lines out of it."""
        painter.fillRect(box.adjusted(-2, 1, 2, -1), _ground(self._theme))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def line_pen(colour: QColor, width: float) -> QPen:
    """Return the pen of a line."""
    pen = pg.mkPen(colour, width=width, cosmetic=True)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def direct_pen(colour: QColor) -> QPen:
    """Return the pen of a direct part."""
    return pg.mkPen(colour, width=1.4, style=Qt.PenStyle.DotLine, cosmetic=True)


def _ground(theme: Theme) -> QColor:
    ground = QColor(theme.panel)
    ground.setAlphaF(0.8)
    return ground


def _points(lines: Sequence[tuple[Array, Array]], to: QTransform) -> list[QPointF]:
    """Return about a hundred points of each line, in pixels."""
    found = []
    for t, y in lines:
        for k in np.unique(np.linspace(0, len(t) - 1, 100).astype(int)).tolist():
            if math.isfinite(y[k]):
                found.append(to.map(QPointF(float(t[k]), float(y[k]))))
    return found


def _points_in(box: QRectF) -> list[QPointF]:
    """Return a hundred points of a text, which count as those of a line."""
    if box.isEmpty():
        return []
    xs = np.linspace(box.left() + 1, box.right() - 1, 50).tolist()
    return [QPointF(x, y) for x in xs for y in (box.top() + 1, box.bottom() - 1)]


def _free_corner(area: QRectF, size: tuple[float, float], taken: Sequence[QPointF]) -> QRectF:
    """Return the corner with the fewest points: at the bottom right, or where fewer are."""
    width, height = size
    lefts = area.right() - width - 10, area.left() + 10
    tops = area.bottom() - height - 8, area.top() + 8
    corners = [QRectF(left, top, width, height) for left in lefts for top in tops]
    return min(corners, key=lambda box: sum(box.contains(point) for point in taken))


def _apart(tops: list[float], height: float, first: float, last: float) -> list[float]:
    """Move sorted places down until none lies over another, and all into their room."""
    placed: list[float] = []
    for top in tops:
        placed.append(max(top, first, *(before + height for before in placed[-1:])))
    limit = last - height
    for k in range(len(placed) - 1, -1, -1):
        placed[k] = min(placed[k], limit)
        limit = placed[k] - height
    return placed


def _cut(text: str, font: QFont, most: float) -> tuple[str, float]:
    """Return a text that is at most so wide, and its width."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, most)
    return shown, metrics.horizontalAdvance(shown)
