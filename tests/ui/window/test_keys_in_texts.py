"""A key that was remapped is told by its new name in every text of the window, at once."""

import re
from dataclasses import replace

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from tests.ui.read_aloud import texts
from ui.commands.help.dialog import HelpDialog
from ui.commands.table import key_map
from ui.commands.table.keys import keys_of, own_keys
from ui.commands.table.rows import ROWS
from ui.panels.catalogue import PANELS
from ui.style.key_names import NAMES
from ui.style.theme import LIGHT
from ui.welcome.foot import Foot
from ui.welcome.tour import STOPS, Tour

REMAPPED = {
    "hold": "F3",
    "run_on": "F4",
    "pin": "F8",
    "undo": "Ctrl+Shift+U",
    "larger_text": "Ctrl+Shift+8",
    "shortcuts": "Ctrl+F1",
    "Timeline": "Ctrl+Shift+5",
    "next_timestep": "Y",
}
OLD = re.compile(
    r"Shift\+F(?!\d)|(?<!\+)F5|Ctrl\+B\b|Ctrl\+Z|Ctrl\+=|(?<!\+)F1\b|Ctrl\+5|→ goes to"
)
PLACES = ("Shift+F", "F5", "Ctrl+B", "Ctrl+Z", "Ctrl+=", "F1", "Ctrl+5", "→ goes to")


@pytest.fixture
def window(window_again):
    window = window_again()
    window._workbench.go_to_timestep(2)
    yield window
    key_map.forget(window.preferences._settings)
    window.preferences.keys_changed.emit()


def all_texts(window, qtbot):
    """Yield each text of the window, its settings, its help, its tour and the start page."""
    help_dialog, foot = HelpDialog(LIGHT), Foot({"en": "English"}, True, LIGHT)
    for widget in (help_dialog, foot):
        qtbot.addWidget(widget)
    tour = Tour(window._show_part, LIGHT, window)
    tour.begin()
    for stop in range(len(STOPS)):
        yield from (text for _, text in texts(tour._callout))
        if stop < len(STOPS) - 1:
            tour._go_on()
    tour.end()
    for top in (window, help_dialog, foot):
        yield from (text for _, text in texts(top) if isinstance(text, str))


def test_every_text_names_the_present_keys(window, qtbot):
    for panel in PANELS:
        window._docks.show_panel(panel)
    window._panels["Units"].ask("change", "h")
    QApplication.processEvents()
    page = window.preferences.dialog().keys  # it belongs to the window, so it is read with it
    before = " ".join(all_texts(window, qtbot))
    assert {place for place in PLACES if place in before} == set(PLACES)
    for id, key in REMAPPED.items():
        page.select(id)
        page.field.setKeySequence(QKeySequence(key))
        page.field.editingFinished.emit()
        assert page.message.text() == ""
    QApplication.processEvents()
    after = list(all_texts(window, qtbot))
    assert [text for text in after if OLD.search(text)] == []
    joined = " ".join(after)
    assert [key for key in REMAPPED.values() if key not in joined] == []


def test_an_action_without_a_key_is_named_by_its_menu(window):
    settings = window.preferences._settings
    for id in ("hold", "look_here", "next_gate"):
        key_map.choose(settings, id, [])
    window.preferences.keys_changed.emit()
    told = window._panels["Holds"]._empty.text()
    assert "Edit → Hold or release the selected value" in told
    window._docks.show_panel("Cell")
    bar = window._docks._bars["Cell"]
    window._workbench.look_at(replace(window._workbench.snapshot().subject, t=0))
    assert bar.back.isVisibleTo(bar)
    assert not bar.escape.isVisibleTo(bar)


def test_arrow_keys_are_written_as_on_the_keyboard(window):
    assert keys_of(ROWS["next_timestep"]) == ("→", "Alt+→")
    assert NAMES.first("back_timestep") == "←"
    assert own_keys(ROWS["next_timestep"])[0] == QKeySequence("Right")
