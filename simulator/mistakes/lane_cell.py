"""Cell of one layer and direction as a computation has it, of one model or of some at once."""

from collections.abc import Sequence
from functools import cache
from typing import cast

import numpy as np

from ..arrays import Array
from ..cells.interventions import NONE, StepInterventions
from ..cells.mistakes import Operator, of_function, with_function
from ..cells.sheet import Cell
from ..cells.step import input_product, rounded_step, step
from ..cells.weights import CellWeights
from .computation import Computation

Values = dict[str, Array]
"""What a cell computes, by the names of `Cell.arrays`: (…, width) each."""


@cache
def wrong_cell(cell: Cell, operators: tuple[Operator, ...]) -> Cell:
    """Return a cell after some operators.

    Its σ is the quick one: a search computes it for hundreds of mistakes. The last bits differ.
    """
    for operator in operators:
        cell = operator(cell)
    return with_function(cell, "quick σ", of_function(cell, "σ"))


class StackedWeights:
    """Weights of some models at once: what `cells.step.step` reads of `CellWeights`.

    Each model's products are made by themselves, with the bits of a single model.
    """

    def __init__(self, models: Sequence[CellWeights]) -> None:
        first = models[0]
        self.cell, self.hidden_size = first.cell, first.hidden_size
        self.output_size = first.output_size
        self.groups = {}
        for of, (_, b) in first.groups.items():
            W = np.stack([model.groups[of][0].T for model in models]).mT
            vectors = [model.groups[of][1] for model in models]
            self.groups[of] = W, None if b is None else np.stack(vectors)[:, None]  # type: ignore[arg-type]


class LaneCell:
    """One layer and direction: the cell of a computation, at its precision.

    The rows of some models follow one another, and there are as many of each.

    Args:
        models: the weights of one, or of some that differ in nothing else.

    Attributes:
        models: their number. products: of one row's state with a model's matrix, 4HR.
    """

    def __init__(self, computation: Computation, *models: CellWeights) -> None:
        self.models, self.products = len(models), models[0].W_hh.size
        wrong = [w.of_cell(wrong_cell(w.cell, computation.operators)) for w in models]
        if not computation.precision:  # as the engine adds them for rows of equal lengths
            wrong = [weights.with_one_bias() for weights in wrong]
        self._weights = wrong[0]
        if self.models > 1:
            self._weights = cast(CellWeights, StackedWeights(wrong))
        self._rounded = None
        if computation.precision:
            self._rounded = rounded_step(wrong[0], computation.precision, computation.rounds)

    def of_input(self, x: Array) -> Array | None:
        """Return what the input (…, I) adds to the sums, (…, 4H); None where a step rounds it."""
        if self._rounded is not None:
            return None
        return self._together(input_product(self._weights, self._apart(x)), x.shape[:-1])

    def step(
        self,
        x: Array,
        states: Sequence[Array],
        held: StepInterventions = NONE,
        of_input: Array | None = None,
    ) -> Values:
        """Take one step of any number of rows: x (…, I), states and results (…, width).

        Args:
            held: on the rows of one model. of_input: what `of_input` makes of x.
        """
        if self.models == 1 and x.ndim == 2:
            if self._rounded is not None:
                return self._rounded(x, states, held)
            return step(self._weights, x, states, held, of_input)
        rows = [self._apart(state) for state in states]
        if self._rounded is not None:
            found = self._rounded(self._apart(x), rows)
        else:
            ready = None if of_input is None else self._apart(of_input)
            found = step(self._weights, self._apart(x), rows, of_input=ready)
        return {name: self._together(array, x.shape[:-1]) for name, array in found.items()}

    def _apart(self, values: Array) -> Array:
        """Return (…, K B, n) with the models first: (K, … B, n); without that axis for one."""
        *_, rows, width = values.shape
        if self.models == 1:
            return values.reshape(-1, width)
        apart = values.reshape(-1, self.models, rows // self.models, width)
        return apart.swapaxes(0, 1).reshape(self.models, -1, width)

    def _together(self, values: Array, shape: Sequence[int]) -> Array:
        """Return what `_apart` gives as (…, K B, n), of that shape."""
        if self.models > 1:
            rows = shape[-1] // self.models
            values = values.reshape(self.models, -1, rows, values.shape[-1]).swapaxes(0, 1)
        return values.reshape(*shape, values.shape[-1])
