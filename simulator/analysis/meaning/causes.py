"""Causes: the term, or the group of terms, that pushes a sum most to where it is."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...arrays import limits
from ..decomposition.terms import Ledger

MOST_TERMS: Final = 16
"""Terms up to which they are compared one by one; above it inputs, states and biases are."""

MOSTLY: Final = 0.5
"""Share of all that pushes to the sum's sign, above which one term is most of it."""

WORTH_TELLING: Final = 0.1
"""Share of a cause, from which what stands against it, or is left of it, is worth a word."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A term of a decomposition, or a group of them.

    Attributes:
        amount: what it adds. index: the term's index in the decomposition; None for a group.
        group: x, h or b; empty for a term.
    """

    amount: float
    index: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """What a sum is made of, in the large.

    Attributes:
        sign: 1 or −1, the sum's.
        largest: the largest of that sign. mostly: True when it is more than half of that sign, and
            most of it is not cancelled.
        against: the largest of the other sign, if any.
        single: the largest single term of the sum's sign.
    """

    sign: int
    largest: Cause
    mostly: bool
    against: Cause | None
    single: Cause


def adds_up(book: Ledger) -> bool:
    """Return True when the terms make up the total but for rounding: no mistake is in it."""
    if not math.isfinite(book.rounding):
        return False
    info, n = limits(book.total.dtype), len(book) + 10
    with np.errstate(all="ignore"):
        size = float(np.abs(book.products).sum())
    return abs(book.rounding) <= 4 * n * (info.eps * size + info.smallest_subnormal)


def push_of(book: Ledger, by_groups: bool = True) -> Push | None:
    """Return the push of a decomposition; None where its total is 0, not finite, or not their sum.

    Args:
        by_groups: False to compare the single terms, however many.
    """
    total = float(book.total)
    if total == 0 or not math.isfinite(total) or not np.isfinite(book.products).all():
        return None
    if not adds_up(book):
        return None
    with np.errstate(all="ignore"):
        return _push(book, 1 if total > 0 else -1, by_groups)


def _push(book: Ledger, sign: int, by_groups: bool) -> Push | None:
    products = book.products
    single = _extreme(products, sign)
    if single is None:
        return None
    if by_groups and len(book) > MOST_TERMS:
        groups = _groups(book)
        amounts = np.array(list(groups.values()))
        causes = [Cause(amount, None, group) for group, amount in groups.items()]
    else:
        amounts, causes = products, None
    first, other = _extreme(amounts, sign), _extreme(amounts, -sign)
    if first is None:
        return None
    pushing = float((amounts * sign).clip(min=0).sum())

    def cause(index: int) -> Cause:
        return causes[index] if causes else Cause(float(products[index]), index)

    largest = cause(first)
    return Push(
        sign,
        largest,
        abs(largest.amount) > MOSTLY * pushing
        and abs(float(book.total)) >= WORTH_TELLING * abs(largest.amount),
        None if other is None else cause(other),
        Cause(float(products[single]), single),
    )


def _extreme(amounts: np.ndarray, sign: int) -> int | None:
    """Return the index of the largest amount of a sign; None where none has it."""
    index = int(np.argmax(amounts * sign))
    return index if amounts[index] * sign > 0 else None


def _groups(book: Ledger) -> dict[str, float]:
    """Return the sums of all terms of x, of h and of the biases."""
    groups: dict[str, float] = {}
    for part in book.parts:
        _, _, letter = part.name.partition("·")
        group = letter or "b"
        groups[group] = groups.get(group, 0.0) + float(part.products.sum())
    return groups
