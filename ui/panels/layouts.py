"""Layouts: divisions of the window into places; the catalogue gives each panel its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from simulator.translation import mark


class Slot(Enum):
    """Place for panels, which share it as tabs."""

    LEFT = auto()
    LEFT_BELOW = auto()
    CENTRE = auto()
    CENTRE_BELOW = auto()
    RIGHT = auto()
    BELOW = auto()


@dataclass(frozen=True, slots=True)
class DockPlace:
    """Slot and its share of the height."""

    slot: Slot
    height: float


@dataclass(frozen=True, slots=True)
class DockColumn:
    """Places below each other, and the column's share of the width."""

    width: float
    places: tuple[DockPlace, ...]


@dataclass(frozen=True, slots=True)
class DockLayout:
    """Columns side by side, and one place below them.

    Attributes:
        text: the layout's entry in the View menu.
    """

    text: str
    columns: tuple[DockColumn, ...]
    below: DockPlace

    @property
    def places(self) -> tuple[DockPlace, ...]:
        """All places."""
        return (*(place for column in self.columns for place in column.places), self.below)


LEARN, EDIT, DEBUG = "learn", "edit", "debug"

LAYOUTS: Final[Mapping[str, DockLayout]] = MappingProxyType(
    {
        LEARN: DockLayout(
            mark("&Learn"),
            (
                DockColumn(0.28, (DockPlace(Slot.LEFT, 0.63),)),
                DockColumn(0.5, (DockPlace(Slot.CENTRE, 0.33), DockPlace(Slot.CENTRE_BELOW, 0.3))),
                DockColumn(0.22, (DockPlace(Slot.RIGHT, 0.63),)),
            ),
            DockPlace(Slot.BELOW, 0.37),
        ),
        EDIT: DockLayout(
            mark("&Edit"),
            (
                DockColumn(0.4, (DockPlace(Slot.LEFT, 0.62),)),
                DockColumn(0.38, (DockPlace(Slot.CENTRE, 0.62),)),
                DockColumn(0.22, (DockPlace(Slot.RIGHT, 0.62),)),
            ),
            DockPlace(Slot.BELOW, 0.38),
        ),
        DEBUG: DockLayout(
            mark("&Debug"),
            (
                DockColumn(0.34, (DockPlace(Slot.LEFT, 0.3), DockPlace(Slot.LEFT_BELOW, 0.3))),
                DockColumn(0.44, (DockPlace(Slot.CENTRE, 0.6),)),
                DockColumn(0.22, (DockPlace(Slot.RIGHT, 0.6),)),
            ),
            DockPlace(Slot.BELOW, 0.4),
        ),
    }
)
"""All layouts. The first is the default, which "Reset layout" restores."""
