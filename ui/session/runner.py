"""Runner: advances a run to its target, a slice at a time. The workbench owns it."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.lane import Lane
from simulator.mistakes.mistaken_run import run_of
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.comparer import Comparer
from ui.session.trace_memory import TraceMemory

SLICE_SECONDS = 0.02
"""Longest time that a computation may hold the event loop."""


class Runner(QObject):
    """Present run, its position, and its target.

    Attributes:
        run: the present run. position: its position.
        target: the position to reach, computed in slices; `position` when at rest.

    Signals:
        moved: the position has changed, or stays.
        stopped: the Hit of a breakpoint met on the way.
    """

    moved = Signal()
    stopped = Signal(object)

    def __init__(
        self,
        computed: tuple[Experiment, str],
        search: BreakpointSearch,
        comparer: Comparer,
        parent: QObject,
    ) -> None:
        """Start at position 0 of a document's run, given its experiment and mistake.

        `search` may stop the run, `comparer` follows it.
        """
        super().__init__(parent)
        self._search, self._comparer = search, comparer
        self.run = run_of(*computed, TraceMemory.of(computed[0], None).zeros)
        self.position = self.target = 0
        self._slices = QTimer(self, interval=0, singleShot=True)
        self._slices.timeout.connect(self.advance)

    def new_run(self, experiment: Experiment, mistake: str) -> Run:
        """Make a run to replace the present one, and reuse its memory.

        Raises:
            OSError: its trace fits neither into memory nor on the disk.
        """
        return run_of(experiment, mistake, TraceMemory.of(experiment, self.run).zeros)

    def start(self, run: Run) -> None:
        """Start at position 0 of a run."""
        self.run = run
        self.position = self.target = 0
        self._search.leave()

    def go_on_with(self, run: Run) -> None:
        """Continue with another run to the present target; with another shape, to the same tick."""
        before, self.run = self.run, run
        self._search.forget()
        if run.schedule != before.schedule:
            ticks = before.schedule.ticks_finished(self.target)
            self.target = min(run.schedule.position_after_ticks(ticks), run.schedule.end)
            self._search.leave()

    def head_for(self, position: int) -> None:
        """Go to a position, or to the nearest valid one."""
        self.target = min(max(position, 0), self.run.schedule.end)
        self.advance()

    def advance(self) -> None:
        """Advance one slice, and continue after events are processed."""
        deadline = time.perf_counter() + SLICE_SECONDS
        self.run.advance_for(SLICE_SECONDS, self.target)
        known = min(self.target, self.run.computed_until)
        self.position = self._search.limit(self.run, known)
        hit = self._search.look(self.run, self.position)
        if hit is not None:
            self.stopped.emit(hit)
            return
        self._comparer.advance(self.position, deadline)
        if self.position < self.target or self._comparer.behind(self.position):
            self._slices.start()
        self.moved.emit()

    def position_at(self, timestep: int, lane: Lane, row: int) -> int:
        """Return the end of the tick in which a lane and row finish a timestep, or the nearest."""
        timestep = min(max(timestep, 0), self.run.experiment.lengths[row] - 1)
        schedule = self.run.schedule
        cell = schedule.cell_at(lane, timestep, row)
        return schedule.position_after_ticks(
            schedule.ticks_begun(schedule.position_after(cell, "h"))
        )
