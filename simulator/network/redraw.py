"""Redraw: whether a network is as an initialiser draws it, and the weights of another seed.

One network is an anecdote: what is seen in ten of a kind holds for the kind.
"""

import math
from collections.abc import Generator
from typing import Final

import numpy as np

from ..arrays import Array
from .config import Shape
from .initialisers import Draws
from .lane import split_name
from .parameters import Parameters

_FEWEST: Final = 32
"""Fewest weights that show how they were drawn."""

_MOST: Final = 10_000
"""Weights of which the distance is taken: of more, about as many."""

_AT_ONCE: Final = 50_000
"""Numbers that are drawn in a slice: 10 ms in float64."""

_FARTHEST: Final = 2.2
"""Distance, times √N, that the weights of 1 in 8,000 drawn networks pass (Kolmogorov 1933)."""


def drawn_by(parameters: Parameters) -> str | None:
    """Return the initialiser that a network looks drawn by, `default` or `xavier`.

    Its weights lie evenly within the initialiser's limits, as a trained network's do not. The
    bias of a gate may have been set to one number for all its units. None for other networks, and
    for networks of fewer than 32 weights.
    """
    return next((name for name in ("default", "xavier") if _looks_drawn(parameters, name)), None)


def redrawn(parameters: Parameters, name: str, seed: int) -> Generator[float, None, Parameters]:
    """Return the parameters that an initialiser draws under a seed, in slices of rows.

    A gate's bias that is one number for all its units was set, not drawn: it stays.

    Args:
        name: as `drawn_by` returns it.
    """
    draws, H, found = Draws(seed, parameters.dtype), _hidden(parameters), {}
    for number, (key, array) in enumerate(parameters.arrays.items()):
        drawn, limit = np.zeros_like(array), _limit(name, key, array.shape, H)
        at_once = max(1, _AT_ONCE * len(array) // array.size)
        for row in range(0, len(array) if limit else 0, at_once):
            yield (number + row / len(array)) / len(parameters.arrays)
            rows = drawn[row : row + at_once]
            rows[:] = draws.uniform(rows.shape, limit)
        for kept in _set_by_hand(key, array, H):
            drawn[kept] = array[kept]
        found[key] = drawn
    return parameters.with_arrays(found)


def _looks_drawn(parameters: Parameters, name: str) -> bool:
    H, one = _hidden(parameters), 1 + 4 * np.finfo(parameters.dtype).eps
    some = []
    total = sum(array.size for key, array in parameters.arrays.items() if not _is_bias(key))
    for key, array in parameters.arrays.items():
        limit = _limit(name, key, array.shape, H)
        if _is_bias(key):
            array = np.delete(array, np.r_[tuple(_set_by_hand(key, array, H)) or (slice(0),)])
        if array.size and not max(-array.min(), array.max()) <= one * limit:
            return False
        if not _is_bias(key):
            some.append(array.ravel()[:: -(-total // _MOST)] / np.float64(limit))
    weights = np.concatenate(some)
    distance = _distance_from_even(weights) * math.sqrt(len(weights))
    return total >= _FEWEST and distance <= _FARTHEST


def _limit(name: str, key: str, shape: Shape, hidden_size: int) -> float:
    """Return the largest number that an initialiser draws; 0 where it draws none."""
    if name == "xavier":
        return 0.0 if _is_bias(key) else math.sqrt(3) * math.sqrt(2 / sum(shape))
    return 1 / math.sqrt(hidden_size)


def _set_by_hand(key: str, array: Array, hidden_size: int) -> list[slice]:
    """Return the rows of gates whose bias is one number for all units."""
    firsts = range(0, len(array), hidden_size) if _is_bias(key) else ()
    gates = [slice(first, first + hidden_size) for first in firsts]
    return [rows for rows in gates if (array[rows] == array[rows][0]).all()]


def _is_bias(key: str) -> bool:
    return split_name(key)[0].startswith("bias")


def _distance_from_even(values: Array) -> float:
    """Return the largest distance of shares below a number from the shares of even ones in ±1."""
    even, n = (np.sort(values) + 1) / 2, len(values)
    return float(max((np.arange(1, n + 1) / n - even).max(), (even - np.arange(n) / n).max()))


def _hidden(parameters: Parameters) -> int:
    return int(parameters.config.hidden_size)
