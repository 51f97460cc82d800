"""Axis: the line on which a ledger's sum grows, and on which σ or tanh is drawn below it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from simulator.analysis.decomposition.terms import Ledger
from ui.session.snapshot import Snapshot
from ui.style import fonts, number_format

REACH: Final = 8.0
"""Half the width of the axis of sums z, unless one is outside: then it is doubled."""

_CLOSEST: Final = 0.25
_LARGEST: Final = 1e300
_SMALLEST: Final = 1e-300
_DECADE: Final = 10


@dataclass(frozen=True, slots=True)
class Axis:
    """Axis from −limit to +limit over some pixels.

    Attributes:
        left, width: its place, in pixels.
    """

    limit: float
    left: float = 0.0
    width: float = 0.0

    def x(self, value: float) -> float:
        """Return the place of a value, in pixels."""
        share = min(max(value / self.limit, -1.0), 1.0)
        return self.left + (1 + share) * self.width / 2

    def mark(self, value: float) -> str:
        """Write a value at the axis: `+4`, `−0.5`, `0`."""
        if value == 0:
            return "0"
        if self.limit < _CLOSEST:
            return number_format.scientific(value, 1)
        decimals = next((d for d in (0, 1, 2) if round(value, d) == value), 2)
        return number_format.with_sign(value, number_format.fixed(value, decimals))

    def marks(self) -> tuple[float, ...]:
        """Return the values to write at the axis: five where there is room, else three."""
        half = self.limit / 2
        room = self.width / fonts.px(_DIGIT)
        if room < 2 * len(self.mark(-self.limit)) + 4:
            return (0.0,)
        if self.width < fonts.px(_ROOM_FOR_FIVE) * len(self.mark(half)) / 2:
            return -self.limit, 0.0, self.limit
        return -self.limit, -half, 0.0, half, self.limit


_ROOM_FOR_FIVE: Final = 96
_DIGIT: Final = 7
"""Pixels: for two numbers of one digit, and of a digit."""


def limit_of(snapshot: Snapshot, book: Ledger, sums: Iterable[float | None]) -> float:
    """Return the axis's end: 8 for a gate, else the scale of the run; doubled until all fit.

    Args:
        sums: all that lies on the axis.
    """
    quantity, lane = book.number.quantity, book.number.lane
    cell = snapshot.experiment.config.cell
    of_sum = quantity in (*cell.sums, *cell.gate_of.values())
    return doubled(REACH if of_sum else snapshot.ranges.limit(quantity, lane), sums)


def close_limit(values: Iterable[float | None]) -> float:
    """Return the power of two, from 1/4 on, at which an axis without a curve fits its sums."""
    return doubled(_CLOSEST, values)


def decade_limit(values: Iterable[float | None]) -> float:
    """Return the end of an axis of gradients, which may be of any size: 1, 2 or 4 times 10ᵏ."""
    sizes = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = min(max(sizes, default=0.0), _LARGEST)
    if largest < _SMALLEST:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(largest))
    return next(decade * by for by in (1, 2, 4, 10) if decade * by >= largest or by == _DECADE)


def doubled(limit: float, values: Iterable[float | None]) -> float:
    """Return a limit doubled until all finite values fit."""
    finite = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = min(max(finite, default=0.0), _LARGEST)
    while limit < largest:
        limit *= 2
    return limit
