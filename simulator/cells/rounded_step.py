"""One step of any cell in half precision: which results are rounded is a rule for all rows.

Source of the rule of single operators: PyTorch's page on `torch.amp`. There a product of matrices
is in half precision, and any other operation takes the wider dtype of its operands.
"""

from collections.abc import Callable, Sequence
from functools import partial, reduce
from operator import mul
from typing import Any, Literal

import numpy as np

from ..arrays import Array, rounded
from .edges import products_to
from .functions import FIRST_UNITS, function_of
from .interventions import NONE, StepInterventions
from .sheet import INPUT, Row, before
from .step import without_cuts
from .weights import CellWeights

Rounds = Literal["results", "states", "gates"]
"""Every result; the states after a step, and numbers that a matrix multiplies, as in a fused
kernel; or products of matrices, and numbers made only of these, as in autocast of operators."""


def rounded_step(
    weights: CellWeights, precision: str, rounds: Rounds
) -> Callable[..., dict[str, Array]]:
    """Return a step of a cell, as `step.step`, in float16 or bfloat16; weights are rounded too."""
    r = partial(rounded, precision=precision)
    W_ih, W_hh, *others = (weights.W_ih, weights.W_hh, weights.b_ih, weights.b_hh, weights.W_hr)
    b_ih, b_hh, W_hr = (None if array is None else r(array) for array in others)
    if rounds == "states" and b_ih is not None and b_hh is not None:
        b_ih, b_hh = r(b_ih + b_hh), np.zeros_like(b_hh)
    return _RoundedStep(CellWeights(r(W_ih), r(W_hh), b_ih, b_hh, W_hr, weights.sheet), r, rounds)


class _RoundedStep:
    def __init__(self, weights: CellWeights, r: Callable[[Array], Array], rounds: Rounds) -> None:
        self._weights, self._cell = weights, weights.cell
        self._round, self._rounds = r, rounds
        cell = weights.cell
        self._parts = {name: weights.part(name) for name in (*cell.matrices, *cell.vectors)}
        self._multiplied = products_to(cell) if rounds == "states" else {}

    def __call__(
        self, x: Array, states: Sequence[Array], held: StepInterventions = NONE
    ) -> dict[str, Array]:
        cell, H, r = self._cell, self._weights.hidden_size, self._round
        values = {INPUT: x, **dict(zip(map(before, cell.states), states, strict=True))}
        if self._rounds != "gates":
            values = {key: r(array) for key, array in values.items()}
        z = np.empty((len(x), len(cell.sums) * H), x.dtype)
        values |= {key: z[:, k * H : (k + 1) * H] for k, key in enumerate(cell.sums)}
        half: set[str] = set()
        operands = values
        if self._rounds == "gates":
            operands = {of: r(values[of]) for of in products_to(cell) if of in values}
        for row in cell.rows:
            value = self._value(row, values, operands, half)
            if row.key not in cell.sums:
                values[row.key] = held.hold(row.key, value) if row.kept else value
                if self._rounds == "gates" and row.key in products_to(cell):
                    operands[row.key] = r(values[row.key])
                continue
            values[row.key][...] = value
            without_cuts(self._weights, (row.key,), z, values, held)
            if row.step:
                held.hold(row.key, values[row.key])
        if self._rounds == "states":
            values |= {state: r(values[state]) for state in cell.states}
        return {
            name: np.concatenate([values[key] for key in keys], axis=-1)
            for name, keys in cell.arrays.items()
        }

    def _value(
        self, row: Row, values: dict[str, Array], operands: dict[str, Array], half: set[str]
    ) -> Array:
        """Return the value of a row, and note it where it is in half precision.

        operands: the numbers that matrices multiply, as these are rounded for the product.
        """
        r, every, autocast = self._round, self._rounds == "results", self._rounds == "gates"
        terms: list[tuple[Any, bool]] = []
        for term in row.terms:
            of = [factor.of for factor in term.factors]
            if product := term.product:
                W = self._parts[product.matrix]
                terms.append((operands[product.of] @ W.T, autocast))
            elif of and of[0] in self._parts:
                terms.append((terms.pop()[0] + self._parts[of[0]], autocast))
            else:
                one = np.asarray(term.k, self._weights.W_ih.dtype)
                factors = reduce(mul, (values[key] for key in of), one)
                terms.append((factors, autocast and half.issuperset(of)))
        made = len(row.terms[0].factors) > 1 or len(row.terms) > 1 or row.terms[0].product
        if made:
            terms = [(r(value) if every or in_half else value, in_half) for value, in_half in terms]
        narrow = every or all(in_half for _, in_half in terms)
        total: Any = sum(value for value, _ in terms)
        total = r(total) if narrow and len(terms) > 1 else total
        if row.function == FIRST_UNITS:
            total = total[..., : self._weights.output_size].copy()
        elif row.function:
            total = function_of(row.function)(total)
        if narrow:
            half.add(row.key)
        to_round = (narrow and row.function) or row.key in self._multiplied
        return np.asarray(r(total) if to_round else total)
