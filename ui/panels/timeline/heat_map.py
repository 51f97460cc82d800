"""TimeHeatMap: one quantity, units × time, as a picture with at most one cell a pixel."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.analysis.comparison import FirstDifference
from simulator.arrays import Array
from ui.style.colours import CLEAR, EndScale, Scale, ends_of, map_of
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.downsampling import NOTHING, Bands, Series, block, grown, outermost_rows
from ui.widgets.paint_guard import guard_paint, guard_rect

GRID_FROM = 5.0
"""Size from which cells have lines between them, in pixels."""


class TimeHeatMap(pg.GraphicsObject):
    """Heat map of a (T, width) array. Cell (t, unit) is centred there; unit 0 has the least y.

    It reads only the visible and known part, and after a step only the newly known one.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._values: Series = np.zeros((1, 1))
        self._bands = Bands(self._values, 1)
        self._known = self._drawn = NOTHING
        self._limits = (0.0, 1.0)
        self._key: tuple[int, ...] = ()
        self._quantity: str | None = "i"
        self._ends = False
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._choose_colours()

    def bind(self, quantity: str | None, values: Series) -> None:
        """Bind another array; no timestep of it is known yet.

        Args:
            quantity: None for differences. values: (T, width).
        """
        if values.shape != self._values.shape:
            self.prepareGeometryChange()
        if quantity != self._quantity:
            self._quantity = quantity
            self._choose_colours()
        self._values = values
        self._bands = Bands(values, self._pixels()[1], self._middle)
        self._known, self._key = NOTHING, ()
        self.update()

    def show_ends(self, ends: bool) -> None:
        """Show only whether a gate is closed, open, or neither."""
        if ends != self._ends:
            self._ends = ends
            self._choose_colours()

    @property
    def marks_ends(self) -> bool:
        """True while only the ends of a gate are shown."""
        return self._ends and self._of_gate

    @property
    def _of_gate(self) -> bool:
        return self._quantity in BOUNDED_0_1

    @property
    def _middle(self) -> float:
        """Middle of the range; of the values in one pixel the farthest from it is shown."""
        return 0.5 if self._of_gate else 0.0

    def move(self, known: slice) -> None:
        """Show the known timesteps. One end of the known part never moves."""
        self._gather(known)
        for part in grown(self._known, known) + grown(known, self._known):
            margin = self._columns()[2] + 1
            self.update(
                QRectF(part.start - margin, -0.5, part.stop - part.start + 2 * margin, self.width)
            )
        self._known = known

    def set_limits(self, limits: tuple[float, float]) -> None:
        """Set the values of the first and the last colour."""
        if limits != self._limits:
            self._limits = limits
            self._choose_colours()

    @property
    def width(self) -> int:
        """Number of units."""
        return int(self._values.shape[1])

    @property
    def cell(self) -> tuple[int, int]:
        """Timesteps and units in one cell of the picture."""
        return self._columns()[2], block(self.width, self._pixels()[1])

    def peak(self) -> float:
        """Return the largest finite magnitude known."""
        return self._bands.peak(self._known)

    def shown_at(self, unit: int, timestep: int) -> tuple[int, int]:
        """Return the (unit, timestep) whose value the picture shows at a known place."""
        columns, units = self.cell
        t, u = timestep - timestep % columns, unit - unit % units
        start, stop = max(t, self._known.start), min(t + columns, self._known.stop)
        size = np.abs(self._values[start:stop, u : u + units] - self._middle)
        place = int(np.argmax(np.where(np.isnan(size), np.inf, size)))
        return u + place % size.shape[1], start + place // size.shape[1]

    def picture(self) -> Array:
        """Return the colours on screen, (bands, columns) as 0xaarrggbb, for the visible part."""
        self._refresh()
        return self._colours_shown

    @guard_rect
    def boundingRect(self) -> QRectF:
        """Return the rectangle of all cells, known or not."""
        return QRectF(-0.5, -0.5, len(self._values), self.width)

    @guard_paint
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the exposed part by pixels, so that parts drawn at different times meet."""
        if self._known.start >= self._known.stop:
            return
        columns = self._refresh()
        transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
        exposed: QRectF = option.exposedRect
        exposed = transform.mapRect(exposed & self.boundingRect())
        left, top = math.floor(exposed.left() * ratio), math.floor(exposed.top() * ratio)
        right, bottom = math.ceil(exposed.right() * ratio), math.ceil(exposed.bottom() * ratio)
        if left >= right or top >= bottom:
            return
        x = (np.arange(left - 1, right) + 0.5) / ratio
        y = (np.arange(top - 1, bottom) + 0.5) / ratio
        x, y = (x - transform.dx()) / transform.m11(), (y - transform.dy()) / transform.m22()
        pixels = self._sampled(x, y, columns)
        painter.resetTransform()
        painter.drawImage(QPointF(left / ratio, top / ratio), _image(pixels, ratio))
        painter.setTransform(transform)

    def _sampled(self, x: Array, y: Array, columns: tuple[int, int, int]) -> Array:
        """Return the colours at points, with lines between large cells.

        The first of x and y is a margin: it only tells whether a cell begins at the second.
        """
        first, count, size = columns
        t, unit = np.floor(x + 0.5).astype(int), np.floor(y + 0.5).astype(int)
        column = _places((t // size - first)[1:], count)
        band = _places((unit // self._bands.size)[1:], len(self._colours_shown))
        # Columns first: bands are then rows, which numpy copies whole.
        pixels: Array = self._framed.take(column, axis=1).take(band, axis=0)
        smallest = 1 / max(abs(x[1] - x[0]), abs(y[1] - y[0]))
        if (size, self._bands.size) == (1, 1) and smallest >= GRID_FROM:
            lines = (np.diff(unit) != 0)[:, None] | (np.diff(t) != 0)
            pixels[lines & (pixels != 0)] = QColor(self._theme.panel).rgb()
        return pixels

    def _choose_colours(self) -> None:
        self._scale: Scale | EndScale = (
            ends_of(self._theme)
            if self.marks_ends
            else Scale(map_of(self._theme, self._quantity), self._limits)
        )
        self._key = ()
        self.update()

    def _pixels(self) -> tuple[float, float]:
        """Return the width and height of the visible part in device pixels."""
        view = self.getViewBox()
        if view is None:
            return 1.0, 1.0
        ratio = view.scene().views()[0].devicePixelRatioF() if view.scene() else 1.0
        return max(1.0, view.width() * ratio), max(1.0, view.height() * ratio)

    def _visible_range(self) -> range:
        view = self.getViewBox()
        if view is None:
            return range(len(self._values))
        left, right = view.viewRange()[0]
        start = max(0, int(np.floor(left + 0.5)))
        return range(start, max(start + 1, min(len(self._values), int(np.ceil(right + 0.5)))))

    def _columns(self) -> tuple[int, int, int]:
        """Return the first visible column, the number of columns, and the timesteps of each.

        Columns begin at multiples of their size, so that a moved view shows the same columns.
        """
        visible = self._visible_range()
        size = block(len(visible), self._pixels()[0])
        first = visible.start // size
        return first, -(-visible.stop // size) - first, size

    def _gather(self, known: slice) -> None:
        pixels = self._pixels()[1]
        if self._bands.size != block(self.width, pixels):
            self._bands = Bands(self._values, pixels, self._middle)
        self._bands.extend(known)

    def _refresh(self) -> tuple[int, int, int]:
        """Update the picture to the known part: the change, or everything in another view.

        Returns the visible columns, like `_columns`.
        """
        self._gather(self._known)
        first, count, size = columns = self._columns()
        key = (first, count, size, self._bands.size)
        if key != self._key:
            self._key = key
            # With a clear cell past the last, for points outside.
            self._framed = np.zeros((self._bands.values.shape[1] + 1, count + 1), np.uint32)
            self._colours_shown = self._framed[:-1, :-1]
            self._colour(0, count, columns)
        else:
            for part in grown(self._drawn, self._known) + grown(self._known, self._drawn):
                start = min(max(part.start // size - first, 0), count)
                stop = min(max(-(-part.stop // size) - first, 0), count)
                self._colour(start, stop, columns)
        self._drawn = self._known
        return columns

    def _colour(self, start: int, stop: int, columns: tuple[int, int, int]) -> None:
        """Compute the colours of some columns, counted from the first visible one."""
        first, _, size = columns
        self._colours_shown[:, start:stop] = 0
        begin = max((first + start) * size, self._known.start)
        end = min((first + stop) * size, self._known.stop)
        if begin >= end:
            return
        values = self._bands.values[begin:end]
        if size > 1:
            values = outermost_rows(values, size, begin % size, self._middle)
        column = begin // size - first
        shades = self._scale.index(values)
        if isinstance(self._values, FirstDifference) and self._values.partial:
            shades[np.isnan(values)] = CLEAR
        self._colours_shown[:, column : column + len(values)] = self._scale.table[shades].T


def _places(cells: Array, count: int) -> Array:
    """Return cells as indices; those outside become `count`."""
    return np.where((cells >= 0) & (cells < count), cells, count)


def _image(pixels: Array, ratio: float) -> QImage:
    height, width = pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, width, height, 4 * width, form)
    image.setDevicePixelRatio(ratio)
    return image
