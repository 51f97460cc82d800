"""Runner: advances a run to its target, a slice at a time. The workbench owns it."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.runs import backward_of, run_of
from simulator.network.lane import Lane
from ui.session.baseline_runner import BaselineRunner
from ui.session.breakpoint_search import BreakpointSearch
from ui.session.trace_memory import TraceMemory

SLICE_SECONDS = 0.02
"""Longest time that a computation may hold the event loop."""

ANSWER_SECONDS, OPENING_SECONDS = 0.015, 0.004
"""Longest time of the first slice after an edit, and after an opening, of which more is drawn."""

LONG_SECONDS = 0.011
"""Time of a walk from which an edit is told before any of it is computed."""

PATIENCE_SECONDS = 0.1
"""Longest time that the former run stays in sight while the walk after an edit is under way."""

ARRIVAL_SECONDS = 0.07
"""Longest time of the first slice after an edit, where edits have followed each other for so long
that no walk has come to its end."""

AHEAD_SECONDS = 0.003
"""Time of a move, or an edit, up to which more is computed ahead: enough for all of a small run."""

IDLE_MILLISECONDS = 60
"""Rest after a move before the run is computed ahead."""

_ENOUGH_CELLS = 64
"""Cells after whose computation the time of one is known well enough to foretell that of others."""

MANY_WEIGHTS = 1 << 18
"""Weights that take long to be brought in order for a first step, and whose gradients to be summed
up: neither is done in the turn of the event loop that draws."""


class Runner(QObject):
    """Present run, its position, and its target.

    Attributes:
        run: the present run. back: its way back; None until the user goes there.
        position: its position.
        target: the position to reach, computed in slices; `position` when at rest.
        pending: True while the walk after an edit is under way, and only the edit is told.

    Signals:
        moved: the position has changed, or stays; or the run is computed ahead to its end.
        arriving: the next turn of the event loop tells a place on the way back of many weights.
        begun: the way back, before its first step; what it shares with the former one is known.
        stopped: the Hit of a breakpoint met on the way.
        told: what the gradients take, or that there is no room for them.
    """

    moved = Signal()
    arriving = Signal()
    begun = Signal(object)
    stopped = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        computed: tuple[Experiment, str],
        search: BreakpointSearch,
        baseline_runner: BaselineRunner,
        parent: QObject,
    ) -> None:
        """Start at position 0 of a document's run, given its experiment and mistake.

        `search` may stop the run, `baseline_runner` follows it.
        """
        super().__init__(parent)
        self._search, self._baseline_runner = search, baseline_runner
        self.run = run_of(*computed, TraceMemory.of(computed[0], None).storage)
        self.back: BackwardRun | None = None
        self._back_before: BackwardRun | None = None  # to share steps with
        self.position = self.target = 0
        self._slices = QTimer(self, interval=0, singleShot=True)
        self._slices.timeout.connect(self.advance)
        self._late = QTimer(self, interval=0, singleShot=True)
        self._late.timeout.connect(self._tell_late)
        self._announced = False
        self._edited_at: float | None = None  # the first edit since the position was there
        self._seconds_a_cell: float = 0.0
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._go_on_ahead)
        if self._compute_ahead(AHEAD_SECONDS):
            self._idle.start(IDLE_MILLISECONDS)

    def new_run(self, experiment: Experiment, mistake: str) -> Run:
        """Make a run to replace the present one, with the steps that stay as they are.

        Raises:
            OSError: its trace fits neither into memory nor on the disk.
        """
        room = TraceMemory.of(experiment, self.run)
        takes_its_place = room.in_memory and not TraceMemory.of(experiment).in_memory
        former = None if takes_its_place else self.run  # what is shared is not freed
        return run_of(experiment, mistake, room.storage, former)

    def start(self, run: Run) -> None:
        """Start at position 0 of a run."""
        self.run, self.back, self._back_before = run, None, None
        self._edited_at = None
        self.position = self.target = 0
        self._search.leave()

    def go_on_with(self, run: Run) -> None:
        """Continue with another run to the present target; with another shape, to the same tick.

        Where the way back is another, the target falls to the end of the forward pass.
        """
        goes_back = self.run.schedule.goes_back(self.target)
        self._back_before = self.back or self._back_before if goes_back else None
        before, self.run, self.back = self.run, run, None
        self._search.forget()
        if run.schedule != before.schedule:
            ticks = min(before.schedule.ticks_finished(self.target), run.schedule.num_ticks)
            self.target = run.schedule.position_after_ticks(ticks)
            self._search.leave()

    def head_for(self, position: int) -> None:
        """Go to a position, or to the nearest valid one."""
        self.target, self._edited_at = min(max(position, 0), self.run.schedule.last), None
        self.advance()

    def answer(self, opened: bool = False) -> None:
        """Advance a short slice, and tell at once.

        The document is another one, edited or opened: a key that is pressed next must find it. An
        edit whose walk will take long is told before any of it is computed.
        """
        if opened:
            self._advance(OPENING_SECONDS, at_once=True)
            return
        if self._edited_at is None:
            self._edited_at = time.perf_counter()
        if not self._is_patient:
            self._advance(ARRIVAL_SECONDS, at_once=True)
        elif self._seconds_to_target < LONG_SECONDS:
            self._advance(ANSWER_SECONDS, at_once=True)
        else:
            self._slices.stop()
            self.position = self._search.limit(self.run, self._known_until)
            self._tell()

    def advance(self) -> None:
        """Advance one slice, and continue after events are processed."""
        self._advance(SLICE_SECONDS, at_once=False)

    def _advance(self, seconds: float, at_once: bool) -> None:
        start = time.perf_counter()
        deadline = start + seconds
        self._slices.stop()
        self._announced = False
        self.position = self._search.limit(self.run, self._reach(deadline))
        hit = self._search.look(self.run, self.back, self.position)
        if hit is not None:
            self.stopped.emit(hit)
            return
        self._baseline_runner.advance(self.position, deadline, self.back)
        if told := self._baseline_runner.take_told():
            self.told.emit(told)
        if not self._goes_on and self._compute_ahead(self._left_for_ahead(start, deadline)):
            self._idle.start(IDLE_MILLISECONDS)
        if self.pending and not at_once:
            self._slices.start()
            return
        is_early = time.perf_counter() < deadline - SLICE_SECONDS / 2
        if at_once or (is_early and not self._is_announced_first):
            self._tell()
        else:  # events first: with the drawing it would hold them too long
            self._late.start()

    @property
    def pending(self) -> bool:
        return self._edited_at is not None and self.position < self.target and self._is_patient

    @property
    def _is_patient(self) -> bool:
        """True while the former run may stay in sight after an edit."""
        since = self._edited_at
        return since is None or time.perf_counter() < since + PATIENCE_SECONDS

    @property
    def _seconds_to_target(self) -> float:
        """Time that the walk to the target will take, as far as it leads forwards."""
        return self._seconds_a_cell * self.run.cells_to_compute(self.target)

    @property
    def _known_until(self) -> int:
        """Position on the way to the target up to which the run is computed."""
        return min(self.target, self.run.computed_until)

    @property
    def under_way(self) -> bool:
        """True until the target is reached, and that is told."""
        return self.position < self.target or self._late.isActive()

    @property
    def _goes_on(self) -> bool:
        """True while the position, or the run that it is compared with, has a way to go."""
        return self.position < self.target or self._baseline_runner.behind(self.position)

    @property
    def _is_announced_first(self) -> bool:
        """True on the way back of many weights: what it shows of them takes long to be summed."""
        return self.position > self.run.schedule.end and self._has_many_weights

    @property
    def _has_many_weights(self) -> bool:
        arrays = self.run.experiment.parameters.arrays.values()
        return sum(array.size for array in arrays) >= MANY_WEIGHTS

    def _tell_late(self) -> None:
        """Tell in a later turn of the event loop, and announce it first where that helps."""
        if self._announced or not self._is_announced_first:
            self._tell()
            return
        self._announced = True
        self.arriving.emit()
        self._late.start()

    def _tell(self) -> None:
        """Tell where the position is, and go on from there."""
        self._late.stop()
        if not self.pending:
            self._edited_at = None
        if self._goes_on:
            self._slices.start()
        self.moved.emit()

    def _reach(self, deadline: float) -> int:
        """Compute towards the target until a deadline; return the position that is reached."""
        end, there = self.run.schedule.end, self.run.finished
        start, before = time.perf_counter(), self.run.cells_to_compute(self.target)
        self.run.advance_for(deadline - start, min(self.target, end))
        computed = before - self.run.cells_to_compute(self.target)
        if computed >= _ENOUGH_CELLS:
            self._seconds_a_cell = (time.perf_counter() - start) / computed
        if self.target <= end or not self.run.finished:
            return self._known_until
        if not there and time.perf_counter() >= deadline:  # the way back begins in the next slice
            return end
        if self.back is None and not self._begin_back():
            self.target = end
            return end
        assert self.back is not None
        left = max(deadline - time.perf_counter(), 0.001)
        self.back.advance_for(left, self.target - end)
        return min(self.target, end + self.back.computed_until)

    def _begin_back(self) -> bool:
        """Make the way back through the present run; return False where there is no room for it."""
        room = TraceMemory.of_gradients(self.run.experiment)
        try:
            self.back = backward_of(self.run, room.storage, self._back_before)
        except OSError as error:
            self.told.emit(str(error))
            self._search.fall_short(self.run.schedule.end)
            return False
        self._back_before = None
        self.begun.emit(self.back)
        if room.note():
            self.told.emit(room.note())
        return True

    def _go_on_ahead(self) -> None:
        """Compute the next slice of what is ahead of the position, in idle time."""
        if self._slices.isActive() or self._late.isActive() or self.run.finished:
            return
        if self._compute_ahead(SLICE_SECONDS / 2):
            self._idle.start(0)
        elif self.run.finished:
            self.moved.emit()

    def _left_for_ahead(self, start: float, deadline: float) -> float:
        """Return the time for computing ahead; a loss, known at the end alone, has what is left.

        The first step, for which all weights are brought in order, waits for idle time where there
        are many.
        """
        if not self.run.computed_until and self._has_many_weights:
            return 0.0
        until = start + AHEAD_SECONDS
        if self.run.experiment.objective.loss:
            until = max(until, deadline)
        return until - time.perf_counter()

    def _compute_ahead(self, seconds: float) -> bool:
        """Compute ahead of the position for about so long, if at all; return True while more is.

        A trace on the disk grows only as far as the user goes.
        """
        if self.run.finished or not self.run.in_memory:
            return False
        try:
            if seconds > 0:
                self.run.advance_for(seconds)
        except OSError:  # no room: the user hears of it on going there
            return False
        return not self.run.finished

    def position_at(self, timestep: int, lane: Lane, row: int) -> int:
        """Return the end of the tick in which a lane and row finish a timestep, or the nearest.

        On the way back it is that of the way back.
        """
        timestep = min(max(timestep, 0), self.run.experiment.lengths[row] - 1)
        schedule = self.run.schedule
        cell = schedule.cell_at(lane, timestep, row)
        config = self.run.experiment.config
        steps = config.steps_back if schedule.goes_back(self.target) else config.steps
        return schedule.position_after_ticks(
            schedule.ticks_begun(schedule.position_after(cell, steps[-1]))
        )

    def position_in(self, run: Run, row: int) -> int:
        """Return the target's place in a run over a longer input: its end, or the same number."""
        before, after = self.run.schedule, run.schedule
        if self.target == 0 or self.target >= before.end:
            return after.end if self.target else 0
        step = before.gate_step(self.target - 1)
        timestep = before.timestep(step.cell, row)
        if timestep is None:
            return min(after.position_after(step.cell, step.quantity), after.end)
        cell = after.cell_at(step.cell.lane, timestep, row)
        return after.position_after(cell, step.quantity)
