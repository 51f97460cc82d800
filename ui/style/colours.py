"""Colours: from a value to its colour, in every heat map, strip and legend of the window.

A `ColourMap` is a run of colours, a `Scale` lays values on it. `map_of` says which map a quantity
has, `limits_of` which values have its first and its last colour.
"""

import math
import sys
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QLinearGradient

from simulator.arrays import Array
from simulator.network.activation import LEFT_END, RIGHT_END
from simulator.network.colours import channels, shades_between
from simulator.network.quantities import LOSS, P
from ui.style.theme import BOUNDED_0_1, Theme

SHADES = 254
"""Number of shades in a table: with the two entries after them, an index fits a byte."""

NO_PLACE, CLEAR = SHADES, SHADES + 1
"""Entries of a table after its shades: values without a place on the map, and missing ones."""

DECADES = 3
"""Decades of a share of a bound on its map: from a thousandth of the bound to all of it."""

_AT_ONCE = 1 << 17
"""Most numbers that a peak is found of at once."""

_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class ColourMap:
    """Sequence of colours.

    Attributes:
        stops: `#rrggbb`, at even distances from the first colour to the last.
        no_place: the colour of values without a place on the map, as NaN and infinity.
    """

    stops: tuple[str, ...]
    no_place: str

    def at(self, place: float) -> QColor:
        """Return the colour at a place, 0…1; beyond, that of the nearer end."""
        stops, colours = self._stops
        after = min(max(bisect(stops, place), 1), len(stops) - 1)
        before = after - 1
        share = (min(max(place, 0.0), 1.0) - stops[before]) / (stops[after] - stops[before])
        both = zip(colours[before], colours[after], strict=True)
        return QColor(*(round(a + (b - a) * share) for a, b in both))

    def shades(self, count: int) -> Array:
        """Return `count` colours at even distances, (count, 3) bytes: red, green, blue."""
        return shades_between(self.stops, count)

    @cached_property
    def table(self) -> Array:
        """Table for `index`: (256,) 0xaarrggbb, the shades, then `NO_PLACE`, then `CLEAR`."""
        return table_of(self.shades(SHADES), self.no_place)

    def gradient(self, first: QPointF, last: QPointF) -> QLinearGradient:
        """Return a legend's gradient, between the points of the first and the last colour."""
        gradient = QLinearGradient(first, last)
        for index, stop in enumerate(self.stops):
            gradient.setColorAt(index / (len(self.stops) - 1), QColor(stop))
        return gradient

    @cached_property
    def _stops(self) -> tuple[list[float], list[list[float]]]:
        """Places and colours of the stops, as numbers: numpy takes longer for one colour."""
        return np.linspace(0, 1, len(self.stops)).tolist(), channels(self.stops).T.tolist()


@dataclass(frozen=True)
class Scale:
    """Values on a map of colours.

    Attributes:
        limits: the values of the first and the last colour, finite; values beyond get those.
    """

    map: ColourMap
    limits: tuple[float, float]

    @property
    def table(self) -> Array:
        """Table for `index`, as of a `ColourMap`."""
        return self.map.table

    def places(self, values: Array) -> Array:
        """Return the places of values between the limits, 0…1, as float64; NaN stays NaN."""
        low, high = self.limits
        middle, reach = low / 2 + high / 2, high / 2 - low / 2
        # In place: a new array for each step takes as long as the step.
        with np.errstate(invalid="ignore"):  # of a signalling NaN
            places = np.array(values, np.float64)
        np.maximum(places, low, out=places)
        np.minimum(places, high, out=places)
        places -= middle
        places /= reach or 1.0
        places *= 0.5
        places += 0.5
        return places

    def index(self, values: Array, shades: int = SHADES) -> Array:
        """Return the nearest shades of values, 0…shades - 1; `shades` for NaN and infinity."""
        nearest, finite = self.places(values), np.isfinite(values)
        nearest *= shades - 1
        nearest += 0.5
        if not finite.all():
            nearest[~finite] = shades
        return nearest.astype(np.uint8 if shades <= SHADES else np.intp)

    def colour(self, value: float) -> QColor:
        """Return the exact colour of one value, between the shades."""
        if not math.isfinite(value):
            return QColor(self.map.no_place)
        low, high = self.limits
        middle, reach = low / 2 + high / 2, high / 2 - low / 2
        # As `places`, without numpy, which takes ten times as long for one value.
        return self.map.at(0.5 + 0.5 * ((min(max(value, low), high) - middle) / (reach or 1.0)))


