"""Redraw: whether a network is as an initialiser draws it, and what another seed would have given.

One network is an anecdote: what is seen in ten of a kind holds for the kind.
"""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np

from ..arrays import Array
from .config import Shape
from .initialisers import initialise
from .lane import split_name
from .parameters import Parameters, gate_rows
from .quantities import GATES

_FEWEST: Final = 32
"""Fewest weights of which can be told how they were drawn."""

_FARTHEST: Final = 2.2
"""Distance, times √N, that the weights of 1 in 8,000 drawn networks pass (Kolmogorov 1933)."""


def drawn_by(parameters: Parameters) -> str | None:
    """Return the initialiser that a network looks drawn by, `default` or `xavier`.

    Its weights lie evenly within the initialiser's limits, as those of trained networks do not. The
    bias of a gate may have been set to one number for all its units. None for other networks, and
    for those of fewer than 32 weights.
    """
    return next((name for name in ("default", "xavier") if _looks_drawn(parameters, name)), None)


def redrawn(parameters: Parameters, name: str, seed: int) -> Parameters:
    """Return the parameters that an initialiser draws under a seed.

    A gate's bias that is one number for all its units was set, not drawn: it stays.
    """
    drawn, H = initialise(parameters.config, name, seed, parameters.dtype), _hidden(parameters)
    kept = {}
    for key, array in _biases(parameters):
        kept[key] = drawn[key].copy()
        for gate in GATES:
            rows = gate_rows(gate, H)
            if _is_one_number(array[rows]):
                kept[key][rows] = array[rows]
    return drawn.with_arrays(kept)


def _looks_drawn(parameters: Parameters, name: str) -> bool:
    H, one = _hidden(parameters), 1 + 4 * np.finfo(parameters.dtype).eps
    weights = np.concatenate(
        [
            array.astype(np.float64).ravel() / _limit(name, array.shape, H)
            for key, array in parameters.arrays.items()
            if split_name(key)[0].startswith("weight")
        ]
    )
    if len(weights) < _FEWEST or not (np.abs(weights) <= one).all():
        return False
    drawn = [
        array[gate_rows(gate, H)].astype(np.float64)
        for _, array in _biases(parameters)
        for gate in GATES
        if not _is_one_number(array[gate_rows(gate, H)])
    ]
    limit = 0.0 if name == "xavier" else one / math.sqrt(H)
    within = all((np.abs(biases) <= limit).all() for biases in drawn)
    return within and _distance_from_even(weights) * math.sqrt(len(weights)) <= _FARTHEST


def _limit(name: str, shape: Shape, hidden_size: int) -> float:
    """Return the largest weight that an initialiser draws."""
    return math.sqrt(6 / sum(shape)) if name == "xavier" else 1 / math.sqrt(hidden_size)


def _distance_from_even(values: Array) -> float:
    """Return the largest distance of shares below a number from those of even ones in ±1."""
    even, n = (np.sort(values) + 1) / 2, len(values)
    return float(max((np.arange(1, n + 1) / n - even).max(), (even - np.arange(n) / n).max()))


def _biases(parameters: Parameters) -> Iterator[tuple[str, Array]]:
    return ((k, a) for k, a in parameters.arrays.items() if split_name(k)[0].startswith("bias"))


def _is_one_number(values: Array) -> bool:
    return bool((values == values[0]).all())


def _hidden(parameters: Parameters) -> int:
    return int(parameters.config.hidden_size)
