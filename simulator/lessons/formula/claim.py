"""Claims: assertions about the numbers of a lesson, which the engine evaluates.

`f[0] @ 0 = 0.62 ± 0.003`, `all 1..20: i[1] < 0.001`, `all rain: c[0] < c_prev[0]`, and after edits
that the step does not make, `with b_if[2] = 4: c[2] @ 20 > 0.6`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ...analysis.number_text import MINUS
from ...arrays import Array
from ...translation import tr
from .parser import take_comparison, take_timesteps
from .reading import Reading
from .tokens import Tokens
from .tree import Compared

_WITH: Final = re.compile(r"\s*with\s+((?:[^:\[]|\[[^\]]*\])+):(.*)", re.DOTALL)
_SCOPE: Final = re.compile(r"\s*all\s+(\S+)\s*:(.*)", re.DOTALL)

_COMMA: Final = re.compile(r",(?=\s*(?:cut\b|(?:hold\s+)?\w+(?:\[[^\]]*\])?[^,=()\[\]]*=))")
"""A comma before another edit, not one between indices or numbers. Brackets may be words."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion.

    Attributes:
        text: as typed. edits: what is changed before it is evaluated.
        compared: the comparison. at: None for a comparison that names its timesteps; else those for
            each of which it must hold, by number, or by the word that is said.
    """

    text: str
    edits: tuple[str, ...]
    compared: Compared
    at: range | str | None = None

    def holds(self, reading: Reading) -> bool:
        """Return True when it is true of the reading's experiment, after the claim's edits.

        Raises:
            ValueError: it cannot be evaluated, in words.
        """
        after = self._after(reading)
        return all(self.compared.holds(after, t) for t in self._timesteps(after))

    def measured(self, reading: Reading) -> str:
        """Write the left side's number, where the claim is false: at the first such timestep."""
        after = self._after(reading)
        for t in self._timesteps(after):
            if not self.compared.holds(after, t):
                return _written(self.compared.left.value(after, t))
        return ""

    def _after(self, reading: Reading) -> Reading:
        from .edits import edited

        return replace(edited(reading, self.edits), begun=reading) if self.edits else reading

    def _timesteps(self, reading: Reading) -> Iterator[int | None]:
        if self.at is None:
            yield None
        elif isinstance(self.at, range):
            last = reading.experiment.num_timesteps - 1
            if self.at.stop - 1 > last:
                raise ValueError(
                    tr(
                        "{key} @ {t}: the last timestep is {last}",
                        key="all",
                        t=self.at.stop - 1,
                        last=last,
                    )
                )
            yield from self.at
        else:
            yield from reading.timesteps(self.at)


def claim(text: str) -> Claim:
    """Parse a claim.

    Raises:
        ValueError: in words.
    """
    match = _WITH.fullmatch(text)
    edits = tuple(edit.strip() for edit in _COMMA.split(match[1])) if match else ()
    rest = match[2] if match else text
    scope = _SCOPE.fullmatch(rest)
    at = None if scope is None else _scope(scope[1])
    tokens = Tokens(rest if scope is None else scope[2])
    compared = take_comparison(tokens)
    tokens.end()
    return Claim(text.strip(), edits, compared, at)


def _scope(text: str) -> range | str:
    """Return the timesteps of `1..20`, or a word."""
    if ".." not in text:
        return text
    tokens = Tokens(text)
    found = take_timesteps(tokens)
    tokens.end()
    return range(found, found + 1) if isinstance(found, int) else found


def _written(value: Array) -> str:
    numbers = [f"{number:.6g}".replace("-", MINUS) for number in np.atleast_1d(value).ravel()[:8]]
    return " ".join(numbers)
