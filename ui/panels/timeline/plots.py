"""TimePlots: rows of quantities stacked on one time axis, under one frame for now."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsScene

from simulator.arrays import Array
from simulator.lstm.quantities import LOSS, STEPS, Y
from simulator.translation import tr
from ui.panels.timeline.answers.row import AnswerRow
from ui.panels.timeline.binding import Bound, Seen
from ui.panels.timeline.frames import TimeFrames
from ui.panels.timeline.gradients.edge import ROOM
from ui.panels.timeline.gradients.row import GradientRow
from ui.panels.timeline.track_choice import (
    GRADIENTS,
    INPUT,
    KEPT,
    OF_UNIT,
    SPACING,
    SPACING_BACK,
    TRACKS,
    WORDS,
    tip_of,
    tracks_back,
    tracks_for,
    weight_back,
)
from ui.panels.timeline.tracks.axis import MARGIN, AxisName, TimeAxis
from ui.panels.timeline.tracks.cursor import HEAD
from ui.panels.timeline.tracks.place import RowPlace
from ui.panels.timeline.tracks.row import MOST_BARS, TimeRow
from ui.panels.timeline.tracks.words import TimeWords, are_words
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING

ROOM_FOR_NAMES = 600
"""Smallest width of the plots at which rows have names, in pixels."""

FEWEST_UNITS = 4
"""Smallest number of visible places, at the highest zoom."""


class TimePlots(pg.GraphicsLayoutWidget):
    """A row for each track of a lane. It draws its input and reports the mouse.

    Signals:
        pointed: the RowPlace under the mouse, None when there is none.
        clicked: a RowPlace and pyqtgraph's mouse event.
        dragged: the timestep that the frame, or the mouse on the axis, was dragged to.
        view_changed: the visible timesteps, units or tracks, or their room, have changed.
    """

    pointed = Signal(object)
    clicked = Signal(object, object)
    dragged = Signal(int)
    view_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Rows come and go: an index of places, for scenes of thousands of items, would be stale.
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Values over time"))
        self._steps, self._width, self._length = 1, 1, 1
        self._theme, self._as_curves = theme, False
        self._selected: tuple[int, tuple[int, ...]] = 0, ()
        self._mouse: QPointF | None = None
        self._quantities: tuple[str, ...] = STEPS
        self._answers: tuple[str, ...] = ()
        self._zoomed: tuple[float, float] | None = None
        self._named: bool | None = None
        self._choices: dict[bool, tuple[str, ...] | None] = {False: None, True: None}
        self._of_gradients: tuple[str, ...] = ()
        self.back = self._weighed = self._placing = False
        self.shown: tuple[str, ...] = ()
        self.order: tuple[int, ...] | None = None
        self.rows = {quantity: TimeRow(theme, quantity) for quantity in STEPS}
        self.answers, self.losses = AnswerRow(theme), TimeRow(theme, LOSS, most_bars=1)
        others = {
            INPUT: TimeRow(theme, "x", most_bars=1),
            OF_UNIT: TimeRow(theme, "c"),
            KEPT: TimeRow(theme, "f", KEPT),
            Y: self.answers,
            LOSS: self.losses,
        }
        made: dict[str, TimeRow] = self.rows | others
        self.tracks = {track: made[track] for track in TRACKS if track in made}
        self.gradients: dict[str, GradientRow] = {}
        for track, row in self.tracks.items():
            row.label.setToolTip(tip_of(track))
        self.words = TimeWords(theme)
        self.tracks[INPUT].view.addItem(self.words, ignoreBounds=True)
        self.axis, self.axis_name = TimeAxis(theme), AxisName(theme)
        self.frames = TimeFrames(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self.setBackground(theme.panel)
        for row in self.tracks.values():
            row.set_theme(theme)
        for item in (self.words, self.axis, self.axis_name):
            item.set_theme(theme)
        for part in (self.tracks[INPUT].view, self.tracks[INPUT].label):
            part.setMinimumHeight(fonts.px(WORDS))
            part.setMaximumHeight(fonts.px(WORDS))
        self.ci.layout.activate()  # the axis may have another height
        self.frames.set_theme(theme)

    def bind(self, bound: Bound) -> None:
        """Bind other arrays; no timestep of theirs is known yet. The view stays where it can."""
        values = bound.values
        self._width, self._length = values["c"].shape[1], bound.length
        if self.order is not None and max(self.order, default=0) >= self._width:
            self.order = None
        self._quantities = tuple(values)
        steps = len(values["h"])
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
            self._zoomed = None
            self.fit()
            self.view_changed.emit()  # the range may now be all, unchanged for the view

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

    def offer(self, answers: tuple[str, ...], gradients: tuple[str, ...]) -> None:
        """Offer the tracks of a readout and of the way back, as far as there are any."""
        self._answers, self._of_gradients = answers, gradients
        self._place_tracks()

    def walk(self, to: int) -> None:
        """Show the way back, which walks to the left, −1, or to the right, 1; or the way out, 0.

        On the way back values are dimmed, and the rows of gradients are below them.
        """
        self.frames.fly(to)
        if bool(to) == self.back:
            return
        self.back = bool(to)
        for row in self.tracks.values():
            row.dim(self.back)
        self.ci.layout.setVerticalSpacing(SPACING_BACK if self.back else SPACING)
        self._place_tracks()

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
        self.tracks[OF_UNIT].move(seen.known["c"], seen.ahead.get("c", NOTHING))
        self._move_input(seen.known[STEPS[0]])
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

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """Tracks that the user chose in this pass; None for as many as there is room for."""
        return self._choices[self.back]

    def choose_tracks(self, chosen: tuple[str, ...] | None, back: bool | None = None) -> None:
        """Show some tracks; None for as many as there is room for.

        Args:
            back: on the way back, or on the way out; None for the one that is shown.
        """
        self._choices[self.back if back is None else back] = chosen
        self._place_tracks()

    def select(self, unit: int, units: tuple[int, ...]) -> None:
        """Mark a unit, and choose the units drawn as curves."""
        self._selected = unit, units
        for row in self.unit_rows.values():
            row.select(unit, units)

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves, or heat maps."""
        self._as_curves = as_curves
        for row in (*self.rows.values(), *self.gradients.values()):
            row.show_curves(as_curves)
        self._place_tracks()
        self.view_changed.emit()

    def show_ends(self, ends: bool) -> None:
        """Mark where gates are closed and open, in heat maps and in curves."""
        for row in self.rows.values():
            row.show_ends(ends)

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

    def shows(self, track: str) -> bool:
        """Return True where a track has a row."""
        return track in self.shown

    @property
    def offered(self) -> frozenset[str]:
        """Tracks that can be chosen."""
        values = INPUT, OF_UNIT, KEPT, *self._quantities
        return frozenset((*values, *self._answers, *self._of_gradients))

    @property
    def first(self) -> pg.ViewBox:
        """View of the first row; all show the same timesteps."""
        return self.tracks[self.shown[0]].view

    @property
    def last(self) -> pg.ViewBox:
        """View of the last row."""
        return self.tracks[self.shown[-1]].view

    def _lay_out(self) -> None:
        layout = self.ci.layout
        layout.setContentsMargins(0, HEAD, MARGIN, 0)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(SPACING)
        for number, row in enumerate(self.tracks.values()):  # those out of sight take no room
            self.addItem(row.label, number, 0)
            self.addItem(row.view, number, 1)
            row.show(False)
        self.addItem(self.axis_name, len(TRACKS), 0)
        self.addItem(self.axis, len(TRACKS), 1)
        self._place_tracks()

    def _connect(self) -> None:
        for row in self.tracks.values():
            self._follow_view(row)
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

    def _make(self, track: str) -> None:
        """Make the row of a gradient, when it is shown for the first time."""
        row, number = GradientRow(self._theme, track), TRACKS.index(track)
        row.set_theme(self._theme)
        row.label.setToolTip(tip_of(track))
        row.label.set_named(bool(self._named))
        row.limit_time(self._steps)
        row.select(*self._selected)
        row.show_curves(self._as_curves)
        row.view.setXRange(*self.first.viewRange()[0], padding=0)
        row.show(False)  # it gets its place with the others
        for column, item in enumerate((row.label, row.view, row.edge)):
            self.addItem(item, number, column)
        self.gradients[track] = self.tracks[track] = row
        self._follow_view(row)

    def _weigh(self) -> None:
        """Give rows heights: all alike, or on the way back in proportion to their places."""
        if not (self.back or self._weighed):
            return
        self._weighed = self.back
        shown = [track for track in self.shown if track != INPUT]
        room = self._room() - fonts.px(WORDS) - len(shown) * SPACING_BACK
        whole = sum(map(weight_back, shown))
        for track in shown:
            height = room * weight_back(track) / whole if self.back else -1
            self.tracks[track].prefer(height)

    def _room(self) -> float:
        """Return the height of all rows together."""
        return float(self.height() - self.axis.height() - HEAD)

    @property
    def unit_rows(self) -> dict[str, TimeRow]:
        """Rows that have a place for each unit, by track, those of gradients last."""
        return self.rows | {key: row for key, row in self.gradients.items() if row.of_units}

    def _wanted(self) -> tuple[str, ...]:
        if self.chosen is not None:
            wanted = self.offered.intersection(self.chosen)
            chosen = tuple(track for track in TRACKS if track in wanted)
            if chosen:
                return chosen
        bars = self._width <= MOST_BARS
        height = self._room()
        if self.back:
            chosen = self._choices[False] or (INPUT, *self._quantities, *self._answers)
            values = (key for key in TRACKS if key in chosen and key in self.offered)
            ahead = tuple(key for key in values if key not in GRADIENTS)
            return tracks_back(height, ahead, self._of_gradients)
        return tracks_for(height, self._quantities, bars, self._answers)

    def _place_tracks(self) -> None:
        """Show and hide rows, by choice, projection and height."""
        self._place_names()
        wanted = self._wanted()
        for track in wanted:
            if track not in self.tracks:
                self._make(track)
        if wanted == self.shown:
            self._weigh()
            return
        self._placing = True
        for track, row in self.tracks.items():
            row.show(track in wanted)
        self.shown = wanted
        self._weigh()
        edge = ROOM if any(track in self.gradients for track in wanted) else 0
        self.ci.layout.setContentsMargins(0, HEAD, MARGIN - edge, 0)
        self.axis.linkToView(self.first)
        self.axis.tell_names(not (self.words.isVisible() and INPUT in wanted))
        self.ci.layout.activate()
        self.ci.setGeometry(self.range)  # it may now be as low as the window
        self._placing = False
        self.frames.place()
        if self._mouse is not None:  # another track may be under it
            self.pointed.emit(self.under_mouse())
        self.view_changed.emit()

    def _place_names(self) -> None:
        """Give rows names where there is room."""
        named = self.width() >= ROOM_FOR_NAMES
        if named == self._named:
            return
        self._named = named
        for row in self.tracks.values():
            row.label.set_named(named)
        self.axis_name.set_named(named)

    def _share_range(self, view: pg.ViewBox, visible: tuple[float, float]) -> None:
        for row in self.tracks.values():
            if row.view is not view:
                row.view.setXRange(*visible, padding=0)
        if view is self.first:
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
        if places != self._zoomed:
            self._zoomed = places
            for row in self.unit_rows.values():
                row.zoom(places if len(row.order) == count else None)
            self.view_changed.emit()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "tracks"):
            self._place_tracks()
