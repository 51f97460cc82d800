"""Parser of formulas: `f[0] @ 0 * c_0[0]`, `|h[0] @ 4 - h[0] @ 2|`, `first: c[1] < 0.5`.

A number of a run is written as for breakpoints, `c[1] layer 1 reverse row 2 @ 6`; `@ 1..12` are
several timesteps, `@ end` is a row's last one. Several values stand in brackets: `(2, 4, 2)`.
Given numbers have the names of the equations: `W_if[0, rain]`, `b_hf[1]`, `c_0[0]`, `V`; a d before
a weight makes its gradient, `dW_ig[0, go]`. `before(h[0] @ 2)` is what it was before the edits.
"""

from typing import Final

from ...analysis.address import Where
from ...network.gradient_quantities import EVERY_GRADIENT
from ...network.lane import DIRECTIONS
from ...network.quantities import ALL, LOSS
from ...translation import tr
from .names import is_given
from .numbers import END, WHOLE, GivenNumber, InputNumber, Other, Quantity, Rmse, Shape, Whole
from .tokens import INDEX, NAME, NUMBER, SIGN, Tokens
from .tree import FUNCTIONS, Before, Call, Compared, First, Formula, Listed, Number, Operation

COMPARISONS: Final = ("=", "!=", "<", ">", "<=", ">=")

_QUANTITIES: Final = (*ALL, *EVERY_GRADIENT, "c_prev", "h_prev")


def formula(text: str) -> Formula:
    """Parse a formula.

    Raises:
        ValueError: in words.
    """
    tokens = Tokens(text)
    found = take_formula(tokens)
    tokens.end()
    return found


def comparison(text: str) -> Compared:
    """Parse a comparison.

    Raises:
        ValueError: in words.
    """
    tokens = Tokens(text)
    found = take_comparison(tokens)
    tokens.end()
    return found


def take_comparison(tokens: Tokens) -> Compared:
    """Take `A = B ± tolerance`, or `A < B`, from the front of a text.

    Raises:
        ValueError: in words.
    """
    left = take_formula(tokens)
    sign = tokens.take_sign(*COMPARISONS)
    if not sign:
        raise tokens.unexpected(tr("a comparison such as = or <"))
    right = take_formula(tokens)
    within = 0.0
    if tokens.take_sign("±"):
        tolerance = take_formula(tokens)
        if not isinstance(tolerance, Number):
            raise ValueError(tr("± needs a number after it, in “{text}”", text=tokens.text))
        within = tolerance.number
    return Compared(sign, left, right, within)


def take_formula(tokens: Tokens) -> Formula:
    """Take a formula from the front of a text.

    Raises:
        ValueError: in words.
    """
    if tokens.take_name("first"):
        tokens.expect(":")
        left = _take_sum(tokens)
        sign = tokens.take_sign(*COMPARISONS)
        if not sign:
            raise tokens.unexpected(tr("a comparison such as = or <"))
        compared = Compared(sign, left, _take_sum(tokens))
        if any(isinstance(part, First) for part in compared.walk()):
            raise ValueError(tr("first: cannot be inside another first:"))
        return First(compared)
    return _take_sum(tokens)


def _take_sum(tokens: Tokens) -> Formula:
    value = _take_product(tokens)
    while sign := tokens.take_sign("+", "-"):
        value = Operation(sign, value, _take_product(tokens))
    return value


def _take_product(tokens: Tokens) -> Formula:
    value = _take_signed(tokens)
    while sign := tokens.take_sign("*", "/"):
        value = Operation(sign, value, _take_signed(tokens))
    return value


def _take_signed(tokens: Tokens) -> Formula:
    with tokens.deeper():
        return _take_power(tokens)


def _take_power(tokens: Tokens) -> Formula:
    if tokens.take_sign("-"):
        value = _take_signed(tokens)
        return (
            Number(-value.number)
            if isinstance(value, Number)
            else Operation("-", Number(0.0), value)
        )
    base = _take_one(tokens)
    return Operation("^", base, _take_signed(tokens)) if tokens.take_sign("^") else base


def _take_one(tokens: Tokens) -> Formula:
    if tokens.take_sign("("):
        values = [take_formula(tokens)]
        while tokens.take_sign(","):
            if tokens.next == (SIGN, ")"):
                break
            values.append(take_formula(tokens))
        tokens.expect(")")
        return values[0] if len(values) == 1 else Listed(tuple(values))
    if tokens.take_sign("|"):
        inner = take_formula(tokens)
        tokens.expect("|")
        return Call("abs", inner)
    if tokens.next is None or tokens.next.kind not in (NAME, NUMBER):
        raise tokens.unexpected(tr("a number or a quantity"))
    token = tokens.take()
    if token.kind == NUMBER:
        return Number(float(token.text))
    return _take_named(token.text, tokens)


def _take_named(name: str, tokens: Tokens) -> Formula:
    if name == "shape":
        tokens.expect("(")
        named = _take_tensor(tokens)
        tokens.expect(")")
        return Shape(named)
    if name in FUNCTIONS or name == "before":
        tokens.expect("(")
        argument = take_formula(tokens)
        tokens.expect(")")
        return Call(name, argument) if name in FUNCTIONS else Before(argument)
    words = _take_words(tokens)
    where, at = take_place(tokens)
    if name == "rmse" and isinstance(at, range):
        return Rmse(at)
    if name == "x" and words:
        return InputNumber(words[0], where, at)
    if name == LOSS and at is None:
        return Whole(LOSS)
    if name in WHOLE:
        return Whole(name)
    if name in _QUANTITIES and name != "z":
        return Quantity(name, _unit(name, words), where, at)
    gradient = name.startswith("d") and is_given(name[1:])
    if is_given(name) or gradient:
        return GivenNumber(name[1:] if gradient else name, words, where, gradient)
    return Other(name, at)


def _take_tensor(tokens: Tokens) -> str:
    """Take a tensor's name; that of a readout has a point, which is no token."""
    token = tokens.take()
    if token.kind != NAME:
        raise ValueError(tr("there is no tensor {name}", name=token.text))
    return token.text


def _take_words(tokens: Tokens) -> tuple[str, ...]:
    if tokens.next is None or tokens.next.kind != INDEX:
        return ()
    inside = tokens.take().text
    return tuple(word.strip() for word in inside.split(",")) if inside.strip() != "," else (",",)


def _unit(name: str, words: tuple[str, ...]) -> int | None:
    if not words:
        return None
    if len(words) > 1 or not words[0].isdecimal():
        raise ValueError(
            tr("{name}[{unit}]: units are whole numbers from 0", name=name, unit=", ".join(words))
        )
    return int(words[0])


def take_place(tokens: Tokens) -> tuple[Where, int | range | None]:
    """Take lane, row and timesteps, in any order.

    Raises:
        ValueError: in words.
    """
    places: dict[str, int] = {}
    at: int | range | None = None
    while True:
        if word := tokens.take_name("layer", "row"):
            places[word] = tokens.whole()
        elif word := tokens.take_name(*DIRECTIONS):
            places["direction"] = DIRECTIONS.index(word)
        elif tokens.take_sign("@"):
            at = take_timesteps(tokens)
        else:
            return Where(**places), at


def take_timesteps(tokens: Tokens) -> int | range:
    """Take one timestep, `end`, or several as `1..12`.

    Raises:
        ValueError: in words.
    """
    if tokens.take_name("end"):
        return END
    first = tokens.whole()
    if not tokens.take_sign(".."):
        return first
    last = tokens.whole()
    if last < first:
        raise ValueError(tr("{first}..{last} is not a valid range", first=first, last=last))
    return range(first, last + 1)
