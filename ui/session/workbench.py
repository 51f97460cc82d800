"""Workbench: the one thing in the window that changes.

Every request comes here, and everyone hears of it by one signal, `changed(Snapshot)`.
"""

from collections.abc import Callable, Collection, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from simulator.analysis.address import Address
from simulator.breakpoints.conditions import Hit
from simulator.check.drift import Drift
from simulator.check.report import CheckReport
from simulator.check.selftest import Verdict
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.lane import Lane
from simulator.translation import tr
from ui.session.baselines import Baselines
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.check_state import CheckState
from ui.session.companions import CompanionBook, Companions
from ui.session.comparer import Comparer
from ui.session.document import Document
from ui.session.document_history import DocumentHistory
from ui.session.focus import Focus
from ui.session.runner import Runner
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.session.watching import Watching


class Workbench(QObject):
    """Open document, its history, the run, the position and the selection.

    Attributes:
        documents: the history. companions: the baselines and watches beside each document. Only
            the workbench changes them.

    Signals:
        changed: a new Snapshot, after every change.
    """

    changed = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._granularity = TIMESTEP
        self._playing = False
        self._looping = False
        self._speed = 4.0
        self._torch: CheckState = CheckState()
        self._focus = Focus()
        self.documents = DocumentHistory(document)
        self._search, self._comparer = BreakpointSearch(), Comparer()
        self.companions = CompanionBook(document, self._comparer, self._search)
        self._runner = Runner(document.computed, self._search, self._comparer, self)
        self._runner.moved.connect(self._tell)
        self._runner.stopped.connect(self._stop_at)

    def open(self, document: Document, held: Collection[Document] | None = None) -> None:
        """Open another document at position 0. Undo brings the former one back.

        Args:
            held: the versions that files hold; None for the document itself.

        Raises:
            OSError: its trace fits neither into memory nor on the disk; nothing has changed.
        """
        run = self._runner.new_run(*document.computed)
        self.documents.open(document, held)
        self.companions.share(document, self.documents.originals)
        self._start_at_zero(run)
        self._tell()

    def snapshot(self) -> Snapshot:
        """Return the present state."""
        return Snapshot(
            run=self._runner.run,
            position=self._runner.position,
            target=self._runner.target,
            document=self.documents.value,
            lane=self._focus.lane,
            row=self._focus.row,
            unit=self._focus.unit,
            pinned=self._focus.pinned,
            trail=self._focus.trail,
            granularity=self._granularity,
            playing=self._playing,
            speed=self._speed,
            looping=self._looping,
            check=self._torch,
            undo_label=self.documents.undo_label,
            redo_label=self.documents.redo_label,
            edit_label=self.documents.edit_label,
            saved=self.documents.saved,
            against=self._comparer.against(),
            watching=self._search.watching,
            hit=self._search.hit,
            notice=self._search.notice,
        )

    # Edits

    def edit(self, experiment: Experiment, label: str, merge_key: Hashable | None = None) -> None:
        """Record another experiment in the history and run it to the present position.

        Raises:
            OSError: there is no room for its trace; nothing has changed. Undo and redo raise it
                too.
        """
        self._edit(experiment, self.documents.value.mistake, label, merge_key)

    def set_mistake(self, mistake: str, label: str) -> None:
        """Put a mistake into our engine, by its key; empty for none. An edit like any other."""
        self._edit(self.documents.value.experiment, mistake, label, None)

    def annotate(self, notes: str) -> None:
        """Set the document's notes; an edit like any other."""
        if notes != self.documents.value.notes:
            self.documents.annotate(notes)
            self._tell()

    def settle(self) -> None:
        """End the merging of edits: the next one is undone by itself."""
        self.documents.settle()
        self._tell()

    def cancel_edit(self, merge_key: Hashable) -> None:
        """Take back merged edits that have not settled, without a history entry."""
        document, label = self.documents.value, self.documents.undo_label or ""
        self.documents.cancel(merge_key)
        self._rerun(partial(self.documents.record, document, label, merge_key))

    def undo(self) -> None:
        """Take the last edit back."""
        self.documents.undo()
        self._rerun(self.documents.redo)

    def redo(self) -> None:
        """Do the undone edit again."""
        self.documents.redo()
        self._rerun(self.documents.undo)

    def reset(self) -> None:
        """Go back to the experiment as it was opened; an edit like any other."""
        document = self.documents.value
        if document.computed != (document.original, ""):
            self._edit(document.original, "", tr("reset"), None)

    def mark_saved(self, document: Document, instead_of: Collection[Experiment] = ()) -> None:
        """Remember that a file holds a document, and no longer the others of these originals."""
        self.documents.mark_saved(document, instead_of)
        self._tell()

    def mark_gone(self, originals: Collection[Experiment]) -> None:
        """Remember that the files of these documents are gone."""
        self.documents.mark_gone(originals)
        self._tell()

    def set_companions(self, companions: Companions) -> None:
        """Give the document just opened its own; undo brings the former ones back."""
        self.companions.replace(companions)
        self._compare(None)
        self._runner.advance()

    def set_baselines(self, baselines: Baselines) -> None:
        """Set the baselines: pins, names and the choice."""
        self._comparer.baselines = baselines
        self._compare(None)
        self._runner.advance()

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
            self._search.begin(self._runner.position)
        else:
            self._search.leave()
        focus = self._focus.following()
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

    def first(self) -> None:
        """Go to the start."""
        self.go_to(0)

    def last(self) -> None:
        """Go to the end."""
        self.go_to(self._runner.run.schedule.end)

    # Breakpoints

    def set_watching(self, watching: Watching) -> None:
        """Set the watches and breakpoints."""
        self._search.watching = watching
        self._tell()

    def run_on(self) -> None:
        """Run until a breakpoint is met, or to the end; stop when running already."""
        going = self._search.looking and self._runner.position < self._runner.target
        self._playing = False
        if going:
            self.go_to(self._runner.position)
        else:
            self._search.leave()
            self._search.begin(self._runner.position)
            self._head_for(self._runner.run.schedule.end)

    def run_back(self) -> None:
        """Go back to the last place where a breakpoint was met; stay when there is none."""
        self._playing = False
        run, position = self._runner.run, self._runner.position
        self._stop_at(self._search.look_back(run, position, self._torch.report))

    # Focus

    def select(self, lane: Lane, row: int = 0) -> None:
        """Show another layer, direction or batch row."""
        self._set_focus(self._focus.on_lane(lane, row))

    def select_unit(self, unit: int) -> None:
        """Let the ledger follow another unit."""
        self._set_focus(self._focus.on_unit(unit))

    def look_at(self, subject: Address) -> None:
        """Pin the ledger to one number; the way back is kept."""
        self._set_focus(self._focus.on_subject(subject, self.snapshot().subject))

    def go_there(self, at: Address, position: int) -> None:
        """Select the lane and row of a number, go to a position, and pin the ledger to the number.

        An input of a cell (x, h_prev, c_prev) has no ledger: its place is shown, nothing is pinned.
        """
        shown, experiment = self.snapshot().subject, self._runner.run.experiment
        place = self._focus.on_lane(at.lane, at.row)
        number = self._focus.on_subject(at, shown)
        self._search.leave()
        self._focus = next(
            focus for focus in (number, place, self._focus.following()) if focus.fits(experiment)
        )
        self._runner.head_for(position)

    def look_back(self) -> None:
        """Return to the number that the ledger came from; at the first, follow the steps again.

        It stays pinned where the steps are elsewhere by now.
        """
        came_from, focus = self._focus.trail[-1:], self._focus.back()
        if came_from and focus.pinned is None:
            followed = self.snapshot().followed(focus.lane, focus.row, focus.unit)
            focus = focus if followed == came_from[0] else replace(focus, pinned=came_from[0])
        self._set_focus(focus)

    # Playing

    def set_granularity(self, granularity: str) -> None:
        """Step by `timestep` or by `gate`."""
        self._granularity = granularity
        self._tell()

    def set_playing(self, playing: bool) -> None:
        """Play or pause. Playing from the end starts at the beginning."""
        self._playing = playing
        if playing and self._runner.target == self._runner.run.schedule.end:
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

    def accept(self, run: Run, report: CheckReport) -> None:
        """Take a report on a run; one on a former run is dropped."""
        if run is self._runner.run:
            self._torch = replace(self._torch, report=report)
            self._stop_at(self._search.look_at_report(run, self._runner.position, report))

    def set_torch(self, version: str | None, unavailable: str | None) -> None:
        """Set torch's version, or the reason why it is unavailable."""
        self._torch = replace(self._torch, torch_version=version, unavailable=unavailable)
        self._tell()

    def set_torch_silent(self, silent: bool) -> None:
        """Set whether the torch process gives no sign of life."""
        self._torch = replace(self._torch, silent=silent)
        self._tell()

    def set_drift(self, drift: Drift) -> None:
        """Set the drift of the present run."""
        self._torch = replace(self._torch, drift=drift)
        self._tell()

    def set_self_test(self, verdicts: tuple[Verdict, ...], testing: bool) -> None:
        """Set the verdicts of the self-test so far, and whether it goes on."""
        self._torch = replace(self._torch, verdicts=verdicts, testing=testing)
        self._tell()

    # Private

    def _start_at_zero(self, run: Run) -> None:
        self._runner.start(run)
        self._focus = Focus()
        self._playing = False
        self._torch = replace(self._torch, report=None, drift=None)
        self._compare(None)

    def _edit(
        self, experiment: Experiment, mistake: str, label: str, merge_key: Hashable | None
    ) -> None:
        run = self._run_for(experiment, mistake)
        self.documents.edit(experiment, mistake, label, merge_key)
        self._go_on_with(run)

    def _rerun(self, back: Callable[[], object]) -> None:
        """Run the history's present experiment; without room, call `back` and raise."""
        try:
            run = self._run_for(*self.documents.value.computed)
        except OSError:
            back()
            raise
        self._go_on_with(run)

    def _run_for(self, experiment: Experiment, mistake: str) -> Run:
        here = self._runner.run
        same = (experiment, mistake) == (here.experiment, here.mistake)
        return here if same else self._runner.new_run(experiment, mistake)

    def _go_on_with(self, run: Run) -> None:
        """Continue at the present position in another run."""
        before = self._runner.run
        others = self.companions.follow(self.documents.value)
        if run is not before:
            self._torch = replace(self._torch, report=None, drift=None)
            self._runner.go_on_with(run)
            if run.schedule != before.schedule:
                self._focus = self._focus.within(run.experiment)
        if others or run is not before:
            self._compare(before)
        self._runner.advance()

    def _compare(self, replaced: Run | None) -> None:
        """Compare the present run with the chosen baseline, or the run before the last edit."""
        self._comparer.bind(self._runner.run, replaced, self.documents.last_edit)

    def _head_for(self, position: int) -> None:
        self._focus = self._focus.following()
        self._runner.head_for(position)

    def _stop_at(self, hit: Hit | None) -> None:
        """Stop where a breakpoint was met, if one was, and select its number."""
        if hit is None:
            self._tell()
            return
        self._playing = False
        self._focus = self._focus.on_hit(hit)
        self._head_for(hit.position)

    def _set_focus(self, focus: Focus) -> None:
        # The request may be about a former run.
        if focus != self._focus and focus.fits(self._runner.run.experiment):
            self._focus = focus
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.snapshot())
