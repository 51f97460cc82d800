"""TimeCurves: chosen units of one quantity as curves over time, told apart by markers."""

import math
from collections.abc import Mapping

import numpy as np
from pyqtgraph.graphicsItems.PlotCurveItem import arrayToLineSegments
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array
from ui.panels.timeline.tracks.ground import timesteps_a_pixel
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING, Series, grown
from ui.widgets.paint_guard import guard_paint, guard_rect

MARKERS = 8
"""Largest number of curves: as many markers can be told apart."""

RADIUS = 3.2
MARKER_REACH = 1.25 * RADIUS + 1
"""Reach of a marker to each side, with its pen, in pixels."""

DASH, DASH_AND_GAP = 4, 7
"""Lengths of a ghost's dashes, in pixels."""
MARKER_EVERY = 72.0
MARGIN = 6.0


class TimeCurves(pg.GraphicsObject):
    """Curves of some columns of a (T, width) array, as far as they are shown.

    Each curve has its own marker, and the selected one is thicker: nothing depends on colour alone.
    Behind each, faint and dashed, is its ghost: the known part of another array. What is ahead is
    grey. Where timesteps share a pixel, the curve spans all their values.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._values: Series = np.zeros((1, 1))
        self._ghost: Series | None = None
        self._known = self._ahead = self._ghost_known = NOTHING
        self._covered: Mapping[int, tuple[int, ...]] = {}
        self._units: tuple[int, ...] = ()
        self._selected = 0
        self._limits = (0.0, 1.0)
        self._quantity = ""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.update()

    def bind(self, quantity: str, values: Series, ghost: Series | None = None) -> None:
        """Bind other arrays; no timestep of theirs is known yet. values, ghost: (T, width)."""
        self.prepareGeometryChange()
        self._quantity, self._values, self._ghost = quantity, values, ghost
        self._known = self._ahead = self._ghost_known = NOTHING
        self.update()

    def move(self, known: slice, ghost_known: slice = NOTHING, ahead: slice = NOTHING) -> None:
        """Show the known timesteps of the values and of their ghost, and those ahead."""
        before = (self._known, self._ghost_known, self._ahead)
        now = (known, ghost_known, ahead)
        if before != now and self.isVisible():
            for old, new in zip(before, now, strict=True):
                self._update_between(old, new)
        self._known, self._ghost_known, self._ahead = known, ghost_known, ahead

    def cover(self, covered: Mapping[int, tuple[int, ...]]) -> None:
        """Leave out single timesteps of some units."""
        if covered != self._covered:
            self._covered = covered
            self.update()

    def _update_between(self, old: slice, new: slice) -> None:
        for part in grown(old, new) + grown(new, old):
            margin = 1 + timesteps_a_pixel(self.getViewBox()) * MARGIN
            low, high = self._limits
            left, right = part.start - margin, part.stop + margin
            self.update(QRectF(left, low, right - left, high - low))

    def set_limits(self, limits: tuple[float, float]) -> None:
        """Set the range of the vertical axis."""
        if limits != self._limits:
            self.prepareGeometryChange()
            self._limits = limits
            self.update()

    def set_units(self, units: tuple[int, ...], selected: int) -> None:
        """Choose the columns to draw, and the thicker one among them."""
        if (units, selected) != (self._units, self._selected):
            self._units, self._selected = units, selected
            self.update()

    @property
    def units(self) -> tuple[int, ...]:
        """Units that are drawn: those chosen that this quantity has."""
        return tuple(unit for unit in self._units if unit < self._values.shape[1])

    def nearest(self, timestep: int, value: float) -> int | None:
        """Return the drawn unit nearest to a value at a known timestep; None when none is drawn."""
        units = list(self.units)
        if not units:
            return None
        away = np.abs(self._values[timestep, units] - value)
        return units[int(np.argmin(np.where(np.isnan(away), np.inf, away)))]

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return all timesteps, and the range of the values with room for the markers."""
        low, high = self._limits
        room = 0.25 * (high - low)
        return QRectF(-0.5, low - room, len(self._values), high - low + 2 * room)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the exposed part of each curve, then the markers above them all."""
        margin = 1 + timesteps_a_pixel(self.getViewBox()) * MARGIN
        size = max(1, math.ceil(timesteps_a_pixel(self.getViewBox())))
        exposed: QRectF = option.exposedRect
        first = math.floor((exposed.left() - margin) / size) * size
        last = math.ceil((exposed.right() + margin + 1) / size) * size
        transform = painter.transform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, size == 1)
        if self._ghost is not None:
            self._draw_ghost(painter, transform, slice(first, last), size)
        for part, colour in self._parts():
            start, stop = max(part.start, first), min(part.stop, last)
            if start < stop:
                known = part is self._known
                self._draw_part(painter, transform, slice(start, stop), size, colour, known)
        painter.setTransform(transform)

    def _parts(self) -> list[tuple[slice, QColor]]:
        """Return what is ahead, up to the known part, and the known part, each with its colour."""
        known, ahead = self._known, self._ahead
        if known.start < known.stop and ahead.start < ahead.stop:
            before = ahead.stop == known.start
            ahead = slice(ahead.start - (not before), ahead.stop + before)
        hue = self._theme.colour(self._quantity)
        return [(ahead, QColor(self._theme.wire)), (known, hue)]

    def _draw_part(
        self,
        painter: QPainter,
        transform: QTransform,
        part: slice,
        size: int,
        colour: QColor,
        known: bool,
    ) -> None:
        """Draw a part's curves, then its markers. Lines of a pixel are the fast ones."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, size == 1)
        for unit in sorted(self.units, key=lambda unit: unit == self._selected):
            x, y = spans(self._values, unit, part, size, self._covered.get(unit, ()))
            thick = (2.4 if size == 1 else 1.6) if unit == self._selected else 1.0
            painter.setPen(QPen(colour, thick if size == 1 or known else 1.0))
            x, y = transform.m11() * x + transform.dx(), transform.m22() * y + transform.dy()
            segments = arrayToLineSegments(x, y, "finite", True)
            painter.drawLines(*segments.drawargs())  # it points into `segments`: keep them
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highest, lowest = self._room_for_markers(transform)
        for place, unit in enumerate(self.units):
            painter.setPen(QPen(colour, 1.8 if unit == self._selected else 1.2))
            painter.setBrush(QColor(self._theme.panel))
            covered = self._covered.get(unit, ())
            for t in self._marked(place, part.start, part.stop):
                value = float(self._values[t, unit])
                if math.isfinite(value) and t not in covered:
                    centre = transform.map(QPointF(t, value))
                    centre.setY(min(max(centre.y(), highest), lowest))
                    draw_marker(painter, self._place(unit), centre)

    def _draw_ghost(self, painter: QPainter, transform: QTransform, part: slice, size: int) -> None:
        known = self._ghost_known
        part = slice(max(part.start, known.start), min(part.stop, known.stop))
        if self._ghost is None or part.start >= part.stop:
            return
        colour = self._theme.colour(self._quantity)
        colour.setAlpha(150)
        painter.setPen(pg.mkPen(colour, width=1.1))
        for unit in self.units:
            x, y = spans(self._ghost, unit, part, size)
            x, y = transform.m11() * x + transform.dx(), transform.m22() * y + transform.dy()
            x, y, connected = dashed(x, y) if size == 1 else (x, y, "finite")
            segments = arrayToLineSegments(x, y, connected, True)
            painter.drawLines(*segments.drawargs())

    def _room_for_markers(self, transform: QTransform) -> tuple[float, float]:
        """Return the highest and lowest pixel at which a marker's centre leaves it whole."""
        view = self.getViewBox()
        low, high = self._limits if view is None else view.viewRange()[1]
        top, bottom = sorted(transform.map(QPointF(0, value)).y() for value in (low, high))
        reach = min(MARKER_REACH, (bottom - top) / 2)
        return top + reach, bottom - reach

    def _place(self, unit: int) -> int:
        return self._units.index(unit)

    def _marked(self, place: int, start: int, stop: int) -> range:
        """Return the timesteps of a curve's markers: fixed, and offset from the other curves'."""
        every = max(1, math.ceil(timesteps_a_pixel(self.getViewBox()) * MARKER_EVERY))
        first = (place * every) // MARKERS
        return range(start + (first - start) % every, stop, every)


