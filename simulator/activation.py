"""Activation: where a unit stands on σ or tanh, and how far it is from moving."""

import math
from dataclasses import dataclass

SATURATED = 0.1
"""An activation is saturated where its slope is below this share of its steepest."""

OPEN, CLOSED = 2 / 3, 1 / 3
"""A gate is open above, closed below, and half open between."""

NEAR_LINEAR = 0.75
"""tanh is near linear where its slope, 1 at the steepest, is above this."""


@dataclass(frozen=True, slots=True)
class Activation:
    """Where a unit stands on σ or tanh, and how steep the curve is there."""

    function: str
    argument: float
    value: float

    @property
    def slope(self) -> float:
        """The derivative: s(1−s) of σ, 1−t² of tanh."""
        if self.function == "σ":
            return self.value * (1 - self.value)
        return 1 - self.value**2

    @property
    def state(self) -> str:
        """In words: open, half open or closed; near linear or bending; and saturated."""
        if math.isnan(self.value):
            return "not a number"
        saturated = self.slope < SATURATED * (0.25 if self.function == "σ" else 1.0)
        if self.function == "tanh":
            if saturated:
                return "saturated"
            return "near linear" if self.slope > NEAR_LINEAR else "bending"
        word = "open" if self.value > OPEN else "closed" if self.value < CLOSED else "half open"
        return f"{word} · saturated" if saturated else word
