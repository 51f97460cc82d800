"""Agreement: which observed numbers a computation reproduces, and how far the others are off."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..arrays import Array, limits
from ..mistakes.computation import Computation
from ..mistakes.engine import compute, handed_over
from ..mistakes.series import Results, Series
from ..network.config import LSTMConfig
from .case import Case

TELLING: Final = 1e-3
"""Share of a quantity's size up to which its tolerance may grow; beyond it nothing is compared."""


@dataclass(frozen=True, eq=False)
class Tolerances:
    """Tolerance of each number, by series, and where it is small enough to compare."""

    allowed: Results
    telling: Results


@dataclass(frozen=True, eq=False)
class Agreement:
    """Observed numbers beside the numbers of one computation.

    Attributes:
        agrees, compared: by series, where a number is right, and where it could be compared.
        undecidable: by series, where it could not, as rounding errors grow too large.
        agreeing, count: numbers that agree; numbers compared.
        decided: how many numbers the computation decides, chaotic or not.
        largest: the largest difference among those compared.
        error: the mean difference as a share of the quantity's size, each at most 1.
    """

    agrees: Results
    compared: Results
    undecidable: Results
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
    agrees, compared, undecidable = {}, {}, {}
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
            allowed, undecidable[name] = tolerances.allowed[name], known & ~tolerances.telling[name]
            known = known & tolerances.telling[name]
        agrees[name], compared[name] = known & (difference <= allowed), known
        agreeing, count = agreeing + int(agrees[name].sum()), count + int(known.sum())
        if known.any():
            largest = max(largest, float(difference[known].max()))
            with np.errstate(over="ignore"):  # infinity is 1 here too
                total += float(np.minimum(difference[known] / size, 1).sum())
    error = total / count if count else 1.0
    return Agreement(agrees, compared, undecidable, agreeing, count, decided, largest, error)


def distance(observed: Array, ours: Array) -> Array:
    """Return |observed - ours|; 0 between equal infinities."""
    with np.errstate(invalid="ignore"):
        return np.where(observed == ours, 0, np.abs(observed - ours))


def size_of(values: Array) -> float:
    """Return the largest magnitude among the finite numbers."""
    finite = np.abs(values[np.isfinite(values)])
    return max(float(finite.max(initial=0)), limits(np.float64).smallest_normal)


def parts_of(config: LSTMConfig, name: Series, width: int) -> list[tuple[int, slice]]:
    """Return the directions of a series over time, and their units; none where they are one."""
    if name.lane is not None:
        return [(name.lane.direction, slice(0, width))]
    D = config.num_directions
    if D > 1 and width == config.output_size:
        return []
    units = width // D
    return [(d, slice(d * units, (d + 1) * units)) for d in range(D)]


def undecidable_from(case: Case, agreement: Agreement) -> dict[int, int]:
    """Return by direction the first timestep of its walk with numbers that are undecidable."""
    config, found = case.experiment.config, dict[int, int]()
    for name, undecidable in agreement.undecidable.items():
        parts = parts_of(config, name, undecidable.shape[-1]) or [(0, slice(None))]
        for direction, units in parts if name.over_time else ():
            t = np.flatnonzero(undecidable[..., units].any(axis=(1, 2))).tolist()
            if t:
                earliest = max if direction else min
                found[direction] = earliest(*t, found.get(direction, t[0]))
    return found


def results_of(case: Case, computation: Computation) -> Generator[None, None, Results]:
    """Compute the results of a computation, each step from the observed states where possible."""
    if computation.experiment is case.experiment and computation.only_hands_over:
        return (yield from _handed_over(case, computation))
    states = case.states if computation.steps_alone else None
    return (yield from compute(computation, states))


def _handed_over(case: Case, computation: Computation) -> Generator[None, None, Results]:
    """Change the results of the right cells, which are computed once for all mistakes."""
    if False not in case.walked:
        case.walked[False] = yield from compute(replace(computation, hand_over=()))
    return handed_over(case.walked[False], computation)
