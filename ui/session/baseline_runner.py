"""BaselineRunner: keeps the present run beside its baseline. The workbench owns it."""

import time
from typing import TYPE_CHECKING

from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.experiment.experiment import Experiment
from simulator.files.limits import available_bytes, bytes_text
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.runs import backward_of, run_of
from simulator.translation import tr
from ui.session.baselines import Against, Baselines
from ui.session.document import Document
from ui.session.trace_memory import ALWAYS_FITS, WORTH_A_NOTE, TraceMemory

if TYPE_CHECKING:
    from simulator.analysis.comparison import RunComparison


NUMBERS_AT_ONCE = 200_000
"""Number of numbers compared before looking at the clock: a millisecond or two."""


class BaselineRunner:
    """Holds at most two runs: the present one, and its baseline; on the way back with gradients.

    A run is never compared with itself, nor with one of another shape: then the run before the last
    edit stands in for the chosen pin.

    Attributes:
        baselines: the pins and the choice.
    """

    def __init__(self) -> None:
        self.baselines, self._told = Baselines(), ""
        self._comparison: RunComparison | None = None
        self._way: BackwardRun | None = None
        self._name, self._apart = "", ""
        self._obstacle: str | None = None

    def bind(
        self,
        run: Run,
        replaced: Run | None,
        last_edit: tuple[Document, str] | None,
        way: BackwardRun | None = None,
    ) -> None:
        """Compare another run, or with another baseline.

        Args:
            replaced: the run that `run` has replaced; reused when it is the baseline, and with it
                `way`, the way back through it.
            last_edit: the document before the last edit, and the edit's label. One that continued
                the input leaves nothing to compare with.
        """
        from simulator.analysis.comparison import RunComparison, obstacle

        pin = self.baselines.chosen
        edited = last_edit is not None and _as_long(last_edit[0].experiment, run.experiment)
        if pin is not None and (
            pin.is_of(run) or (edited and obstacle(pin.experiment, run.experiment))
        ):
            pin = None
        before = self._comparison
        ways = [known for known in (way, self._way) if known is not None]
        self._name, self._comparison, self._obstacle = "", None, None
        self._way, self._apart = None, ""
        if pin is not None:
            self._name, computed = pin.name, (pin.experiment, pin.mistake)
        elif last_edit is not None and edited:
            document, label = last_edit
            computed = document.computed
            self._name = tr("before “{edit}”", edit=label)
        else:
            return
        if before is not None and before.after is run and _computes(before.before, computed):
            self._comparison = before
            self._stay_with(ways)
            return
        recorded = None if pin is None else pin.recorded
        at_hand = (recorded, run, replaced, None if before is None else before.before)
        known = next((r for r in at_hand if r is not None and _computes(r, computed)), None)
        experiment, _ = computed
        self._obstacle = obstacle(experiment, run.experiment) or _too_large(run, known, experiment)
        if self._obstacle is None:
            self._comparison = RunComparison(known or run_of(*computed, former=run), run)
            self._stay_with(ways)

    def behind(self, position: int) -> bool:
        """Return True while there is more to compare up to a position."""
        return self._comparison is not None and self._comparison.position < self._until(position)

    def advance(self, position: int, deadline: float, way: BackwardRun | None = None) -> None:
        """Compare up to a position, or as far as time allows (by `time.perf_counter`).

        Args:
            way: the way back through the present run, once it goes back.
        """
        comparison = self._comparison
        if comparison is None:
            return
        schedule, experiment = comparison.after.schedule, comparison.after.experiment
        numbers = experiment.batch_size * experiment.config.output_size
        cells_at_once = max(1, NUMBERS_AT_ONCE // numbers)
        while comparison.position < self._until(position):
            needed = comparison.needed(position)
            comparison.before.advance_for(deadline - time.perf_counter(), needed)
            if position > schedule.end and way is not None and comparison.before.finished:
                comparison = self._go_back(comparison, way)
            if comparison.ways is not None and position > schedule.end:
                steps = position - schedule.end
                comparison.ways[0].advance_for(deadline - time.perf_counter(), steps)
            ahead = schedule.position_some_cells_on(comparison.position, cells_at_once)
            comparison.advance(min(position, comparison.reached, ahead))
            if time.perf_counter() >= deadline:
                return

    def take_told(self) -> str:
        """Return once what the baseline's gradients take, or that there is no room for them."""
        told, self._told = self._told, ""
        return told

    def against(self) -> Against:
        """Return the present comparison and its position."""
        comparison = self._comparison
        position = 0 if comparison is None else comparison.position
        apart = self._apart
        return Against(self.baselines, self._name, comparison, position, self._obstacle, apart)

    def _stay_with(self, ways: list[BackwardRun]) -> None:
        """Keep the way back through the baseline, where there is one already."""
        from simulator.analysis.comparison import gradient_obstacle

        comparison = self._comparison
        assert comparison is not None
        self._way = next((way for way in ways if way.run is comparison.before), None)
        self._apart = gradient_obstacle(comparison.before, comparison.after)

    def _until(self, position: int) -> int:
        """Return how far to compare: with gradients where those of both runs can be compared."""
        assert self._comparison is not None
        return min(position, self._comparison.after.schedule.end) if self._apart else position

    def _go_back(self, comparison: "RunComparison", way: BackwardRun) -> "RunComparison":
        """Join the gradients of both runs, where there is room for those of the baseline."""
        if comparison.ways is not None or self._apart:
            return comparison
        if self._way is None and not self._make_room(comparison, way.finished):
            return comparison
        self._way = self._way or backward_of(comparison.before, former=way)
        self._comparison = comparison.joined(self._way, way)
        return self._comparison

    def _make_room(self, comparison: "RunComparison", walked: bool) -> bool:
        """Tell what the gradients of both runs take, and whether there is memory for them.

        Args:
            walked: True when those of the present run are there already.
        """
        both = comparison.before.experiment, comparison.after.experiment
        room = TraceMemory.of_gradients(*both[: 1 if walked else 2])
        sizes = {"needed": bytes_text(room.needed), "free": bytes_text(room.memory)}
        if not room.in_memory:
            self._apart = self._told = tr(
                "comparing gradients with {name} takes {needed} of memory, but only "
                "{free} is free, so they are not compared",
                name=self._name,
                **sizes,
            )
        elif room.needed >= WORTH_A_NOTE:
            self._told = tr(
                "comparing gradients with {name} takes {needed} of memory", name=self._name, **sizes
            )
        return room.in_memory


def _as_long(before: Experiment, after: Experiment) -> bool:
    """Return True when no timestep was appended to the input, or taken back."""
    return len(before.sequence) == len(after.sequence)


def _computes(run: Run, computed: tuple[Experiment, str]) -> bool:
    return (run.experiment, run.mistake) == computed


def _too_large(run: Run, known: Run | None, experiment: Experiment) -> str | None:
    """Say why memory does not suffice for both traces; None when it does."""
    needed = 0 if run.cells_done else bytes_needed(run.experiment)
    needed += 0 if known is not None else bytes_needed(experiment)
    if needed <= ALWAYS_FITS:
        return None  # to ask for the free memory takes a millisecond, at every edit
    there = available_bytes()
    if there is None or needed <= there:
        return None
    return tr(
        "the comparison needs {needed} of memory; {free} is free",
        needed=bytes_text(needed),
        free=bytes_text(there),
    )
