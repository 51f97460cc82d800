"""Search for units: which of them pass a test, in the language of breakpoints.

`c > 3` is a test of the numbers at one step, the present one unless the text names another:
`f closed at 12`. `f closed > 0.5` is a test of a figure over all steps so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..analysis.address import Where
from ..analysis.address_parser import (
    Token,
    not_understood,
    quantity_of,
    take_end,
    take_place,
    tokens_of,
)
from ..arrays import Array
from ..network.activation import LEFT_END, RIGHT_END, on_curve
from ..network.quantities import EVERY
from ..translation import mark, tr
from .condition_parser import number_of
from .conditions import ACTIVATIONS, COMPARISONS, NAN

HOW: Final = mark(
    "type 405 or 3–9, c > 3, f closed, g saturated at 12, or over all steps so far: "
    "f open > 0.5, f variance < 0.01"
)

_EXAMPLE: Final = "f closed > 0.5"

VARIANCE, SATURATED, MEAN, CHANGE, NORM, NOW = (
    "variance",
    "saturated",
    "mean",
    "change",
    "norm",
    "now",
)
"""Figures of a unit: variance, share of the steps at either end of the curve, mean (of magnitudes
for signed quantities), mean magnitude of the difference to the baseline, norm of its weights, and
the number at the present step."""
CLOSED, OPEN = "closed", "open"
"""Shares of the steps at the left and at the right end of the curve."""

_MEASURES: Final[Mapping[str, str]] = {
    **{word: word for word in (VARIANCE, SATURATED, MEAN, CHANGE, NORM, NOW, CLOSED, OPEN, NAN)},
    "shut": CLOSED,
    "low": CLOSED,
    "high": OPEN,
    "saturates": SATURATED,
    "inf": NAN,
}
_AT_ENDS: Final = (CLOSED, OPEN, SATURATED)


@dataclass(frozen=True, slots=True)
class UnitSearch:
    """Test of each unit of a quantity.

    Attributes:
        measure: the figure tested, or a state at one step: closed, open, saturated, nan.
        comparison: > < >= <= of a figure with `number`; empty for a state.
        t: the timestep; None for the present one.

    Raises:
        ValueError: a state at the ends of a curve that the quantity does not have, in words.
    """

    quantity: str
    measure: str = NOW
    comparison: str = ""
    number: float = 0.0
    t: int | None = None

    def __post_init__(self) -> None:
        if self.measure in _AT_ENDS and self.quantity not in ACTIVATIONS:
            raise ValueError(
                tr(
                    "{quantity} does not saturate; {others} do",
                    quantity=self.quantity,
                    others=" ".join(ACTIVATIONS),
                )
            )

    @property
    def over_time(self) -> bool:
        """True when the test is of a figure over all steps so far."""
        return bool(self.comparison) and self.measure != NOW

    def text(self) -> str:
        """Write the test as it is typed: `f closed > 0.5`, `c > 3 at 12`."""
        measure = "" if self.measure == NOW else self.measure
        number = repr(self.number).removesuffix(".0") if self.comparison else ""
        at = "" if self.t is None else f"at {self.t}"
        words = (self.quantity, measure, self.comparison, number, at)
        return " ".join(filter(None, words))

    def passed(self, numbers: Array) -> Array:
        """Return which units pass, (width,).

        Args:
            numbers: (width,) the figure over all steps, or the numbers of the step that is tested.
        """
        with np.errstate(all="ignore"):
            if self.comparison:
                return COMPARISONS[self.comparison](numbers, numbers.dtype.type(self.number))
            if self.measure == NAN:
                return ~np.isfinite(numbers)
            curve = ACTIVATIONS[self.quantity]
            stands = on_curve(EVERY[self.quantity], numbers)
            left = np.asarray(stands < LEFT_END[curve])
            right = np.asarray(stands > RIGHT_END[curve])
        return {CLOSED: left, OPEN: right, SATURATED: left | right}[self.measure]


def parse(text: str, known: Sequence[str]) -> UnitSearch:
    """Parse a test of units: `c > 3`, `f closed at 12`, `f open > 0.5`.

    Args:
        known: the quantities of the cells whose units are tested.

    Raises:
        ValueError: in words, for anything else.
    """
    tokens = tokens_of(text, _EXAMPLE)
    where, t = take_place(tokens)
    if where != Where():
        raise ValueError(tr("only the layer, direction and row shown are searched for units"))
    if not tokens:
        raise ValueError(not_understood(text, _EXAMPLE))
    first = tokens.pop(0)
    quantity = quantity_of(first, known)
    if first.unit is not None:
        raise ValueError(tr("all units are tested. Leave out [{unit}]", unit=first.unit))
    measure = _take_measure(tokens)
    if not tokens and measure in (*_AT_ENDS, NAN):
        return UnitSearch(quantity, measure, t=t)
    comparison, number = _take_comparison(tokens)
    take_end(tokens, _EXAMPLE)
    if t is not None and measure != NOW:
        raise ValueError(tr("{measure} covers all steps so far. Leave out “at”", measure=measure))
    if measure == NAN:
        raise ValueError(tr("nan takes no number: {how}", how=_EXAMPLE))
    return UnitSearch(quantity, measure, comparison, number, t)


def _take_measure(tokens: list[Token]) -> str:
    if not tokens or tokens[0].text in COMPARISONS:
        return NOW
    token = tokens.pop(0)
    if not token.is_word(*_MEASURES):
        raise ValueError(
            tr(
                "“{text}” is not a measure. Use {measures}",
                text=token.typed(),
                measures=" ".join((CLOSED, OPEN, SATURATED, VARIANCE, MEAN, CHANGE, NORM, NAN)),
            )
        )
    return _MEASURES[token.text]


def _take_comparison(tokens: list[Token]) -> tuple[str, float]:
    if not tokens or tokens[0].text not in COMPARISONS:
        raise ValueError(tr("give the number to compare with: {how}", how=_EXAMPLE))
    comparison = tokens.pop(0).text
    if not tokens or not tokens[0].is_number:
        raise ValueError(tr("give the number to compare with: {how}", how=_EXAMPLE))
    return comparison, number_of(tokens.pop(0).text)
