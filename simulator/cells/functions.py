"""Functions that a row of a sheet may take of its sum: value, slope, and numpy's calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from ..arrays import Array

ARGUMENT, ROOM, RESULT, ONE = "argument", "room", "result", "1"
"""Operands of the calls of a function: its argument, room of the same width, its result, and 1."""


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + e⁻ˣ), exact to 4 ulp over the whole range: e^-|x| cannot overflow."""
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, e) / (1 + e))


def sigmoid_slope(s: Array) -> Array:
    """Return s(1 − s), the slope of σ where it is s."""
    return np.asarray(s * (1 - s))


def tanh_slope(t: Array) -> Array:
    """Return 1 − t², the slope of tanh where it is t.

    It is taken as (1−t)(1+t), which keeps its digits near saturation, where 1 − t·t loses them.
    """
    return np.asarray((1 - t) * (1 + t))


def relu(x: Array) -> Array:
    """Return max(x, 0)."""
    return np.asarray(np.maximum(x, 0))


def relu_slope(y: Array) -> Array:
    """Return 0 where relu is 0, else 1: NaN lets a gradient through, as in torch."""
    return np.asarray((~(y <= 0)).astype(y.dtype))


@dataclass(frozen=True, eq=False, slots=True)
class Function:
    """A function of single numbers. Calling it computes it.

    Attributes:
        value: of an array. slope: the derivative, from the result.
        calls: the numpy calls that compute it without a new array: ufunc, and operands. Empty for
            one that no plan computes.
    """

    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    calls: tuple[tuple[np.ufunc, tuple[str, ...]], ...] = ()

    def __call__(self, argument: Array) -> Array:
        """Compute the function, number by number."""
        return self.value(argument)


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "σ": Function(
            sigmoid,
            sigmoid_slope,
            # σ(z) = 1 / (1 + e⁻ᶻ); e⁻ᶻ may overflow, which gives a σ of 0.
            (
                (np.negative, (ARGUMENT, ROOM)),
                (np.exp, (ROOM, ROOM)),
                (np.add, (ROOM, ONE, ROOM)),
                (np.reciprocal, (ROOM, RESULT)),
            ),
        ),
        "tanh": Function(np.tanh, tanh_slope, ((np.tanh, (ARGUMENT, RESULT)),)),
        "relu": Function(relu, relu_slope, ((np.maximum, (ARGUMENT, "0", RESULT)),)),
    }
)
"""Functions by the names of `sheet.CURVES`."""


def _quick_sigmoid(x: Array) -> Array:
    """Return 1 / (1 + e⁻ˣ) in half the time; where e⁻ˣ overflows it is 0, which is right."""
    found = np.negative(x)
    np.exp(found, found)
    found += 1
    return np.asarray(np.reciprocal(found, found))


def _hard_sigmoid(rise: float) -> Function:
    """Return max(0, min(1, rise x + 1/2))."""
    return Function(
        lambda x: np.clip(rise * x + x.dtype.type(0.5), 0, 1),
        lambda y: np.asarray(rise * ((y > 0) & (y < 1)), y.dtype),
    )


FIRST_UNITS: Final = "first units"
"""Function of a row that has the first R units of a number, (n, R)."""

OTHER_SLOPES: Final[Mapping[str, Callable[[Function, Array], Array]]] = {
    "of 1": lambda function, y: np.ones_like(y),
    "1 − y": lambda function, y: np.asarray(1 - y),
    "y²": lambda function, y: np.asarray(y * y),
    "at its value": lambda function, y: function.slope(function(y)),
    "of σ": lambda function, y: sigmoid_slope(y),
    "of tanh": lambda function, y: tanh_slope(y),
}
"""Slopes that a mistake may take of a function, from its result."""

OF_MISTAKES: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "identity": Function(np.positive, np.ones_like),
        FIRST_UNITS: Function(np.positive, np.ones_like),
        "quick σ": Function(_quick_sigmoid, sigmoid_slope),
        "hard σ 0.2": _hard_sigmoid(0.2),
        "hard σ 1/6": _hard_sigmoid(1 / 6),
    }
    | {
        f"{name}, slope {other}": Function(function.value, partial(slope, function))
        for name, function in FUNCTIONS.items()
        for other, slope in OTHER_SLOPES.items()
    }
)
"""Functions that only a wrong cell takes, by name: `tanh, slope of 1` has tanh's values."""


def function_of(name: str) -> Function:
    """Return a function by its name in a row."""
    return FUNCTIONS[name] if name in FUNCTIONS else OF_MISTAKES[name]
