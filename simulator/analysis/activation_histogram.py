"""Histogram of the arguments of σ and tanh along their curves, and counts at each end."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..arrays import Array
from ..cells.functions import FUNCTIONS
from ..engine.time_order import span
from ..network.activation import LEFT_END, RIGHT_END

BINS = 160
"""Number of bins."""

REACH = {"σ": 8.0, "tanh": 4.0}
"""Half the histogram's range, -reach…reach; arguments beyond it count in the first or last bin."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """Distribution of one activation's arguments. Histograms add and subtract.

    Attributes:
        function: σ or tanh.
        counts: (BINS,) the number of arguments in each bin.
        left, right: the number of values below LEFT_END, and above RIGHT_END.
        undefined: the number of NaN arguments; they are in no bin.
    """

    function: str
    counts: Array
    left: int
    right: int
    undefined: int

    @cached_property
    def total(self) -> int:
        """Number of arguments counted, NaN included."""
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


def empty(function: str) -> Histogram:
    """Return the histogram of no arguments."""
    return Histogram(function, np.zeros(BINS, np.int64), 0, 0, 0)


def histogram_of(function: str, arguments: Array, values: Array) -> Histogram:
    """Count arguments of σ or tanh by bin, and their values at each end.

    Args:
        arguments: of any shape. values: σ or tanh of them, of the same shape, as recorded.
    """
    absent = np.isnan(arguments)
    undefined = int(np.count_nonzero(absent))
    there = arguments[~absent] if undefined else arguments
    return Histogram(
        function,
        np.bincount(bins_of(function, there).ravel(), minlength=BINS),
        int(np.count_nonzero(values < LEFT_END[function])),
        int(np.count_nonzero(values > RIGHT_END[function])),
        undefined,
    )


def bins_of(function: str, arguments: Array) -> Array:
    """Return the bin of each argument: 0…BINS-1. None may be NaN."""
    reach = REACH[function]
    scaled = arguments * arguments.dtype.type(BINS / (2 * reach))
    scaled += BINS / 2
    np.clip(scaled, 0, BINS - 1, out=scaled)
    part: Array = scaled.astype(np.uint8)
    return part


def middles(function: str) -> Array:
    """Return the argument in the middle of each bin, (BINS,)."""
    reach = REACH[function]
    middles: Array = (np.arange(BINS) + 0.5) * (2 * reach / BINS) - reach
    return middles


class RunningHistogram:
    """Histogram of the computed steps of a walk through time; follows the walk forwards and back.

    Attributes:
        steps: the number of steps counted. histogram: of their numbers.
    """

    def __init__(
        self, function: str, arguments: Array, values: Array | None, direction: int
    ) -> None:
        """Start with no steps counted.

        Args:
            arguments: (n, width), one batch row over time. values: σ or tanh of them as recorded;
                None to compute them. direction: of the walk, 0 forward, 1 reverse.
        """
        self._function, self._direction = function, direction
        self._arguments, self._values = arguments, values
        self.steps, self.histogram = 0, empty(function)

    def follow(self, steps: int, budget: int) -> int:
        """Count up or back to `steps`, reading about `budget` numbers at most.

        Returns the rest of the budget. Call again for the steps not reached.
        """
        most = max(1, budget // self._arguments.shape[1])
        to = min(max(steps, self.steps - most), self.steps + most)
        part = self._counted(min(self.steps, to), max(self.steps, to))
        self.histogram = self.histogram + part if to > self.steps else self.histogram - part
        self.steps = to
        return budget - part.total

    def _counted(self, start: int, stop: int) -> Histogram:
        t = slice(*span(self._direction, len(self._arguments), start, stop))
        arguments = self._arguments[t]
        if self._values is None:
            values = FUNCTIONS[self._function](arguments)
            return histogram_of(self._function, arguments, values)
        return histogram_of(self._function, arguments, self._values[t])
