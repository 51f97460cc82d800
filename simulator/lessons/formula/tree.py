"""Formulas: trees of sums, products and functions over the numbers of a reading.

A value is an array: of no dimension for a number, of one for the units of a quantity or for
timesteps, of two (timesteps, units) for both.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...cells.functions import sigmoid
from ...translation import tr
from .reading import Reading

FUNCTIONS: Final[Mapping[str, Callable[[Array], Any]]] = {
    "sigma": sigmoid,
    "σ": sigmoid,
    "tanh": np.tanh,
    "ln": np.log,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "max": np.max,
    "min": np.min,
    "mean": np.mean,
    "sum": lambda a: np.sum(a, axis=0),
    "product": lambda a: np.prod(a, axis=0),
    "norm": np.linalg.norm,
}
"""Functions of one value. sum and product are over the first axis, timesteps; mean over all."""

OPERATORS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


class Formula:
    """Part of a formula. `value` may raise ValueError, in words."""

    @property
    def row(self) -> int | None:
        """The batch row whose present timestep it is about; None where it is about none."""
        return None

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return its value; `t` is the timestep of quantities that name none."""
        raise NotImplementedError

    def parts(self) -> "tuple[Formula, ...]":
        """Return the formulas that it is made of."""
        return ()

    def walk(self) -> "Iterator[Formula]":
        """Yield it and all its parts."""
        yield self
        for part in self.parts():
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Number(Formula):
    """A number as it is typed."""

    number: float

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the number."""
        return np.asarray(self.number)


@dataclass(frozen=True, slots=True)
class Listed(Formula):
    """Values side by side: `(0.29, 0.54, 0.72)`, or a shape `(2, 4, 2)`."""

    each: tuple[Formula, ...]

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return them in one array."""
        values = [part.value(reading, t) for part in self.each]
        if len({value.shape for value in values}) > 1:
            raise ValueError(tr("values in brackets must all have the same shape"))
        return np.array(values)

    def parts(self) -> tuple[Formula, ...]:
        """Return them."""
        return self.each


@dataclass(frozen=True, slots=True)
class Operation(Formula):
    """Two values and a sign between them."""

    sign: str
    left: Formula
    right: Formula

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return what the sign makes of them."""
        with np.errstate(all="ignore"):
            left, right = _side_by_side(self.left, self.right, reading, t)
            return np.asarray(OPERATORS[self.sign](np.float64(left), np.float64(right)))

    def parts(self) -> tuple[Formula, ...]:
        """Return both."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Call(Formula):
    """A function of a value; `abs` is written |…|."""

    function: str
    argument: Formula

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return what the function makes of it."""
        value = self.argument.value(reading, t)
        with np.errstate(all="ignore"):
            if self.function == "abs":
                return np.asarray(np.abs(value))
            return np.asarray(FUNCTIONS[self.function](np.asarray(value, np.float64)))

    def parts(self) -> tuple[Formula, ...]:
        """Return its argument."""
        return (self.argument,)


@dataclass(frozen=True, slots=True)
class Before(Formula):
    """A value as it was before the edits: `h[0] @ 2 - before(h[0] @ 2)`."""

    argument: Formula

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the value of what the edits began with; without edits that of today."""
        return self.argument.value(reading.begun or reading, t)

    def parts(self) -> tuple[Formula, ...]:
        """Return its argument."""
        return (self.argument,)


@dataclass(frozen=True, slots=True)
class Compared(Formula):
    """Two values compared: `c[1] < 0.5`, `f[0] @ 0 = 0.62 ± 0.003`.

    Attributes:
        within: for =, how far apart they may be.
    """

    sign: str
    left: Formula
    right: Formula
    within: float = 0.0

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return whether it holds, of each of the numbers."""
        if self.sign in ("=", "!="):
            left, right = self.left.value(reading, t), self.right.value(reading, t)
            equal = _equal(left.astype(np.float64), right.astype(np.float64), self.within)
            return np.asarray(equal if self.sign == "=" else ~np.asarray(equal))
        left, right = _side_by_side(self.left, self.right, reading, t)
        compare = {"<": np.less, ">": np.greater, "<=": np.less_equal, ">=": np.greater_equal}
        return np.asarray(compare[self.sign](left, right))

    def holds(self, reading: Reading, t: int | None = None) -> bool:
        """Return True when it holds for all of the numbers."""
        return bool(self.value(reading, t).all())

    def parts(self) -> tuple[Formula, ...]:
        """Return both sides."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class First(Formula):
    """First timestep at which a comparison holds: `first: c[1] < 0.5`."""

    condition: Compared

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the timestep; NaN where it never holds."""
        lengths = reading.experiment.lengths
        rows = [part.row for part in self.walk() if part.row is not None]
        for step in range(
            min((lengths[r] for r in rows if r < len(lengths)), default=max(lengths))
        ):
            if self.condition.holds(reading, step):
                return np.asarray(step)
        return np.asarray(np.nan)

    def parts(self) -> tuple[Formula, ...]:
        """Return the comparison."""
        return (self.condition,)


def _side_by_side(
    left: Formula, right: Formula, reading: Reading, t: int | None
) -> tuple[Array, Array]:
    """Return two values that go together, number by number."""
    one, other = left.value(reading, t), right.value(reading, t)
    try:
        np.broadcast_shapes(one.shape, other.shape)
    except ValueError as error:
        raise ValueError(
            tr("{one} values cannot be combined with {other}", one=one.size, other=other.size)
        ) from error
    return one, other


def _equal(left: Array, right: Array, within: float) -> Any:
    left, right = np.asarray(left), np.asarray(right)
    if left.ndim and right.ndim and left.shape != right.shape:
        return np.asarray(False)
    with np.errstate(invalid="ignore"):
        return np.abs(left - right) <= within
