"""CellWeights: the parameters of one layer and direction, and the forms that the engine reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import numpy as np

from ..arrays import Array, cast, on_a_line
from .edges import products_to, together
from .lstm import lstm
from .sheet import INPUT, Cell, Stacked, before

_CACHED = 2**20
"""Bytes of a matrix that stays in a processor's cache from product to product."""


@dataclass(frozen=True, eq=False)
class CellWeights:
    """Parameters of one lane; None for a parameter that the options leave out.

    Shapes: W_ih (4H, I), W_hh (4H, R), b_ih and b_hh (4H,), W_hr (R, H). Rows in torch's order.

    Attributes:
        sheet: the cell's; None for an LSTM's.
    """

    W_ih: Array
    W_hh: Array
    b_ih: Array | None = None
    b_hh: Array | None = None
    W_hr: Array | None = None
    sheet: Cell | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the parameters, without anything made from them."""
        return CellWeights, (*self._parameters, self.sheet)

    @cached_property
    def cell(self) -> Cell:
        """The sheet of the cell that has these parameters."""
        return self.sheet or lstm(self.b_ih is not None, self.W_hr is not None)

    @cached_property
    def hidden_size(self) -> int:
        """H: the rows of one gate."""
        return len(self.W_hh) // len(self.cell.gates["torch"])

    @cached_property
    def output_size(self) -> int:
        """R: the width of h."""
        return int(self.W_hh.shape[1])

    def of_cell(self, sheet: Cell) -> "CellWeights":
        """Return the parameters as another cell reads them."""
        return CellWeights(*self._parameters, sheet)  # type: ignore[arg-type, call-arg]

    def astype(self, dtype: Any) -> "CellWeights":
        """Convert the weights to another dtype."""
        return self.changed(lambda array: cast(array, dtype))

    def changed(self, change: Callable[[Array], Array]) -> "CellWeights":
        """Change each parameter."""
        arrays = (None if array is None else change(array) for array in self._parameters)
        return CellWeights(*arrays, self.sheet)  # type: ignore[arg-type, call-arg]

    def with_one_bias(self) -> "CellWeights":
        """Return the parameters with b_hh added to b_ih, where each sum adds one of both."""
        sheet = _with_one_bias(self.cell)
        if self.b_ih is None or self.b_hh is None or sheet is self.cell:
            return self
        return CellWeights(self.W_ih, self.W_hh, self.b_ih + self.b_hh, None, self.W_hr, sheet)

    @property
    def _parameters(self) -> tuple[Array | None, ...]:
        return self.W_ih, self.W_hh, self.b_ih, self.b_hh, self.W_hr

    @property
    def arrays(self) -> Mapping[str, Array]:
        """The parameters by torch's kinds: weight_ih, weight_hh, bias_ih, bias_hh, weight_hr."""
        kinds = "weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"
        arrays = zip(kinds, self._parameters, strict=True)
        return {kind: array for kind, array in arrays if array is not None}

    def part(self, name: str) -> Array:
        """Return a matrix (units, width) or vector (units,) of the sheet, as W_ii: a view."""
        kind, place = self.cell.stacked[name]
        return _view(self.arrays, Stacked(kind, place, place + 1, len(self.cell.stacks[kind])))

    @cached_property
    def groups(self) -> Mapping[str, tuple[Array, Array | None]]:
        """Matrices by the number that they multiply, transposed, and the vectors after them.

        Views, (width, units) and (units,), in torch's order.
        """
        arrays = self.arrays
        return {
            of: (_view(arrays, matrices).T, None if vectors is None else _view(arrays, vectors))
            for of, (matrices, vectors) in self.cell.groups.items()
        }

    @cached_property
    def bias(self) -> Array | None:
        """The vectors of each sum, added up, (4H,), in the order of `Cell.sums`; None for none."""
        cell = self.cell
        if not cell.vectors:
            return None
        if products_to(cell)[INPUT] == products_to(cell).get(before(cell.output)) == cell.sums:
            of_input, of_state = (self.groups[of][1] for of in (INPUT, before(cell.output)))
            if of_input is not None and of_state is not None:
                return np.asarray(of_input + of_state)
        found = []
        for key in cell.sums:
            first, *others = (self.part(of) for of in cell.row[key].reads if of in cell.vectors)
            found.append(sum(others, start=first))
        return np.concatenate(found)

    @cached_property
    def by_columns(self) -> Array:
        """W_hh transposed, (R, 4H), as products of one row read it fastest.

        A copy by columns takes a tenth to a half less time, unless memory is what takes it.
        """
        W_T, _ = self.groups[before(self.cell.output)]
        return on_a_line(W_T) if W_T.nbytes <= _CACHED else W_T

    @cached_property
    def backwards(self) -> Mapping[tuple[str, ...], Array]:
        """For each of `edges.together`, its matrices beside each other, rows as in `Cell.sums`.

        Of an LSTM W_ih beside W_hh, (4H, I+R): dz times it is dx beside dh' in one product.
        """
        return {
            given: on_a_line(np.concatenate([self._in_order(of) for of in given], axis=1))
            for given in together(self.cell)
        }

    def _in_order(self, of: str) -> Array:
        cell, rows = self.cell, products_to(self.cell)[of]
        name_of = {key: name for name, (key, by) in cell.matrices.items() if by == of}
        names = [name_of[key] for key in rows]
        places = [cell.stacked[name][1] for name in names]
        if places == sorted(places):
            return self.groups[of][0].T
        return np.concatenate([self.part(name) for name in names])


@cache
def _with_one_bias(cell: Cell) -> Cell:
    """Return a cell without bias_hh; itself unless each row with vectors has one of each kind."""
    rows = []
    for row in cell.rows:
        kind_of = {of: cell.stacked[of][0] for of in row.reads if of in cell.vectors}
        if kind_of and sorted(kind_of.values()) != ["bias_hh", "bias_ih"]:
            return cell
        terms = (t for t in row.terms if "bias_hh" not in (kind_of.get(f.of) for f in t.factors))
        rows.append(replace(row, terms=tuple(terms)))
    return replace(cell, rows=tuple(rows)) if cell.vectors else cell


def _view(arrays: Mapping[str, Array], of: Stacked) -> Array:
    """Return neighbours in one of torch's parameters."""
    kind, first, stop, parts = of
    array = arrays[kind]
    if stop - first == parts:
        return array
    units = len(array) // parts
    return array[first * units : stop * units]
