"""Navigator: where the user stands in the run, and what is looked at there.

Nothing here changes what is computed; that is the workbench's part.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from simulator.analysis.address import WITHOUT_UNIT, Address, Given, Source
from simulator.commands.place import START, Place
from simulator.engine.run import Run
from simulator.network.lane import Lane
from ui.session.baseline_runner import BaselineRunner
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.check_state import CheckState
from ui.session.document import Document
from ui.session.document_history import DocumentHistory
from ui.session.runner import Runner
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.session.viewing.focus import Focus
from ui.session.viewing.gradient_scale import GradientScaleKeeper
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.viewing.value_ranges import RangeKeeper
from ui.session.watching import Watching

if TYPE_CHECKING:
    from simulator.breakpoints.conditions import Hit
    from simulator.check.drift import Drift
    from simulator.check.report import CheckReport
    from simulator.check.selftest import Verdict


class Navigator(QObject):
    """Position, selection, playing and the check's verdict, of the run of a document.

    Attributes:
        documents: the history, which only the workbench changes.

    Signals:
        changed: a new Snapshot, after every change.
        arriving: a Snapshot that the next turn of the event loop tells, on the way back of many
            weights, so that they are summed up before it draws.
    """

    changed = Signal(object)
    arriving = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._granularity = TIMESTEP
        self._playing = False
        self._looping = False
        self._speed = 4.0
        self._torch: CheckState = CheckState()
        self._focus = Focus()
        self._cover = HiddenValues()
        self._ranges, self._decades = RangeKeeper(), GradientScaleKeeper()
        self.documents = DocumentHistory(document)
        self._search, self._baseline_runner = BreakpointSearch(), BaselineRunner()
        self._runner = Runner(document.computed, self._search, self._baseline_runner, self)
        self._runner.moved.connect(self._tell)
        self._runner.arriving.connect(self._announce)
        self._runner.stopped.connect(self._stop_at)
        self._runner.told.connect(self._search.tell)

    @property
    def under_way(self) -> bool:
        """True while steps are computed, or not drawn yet."""
        return self._runner.under_way

    def snapshot(self) -> Snapshot:
        """Return the present state."""
        return Snapshot(
            run=self._runner.run,
            back=self._runner.back,
            position=self._runner.position,
            target=self._runner.target,
            pending=self._runner.pending,
            computed=self._runner.run.computed_until,
            ranges=self._ranges.of(self._runner.run),
            decades=self._decades.of(self._runner.back, self._focus.lane, self._focus.row),
            cover=self._cover,
            document=self.documents.value,
            lane=self._focus.lane,
            row=self._focus.row,
            unit=self._focus.unit,
            pinned=self._focus.pinned,
            parameter=self._focus.parameter,
            trail=self._focus.trail,
            granularity=self._granularity,
            playing=self._playing,
            speed=self._speed,
            looping=self._looping,
            check=self._torch,
            undo_label=self.documents.undo_label,
            redo_label=self.documents.redo_label,
            at_opening=self.documents.at_opening,
            edit_label=self.documents.edit_label,
            saved=self.documents.saved,
            against=self._baseline_runner.against(),
            watching=self._search.watching,
            hit=self._search.hit,
            notice=self._search.notice,
        )

    # Position

    def go_to(self, position: int) -> None:
        """Go to a position; values on the way are computed in slices."""
        self._search.leave()
        self._head_for(position)

    def step(self, count: int, granularity: str | None = None) -> None:
        """Take `count` steps, back when negative, of the present granularity by default.

        From the middle of a tick, a timestep forwards ends the tick and one back returns to its
        start, like a debugger's step-out.
        """
        schedule = self._runner.run.schedule
        by_tick = (granularity or self._granularity) != GATE
        position = schedule.strides_on(self._runner.target, count, by_tick)
        if self._playing:
            self._search.begin(schedule, self._runner.position)
        else:
            self._search.leave()
        focus = self._focus.stepping(position >= schedule.end)
        if position:
            step = schedule.gate_step(position - 1)
            focus = focus.on_step(step, by_tick, schedule.config.bidirectional)
        self._focus = focus
        self._runner.head_for(position)

    def go_to_tick(self, tick: int) -> None:
        """Go to the end of a tick, counted from 0; -1 is the start."""
        self.go_to(self._runner.run.schedule.position_after_ticks(tick + 1))

    def go_to_timestep(self, timestep: int, lane: Lane | None = None) -> None:
        """Go where the selected row has just finished a timestep; select the lane, if given."""
        focus = self._focus if lane is None else self._focus.on_lane(lane, self._focus.row)
        if lane is None or focus.fits(self._runner.run.experiment):
            self._focus = focus
            self.go_to(self._runner.position_at(timestep, focus.lane, focus.row))

    def go_to_place(self, place: Place) -> None:
        """Go to a place that was typed; select its lane, row and unit, where it names them.

        Raises:
            ValueError: the run has no such place.
        """
        schedule, now = self._runner.run.schedule, self._focus
        place.check(self._runner.run.experiment, now.lane, now.row)
        lane, row = place.lane(now.lane), now.row if place.row is None else place.row
        if (lane, row) != (now.lane, now.row):
            self.select(lane, row)
        if place.unit is not None and place.quantity not in WITHOUT_UNIT:
            self.select_unit(place.unit)
        position = place.position(schedule, lane, row)
        if position is not None:
            self.go_to(position)
        elif place.edge:
            (self.first if place.edge == START else self.last)()
        else:
            self.go_to_timestep(place.timestep)

    def first(self) -> None:
        """Go to the start of the present pass; from the start of the way back, to that of all."""
        end = self._runner.run.schedule.end
        self.go_to(end if self._runner.target > end else 0)

    def last(self) -> None:
        """Go to the end of the present pass; from that of the forward pass, of the way back."""
        schedule = self._runner.run.schedule
        self.go_to(schedule.end if self._runner.target < schedule.end else schedule.last)

    # Breakpoints

    def set_watching(self, watching: Watching) -> None:
        """Set the watches and breakpoints."""
        self._search.watching = watching
        self._tell()

    def run_on(self) -> None:
        """Run until a breakpoint is met, or to the end of the pass; stop when running already.

        A breakpoint on a gradient is looked for on the way back too. At the end of all the notice
        says that there is nothing left to run.
        """
        going = self._search.looking and self._runner.position < self._runner.target
        self._playing = False
        if going:
            self.go_to(self._runner.position)
        elif self._runner.position == self._runner.run.schedule.last:
            self._search.find_nothing_left()
            self._tell()
        else:
            schedule, position = self._runner.run.schedule, self._runner.position
            self._search.leave()
            self._search.begin(schedule, position)
            self._head_for(self._search.goal(schedule, position))

    def run_back(self) -> None:
        """Go back to the last place where a breakpoint was met; stay when there is none."""
        self._playing = False
        run, back, position = self._runner.run, self._runner.back, self._runner.position
        self._stop_at(self._search.look_back(run, back, position, self._torch.reports))

    # Focus

    def select(self, lane: Lane, row: int = 0) -> None:
        """Show another layer, direction or batch row."""
        self._set_focus(self._focus.on_lane(lane, row))

    def select_unit(self, unit: int) -> None:
        """Look at another unit; where the pinned quantity lacks it, the ledger follows again."""
        focus = self._focus.on_unit(unit)
        fits = focus.fits(self._runner.run.experiment)
        self._set_focus(focus if fits else replace(self._focus.following(), unit=unit))

    def look_at(self, subject: Address) -> None:
        """Pin the ledger to one number; the way back is kept."""
        config = self._runner.run.experiment.config
        self._set_focus(self._focus.on_subject(subject, self.snapshot().in_ledger, config))

    def look_at_weight(self, parameter: Given) -> None:
        """Let the ledger stay at what taught a weight; nothing where there is no gradient."""
        config = self._runner.run.experiment.config
        self._set_focus(self._focus.on_parameter(parameter, self.snapshot().in_ledger, config))

    def go_there(self, at: Source, position: int) -> None:
        """Go to a position, and pin the ledger to a number, or to the gradient of a weight.

        Its lane and row are selected. An input of a cell (x, h_prev, c_prev) has no ledger: its
        place is shown, nothing is pinned.
        """
        shown, experiment = self.snapshot().in_ledger, self._runner.run.experiment
        config = experiment.config
        if isinstance(at, Given):
            choices = [self._focus.on_parameter(at, shown, config)]
        else:
            place = self._focus.on_lane(at.lane_in(config), at.row)
            choices = [self._focus.on_subject(at, shown, config), place]
        self._search.leave()
        self._focus = next(
            focus for focus in (*choices, self._focus.following()) if focus.fits(experiment)
        )
        self._runner.head_for(position)

    def look_here(self) -> None:
        """Look at the position again, and let the ledger follow the steps."""
        self._set_focus(self._focus.following())

    def cover(self, cover: HiddenValues) -> None:
        """Set which numbers are hidden."""
        self._cover = cover
        self._tell()

    def toggle_ahead(self) -> None:
        """Hide the numbers that the position has not reached, or show them dimmed."""
        self.cover(replace(self._cover, ahead=not self._cover.ahead))

    def look_back(self) -> None:
        """Return to the number that the ledger came from; at the first, follow the steps again.

        It stays pinned where the steps are elsewhere by now.
        """
        config = self._runner.run.experiment.config
        came_from, focus = self._focus.trail[-1:], self._focus.back(config)
        if came_from and isinstance(came_from[0], Address) and focus.pinned is None:
            followed = self.snapshot().followed(focus.lane, focus.row, focus.unit)
            focus = focus if followed == came_from[0] else replace(focus, pinned=came_from[0])
        self._set_focus(focus)

    # Playing

    def set_granularity(self, granularity: str) -> None:
        """Step by `timestep` or by `gate`."""
        self._granularity = granularity
        self._tell()

    def set_playing(self, playing: bool) -> None:
        """Play or pause. Playing from the last end starts at the beginning.

        It ends a look elsewhere.
        """
        self._playing = playing
        if playing:
            self._focus = self._focus.stepping(self._runner.target >= self._runner.run.schedule.end)
        if playing and self._runner.target == self._runner.run.schedule.last:
            self.go_to(0)
            return
        if not playing:
            self._search.rest()
        self._tell()

    def toggle_playing(self) -> None:
        """Play when paused, pause when playing."""
        self.set_playing(not self._playing)

    def toggle_looping(self) -> None:
        """Switch between starting again and stopping at the end."""
        self._looping = not self._looping
        self._tell()

    def change_speed(self, factor: float) -> None:
        """Play faster or slower: from one step in four seconds to a thousand a second."""
        self._speed = min(max(self._speed * factor, 0.25), 1024.0)
        self._tell()

    # Check

    def accept(self, run: Run, report: "CheckReport") -> None:
        """Take a report on a pass of a run; one on a former run is dropped."""
        if run is not self._runner.run:
            return
        if report.backward:
            self._torch = replace(self._torch, back=report)
        else:
            self._torch = replace(self._torch, report=report)
        back, position = self._runner.back, self._runner.position
        self._stop_at(self._search.look_at_report(run, back, position, report))

    def set_torch(self, version: str | None, unavailable: str | None) -> None:
        """Set torch's version, or the reason why it is unavailable."""
        self._torch = replace(self._torch, torch_version=version, unavailable=unavailable)
        self._tell()

    def set_torch_silent(self, silent: bool) -> None:
        """Set whether the torch process gives no sign of life."""
        self._torch = replace(self._torch, silent=silent)
        self._tell()

    def set_drift(self, drift: "Drift") -> None:
        """Set the drift of the present run."""
        self._torch = replace(self._torch, drift=drift)
        self._tell()

    def set_self_test(self, verdicts: "tuple[Verdict, ...]", testing: bool) -> None:
        """Set the verdicts of the self-test so far, and whether it goes on."""
        self._torch = replace(self._torch, verdicts=verdicts, testing=testing)
        self._tell()

    # Private

    def _head_for(self, position: int) -> None:
        self._focus = self._focus.stepping(position >= self._runner.run.schedule.end)
        self._runner.head_for(position)

    def _stop_at(self, hit: "Hit | None") -> None:
        """Stop where a breakpoint was met, if one was, and select its number."""
        if hit is None:
            self._tell()
            return
        self._playing = False
        self._focus = self._focus.on_hit(hit, self._runner.run.experiment.config)
        self._head_for(hit.position)

    def _set_focus(self, focus: Focus) -> None:
        # The request may be about a former run.
        if focus != self._focus and focus.fits(self._runner.run.experiment):
            self._focus = focus
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.snapshot())

    def _announce(self) -> None:
        self.arriving.emit(self.snapshot())
