"""Agreement: which observed numbers a computation reproduces, and how far the others are off.

The tolerance is measured on the computation itself: it is run again with every weight, input and
state changed by a rounding error, and the resulting change, times a factor, is allowed. So the
tolerance grows along a sequence as fast as errors do in this network. Where they have grown past a
thousandth of the numbers (a chaotic network), nothing is compared.
"""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..arrays import Array
from ..lstm.parameters import Parameters
from ..mistakes.computation import Computation
from ..mistakes.engine import States, compute, handed_over
from ..mistakes.series import Results, Series
from .case import Case

TELLING: Final = 1e-3
"""Share of a quantity's size up to which its tolerance may grow; beyond it nothing is compared."""

_GROWN: Final = 8
"""Factor from the effect of one round of rounding errors to the tolerance."""

_ULPS: Final = 32
"""Smallest tolerance, in units of the last place of a quantity's largest number."""

_ROUGH_GROWN: Final = 3
_ROUGH_ULPS: Final = 2
"""Factors for float16 and bfloat16, whose every rounding is simulated."""


@dataclass(frozen=True, eq=False)
class Tolerances:
    """Tolerance of each number, by series, and where it is small enough to compare."""

    allowed: Results
    telling: Results


@dataclass(frozen=True, eq=False)
class Agreement:
    """Observed numbers beside those of one computation.

    Attributes:
        agrees, compared: by series, where a number is right, and where it could be compared.
        agreeing, count: numbers that agree; numbers compared.
        decided: how many numbers the computation decides, chaotic or not.
        largest: the largest difference among those compared.
        error: the mean difference as a share of the quantity's size, each at most 1.
    """

    agrees: Results
    compared: Results
    agreeing: int
    count: int
    decided: int
    largest: float
    error: float

    @property
    def complete(self) -> bool:
        """True when at least one number could be compared, and all of those are right."""
        return 0 < self.count == self.agreeing


def compare(case: Case, results: Results, tolerances: Tolerances | None = None) -> Agreement:
    """Compare observed numbers with results; without tolerances, by a thousandth of their size."""
    agrees, compared = {}, {}
    agreeing = count = decided = 0
    largest = total = 0.0
    for name, observed in case.observed.values.items():
        given, ours = case.observed.given[name], results.get(name)
        if ours is None or ours.shape != observed.shape:
            agrees[name], compared[name] = np.zeros_like(given), given
            count, decided = count + int(given.sum()), decided + int(given.sum())
            largest, total = np.inf, total + float(given.sum())
            continue
        known = given & ~np.isnan(ours)
        decided += int(known.sum())
        difference = distance(observed, ours)
        size = min(size_of(ours), size_of(observed[given]))
        allowed: Any = TELLING * size
        if tolerances is not None:
            allowed, known = tolerances.allowed[name], known & tolerances.telling[name]
        agrees[name], compared[name] = known & (difference <= allowed), known
        agreeing, count = agreeing + int(agrees[name].sum()), count + int(known.sum())
        if known.any():
            largest = max(largest, float(difference[known].max()))
            with np.errstate(over="ignore"):  # infinity is 1 here too
                total += float(np.minimum(difference[known] / size, 1).sum())
    error = total / count if count else 1.0
    return Agreement(agrees, compared, agreeing, count, decided, largest, error)


def distance(observed: Array, ours: Array) -> Array:
    """Return |observed - ours|; 0 between equal infinities."""
    with np.errstate(invalid="ignore"):
        return np.where(observed == ours, 0, np.abs(observed - ours))


def size_of(values: Array) -> float:
    """Return the largest magnitude among the finite numbers."""
    finite = np.abs(values[np.isfinite(values)])
    return max(float(finite.max(initial=0)), float(np.finfo(np.float64).tiny))


def results_of(case: Case, computation: Computation) -> Generator[None, None, Results]:
    """Compute the results of a computation, each step from the observed states where possible."""
    if computation.experiment is case.experiment and computation.only_hands_over:
        return (yield from _handed_over(case, computation, off=False))
    states = case.states if computation.steps_alone else None
    return (yield from compute(computation, states))


