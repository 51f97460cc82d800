"""Activation: where a unit stands on σ or tanh, and how far it is from moving."""

import math
from dataclasses import dataclass
from typing import Any, TypeVar

from ..arrays import Array
from ..translation import tr

SATURATED = 0.1
"""An activation is saturated where its slope is below this share of its steepest."""

OPEN, CLOSED = 2 / 3, 1 / 3
"""A gate is open above, closed below, and half open between."""

LEFT_END, RIGHT_END = {"σ": 0.1, "tanh": -0.9}, {"σ": 0.9, "tanh": 0.9}
"""Values below the one and above the other are at an end of the curve: of a gate, shut and open.

Of gates as Karpathy, Johnson and Fei-Fei count them, 2015, arXiv:1506.02078, section 4.2.
"""

NEAR_LINEAR = 0.75
"""tanh is near linear where its slope, 1 at the steepest, is above this."""


T = TypeVar("T", float, Array)


def slope(function: str, value: T) -> T:
    """The derivative where the function has a value: s(1−s) of σ, 1−t² of tanh."""
    return value * (1 - value) if function == "σ" else 1 - value**2


def saturated(function: str, value: Any) -> Any:
    """True where σ or tanh, which has this value, is saturated: a bool, or an array of them."""
    return slope(function, value) < SATURATED * (0.25 if function == "σ" else 1.0)


@dataclass(frozen=True, slots=True)
class Activation:
    """Where a unit stands on σ or tanh, and how steep the curve is there."""

    function: str
    argument: float
    value: float

    @property
    def slope(self) -> float:
        """The derivative of the function."""
        return slope(self.function, self.value)

    @property
    def state(self) -> str:
        """In words: open, half open or closed; near linear or bending; and saturated."""
        if math.isnan(self.value):
            return tr("not a number")
        if self.function == "tanh":
            if saturated("tanh", self.value):
                return tr("saturated")
            return tr("near linear") if self.slope > NEAR_LINEAR else tr("bending")
        if self.value > OPEN:
            word = tr("open")
        else:
            word = tr("closed") if self.value < CLOSED else tr("half open")
        return tr("{state} · saturated", state=word) if saturated("σ", self.value) else word
