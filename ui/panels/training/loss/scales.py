"""Scales of the loss panel: steps across, decades of a loss or a norm upwards."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from simulator.arrays import Array
from ui.style.number_format import in_figures
from ui.style.round_spacing import round_spacing

_HALF: Final = 0.5
"""Decades that an axis grows by: a new lowest loss need not draw everything anew."""

_PARTS: Final = (1.0, 2.0, 5.0)
"""Numbers of a decade that have a label where few decades are shown."""

_AHEAD: Final = 20
"""Part of an axis, one in so many, that a run which passes its end adds at once."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """Places of the chart's parts, in pixels, one below the other.

    Attributes:
        curves, bars: of the losses and the norms. rail: the middle of the slider. numbers: the
            top of the steps below it.
    """

    curves: QRectF
    bars: QRectF
    rail: float
    numbers: float


@dataclass(frozen=True, slots=True)
class StepScale:
    """Steps of training across: one mapping for curves, bars, marks and slider.

    Attributes:
        first, last: the steps at both ends. left, right: their pixels.
    """

    first: int
    last: int
    left: float
    right: float

    def x(self, step: float) -> float:
        """Return the pixel of a step."""
        return self.left + (step - self.first) * self.pixels_a_step

    @property
    def pixels_a_step(self) -> float:
        """Pixels from one step to the next."""
        return max(self.right - self.left, 1.0) / max(self.last - self.first, 1)

    def step_at(self, x: float) -> int:
        """Return the step whose pixel is nearest; beyond an end that of the end."""
        return min(
            max(round(self.first + (x - self.left) / self.pixels_a_step), self.first), self.last
        )

    def labels(self, width: float) -> list[int]:
        """Return steps that have a label, each `width` pixels wide: round ones, and the last."""
        spacing = round_spacing(max(1.0, width / self.pixels_a_step))
        begin = math.ceil(self.first / spacing) * spacing
        last = self.last
        return [*(s for s in range(begin, last, spacing) if last - s >= 0.8 * spacing), last]


def end_of(until: int, taken: int) -> int:
    """Return the last step of an axis: that of the plan; beyond it, a few more than are taken.

    So an axis keeps its length while a run goes on.
    """
    if taken <= until:
        return max(until, 1)
    spacing = round_spacing(max(1, taken // _AHEAD))
    return -(-taken // spacing) * spacing


@dataclass(frozen=True, slots=True)
class Decades:
    """Log axis: powers of ten from bottom to top.

    Attributes:
        low, high: exponents of the ends.
    """

    low: float
    high: float

    @classmethod
    def around(
        cls, values: Iterable[float], least: float = 1.0, most: float = math.inf
    ) -> "Decades":
        """Return the axis of some numbers, in half decades; those up to 0 have no place.

        Args:
            least: decades that it has at least. most: at most, counted from the top.
        """
        places = [math.log10(v) for v in values if v > 0 and math.isfinite(v)]
        if not places:
            return cls(-least, 0.0)
        low = math.floor(min(places) / _HALF) * _HALF
        high = math.ceil(max(places) / _HALF) * _HALF
        if high - low < least:
            low = high - least
        return cls(max(low, high - most), high)

    def y(self, exponent: float, room: QRectF) -> float:
        """Return the pixel of 10 to an exponent; it may lie outside."""
        return room.bottom() - (exponent - self.low) / (self.high - self.low) * room.height()

    def ys(self, values: Array, room: QRectF) -> Array:
        """Return the pixels of numbers: NaN of NaN, minus infinity of infinity."""
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = (np.log10(values) - self.low) / (self.high - self.low)
        return np.asarray(room.bottom() - shares * room.height())

    def labels(self, most: int) -> list[tuple[float, str]]:
        """Return exponents that have a label, and the label: whole decades, or parts of few."""
        low, high = math.ceil(self.low), math.floor(self.high)
        most = max(1, most)
        if self.high - self.low < 2 and (high - low + 1) * len(_PARTS) <= most:
            parts = [part * 10.0**k for k in range(low - 1, high + 1) for part in _PARTS]
            within = [v for v in parts if self.low <= math.log10(v) <= self.high + 1e-9]
            return [(math.log10(v), _power(v)) for v in within]
        spacing = round_spacing(max(1.0, (high - low + 1) / most))
        first = math.ceil(low / spacing) * spacing
        return [(float(k), _power(10.0**k)) for k in range(first, high + 1, spacing)]


def _power(value: float) -> str:
    """Write a number of an axis: 0.001 … 1000, else 1e−5."""
    return f"{value:g}" if 1e-3 <= value <= 1e3 else in_figures(value, 2)
