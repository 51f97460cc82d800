"""Catalogue of panels: every row has all that the window needs, and no entry occurs twice."""

from itertools import chain
from pathlib import Path

import pytest

import ui.panels
from tests.depth import count
from ui.commands.table.keys import shortcuts_of
from ui.commands.table.rows import ROWS, TABLE
from ui.panels.catalogue import PANELS, tabs
from ui.panels.layouts import LAYOUTS, Slot
from ui.panels.panel import Panel
from ui.style.theme import LIGHT

STORED = {
    *("Weights", "Cell", "Ledger", "Now", "Timeline", "Lens"),
    *("Shapes", "Holds", "Watches", "Inputs", "Check"),
}
"""Keys that name the docks in layouts stored by users."""


def test_the_keys_of_stored_layouts_stay():
    assert PANELS.keys() >= STORED
    assert all(key == row.key for key, row in PANELS.items())


def test_every_folder_of_a_panel_is_in_the_catalogue():
    root = Path(ui.panels.__path__[0])
    folders = {path.parent.relative_to(root).parts for path in root.rglob("*/panel.py")}
    modules = {tuple(row.kind.__module__.split(".")[2:-1]) for row in PANELS.values()}
    assert folders == modules
    kinds = [row.kind for row in PANELS.values()]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_has_a_place_for_every_panel_and_a_panel_for_every_place(name):
    """But for the lesson's place, which waits for its panel."""
    there = {slot: tabs(name, slot) for slot in LAYOUTS[name].slots}
    assert {slot for slot, keys in there.items() if not keys} <= {Slot.LESSON}
    assert sorted(chain(*there.values())) == sorted(PANELS)


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_two_panels_are_the_same_tab(name):
    """The places of a slot are numbered from 0, so that one panel is in front, and opened."""
    for slot in LAYOUTS[name].slots:
        places = [PANELS[key].tabs[name] for key in tabs(name, slot)]
        assert [place.behind for place in places] == [*range(len(places))]
        assert all(place.opened or slot is Slot.LESSON for place in places[:1])


def test_the_view_menu_has_an_action_for_every_panel_in_this_order():
    named = [row.id for row in TABLE if row.id in PANELS]
    assert named == list(PANELS)
    for key, row in PANELS.items():
        assert ROWS[key].text == row.title
        assert [keys.toString() for keys in shortcuts_of(ROWS[key])] == [row.shortcut]
    digits = [row.shortcut for row in PANELS.values()][:10]
    assert digits == [f"Ctrl+{number % 10}" for number in range(1, 11)]


def test_a_panel_is_made_with_its_name(qtbot):
    for row in [*PANELS.values()][:: count(1, by_default=2)]:
        panel = row.make(LIGHT)
        qtbot.addWidget(panel)
        assert isinstance(panel, Panel)
        assert panel.accessibleName() == row.title
