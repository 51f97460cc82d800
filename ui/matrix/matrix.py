"""Matrix: a 2-D array to read and edit, with names for its rows and columns.

Nothing here knows what the numbers mean: weights, an input sequence and states are edited alike.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np

from simulator.arrays import Array, replaced
from simulator.network import block_edits
from simulator.translation import mark
from ui.style import number_format
from ui.style.colours import Scale, map_of, peak_of
from ui.style.decades import DecadeScale
from ui.style.theme import Theme

FillFunction = Callable[[Array, int, float], Array]
"""Function from the numbers of a block, a seed and a size to the new numbers.

Raises ValueError, in words, for numbers that the dtype cannot hold.
"""


class Fill(NamedTuple):
    """One way to fill a block; `seeded` and `sized` tell whether it uses a seed and a size."""

    title: str
    numbers: FillFunction
    seeded: bool = True
    sized: bool = False


RANDOM = (
    Fill(mark("Uniform within ±size"), block_edits.uniform, sized=True),
    Fill(mark("Normal, standard deviation = size"), block_edits.normal, sized=True),
)
"""Ways to fill any block."""


_BINS = 63
_MOST_COUNTED = 4_000_000
_MOST_LOOKED_AT = 1000


class Band(NamedTuple):
    """Run of rows with one meaning: the rows of a gate. `quantity` sets its colour."""

    letter: str
    start: int
    stop: int
    quantity: str


class Reading(NamedTuple):
    """What the columns of a matrix are multiplied with, at the cell that is looked at.

    Attributes:
        values: (columns,) one factor a column; None where there are none, or none to be seen.
        limit: the magnitude of their first and last colour.
        texts: a text over each column in place of a value; empty to write the values.
        row: the row that is lit, written in two lines; None for none.
        products: the second line of its numbers, one a column.
    """

    values: Array | None = None
    limit: float = 1.0
    texts: tuple[str, ...] = ()
    row: int | None = None
    products: tuple[str, ...] = ()


UNREAD = Reading()


class Block(NamedTuple):
    """Rectangle of cells: rows top…bottom-1, columns left…right-1."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def cell(cls, row: int, column: int) -> "Block":
        """Return the block of one cell."""
        return cls(row, column, row + 1, column + 1)

    def covers(self, cell: tuple[int, int]) -> bool:
        """Return True for a (row, column) inside."""
        return self.top <= cell[0] < self.bottom and self.left <= cell[1] < self.right

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of the block in its array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.shape[0] * self.shape[1]


