"""Marking: how right an answer to a question is, and what is said to it.

There are three grades and no score. An answer is compared as people mean it: 0,5 and .50 and 1/2
are one half, and an answer that rounds to the number shown is right.
"""

import math
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..analysis.number_text import MINUS
from ..translation import tr
from .formula.reading import Reading
from .formula.tree import Formula
from .lesson import CHOICE, NUMBER, SHAPE, SIGN, UNIT, WORD, Ask, Reply

IS_RIGHT, IS_CLOSE, NOT_YET = "right", "close", "not_yet"
"""Grades."""

CLOSE_TIMES: Final = 3
"""How many times as far off as a right answer a close one may be."""

DECIMALS: Final = 2
"""Decimals of numbers in lessons."""

MOST_DECIMALS: Final = 9
"""Decimals of a number in a lesson at most."""

PLUS_SIGN, MINUS_SIGN, ZERO_SIGN = "+", MINUS, "0"
SIGNS: Final = (PLUS_SIGN, MINUS_SIGN, ZERO_SIGN)
"""Answers to a question of sign."""

_POWER: Final = re.compile(r"10\s*\^?\s*\(?([-+]?\d+)\)?")


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth.

    Attributes:
        grade: right, close or not yet. say: the key of the reply foreseen for it; else empty.
    """

    grade: str
    say: str = ""


def number_typed(text: str) -> float:
    """Return the number that somebody means: `0,5`, `.50`, `1/2`, `−0.0`, `1e-8`, `10^-8`, `38 %`.

    Raises:
        ValueError: it is none, in words.
    """
    plain = text.strip().replace(MINUS, "-").replace(",", ".").replace(" ", "")
    percent = plain.endswith("%")
    plain = plain.removesuffix("%")
    try:
        if (match := _POWER.fullmatch(plain)) and (plain.startswith("10^") or "(" in plain):
            return float(10.0 ** int(match[1]))
        above, slash, below = plain.partition("/")
        value = float(above) / float(below) if slash else float(plain)
    except (ValueError, ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(tr("“{text}” is not a number. Type one such as 0.5", text=text.strip()))
    return value / 100 if percent else value


def shape_typed(text: str) -> tuple[int, ...]:
    """Return the sizes that somebody means: `(2, 4, 2)`, `2 4 2`, `2x4x2`.

    Raises:
        ValueError: they are none, in words.
    """
    words = [word for word in re.split(r"[\s,x×()\[\]]+", text.strip()) if word]
    if not words or not all(word.isdecimal() for word in words):
        raise ValueError(
            tr("“{text}” is not a shape. Type one such as (2, 4, 2)", text=text.strip())
        )
    return tuple(map(int, words))


def answer_of(ask: Ask, reading: Reading) -> str:
    """Return the right answer, as it is compared.

    Raises:
        ValueError: it cannot be computed, in words.
    """
    if not isinstance(ask.answer, Formula):
        return ask.answer
    value = ask.answer.value(reading)
    if not np.isfinite(value).all():
        raise ValueError(tr("the quantity asked for is not finite"))
    if ask.kind == SHAPE:
        return f"({', '.join(str(int(size)) for size in np.atleast_1d(value))})"
    if value.size != 1:
        raise ValueError(tr("expected 1 number, got {count}", count=value.size))
    number = float(value)
    if ask.kind == SIGN:
        return ZERO_SIGN if number == 0 else PLUS_SIGN if number > 0 else MINUS_SIGN
    if ask.kind == UNIT:
        return str(int(number))
    return repr(number)


def marked(ask: Ask, replies: tuple[Reply, ...], answer: str, reading: Reading) -> Mark:
    """Return the mark of an answer.

    Args:
        answer: as typed; of a choice, a word or a sign the option itself.

    Raises:
        ValueError: it is no answer to such a question, in words.
    """
    grade = grade_of(ask, answer, answer_of(ask, reading))
    if grade == IS_RIGHT:
        return Mark(grade)
    say = next((reply.say for reply in replies if _is_meant(ask, reply, answer)), "")
    return Mark(grade, say)


def tolerances(ask: Ask) -> tuple[float, float]:
    """Return how far off a right number and a close one may be."""
    return ask.right, ask.close or CLOSE_TIMES * ask.right


def decimals_of(ask: Ask) -> int:
    """Return with how many decimals the right number is told: so many as tell it from others."""
    finer = math.ceil(-math.log10(ask.right)) if ask.right > 0 else 0
    return min(max(DECIMALS, finer), MOST_DECIMALS)


def grade_of(ask: Ask, answer: str, right: str) -> str:
    """Return the grade of an answer beside the right one.

    Raises:
        ValueError: it is no answer to such a question, in words.
    """
    if ask.kind == SHAPE:
        return IS_RIGHT if shape_typed(answer) == shape_typed(right) else NOT_YET
    if ask.kind in (CHOICE, WORD, SIGN):
        return IS_RIGHT if answer == right else NOT_YET
    given, wanted = number_typed(answer), float(right)
    if ask.exponent:
        return _grade_of_exponent(given, wanted)
    off = abs(given - wanted)
    within, near = tolerances(ask)
    decimals = decimals_of(ask)
    rounds = ask.kind == NUMBER and round(given, decimals) == round(wanted, decimals)
    shown = rounds and abs(wanted) >= 10.0**-decimals
    slack = 1e-9 * max(1.0, abs(wanted))
    if shown or off <= within + slack:
        return IS_RIGHT
    return IS_CLOSE if off <= near + slack else NOT_YET


def are_equal(ask: Ask, one: str, other: str) -> bool:
    """Return True when two answers to a question mean the same: 0,5 and 1/2.

    Raises:
        ValueError: one of them does not answer such a question, in words.
    """
    if ask.kind in (CHOICE, WORD, SIGN):
        return one == other
    read = shape_typed if ask.kind == SHAPE else number_typed
    return read(one) == read(other)


def _grade_of_exponent(given: float, wanted: float) -> str:
    if given <= 0 or wanted <= 0:
        return IS_RIGHT if given == wanted else NOT_YET
    off = abs(round(math.log10(given)) - round(math.log10(wanted)))
    return IS_RIGHT if off == 0 else IS_CLOSE if off == 1 else NOT_YET


def _is_meant(ask: Ask, reply: Reply, answer: str) -> bool:
    """Return True when a reply is foreseen for this answer; one that can never be is for none."""
    for when in reply.when:
        with suppress(ValueError):
            if _matches(ask, when, answer):
                return True
    return False


def _matches(ask: Ask, when: str, answer: str) -> bool:
    if ask.kind in (CHOICE, WORD, SIGN):
        return when == answer
    if ask.kind == SHAPE:
        return shape_typed(when) == shape_typed(answer)
    given = number_typed(answer)
    if when[:1] in ("<", ">"):
        end = number_typed(when[1:])
        return given < end if when[0] == "<" else given > end
    if ask.exponent:
        return _grade_of_exponent(given, number_typed(when)) == IS_RIGHT
    return abs(given - number_typed(when)) <= max(ask.right, 0.5 * 10.0 ** -decimals_of(ask))
