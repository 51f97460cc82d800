"""Texts of lessons, whose numbers the engine fills in: `{f[0] @ 3}`, `{f[0] @ 1 :5}`.

A place holds a formula, then perhaps the number of decimals behind a colon, or `e` for a power of
ten; in Korean a particle may follow behind a bar, `{c[0] @ 0|을}`, whose form the sound of the last
digit chooses. `**words**` are strong; words in backticks are names.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..analysis.address import Address
from ..analysis.number_text import MINUS, fixed
from ..arrays import Array
from ..translation import tr, with_particles
from .formula.numbers import GivenNumber, Quantity, Shape, Whole
from .formula.parser import formula
from .formula.reading import Reading
from .formula.tree import Before, First, Formula, Number
from .marking import DECIMALS

GIVEN_DIGITS: Final = 4
"""Significant digits of a given number, as of a weight that was drawn."""

HIDDEN: Final = "?"
"""What stands for a number that is covered."""

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_MARKUP: Final = re.compile(r"(\*\*|`)")
_FORM: Final = re.compile(
    r"(?P<formula>.*?)(?:\s*:\s*(?P<decimals>\d|e))?(?:\|(?P<particle>[가-힣]+))?"
)
_PARTICLES: Final = {
    "을": "을(를)", "를": "을(를)", "이": "이(가)", "가": "이(가)", "은": "은(는)", "는": "은(는)",
    "과": "과(와)", "와": "과(와)", "로": "(으)로", "으로": "(으)로",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text.

    Attributes:
        decimals: a digit, `e`, or empty. particle: as typed.
    """

    formula: Formula
    decimals: str = ""
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a filled text: words, or a number.

    Attributes:
        number: the formula that it is the value of; None for words. strong, name: its markup.
    """

    text: str
    number: Formula | None = None
    strong: bool = False
    name: bool = False


def places(text: str) -> Iterator[Place]:
    """Yield the places of a text.

    Raises:
        ValueError: one is not understood, in words.
    """
    for match in _PLACE.finditer(text):
        yield _place(match[1])


def filled(
    text: str,
    reading: Reading,
    hides: Callable[[Address], bool] | None = None,
    missing: str | None = None,
) -> list[Said]:
    """Return a text with its numbers, in parts.

    Args:
        hides: tells which numbers may not be seen.
        missing: what stands for a number that is not there, as after an edit, and for a place that
            is not understood.

    Raises:
        ValueError: a number that is not there, in words; not where `missing` is given.
    """
    said: list[Said] = []
    strong = name = False
    end, before = 0, ""
    for match in [*_PLACE.finditer(text), None]:
        words = text[end : match.start() if match else len(text)]
        for part in _MARKUP.split(words):
            if part == "**":
                strong = not strong
            elif part == "`":
                name = not name
            elif part:
                said.append(Said(part, None, strong, name))
                before += part
        if match is None:
            break
        place = None
        try:
            place = _place(match[1])
            number = _number(place, reading, hides)
        except ValueError:
            if missing is None:
                raise
            number = missing
        if place is None:
            said.append(Said(number, None, strong, name))
            end = match.end()
            continue
        said.append(Said(number, place.formula, strong, name))
        if place.particle:
            both = _PARTICLES.get(place.particle, place.particle)
            said.append(Said(with_particles(both, before + number)))
        end = match.end()
    return said


def plain(parts: Iterable[Said]) -> str:
    """Return the words and numbers without markup."""
    return "".join(part.text for part in parts)


def unmarked(text: str) -> str:
    """Return a text that has no places, without its markup."""
    return _MARKUP.sub("", text)


def written(formula_: Formula, value: Array, decimals: str = "") -> str:
    """Write a value as lessons do: two decimals; whole numbers and given ones as they are."""
    if isinstance(formula_, Before):
        formula_ = formula_.argument
    if isinstance(formula_, Shape):
        return f"({', '.join(str(int(size)) for size in np.atleast_1d(value))})"
    return " ".join(_one(formula_, float(number), decimals) for number in np.ravel(value))


def written_number(number: float) -> str:
    """Write a number with the decimals of lessons."""
    return _one(Number(number), number, "")


def _one(formula_: Formula, number: float, decimals: str) -> str:
    if decimals == "e":
        return f"{number:.0e}".replace("e-0", "e-").replace("e+0", "e").replace("-", MINUS)
    if decimals:
        return f"{round(number, int(decimals)) + 0.0:.{decimals}f}".replace("-", MINUS)
    given = isinstance(formula_, GivenNumber) and not formula_.gradient
    if (given or isinstance(formula_, First | Whole)) and number.is_integer():
        return f"{number + 0.0:.0f}".replace("-", MINUS)
    if given:
        return f"{number + 0.0:.{GIVEN_DIGITS}g}".replace("-", MINUS)
    if 0 < abs(number) < 0.5 * 10.0**-DECIMALS:
        return fixed(number, DECIMALS)
    return f"{round(number, DECIMALS) + 0.0:.{DECIMALS}f}".replace("-", MINUS)


def _place(text: str) -> Place:
    match = _FORM.fullmatch(text.strip())
    assert match is not None
    return Place(formula(match["formula"]), match["decimals"] or "", match["particle"] or "")


def _addresses(part: Quantity, reading: Reading) -> Iterator[Address]:
    """Yield the numbers that a quantity is read from: of all timesteps where it names none."""
    if part.row is None:
        yield from part.addresses(reading)
        return
    row = min(part.row, reading.experiment.batch_size - 1)
    for t in range(reading.experiment.lengths[row]):
        yield from part.addresses(reading, t)


def _number(place: Place, reading: Reading, hides: Callable[[Address], bool] | None) -> str:
    if hides is not None:
        for part in place.formula.walk():
            if isinstance(part, Quantity) and any(map(hides, _addresses(part, reading))):
                return HIDDEN
    value = place.formula.value(reading)
    if not np.isfinite(value).all():
        raise ValueError(tr("a value in braces is not finite"))
    return written(place.formula, value, place.decimals)
