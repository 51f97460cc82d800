"""Digits: how the numbers of a ledger are written, and how wide they get."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.analysis.address import Address, Source
from simulator.analysis.decomposition.terms import Ledger, LedgerColumn
from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.arrays import Array
from ui.style import number_format

DECIMALS: Final = 4
HIDDEN: Final = "?"
_FEW: Final = 1
_FIGURES, _FIGURES_OF_SUMS = 3, 4
_LARGEST_WHOLE: Final = 1e5


@dataclass(frozen=True, slots=True)
class Digits:
    """Usual decimals of one ledger: one where weights and products are hand-made, else four.

    exponents: True for a gradient, whose terms may have any size.
    """

    decimals: int
    exponents: bool = False

    @classmethod
    def of(cls, ledger: Ledger | WeightLedger) -> "Digits":
        """Choose the usual decimals of a ledger."""
        if isinstance(ledger, WeightLedger) or ledger.number.is_gradient:
            return cls(DECIMALS, exponents=True)
        weights = [part.columns[0].values for part in ledger.parts]
        few = ledger.number.quantity not in "cmh" and all(
            map(_has_few_digits, (ledger.products, *weights))
        )
        return cls(_FEW if few else DECIMALS)

    def product(self, value: float | None) -> str:
        """Write what a term adds; "?" for one that may not be seen."""
        if value is None:
            return HIDDEN
        if self.exponents:
            return number_format.scientific(value, _FIGURES)
        return "0" if value == 0 else number_format.signed(value, self.decimals)

    def so_far(self, value: float | None) -> str:
        """Write a sum so far like a term, that of gradients with one more figure."""
        if value is None or not self.exponents:
            return self.product(value)
        return number_format.scientific(value, _FIGURES_OF_SUMS)

    def factor(self, value: float, source: Source, is_weight: bool) -> str:
        """Write a factor: a weight with the decimals of the products, whole inputs without any."""
        if isinstance(source, Address) and source.is_gradient:
            return number_format.scientific(value, _FIGURES)
        if is_weight:
            return number_format.short(value, self.decimals)
        if math.isfinite(value) and value == int(value) and abs(value) < _LARGEST_WHOLE:
            return number_format.fixed(value, 0)
        return number_format.short(value, DECIMALS)

    def width(self, column: LedgerColumn, is_weight: bool) -> int:
        """Return the characters that a column of factors needs at most."""
        values, source = column.values.astype(np.float64), column.source(0)
        return max(len(self.factor(value, source, is_weight)) for value in _ends(values))


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
        ends += [-math.inf, math.nan]
    return ends
