"""Rounding: which results of a step in half precision are rounded, a rule for all rows.

Source of the rule of single operators: PyTorch's page on `torch.amp`. There a product of matrices
is in half precision, and any other operation takes the wider dtype of its operands.
"""

from typing import Literal

from .edges import products_to
from .sheet import Cell, Row, Term

Rounds = Literal["results", "states", "gates"]
"""Every result; the states after a step, and numbers that a matrix multiplies, as in a fused
kernel; or products of matrices, and numbers made only of these, as in autocast of operators."""


class Rounding:
    """The text of a step with `r(…)` around what is rounded; as it is without `rounds`.

    Attributes:
        given, states: x and the states before the step, and the states after it, are rounded.
        narrow: the rows whose results have no more digits than half precision has.
    """

    def __init__(self, cell: Cell, rounds: Rounds | None = None) -> None:
        self.given = rounds in ("results", "states")
        self.states = rounds == "states"
        self.narrow: set[str] = set()
        self._rounds, self._cell = rounds, cell
        for row in cell.rows if rounds else ():
            if all(map(self._is_narrow, row.terms)):
                self.narrow.add(row.key)

    def _is_narrow(self, term: Term) -> bool:
        if self._rounds != "gates" or term.product:
            return self._rounds in ("results", "gates")
        return all(of.of in self.narrow or of.of in self._cell.vectors for of in term.factors)

    def operand(self, text: str) -> str:
        """Return the text of a number that a matrix multiplies."""
        return _rounded(text, self._rounds == "gates")

    def product(self, text: str) -> str:
        """Return the text of a product with a matrix, with the vector after it."""
        return _rounded(text, self._rounds in ("results", "gates"))

    def term(self, term: Term, text: str) -> str:
        """Return the text of a product of numbers."""
        return _rounded(text, len(term.factors) > 1 and self._is_narrow(term))

    def total(self, row: Row, text: str) -> str:
        """Return the text of a sum of terms."""
        return _rounded(text, len(row.terms) > 1 and row.key in self.narrow)

    def result(self, row: Row, text: str) -> str:
        """Return the text of a row, with its function."""
        multiplied = self.states and row.key in products_to(self._cell)
        return _rounded(text, multiplied or (bool(row.function) and row.key in self.narrow))


def _rounded(text: str, rounds: bool) -> str:
    return f"r({text})" if rounds else text
