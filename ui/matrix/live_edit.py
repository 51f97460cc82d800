"""LiveEdit: a change under way, requested again at every keystroke or pixel until it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.arrays import Array
from ui.matrix.matrix import Block, Matrix, bits


@dataclass(eq=False)
class LiveEdit:
    """Block of a matrix whose numbers depend on an amount: typed, dragged or drawn.

    Attributes:
        before: the matrix before the change. label: the undo label.
        apply: returns the numbers of the block for those before and an amount.
        amount: the last one; None before the first.
        array: the whole array of the last request. asked: True after a request.
        merge_key: joins all requests in one undo step.
    """

    before: Matrix
    block: Block
    label: str
    apply: Callable[[Array, Any], Array | np.floating]
    amount: Any = None
    array: Array = field(init=False)
    asked: bool = False
    merge_key: object = field(default_factory=object)

    def __post_init__(self) -> None:
        self._within, self.array = self.before, self.before.values

    def numbers(self, amount: Any) -> Array | np.floating:
        """Return the numbers of the block for an amount.

        Raises:
            ValueError: from `apply`.
        """
        return self.apply(self.before.values[self.block.slices], amount)

    def take(self, amount: Any) -> bool:
        """Apply an amount; return False when the array stays the same.

        Raises:
            ValueError: from `apply`.
        """
        array = self._within.with_block(self.block, self.numbers(amount))
        self.amount = amount
        if self._like(array, self.array):
            return False
        self.array, self.asked = array, True
        return True

    @property
    def changed(self) -> bool:
        """True when the numbers' bits differ from before."""
        return not self._like(self.array, self.before.values)

    def stands_in(self, matrix: Matrix) -> bool:
        """Return True when a matrix is this one, with the numbers last requested.

        The cells around them may be others: they stay as they are.
        """
        if not self.fits(matrix) or not self._like(matrix.values, self.array):
            return False
        self._within = matrix
        return True

    def fits(self, matrix: Matrix) -> bool:
        """Return True when a matrix is this one, whatever its numbers."""
        before = self.before
        same = before.key == matrix.key and before.shape == matrix.shape
        return same and matrix.values.dtype == self.array.dtype

    def over(self, matrix: Matrix) -> "LiveEdit":
        """Return the change of another matrix that fits, with the same amount."""
        return LiveEdit(matrix, self.block, self.label, self.apply, self.amount)

    def _like(self, a: Array, b: Array) -> bool:
        if a is b:
            return True
        part = self.block.slices
        return bool((bits(a[part]) == bits(b[part])).all())
