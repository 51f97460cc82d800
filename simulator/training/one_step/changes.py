"""Changes: the weights that a step moves farthest, each before and after."""

from typing import NamedTuple

import numpy as np

from ...arrays import Array
from .trial import Trial


class Change(NamedTuple):
    """One weight's part in a step.

    Attributes:
        name: of its array. indices: its place there. before, after: the number.
        delta: after - before, in float64. gradient: of the loss, before the clip.
    """

    name: str
    indices: tuple[int, ...]
    before: float
    after: float
    delta: float
    gradient: float


def count(trial: Trial) -> int:
    """Return how many numbers learn."""
    arrays = trial.network.arrays
    return sum(arrays[name].size for name in trial.learning)


def largest(trial: Trial, most: int) -> tuple[Change, ...]:
    """Return the weights that move farthest, the farthest first; what is NaN before all.

    Equal ones keep torch's order.

    Args:
        trial: the step. most: how many to return at most.
    """
    found: list[tuple[float, int, str, int]] = []
    for order, (name, delta) in enumerate(trial.deltas().items()):
        sizes = np.abs(delta).reshape(-1)
        sizes = np.where(np.isnan(sizes), np.inf, sizes)
        found += [(-float(sizes[at]), order, name, int(at)) for at in _first(sizes, most)]
    chosen = sorted(found, key=lambda entry: (entry[0], entry[1], entry[3]))[:most]
    return tuple(change_of(trial, name, _index(trial, name, at)) for _, _, name, at in chosen)


def change_of(trial: Trial, name: str, indices: tuple[int, ...]) -> Change:
    """Return one weight's part.

    Args:
        trial: the step. name: torch's. indices: the weight's place in its array.

    Raises:
        KeyError: no weight of that name learns. IndexError: it has no such place.
    """
    before, after = trial.network.arrays[name], trial.step.weights[name]
    old, new = float(before[indices]), float(after[indices])
    gradient = float(trial.result.gradients[name][indices])
    with np.errstate(all="ignore"):
        return Change(name, indices, old, new, new - old, gradient)


def _first(sizes: Array, most: int) -> Array:
    """Return the places of the largest numbers, without sorting all of them."""
    if len(sizes) <= most:
        return np.arange(len(sizes))
    least = np.partition(sizes, len(sizes) - most)[len(sizes) - most]
    above = np.flatnonzero(sizes > least)
    return np.concatenate([above, np.flatnonzero(sizes == least)[: most - len(above)]])


def _index(trial: Trial, name: str, at: int) -> tuple[int, ...]:
    shape = trial.network.arrays[name].shape
    return tuple(int(i) for i in np.unravel_index(at, shape))
