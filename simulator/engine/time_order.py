"""Walks and timesteps: the timestep of a row at each step of a lane's walk.

The forward walk's step s is timestep s. The reverse walk's step s is timestep n-1-s of a row of
length n; past its length a row takes no step.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from ..arrays import Array

Numbers = TypeVar("Numbers", int, Array)

Lengths = Sequence[int] | Array
"""Number of timesteps of each batch row, (B,)."""


def in_walk_order(values: Array, direction: int, lengths: Lengths, walks: range) -> Array:
    """Return some steps of a walk as (k, B, …), from values over time (T, B, …).

    Values past a row's length are meaningless: see `taken`. The result is a view when all rows have
    equal lengths.
    """
    n = int(max(lengths))
    if min(lengths) == n:
        part = values[slice(*span(direction, n, walks.start, walks.stop))]
        return part[::-1] if direction else part
    t = timesteps(direction, lengths, walks)
    return np.asarray(values[np.clip(t, 0, n - 1), np.arange(len(lengths))])


def timesteps(direction: int, lengths: Lengths, walks: range) -> Array:
    """Return each row's timestep, (k, B); past its length a number outside the row."""
    walk = np.arange(walks.start, walks.stop)[:, None]
    return timestep_at(direction, *np.broadcast_arrays(np.asarray(lengths), walk))


def timestep_at(direction: int, length: Numbers, walk: Numbers) -> Numbers:
    """Return the timestep of a walk's step in a row; past its length, one outside the row."""
    return length - 1 - walk if direction else walk


def walk_at(direction: int, length: Numbers, timestep: Numbers) -> Numbers:
    """Return the step of a walk at a timestep: the inverse of `timestep_at`, by its own formula."""
    return timestep_at(direction, length, timestep)


def span(direction: int, length: Numbers, start: Numbers, stop: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the timesteps of a walk's steps start … stop-1 start and stop in a row."""
    return (length - stop, length - start) if direction else (start, stop)


def taken(lengths: Lengths, walks: range) -> Array:
    """Return which rows take each step of a walk, (k, B)."""
    return np.asarray(np.arange(walks.start, walks.stop)[:, None] < np.asarray(lengths))
