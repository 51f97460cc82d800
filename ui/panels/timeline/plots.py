"""TimePlots: rows of quantities stacked on one time axis, under one frame for now."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Signal

from simulator.arrays import Array
from ui.panels.timeline.binding import Bound, Seen
from ui.panels.timeline.rows import TrackRows
from ui.panels.timeline.track_choice import CARRIED, INPUT, OF_UNIT
from ui.panels.timeline.tracks.place import RowPlace
from ui.panels.timeline.tracks.row import TimeRow
from ui.panels.timeline.tracks.words import are_words
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING

FEWEST_UNITS = 4
"""Smallest number of visible places, at the highest zoom."""


class TimePlots(TrackRows):
    """The rows of a lane, bound to its arrays. It draws its input and reports the mouse.

    Signals:
        pointed: the RowPlace under the mouse, None when there is none.
        clicked: a RowPlace and pyqtgraph's mouse event.
        dragged: the timestep that the frame, or the mouse on the axis, was dragged to.
    """

    pointed = Signal(object)
    clicked = Signal(object, object)
    dragged = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._length = 1
        self._mouse: QPointF | None = None
        self._zoomed: tuple[float, float] | None = None
        self._shares = False
        self.order: tuple[int, ...] | None = None
        self._connect()

    def bind(self, bound: Bound) -> None:
        """Bind other arrays; no timestep of theirs is known yet. The view stays where it can."""
        values = bound.values
        steps, self._width = values[CARRIED].shape
        self._length = bound.length
        if self.order is not None and max(self.order, default=0) >= self._width:
            self.order = None
        self._quantities = tuple(values)
        for row in self.tracks.values():
            row.limit_time(steps)
        for quantity, array in values.items():
            self.rows[quantity].bind(
                array,
                bound.length,
                ghost=bound.ghosts.get(quantity),
                order=self.order if array.shape[1] == self._width else None,
                own=bound.own.get(quantity),
                name=bound.names.get(quantity, ""),
                differs=bound.differs,
            )
        self._place_tracks()
        if steps != self._steps:
            self._steps = steps
            self.fit()
            self.view_changed.emit()  # the range may now be all, unchanged for the view
        else:
            self.zoom(self._zoomed)  # there may be fewer units

    def bind_input(self, values: Array, length: int, labels: tuple[str, ...], name: str) -> None:
        """Show the input, which is known from the start: as words where the labels name it.

        Args:
            values: (T, I) of the row. labels: the names of the timesteps; empty without any.
        """
        worded = len(labels) >= len(values) and are_words(labels[:length])
        row = self.tracks[INPUT]
        row.worded = worded
        row.bind(values, length, name=name)
        row.heat_map.setVisible(not worded)
        self.words.setVisible(worded)
        self.words.bind(labels if worded else (), length, values.shape[1])
        self.axis.bind(len(values), labels, worded and INPUT in self.shown)

    def bind_unit(self, values: Array, length: int, unit: int, own: Array | None) -> None:
        """Show one unit of c as bars. values: (T, width)."""
        self.tracks[OF_UNIT].bind(values, length, order=(unit,), own=own)

    def move(self, seen: Seen, timestep: float, peek: int | None = None) -> None:
        """Show what is known and ahead, and move the frames.

        Args:
            timestep: of now; half a timestep outside before the first.
            peek: the timestep that is looked at elsewhere.
        """
        for quantity, known in seen.known.items():
            ahead = seen.ahead.get(quantity, NOTHING)
            self.rows[quantity].move(known, ahead, seen.ghosts.get(quantity, NOTHING))
        self.tracks[OF_UNIT].move(seen.known[CARRIED], seen.ahead.get(CARRIED, NOTHING))
        self._move_input(next(iter(seen.known.values())))
        if timestep != self.frames.timestep:
            self._follow(timestep)
        self.frames.stand(timestep, peek)

    def _move_input(self, known: slice) -> None:
        """Dim the input that no cell has read: all of it is known from the start."""
        row, length = self.tracks[INPUT], self._length
        if known.start > 0:
            row.move(known, slice(0, known.start))
        else:
            row.move(known, slice(known.stop, length))
        self.words.move(known)

    def under_mouse(self) -> RowPlace | None:
        """Return the place under the mouse; None when it is elsewhere."""
        return None if self._mouse is None else self._place_at(self._mouse)

    def rect_of(self, place: RowPlace) -> QRect:
        """Return the rectangle of a place: its cell, or in curves its timestep.

        Empty where its track is no longer shown.
        """
        row = self._row_of(place)
        return QRect() if row is None else row.rect_of(place, self.viewportTransform())

    def row_rect(self, place: RowPlace) -> QRect:
        """Return the rectangle of the row that a place is in; empty where it is not shown."""
        row = self._row_of(place)
        scene = QRectF() if row is None else row.view.sceneBoundingRect()
        return self.viewportTransform().mapRect(scene).toAlignedRect()

    def _row_of(self, place: RowPlace) -> TimeRow | None:
        """Return the row of a place; of two with one quantity, that under the mouse."""
        rows = [row for row in map(self.tracks.get, self.shown) if row is not None]
        found = [row for row in rows if row.letter == place.quantity]
        mouse = self._mouse or QPointF()
        here = (row for row in found if row.view.sceneBoundingRect().contains(mouse))
        return next(here, found[0] if found else None)

    def fit(self) -> None:
        """Show all timesteps and all units."""
        self.zoom(None)
        self.first.setXRange(-0.5, self._steps - 0.5, padding=0)

    @property
    def fits(self) -> bool:
        """True when all timesteps and units are visible."""
        return self.fits_time and self._zoomed is None

    @property
    def fits_time(self) -> bool:
        """True when all timesteps are visible."""
        left, right = self.first.viewRange()[0]
        return bool(right - left >= self._steps - 1e-6)

    def _connect(self) -> None:
        for row in self.tracks.values():
            self._follow_view(row)
        self.row_made.connect(self._follow_view)
        self.tracks_changed.connect(self._on_tracks_changed)
        self.axis.geometryChanged.connect(self.frames.place)
        for source in (self.axis, self.frames.now):
            source.dragged.connect(self._on_dragged)
        self.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.scene().sigMouseClicked.connect(self._on_mouse_clicked)

    def _follow_view(self, row: TimeRow) -> None:
        row.view.sigXRangeChanged.connect(self._share_range)
        row.view.sigResized.connect(self._on_resized)
        row.view.units_zoomed.connect(self.zoom_units)
        row.view.units_moved.connect(self._move_units)

    def _share_range(self, view: pg.ViewBox, visible: tuple[float, float]) -> None:
        """Give all views the timesteps of one; none of those gives them on."""
        if self._shares:
            return
        self._shares = True
        try:
            for row in self.tracks.values():
                if row.view is not view:
                    row.view.setXRange(*visible, padding=0)
        finally:
            self._shares = False
        self.frames.place()
        self.view_changed.emit()

    @property
    def places(self) -> tuple[float, float]:
        """Visible places of the rows of all units."""
        count = self._width if self.order is None else len(self.order)
        return self._zoomed or (-0.5, count - 0.5)

    def zoom_units(self, place: float, factor: float) -> None:
        """Show fewer units around a place, or with a factor above 1 more."""
        low, high = self.places
        count = self._width if self.order is None else len(self.order)
        factor = max(factor, min(FEWEST_UNITS, count) / (high - low))
        self.zoom((place + (low - place) * factor, place + (high - place) * factor))

    def _move_units(self, places: float) -> None:
        if self._zoomed is not None:
            low, high = self._zoomed
            self.zoom((low + places, high + places))

    def zoom(self, places: tuple[float, float] | None) -> None:
        """Show some places of the rows of all units, within all of them; None for all."""
        count = self._width if self.order is None else len(self.order)
        if places is not None:
            low, high = places
            span = min(high - low, count)
            low = min(max(low, -0.5), count - 0.5 - span)
            places = None if span >= count else (low, low + span)
        before, self._zoomed = self._zoomed, places
        for row in self.unit_rows.values():  # which may have been bound to other units since
            row.zoom(places if len(row.order) == count else None)
        if places != before:
            self.view_changed.emit()

    def _on_tracks_changed(self) -> None:
        if self._mouse is not None:  # another track may be under it
            self.pointed.emit(self.under_mouse())

    def _on_resized(self) -> None:
        if self._placing:  # the other rows follow
            return
        self.frames.place()
        self.view_changed.emit()

    def _follow(self, timestep: float) -> None:
        """Turn the page when now leaves a zoomed view."""
        left, right = self.first.viewRange()[0]
        if right - left >= self._steps - 1e-6 or left <= timestep <= right:
            return
        width = right - left
        left = timestep - (0.15 if timestep > right else 0.85) * width
        left = min(max(left, -0.5), self._steps - 0.5 - width)
        self.first.setXRange(left, left + width, padding=0)

    def _place_at(self, scene_point: QPointF) -> RowPlace | None:
        for track in self.shown:
            place = self.tracks[track].place_at(scene_point)
            if place is not None:
                return place
        return None

    def _on_dragged(self, scene_point: QPointF) -> None:
        t = round(self.first.mapSceneToView(scene_point).x())
        self.dragged.emit(min(max(t, 0), self._steps - 1))

    def _on_mouse_moved(self, scene_point: QPointF) -> None:
        self._mouse = QPointF(scene_point)
        place = self.under_mouse()
        self.frames.point(None if place is None else place.pointed)
        self.pointed.emit(place)

    def _on_mouse_clicked(self, event) -> None:  # type: ignore[no-untyped-def]
        place = self._place_at(event.scenePos())
        if place is not None:
            event.accept()
            self.clicked.emit(place, event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mouse = None
        self.frames.point(None)
        self.pointed.emit(None)
