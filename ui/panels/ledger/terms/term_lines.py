"""Term lines: which terms of a ledger stand alone, which fold into one line, and the sums so far.

A ledger is drawn whole in the room there is: terms of 0 fold first, then all but the largest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simulator.analysis.decomposition.terms import Terms
from simulator.arrays import Array

ROUNDING: Final = -1
"""Place of the run's own rounding among the terms."""

TOTAL, VALUE = -2, -3
"""Among hidden terms: what they add up to is asked for, so that no sum may be seen; or only what
a function makes of the sum.
"""

_LEAST_ALONE: Final = 1

ZEROS, REST = "zeros", "rest"
"""Kinds of folds: terms of 0, and all that are not among the largest."""


@dataclass(frozen=True, eq=False, slots=True)
class Fold:
    """Line that stands for several terms; while it is open, all terms follow it.

    Attributes:
        terms: their indices, and ROUNDING where that is among them. count: without it.
    """

    kind: str
    terms: tuple[int, ...]
    open: bool

    @property
    def count(self) -> int:
        """Number of terms, without the rounding."""
        return len(self.terms) - (ROUNDING in self.terms)


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        what: the index of a term, ROUNDING, or a fold.
        adds: what it adds; None where that may not be seen, or where the terms below add it.
        before, after: the sum so far; None from the first term on that may not be seen.
    """

    what: int | Fold
    adds: float | None
    before: float | None
    after: float | None


def lines_of(
    ledger: Terms,
    hidden: Collection[int],
    by_size: bool,
    room: int,
    opened: Collection[str] = (),
    apart: bool = False,
) -> list[Line]:
    """Lay a ledger out in lines.

    Args:
        hidden: terms that may not be seen; with `TOTAL` no sum may. by_size: the largest first,
            else in the order of the sum. room: lines there is room for. opened: the kinds of
            folds that are open.
        apart: the rounding never folds.
    """
    sizes = _sizes(ledger.products, hidden)
    largest = np.argsort(-sizes, kind="stable")
    order = largest if by_size else np.arange(len(sizes))
    places = order.tolist() + [ROUNDING] * (ledger.rounding != 0)
    return _summed(ledger, hidden, _folded(places, sizes, largest, room, opened, apart))


def _sizes(products: Array, hidden: Collection[int]) -> Array:
    """Return the sizes to sort by: numbers that are not finite first, hidden ones last."""
    sizes = np.abs(products)
    sizes[~np.isfinite(sizes)] = np.inf
    sizes[[term for term in hidden if term not in (TOTAL, VALUE)]] = -1
    return sizes


def _folded(
    places: list[int],
    sizes: Array,
    largest: Array,
    room: int,
    opened: Collection[str],
    apart: bool,
) -> list[int | Fold]:
    if len(places) <= room:
        return list(places)
    zeros = {int(index) for index in np.flatnonzero(sizes == 0)}
    alone = [place for place in places if place not in zeros]
    if len(zeros) > 1 and len(alone) + 1 <= room:
        kind, rest = ZEROS, tuple(place for place in places if place in zeros)
    else:
        rounds = apart and ROUNDING in places
        kept = set(largest[: max(room - 1 - rounds, _LEAST_ALONE)].tolist())
        kept |= {ROUNDING} if rounds else set()
        alone = [place for place in places if place in kept]
        kind, rest = REST, tuple(place for place in places if place not in kept)
    if len(rest) < 2:
        return list(places)
    if kind in opened:
        return [Fold(kind, rest, True), *places]
    rounding = [ROUNDING] * (ROUNDING in alone)
    alone = [place for place in alone if place != ROUNDING]
    return [*alone, Fold(kind, rest, False), *rounding]


def _summed(ledger: Terms, hidden: Collection[int], whats: Sequence[int | Fold]) -> list[Line]:
    products, so_far, lines = ledger.products, 0.0, []
    seen = TOTAL not in hidden
    for what in whats:
        is_open = isinstance(what, Fold) and what.open
        terms = (what,) if isinstance(what, int) else what.terms
        covered = bool(hidden) and any(term in hidden for term in terms)
        if is_open:
            at = so_far if seen else None
            lines.append(Line(what, None, at, at))
            continue
        chosen = [term for term in terms if term != ROUNDING]
        with np.errstate(all="ignore"):
            adds = float(products[chosen].sum())
            adds += ledger.rounding if len(chosen) < len(terms) else 0.0
        seen_before, before = seen, so_far
        so_far += adds
        seen = seen and not covered
        # A rounding would tell what is hidden, by what the others leave.
        shown = not covered and not (hidden and ROUNDING in terms)
        lines.append(
            Line(
                what,
                adds if shown else None,
                before if seen_before else None,
                so_far if seen else None,
            )
        )
    return lines
