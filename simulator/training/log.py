"""Log: what each step of a training run told of itself, in 40 bytes a step."""

from array import array
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array


class Row(NamedTuple):
    """What one step told.

    Attributes:
        step: n, the number of steps taken before. loss: of the network after n steps, on its batch.
        norm: of all gradients of what learns, before the clip. coefficient: the clip's.
        accuracy: NaN where answers are numbers. finite: True when no gradient is NaN or infinite.
    """

    step: int
    loss: float
    norm: float
    coefficient: float
    accuracy: float
    finite: bool


class Judgement(NamedTuple):
    """What the network after some steps makes of the validation batch."""

    step: int
    loss: float
    accuracy: float


COLUMNS: Final = ("loss", "norm", "coefficient", "accuracy", "finite")
"""Columns by the names of a row's numbers."""


class Log:
    """Rows by step, which are appended in order.

    Args:
        first: the step of the first row.
    """

    def __init__(self, first: int = 0) -> None:
        self._first = first
        self._columns = [array("d") for _ in COLUMNS]

    def __len__(self) -> int:
        return len(self._columns[0])

    @property
    def steps(self) -> range:
        """Steps that have a row."""
        return range(self._first, self._first + len(self))

    def append(self, row: Row) -> None:
        """Add the row of the next step.

        Raises:
            ValueError: it is another step's.
        """
        if row.step != self.steps.stop:
            raise ValueError(f"the next row is step {self.steps.stop}'s, not {row.step}'s")
        # The first column counts the rows: a reader in another thread finds whole ones.
        for column, number in reversed([*zip(self._columns, row[1:], strict=True)]):
            column.append(number)

    def refill(self, rows: Array) -> None:
        """Put other rows, (steps, 5) float64, in place of all."""
        self._columns = [array("d", column.tobytes()) for column in rows.T]

    def row(self, step: int) -> Row:
        """Return the row of a step.

        Raises:
            IndexError: it has none.
        """
        if step not in self.steps:
            raise IndexError(step)
        loss, norm, coefficient, accuracy, finite = (
            column[step - self._first] for column in self._columns
        )
        return Row(step, loss, norm, coefficient, accuracy, bool(finite))

    def column(self, name: str, since: int | None = None) -> Array:
        """Return one of `COLUMNS` over the steps, a copy: (steps,) float64.

        Args:
            since: the first step that is wanted; by default the first one that there is.

        Raises:
            ValueError: there is no such column.
        """
        column, rows = self._columns[COLUMNS.index(name)], len(self)
        begin = 0 if since is None else max(0, since - self._first)
        return np.array(column[begin:rows], np.float64)
