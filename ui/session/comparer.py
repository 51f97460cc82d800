"""Comparer: keeps the present run beside its baseline. The workbench owns it."""

import time

from simulator.analysis.comparison import RunComparison, obstacle
from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.experiment.experiment import Experiment
from simulator.files.limits import available_bytes, bytes_text
from simulator.mistakes.mistaken_run import run_of
from simulator.translation import tr
from ui.session.baselines import Against, Baselines
from ui.session.document import Document

NUMBERS_AT_ONCE = 200_000
"""Number of numbers compared before looking at the clock: a millisecond or two."""


class Comparer:
    """Holds at most two runs: the present one, and its baseline.

    A run is never compared with itself, nor with one of another shape: then the run before the last
    edit stands in for the chosen pin.

    Attributes:
        baselines: the pins and the choice.
    """

    def __init__(self) -> None:
        self.baselines = Baselines()
        self._comparison: RunComparison | None = None
        self._name = ""
        self._obstacle: str | None = None

    def bind(self, run: Run, replaced: Run | None, last_edit: tuple[Document, str] | None) -> None:
        """Compare another run, or with another baseline.

        Args:
            replaced: the run that `run` has replaced; reused when it is the baseline.
            last_edit: the document before the last edit, and the edit's label. One that continued
                the input leaves nothing to compare with.
        """
        pin = self.baselines.chosen
        edited = last_edit is not None and _as_long(last_edit[0].experiment, run.experiment)
        if pin is not None and (
            pin.is_of(run) or (edited and obstacle(pin.experiment, run.experiment))
        ):
            pin = None
        before = self._comparison
        self._name, self._comparison, self._obstacle = "", None, None
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
            return
        recorded = None if pin is None else pin.recorded
        at_hand = (recorded, run, replaced, None if before is None else before.before)
        known = next((r for r in at_hand if r is not None and _computes(r, computed)), None)
        experiment, _ = computed
        self._obstacle = obstacle(experiment, run.experiment) or _too_large(run, known, experiment)
        if self._obstacle is None:
            self._comparison = RunComparison(known or run_of(*computed), run)

    def behind(self, position: int) -> bool:
        """Return True while there is more to compare up to a position."""
        return self._comparison is not None and self._comparison.position < position

    def advance(self, position: int, deadline: float) -> None:
        """Compare up to a position, or as far as time allows (by `time.perf_counter`)."""
        comparison = self._comparison
        if comparison is None:
            return
        schedule, experiment = comparison.after.schedule, comparison.after.experiment
        numbers = experiment.batch_size * experiment.config.output_size
        cells_at_once = max(1, NUMBERS_AT_ONCE // numbers)
        while comparison.position < position:
            needed = comparison.needed(position)
            comparison.before.advance_for(deadline - time.perf_counter(), needed)
            cells = schedule.cells_until(comparison.position) + cells_at_once
            ahead = schedule.position_after_cells(cells)
            comparison.advance(min(position, comparison.reached, ahead))
            if time.perf_counter() >= deadline:
                return

    def against(self) -> Against:
        """Return the present comparison and its position."""
        position = 0 if self._comparison is None else self._comparison.position
        return Against(self.baselines, self._name, self._comparison, position, self._obstacle)


def _as_long(before: Experiment, after: Experiment) -> bool:
    """Return True when no timestep was appended to the input, or taken back."""
    return len(before.sequence) == len(after.sequence)


def _computes(run: Run, computed: tuple[Experiment, str]) -> bool:
    return (run.experiment, run.mistake) == computed


def _too_large(run: Run, known: Run | None, experiment: Experiment) -> str | None:
    """Say why memory does not suffice for both traces; None when it does."""
    needed = 0 if run.cells_done else bytes_needed(run.experiment)
    needed += 0 if known is not None else bytes_needed(experiment)
    there = available_bytes()
    if there is None or needed <= there:
        return None
    return tr(
        "both take {needed} of memory and {free} are free",
        needed=bytes_text(needed),
        free=bytes_text(there),
    )
