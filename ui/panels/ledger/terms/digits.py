"""Digits: how the numbers of a ledger are written, and how wide they get."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.analysis.ledger.terms import Ledger, LedgerColumn
from simulator.arrays import Array
from ui.style import number_format

DECIMALS: Final = 4
HIDDEN: Final = "?"
_FEW: Final = 1
_LARGEST_WHOLE: Final = 1e5


@dataclass(frozen=True, slots=True)
class Digits:
    """Usual decimals of one ledger: one where weights and products are hand-made, else four."""

    decimals: int

    @classmethod
    def of(cls, ledger: Ledger) -> "Digits":
        """Choose the usual decimals of a ledger."""
        weights = [part.columns[0].values for part in ledger.parts]
        few = ledger.number.quantity not in "cmh" and all(
            map(_has_few_digits, (ledger.products, *weights))
        )
        return cls(_FEW if few else DECIMALS)

    def product(self, value: float | None) -> str:
        """Write what a term adds, or a sum so far; "?" for one that may not be seen."""
        if value is None:
            return HIDDEN
        return "0" if value == 0 else number_format.signed(value, self.decimals)

    def factor(self, value: float, is_weight: bool) -> str:
        """Write a factor: a weight with the decimals of the products, whole inputs without any."""
        if is_weight:
            return number_format.short(value, self.decimals)
        if math.isfinite(value) and value == int(value) and abs(value) < _LARGEST_WHOLE:
            return number_format.fixed(value, 0)
        return number_format.short(value, DECIMALS)

    def width(self, column: LedgerColumn, is_weight: bool) -> int:
        """Return the characters that a column of factors needs at most."""
        values = column.values.astype(np.float64)
        return max(len(self.factor(value, is_weight)) for value in _ends(values))


def _has_few_digits(values: Array) -> bool:
    """Return True for numbers of at most one decimal, in the precision of their dtype."""
    with np.errstate(all="ignore"):
        tenfold = 10 * values.astype(np.float64)
        off = np.abs(tenfold - np.round(tenfold))
        return bool((off <= 1e-6 * np.maximum(np.abs(tenfold), 1e-6)).all())


def _ends(values: Array) -> list[float]:
    """Return numbers among which the longest texts are: the smallest, the largest, a broken one."""
    finite = values[np.isfinite(values)]
    ends = [float(finite.min()), float(finite.max())] if finite.size else [0.0]
    broken = finite[finite != np.round(finite)]
    if broken.size:
        ends.append(-0.5 if (broken < 0).any() else 0.5)
    if len(finite) < len(values):
        ends.append(-math.inf)
    return ends
