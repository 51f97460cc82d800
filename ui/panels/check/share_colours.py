"""How a share of an error bound is coloured: by its logarithm; in a colour of its own above 1.

A healthy share is mostly some hundredths: on a linear map all of them would look alike.
"""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor

from simulator.arrays import Array
from ui.style.theme import Theme

DECADES = 3
"""The map reaches from a thousandth of the bound to all of it."""

LEVELS = 254
WRONG, NOTHING = LEVELS, LEVELS + 1


def levels(shares: Array) -> Array:
    """The index of each share in `colour_table`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        places = 1 + np.log10(shares) / DECADES
    index = np.rint(np.clip(np.nan_to_num(places), 0, 1) * (LEVELS - 1)).astype(np.uint8)
    index[shares > 1] = WRONG
    index[np.isnan(shares)] = NOTHING
    return index


@lru_cache(maxsize=4)
def colour_table(theme: Theme) -> Array:
    """(256,) premultiplied ARGB: the map, then what is wrong, then nothing."""
    colours = theme.unit_map.map(np.linspace(0, 1, LEVELS), mode="byte")
    table = [QColor(*map(int, colour)).rgba() for colour in colours]
    return np.array([*table, QColor(theme.bad).rgba(), 0], np.uint32)


def colour_of(share: float, theme: Theme) -> QColor:
    """The colour of one share that is a number."""
    if math.isnan(share):
        return QColor(theme.panel)
    return QColor.fromRgba(int(colour_table(theme)[levels(np.array([share]))[0]]))
