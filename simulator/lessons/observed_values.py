"""Somebody else's numbers in a lesson, `their_c` and `their_h`, as the diagnosis takes them."""

from pathlib import Path

import numpy as np

from ..files.traces.foreign_numbers import Numbers
from ..network.lane import Lane
from .formula.reading import Reading

BEGINNING = "their_"
"""What the names of such numbers begin with; the quantity follows."""


def their_numbers(reading: Reading) -> Numbers | None:
    """Return the numbers that a lesson gives as somebody else's; None where it gives none.

    They are of unit 0 of the first row, and were written as decimals.
    """
    given = {
        name.removeprefix(BEGINNING): np.asarray(values, np.float64)
        for name, values in reading.others.items()
        if name.startswith(BEGINNING)
    }
    points = {
        (quantity, Lane()): (np.array([(t, 0, 0) for t in range(len(values))]), values)
        for quantity, values in given.items()
    }
    return Numbers(Path("theirs"), points=points, text=True) if points else None
