"""Parser of addresses: `h[3] layer 1 reverse row 0 at 17`, for watches, conditions and commands.

The parts may stand in any order. Parts that are 0 or forward may be left out, `@` stands for `at`,
and the lane may be named by torch's suffix: `h_l1_reverse[3]`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..network.gradient_quantities import EVERY_GRADIENT
from ..network.lane import DIRECTIONS, SUFFIX, Lane
from ..network.quantities import ALL, LOSS, Y
from ..objective.objective import Seed
from ..translation import mark, tr
from .address import Address, Where

AT: Final = "at"
BAR: Final = "|"

CELL_SEEDED: Final = ("h", "c")
SEEDED: Final = (*CELL_SEEDED, "output", Y)
"""Quantities that a seed can lie on; a cell's have a lane."""

_EXAMPLE: Final = Address("h", Lane(1, 1), 17, 0, 3).typed()
_HOW: Final = mark("an address looks like {address}")

_TOKEN: Final = re.compile(
    rf"\s*(?:(?P<word>[a-z]+(?:_[a-z]+)?)(?P<suffix>{SUFFIX})?"
    r"\s*(?:\[\s*(?P<unit>\d{1,9})\s*\])?"
    r"|(?P<comparison>[<>]=?|[@|])|(?P<number>[-+−]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+−]?\d+)?))"
    r"(?=\s|[<>@|]|$|(?<=[<>=@|]))",
    re.ASCII,
)


class PartialAddress(NamedTuple):
    """A unit of a quantity, and the lane and row where they were named."""

    quantity: str
    unit: int
    where: Where

    def filled(self, lane: Lane, row: int, t: int = 0) -> Address:
        """Return the address, with this lane, row and timestep for each part that was not named."""
        named = self.where
        layer = lane.layer if named.layer is None else named.layer
        direction = lane.direction if named.direction is None else named.direction
        row = row if named.row is None else named.row
        return Address(self.quantity, Lane(layer, direction), t, row, self.unit)


class Token(NamedTuple):
    """One word, sign or number of a typed text.

    Attributes:
        text: in lower case. unit: in brackets after it. is_number: True for a number.
        lane: of torch's suffix.
    """

    text: str
    unit: int | None = None
    is_number: bool = False
    lane: Lane | None = None

    def is_word(self, *words: str) -> bool:
        """Return True for one of these words, without a unit or suffix."""
        return self.text in words and self.unit is None and self.lane is None

    def typed(self) -> str:
        """Write it as it was typed, with its suffix and unit."""
        suffix = "" if self.lane is None else self.lane.suffix
        return f"{self.text}{suffix}" + ("" if self.unit is None else f"[{self.unit}]")


def parse_address(text: str) -> Address:
    """Parse an address; what is left out is 0 or forward.

    Raises:
        ValueError: in words, for anything else.
    """
    how = tr(_HOW, address=_EXAMPLE)
    tokens = tokens_of(text, how)
    where, t = take_place(tokens)
    if not tokens:
        raise ValueError(not_understood(text, how))
    first = tokens.pop(0)
    quantity = quantity_of(first, (*ALL, *EVERY_GRADIENT))
    unit = unit_of(first, quantity)
    if unit is None:
        raise ValueError(tr("give a unit: {how}", how=how))
    take_end(tokens, how)
    return PartialAddress(quantity, unit, where).filled(Lane(), 0, t or 0)


def parse_seed(text: str, number: float = 1.0) -> Seed:
    """Parse the address of a number to put a seed on; what is left out is 0 or forward.

    It is a unit of h or c, an output of y, or one of the D*R columns of `output`. The latter two
    have no lane.

    Args:
        number: what is laid on it.

    Raises:
        ValueError: in words, for anything else.
    """
    how = tr(_HOW, address=_EXAMPLE)
    tokens = tokens_of(text, how)
    where, t = take_place(tokens)
    if not tokens:
        raise ValueError(not_understood(text, how))
    first = tokens.pop(0)
    if first.text not in SEEDED:
        raise ValueError(
            tr("only h, c, output and y can be differentiated, not “{text}”", text=first.typed())
        )
    if first.unit is None:
        raise ValueError(tr("give a unit: {how}", how=how))
    take_end(tokens, how)
    if first.text not in CELL_SEEDED and not where.of_every_lane:
        raise ValueError(
            tr("{number} has no layer or direction. Leave them out", number=first.typed())
        )
    at = PartialAddress(first.text, first.unit, where).filled(Lane(), 0, t or 0)
    return Seed(at.quantity, at.lane, at.t, at.row, at.unit, number)


