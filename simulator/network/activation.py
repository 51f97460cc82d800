"""Activation: σ, and a unit's point on the curve of σ or tanh with the slope there."""

import math
from dataclasses import dataclass
from typing import Any, TypeVar

from ..arrays import Array
from ..cells.functions import FUNCTIONS
from ..translation import tr
from .quantities import Quantity

SATURATED = 0.1
"""Share of the steepest slope below which an activation is saturated."""

OPEN, CLOSED = 2 / 3, 1 / 3
"""Bounds of a gate's state: open above OPEN, closed below CLOSED, half open between."""

LEFT_END, RIGHT_END = {"σ": 0.1, "tanh": -0.9}, {"σ": 0.9, "tanh": 0.9}
"""Ends of each curve: values below LEFT_END (a gate closed) or above RIGHT_END (a gate open).

Bounds for gates from Karpathy, Johnson and Fei-Fei, 2015, arXiv:1506.02078, section 4.2.
"""

NEAR_LINEAR = 0.75
"""Slope above which tanh is near linear. Its steepest slope is 1."""


T = TypeVar("T", float, Array)


def slope(function: str, value: T) -> T:
    """Return the derivative of the function at its output `value`: s(1−s) for σ, 1−t² for tanh."""
    return value * (1 - value) if function == "σ" else 1 - value**2


def saturated(function: str, value: Any) -> Any:
    """True where σ or tanh is saturated at its output `value`: a bool, or an array of them."""
    return slope(function, value) < SATURATED * (0.25 if function == "σ" else 1.0)


def on_curve(quantity: Quantity, values: Array) -> Array:
    """Return numbers of a quantity where they stand on its curve: c as tanh(c), others as is."""
    return FUNCTIONS[quantity.let_out](values) if quantity.let_out else values


@dataclass(frozen=True, slots=True)
class Activation:
    """A unit's point on the curve of σ or tanh, and the slope there."""

    function: str
    argument: float
    value: float

    @property
    def slope(self) -> float:
        """Derivative of the function at this point."""
        return slope(self.function, self.value)

    @property
    def state(self) -> str:
        """State in words: open, half open or closed; near linear or bending; saturated."""
        if math.isnan(self.value):
            return tr("not a number")
        if self.function == "tanh":
            if saturated("tanh", self.value):
                return tr("saturated")
            return tr("near linear") if self.slope > NEAR_LINEAR else tr("curved")
        if self.value > OPEN:
            word = tr("open")
        else:
            word = tr("closed") if self.value < CLOSED else tr("half open")
        return tr("{state} · saturated", state=word) if saturated("σ", self.value) else word
