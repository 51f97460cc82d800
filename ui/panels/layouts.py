"""Layouts: the places of the panels, by their names in the View menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class DockPlace:
    """Panels that share a place as tabs, the first in front, and its share of the height."""

    height: float
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DockColumn:
    """Places below each other, and the column's share of the width."""

    width: float
    places: tuple[DockPlace, ...]


@dataclass(frozen=True, slots=True)
class DockLayout:
    """Columns beside each other, and one place below all of them.

    A panel that is not named goes behind those of the last column.
    """

    columns: tuple[DockColumn, ...]
    below: DockPlace


LEARN: Final = DockLayout(
    (
        DockColumn(0.28, (DockPlace(0.63, ("Weights", "Inputs", "Shapes")),)),
        DockColumn(0.5, (DockPlace(0.33, ("Cell",)), DockPlace(0.3, ("Ledger", "Lens")))),
        DockColumn(0.22, (DockPlace(0.63, ("Now", "Holds", "Watches")),)),
    ),
    DockPlace(0.37, ("Timeline", "Check")),
)
EDIT: Final = DockLayout(
    (
        DockColumn(0.4, (DockPlace(0.62, ("Weights", "Inputs", "Shapes", "Cell")),)),
        DockColumn(0.38, (DockPlace(0.62, ("Ledger", "Lens")),)),
        DockColumn(0.22, (DockPlace(0.62, ("Now", "Holds", "Watches")),)),
    ),
    DockPlace(0.38, ("Timeline", "Check")),
)
DEBUG: Final = DockLayout(
    (
        DockColumn(
            0.34, (DockPlace(0.3, ("Watches", "Holds")), DockPlace(0.3, ("Ledger", "Lens")))
        ),
        DockColumn(0.44, (DockPlace(0.6, ("Cell", "Weights", "Inputs", "Shapes")),)),
        DockColumn(0.22, (DockPlace(0.6, ("Now",)),)),
    ),
    DockPlace(0.4, ("Timeline", "Check")),
)

LAYOUTS: Final[Mapping[str, DockLayout]] = MappingProxyType(
    {"Learn": LEARN, "Edit": EDIT, "Debug": DEBUG}
)
"""All layouts. The first is the default, which "Reset layout" restores."""
