"""LiveEdit: a change under way, asked for anew with every keystroke or pixel, until it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.arrays import Array
from ui.matrix.matrix import Block, Matrix, bits


@dataclass(eq=False)
class LiveEdit:
    """A block of a matrix whose numbers follow from an amount: typed, dragged or drawn.

    Attributes:
        before: the matrix as it was. label: what undo will call the change.
        apply: the numbers of the block for an amount.
        array: the whole array that was asked for last. asked: True when one was.
        merge_key: under which all of it is one undo step.
    """

    before: Matrix
    block: Block
    label: str
    apply: Callable[[Any], Array | np.floating]
    array: Array = field(init=False)
    asked: bool = False
    merge_key: object = field(default_factory=object)

    def __post_init__(self) -> None:
        self.array = self.before.values

    def take(self, amount: Any) -> bool:
        """Make the array for an amount the present one; False when it is that already.

        Raises:
            ValueError: from `apply`.
        """
        array = self.before.with_block(self.block, self.apply(amount))
        if self._like(array, self.array):
            return False
        self.array, self.asked = array, True
        return True

    @property
    def changed(self) -> bool:
        """True when the numbers have other bits than before."""
        return not self._like(self.array, self.before.values)

    def stands_in(self, matrix: Matrix) -> bool:
        """True when a matrix is the same one, with the numbers that were asked for last."""
        before = self.before
        same = before.key == matrix.key and before.shape == matrix.shape
        return (
            same
            and matrix.values.dtype == self.array.dtype
            and self._like(matrix.values, self.array)
        )

    def _like(self, a: Array, b: Array) -> bool:
        if a is b:
            return True
        part = self.block.slices
        return bool((bits(a[part]) == bits(b[part])).all())