@dataclass(frozen=True, eq=False)
class Matrix:
    """A named 2-D array at one moment.

    Attributes:
        key: its identity; matrices with equal keys are one thing with other numbers.
        title: its short name, as in undo labels.
        values: (rows, columns), read-only.
        original: the values as opened; None when there is nothing to compare with.
        row_name, column_name: return a row's or column's name, for labels.
        cell_name: returns a cell's name, as `W_if[1, 1]`. stored_as: returns its place in torch's
            array, `weight_ih_l0[3, 1]`.
        told: returns a remark on the cell under the mouse; empty for none.
        named_by: changes when the names do. bands: the meanings of its rows, from the top.
        fills: ways to fill all of it. sizes: names and values of limits for random numbers.
        reach: the magnitude of the first and last colour; None for `limit`.
        editable: its numbers can be changed. typical: a text of the usual width in a cell.
    """

    editable: ClassVar[bool] = True
    typical: ClassVar[str] = "+0.00"

    key: Hashable
    title: str
    values: Array
    original: Array | None
    row_name: Callable[[int], str]
    column_name: Callable[[int], str]
    cell_name: Callable[[int, int], str]
    stored_as: Callable[[int, int], str]
    told: Callable[[int, int], str] | None = None
    named_by: Hashable = None
    bands: tuple[Band, ...] = ()
    fills: tuple[Fill, ...] = ()
    sizes: tuple[tuple[str, float], ...] = ()
    reach: float | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    @property
    def whole(self) -> Block:
        """Block of every cell."""
        return Block(0, 0, *self.shape)

    @cached_property
    def limit(self) -> float:
        """Largest finite |value|."""
        return peak_of(self.values)

    @property
    def end(self) -> float:
        """Magnitude at the ends of its colour scale."""
        return self.limit if self.reach is None else self.reach

    @cached_property
    def decimals(self) -> int:
        """Decimals of its numbers in the cells: 1 for few numbers that have no more, else 2."""
        if self.values.size > _MOST_LOOKED_AT:
            return 2
        with np.errstate(over="ignore"):
            rounded = np.round(self.values, 1)
        # Ten times a very large number is inf, which it then rounds to: it has no decimals.
        return 1 if ((rounded == self.values) | ~np.isfinite(rounded)).all() else 2

    def scale(self, theme: Theme) -> Scale | DecadeScale:
        """Return the colour scale of its values."""
        return Scale(map_of(theme, None), (-self.end, self.end))

    def text(self, row: int, column: int, decimals: int) -> str:
        """Write a number in its cell."""
        return number_format.fixed(self.values[row, column], decimals)

    def unknown(self, first: int, last: int, height: int = 1) -> Array | None:
        """Return which of the rows first … last-1 are not known yet; None where all are known.

        Args:
            height: rows that are drawn as one, which is known where one of them is.
        """
        return None

    @cached_property
    def counts(self) -> Array | None:
        """Number of values in each of 63 equal bins of -end…end; None for very large arrays."""
        if self.values.size > _MOST_COUNTED:
            return None
        finite = self.values[np.isfinite(self.values)]
        if self.end == 0:
            parts = np.full(finite.size, _BINS // 2)
        else:
            scaled = (finite.astype(np.float64) / self.end + 1) * (_BINS / 2)
            parts = np.minimum(scaled.astype(np.intp), _BINS - 1)
        return np.bincount(parts, minlength=_BINS)

    @cached_property
    def edited(self) -> Array:
        """Booleans (rows, columns), True where a value's bits differ from the original's."""
        return edited_cells(self.values, self.original)

    @cached_property
    def edited_count(self) -> int:
        """Number of edited values."""
        return int(np.count_nonzero(self.edited))

    def edited_in(self, block: Block) -> tuple[Array, Array]:
        """Return the rows and columns of the edited values in a block, as `np.nonzero` does.

        Only rows with an edit are searched: of millions of values few are edited.
        """
        part = self.edited[block.slices]
        rows = np.flatnonzero(part.any(axis=1))
        found, columns = np.nonzero(part[rows])
        return rows[found], columns

    @property
    def names_of(self) -> tuple[Hashable, ...]:
        """What the names of its rows and columns are of."""
        return self.key, self.named_by, self.shape

    def is_like(self, other: "Matrix") -> bool:
        """Return True when both show the very same arrays by the same names."""
        same = same_memory(self.values, other.values)
        same = same and same_memory(self.original, other.original)
        same = same and self.reach == other.reach
        return same and (self.key, self.named_by) == (other.key, other.named_by)

    def describe(self, row: int, column: int) -> str:
        """Describe one cell exactly: `W_if[1, 1] = 0.29   weight_ih_l0[3, 1]`."""
        value = number_format.exact(self.values[row, column])
        told = self.told(row, column) if self.told else ""
        value += f" ({told})" if told else ""
        return f"{self.cell_name(row, column)} = {value}   {self.stored_as(row, column)}"

    def band_of(self, row: int) -> Band | None:
        """Return the band of a row, or None."""
        return next((band for band in self.bands if band.start <= row < band.stop), None)

    def band_around(self, block: Block) -> Band | None:
        """Return the band that contains a whole block, or None."""
        band = self.band_of(block.top)
        return band if band is not None and block.bottom <= band.stop else None

    def name_of(self, block: Block) -> str:
        """Name a block: by its cell, by the title, with a band's letter, or with its corners."""
        if block.size == 1:
            return self.cell_name(block.top, block.left)
        if block == self.whole:
            return self.title
        band = self.band_around(block)
        if band is not None and block == Block(band.start, 0, band.stop, self.shape[1]):
            return f"{self.title} {band.letter}"
        return f"{self.title}[{block.top}:{block.bottom}, {block.left}:{block.right}]"

    def with_block(self, block: Block, values: Array | np.floating) -> Array:
        """Return the array with a block replaced, read-only."""
        return replaced(self.values, block.slices, values)


def edited_cells(values: Array, original: Array | None) -> Array:
    """Return True where a value's bits differ from the original's.

    All are False without an original, or with one of another dtype.
    """
    if original is None or same_memory(original, values) or original.dtype != values.dtype:
        return np.zeros(values.shape, bool)
    return bits(values) != bits(original)


def changed_cells(before: Matrix, after: Matrix) -> list[tuple[int, int]]:
    """Return the cells whose bits differ, of two states of one matrix that is not large."""
    same = (before.key, before.shape) == (after.key, after.shape)
    same = same and before.values.dtype == after.values.dtype
    if not same or after.values.size > _MOST_LOOKED_AT:
        return []
    rows, columns = np.nonzero(bits(before.values) != bits(after.values))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def bits(array: Array) -> Array:
    """Return the bits of a float array as integers: -0 then differs from 0, and NaN equals NaN."""
    kind = np.uint32 if array.dtype == np.float32 else np.uint64
    return np.ascontiguousarray(array).view(kind)


def same_memory(a: Array | None, b: Array | None) -> bool:
    """Return True for one array, or for the same part of one: both exist, and are read-only."""
    if a is None or b is None:
        return a is b
    return bool(a.__array_interface__ == b.__array_interface__)
