"""Colours of gradients: their sign, and their size by its decade, in steps that can be counted.

Gradients of one run span many decades: on a linear map most would look like 0. Each sign has six
steps of one or more whole decades; the look says "logarithm" beside the smooth colours of values.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from PySide6.QtGui import QColor

from simulator.arrays import Array
from ui.style.colours import NO_PLACE, ColourMap, Scale, map_of, table_of
from ui.style.theme import Theme

STEPS = 6
"""Steps of colour of each sign."""

WIDTHS = (1, 2, 4, 8)
"""Decades that one step may have."""

_COVERED = 0.2
"""Share of the sizes above 0 that may be too small for a colour, where wider steps reach them."""

_FEW = 500
"""Most gradients whose steps are found faster by a search than by comparisons."""

_LOWEST, _HIGHEST = -330, 310
"""Decades that sizes may have."""


@dataclass(frozen=True)
class DecadeRange:
    """Sizes that the steps of colour stand for.

    Attributes:
        top: E, the power of ten at the upper end of the strongest step.
        width: s, the decades of a step, one of `WIDTHS`.
    """

    top: int = 0
    width: int = 1

    @classmethod
    def of(cls, values: Array, width: int | None = None) -> "DecadeRange":
        """Return the range of some gradients: the narrowest steps that reach their small ones.

        Args:
            width: the decades of a step, where they are chosen.
        """
        counts = DecadeCounts()
        counts.add(values)
        return counts.range(width)

    @property
    def bottom(self) -> int:
        """Power of ten below which a gradient has the colour of 0."""
        return self.top - STEPS * self.width

    def grown(self, other: "DecadeRange") -> "DecadeRange":
        """Return a range that reaches up as far as both, with the wider steps."""
        return DecadeRange(max(self.top, other.top), max(self.width, other.width))

    @cached_property
    def _edges(self) -> dict[np.dtype[Any], Array]:
        """Sizes above which each step begins, the weakest first, by the dtype of the sizes.

        In float32 they are rounded down, which parts the float32 sizes as the exact ones do.
        """
        exact = [np.float64(10.0) ** (self.bottom + n * self.width) for n in range(STEPS)]
        with np.errstate(over="ignore"):
            near = [np.float32(edge) for edge in exact]
        down = (
            n if n <= edge else np.nextafter(n, np.float32(-np.inf))
            for n, edge in zip(near, exact, strict=True)
        )
        return {edges.dtype: edges for edges in (np.array([*down]), np.array(exact))}

    @cached_property
    def _signed_edges(self) -> dict[np.dtype[Any], Array]:
        """Edges of the steps of both signs in order, by dtype.

        A step does not have its edge: a negative one begins at the number below.
        """
        with np.errstate(all="ignore"):
            below = {d: np.nextafter(-e[::-1], d.type(-np.inf)) for d, e in self._edges.items()}
        return {dtype: np.append(below[dtype], edges) for dtype, edges in self._edges.items()}

    def steps(self, values: Array) -> Array:
        """Return the step of gradients, −6…6; 0 for those too small for a colour, and for NaN.

        k = sign(v) · clip(6 + ⌈(log10|v| − E)/s⌉, 0, 6), counted as the powers of ten below |v|.
        """
        values = np.asarray(values)
        if values.size <= _FEW:  # a search takes few calls, a comparison for each edge little time
            found = (self._among(values) - STEPS).astype(np.int8)
            found[np.isnan(values)] = 0
            return found
        sizes = np.abs(values)
        found = np.zeros(sizes.shape, np.int8)
        for edge in self._edges.get(sizes.dtype, self._edges[np.dtype(np.float64)]):
            found += (sizes > edge).view(np.int8)
        found *= 1 - 2 * (values < 0).view(np.int8)
        return found

    def places(self, values: Array) -> Array:
        """Return the steps counted from the strongest of the negative ones, 0…12; any for NaN."""
        if values.size <= _FEW:
            return self._among(values).astype(np.uint8)
        return (self.steps(values) + np.int8(STEPS)).view(np.uint8)

    def _among(self, values: Array) -> Array:
        """Return how many edges of both signs are below each gradient: all of them for NaN."""
        edges = self._signed_edges
        return edges.get(values.dtype, edges[np.dtype(np.float64)]).searchsorted(values)

    def heights(self, values: Array) -> Array:
        """Return places of gradients on two mirrored log axes, −1…1, that share the zero line."""
        with np.errstate(all="ignore"):
            size = np.log10(np.abs(np.asarray(values, np.float64)))
            height = np.maximum(0, size - self.bottom) / (STEPS * self.width)
        return np.asarray(np.sign(values) * np.where(np.isnan(size), np.nan, height))


class DecadeCounts:
    """Sizes of gradients, counted by decade: more can be added without a look at the former."""

    def __init__(self) -> None:
        self._counts = np.zeros(_HIGHEST - _LOWEST, np.int64)

    def add(self, values: Array) -> None:
        """Count more gradients; those that are 0, NaN or infinite have no decade."""
        with np.errstate(all="ignore"):
            decades = np.ceil(np.log10(np.abs(values)))
        places = decades[np.isfinite(decades)].astype(np.int32) - _LOWEST
        self._counts += np.bincount(places, minlength=len(self._counts))

    def add_counts(self, other: "DecadeCounts") -> None:
        """Count all that another has counted."""
        self._counts += other._counts

    @property
    def any(self) -> bool:
        """True once something is counted."""
        return bool(self._counts.any())

    def range(self, width: int | None = None) -> DecadeRange:
        """Return the range of all: the narrowest steps that leave few without a colour.

        Args:
            width: the decades of a step, where they are chosen.
        """
        found = np.flatnonzero(self._counts)
        if not found.size:
            return DecadeRange(0, width or WIDTHS[0])
        top = int(found[-1]) + _LOWEST
        if width is None:
            below = np.cumsum(self._counts)
            most = _COVERED * (below[-1] - 1)
            bottoms = ((w, max(top - STEPS * w - _LOWEST, 0)) for w in WIDTHS)
            width = next((w for w, bottom in bottoms if below[bottom] <= most), WIDTHS[-1])
        return DecadeRange(top, width)


class Cover:
    """Tells whether a range still serves gradients, without a count of their decades.

    What it serves need not be counted: their own range reaches no higher and has no wider steps.
    """

    def __init__(self, of: DecadeRange) -> None:
        self._top, self._bottom = (np.float64(10.0) ** power for power in (of.top, of.bottom))
        self._found = self._below = 0
        self._beyond = False

    def add(self, values: Array) -> None:
        """Look at more gradients."""
        sizes = np.abs(values)
        if not sizes.max(initial=0) <= self._top:  # NaN too: it is left out of a count
            self._beyond = True
            return
        found = int(np.count_nonzero(sizes > 0))  # of booleans, which numpy counts fast
        self._found += found
        self._below += found - int(np.count_nonzero(sizes > self._bottom))

    @property
    def serves(self) -> bool:
        """True where no gradient is beyond, and few are too small for a colour."""
        few = self._below <= _COVERED * (self._found - 1)
        return not self._beyond and self._found > 0 and few


@dataclass(frozen=True)
class DecadeScale:
    """Gradients on the signed map, in steps. It serves where a `colours.Scale` does."""

    map: ColourMap
    range: DecadeRange

    @cached_property
    def colours(self) -> tuple[QColor, ...]:
        """Colours of the steps −6…6, 13 of them."""
        places = (_place(step) for step in range(-STEPS, STEPS + 1))
        return tuple(self.map.at(place) for place in places)

    @cached_property
    def table(self) -> Array:
        """Table for `index`: (256,) 0xaarrggbb, the 13 steps first."""
        shades = np.array([(c.red(), c.green(), c.blue()) for c in self.colours], np.uint8)
        return table_of(shades, self.map.no_place)

    def index(self, values: Array) -> Array:
        """Return the entries of gradients; `NO_PLACE` for NaN and infinity."""
        index = self.range.places(values)
        index[~np.isfinite(values)] = NO_PLACE
        return index

    def colour(self, value: float) -> QColor:
        """Return the colour of one gradient."""
        if not math.isfinite(value):
            return QColor(self.map.no_place)
        return self.colours[int(self.range.steps(np.array([value]))[0]) + STEPS]


Ends = tuple[float, float] | DecadeRange
"""What ends a scale: two values, or the decades that its steps stand for."""


def scale_between(theme: Theme, quantity: str | None, ends: Ends) -> Scale | DecadeScale:
    """Return the colours between two values of a quantity, None for signed ones, or in decades."""
    if isinstance(ends, DecadeRange):
        return scale_of(theme, ends)
    return Scale(map_of(theme, quantity), ends)


@lru_cache(maxsize=256)
def scale_of(theme: Theme, reach: DecadeRange) -> DecadeScale:
    """Return the colours of gradients in a range; NaN and infinity have that of a warning.

    They are kept: a frame asks for those of each box and strip.
    """
    return DecadeScale(replace(map_of(theme, None), no_place=theme.warn), reach)


def _place(step: int) -> float:
    """Return the place of a step on the signed map, 0…1; the middle for 0."""
    if not step:
        return 0.5
    return 0.5 + 0.5 * math.copysign(0.06 + 0.94 * abs(step) / STEPS, step)
