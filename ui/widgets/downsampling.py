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
        if self._moved and isinstance(timesteps, np.ndarray) and isinstance(places, slice):
            timesteps = timesteps[:, None]
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

_STEP = 16
"""Rows of a level in a row of the next."""

_ROWS = 1 << 15
"""Rows that are read at once while levels grow: what they take stays in the processor's cache.

Levels of a series of fewer rows grow only when they are read: a view with a column for each few
timesteps needs none.
"""


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
    """Choose by bits: the processor cannot guess the signs, and a branch for each takes longer."""
    bits = f"i{high.itemsize}"
    is_low = (middle - low > high - middle).astype(bits)
    low_bits, high_bits = low.view(bits), high.view(bits)
    return (((low_bits ^ high_bits) & -is_low) ^ high_bits).view(high.dtype)


def block(cells: int, pixels: float) -> int:
    """Return how many cells must share a pixel for all of them to fit: 1 or more."""
    return max(1, math.ceil(cells / max(1.0, pixels)))


class TimeLevels:
    """Outermost values over time of a (T, width) series, of blocks of any size, as far as known.

    The outermost of a block is the outermost of its parts' outermost, whatever the parts, bit for
    bit. So each level keeps those of every 16 rows of the level below it, and a block is read from
    few of them. They grow with the known part; in a long series as soon as it is known, so that no
    read waits long. The whole columns last asked for are kept too.

    Attributes:
        known: the part that is taken in.
    """

    def __init__(self, values: Series, middle: float = 0.0) -> None:
        """Args: values: (T, width); only the known part is ever read. middle: of the range."""
        self._source, self._middle = values, middle
        self.known = self._done = NOTHING
        self._levels: list[Array] = []
        length = len(values) // _STEP
        while length:
            self._levels.append(np.empty((length, values.shape[1]), values.dtype))
            length //= _STEP
        self._size = 0
        self._there = np.zeros(0, bool)
        self._columns = np.empty((0, values.shape[1]), values.dtype)

    def extend(self, known: slice, most: int | None = None, first: int = 0) -> None:
        """Take in the newly known part, or some of it.

        Args:
            known: one end of it never moves. most: the numbers to take in at once; None for all.
            first: the timestep to begin at, where nothing is taken in yet.
        """
        now = known
        if most is not None:
            rows = max(1, most // self._source.shape[1])
            now = _part(known, self.known, rows, first)
        self.known = _longer(self.known, now)
        if len(self._source) >= _ROWS:
            self._grow()

    def _grow(self) -> None:
        below, done, now = self._source, self._done, self.known
        for level in self._levels:
            done, now = _whole(done), _whole(now)
            for part in grown(done, now):
                for start in range(part.start, part.stop, _ROWS // _STEP):
                    stop = min(start + _ROWS // _STEP, part.stop)
                    rows = np.asarray(below[start * _STEP : stop * _STEP])
                    level[start:stop] = outermost_rows(rows, _STEP, middle=self._middle)
            below = level
        self._done = self.known

    def columns(self, part: slice, size: int) -> Array:
        """Return the outermost of each `size` timesteps of a known part: (columns, width).

        Columns begin at multiples of their size: the part may cut the first and the last.
        """
        if size < _STEP:
            values = np.asarray(self._source[part])
            if size == 1:
                return values
            return outermost_rows(values, size, part.start % size, self._middle)
        numbers = np.arange(part.start // size, -(-part.stop // size))
        starts = np.maximum(numbers * size, part.start)
        stops = np.minimum((numbers + 1) * size, part.stop)
        whole = stops - starts == size
        found = np.empty((len(numbers), self._source.shape[1]), self._source.dtype)
        found[~whole] = self._read(starts[~whole], stops[~whole])
        found[whole] = self._whole_columns(numbers[whole], size)
        return found

    def outermost(self, part: slice) -> Array:
        """Return the outermost values of a known part that is not empty: (width,)."""
        return self._read(np.array([part.start]), np.array([part.stop]))[0]

    def _whole_columns(self, numbers: Array, size: int) -> Array:
        if size != self._size:
            count = len(self._source) // size
            self._size, self._there = size, np.zeros(count, bool)
            self._columns = np.empty((count, self._source.shape[1]), self._source.dtype)
        new = numbers[~self._there[numbers]]
        self._columns[new] = self._read(new * size, (new + 1) * size)
        self._there[new] = True
        return np.asarray(self._columns[numbers])

    def _read(self, starts: Array, stops: Array) -> Array:
        """Return the outermost values of blocks of timesteps: (blocks, width)."""
        self._grow()
        shape = len(starts), self._source.shape[1]
        high = np.full(shape, -np.inf, self._source.dtype)
        low = np.full(shape, np.inf, self._source.dtype)
        blocks, below = np.arange(len(starts)), self._source
        for level in self._levels:
            # What fills blocks of the next level is read there; what is beside them, here.
            first, last = -(-starts // _STEP), stops // _STEP
            inner = first < last
            _widen(high, low, below, blocks, starts, np.where(inner, first * _STEP, stops))
            blocks, first, last, stops = (a[inner] for a in (blocks, first, last, stops))
            _widen(high, low, below, blocks, last * _STEP, stops)
            starts, stops, below = first, last, level
        _widen(high, low, below, blocks, starts, stops)
        return _farther(low, high, self._middle)


def _whole(part: slice) -> slice:
    """Return the blocks of the next level that lie in a part."""
    return slice(-(-part.start // _STEP), part.stop // _STEP)


def _widen(
    high: Array, low: Array, rows: Series, blocks: Array, starts: Array, stops: Array
) -> None:
    """Widen the ranges of some blocks by rows of theirs; a block's last row is read repeatedly."""
    there = starts < stops
    blocks, starts, stops = blocks[there], starts[there], stops[there]
    if not len(blocks):
        return
    most, least = high[blocks], low[blocks]
    for k in range(int((stops - starts).max())):
        values = rows[np.minimum(starts + k, stops - 1)]
        np.maximum(most, values, out=most)
        np.minimum(least, values, out=least)
    high[blocks], low[blocks] = most, least


class Bands:
    """A quantity over time, its units gathered into at most as many bands as there are pixels.

    It grows with the known part, so that a step costs one timestep and not the whole row.

    Attributes:
        size: the units of a band. count: the bands. middle: of the range.
    """

    def __init__(self, values: Series, pixels: float, middle: float = 0.0) -> None:
        """Args: values: (T, width); only the known part is ever read. pixels: for all units."""
        self._source, self.middle = values, middle
        self._levels = TimeLevels(values, middle)
        self.fit(pixels)

    def fit(self, pixels: float) -> None:
        """Gather the units into bands for other pixels; what is known of them stays."""
        width = self._source.shape[1]
        self.size = block(width, pixels)
        self.count = -(-width // self.size)
        self._peaks: TimeLevels | None = None
        self._of_steps = np.zeros((0, 1))
        self._measured = NOTHING

    def extend(self, known: slice, most: int | None = None, first: int = 0) -> None:
        """Take in the newly known part, or some of it, as `TimeLevels.extend` does."""
        self._levels.extend(known, most, first)

    @property
    def known(self) -> slice:
        """The part that is taken in."""
        return self._levels.known

    def columns(self, part: slice, size: int) -> Array:
        """Return the outermost of each band in each `size` timesteps: (columns, bands).

        Args:
            part: timesteps that `extend` has taken in. Columns begin at multiples of their size.
        """
        return self._banded(self._levels.columns(part, size))

    def peak(self, known: slice) -> float:
        """Return the largest finite magnitude of a known part; 0 of an empty one."""
        if self._peaks is None:
            self._of_steps = np.zeros((len(self._source), 1))
            self._peaks = TimeLevels(self._of_steps)
        for part in grown(self._measured, known):
            size = np.abs(self._banded(np.asarray(self._source[part])))
            self._of_steps[part, 0] = np.max(size, axis=1, where=np.isfinite(size), initial=0)
        self._peaks.extend(known)
        self._measured = _longer(self._measured, known)
        return float(self._peaks.outermost(known)[0]) if known.start < known.stop else 0.0

    def _banded(self, values: Array) -> Array:
        if self.size == 1:
            return values
        return outermost_along(values, self.size, 1, self.middle)


def _longer(done: slice, known: slice) -> slice:
    return known if known.stop - known.start > done.stop - done.start else done


def _part(known: slice, done: slice, rows: int, first: int) -> slice:
    """Return what is done, and at most `rows` known rows beside it; `first` is where to begin."""
    if known.start >= known.stop:
        return done
    if done.start >= done.stop:
        begin = min(max(known.start, first), known.stop)
        done = slice(begin, begin)
    stop = max(done.stop, min(known.stop, done.stop + rows))
    start = min(done.start, max(known.start, done.start - (rows - (stop - done.stop))))
    return slice(start, stop)


def grown(before: slice, now: slice) -> list[slice]:
    """List the parts of `now` that are not in `before`, in order."""
    if before.start >= before.stop:
        return [now] if now.start < now.stop else []
    left = slice(now.start, min(before.start, now.stop))
    right = slice(max(before.stop, now.start), now.stop)
    return [part for part in (left, right) if part.start < part.stop]


def common(a: slice, b: slice) -> slice:
    """Return what two parts have in common; `NOTHING` where they do not meet."""
    start, stop = max(a.start, b.start), min(a.stop, b.stop)
    return slice(start, stop) if start < stop else NOTHING


def joined(a: slice, b: slice) -> slice:
    """Return two neighbouring parts as one."""
    if a.start >= a.stop or b.start >= b.stop:
        return b if a.start >= a.stop else a
    return slice(min(a.start, b.start), max(a.stop, b.stop))
