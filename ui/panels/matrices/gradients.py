"""Gradients and changes of the numbers of a matrix: what is shown beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix.matrix import Matrix
from ui.style import number_format
from ui.style.colours import peak_of, round_limit
from ui.style.decades import DecadeRange, DecadeScale, scale_of
from ui.style.theme import Theme

_LOOKED_AT = 1 << 16
"""Numbers of a large array that the width of its steps is taken from."""


class Part(NamedTuple):
    """One matrix beside another, of gradients or of changes.

    Attributes:
        key: its name in the choice, `share`. title: its head; note: the second line of it.
        values: computes the gradients, (rows, columns) as the matrix; only of those that are shown.
        known: the rows first … last-1 that are walked; None for all.
        is_change: True for what is added to the numbers themselves; it has a scale of its own.
    """

    key: str
    title: str
    note: str
    values: Callable[[], Array]
    known: tuple[int, int] | None = None
    is_change: bool = False


@dataclass(frozen=True, eq=False)
class Gradients:
    """Gradients of a matrix at one position, and changes of it in training.

    Attributes:
        of: what they are of; equal ones share a scale. stand: changes when their numbers do.
        own: name of the matrix itself in the choice, `w`. note: the second line of its head.
        parts: the matrices of gradients. decades: the scale that all panels share, if there is one.
    """

    of: tuple[object, ...]
    stand: tuple[object, ...]
    own: str
    note: str
    parts: tuple[Part, ...]
    decades: DecadeRange | None = None


@dataclass(frozen=True, eq=False)
class GradientMatrix(Matrix):
    """Matrix of gradients, coloured in steps of decades; nobody edits it.

    Attributes:
        decades: the sizes that the steps stand for. known: as of a `Part`.
    """

    decades: DecadeRange = DecadeRange()  # noqa: RUF009, for it is frozen
    known: tuple[int, int] | None = None

    editable: ClassVar[bool] = False
    typical: ClassVar[str] = "+0.0e−0"

    @classmethod
    def beside(
        cls, matrix: Matrix, part: Part, values: Array, decades: DecadeRange
    ) -> "GradientMatrix":
        """Return the gradients of a matrix, by the names of its rows and columns."""
        return cls(
            key=(matrix.key, part.key),
            title=part.title,
            values=values,
            original=None,
            row_name=matrix.row_name,
            column_name=matrix.column_name,
            cell_name=lambda row, column: f"d{matrix.cell_name(row, column)}",
            stored_as=lambda row, column: " ".join((part.title, part.note)),
            named_by=(matrix.named_by, part.note),
            bands=matrix.bands,
            decades=decades,
            known=part.known,
        )

    @property
    def end(self) -> float:
        """Upper end of the strongest step."""
        return float(10.0 ** min(self.decades.top, 308))

    def scale(self, theme: Theme) -> DecadeScale:
        """Return the steps of colour."""
        return scale_of(theme, self.decades)

    def is_like(self, other: Matrix) -> bool:
        """Return True when both show the very same numbers in the same steps."""
        if not isinstance(other, GradientMatrix) or not super().is_like(other):
            return False
        return (self.decades, self.known) == (other.decades, other.known)

    def unknown(self, first: int, last: int, height: int = 1) -> Array | None:
        """Return which of some rows are not walked yet."""
        if self.known is None:
            return None
        rows = np.arange(first, last, height)
        return np.asarray((rows + height <= self.known[0]) | (rows >= self.known[1]))

    def text(self, row: int, column: int, decimals: int) -> str:
        """Write a gradient by its decade; a dot where it is not walked yet."""
        if self._is_unknown(row):
            return "·"
        return number_format.scientific(float(self.values[row, column]))

    def describe(self, row: int, column: int) -> str:
        """Describe one gradient exactly: `dW_hf[1, 1] = 0.00478   dW so far t 39…21`."""
        value = tr("not computed yet")
        if not self._is_unknown(row):
            value = number_format.exact(self.values[row, column])
        return f"{self.cell_name(row, column)} = {value}   {self.stored_as(row, column)}"

    def _is_unknown(self, row: int) -> bool:
        unknown = self.unknown(row, row + 1)
        return unknown is not None and bool(unknown[0])


@dataclass(frozen=True, eq=False)
class ChangeMatrix(Matrix):
    """Matrix of what is added to another's numbers, in the smooth colours of values."""

    editable: ClassVar[bool] = False
    typical: ClassVar[str] = "+0.0e−0"

    @classmethod
    def beside(cls, matrix: Matrix, part: Part, values: Array) -> "ChangeMatrix":
        """Return the changes of a matrix, by the names of its rows and columns."""
        return cls(
            key=(matrix.key, part.key),
            title=part.title,
            values=values,
            original=None,
            row_name=matrix.row_name,
            column_name=matrix.column_name,
            cell_name=lambda row, column: f"Δ{matrix.cell_name(row, column)}",
            stored_as=lambda row, column: " ".join((part.title, part.note)),
            named_by=(matrix.named_by, part.note),
            bands=matrix.bands,
            reach=round_limit(peak_of(values)),
        )

    def text(self, row: int, column: int, decimals: int) -> str:
        """Write a change by its decade."""
        return number_format.scientific(float(self.values[row, column]))


def decades_of(parts: list[tuple[Array, tuple[int, int] | None]]) -> DecadeRange | None:
    """Return the one range of the known rows of several arrays, quickly also of large ones.

    None where no number is known that is not 0.
    """
    top, width = None, 1
    for values, known in parts:
        part = values if known is None else values[known[0] : known[1]]
        some = part[:: max(1, part.size // _LOOKED_AT)] if part.size > _LOOKED_AT else part
        reach = DecadeRange.of(some)
        peak = _largest(part)
        if peak > 0:
            whole = DecadeRange.of(np.array([peak])).top
            top = whole if top is None else max(top, whole)
            width = max(width, reach.width)
    return None if top is None else DecadeRange(top, width)


def _largest(values: Array) -> float:
    """Return the largest finite size; 0 when there is none."""
    if not values.size:
        return 0.0
    peak = max(float(values.max()), -float(values.min()))
    if not np.isfinite(peak):
        finite = np.abs(values[np.isfinite(values)])
        peak = float(finite.max()) if finite.size else 0.0
    return peak
