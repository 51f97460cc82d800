"""Downsampling of long rows to pixels: each block of cells shows its outermost value.

That is the value farthest from the middle of the range: the one of largest magnitude, or for a gate
the most open or closed. So every peak is visible at every zoom; nearest or mean would lose a spike
between pixels.
"""

import math
from typing import Any, Protocol

import numpy as np

from simulator.arrays import Array


class Lazy(Protocol):
    """Values over time, (T, width), that are computed only where they are indexed."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    def __len__(self) -> int: ...
    def __getitem__(self, key: Any) -> Any: ...


Recorded = Array | Lazy
"""Values over time, (T, width), in the order of units."""


class ArrangedUnits:
    """Lazy choice of an array's columns, times a factor each; computed only where it is indexed.

    Indexing takes timesteps, or timesteps and places, and gives arrays or numbers.

    Attributes:
        order: the unit at each place. factors: (units,) of the source, by unit.
    """

    def __init__(
        self,
        source: Recorded,
        order: tuple[int, ...] | None = None,
        factors: Array | None = None,
    ) -> None:
        self._source = source
        self.order = np.arange(source.shape[1]) if order is None else np.array(order, int)
        self._moved = order is not None
        self.factors = factors
        self.shape: tuple[int, ...] = (len(source), len(self.order))
        self.dtype: np.dtype[Any] = source.dtype

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, key: Any) -> Any:
        timesteps, places = key if isinstance(key, tuple) else (key, slice(None))
        units = self.order[places]
        values = self._source[timesteps, units] if self._moved else self._source[timesteps, places]
        return values if self.factors is None else values * self.factors[units]


def partial(values: object) -> bool:
    """Return True where NaN marks numbers that are not recorded."""
    from simulator.analysis.comparison import FirstDifference

    source = values._source if isinstance(values, ArrangedUnits) else values
    return isinstance(source, FirstDifference) and source.partial


Series = Recorded
"""Values over time, (T, width): recorded, or computed on access."""

NOTHING = slice(0, 0)

_NEAR = 8
"""Most numbers of a block that are read across."""


def outermost(values: Array, starts: Array, axis: int, middle: float = 0.0) -> Array:
    """Return the value farthest from `middle` in each block along `axis`.

    A block reaches from one start to the next. Of two values equally far the higher wins. A block
    with a NaN is NaN.
    """
    high = np.maximum.reduceat(values, starts, axis)
    low = np.minimum.reduceat(values, starts, axis)
    return _farther(low, high, middle)


def outermost_rows(values: Array, size: int, missing: int = 0, middle: float = 0.0) -> Array:
    """Return `outermost` of each `size` rows; the first block lacks its first `missing` rows.

    It is ten times as fast as `reduceat` along the first axis.
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


def outermost_along(values: Array, size: int, axis: int, middle: float = 0.0) -> Array:
    """Return `outermost` of each `size` numbers along an axis of a matrix, quickly also of many."""
    if axis == 0:
        return outermost_rows(values, size, middle=middle)
    if size > _NEAR:
        units = np.ascontiguousarray(values.T)  # faster than to read across
        return outermost_rows(units, size, middle=middle).T
    high = values[:, ::size].copy()
    low = high.copy()
    for k in range(1, size):
        units = values[:, k::size]
        of = slice(units.shape[1])
        np.maximum(high[:, of], units, out=high[:, of])
        np.minimum(low[:, of], units, out=low[:, of])
    return _farther(low, high, middle)


def _farther(low: Array, high: Array, middle: float) -> Array:
    return np.where(middle - low > high - middle, low, high)


def block(cells: int, pixels: float) -> int:
    """Return how many cells must share a pixel for all of them to fit: 1 or more."""
    return max(1, math.ceil(cells / max(1.0, pixels)))


class Bands:
    """A quantity over time, its units gathered into at most as many bands as there are pixels.

    It grows with the known part, so that a step costs one timestep and not the whole row.

    Attributes:
        size: the units of a band. values: (T, bands); valid as far as `extend` has gathered.
    """

    def __init__(self, values: Series, pixels: float, middle: float = 0.0) -> None:
        """Args: values: (T, width); only the known part is ever read. pixels: for all units."""
        self._source, self._middle = values, middle
        self.size = block(values.shape[1], pixels)
        shape = (len(values), -(-values.shape[1] // self.size))
        self._gathered = np.empty(shape if self.size > 1 else (0, 0), values.dtype)
        self.values: Series = values if self.size == 1 else self._gathered
        self._peaks: Array | None = None
        self._done = self._measured = NOTHING

    def extend(self, known: slice) -> None:
        """Gather the newly known part. One end of the known part never moves."""
        if self.size > 1:
            for part in grown(self._done, known):
                values = self._source[part]
                self._gathered[part] = outermost_along(values, self.size, 1, self._middle)
        self._done = _longer(self._done, known)

    def peak(self, known: slice) -> float:
        """Return the largest finite magnitude of a gathered part; 0 of an empty one."""
        if self._peaks is None:
            self._peaks = np.zeros(len(self._source))
        for part in grown(self._measured, known):
            size = np.abs(self.values[part])
            self._peaks[part] = np.max(size, axis=1, where=np.isfinite(size), initial=0)
        self._measured = _longer(self._measured, known)
        return float(self._peaks[known].max(initial=0))


def _longer(done: slice, known: slice) -> slice:
    return known if known.stop - known.start > done.stop - done.start else done


def grown(before: slice, now: slice) -> list[slice]:
    """List the parts of `now` that are not in `before`, in order."""
    if before.start >= before.stop:
        return [now] if now.start < now.stop else []
    left = slice(now.start, min(before.start, now.stop))
    right = slice(max(before.stop, now.start), now.stop)
    return [part for part in (left, right) if part.start < part.stop]


def joined(a: slice, b: slice) -> slice:
    """Return two neighbouring parts as one."""
    if a.start >= a.stop or b.start >= b.stop:
        return b if a.start >= a.stop else a
    return slice(min(a.start, b.start), max(a.stop, b.stop))
