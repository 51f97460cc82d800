"""Spans: the pieces of a sentence that a window can colour and set bold, in any language."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ...translation import tr_parts
from ..address import Source
from ..number_text import decimals_or, fixed, scientific, short, signed

PLAIN: Final = "plain"
QUANTITY: Final = "quantity"
NUMBER: Final = "number"
NAME: Final = "name"
"""Roles: words; a number's letter and unit, as `f[0]`; digits; a name, as an input's."""

_MOST_OF_A_NAME: Final = 16


@dataclass(frozen=True, slots=True)
class Span:
    """Piece of a sentence.

    Attributes:
        role: PLAIN, QUANTITY, NUMBER or NAME. quantity: the key whose hue it may have, or empty.
        source: the number that it names or is; None for others.
    """

    text: str
    role: str = PLAIN
    quantity: str = ""
    source: Source | None = None


Spans = tuple[Span, ...]


def sentence(text: str, /, **pieces: Span | Spans) -> Spans:
    """Translate a marked text and put the pieces in its places, in the order of the language."""
    filled = {place: plain(piece, quoted=False) for place, piece in pieces.items()}
    spans: list[Span] = []
    for part in tr_parts(text, **filled):
        piece = pieces[part.place] if part.place else Span(part.text)
        spans += [piece] if isinstance(piece, Span) else piece
    return tuple(spans)


def plain(spans: Span | Spans, quoted: bool = True) -> str:
    """Return the text of spans; names stand in quotes, as nothing else shows where they end."""
    if isinstance(spans, Span):
        return f"“{spans.text}”" if quoted and spans.role == NAME else spans.text
    return "".join(plain(span, quoted) for span in spans)


def paragraph(sentences: list[Spans]) -> Spans:
    """Join sentences, with one full stop between them and none added at the end."""
    joined = list(sentences[0])
    for following in sentences[1:]:
        ended = bool(joined) and joined[-1].text.endswith(".")
        joined += [Span(" " if ended else ". "), *following]
    return tuple(joined)


def name(text: str, quantity: str = "", source: Source | None = None) -> Span:
    """Return the span of a name, cut where it is long."""
    if len(text) > _MOST_OF_A_NAME:
        text = text[: _MOST_OF_A_NAME - 1] + "…"
    return Span(text, NAME, quantity, source)


def state(value: float, quantity: str, source: Source | None = None) -> Span:
    """Return a number, usually with two decimals, its sign only where it is negative."""
    return Span(_written(value, short), NUMBER, quantity, source)


def signed_state(value: float, quantity: str, source: Source | None = None) -> Span:
    """Return a number, usually with two decimals, and its sign."""
    return Span(_written(value, signed), NUMBER, quantity, source)


def amount(value: float) -> Span:
    """Return what a term adds: its sign, and usually one decimal from 1 on, two below."""
    return Span(_written(value, lambda v: signed(v, 1 if abs(v) >= 1 else 2)), NUMBER)


def gradient(value: float, quantity: str = "", source: Source | None = None) -> Span:
    """Return a gradient: its sign, two figures and an exponent."""
    return Span(scientific(value), NUMBER, quantity, source)


def as_given(value: float, quantity: str, source: Source | None = None) -> Span:
    """Return a number of the input or the parameters: four decimals, and no zeros at the end."""
    text = _written(value, lambda v: short(v, 4))
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return Span(text, NUMBER, quantity, source)


def opening(value: float, quantity: str, source: Source | None = None) -> Span:
    """Return a gate's value, usually with two decimals, and with more where 1 would be untrue."""
    decimals = decimals_or(2)
    while decimals < 6 and value < 1 and f"{value:.{decimals}f}".startswith("1"):
        decimals += 1
    return Span(_written(value, lambda v: fixed(v, decimals)), NUMBER, quantity, source)


def _written(value: float, write: Callable[[float], str]) -> str:
    """Write a number, and 0 without decimals."""
    if value == 0:
        return "0"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return write(value)
