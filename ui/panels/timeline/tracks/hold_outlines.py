"""HoldOutlines: bold outlines around holds in a row of a timeline, and around a selection."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from simulator.network.hold_table import HeldBlocks
from ui.panels.timeline.tracks.layer import MarkLayer
from ui.style.theme import Theme
from ui.widgets.paint_guard import guard_paint

SMALLEST = 3.0
"""Smallest side of an outline in pixels, however small its cells are."""


ROOM_FOR_HALO = 7.0
"""Smallest side of an outline with a halo that separates it from the colours around."""


ROOM_FOR_FRAME = 8.0
"""Smallest height of a place, in pixels, at which the selected unit's is framed."""

MOST_VECTORS = 200
"""Largest number of blocks that are drawn one by one."""

_COLUMNS = ("first", "last", "low", "high", "value")
"""Columns of the blocks that are drawn."""


class TimeBlock(NamedTuple):
    """Neighbouring units over some timesteps, all ends included."""

    first: int
    last: int
    low: int
    high: int


class HoldOutlines(MarkLayer):
    """Outlines over a heat map; over curves, which have no cells, lines at the held values."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setZValue(5)
        self.blocks = np.empty((0, len(_COLUMNS)))
        self.selected: TimeBlock | None = None
        self._order: tuple[int, ...] | None = None
        self._placed = self.blocks
        self._framed: int | None = None
        self._picture: tuple[tuple[object, ...], QImage] | None = None

    def set_order(self, order: tuple[int, ...] | None) -> None:
        """Set the unit at each place; None for their own order."""
        if order != self._order:
            self._order, self._picture = order, None
            self._placed = placed(self.blocks, order)
            self.update()

    def frame_place(self, place: int | None) -> None:
        """Frame the cells of the selected unit's place, all along; None for no frame."""
        if place != self._framed:
            self._framed = place
            self.update()

    def mark(self, held: HeldBlocks | None, selected: TimeBlock | None) -> None:
        """Outline other blocks."""
        columns = () if held is None else (getattr(held, name) for name in _COLUMNS)
        blocks = np.array([*columns], float).T.reshape(-1, len(_COLUMNS))
        if not np.array_equal(blocks, self.blocks) or selected != self.selected:
            self.blocks, self.selected, self._picture = blocks, selected, None
            self._placed = placed(blocks, self._order)
            self.update()

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels, so that lines are equally bold at every zoom."""
        if not len(self.blocks) and self.selected is None and self._framed is None:
            return
        transform = painter.transform()
        painter.resetTransform()
        if self._framed is not None and not self._as_curves:
            row = QRectF(-0.5, self._framed - 0.5, self._steps, 1)
            frame = transform.mapRect(row)
            if frame.height() >= ROOM_FOR_FRAME:
                painter.setPen(QPen(QColor(self._theme.ink), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._as_curves:
            ink = QColor(self._theme.ink)
            ink.setAlpha(90)
            painter.setPen(QPen(ink, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            ends = self.blocks[:, :2] + (-0.5, 0.5)
            x = ends * transform.m11() + transform.dx()
            y = self.blocks[:, 4] * transform.m22() + transform.dy()
            lines = np.stack([x[:, 0], y, x[:, 1], y], -1)
            painter.drawLines([QLineF(*line) for line in np.unique(lines, axis=0).tolist()])
        else:
            if len(self._placed):
                self._outline_all(painter, transform)
            if self.selected is not None:
                block = placed(np.array([(*self.selected, 0.0)]), self._order)
                rects = self._pixels(block, transform)
                self._outline(painter, rects, self._theme.accent, Qt.PenStyle.DashLine)
        painter.setTransform(transform)

    def _outline_all(self, painter: QPainter, transform: QTransform) -> None:
        """Outline the blocks: a few as vectors, many as a picture, which is kept."""
        if len(self._placed) <= MOST_VECTORS:
            self._outline(painter, self._pixels(self._placed, transform), self._theme.ink)
            return
        scale = painter.device().devicePixelRatioF()
        area = transform.mapRect(self.boundingRect()).adjusted(-2, -2, 2, 2).toAlignedRect()
        key = transform, area, scale, self._theme
        if self._picture is None or self._picture[0] != key:
            rects = self._pixels(self._placed, transform) - (area.x(), area.y(), 0, 0)
            size = area.size() * scale
            ink, halo = QColor(self._theme.ink), QColor(self._theme.panel)
            image = outlines(rects * scale, (size.height(), size.width()), scale, ink, halo)
            image.setDevicePixelRatio(scale)
            self._picture = key, image
        painter.drawImage(area.topLeft(), self._picture[1])

    @staticmethod
    def _pixels(blocks: Array, transform: QTransform) -> Array:
        """Return x, y, width and height of each block in pixels, none twice."""
        x = (blocks[:, :2] + (-0.5, 0.5)) * transform.m11() + transform.dx()
        y = (blocks[:, 2:4] + (-0.5, 0.5)) * transform.m22() + transform.dy()
        start = np.stack([x.min(1), y.min(1)], -1)
        sides = np.stack([np.ptp(x, 1), np.ptp(y, 1)], -1)
        room = np.maximum(0.0, SMALLEST - sides)
        return np.hstack([start - room / 2, sides + room])

    def _outline(
        self,
        painter: QPainter,
        rects: Array,
        colour: str,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        """Draw all rectangles at once; those with room for it have a halo below."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        large = rects[rects[:, 2:].min(axis=1) >= ROOM_FOR_HALO]
        halo = QPen(QColor(self._theme.panel), 4.0)
        for pen, drawn in ((halo, large), (QPen(QColor(colour), 2.0, style), rects)):
            if len(drawn):
                pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
                painter.setPen(pen)
                painter.drawRects([QRectF(*rect) for rect in drawn.tolist()])


