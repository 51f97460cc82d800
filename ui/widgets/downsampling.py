"""What fits the pixels of a long row: of each block of cells the outermost value.

That is the one farthest from the middle of its range: the one of largest magnitude, or of a gate
the most open or closed. Every peak stays in sight at every zoom, where nearest or mean would lose a
spike between pixels.
"""

import math

import numpy as np

from simulator.analysis.comparison import FirstDifference
from simulator.arrays import Array

Series = Array | FirstDifference
"""(T, width): recorded values, or differences that are computed where they are looked at."""

NOTHING = slice(0, 0)


def outermost(values: Array, starts: Array, axis: int, middle: float = 0.0) -> Array:
    """Of each block along `axis` the value farthest from `middle`.

    A block reaches from one start to the next. The higher of two that are equally far wins; a
    block that holds a NaN is NaN.
    """
    high = np.maximum.reduceat(values, starts, axis)
    low = np.minimum.reduceat(values, starts, axis)
    return _farther(low, high, middle)


def outermost_rows(values: Array, size: int, missing: int = 0, middle: float = 0.0) -> Array:
    """As `outermost`, of each `size` rows; the first block lacks its first `missing` rows.

    Ten times as fast as `reduceat` is along the first axis.
    """
    count = -(-(len(values) + missing) // size)
    high = np.full((count, *values.shape[1:]), -np.inf, values.dtype)
    low = np.full_like(high, np.inf)
    for k in range(size):
        first = int(k < missing)
        rows = values[first * size + k - missing :: size]
        of = slice(first, first + len(rows))
        np.maximum(high[of], rows, out=high[of])
        np.minimum(low[of], rows, out=low[of])
    return _farther(low, high, middle)


def _farther(low: Array, high: Array, middle: float) -> Array:
    return np.where(middle - low > high - middle, low, high)


def block(cells: int, pixels: float) -> int:
    """How many cells share a pixel at least, so that all of them fit: 1 or more."""
    return max(1, math.ceil(cells / max(1.0, pixels)))


class Bands:
    """A quantity over time with its units gathered into at most as many bands as there are pixels.

    It grows with what is known, so that a step costs one timestep and not the whole row.

    Attributes:
        size: the units of a band. values: (T, bands); valid where `extend` has been.
    """

    def __init__(self, values: Series, pixels: float, middle: float = 0.0) -> None:
        """Args: values: (T, width), of which only the known part is ever read."""
        self._source, self._middle = values, middle
        self.size = block(values.shape[1], pixels)
        self._starts = np.arange(0, values.shape[1], self.size)
        shape = (len(values), len(self._starts))
        self._gathered = np.empty(shape if self.size > 1 else (0, 0), values.dtype)
        self.values: Series = values if self.size == 1 else self._gathered
        self._peaks = np.zeros(len(values))
        self._done = NOTHING

    def extend(self, known: slice) -> None:
        """Gather what has become known. One end of what is known never moves."""
        for part in grown(self._done, known):
            values = self._source[part]
            if self.size > 1:
                values = self._gathered[part] = outermost(
                    values, self._starts, axis=1, middle=self._middle
                )
            size = np.abs(values)
            self._peaks[part] = np.max(size, axis=1, where=np.isfinite(size), initial=0)
        if known.stop - known.start > self._done.stop - self._done.start:
            self._done = known

    def peak(self, known: slice) -> float:
        """The largest finite magnitude of a part that has been gathered; 0 of nothing."""
        return float(self._peaks[known].max(initial=0))


def grown(before: slice, now: slice) -> list[slice]:
    """The parts of `now` that are not in `before`, in order."""
    if before.start >= before.stop:
        return [now] if now.start < now.stop else []
    left = slice(now.start, min(before.start, now.stop))
    right = slice(max(before.stop, now.start), now.stop)
    return [part for part in (left, right) if part.start < part.stop]
