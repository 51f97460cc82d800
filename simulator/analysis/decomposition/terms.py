"""Terms: one number as a sum of products, each with its factors' addresses.

The products are taken in float64 of the numbers as given or recorded. The run's own rounding is a
term too. So the terms always add up to the recorded number, or, where that is held, to the unheld
value.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...network.activation import Activation
from ...translation import mark
from ..address import Address, Source
from ..number_text import MINUS

STOPPED: Final = {"cut": mark("cut"), "held": mark("held")}
"""Functions of a factor that is 0, in words (pass them to `tr`)."""


class Factor(NamedTuple):
    """A factor of a term. `function` says how it is computed from the source's number: tanh, 1 − z.

    `function` is `cut` for a weight whose connection is cut, and `held` for the gradient of a held
    number, from which nothing goes on to its computed value; the factor is then 0.
    """

    value: np.floating
    source: Source
    function: str = ""


class Term(NamedTuple):
    """One term: its label in standard notation, its factors, and their product with its sign."""

    label: str
    factors: tuple[Factor, ...]
    product: float


@dataclass(frozen=True, eq=False, slots=True)
class LedgerColumn:
    """One factor of every term of a part: (n,) numbers as recorded, and the source of each.

    cut, held: the terms whose factor is 0 for one of these reasons.
    """

    values: Array
    source: Callable[[int], Source]
    function: str = ""
    cut: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()

    def factor(self, index: int) -> Factor:
        """Return the factor of one term."""
        function = "cut" if index in self.cut else "held" if index in self.held else self.function
        return Factor(self.values[index], self.source(index), function)


@dataclass(frozen=True, eq=False)
class LedgerPart:
    """Terms of one kind, as all W_if·x.

    Attributes:
        label: writes the label of one term. columns: its factors; none for the number 1.
        sign: 1, or −1 where the products are taken away.
    """

    name: str
    label: Callable[[int], str]
    columns: tuple[LedgerColumn, ...]
    sign: int = 1

    @cached_property
    def products(self) -> Array:
        """Products of the columns, (n,) float64; exactly 0 where one is cut or held."""
        factors: list[Array] = [column.values.astype(np.float64) for column in self.columns]
        with np.errstate(all="ignore"):
            found: Array = reduce(np.multiply, factors or [np.ones(1)])
        if self.sign < 0:
            found = -found
        stopped = {k for column in self.columns for k in column.cut | column.held}
        if stopped:
            found[list(stopped)] = 0
        return found

    def term(self, index: int) -> Term:
        """Return one term."""
        factors = tuple(column.factor(index) for column in self.columns)
        return Term(self.label(index), factors, float(self.products[index]))


def sum_of(terms: Iterable[str]) -> str:
    """Write a sum of terms, each of which may begin with its sign: `y − log Σ e^y`."""
    whole = ""
    for term in terms:
        signed = f" {MINUS} {term[1:]}" if term[:1] == MINUS else f" + {term}"
        whole += signed if whole else term
    return whole


class Terms:
    """Terms that make up a sum.

    Attributes:
        total: the sum as recorded. parts: the terms, kind by kind.
    """

    total: np.floating
    parts: tuple[LedgerPart, ...]

    def __len__(self) -> int:
        return len(self.products)

    @cached_property
    def products(self) -> Array:
        """Products of all terms, in order, (n,) float64."""
        return np.concatenate([np.empty(0), *(part.products for part in self.parts)])

    @cached_property
    def rounding(self) -> float:
        """Rounding of the run's own arithmetic: `total` less the sum of the products."""
        total, products = float(self.total), self.products
        if math.isfinite(total) and np.isfinite(products).all():
            try:
                return math.fsum([total, *(-products).tolist()])
            except OverflowError:
                return math.nan
        with np.errstate(all="ignore"):
            computed = float(products.sum())
        return 0.0 if total == computed or math.isnan(computed) else total - computed

    def term(self, index: int) -> Term:
        """Return one of the terms, counted from 0 through all parts."""
        part = bisect_right(self._starts, index) - 1
        return self.parts[part].term(index - self._starts[part])

    def by_size(self) -> Array:
        """Return the terms' indices, (n,), the largest product first."""
        return np.argsort(-np.abs(self.products), kind="stable")

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(part.products) for part in self.parts), initial=0))[:-1]


@dataclass(frozen=True, eq=False)
class Ledger(Terms):
    """Terms that make up one number of a trace, or one gradient.

    Attributes:
        number: its address. value: as recorded.
        total: the sum of the terms: for a gate the recorded pre-activation, for p = σ(y) y, for
            p = softmax(y) log p, else `value`, or `would_be` where that is held.
        parts: the terms, kind by kind, in the order of the formula.
        activation: for a gate and p = σ(y), its own; for another number or gradient the first
            curve whose value or slope is a factor, as tanh(c) of h, do and dc; else None.
        would_be: the formula's result where `value` is held, else None.
    """

    number: Address
    value: np.floating
    total: np.floating
    parts: tuple[LedgerPart, ...]
    activation: Activation | None = None
    would_be: np.floating | None = None


def one(column: LedgerColumn, unit: int) -> LedgerColumn:
    """Return the factor of one unit."""
    return LedgerColumn(
        column.values[unit : unit + 1], lambda _: column.source(unit), column.function
    )