def placed(blocks: Array, order: tuple[int, ...] | None) -> Array:
    """Return blocks of units as blocks of places: one for each run of neighbouring places."""
    if order is None or not len(blocks):
        return blocks
    units = np.array(order)
    parts = []
    for block in blocks:
        places = np.flatnonzero((block[2] <= units) & (units <= block[3]))
        for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
            if len(run):
                parts.append([*block[:2], run[0], run[-1], block[4]])
    return np.array(parts, float).reshape(-1, blocks.shape[1])


def outlines(
    rects: Array, shape: tuple[int, int], scale: float, ink: QColor, halo: QColor
) -> QImage:
    """Draw the outlines of all rectangles at once.

    Args:
        rects: (n, 4) x, y, width, height in pixels. shape: height and width of the picture.
        scale: pixels of the picture for a pixel of the window. ink: 2 of these wide.
        halo: below the ink, 4 wide, for rectangles with room for it.
    """
    pixels = np.zeros(shape, np.uint32)
    large = rects[rects[:, 2:].min(axis=1) >= ROOM_FOR_HALO * scale]
    pixels[_bands(large, shape, 2 * scale)] = halo.rgba()
    pixels[_bands(rects, shape, scale)] = ink.rgba()
    height, width = shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


def _bands(rects: Array, shape: tuple[int, int], half: float) -> Array:
    """Return bools of a picture: True within `half` of some rectangle's edge.

    A pixel lies in a band when it is inside more rectangles that are wider by `half` than
    rectangles that are narrower by it. Both are counted by sums over their corners.
    """
    height, width = shape
    counts = np.zeros((height + 1) * (width + 1), np.int64)
    for sign, by in ((1, half), (-1, -half)):
        left, top = np.rint(rects[:, :2] - by).T
        right, bottom = np.rint(rects[:, :2] + rects[:, 2:] + by).T
        filled = (left < right) & (top < bottom)
        x = np.clip(np.stack([left, right])[:, filled], 0, width).astype(np.int64)
        y = np.clip(np.stack([top, bottom])[:, filled], 0, height).astype(np.int64)
        for column, row, step in ((0, 0, sign), (1, 0, -sign), (0, 1, -sign), (1, 1, sign)):
            places = y[row] * (width + 1) + x[column]
            counts += step * np.bincount(places, minlength=len(counts))
    inside = counts.reshape(height + 1, width + 1).cumsum(0).cumsum(1)
    return np.asarray(inside[:height, :width] > 0)
