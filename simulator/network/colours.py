"""Colours of quantities in the light theme: the window's, and a notebook's."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from ..arrays import Array

GATE_STOPS: Final = MappingProxyType(
    {
        "write": ("#f1f3f6", "#bdd3e6", "#89b2d6", "#5392c4", "#0072b2"),
        "keep": ("#f1f3f6", "#e7cbbf", "#dba489", "#cc7c53", "#ba5200"),
        "out": ("#f1f3f6", "#e0cadb", "#cfa2c0", "#bb7aa6", "#a6528c"),
    }
)
"""Maps of the gates by role, 0…1, as `#rrggbb` at even distances."""

SIGNED_STOPS: Final = ("#2a3a94", "#8f9fd6", "#f1f3f6", "#e2929f", "#b0183c")
"""Map of all other quantities of a cell, −1…0…1, neutral at zero."""

NO_PLACE: Final = "#000000"
"""Values without a place on a map, as NaN; like no colour of any map."""


def channels(colours: Sequence[str]) -> Array:
    """Return red, green and blue of colours, (3, n) in 0…255."""
    found = [list(bytes.fromhex(colour.removeprefix("#"))) for colour in colours]
    return np.array(found, np.float64).T


def shades_between(stops: Sequence[str], count: int) -> Array:
    """Return `count` colours of a map at even distances, (count, 3) bytes: red, green, blue."""
    places, even = np.linspace(0, 1, count), np.linspace(0, 1, len(stops))
    found = [np.interp(places, even, channel) for channel in channels(stops)]
    return np.stack(found, axis=-1).astype(np.uint8)
