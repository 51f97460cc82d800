"""Pixels of a heat map over time: the cell that each lies in, along one axis."""

from functools import lru_cache

import numpy as np

from simulator.arrays import Array

PixelAxis = tuple[int, int, float, float]
"""Along an axis: the first pixel and the one past the last, the centre of cell 0, pixels a cell."""


def _points(axis: PixelAxis) -> Array:
    """Return where pixels are, counted in cells; before the first one is a margin."""
    first, stop, origin, size = axis
    return (np.arange(first - 1, stop) + 0.5 - origin) / size


def _places(cells: Array, count: int) -> Array:
    """Return cells as indices; those outside become `count`."""
    return np.where((cells >= 0) & (cells < count), cells, count)


@lru_cache(maxsize=64)
def columns_of(
    axis: PixelAxis, first: int, count: int, size: int, parted: bool
) -> tuple[Array, Array, Array]:
    """Return the column of each run of pixels that are alike, whether it is a line, its length.

    All rows have the same columns, and keep them until the view moves.

    Args:
        first, count, size: the first column in sight, their number, the timesteps of each.
        parted: lines stand where timesteps begin.
    """
    t = np.floor(_points(axis) + 0.5).astype(int)
    column = _places((t // size - first)[1:], count)
    begins = np.diff(t) != 0 if parted else np.zeros(len(column), bool)
    starts = np.flatnonzero(np.diff(2 * column + begins, prepend=-1))
    return column[starts], begins[starts], np.diff(starts, append=len(column))


@lru_cache(maxsize=64)
def bands_of(axis: PixelAxis, size: int, count: int) -> tuple[Array, Array, Array]:
    """Return the band of each pixel, whether a unit begins there, and its place in its unit.

    Args:
        size: the units of a band. count: the bands.
    """
    y = _points(axis)
    unit = np.floor(y + 0.5).astype(int)
    lines = (np.diff(unit) != 0)[:, None]
    within = (y[1:] - (unit[1:] - 0.5))[:, None]
    return _places((unit // size)[1:], count), lines, within
