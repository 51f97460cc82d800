"""TrackRows: a timeline's rows: which there are, which are shown in each pass, and how high."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsScene

from simulator.network.quantities import FULL, LOSS, Quantity, Y
from simulator.translation import tr
from ui.panels.timeline.answers.row import AnswerRow
from ui.panels.timeline.frames import TimeFrames
from ui.panels.timeline.gradients.edge import ROOM
from ui.panels.timeline.gradients.row import GradientRow
from ui.panels.timeline.track_choice import (
    CARRIED,
    GRADIENTS,
    INPUT,
    KEEPS,
    KEPT,
    OF_UNIT,
    PINNED,
    SAID,
    SPACING,
    SPACING_BACK,
    TRACKS,
    WORDS,
    tip_of,
    tracks_back,
    tracks_for,
    tracks_of_training,
    weight_back,
    weight_out,
)
from ui.panels.timeline.tracks.axis import MARGIN, AxisName, TimeAxis
from ui.panels.timeline.tracks.cursor import HEAD
from ui.panels.timeline.tracks.row import MOST_BARS, TimeRow
from ui.panels.timeline.tracks.words import TimeWords
from ui.panels.timeline.training.rows import PinnedRow, SaidRow
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme

ROOM_FOR_NAMES = 600
"""Smallest width of the plots at which rows have names, in pixels."""


class TrackRows(pg.GraphicsLayoutWidget):
    """A row for each track that is chosen, or that there is room for, above one time axis.

    Rows of gradients are made before they are shown for the first time, not at the start.

    Attributes:
        rows, gradients: rows of quantities and of gradients, by key. tracks: all, by track.
        shown: the tracks in sight, from the top. back: on the way back.

    Signals:
        row_made: a TimeRow, new in its place. tracks_changed: other tracks are shown.
        view_changed: the visible timesteps, units or tracks, or their room, have changed.
    """

    row_made = Signal(object)
    tracks_changed = Signal()
    view_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Rows come and go: an index of places, for scenes of thousands of items, would be stale.
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Values over time"))
        self._steps = self._width = 1
        self._theme, self._as_curves = theme, False
        self._selected: tuple[int, tuple[int, ...]] = 0, ()
        self._quantities = FULL.steps
        self._answers: tuple[str, ...] = ()
        self._named: bool | None = None
        self._choices: dict[bool, tuple[str, ...] | None] = {False: None, True: None}
        self._of_gradients: Mapping[str, Quantity] = {}
        self._trained: tuple[str, ...] = ()
        self.back = self._weighed = self._placing = False
        self.shown: tuple[str, ...] = ()
        self.rows = {quantity: TimeRow(theme, quantity) for quantity in FULL.steps}
        self.answers, self.losses = AnswerRow(theme), TimeRow(theme, LOSS, most_bars=1)
        self.said = SaidRow(theme)
        self.pinned = {quantity: PinnedRow(theme, quantity) for quantity in PINNED}
        others = {
            INPUT: TimeRow(theme, "x", most_bars=1),
            OF_UNIT: TimeRow(theme, CARRIED),
            KEPT: TimeRow(theme, KEEPS[0], KEPT),
            Y: self.answers,
            LOSS: self.losses,
            SAID: self.said,
            **{PINNED[key]: row for key, row in self.pinned.items()},
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

    def offer_trained(self, tracks: tuple[str, ...]) -> None:
        """Offer the tracks of a training run; none while none is open."""
        if tracks != self._trained:
            self._trained = tracks
            self._place_tracks()

    def offer(self, answers: tuple[str, ...], gradients: Mapping[str, Quantity]) -> None:
        """Offer the tracks of a readout and of the way back, as far as there are any.

        Args:
            gradients: the table row of each, for the lane that is shown.
        """
        for track, row in self.gradients.items():
            if track in gradients and gradients[track] != self._of_gradients.get(track):
                row.label.setToolTip(tip_of(track, gradients[track]))
        if (answers, gradients) != (self._answers, self._of_gradients):
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

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """Tracks that the user chose in this pass; None for as many as there is room for."""
        return self._choices[self.back]

    def missing_back(self) -> list[str]:
        """List the tracks that the way back shows here and that have no row yet."""
        return [track for track in self._wanted(True) if track not in self.tracks]

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
        for row in self.unit_rows.values():
            row.show_curves(as_curves)
        self._place_tracks()
        self.view_changed.emit()

    def show_ends(self, ends: bool) -> None:
        """Mark where gates are closed and open, in heat maps and in curves."""
        for row in (*self.rows.values(), *self.pinned.values()):
            row.show_ends(ends)

    def shows(self, track: str) -> bool:
        """Return True where a track has a row."""
        return track in self.shown

    @property
    def offered(self) -> frozenset[str]:
        """Tracks that can be chosen."""
        values = INPUT, OF_UNIT, KEPT, *self._quantities
        return frozenset((*values, *self._answers, *self._of_gradients, *self._trained))

    @property
    def first(self) -> pg.ViewBox:
        """View of the first row; all show the same timesteps."""
        return self.tracks[self.shown[0]].view

    @property
    def last(self) -> pg.ViewBox:
        """View of the last row."""
        return self.tracks[self.shown[-1]].view

    @property
    def unit_rows(self) -> dict[str, TimeRow]:
        """Rows that have a place for each unit, by track, those of gradients last."""
        pinned = {PINNED[key]: row for key, row in self.pinned.items()}
        blames = {key: row for key, row in self.gradients.items() if row.of_units}
        return self.rows | pinned | blames

    def _lay_out(self) -> None:
        layout = self.ci.layout
        layout.setContentsMargins(0, HEAD, MARGIN, 0)
        layout.setHorizontalSpacing(0)
        layout.setVerticalSpacing(SPACING)
        for number, row in enumerate(self.tracks.values()):
            row.show(False)  # so it takes no room
            self.addItem(row.label, number, 0)
            self.addItem(row.view, number, 1)
            self._paint_all_with(row)
        self.addItem(self.axis_name, len(TRACKS), 0)
        self.addItem(self.axis, len(TRACKS), 1)
        self._place_tracks()

    def make(self, track: str) -> None:
        """Make the row of a gradient, out of sight."""
        row, number = GradientRow(self._theme, track), TRACKS.index(track)
        row.set_theme(self._theme)
        row.label.setToolTip(tip_of(track, self._of_gradients.get(track)))
        row.label.set_named(bool(self._named))
        row.limit_time(self._steps)
        row.select(*self._selected)
        row.show_curves(self._as_curves)
        row.view.setXRange(*self.first.viewRange()[0], padding=0)
        row.show(False)  # it gets its place with the others
        for column, item in enumerate((row.label, row.view, row.edge)):
            self.addItem(item, number, column)
        self._paint_all_with(row)
        self.gradients[track] = self.tracks[track] = row
        self.row_made.emit(row)

    def _paint_all_with(self, row: TimeRow) -> None:
        """Paint all anew where a row moves: it would leave single lines of pixels behind."""
        row.view.geometryChanged.connect(self.viewport().update)

    def _weigh(self) -> None:
        """Give rows heights: all alike, or on the way back in proportion to their places.

        While a training run is open, what is said has more room than the others.
        """
        weighs = self.back or SAID in self.shown
        if not (weighs or self._weighed):
            return
        self._weighed = weighs
        if not weighs:
            for row in self.tracks.values():  # the hidden ones too: they may be shown next
                row.prefer(-1)
            return
        weight, spacing = (weight_back, SPACING_BACK) if self.back else (weight_out, SPACING)
        shown = [track for track in self.shown if track != INPUT]
        room = self._room() - fonts.px(WORDS) - len(shown) * spacing
        whole = sum(map(weight, shown))
        for track in shown:
            # In eighths, whose sums are exact: the axis does not move by a rounding.
            self.tracks[track].prefer(int(8 * room * weight(track) / whole) / 8)

    def _room(self) -> float:
        """Return the height of all rows together."""
        return float(self.height() - self.axis.height() - HEAD)

    def _wanted(self, back: bool) -> tuple[str, ...]:
        """Return the tracks to show in a pass."""
        chosen = self._chosen(back)
        if chosen:
            return chosen
        bars = self._width <= MOST_BARS
        height = self._room()
        if SAID in self._trained:
            return tracks_of_training(
                height, self._trained, tuple(self._of_gradients) if back else ()
            )
        if back and self._of_gradients:
            values = self._chosen(False) or (INPUT, *self._quantities, *self._answers)
            ahead = tuple(key for key in TRACKS if key in values and key not in GRADIENTS)
            return tracks_back(height, ahead, tuple(self._of_gradients))
        return tracks_for(height, self._quantities, bars, self._answers)

    def _chosen(self, back: bool) -> tuple[str, ...]:
        """Return the tracks that were chosen for a pass, as far as they are offered."""
        offered = self.offered.intersection(self._choices[back] or ())
        return tuple(track for track in TRACKS if track in offered)

    def _place_tracks(self) -> None:
        """Show and hide rows, by choice, projection and height."""
        self._place_names()
        wanted = self._wanted(self.back)
        for track in wanted:
            if track not in self.tracks:
                self.make(track)
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
        self.tracks_changed.emit()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "tracks"):
            self._place_tracks()
