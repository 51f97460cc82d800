"""Summary of a decomposition: its largest terms, the others as one, rounding, and running sums."""

from typing import Final, NamedTuple

import numpy as np

from .terms import Terms

LARGEST: Final = 5
"""Number of terms that a summary names."""


class SummaryRow(NamedTuple):
    """One row of a summary.

    Attributes:
        term: its index in the decomposition; None for several, and for rounding.
        terms: how many it holds; 0 for rounding.
        amount: what they add. running: the sum up to and with this row.
    """

    term: int | None
    terms: int
    amount: float
    running: float


def summary(book: Terms, most: int = LARGEST) -> tuple[SummaryRow, ...]:
    """Return the `most` largest terms, all others as one row, and rounding.

    A single other term is named too. The last running sum is the total of the decomposition.
    """
    order, products = book.by_size(), book.products
    named = order if len(order) <= most + 1 else order[:most]
    parts: list[tuple[int | None, int, float]] = [
        (int(index), 1, float(products[index])) for index in named
    ]
    others = order[len(named) :]
    with np.errstate(all="ignore"):
        if len(others):
            parts.append((None, len(others), float(products[others].sum())))
        parts.append((None, 0, book.rounding))
        running = np.cumsum([amount for _, _, amount in parts])
        running[-1] = float(book.total)
    return tuple(
        SummaryRow(*part, float(total)) for part, total in zip(parts, running, strict=True)
    )
