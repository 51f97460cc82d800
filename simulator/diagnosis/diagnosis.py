"""Diagnosis: the result of the search, in words and numbers. Frozen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..analysis.address import Address
from ..arrays import json_number
from ..experiment.experiment import Experiment
from ..network.lane import DIRECTIONS
from ..translation import tr


class ComparedNumber(NamedTuple):
    """One number: the other code's, ours, and the best explanation's.

    `explained` is NaN without an explanation, or where it decides nothing. `agrees` is about ours.
    """

    t: int
    unit: int
    theirs: float
    ours: float
    explained: float
    agrees: bool


@dataclass(frozen=True, slots=True)
class DiagnosedDifference:
    """The first number that differs from this LSTM's, in the order of computation.

    Attributes:
        at: its address, in a trace or in `output`, `h_n`, `c_n`.
        theirs, ours: the two numbers. allowed: the largest difference of correct engines there.
        position: the position in the run at which it is known.
    """

    at: Address
    theirs: float
    ours: float
    allowed: float
    position: int

    def text(self) -> str:
        """Describe the difference in a sentence."""
        at = self.at
        return tr(
            "First difference: {lane}, t {t}, batch {batch}: {quantity} of unit "
            "{unit} is {theirs} in your values and {ours} here.",
            lane=at.lane.text(),
            t=at.t,
            batch=at.row,
            quantity=at.quantity,
            unit=at.unit,
            theirs=_seven_digits(self.theirs),
            ours=_seven_digits(self.ours),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {
            "quantity": self.at.quantity,
            "layer": self.at.lane.layer,
            "direction": DIRECTIONS[self.at.lane.direction],
            "t": self.at.t,
            "batch": self.at.row,
            "unit": self.at.unit,
            "theirs": json_number(self.theirs),
            "ours": json_number(self.ours),
            "allowed": json_number(self.allowed),
        }


@dataclass(frozen=True, eq=False)
class Explanation:
    """One mistake, or two together, and their effect.

    Attributes:
        names: the mistakes' names. phrase: completes "this LSTM with …", in the user's language.
        complete: every number that can be compared is reproduced.
        agreeing, compared: numbers. largest: the largest difference.
        error: the remaining error, as a share of that without the mistake; 0 is none.
        experiment: the model, input and states that give these numbers, if there are any.
        undecidable: as of a diagnosis.
    """

    names: tuple[str, ...]
    phrase: str
    complete: bool
    agreeing: int
    compared: int
    largest: float
    error: float
    experiment: Experiment | None = None
    undecidable: Mapping[int, int] = field(default_factory=dict)

    def text(self) -> str:
        """Write it as `gates in the order i, f, o, g: 240 of 240 values agree`."""
        return f"{self.phrase}: {self.agreeing:,} of {self.compared:,} values agree"

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {
            "mistakes": list(self.names),
            "phrase": self.phrase,
            "complete": self.complete,
            "agreeing": self.agreeing,
            "compared": self.compared,
            "largest_difference": json_number(self.largest),
            "remaining_error": json_number(self.error),
            "applies_to_the_model": self.experiment is not None,
        }


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """Answer of the search.

    Attributes:
        agrees: nothing needs to be explained: all is right that can be compared.
        values, compared, agreeing: how many numbers there are, could be compared, and are right
            without an explanation. largest: the largest difference among those compared.
        first: the first difference.
        explanations: all that reproduce everything compared, between which these numbers cannot
            decide; or else the nearest, the best first.
        tested: the number of mistakes and pairs tested. finished: False when time
            ran out, or the search was stopped.
        pairs: some numbers around the first difference, side by side.
        looks_like: what wrong numbers that nothing explains have the signs of.
        undecidable: by direction the first timestep of its walk at which rounding errors are too
            large to compare every number; none where all is compared.
        steps_alone: h and c of every step were given, and each step was compared by itself.
    """

    agrees: bool
    values: int
    compared: int
    agreeing: int
    largest: float
    first: DiagnosedDifference | None = None
    explanations: tuple[Explanation, ...] = ()
    tested: int = 0
    finished: bool = True
    pairs: tuple[ComparedNumber, ...] = ()
    notes: tuple[str, ...] = ()
    looks_like: tuple[str, ...] = ()
    undecidable: Mapping[int, int] = field(default_factory=dict)
    steps_alone: bool = False

    @property
    def explained(self) -> bool:
        """True when a known mistake reproduces everything that can be compared."""
        return bool(self.explanations) and self.explanations[0].complete

    @property
    def undecided(self) -> bool:
        """True when nothing is wrong that can be compared, but that is not all, or nothing."""
        return self.agreeing == self.compared and (bool(self.undecidable) or self.compared == 0)

    def __repr__(self) -> str:
        """Return the answer, without the numbers."""
        return f"Diagnosis({self.sentence()!r})"

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def sentence(self) -> str:
        """Write the answer in a sentence or two."""
        if self.compared == 0:
            cannot = tr(
                "These numbers cannot be compared: rounding errors grow too large in this network."
            )
            return cannot + self._advice()
        undecidable = (self.explanations[0] if self.explained else self).undecidable
        if self.agrees:
            agree = self._all(self.compared, self.largest)
            sentence = tr("Your numbers match this LSTM: {agree}.", agree=agree)
        else:
            sentence = self._explaining() if self.explained else self._unexplained()
        if undecidable:
            sentence = f"{sentence} {_undecidable_text(undecidable)}{self._advice()}"
        return sentence

    def _advice(self) -> str:
        """Say how more could be compared; empty where that was done."""
        if self.steps_alone:
            return ""
        return " " + tr("If you provide h and c for every step, each step is compared on its own.")

    def _explaining(self) -> str:
        best = self.explanations[0]
        agree = self._all(best.compared, best.largest)
        phrases = [explanation.phrase for explanation in self.explanations]
        if len(phrases) == 1:
            return tr(
                "Your numbers match this LSTM with {phrase}: {agree}.",
                phrase=best.phrase,
                agree=agree,
            )
        named, more = tr(" or with ").join(phrases[:_NAMED]), len(phrases) - _NAMED
        if more > 0:
            named = tr("{phrases} or {more} more", phrases=named, more=more)
        return tr(
            "Your numbers match this LSTM with {phrases} (the values do not show which): {agree}.",
            phrases=named,
            agree=agree,
        )

    def _unexplained(self) -> str:
        text = tr("No known mistake explains these values, on its own or combined with another")
        if not self.finished:
            text = tr(
                "None of {tested:,} tested mistakes and mistake pairs explains these numbers",
                tested=self.tested,
            )
        text = tr(
            "{text}: {agreeing:,} of {compared:,} values agree without any change",
            text=text,
            agreeing=self.agreeing,
            compared=self.compared,
        )
        if self.explanations:
            best = self.explanations[0]
            text = tr(
                "{text}, {agreeing:,} of {compared:,} with {phrase}",
                text=text,
                agreeing=best.agreeing,
                compared=best.compared,
                phrase=best.phrase,
            )
        return f"{text}."

    def suspicions(self) -> list[str]:
        """Write what the numbers look like, a sentence each; none of it is an explanation."""
        return [tr("Looks like {cause}.", cause=cause) for cause in self.looks_like]

    def lines(self) -> list[str]:
        """List the answer, the first difference, and the nearest mistakes if none explains it."""
        lines = [self.sentence(), *self.suspicions(), *self.notes]
        if self.first is not None:
            lines.append(self.first.text())
        if not self.explained:
            lines += [f"  nearest: {near.text()}" for near in self.explanations]
        return lines

    def to_json(self) -> dict[str, Any]:
        """Return the diagnosis for `json.dumps`; numbers that JSON lacks become null."""
        return {
            "agrees": self.agrees,
            "explained": self.explained,
            "sentence": self.sentence(),
            "values": self.values,
            "compared": self.compared,
            "agreeing": self.agreeing,
            "largest_difference": json_number(self.largest),
            "first_difference": None if self.first is None else self.first.to_json(),
            "explanations": [explanation.to_json() for explanation in self.explanations],
            "looks_like": list(self.looks_like),
            "undecidable_from": {DIRECTIONS[d]: t for d, t in self.undecidable.items()},
            "tested": self.tested,
            "finished": self.finished,
            "notes": list(self.notes),
        }

    def _all(self, compared: int, largest: float) -> str:
        """Write it as `all 240 values agree to 3e-7`."""
        what = tr("all {compared:,} values agree", compared=compared)
        if compared < self.values:
            what = tr(
                "the {compared:,} of {values:,} values that can be compared agree",
                values=self.values,
                compared=compared,
            )
        elif compared == 1:
            what = tr("the only value agrees")
        if largest == 0:
            return tr("{values} exactly", values=what)
        return tr("{values} to within {difference}", values=what, difference=short(largest))


_NAMED = 4


def _undecidable_text(undecidable: Mapping[int, int]) -> str:
    """Say from which timestep on not every number can be compared, and why."""
    forward, reverse = (undecidable.get(direction) for direction in range(len(DIRECTIONS)))
    if reverse is None:
        where = tr("From t {t} on,", t=forward)
    elif forward is None:
        where = tr("From t {t} back in the reverse direction,", t=reverse)
    else:
        where = tr(
            "From t {t} on, and from t {back} back in the reverse direction,",
            t=forward,
            back=reverse,
        )
    return tr(
        "{where} some numbers cannot be compared: rounding errors grow too large in this network.",
        where=where,
    )


def short(value: float) -> str:
    """Write a size in one digit: `3e-7`, or `0`."""
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def _seven_digits(value: float) -> str:
    return f"{value:.7g}" if math.isfinite(value) else tr("not finite")