def _handed_over(case: Case, computation: Computation, off: bool) -> Generator[None, None, Results]:
    """Change the results of the right cells, which are computed once for all mistakes."""
    if off not in case.walked:
        case.walked[off] = yield from compute(replace(computation, hand_over=()))
    return handed_over(case.walked[off], computation)


def tolerances_of(
    case: Case, computation: Computation, results: Results
) -> Generator[None, None, Tolerances]:
    """Return how far a correct engine's numbers may be from the results of a computation."""
    if computation.precision:
        other = yield from results_of(case, replace(computation, precision=""))
        eps = 2.0**-10 if computation.precision == "float16" else 2.0**-7
        grown, ulps, telling = _ROUGH_GROWN, _ROUGH_ULPS, max(TELLING, 16 * eps)
    else:
        eps = float(np.finfo(case.dtype).eps)
        rng = np.random.default_rng(0)
        changed = _disturbed(computation, eps, rng)
        yield
        if computation.experiment is case.experiment and computation.only_hands_over:
            other = yield from _handed_over(case, changed, off=True)
        else:
            states = case.states if computation.steps_alone else None
            if states is not None:
                states = _disturbed_states(case, states, eps, rng)
            other = yield from compute(changed, states)
        grown, ulps, telling = _GROWN, _ULPS, TELLING
    allowed, tells = {}, {}
    for name, observed in case.observed.values.items():
        if name in results and results[name].shape == observed.shape:
            drift = _grown(name, distance(other[name], results[name]), case)
            # The size so far: numbers that explode later say nothing about earlier errors.
            size = _grown(name, np.abs(results[name]), case)
            tolerance = grown * drift + ulps * eps * size
            tells[name] = tolerance <= telling * size
            # Numbers that explode agree only with numbers that do.
            most = telling * size_of(observed[case.observed.given[name]])
            allowed[name] = np.minimum(tolerance, most) + case.observed.rounding(observed)
    return Tolerances(allowed, tells)


def _grown(name: Series, difference: Array, case: Case) -> Array:
    """Return a lane's largest difference so far, (T, 1, W): it never shrinks along the walk."""
    largest = np.fmax.reduce(difference, axis=1, keepdims=True)
    parts = case.experiment.config.num_directions if name.quantity == "output" else 1
    merged = parts > 1 and difference.shape[-1] == case.experiment.config.output_size
    if merged or not name.over_time:
        return np.broadcast_to(np.fmax.reduce(largest, axis=None), (1, 1, 1))
    grown = []
    for direction, part in enumerate(np.split(largest, parts, axis=-1)):
        part = np.nan_to_num(np.fmax.reduce(part, axis=-1, keepdims=True), posinf=np.inf)
        backwards = direction == 1 if name.lane is None else name.lane.reverse
        order = slice(None, None, -1 if backwards else 1)
        lane = np.maximum.accumulate(part[order])[order]
        grown.append(np.broadcast_to(lane, (*lane.shape[:2], largest.shape[-1] // parts)))
    return np.concatenate(grown, axis=-1)


def _disturbed(computation: Computation, eps: float, rng: np.random.Generator) -> Computation:
    e = computation.experiment

    def changed(array: Array) -> Array:
        return array * (1 + eps * rng.uniform(-1, 1, array.shape))

    arrays = {name: changed(array) for name, array in e.parameters.arrays.items()}
    e = replace(
        e,
        parameters=Parameters(e.config, arrays),
        sequence=changed(e.sequence),
        h_0=changed(e.h_0),
        c_0=changed(e.c_0),
    )
    return replace(computation, experiment=e)


def _disturbed_states(case: Case, states: States, eps: float, rng: np.random.Generator) -> States:
    def changed(array: Array) -> Array:
        amount = np.maximum(eps * np.abs(array), case.observed.rounding(array))
        with np.errstate(invalid="ignore"):
            return array + amount * rng.uniform(-1, 1, array.shape)

    return {lane: (changed(h), changed(c)) for lane, (h, c) in states.items()}
