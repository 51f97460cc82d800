"""Runner: takes a run to where it is to stand, a slice at a time. The workbench owns it."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.lane import Lane
from simulator.mistakes.mistaken_run import run_of
from ui.session.breakpoint_search import Stops
from ui.session.comparer import Comparer
from ui.session.trace_memory import TraceMemory

SLICE_SECONDS = 0.02
"""How long a computation may hold the event loop before it lets it go."""


class Runner(QObject):
    """The present run, where it stands, and where it heads for.

    Attributes:
        run: the present run. position: where it stands.
        target: where it heads for, which is computed first; `position` when at rest.

    Signals:
        moved: it has come further, or stays where it is.
        stopped: the Hit of a breakpoint that was met on the way.
    """

    moved = Signal()
    stopped = Signal(object)

    def __init__(
        self,
        computed: tuple[Experiment, str],
        stops: Stops,
        comparer: Comparer,
        parent: QObject,
    ) -> None:
        """Stand at the start of a document's run, of an experiment and a mistake.

        `stops` may stop it, `comparer` goes beside it.
        """
        super().__init__(parent)
        self._stops, self._comparer = stops, comparer
        self.run = run_of(*computed, TraceMemory.of(computed[0], None).zeros)
        self.position = self.target = 0
        self._slices = QTimer(self, interval=0, singleShot=True)
        self._slices.timeout.connect(self.advance)

    def new_run(self, experiment: Experiment, mistake: str) -> Run:
        """A run to take the present one's place, whose room it may have.

        Raises:
            OSError: its trace fits neither into memory nor on the disk.
        """
        return run_of(experiment, mistake, TraceMemory.of(experiment, self.run).zeros)

    def start(self, run: Run) -> None:
        """Stand at the start of a run."""
        self.run = run
        self.position = self.target = 0
        self._stops.leave()

    def go_on_with(self, run: Run) -> None:
        """Head in another run for where the present one heads; of another shape, the same tick."""
        before, self.run = self.run, run
        self._stops.forget()
        if run.schedule != before.schedule:
            ticks = before.schedule.ticks_finished(self.target)
            self.target = min(run.schedule.position_after_ticks(ticks), run.schedule.end)
            self._stops.leave()

    def head_for(self, position: int) -> None:
        """Head for a position, or the nearest that there is."""
        self.target = min(max(position, 0), self.run.schedule.end)
        self.advance()

    def advance(self) -> None:
        """Go a slice of the way, and the rest of it when the events have been let through."""
        deadline = time.perf_counter() + SLICE_SECONDS
        self.run.advance_for(SLICE_SECONDS, self.target)
        known = min(self.target, self.run.computed_until)
        self.position = self._stops.limit(self.run, known)
        hit = self._stops.look(self.run, self.position)
        if hit is not None:
            self.stopped.emit(hit)
            return
        self._comparer.advance(self.position, deadline)
        if self.position < self.target or self._comparer.behind(self.position):
            self._slices.start()
        self.moved.emit()

    def position_at(self, timestep: int, lane: Lane, row: int) -> int:
        """The end of the tick in which a lane and row finish a timestep, or the nearest."""
        timestep = min(max(timestep, 0), self.run.experiment.lengths[row] - 1)
        schedule = self.run.schedule
        cell = schedule.cell_at(lane, timestep, row)
        return schedule.position_after_ticks(
            schedule.ticks_begun(schedule.position_after(cell, "h"))
        )
