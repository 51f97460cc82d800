"""A lane's values in the order of its walk, where rows of different lengths begin together."""

from collections.abc import Sequence

import numpy as np

from ..arrays import Array

Lengths = Sequence[int] | Array
"""(B,): how many timesteps each row has."""


def in_walk_order(values: Array, direction: int, lengths: Lengths, walks: range) -> Array:
    """Some steps of a walk as (k, B, …), from values over time (T, B, …).

    What a row holds past its length means nothing: `taken` tells. A view where all rows are as
    long.
    """
    n = int(max(lengths))
    if min(lengths) == n:
        if not direction:
            return values[walks.start : walks.stop]
        return values[n - walks.stop : n - walks.start][::-1]
    t = timesteps(direction, lengths, walks)
    return np.asarray(values[np.clip(t, 0, n - 1), np.arange(len(lengths))])


def timesteps(direction: int, lengths: Lengths, walks: range) -> Array:
    """The timestep that each row is at, (k, B); outside the row's timesteps past its length."""
    walk = np.arange(walks.start, walks.stop)[:, None]
    steps = np.asarray(lengths)
    return np.asarray(steps - 1 - walk if direction else walk + np.zeros_like(steps))


def taken(lengths: Lengths, walks: range) -> Array:
    """Which rows take each step of a walk, (k, B)."""
    return np.asarray(np.arange(walks.start, walks.stop)[:, None] < np.asarray(lengths))
