"""UnitOverview: all units of one track at a glance, beside the rows that show some of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.timeline.tracks.heat_map import AHEAD
from ui.panels.timeline.tracks.view import WHEEL
from ui.style import fonts
from ui.style.decades import Ends, scale_between
from ui.style.theme import Theme
from ui.style.unit_ranges import units_text
from ui.widgets.downsampling import Series, grown

WIDTH, _COLUMNS = 44, 22
"""Width at 100 % text size, and the columns of time in it."""

_SAMPLES = 16
"""Most timesteps that are read for a column: a longer one is read at even distances."""

_LEAST_FRAME = 6.0
_ZOOM_SPEED = 0.02


@dataclass(frozen=True, slots=True)
class UnitPicture:
    """What an overview shows.

    Attributes:
        values: (T, places). quantity: whose map they have; None for differences and gradients.
        limits: of the map. shown, known: the timesteps that may be seen, and of them the known.
        order: the unit at each place. letter: of the track.
        covered: timesteps and units that may not be seen.
    """

    values: Series
    quantity: str | None
    limits: Ends
    shown: slice
    known: slice
    order: Sequence[int]
    letter: str
    covered: frozenset[tuple[int, int]] = frozenset()


class UnitOverview(QWidget):
    """Places × time, a pixel row the mean of its units, with a frame around what the rows show.

    Signals:
        moved: the place to have in the middle of the rows.
        zoomed: the place under the mouse, and the factor of the visible range.
        hovered: the units under the mouse in words; empty when it has left.
    """

    moved = Signal(float)
    zoomed = Signal(float, float)
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: UnitPicture | None = None
        self._window = (-0.5, 0.5)
        self._band = (0.0, 1.0)
        self._key: tuple[object, ...] = ()
        self._drawn: Series | None = None
        self._image = QImage()
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(tr("Overview of all units"))
        self.setToolTip(
            tr(
                "All units; each pixel row is the mean of its units. Click anywhere "
                "to scroll there."
            )
        )
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours and the text size."""
        self._theme, self._key = theme, ()
        self.setFixedWidth(fonts.px(WIDTH) + 12)
        self.update()

    def show_picture(self, picture: UnitPicture | None) -> None:
        """Show other values, or as far as they are known now; None holds on to no values."""
        self._picture = picture
        if picture is None:
            self._drawn = None
        self.update()

    def show_window(self, places: tuple[float, float], top: float, bottom: float) -> None:
        """Frame the places in the rows; the strip reaches from `top` to `bottom`, in pixels."""
        if (places, (top, bottom)) != (self._window, self._band):
            self._window, self._band = places, (top, bottom)
            self.update()

    def strip(self) -> QRectF:
        """Return the rectangle of the picture."""
        top, bottom = self._band
        return QRectF(8, top, fonts.px(WIDTH), max(1.0, bottom - top))

    def frame(self) -> QRectF:
        """Return the rectangle around the places in the rows."""
        strip, (low, high) = self.strip(), self._window
        count = self._count()
        top = strip.top() + (low + 0.5) / count * strip.height()
        height = max(_LEAST_FRAME, (high - low) / count * strip.height())
        top = min(top, strip.bottom() - height)
        return QRectF(strip.left() - 3, top, strip.width() + 6, height)

    def units_at(self, y: float) -> tuple[int, ...]:
        """Return the units of the pixel row at a height."""
        if self._picture is None:
            return ()
        strip, count = self.strip(), self._count()
        row = min(max(int(y - strip.top()), 0), int(strip.height()) - 1)
        starts = _starts(count, int(strip.height()))
        band = min(row * len(starts) // int(strip.height()), len(starts) - 1)
        stop = starts[band + 1] if band + 1 < len(starts) else count
        return tuple(self._picture.order[starts[band] : stop])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, fainter what is ahead, the frame, and which track it is."""
        if self._picture is None:
            return
        painter, strip, theme = QPainter(self), self.strip(), self._theme
        painter.fillRect(strip, QColor(theme.zero))
        self._make_image()
        painter.drawImage(strip, self._image)
        self._dim_what_is_ahead(painter, strip)
        whole = self._window[1] - self._window[0] >= self._count()
        painter.setPen(QPen(QColor(theme.wire), 1) if whole else QPen(QColor(theme.ink), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.frame(), 2, 2)
        painter.setFont(fonts.bold(fonts.mono_caption()))
        painter.setPen(theme.colour(self._picture.letter))
        line = painter.fontMetrics().height()
        if strip.top() < line + 3:
            return
        name = QRectF(strip.left(), strip.top() - line - 3, strip.width(), line)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft, self._picture.letter)
        painter.setFont(fonts.mono_caption())
        painter.setPen(QColor(theme.faint))
        painter.drawText(name, Qt.AlignmentFlag.AlignRight, str(self._count()))

    def _dim_what_is_ahead(self, painter: QPainter, strip: QRectF) -> None:
        assert self._picture is not None
        veil, steps = QColor(self._theme.panel), len(self._picture.values)
        veil.setAlphaF(1 - AHEAD)
        for part in grown(self._picture.known, self._picture.shown):
            left, right = (
                strip.left() + strip.width() * t / steps for t in (part.start, part.stop)
            )
            painter.fillRect(QRectF(left, strip.top(), right - left, strip.height()), veil)

    def _make_image(self) -> None:
        """Make the picture, where a column of it was completed, or another is shown."""
        picture = self._picture
        assert picture is not None
        steps, shown = len(picture.values), picture.shown
        columns, height = min(_COLUMNS, steps), int(self.strip().height())
        whole = slice(-(-shown.start * columns // steps), shown.stop * columns // steps)
        key = (picture.limits, picture.order, picture.covered, whole.start, whole.stop, height)
        if key == self._key and picture.values is self._drawn:
            return
        self._key, self._drawn = key, picture.values
        means = means_of(picture.values, shown, columns, height)
        scale = scale_between(self._theme, picture.quantity, picture.limits)
        colours = scale.table[scale.index(means)]
        seen = np.zeros(colours.shape, bool)
        seen[:, whole] = True
        places = {unit: place for place, unit in enumerate(picture.order)}
        starts = _starts(len(picture.order), height)
        for t, unit in picture.covered:
            if unit in places:
                row = int(np.searchsorted(starts, places[unit], "right")) - 1
                seen[row, t * columns // steps] = False
        pixels = np.where(seen, colours, 0).astype(np.uint32)
        form = QImage.Format.Format_ARGB32
        self._image = QImage(pixels.tobytes(), columns, len(pixels), form).copy()

    def _count(self) -> int:
        return 1 if self._picture is None else len(self._picture.order)

    def _place_at(self, y: float) -> float:
        strip = self.strip()
        return (y - strip.top()) / strip.height() * self._count() - 0.5

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the units under the mouse into the rows."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.moved.emit(self._place_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the units under the mouse; a drag moves the frame."""
        y = event.position().y()
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.moved.emit(self._place_at(y))
        self.hovered.emit(tr("units {units}", units=units_text(tuple(sorted(self.units_at(y))))))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the units of the rows."""
        event.accept()
        factor = WHEEL ** (-_ZOOM_SPEED * event.angleDelta().y())
        self.zoomed.emit(self._place_at(event.position().y()), float(factor))

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing."""
        self.hovered.emit("")


def means_of(values: Series, shown: slice, columns: int, rows: int) -> Array:
    """Return the means of blocks of values: (at most `rows`, `columns`), NaN where none is shown.

    Args:
        values: (T, places). shown: the timesteps to read; of long columns some are read.
    """
    steps, places = values.shape
    stride = max(1, steps // (columns * _SAMPLES))
    times = np.arange(shown.start, shown.stop, stride)
    starts = _starts(places, rows)
    means = np.full((len(starts), columns), np.nan)
    if not len(times):
        return means
    column = times * columns // steps
    first = np.flatnonzero(np.diff(column, prepend=-1))
    with np.errstate(over="ignore", invalid="ignore"):
        read = np.asarray(values[shown.start : shown.stop : stride], np.float64)
        summed = np.add.reduceat(np.add.reduceat(read, first, axis=0), starts, axis=1)
        counts = np.diff(first, append=len(times))[:, None]
        counts = counts * np.diff(starts, append=places)[None, :]
        means[:, column[first]] = (summed / counts).T
    return means


def _starts(places: int, rows: int) -> Array:
    """Return the first place of each row: at most `rows` of them, as even as can be."""
    count = max(1, min(places, rows))
    return np.arange(count) * places // count