@dataclass(frozen=True)
class EndScale:
    """Gate values in three colours: closed, between, or open.

    Attributes:
        closed, between, open, no_place: `#rrggbb`; the first three differ in lightness too.
    """

    closed: str
    between: str
    open: str
    no_place: str

    @cached_property
    def table(self) -> Array:
        """Table for `index`, as of a `ColourMap`."""
        shades = ColourMap((self.closed, self.between, self.open), self.no_place).shades(3)
        return table_of(shades, self.no_place)

    def index(self, values: Array) -> Array:
        """Return entries for values: closed 0, between 1, open 2, `NO_PLACE` for NaN, infinity."""
        index = np.ones(values.shape, np.uint8)
        index[values < LEFT_END["σ"]] = 0
        index[values > RIGHT_END["σ"]] = 2
        index[~np.isfinite(values)] = NO_PLACE
        return index


@dataclass(frozen=True)
class ShareScale:
    """Shares of an error bound by their logarithm; `NO_PLACE` above 1.

    A healthy share is mostly some hundredths: on a linear map all of them would look alike.
    """

    map: ColourMap

    @property
    def table(self) -> Array:
        """Table for `index`, as of a `ColourMap`."""
        return self.map.table

    def index(self, shares: Array) -> Array:
        """Return the nearest shades of shares; `NO_PLACE` for those above 1, `CLEAR` for NaN."""
        smallest = 10.0**-DECADES
        decades = np.log10(np.clip(shares, smallest, 1.0))
        index = Scale(self.map, (-float(DECADES), 0.0)).index(decades)
        index[shares > 1] = NO_PLACE
        index[np.isnan(shares)] = CLEAR
        return index

    def colour(self, share: float) -> QColor:
        """Return the shade of one share; transparent for NaN."""
        return QColor.fromRgba(int(self.table[self.index(np.array([share]))[0]]))


@lru_cache(maxsize=64)
def map_of(theme: Theme, quantity: str | None) -> ColourMap:
    """Return the map of a quantity: a gate's own, that of answers, else that of signed values.

    Args:
        quantity: None for weights, terms and differences, which are signed.
    """
    stops = theme.answer_stops if quantity in (P, LOSS) else theme.stops_of(quantity)
    return ColourMap(stops, theme.no_place)


@lru_cache(maxsize=16)
def ends_of(theme: Theme, gate: str) -> EndScale:
    """Return the colours of a gate that is closed, between, or open: open has its hue."""
    stops = theme.stops_of(gate)
    return EndScale(theme.wire, stops[0], stops[-1], theme.no_place)


@lru_cache(maxsize=4)
def shares_of(theme: Theme) -> ShareScale:
    """Return the colours of shares of an error bound: greys, for they are no quantity's."""
    return ShareScale(ColourMap((theme.zero, theme.faint), theme.bad))


def peak_of(values: Array) -> float:
    """Return the largest finite magnitude; 0 when there is none.

    Of many values part by part: the second look at a part finds it in the processor's cache.
    """
    if values.size > _AT_ONCE and len(values) > 1:
        rows = max(1, _AT_ONCE * len(values) // values.size)
        return max(peak_of(values[first : first + rows]) for first in range(0, len(values), rows))
    peak = float(max(values.max(initial=0), -values.min(initial=0)))
    if math.isfinite(peak):
        return peak
    return float(np.abs(values[np.isfinite(values)]).max(initial=0))


def round_limit(peak: float) -> float:
    """Return the next round number not below a magnitude: a range that rarely moves."""
    if not (math.isfinite(peak) and peak > 0):
        return 1.0
    peak = min(peak, 1e300)
    power = 10.0 ** math.floor(math.log10(peak))
    candidates = (float(f"{step * power:.1e}") for step in _STEPS)
    return next((limit for limit in candidates if limit >= peak), peak)


def steady_limit(peak: float) -> float:
    """Return the next power of two, at least 1: it changes rarely, so timesteps can be compared."""
    power = math.ceil(math.log2(max(peak, 1.0)))
    return 2.0**power if power < sys.float_info.max_exp else sys.float_info.max


def limits_of(
    quantity: str | None, peak: float, rounded: Callable[[float], float] = round_limit
) -> tuple[float, float]:
    """Return the values of the first and last colour: 0, 1 for a gate, else ± a rounded magnitude.

    A loss begins at 0.

    Args:
        quantity: None for differences. peak: the largest magnitude shown.
    """
    if quantity in BOUNDED_0_1:
        return 0.0, 1.0
    limit = rounded(peak)
    return 0.0 if quantity == LOSS else -limit, limit


def table_of(shades: Array, no_place: str) -> Array:
    """Return (256,) colours as 0xaarrggbb: (n, 3) shades, then `NO_PLACE`, then `CLEAR`."""
    red, green, blue = shades.astype(np.uint32).T
    table = np.zeros(256, np.uint32)
    table[: len(shades)] = 0xFF000000 | red << 16 | green << 8 | blue
    table[NO_PLACE] = QColor(no_place).rgba()
    table.flags.writeable = False
    return table
