"""TimeHeatMap: one quantity, units × time, as a picture with at most one cell a pixel.

What is known has its colour, what is ahead a fainter one. Where there is room, a cell is a bar from
zero to its value.
"""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from simulator.arrays import Array, same_memory
from ui.panels.timeline.tracks.ground import timesteps_a_pixel
from ui.panels.timeline.tracks.pixels import PixelAxis, bands_of, columns_of
from ui.style.charts import pg
from ui.style.colours import CLEAR, EndScale, Scale, ends_of
from ui.style.decades import DecadeScale, Ends, scale_between
from ui.style.theme import BOUNDED_0_1, Theme
from ui.widgets.downsampling import (
    NOTHING,
    Bands,
    Series,
    block,
    common,
    grown,
    joined,
    partial,
)
from ui.widgets.paint_guard import guard_paint, guard_rect

GRID_FROM = 5.0
"""Size from which cells have lines between them, in pixels."""

AT_ONCE = 1 << 21
"""Most numbers that a row takes in between two events."""

AHEAD = 0.37
"""Share of its colour that a cell ahead has over its ground."""


class TimeHeatMap(pg.GraphicsObject):
    """Heat map of a (T, width) array. Cell (t, unit) is centred there; unit 0 has the least y.

    It reads only the visible part of what is shown, and after a step only what has changed.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setCursor(Qt.CursorShape.PointingHandCursor)  # a click looks there
        self._values: Series = np.zeros((1, 1))
        self._height = 1.0  # pixels of all units when the bands were gathered
        self._bands = Bands(self._values, self._height)
        self._known = self._ahead = NOTHING
        self._drawn = (NOTHING, NOTHING)
        self._limits: Ends = (0.0, 1.0)
        self._bars = False
        self._key: tuple[int, ...] = ()
        self._quantity: str | None = None
        self._ends = False
        self._more = QTimer(self, interval=0, singleShot=True)
        self._more.timeout.connect(self._gather_more)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._choose_colours()

    def bind(self, quantity: str | None, values: Series) -> None:
        """Bind another array; no timestep of it is known yet. The same numbers stay as they are.

        Args:
            quantity: None for differences and gradients. values: (T, width).
        """
        same = same_memory(values, self._values)
        if same and quantity == self._quantity:
            return
        if values.shape != self._values.shape:
            self.prepareGeometryChange()
        if quantity != self._quantity:
            self._quantity = quantity
            self._choose_colours()
        if not (same and self._bands.middle == self._middle):
            self._bands = Bands(values, self._height, self._middle)
        self._values = values
        self._known, self._ahead, self._key = NOTHING, NOTHING, ()
        self.update()

    def show_bars(self, bars: bool) -> None:
        """Draw each cell as a bar from zero, or fill it."""
        if bars != self._bars:
            self._bars = bars
            self._choose_colours()

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

    def move(self, known: slice, ahead: slice = NOTHING) -> None:
        """Show the known timesteps, and fainter those ahead, which are next to them.

        One end of all that is shown never moves.
        """
        if not self._key or not self.isVisible() or self.scene() is None:
            parts = []  # what is to be drawn anew is, whole
        else:
            parts = changed((self._known, self._ahead), (known, ahead))
        margin = 0.0
        if parts:  # whole columns, and a pixel on each side
            margin = self._columns(self._pixels()[0])[2] - 0.5
            margin += timesteps_a_pixel(self.getViewBox())
        for part in parts:
            left, right = part.start - margin, part.stop - 1 + margin
            self.update(QRectF(left, -0.5, right - left, self.width))
        self._known, self._ahead = known, ahead

    def set_limits(self, limits: Ends) -> None:
        """Set the values of the first and the last colour, or the decades of the steps."""
        if limits != self._limits:
            self._limits = limits
            self._choose_colours()

    @property
    def fills(self) -> bool:
        """True while a part of what is to be shown is not taken in."""
        return self._more.isActive()

    @property
    def width(self) -> int:
        """Number of units."""
        return int(self._values.shape[1])

    @property
    def cell(self) -> tuple[int, int]:
        """Timesteps and units in one cell of the picture."""
        width, height = self._pixels()
        return self._columns(width)[2], block(self.width, height)

    def shades(self, part: slice) -> Array:
        """Return the indices of some timesteps' colours on the scale: (timesteps, places)."""
        return self._scale.index(np.asarray(self._values[part]))

    def peak(self) -> float:
        """Return the largest finite magnitude shown."""
        self._gather(self._pixels()[1])
        return self._bands.peak(joined(self._known, self._ahead))

    def shown_at(self, unit: int, timestep: int) -> tuple[int, int]:
        """Return the (unit, timestep) whose value the picture shows at a place that it shows."""
        columns, units = self.cell
        t, u = timestep - timestep % columns, unit - unit % units
        part = self._known if _overlap(self._known, t, t + columns) else self._ahead
        start, stop = max(t, part.start), min(t + columns, part.stop)
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
        shown = joined(self._known, self._ahead)
        if shown.start >= shown.stop:
            return
        columns = self._refresh()
        transform, ratio = painter.transform(), painter.device().devicePixelRatioF()
        exposed: QRectF = option.exposedRect
        exposed = transform.mapRect(exposed & self.boundingRect())
        left, top = math.floor(exposed.left() * ratio), math.floor(exposed.top() * ratio)
        right, bottom = math.ceil(exposed.right() * ratio), math.ceil(exposed.bottom() * ratio)
        if left >= right or top >= bottom:
            return
        x = left, right, transform.dx() * ratio, transform.m11() * ratio
        y = top, bottom, transform.dy() * ratio, transform.m22() * ratio
        pixels = self._sampled(x, y, columns)
        painter.resetTransform()
        painter.drawImage(QPointF(left / ratio, top / ratio), _image(pixels, ratio))
        painter.setTransform(transform)

    def _sampled(self, x: PixelAxis, y: PixelAxis, columns: tuple[int, int, int]) -> Array:
        """Return the colours of the pixels between two ends, with lines between large cells."""
        first, count, size = columns
        width, height = abs(x[3]), abs(y[3])
        room = width if self._as_bars else min(width, height)
        parted = (size, self._bands.size) == (1, 1) and room >= GRID_FROM
        column, begins, alike = columns_of(x, first, count, size, parted)
        band, lines, within = bands_of(y, self._bands.size, len(self._colours_shown))
        # Columns first: bands are then rows, which numpy copies whole.
        if not self._as_bars and not parted:
            return self._framed.take(column.repeat(alike), axis=1).take(band, axis=0)
        pixels: Array = self._framed.take(column, axis=1).take(band, axis=0)
        if self._as_bars:
            low, high = (
                ends.take(column, axis=1).take(band, axis=0)
                for ends in _bars(self._places_shown, self._zero, height)
            )
            pixels[begins | (within < low) | (within >= high)] = 0
        else:
            pixels[(lines | begins) & (pixels != 0)] = QColor(self._theme.panel).rgb()
        return pixels.repeat(alike, axis=1)

    @property
    def _as_bars(self) -> bool:
        """True where cells are bars: they have a scale of lengths, and a pixel row of their own."""
        return self._bars and isinstance(self._scale, Scale) and self._bands.size == 1

    @property
    def _zero(self) -> float:
        """Place of zero on the scale, from which bars are drawn; at an end where it is beyond."""
        return float(self._scale.places(np.zeros(()))) if isinstance(self._scale, Scale) else 0.0

    def _choose_colours(self) -> None:
        self._scale: Scale | EndScale | DecadeScale = (
            ends_of(self._theme, self._quantity)
            if self._quantity is not None and self.marks_ends
            else scale_between(self._theme, self._quantity, self._limits)
        )
        ground = self._theme.field if self._bars else self._theme.panel
        self._tables = self._scale.table, _fainter(self._scale.table, QColor(ground))
        self._key = ()
        self.update()

    def _pixels(self) -> tuple[float, float]:
        """Return the width of the visible part, and the height of all units, in device pixels."""
        view = self.getViewBox()
        if view is None:
            return 1.0, 1.0
        ratio = view.scene().views()[0].devicePixelRatioF() if view.scene() else 1.0
        low, high = view.viewRange()[1]
        visible = min(high - low, self.width) or 1.0
        height = view.height() * ratio * self.width / visible
        return max(1.0, view.width() * ratio), max(1.0, height)

    def _visible_range(self) -> range:
        view = self.getViewBox()
        if view is None:
            return range(len(self._values))
        left, right = view.viewRange()[0]
        start = max(0, int(np.floor(left + 0.5)))
        return range(start, max(start + 1, min(len(self._values), int(np.ceil(right + 0.5)))))

    def _columns(self, width: float) -> tuple[int, int, int]:
        """Return the first visible column, the number of columns, and the timesteps of each.

        Columns begin at multiples of their size, so that a moved view shows the same columns.

        Args:
            width: of the visible part, in pixels.
        """
        visible = self._visible_range()
        size = block(len(visible), width)
        first = visible.start // size
        return first, -(-visible.stop // size) - first, size

    def _gather(self, height: float) -> None:
        """Take in what is shown; of many numbers a part, and the others at the next events."""
        self._height = height
        if self._bands.size != block(self.width, height):
            self._bands.fit(height)
        if self.fills:
            return
        shown = joined(self._known, self._ahead)
        self._bands.extend(shown, AT_ONCE, self._visible_range().start)
        if grown(self._bands.known, shown):
            self._more.start()

    def _gather_more(self) -> None:
        self._gather(self._height)
        self.update()

    def _refresh(self) -> tuple[int, int, int]:
        """Update the picture to what is shown: the change, or everything in another view.

        Returns the visible columns, like `_columns`.
        """
        width, height = self._pixels()
        self._gather(height)
        shown = common(self._known, self._bands.known), common(self._ahead, self._bands.known)
        first, count, size = columns = self._columns(width)
        key = (first, count, size, self._bands.size)
        if key != self._key:
            self._key = key
            # With a clear cell past the last, for points outside.
            cells = self._bands.count + 1, count + 1
            self._framed = np.zeros(cells, np.uint32)
            self._places_shown = np.zeros(cells if self._as_bars else (1, 1), np.float32)
            self._colours_shown = self._framed[:-1, :-1]
            self._colour(shown, 0, count, columns)
        else:
            for part in changed(self._drawn, shown):
                start = min(max(part.start // size - first, 0), count)
                stop = min(max(-(-part.stop // size) - first, 0), count)
                self._colour(shown, start, stop, columns)
        self._drawn = shown
        return columns

    def _colour(
        self, shown: tuple[slice, slice], start: int, stop: int, columns: tuple[int, int, int]
    ) -> None:
        """Compute the colours of some columns, counted from the first visible one.

        A column that is partly known shows only that part.
        """
        first, _, size = columns
        self._colours_shown[:, start:stop] = 0
        for part, table in reversed(tuple(zip(shown, self._tables, strict=True))):
            begin = max((first + start) * size, part.start)
            end = min((first + stop) * size, part.stop)
            if begin >= end:
                continue
            values = self._bands.columns(slice(begin, end), size)
            column = begin // size - first
            shades = self._scale.index(values)
            if partial(self._values):
                shades[np.isnan(values)] = CLEAR
            self._colours_shown[:, column : column + len(values)] = table.take(shades).T
            if self._as_bars and isinstance(self._scale, Scale):
                places = self._scale.places(np.asarray(values))
                self._places_shown[:-1, column : column + len(values)] = places.T


def changed(before: tuple[slice, slice], now: tuple[slice, slice]) -> list[slice]:
    """List the timesteps whose look differs: from the known part and the one ahead to others."""
    parts: list[slice] = []
    if before != now:
        for old, new in zip(before, now, strict=True):
            for part in grown(old, new) + grown(new, old):
                if part not in parts:  # what one part gains the other loses
                    parts.append(part)
    return parts


def _overlap(part: slice, start: int, stop: int) -> bool:
    return max(part.start, start) < min(part.stop, stop)


def _bars(places: Array, zero: float, height: float) -> tuple[Array, Array]:
    """Return the upper and lower ends of bars, which are a pixel high at least, in their cells.

    Args:
        places: the values' places on their scale; NaN gives a full cell. zero: the place of zero.
        height: the pixels of a cell, from whose top the ends are counted, 0…1.
    """
    inset = min(0.1, 1.0 / height)
    top, bottom = (inset + (1 - 2 * inset) * (1 - end) for end in (places, zero))
    least = np.where(np.abs(places - zero) > 1e-9, 1.0 / height, 0.0)
    low, high = np.minimum(top, bottom), np.maximum(top, bottom)
    high = np.maximum(high, low + least)
    missing = np.isnan(places)
    return np.where(missing, 0.0, low), np.where(missing, 1.0, high)


def _fainter(table: Array, ground: QColor) -> Array:
    """Return a table of colours as they look ahead, over a ground."""
    channels = table.view(np.uint8).reshape(-1, 4).astype(np.float64)
    over = np.array([ground.blue(), ground.green(), ground.red(), 255.0])
    mixed = np.rint(AHEAD * channels + (1 - AHEAD) * over).astype(np.uint8)
    mixed[channels[:, 3] == 0] = 0
    return mixed.view(np.uint32).ravel()


def _image(pixels: Array, ratio: float) -> QImage:
    height, width = pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, width, height, 4 * width, form)
    image.setDevicePixelRatio(ratio)
    return image
