"""Catalogue of panels: key, title, factory, shortcut, and the place of each in every layout.

Window, docks, layouts, the View menu, the palette and the key sheet are made from it: a new panel
is a folder beside the others and a row here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from simulator.translation import mark, tr
from ui.panels.cell.panel import CellDiagram
from ui.panels.check.panel import CheckPanel
from ui.panels.holds.panel import HoldsPanel
from ui.panels.inputs.panel import InputsPanel
from ui.panels.layouts import DEBUG, EDIT, LEARN, Slot
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.lens.panel import LensPanel
from ui.panels.now.panel import NowPanel
from ui.panels.panel import Panel
from ui.panels.shapes.panel import ShapesPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.watches.panel import WatchesPanel
from ui.panels.weights.panel import WeightsPanel
from ui.style.theme import Theme


class Tab(NamedTuple):
    """Place of a panel in a layout: its slot, and the number of panels before it there."""

    slot: Slot
    behind: int = 0


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row of the catalogue.

    Attributes:
        key: name of the panel's dock and action. Stored layouts use it, so it never changes,
            whatever the title.
        title: the panel's name in English.
        factory: makes the panel in a theme.
        shortcut: key that shows the panel.
        tabs: places by the keys of the layouts.
    """

    key: str
    title: str
    factory: Callable[[Theme], Panel]
    shortcut: str
    tabs: Mapping[str, Tab]

    def make(self, theme: Theme) -> Panel:
        """Make the panel, and name it for screen readers."""
        panel = self.factory(theme)
        panel.setAccessibleName(tr(self.title))
        return panel


_ROWS = (
    PanelRow(
        "Weights",
        mark("Weights"),
        WeightsPanel,
        "Ctrl+1",
        {LEARN: Tab(Slot.LEFT), EDIT: Tab(Slot.LEFT), DEBUG: Tab(Slot.CENTRE, 1)},
    ),
    PanelRow(
        "Cell",
        mark("Cell"),
        CellDiagram,
        "Ctrl+2",
        {LEARN: Tab(Slot.CENTRE), EDIT: Tab(Slot.LEFT, 3), DEBUG: Tab(Slot.CENTRE)},
    ),
    PanelRow(
        "Ledger",
        mark("Ledger"),
        LedgerPanel,
        "Ctrl+3",
        {LEARN: Tab(Slot.CENTRE_BELOW), EDIT: Tab(Slot.CENTRE), DEBUG: Tab(Slot.LEFT_BELOW)},
    ),
    PanelRow(
        "Now",
        mark("Now"),
        NowPanel,
        "Ctrl+4",
        {LEARN: Tab(Slot.RIGHT), EDIT: Tab(Slot.RIGHT), DEBUG: Tab(Slot.RIGHT)},
    ),
    PanelRow(
        "Timeline",
        mark("Timeline"),
        TimelinePanel,
        "Ctrl+5",
        {LEARN: Tab(Slot.BELOW), EDIT: Tab(Slot.BELOW), DEBUG: Tab(Slot.BELOW)},
    ),
    PanelRow(
        "Lens",
        mark("Lens"),
        LensPanel,
        "Ctrl+6",
        {
            LEARN: Tab(Slot.CENTRE_BELOW, 1),
            EDIT: Tab(Slot.CENTRE, 1),
            DEBUG: Tab(Slot.LEFT_BELOW, 1),
        },
    ),
    PanelRow(
        "Shapes",
        mark("Shapes"),
        ShapesPanel,
        "Ctrl+7",
        {LEARN: Tab(Slot.LEFT, 2), EDIT: Tab(Slot.LEFT, 2), DEBUG: Tab(Slot.CENTRE, 3)},
    ),
    PanelRow(
        "Holds",
        mark("Holds"),
        HoldsPanel,
        "Ctrl+8",
        {LEARN: Tab(Slot.RIGHT, 1), EDIT: Tab(Slot.RIGHT, 1), DEBUG: Tab(Slot.LEFT, 1)},
    ),
    PanelRow(
        "Watches",
        mark("Watches"),
        WatchesPanel,
        "Ctrl+9",
        {LEARN: Tab(Slot.RIGHT, 2), EDIT: Tab(Slot.RIGHT, 2), DEBUG: Tab(Slot.LEFT)},
    ),
    PanelRow(
        "Inputs",
        mark("Inputs"),
        InputsPanel,
        "Ctrl+0",
        {LEARN: Tab(Slot.LEFT, 1), EDIT: Tab(Slot.LEFT, 1), DEBUG: Tab(Slot.CENTRE, 2)},
    ),
    PanelRow(
        "Check",
        mark("Check"),
        CheckPanel,
        "Ctrl+K",
        {LEARN: Tab(Slot.BELOW, 1), EDIT: Tab(Slot.BELOW, 1), DEBUG: Tab(Slot.BELOW, 1)},
    ),
)

PANELS: Final[Mapping[str, PanelRow]] = {row.key: row for row in _ROWS}
"""Rows by their keys, in the order of the View menu."""


def tabs(layout: str, slot: Slot) -> tuple[str, ...]:
    """Return the keys of the panels that share a slot of a layout, the front one first."""
    there = [row for row in PANELS.values() if row.tabs[layout].slot is slot]
    return tuple(row.key for row in sorted(there, key=lambda row: row.tabs[layout].behind))
