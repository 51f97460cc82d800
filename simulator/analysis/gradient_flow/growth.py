"""Growth: how much a lane can make a gradient grow in its backward pass, whatever the gradient is.

Four directions are carried back at once by Jᵀ, and made orthonormal again after every step:

    Jᵀ Q = Q' R        growth of direction k in the step: |R_kk|

The first turns towards the direction that grows most, the second towards the one that grows most
beside it, and so on; the means of log |R_kk| over time are the largest Lyapunov exponents (Benettin
et al. 1980).
"""

from collections.abc import Generator
from itertools import pairwise
from typing import Final

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...network.lane import Lane
from .lane_row import LaneRow

DIRECTIONS: Final = 4
"""How many directions are carried; fewer where h and c have fewer numbers."""

_AT_ONCE: Final = 2_000_000
"""Products of numbers in a slice."""


def growth_of_directions(
    run: Run, lane: Lane, row: int = 0, directions: int = DIRECTIONS
) -> Generator[float, None, Array]:
    """Return how much each direction grows in each step back, (n, k) float64, in slices.

    Row t is the step that comes from the timestep taken before it backwards, as `Flow.growth`; NaN
    at the first, and from a step on that overflows. Where nothing is left of a direction, it
    grows by 0. A step takes 0.1 ms at H = 32, 4 ms at H = 512.

    Args:
        run: a finished run; no loss is needed. directions: the most that are carried.
    """
    of = LaneRow(run, lane, row)
    size, n, weights = sum(of.widths), len(of), run.weights[lane]
    k = min(directions, size)
    found, Q = np.full((n, k), np.nan), _start(size, k)
    steps = max(1, _AT_ONCE // (k * (weights.W_ih.size + weights.W_hh.size)))
    for number, (t, arrived) in enumerate(pairwise(of.order)):
        if number % steps == 0:
            yield number / n
        step = of.step_back(t, np.split(Q.T, np.cumsum(of.widths)[:-1], axis=1))
        carried = np.concatenate(step.before, axis=1).T
        if not np.isfinite(carried).all():
            break
        Q, upper = np.linalg.qr(carried)
        found[arrived] = np.abs(np.diag(upper))
    return found


def mean_growth(growth: Array, lane: Lane) -> Array:
    """Return the geometric mean over the steps, the largest first, (k,); NaN without a step."""
    steps = growth[1:] if lane.reverse else growth[:-1]
    if not len(steps):
        return np.full(growth.shape[1], np.nan)
    with np.errstate(divide="ignore"):
        return -np.sort(-np.exp(np.log(steps).mean(axis=0)))


def _start(size: int, directions: int) -> Array:
    """Return orthonormal directions, (size, k): always the same, and of no special place."""
    drawn = np.random.default_rng(0).standard_normal((size, directions))
    return np.asarray(np.linalg.qr(drawn)[0])
