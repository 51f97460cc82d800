"""Whole runs: forwards and back to the end, in slices."""

from collections.abc import Generator

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.mistakes.runs import backward_of, run_of
from simulator.progress import part_of
from ui.session.baselines import Pin

_AT_ONCE = 0.01
"""Seconds of computation in a slice."""

Computed = tuple[Experiment, str]
"""What a run is computed from: an experiment, and the mistake that the engine makes."""


def computed_of(pin: Pin) -> Computed:
    """Return what a pin's run is computed from."""
    return pin.experiment, pin.mistake


def forwards(computed: Computed) -> Generator[float, None, Run]:
    """Compute a run, in slices that tell the fraction done."""
    run: Run = run_of(*computed)
    yield from run.computing(_AT_ONCE)
    return run


def walked(computed: Computed) -> Generator[float, None, BackwardRun]:
    """Compute a run and its way back, in slices that tell the fraction done."""
    run = yield from part_of(forwards(computed), 0.0, 0.4)
    back = backward_of(run)
    yield from back.computing(_AT_ONCE, 0.4)
    return back
