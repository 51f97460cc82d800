"""Timeline: tracks of the selected lane over time, as bars, heat maps, curves or changes."""

from collections.abc import Mapping

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.made_ahead import MadeAhead
from ui.panels.panel import Panel
from ui.panels.timeline.answers.tracks import AnswerTracks
from ui.panels.timeline.binding import (
    bound_of,
    is_edit,
    place_elsewhere,
    place_of_now,
    seen_of,
    show_kept,
    walks_to,
)
from ui.panels.timeline.choices import TimelineChoices
from ui.panels.timeline.curve_units import CurveUnits
from ui.panels.timeline.flash import ScaleFlash
from ui.panels.timeline.gradients.tracks import GradientTracks, gradients_of
from ui.panels.timeline.holds import TimelineHolds
from ui.panels.timeline.legend_words import entries_of, entry_of_gradients, shared_pixels
from ui.panels.timeline.mouse.place_menu import PlaceMenu
from ui.panels.timeline.mouse.pointing import Pointing
from ui.panels.timeline.overviews import Overviews
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.scales import TrackScales
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import (
    CARRIED,
    CURVES,
    DIFFERENCES,
    INPUT,
    KEPT,
    OF_UNIT,
    VALUES,
)
from ui.panels.timeline.tracks.heat_map import TimeHeatMap
from ui.panels.timeline.training.tracks import TrainingTracks
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme


