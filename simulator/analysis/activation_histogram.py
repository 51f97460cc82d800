"""Where the arguments of σ and tanh fall on their curves: how many where, how many at an end."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Array
from ..engine.cell import sigmoid
from ..lstm.activation import LEFT_END, RIGHT_END

BINS = 160
"""Into how many parts the argument's range is cut."""

REACH = {"σ": 8.0, "tanh": 4.0}
"""The range is -reach…reach; what lies beyond counts into the first or the last part."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """How the arguments of one activation are distributed. Tallies add and subtract.

    Attributes:
        function: σ or tanh.
        counts: (BINS,) how many arguments lie in each part of the range.
        left, right: how many values lie below the left end's threshold, above the right end's.
        undefined: how many arguments are not a number; they are in no part.
    """

    function: str
    counts: Array
    left: int
    right: int
    undefined: int

    @cached_property
    def total(self) -> int:
        """How many arguments were counted, those that are not a number too."""
        return int(self.counts.sum()) + self.undefined

    def __add__(self, other: "Histogram") -> "Histogram":
        return Histogram(
            self.function,
            self.counts + other.counts,
            self.left + other.left,
            self.right + other.right,
            self.undefined + other.undefined,
        )

    def __sub__(self, other: "Histogram") -> "Histogram":
        return Histogram(
            self.function,
            self.counts - other.counts,
            self.left - other.left,
            self.right - other.right,
            self.undefined - other.undefined,
        )


def nothing(function: str) -> Histogram:
    """The tally of no arguments."""
    return Histogram(function, np.zeros(BINS, np.int64), 0, 0, 0)


def tally(function: str, arguments: Array, values: Array) -> Histogram:
    """Count arguments of σ or tanh by where they lie, and their values by which end they are at.

    Args:
        arguments: of any shape. values: σ or tanh of them, of the same shape, as recorded.
    """
    absent = np.isnan(arguments)
    undefined = int(np.count_nonzero(absent))
    there = arguments[~absent] if undefined else arguments
    return Histogram(
        function,
        np.bincount(places(function, there).ravel(), minlength=BINS),
        int(np.count_nonzero(values < LEFT_END[function])),
        int(np.count_nonzero(values > RIGHT_END[function])),
        undefined,
    )


def places(function: str, arguments: Array) -> Array:
    """The part of the range that each argument lies in: 0…BINS-1. None may be NaN."""
    reach = REACH[function]
    scaled = arguments * arguments.dtype.type(BINS / (2 * reach))
    scaled += BINS / 2
    np.clip(scaled, 0, BINS - 1, out=scaled)
    part: Array = scaled.astype(np.uint8)
    return part


def middles(function: str) -> Array:
    """(BINS,) The argument in the middle of each part."""
    reach = REACH[function]
    middles: Array = (np.arange(BINS) + 0.5) * (2 * reach / BINS) - reach
    return middles


class RunningHistogram:
    """The tally of what a walk through time has computed so far, which follows it on and back.

    Attributes:
        steps: the walk's steps that are counted. tally: the tally of them.
    """

    def __init__(
        self, function: str, arguments: Array, values: Array | None, reverse: bool
    ) -> None:
        """Nothing is counted yet.

        Args:
            arguments: (n, width), a row's timesteps. values: σ or tanh of them as recorded; None
                where they are not. reverse: the walk begins at the last timestep.
        """
        self._function, self._reverse = function, reverse
        self._arguments, self._values = arguments, values
        self.steps, self.tally = 0, nothing(function)

    def follow(self, steps: int, budget: int) -> int:
        """Count up to `steps`, or back to it, looking at about `budget` numbers at most.

        Returns what is left of the budget; the steps it did not come to are for another time.
        """
        most = max(1, budget // self._arguments.shape[1])
        to = min(max(steps, self.steps - most), self.steps + most)
        part = self._counted(min(self.steps, to), max(self.steps, to))
        self.tally = self.tally + part if to > self.steps else self.tally - part
        self.steps = to
        return budget - part.total

    def _counted(self, start: int, stop: int) -> Histogram:
        length = len(self._arguments)
        t = slice(length - stop, length - start) if self._reverse else slice(start, stop)
        arguments = self._arguments[t]
        if self._values is None:
            activate = sigmoid if self._function == "σ" else np.tanh
            return tally(self._function, arguments, activate(arguments))
        return tally(self._function, arguments, self._values[t])