def typed_seed(seed: Seed) -> str:
    """Write the address of a seed as `parse_seed` reads it: `output[2] row 0 at 5`."""
    where = Where(*seed.lane, seed.row) if seed.quantity in CELL_SEEDED else Where(row=seed.row)
    return f"{seed.quantity}[{seed.unit}] {where.text()} at {seed.t}"


def tokens_of(text: str, how: str) -> list[Token]:
    """Split a typed text. how: completes a complaint, saying what can be typed.

    Raises:
        ValueError: in words, what is not understood.
    """
    return list(_tokens(text.strip().lower(), how))


def _tokens(plain: str, how: str) -> Iterator[Token]:
    place = 0
    while place < len(plain):
        match = _TOKEN.match(plain, place)
        if match is None:
            raise ValueError(not_understood(plain[place:], how))
        unit, suffix = match["unit"], match["suffix"]
        yield Token(
            match["word"] or match["comparison"] or match["number"],
            None if unit is None else int(unit),
            match["number"] is not None,
            None if suffix is None else Lane.of_suffix(suffix),
        )
        place = match.end()


def take_place(tokens: list[Token]) -> tuple[Where, int | None]:
    """Take out lane, row and timestep, anywhere in the text; None for a part that is not named.

    Only the first of the remaining words, which names the quantity, can have the lane's suffix.

    Raises:
        ValueError: in words, for a part that is named twice or is not a number.
    """
    places: dict[str, int] = {}
    kept: list[Token] = []

    def put(name: str, value: int) -> None:
        if name in places:
            raise ValueError(tr("the {name} is given twice", name=name))
        places[name] = value

    rest = iter(tokens)
    for token in rest:
        if token.is_word(*DIRECTIONS):
            put("direction", DIRECTIONS.index(token.text))
        elif token.is_word("layer", "row"):
            what = tr("the {name} number", name=token.text)
            put(token.text, _whole(next(rest, None), what))
        elif token.is_word(AT, "@"):
            number = next(rest, None)
            if number is not None and number.is_word("t"):
                number = next(rest, None)
            put("timestep", _whole(number, tr("a timestep")))
        else:
            if token.lane is not None and not kept:
                put("layer", token.lane.layer)
                put("direction", token.lane.direction)
                token = token._replace(lane=None)
            kept.append(token)
    tokens[:] = kept
    t = places.pop("timestep", None)
    return Where(**places), t


def quantity_of(token: Token, known: Sequence[str] = tuple(ALL)) -> str:
    """Return the quantity that a token names.

    Args:
        known: the names that there are; z and dz are none, only their parts are.

    Raises:
        ValueError: in words, for one that is none.
    """
    if token.text == "z":
        raise ValueError(tr("name a gate's z: z_i, z_f, z_g or z_o"))
    if token.text == "dz" and "dz" in known:
        raise ValueError(tr("name a gate's dz: dz_i, dz_f, dz_g or dz_o"))
    if token.text not in known:
        raise ValueError(
            tr(
                "“{text}” is not a quantity: {quantities}",
                text=token.text,
                quantities=" ".join(key for key in known if key not in ("z", "dz")),
            )
        )
    return token.text


def unit_of(token: Token, quantity: str) -> int | None:
    """Return the unit that a token names; of the loss, its only one; None where it names none."""
    return 0 if quantity == LOSS and token.unit is None else token.unit


def take_end(tokens: list[Token], how: str) -> None:
    """Refuse tokens that no part of the text has used.

    Raises:
        ValueError: in words, for the first of them.
    """
    if tokens:
        raise ValueError(tr("“{text}” is unexpected: {how}", text=tokens[0].typed(), how=how))


def not_understood(text: str, how: str) -> str:
    """Write the complaint about a text without a meaning."""
    return tr("“{text}” is not understood: {how}", text=text.strip(), how=how)


def _whole(token: Token | None, what: str) -> int:
    if token is None:
        raise ValueError(tr("{what} is missing", what=what))
    if not re.fullmatch(r"\d{1,9}", token.text, re.ASCII):
        raise ValueError(
            tr("“{text}” is not {what}. Use a whole number from 0", text=token.text, what=what)
        )
    return int(token.text)
