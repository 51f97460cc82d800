"""HoldOutlines: bold outlines around holds in a row of a timeline, and around a selection."""

from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint, guard_rect

SMALLEST = 3.0
"""Smallest side of an outline in pixels, however small its cells are."""


ROOM_FOR_HALO = 7.0
"""Smallest side of an outline with a halo that separates it from the colours around."""


class TimeBlock(NamedTuple):
    """Neighbouring units over some timesteps, all ends included; `value` for a hold."""

    first: int
    last: int
    low: int
    high: int
    value: float = 0.0


class HoldOutlines(pg.GraphicsObject):
    """Outlines over a heat map; over curves, which have no cells, lines at the held values."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setZValue(5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self._theme = theme
        self.blocks: tuple[TimeBlock, ...] = ()
        self.selected: TimeBlock | None = None
        self._steps, self._low, self._high, self._as_curves = 1, 0.0, 1.0, False

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def bind(self, steps: int) -> None:
        """Set the number of timesteps of the plot."""
        self.prepareGeometryChange()
        self._steps = steps

    def set_heights(self, low: float, high: float, as_curves: bool) -> None:
        """Set the range of the vertical axis."""
        self.prepareGeometryChange()
        self._low, self._high, self._as_curves = low, high, as_curves

    def mark(self, blocks: tuple[TimeBlock, ...], selected: TimeBlock | None) -> None:
        """Outline other blocks."""
        if (blocks, selected) != (self.blocks, self.selected):
            self.blocks, self.selected = blocks, selected
            self.update()

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return QRectF(-0.5, self._low, self._steps, self._high - self._low)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, so that lines are equally bold at every zoom."""
        if not self.blocks and self.selected is None:
            return
        transform = painter.transform()
        painter.resetTransform()
        if self._as_curves:
            ink = QColor(self._theme.ink)
            ink.setAlpha(90)
            painter.setPen(QPen(ink, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            for block in self.blocks:
                ends = (QPointF(t, block.value) for t in (block.first - 0.5, block.last + 0.5))
                painter.drawLine(*map(transform.map, ends))
        else:
            for block in self.blocks:
                self._outline(painter, self._pixels(block, transform.mapRect), self._theme.ink)
            if self.selected is not None:
                rect = self._pixels(self.selected, transform.mapRect)
                self._outline(painter, rect, self._theme.accent, Qt.PenStyle.DashLine)
        painter.setTransform(transform)

    @staticmethod
    def _pixels(block: TimeBlock, mapped) -> QRectF:  # type: ignore[no-untyped-def]
        width, height = block.last - block.first + 1, block.high - block.low + 1
        rect = mapped(QRectF(block.first - 0.5, block.low - 0.5, width, height))
        across = max(0.0, SMALLEST - rect.width()) / 2
        down = max(0.0, SMALLEST - rect.height()) / 2
        return rect.adjusted(-across, -down, across, down)

    def _outline(
        self,
        painter: QPainter,
        rect: QRectF,
        colour: str,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pens = [QPen(QColor(colour), 2.0, style)]
        if min(rect.width(), rect.height()) >= ROOM_FOR_HALO:
            pens.insert(0, QPen(QColor(self._theme.panel), 4.0))
        for pen in pens:
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(rect)
