"""Conditions of a done step: `at 8`, `edited and c[2] @ 20 > 0.5`, `asked and at 20`.

`asked`: the question is answered, or shown. `edited`: the experiment is not the one that the step
began with; `edited 3`: it has been so in three different ways. `at 8`: the reader stands at
timestep 8; `back 8`: so on the way back. `applied`: the doctor's edit was applied. `trained 100`: a
run of training is at that step. `held`: something is held. Comparisons are of the present
experiment's whole run.
"""

import re
from dataclasses import dataclass
from typing import Final

from ...translation import tr
from .parser import comparison
from .reading import Reading
from .tree import Compared

ASKED, EDITED, APPLIED, HELD = "asked", "edited", "applied", "held"
AT, BACK, TRAINED = "at", "back", "trained"

_NUMBERED: Final = re.compile(r"(at|back|trained|edited)\s+(\d+)")
_OR: Final = re.compile(r"\s+or\s+")
_AND: Final = re.compile(r"\s+and\s+")


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the reader has done in a step.

    Attributes:
        asked: the question is answered or shown. variants: different edited experiments so far.
        edited: the present experiment is none that the step began with.
        applied: an edit that the doctor proposed was applied.
        at: the timestep of the position on the way forward; None before the first, and on the way
            back. back: its timestep on the way back.
        trained: the step of training that is looked at; 0 without.
    """

    asked: bool = False
    edited: bool = False
    variants: int = 0
    applied: bool = False
    at: int | None = None
    back: int | None = None
    trained: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a condition: a deed, with its number, or a comparison."""

    deed: str = ""
    number: int = 0
    compared: Compared | None = None

    def met(self, deeds: Deeds, reading: Reading) -> bool:
        """Return True when it is met."""
        if self.compared is not None:
            return self.compared.holds(reading)
        if self.deed == AT:
            return deeds.at == self.number
        if self.deed == BACK:
            return deeds.back == self.number
        if self.deed == TRAINED:
            return deeds.trained >= self.number
        if self.deed == EDITED:
            return deeds.variants >= self.number if self.number else deeds.edited
        if self.deed == HELD:
            return bool(reading.experiment.holds)
        return bool(getattr(deeds, self.deed))


@dataclass(frozen=True, slots=True)
class Condition:
    """Condition of a done step: alternatives, each of parts that must all be met.

    Attributes:
        text: as typed.
    """

    text: str
    alternatives: tuple[tuple[Part, ...], ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Parts of all alternatives."""
        return tuple(part for parts in self.alternatives for part in parts)

    def met(self, deeds: Deeds, reading: Reading) -> bool:
        """Return True when one of the alternatives is met."""
        return any(all(part.met(deeds, reading) for part in parts) for parts in self.alternatives)

    def names(self, deed: str) -> bool:
        """Return True when a deed is one of its parts."""
        return any(part.deed == deed for part in self.parts)


def condition(text: str) -> Condition:
    """Parse a condition.

    Raises:
        ValueError: in words.
    """
    alternatives = tuple(
        tuple(_part(part) for part in _AND.split(one.strip())) for one in _OR.split(text.strip())
    )
    return Condition(text.strip(), alternatives)


def _part(text: str) -> Part:
    if match := _NUMBERED.fullmatch(text):
        return Part(match[1], int(match[2]))
    if text in (ASKED, EDITED, APPLIED, HELD):
        return Part(text)
    if not text:
        raise ValueError(tr("a condition is missing"))
    return Part(compared=comparison(text))
