"""Parser of conditions and of numbers to watch: `c[2] > 1.5`, `|dc[3]| < 1e-8`, `any nan`.

A quantity belongs to a cell or to a readout, or is the gradient of one. Lanes, rows and timesteps
are written as in an address (`analysis.address_parser`).
"""

import math
from typing import Final

from ..analysis.address_parser import (
    AT,
    BAR,
    PartialAddress,
    Token,
    not_understood,
    quantity_of,
    take_end,
    take_place,
    tokens_of,
    unit_of,
)
from ..network.gradient_quantities import EVERY_GRADIENT
from ..network.quantities import ALL, LOSS, Y
from ..translation import mark, tr
from .conditions import (
    COMPARISONS,
    NAN,
    SATURATED,
    SIGN,
    TOLERANCE,
    TORCH,
    WRONG,
    Condition,
)

HOW: Final = mark(
    "type c[2] > 1.5, f all < 0.1, h[0] sign, g saturated, c[2] at 12, loss > 1, "
    "wrong, any nan, torch, or for the backward pass |dc[3]| < 1e-8, dy[0] > 0"
)

_ALSO: Final = {"saturates": SATURATED, "inf": NAN}


def parse(text: str) -> Condition | PartialAddress:
    """Parse a condition, or the number to watch when there is no test: `c[2]`.

    Raises:
        ValueError: in words, for anything that is not exactly one of these.
    """
    tokens = tokens_of(text, tr(HOW))
    between = _take_bars(tokens)
    where, t = take_place(tokens)
    if not tokens:
        raise ValueError(tr(HOW))
    first = tokens.pop(0)
    if between not in ("", first.text):
        raise ValueError(not_understood(f"|{between}|", tr(HOW)))
    if not between and first.is_word(TORCH):
        take_end(tokens if t is None else [Token(AT)], tr(HOW))
        return Condition(TORCH, where=where)
    if not between and first.is_word(WRONG):
        if t is not None:
            take_end([Token(AT)], tr(HOW))
        return Condition(WRONG, Y, number=_take_tolerance(tokens), where=where)
    quantity = None if first.is_word("any") else quantity_of(first, (*ALL, *EVERY_GRADIENT))
    unit, every = first.unit, False
    if quantity == LOSS:
        unit = unit_of(first, quantity)
    if tokens and tokens[0].is_word("all", "any"):
        every = tokens.pop(0).text == "all"
        if unit is not None:
            raise ValueError(
                tr("{unit} is one unit. Leave out “all” or “any”", unit=f"{quantity}[{unit}]")
            )
    if t is not None:
        test, number = AT, float(t)
    elif tokens:
        test, number = _take_test(tokens)
    elif quantity is None or unit is None or between:
        raise ValueError(tr("give a unit, or a test for all units: {how}", how=tr(HOW)))
    else:
        return PartialAddress(quantity, unit, where)
    take_end(tokens, tr(HOW))
    if quantity is None and every:
        raise ValueError(tr("use any or all, not both"))
    return Condition(test, quantity, unit, every, number, where, size=bool(between))


def _take_bars(tokens: list[Token]) -> str:
    """Take out the bars of a number without its sign; return the quantity between them, or ""."""
    bars = [place for place, token in enumerate(tokens) if token.text == BAR]
    if not bars:
        return ""
    if len(bars) != 2 or bars[1] != bars[0] + 2:
        raise ValueError(tr("“|” goes before and after a quantity: |dc[3]| < 1e-8"))
    between = tokens[bars[0] + 1]
    for place in reversed(bars):
        del tokens[place]
    return between.text


def _take_tolerance(tokens: list[Token]) -> float:
    """Take how far a number may be from its target, if that is typed."""
    tolerance = number_of(tokens.pop(0).text) if tokens and tokens[0].is_number else TOLERANCE
    take_end(tokens, tr(HOW))
    return tolerance


def _take_test(tokens: list[Token]) -> tuple[str, float]:
    token = tokens.pop(0)
    test = _ALSO.get(token.text, token.text)
    if test in COMPARISONS:
        if not tokens or not tokens[0].is_number:
            raise ValueError(tr("give the number to compare with: {how}", how=tr(HOW)))
        return test, number_of(tokens.pop(0).text)
    if test in (SIGN, SATURATED, NAN) and token.is_word(token.text):
        return test, 0.0
    raise ValueError(
        tr("“{test}” is not a test. Use > < >= <= sign saturated nan or at", test=token.typed())
    )


def number_of(text: str) -> float:
    """Return the number of a token.

    Raises:
        ValueError: in words, for one that no float64 holds.
    """
    number = float(text.replace("−", "-").replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(tr("“{text}” is too large", text=text))
    return number