class TimelinePanel(Panel):
    """Tracks x f i g o c (m) h on one time axis, with one frame for now. The future is dimmed.

    On the way back the tracks of gradients fill from the end of the walk, and values are dimmed.
    Behind the curves is the baseline's run; Δ shows the difference of the two. The panel itself
    keeps the units drawn as curves and their order, the zoom, and the choice of view and tracks.

    Signals:
        baselines_set: the new Baselines. watching_set: the new Watching.
    """

    baselines_set = Signal(object)
    watching_set = Signal(object)

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._units = CurveUnits()
        self._scales = TrackScales()
        self.plots = TimePlots(theme)
        self._answers = AnswerTracks(self.plots.answers, self.plots.losses, self._scales)
        self._gradients = GradientTracks(self.plots.gradients)
        self._training = TrainingTracks(self.plots.said, self.plots.pinned, self.plots.rows, self)
        self.ahead = MadeAhead(self.plots.missing_back, self.plots.make, self)
        self.overviews = Overviews(self.plots, theme)
        self.tools: TimelineTools = TimelineTools(theme)
        tools = self.tools
        self.legend, self.moved, self.pixels = tools.legend, tools.moved, tools.pixels
        self.heat_map_button, self.curves_button = tools.heat_map, tools.curves
        self.difference_button, self.ends_button = tools.difference, tools.ends
        self.baseline_button, self.fit_button = tools.baseline, tools.fit
        self.unit_field = tools.unit_field
        self._choices = TimelineChoices(self.plots, tools, self._choose_gradients)
        self._holds = TimelineHolds(self)
        self._menu = PlaceMenu(self._holds, self.plots, self.tools, self)
        self._pointing = Pointing(self.plots, tools, self._holds, self._menu)
        self._flash = ScaleFlash(self.plots, tools)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 2)
        layout.setSpacing(0)
        layout.addWidget(tools)  # until a title bar takes them
        layout.addWidget(self.overviews, 1)
        self._connect()

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot: bind another run or lane, then move the changed parts."""
        before, self.snapshot = self.snapshot, snapshot
        self._choices.follow(() if snapshot.lesson is None else snapshot.lesson.tracks)
        self._pointing.draw(snapshot)
        self.tools.difference_form.draw(snapshot)
        another = (
            before is None
            or before.run is not snapshot.run
            or before.against.comparison is not snapshot.against.comparison
            or (before.lane, before.row) != (snapshot.lane, snapshot.row)
        )
        moved = () if another else self._own_scales_moved(snapshot)
        if another or moved:
            self._bind(snapshot, edited=before is not None and is_edit(before, snapshot))
        elif before is not None and before.unit != snapshot.unit:
            self._bind_unit(snapshot)
        self._select(snapshot)
        self._holds.mark(snapshot, self.plots.rows)
        self._move(snapshot)
        if moved:
            self._scales.tell_own(moved)
            self._flash_past(moved, snapshot)
        self.baseline_button.draw(snapshot)
        self.moved.draw(snapshot, self.tools.difference_form.waits(snapshot))
        self._tell_scales()
        self._pointing.tell()
        self.plots.scene().prepareForPaint()  # else the paint moves the views, and another follows
        self.ahead.follow(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and draw again."""
        self.theme = theme
        self.plots.set_theme(theme)
        self.overviews.set_theme(theme)
        self.tools.set_theme(theme)

    def remember(self, settings: QSettings) -> None:
        """Bring back the chosen tracks, and keep them."""
        self._choices.remember(settings)
        self._draw_again()

    def show_curves(self, as_curves: bool) -> None:
        """Draw curves of the chosen units, or heat maps of all."""
        (self.curves_button if as_curves else self.heat_map_button).setChecked(True)

    def choose_units(self, units: tuple[int, ...]) -> None:
        """Draw these units as curves, beside the selected one."""
        self._units.choose(units)
        if self.snapshot is not None:
            self._select(self.snapshot)
            self._tell_scales()

    def set_unit_order(self, order: tuple[int, ...] | None) -> None:
        """Give the rows of heat maps these units from the top; None for all in their own order."""
        if order != self.plots.order:
            self.plots.order = order
            self._draw_anew()

    def choose_tracks(self, tracks: tuple[str, ...] | None) -> None:
        """Show these tracks; None for as many as there is room for."""
        self.plots.choose_tracks(tracks)
        self._draw_again()

    def units(self) -> tuple[int, ...]:
        """Return the units drawn as curves: the chosen ones and the selected one."""
        return () if self.snapshot is None else self._units.drawn(self.snapshot)

    @property
    def at_rest(self) -> bool:
        drawn = self.plots.scene().items()
        fills = any(isinstance(item, TimeHeatMap) and item.fills for item in drawn)
        return not (fills or self.flashes or self._training.runs.busy)

    @property
    def flashes(self) -> bool:
        """True while the rows whose scale has moved are framed."""
        return self._flash.active

    @property
    def scale_number(self) -> int:
        """Count of the changes of scales: with equal numbers equal values look alike."""
        ranges = 0 if self.snapshot is None else self.snapshot.ranges.number
        return ranges + self._scales.number

    def colours(self) -> Mapping[str, Array]:
        """Return the colours of the known part by quantity: (known timesteps, places) indices."""
        if self.snapshot is None:
            return {}
        known = seen_of(self.snapshot, self._differs(self.snapshot)).known
        rows = self.plots.rows
        return {quantity: rows[quantity].heat_map.shades(part) for quantity, part in known.items()}

    # Inside

    def _connect(self) -> None:
        tools, plots = self.tools, self.plots
        tools.forms.buttonToggled.connect(self._on_mode)
        tools.ends.toggled.connect(self._show_ends)
        tools.own_scale.toggled.connect(self._draw_anew)
        tools.track_menu.chosen.connect(self.choose_tracks)
        tools.gradients.chosen.connect(self._choose_gradients)
        tools.baseline.chosen.connect(self.baselines_set)
        tools.moved.looked_at.connect(self.looked_at)
        tools.fit.clicked.connect(plots.fit)
        tools.unit_field.chosen.connect(self.choose_units)
        self._holds.edited.connect(self.edited)
        self._holds.asked.connect(self.hold_asked)
        self._menu.watches.watching_set.connect(self.watching_set)
        self._menu.seed_asked.connect(self.seed_asked)
        self._menu.edited.connect(self.edited)
        pointing = self._pointing
        pointing.looked_at.connect(self.looked_at)
        pointing.unit_selected.connect(self.unit_selected)
        pointing.went_to.connect(self.went_to)
        pointing.went_to_timestep.connect(self.went_to_timestep)
        pointing.toggled.connect(self._toggle)
        pointing.card_asked.connect(self.card_asked)
        pointing.hovered.connect(self.hovered)
        self._training.came.connect(self._draw_again)
        plots.tracks_changed.connect(self._show_kept)  # a track may get room: it was not kept up
        plots.view_changed.connect(self._on_view_changed)
        self.overviews.hovered.connect(self.hovered)
        self._flash.begun.connect(self._tell_moved)
        self._flash.ended.connect(pointing.say_again)

    def _bind(self, snapshot: Snapshot, edited: bool = False) -> None:
        differs, own = self._differs(snapshot), self.tools.own_scale.isChecked()
        comparison = snapshot.against.comparison
        of = snapshot.run, snapshot.lane, snapshot.row, comparison, differs, own
        self._scales.start(*of, edited=edited and not differs)
        bound = bound_of(snapshot, differs, self._scales, own)
        self.plots.bind(bound)
        labels = snapshot.document.timestep_labels
        values = snapshot.run.trace.inputs[0][:, snapshot.row]
        self.plots.bind_input(values, bound.length, labels, tr("input"))
        limit = snapshot.ranges.limit(INPUT, type(snapshot.lane)(0, snapshot.lane.direction))
        self.plots.tracks[INPUT].set_limits((-limit, limit))
        self.plots.offer(self._answers.bind(snapshot, differs), gradients_of(snapshot))
        self._bind_unit(snapshot)

    def _bind_unit(self, snapshot: Snapshot) -> None:
        own = self.plots.rows[CARRIED].own
        length = snapshot.experiment.lengths[snapshot.row]
        width = snapshot.experiment.config.hidden_size
        unit = min(snapshot.unit, width - 1)
        self.plots.bind_unit(snapshot.values(CARRIED), length, unit, own)

    def _own_scales_moved(self, snapshot: Snapshot) -> tuple[str, ...]:
        """Return the quantities whose units' own scales have grown since they were bound."""
        if not self.tools.own_scale.isChecked() or self._differs(snapshot):
            return ()
        return self._scales.owns_moved(snapshot, {k: r.own for k, r in self.plots.rows.items()})

    def _move(self, snapshot: Snapshot) -> None:
        differs = self._differs(snapshot)
        self.plots.offer_trained(self._training.bind(snapshot, self.plots.order))
        seen = seen_of(snapshot, differs)
        for quantity in seen.known:
            self.plots.rows[quantity].cover(snapshot.covered(quantity))
        self.plots.tracks[OF_UNIT].cover(snapshot.covered(CARRIED))
        self.plots.walk(walks_to(snapshot))
        self._pointing.shows = self._shows(snapshot)
        of_gradients = self._gradients.move(snapshot, self.plots.order, self._pointing.shows)
        self.plots.move(seen, place_of_now(snapshot), place_elsewhere(snapshot))
        self._show_kept()
        of_answers = self._answers.move(snapshot)
        if differs:
            peaks = {q: self.plots.rows[q].heat_map.peak() for q in seen.known}
            limits = self._scales.of_differences(snapshot, peaks)
        else:
            behind = seen.ghosts if self.curves_button.isChecked() else {}
            limits = self._training.held(self._scales.of_values(snapshot, seen.known, behind))
        for quantity, ends in limits.items():
            self.plots.rows[quantity].set_limits(ends)
        self._training.move(snapshot, {} if differs else limits)
        # Its own row has the scale of all units, with the baseline behind its curves: one is told.
        unit_limits = self._scales.limit(snapshot, CARRIED) if differs else limits[CARRIED]
        self.plots.tracks[OF_UNIT].set_limits(unit_limits)
        self.overviews.draw()
        if differs and self.plots.shows(OF_UNIT):  # values beside differences: a scale of its own
            limits[OF_UNIT] = unit_limits
        moved = self._scales.moved({**limits, **of_answers, **of_gradients})
        self._flash_past(moved, snapshot)

    def _show_kept(self) -> None:
        """Show what is kept of the memory at the looked-at timestep; only while in sight."""
        if self.snapshot is not None and self.plots.shows(KEPT):
            show_kept(self.plots.tracks[KEPT], self.snapshot)

    def _flash_past(self, changed: tuple[str, ...], snapshot: Snapshot) -> None:
        """Frame the rows of these quantities that have a past, which is painted anew."""
        training = snapshot.training
        if not changed or (training is not None and training.running):
            return  # while it runs they may move at every frame
        seen = seen_of(snapshot, self._differs(snapshot)).known
        known = {**seen, OF_UNIT: seen[CARRIED], **self._answers.known, **self._gradients.known}
        self._flash.begin_past(changed, known)

    def _tell_moved(self) -> None:
        self.hovered.emit(self._scales.told)

    def _differs(self, snapshot: Snapshot) -> bool:
        """Return True where differences are drawn: they are chosen, and there are some."""
        return self.difference_button.isChecked() and snapshot.against.comparison is not None

    def _shows(self, snapshot: Snapshot) -> str:
        """Return what the rows show: values, differences, or curves before the baseline's."""
        if self.curves_button.isChecked():
            return CURVES
        return DIFFERENCES if self._differs(snapshot) else VALUES

    def _choose_gradients(self, choice: str) -> None:
        """Draw gradients in steps of so many decades, or linear."""
        self._gradients.reach.choose(choice)
        self._draw_again()
        self._tell_scales()

    def _draw_again(self) -> None:
        """Draw other parts of what is shown."""
        if self.snapshot is not None:
            self._move(self.snapshot)

    def _draw_anew(self) -> None:
        """Draw another form, order or scale."""
        if self.snapshot is not None:
            self._bind(self.snapshot)
            self._select(self.snapshot)
        self._draw_again()
        self._tell_scales()

    def _on_mode(self, button: QToolButton, checked: bool) -> None:
        """Draw anew when another view is chosen."""
        if not checked:
            return
        as_curves = button is self.curves_button
        self.tools.make_room()
        self.plots.show_curves(as_curves)
        if self.snapshot is not None:
            self.moved.draw(self.snapshot, self.tools.difference_form.waits(self.snapshot))
        self._draw_anew()

    def _show_ends(self, ends: bool) -> None:
        self.plots.show_ends(ends)
        self._tell_scales()

    def _select(self, snapshot: Snapshot) -> None:
        width = snapshot.experiment.config.hidden_size
        self.plots.select(snapshot.unit, self.units())
        self.unit_field.set_units(self._units.chosen_of(snapshot), width)

    def _tell_scales(self) -> None:
        """Write in the head the meaning of colours or markers, and the values per pixel."""
        if self.snapshot is None:
            return
        plots, curves, differs = self.plots, self.curves_button, self._differs(self.snapshot)
        self.tools.track_menu.show_choice(plots.shown, plots.chosen is None, plots.offered)
        if curves.isChecked():
            self.legend.show_units(self.units(), self.snapshot.unit)
        else:
            self.legend.show_entries(entries_of(plots, self.snapshot, differs))
        self.tools.show_gradients(entry_of_gradients(plots, self._gradients))
        self.pixels.set_text(shared_pixels(plots, curves.isChecked()))
        self.tools.follow_words()

    def _on_view_changed(self) -> None:
        self.fit_button.setEnabled(not self.plots.fits)
        if self.snapshot is not None and self._gradients.has_new_row:
            self._gradients.move(self.snapshot, self.plots.order, self._shows(self.snapshot))
        self._tell_scales()

    def _toggle(self, unit: int) -> None:
        units = None if self.snapshot is None else self._units.toggled(self.snapshot, unit)
        if units is not None:
            self.choose_units(units)
