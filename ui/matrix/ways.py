"""Fill: a way to put other numbers into a block, by its name, a seed and a size."""

from collections.abc import Callable
from typing import NamedTuple

from simulator.arrays import Array
from simulator.lstm import block_edits
from simulator.translation import mark

FillFunction = Callable[[Array, int, float], Array]
"""From the numbers of a block, a seed and a size to those that take their place.

Raises ValueError, in words, for numbers that the dtype can not hold.
"""


class Fill(NamedTuple):
    """One way; `seeded` and `sized` say what of a seed and a size it heeds."""

    title: str
    fill: FillFunction
    seeded: bool = True
    sized: bool = False


RANDOM = (
    Fill(mark("Uniform in ± size"), block_edits.uniform, sized=True),
    Fill(mark("Normal with standard deviation size"), block_edits.normal, sized=True),
)
"""What any block can be filled with."""