def spans(
    values: Series, unit: int, part: slice, size: int, covered: tuple[int, ...] = ()
) -> tuple[Array, Array]:
    """Return the points of a curve: each timestep's value, or the least and largest of each block.

    Blocks begin at multiples of `size`, so that parts drawn at different times meet. Those with a
    covered timestep are NaN.
    """
    y = np.array(values[part, unit], np.float64)
    hidden = [t - part.start for t in covered if part.start <= t < part.stop]
    y[hidden] = np.nan
    if size == 1:
        return np.arange(part.start, part.stop, dtype=np.float64), y
    begins = np.arange(part.start - part.start % size, part.stop, size)
    starts = np.maximum(begins - part.start, 0)
    both = np.column_stack((np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)))
    return np.repeat(begins + (size - 1) / 2, 2), both.ravel()


def dashed(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Cut a curve into dashes: return its points, and which are connected to the next.

    Dashes depend on x in pixels, so that parts drawn at different times meet. (A pen's own dashes
    take ten times as long to draw.)
    """
    first, last = math.floor(x[0]), math.ceil(x[-1]) + 1
    edges = np.arange(first - first % DASH_AND_GAP, last, DASH_AND_GAP)
    edges = np.concatenate((edges, edges + DASH)).astype(np.float64)
    edges = edges[(edges > x[0]) & (edges < x[-1])]
    points = np.sort(np.concatenate((x, edges)))
    heights = np.interp(points, x, y)
    middles = (points[:-1] + points[1:]) / 2
    seen = middles % DASH_AND_GAP < DASH
    seen &= np.isfinite(heights[:-1]) & np.isfinite(heights[1:])
    return points, np.where(np.isfinite(heights), heights, 0.0), np.append(seen, False)


def draw_marker(painter: QPainter, place: int, centre: QPointF) -> None:
    """Draw the marker of curve 0…7 around a point in pixels."""
    x, y, r = centre.x(), centre.y(), RADIUS
    if place == 0:
        painter.drawEllipse(centre, r, r)
    elif place in (4, 5):
        crossing = (
            [(x - r, y, x + r, y), (x, y - r, x, y + r)]
            if place == 4
            else [(x - r, y - r, x + r, y + r), (x - r, y + r, x + r, y - r)]
        )
        painter.drawLines([QLineF(*line) for line in crossing])
    else:
        painter.drawPolygon(QPolygonF([QPointF(x + a * r, y + b * r) for a, b in OUTLINES[place]]))


def marker_pen(colour: QColor) -> QPen:
    """Return the pen of a marker outside a plot."""
    return QPen(colour, 1.4, Qt.PenStyle.SolidLine)


OUTLINES = {
    1: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    2: ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
    3: ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    6: ((0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
    7: ((-1.2, 0), (0.9, -1.1), (0.9, 1.1)),
}
"""Corners of the markers with corners, in radii: square, triangles, diamond."""
