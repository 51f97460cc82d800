"""Layouts: where the panels stand, by the names that the View menu has for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Place:
    """Panels that share a place as tabs, the first in front, and its share of the height."""

    height: float
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Places below each other, and their share of the width."""

    width: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns beside each other, and one place below all of them.

    A panel that is not named stands behind the last column's.
    """

    columns: tuple[Column, ...]
    below: Place


LEARN: Final = Layout(
    (
        Column(0.28, (Place(0.63, ("Weights", "Inputs", "Shapes")),)),
        Column(0.5, (Place(0.33, ("Cell",)), Place(0.3, ("Ledger", "Lens")))),
        Column(0.22, (Place(0.63, ("Now", "Holds", "Watches")),)),
    ),
    Place(0.37, ("Timeline", "Check")),
)
EDIT: Final = Layout(
    (
        Column(0.4, (Place(0.62, ("Weights", "Inputs", "Shapes", "Cell")),)),
        Column(0.38, (Place(0.62, ("Ledger", "Lens")),)),
        Column(0.22, (Place(0.62, ("Now", "Holds", "Watches")),)),
    ),
    Place(0.38, ("Timeline", "Check")),
)
DEBUG: Final = Layout(
    (
        Column(0.34, (Place(0.3, ("Watches", "Holds")), Place(0.3, ("Ledger", "Lens")))),
        Column(0.44, (Place(0.6, ("Cell", "Weights", "Inputs", "Shapes")),)),
        Column(0.22, (Place(0.6, ("Now",)),)),
    ),
    Place(0.4, ("Timeline", "Check")),
)

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {"Learn": LEARN, "Edit": EDIT, "Debug": DEBUG}
)
"""The first is what a new user finds, and what "Reset layout" returns to."""
