"""Attribution: what each input has contributed to the loss, or to the numbers with seeds. It
differs from a gradient, which says how the objective f reacts to a small change of an input:

- gradient × input, x ⊙ df/dx, would be the input's contribution if f were linear;
- integrated gradients (Sundararajan, Taly & Yan, 2017) follow f from a baseline x' to x,
      (x − x') ⊙ ∫ df/dx (x' + α(x − x')) dα,   α = 0…1,
  and are complete: they add up to f(x) − f(x'). The integral is a sum over `steps` midpoints, whose
  error falls with the square of their number; `missing` has the rest.

Targets stay as they are, also a forecast's, which else follow the sequence.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ..arrays import Array
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from ..gradients.sources import place_of
from ..network.lane import Lane
from ..network.quantities import Y
from ..progress import part_of
from ..translation import tr

ZERO, MEAN = "zero", "mean"
BASELINES: Final = (ZERO, MEAN)
"""Inputs to start from: 0, or the mean of each feature over the timesteps of its batch row."""

USUAL_STEPS: Final = 64

_AT_ONCE: Final = 0.02
"""Seconds of computation in a slice."""


@dataclass(frozen=True, eq=False, slots=True)
class Attribution:
    """Contributions of an input, in the unit of the objective.

    Attributes:
        values: (T, B, I) float64, time first; 0 past a row's length.
        baseline: (T, B, I), the input from which they are measured.
        at_input, at_baseline: the objective there: the loss, or the sum of the numbers with seeds.
        steps: points of the integral; 1 for gradient × input.
    """

    values: Array
    baseline: Array
    at_input: float
    at_baseline: float
    steps: int

    @property
    def over_time(self) -> Array:
        """Contributions of each timestep, over its features: (T, B)."""
        return np.asarray(self.values.sum(axis=-1))

    @property
    def total(self) -> float:
        """Sum of all contributions."""
        return float(self.values.sum())

    @property
    def missing(self) -> float:
        """What the contributions lack of f(x) − f(x'), which complete ones add up to."""
        return self.at_input - self.at_baseline - self.total


def objective_value(run: Run) -> float:
    """Return the objective of a finished run: the loss, or the seeds' numbers times their values.

    The backward pass computes its gradient.
    """
    experiment = run.experiment
    if not experiment.objective.seeds:
        return run.trace.loss()
    total = 0.0
    with np.errstate(all="ignore"):
        for seed in experiment.objective.seeds:
            key, lane, unit = place_of(seed, experiment)
            values = run.trace.values(key, Lane() if key == Y else lane)
            number = float(experiment.dtype.type(seed.number))
            total += number * float(values[seed.t, seed.row, unit])
    return total


def gradient_times_input(experiment: Experiment) -> Generator[float, None, Attribution]:
    """Return x ⊙ df/dx, in slices that yield the fraction done. The baseline is 0.

    Raises:
        ValueError: there is no loss and no seed.
    """
    fixed = _with_fixed_targets(experiment)
    x, start = _input(fixed), _baseline(fixed, ZERO)
    at_start, _ = yield from part_of(_computed(fixed, start, gradient=False), 0.0, 0.3)
    at_x, gradient = yield from part_of(_computed(fixed, x), 0.3, 1.0)
    with np.errstate(all="ignore"):
        return Attribution(x * gradient, start, at_x, at_start, 1)


def integrated_gradients(
    experiment: Experiment, steps: int = USUAL_STEPS, baseline: str = ZERO
) -> Generator[float, None, Attribution]:
    """Return integrated gradients, in slices that yield the fraction done.

    Each step takes a run forwards and back; the memory is as for one.

    Args:
        steps: points of the integral, at least 1. baseline: one of `BASELINES`.

    Raises:
        ValueError: there is no loss and no seed; no step; another baseline.
    """
    fixed = _with_fixed_targets(experiment)
    if steps < 1:
        raise ValueError(tr("integrated gradients need at least 1 step, got {got}", got=steps))
    x, start = _input(fixed), _baseline(fixed, baseline)
    whole = steps + 1
    at_start, _ = yield from part_of(_computed(fixed, start, gradient=False), 0.0, 0.5 / whole)
    at_x, _ = yield from part_of(_computed(fixed, x, gradient=False), 0.5 / whole, 1 / whole)
    summed = np.zeros_like(x)
    with np.errstate(all="ignore"):
        for k in range(steps):
            point = start + (k + 0.5) / steps * (x - start)
            work = part_of(_computed(fixed, point), (k + 1) / whole, (k + 2) / whole)
            _, gradient = yield from work
            summed += gradient
        return Attribution((x - start) * (summed / steps), start, at_x, at_start, steps)


def _computed(
    experiment: Experiment, x: Array, gradient: bool = True
) -> Generator[float, None, tuple[float, Array]]:
    """Compute the objective at an input, and its gradient there, (T, B, I) float64, in slices."""
    sequence = experiment.sequence.copy()
    sequence[: len(x)] = x
    run = Run(experiment.with_sequence(sequence))
    yield from run.computing(_AT_ONCE, last=0.3)
    value = objective_value(run)
    if not gradient:
        return value, np.zeros_like(x)
    back = BackwardRun(run)
    yield from back.computing(_AT_ONCE, 0.3)
    return value, back.input_gradient().astype(np.float64)


def _with_fixed_targets(experiment: Experiment) -> Experiment:
    """Return the experiment with targets that do not follow another sequence."""
    if not experiment.source:
        raise ValueError(
            tr("there is nothing to attribute. Choose a loss, or a value to differentiate")
        )
    targets = experiment.objective.targets
    if targets is None or not targets.ahead:
        return experiment
    fixed = replace(targets, ahead=0, repeats=None)
    return experiment.with_objective(experiment.objective.with_targets(fixed))


def _input(experiment: Experiment) -> Array:
    """Return the timesteps of the input that are computed, (T, B, I) float64."""
    return experiment.sequence[: experiment.num_timesteps].astype(np.float64)


def _baseline(experiment: Experiment, kind: str) -> Array:
    """Return the baseline of each timestep and row, (T, B, I); past a row's length the input."""
    if kind not in BASELINES:
        raise ValueError(tr("the baseline must be one of {kinds}", kinds=", ".join(BASELINES)))
    found = _input(experiment)
    with np.errstate(all="ignore"):
        for row, n in enumerate(experiment.lengths):
            found[:n, row] = found[:n, row].mean(axis=0) if kind == MEAN else 0
    return found
