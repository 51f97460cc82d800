"""Parser of conditions and of numbers to watch: `c[2] > 1.5`, `f all < 0.1`, `any nan`."""

import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..lstm.lane import DIRECTIONS
from ..lstm.quantities import KEYS
from ..translation import mark, tr
from .conditions import AT, COMPARISONS, NAN, SATURATED, SIGN, TORCH, Condition, Where

HOW: Final = mark(
    "type c[2] > 1.5, f all < 0.1, h[0] sign, g saturated, c[2] at 12, any nan, or torch"
)

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<target>[a-z]+(?:_[a-z]+)?)\s*(?:\[\s*(?P<unit>\d{1,9})\s*\])?"
    r"|(?P<comparison>[<>]=?)|(?P<number>[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+−]?\d+)?))"
    r"(?=\s|[<>]|$|(?<=[<>=]))",
    re.ASCII,
)

_ALSO: Final = {"saturates": SATURATED, "inf": NAN}


class Target(NamedTuple):
    """A unit of a quantity, at the lane and row that were named."""

    quantity: str
    unit: int
    where: Where


class _Token(NamedTuple):
    text: str
    unit: int | None
    is_number: bool


def parse(text: str) -> Condition | Target:
    """Parse a condition, or the number to watch when there is no test: `c[2]`.

    Raises:
        ValueError: in words, for anything that is not exactly one of these.
    """
    tokens = list(_tokens(text))
    where = _take_where(tokens)
    if not tokens:
        raise ValueError(tr(HOW))
    first = tokens.pop(0)
    if first == (TORCH, None, False):
        _end(tokens)
        return Condition(TORCH, where=where)
    quantity = _quantity(first)
    unit, every = first.unit, False
    if tokens and tokens[0].text in ("all", "any"):
        every = tokens.pop(0).text == "all"
        if unit is not None:
            raise ValueError(
                tr("{unit} is one unit: leave out all or any", unit=f"{quantity}[{unit}]")
            )
    if not tokens:
        if quantity is None or unit is None:
            raise ValueError(tr("which unit, or what of it? {how}", how=tr(HOW)))
        return Target(quantity, unit, where)
    test, number = _take_test(tokens)
    _end(tokens)
    if quantity is None and every:
        raise ValueError(tr("any or all, not both"))
    return Condition(test, quantity, unit, every, number, where)


def _tokens(text: str) -> Iterator[_Token]:
    plain, place = text.strip().lower(), 0
    while place < len(plain):
        match = _TOKEN.match(plain, place)
        if match is None:
            raise ValueError(
                tr("“{text}” is not understood: {how}", text=plain[place:].strip(), how=tr(HOW))
            )
        unit = match["unit"]
        yield _Token(
            match["target"] or match["comparison"] or match["number"],
            None if unit is None else int(unit),
            match["number"] is not None,
        )
        place = match.end()


def _take_where(tokens: list[_Token]) -> Where:
    """Take out `layer 1`, `reverse` and `row 0`, wherever they occur."""
    places: dict[str, int] = {}
    kept: list[_Token] = []
    rest = iter(tokens)
    for token in rest:
        if token.unit is None and token.text in DIRECTIONS:
            name, value = "direction", DIRECTIONS.index(token.text)
        elif token.unit is None and token.text in ("layer", "row"):
            what = tr("the number of a {name}", name=token.text)
            name, value = token.text, _whole(next(rest, None), what)
        else:
            kept.append(token)
            continue
        if name in places:
            raise ValueError(tr("the {name} is named twice", name=name))
        places[name] = value
    tokens[:] = kept
    return Where(**places)


def _quantity(token: _Token) -> str | None:
    if token.text == "any" and token.unit is None:
        return None
    if token.text == "z":
        raise ValueError(tr("name a gate of z: z_i, z_f, z_g or z_o"))
    if token.text not in KEYS:
        raise ValueError(
            tr(
                "“{text}” is not a quantity: {quantities}",
                text=token.text,
                quantities=" ".join(KEYS),
            )
        )
    return token.text


def _take_test(tokens: list[_Token]) -> tuple[str, float]:
    test = tokens.pop(0).text
    test = _ALSO.get(test, test)
    if test in COMPARISONS:
        if not tokens or not tokens[0].is_number:
            raise ValueError(tr("which number is it to pass? {how}", how=tr(HOW)))
        return test, _number(tokens.pop(0).text)
    if test == AT:
        if tokens and tokens[0].text == "t":
            tokens.pop(0)
        return test, _whole(tokens.pop(0) if tokens else None, tr("a timestep"))
    if test in (SIGN, SATURATED, NAN):
        return test, 0.0
    raise ValueError(tr("“{test}” is not a test: > < >= <= sign saturated nan at", test=test))


def _number(text: str) -> float:
    number = float(text.replace("−", "-").replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(tr("“{text}” is too large", text=text))
    return number


def _whole(token: _Token | None, what: str) -> int:
    if token is None:
        raise ValueError(tr("{what} is missing", what=what))
    if not re.fullmatch(r"\d{1,9}", token.text, re.ASCII):
        raise ValueError(
            tr("“{text}” is not {what}: it is a whole number from 0", text=token.text, what=what)
        )
    return int(token.text)


def _end(tokens: list[_Token]) -> None:
    if tokens:
        raise ValueError(tr("“{text}” is too much: {how}", text=tokens[0].text, how=tr(HOW)))
