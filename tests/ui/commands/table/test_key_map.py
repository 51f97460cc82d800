"""Key map: keys that users give are kept, refused with a reason, or left out where damaged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from PySide6.QtGui import QKeySequence

from ui.commands.table import key_map
from ui.commands.table.keys import keys_of, own_keys, shortcuts_of
from ui.commands.table.rows import ROWS, TABLE

pytestmark = pytest.mark.usefixtures("qapp")


def own():
    return {row.id: own_keys(row) for row in TABLE}


@pytest.fixture
def settings(tmp_path):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    key_map.read(settings, own())
    yield settings
    key_map.forget(settings)


def texts(id):
    return [key.toString() for key in shortcuts_of(ROWS[id])]


def keys(*texts):
    return [QKeySequence(text) for text in texts]


def test_chosen_keys_hold_everywhere_and_after_a_start(settings):
    key_map.choose(settings, "notes", keys("F8", "Ctrl+;"))
    assert texts("notes") == ["F8", "Ctrl+;"]
    assert keys_of(ROWS["notes"]) == ("F8", "Ctrl+;")
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    key_map.read(QSettings(), {})
    assert texts("notes") == ["Ctrl+Shift+N"]
    key_map.read(again, own())
    assert texts("notes") == ["F8", "Ctrl+;"]
    key_map.choose(settings, "notes", None)
    assert texts("notes") == ["Ctrl+Shift+N"]


def test_an_action_can_be_left_without_keys(settings):
    key_map.choose(settings, "loop", [])
    key_map.read(settings, own())
    assert texts("loop") == []
    assert keys_of(ROWS["loop"]) == ()


@pytest.mark.parametrize(
    "key",
    [
        *("Ctrl+H", "Ctrl+M", "Ctrl+Q", "Ctrl+Left", "Ctrl+Shift+Up", "F11", "Shift+F11", "Alt+F"),
        *("Alt+Shift+S", "5", "Return", "Tab", "Up", "Del", "Ctrl+C", "Alt+Down", "Esc", ""),
    ],
)
def test_keys_of_the_system_and_of_widgets_are_refused_with_a_reason(key):
    assert key_map.refusal(QKeySequence(key))


@pytest.mark.parametrize("key", ["F8", "Ctrl+H, Ctrl+J"])
def test_chords_are_refused_and_single_keys_are_not(key):
    assert bool(key_map.refusal(QKeySequence(key))) == ("," in key)


def test_every_own_key_but_a_few_could_be_chosen():
    refused = {key.toString() for keys in own().values() for key in keys if key_map.refusal(key)}
    assert refused <= {"Ctrl+Q", "Esc", "F11", "Ctrl+F11"}


@pytest.mark.parametrize(
    "stored", ["", "F8", "[", "{}", "7", '["F8", 3]', '["no key"]', '["Alt+F"]', '["Ctrl+E"]', 5]
)
def test_damaged_settings_are_those_of_nobody(settings, stored):
    """The last of these is the key of another action."""
    settings.setValue("keys/notes", stored)
    key_map.read(settings, own())
    assert texts("notes") == ["Ctrl+Shift+N"]


def test_two_actions_can_change_keys(settings):
    key_map.choose(settings, "notes", keys("Ctrl+E"))
    key_map.choose(settings, "export_trace", keys("Ctrl+Shift+N"))
    key_map.read(settings, own())
    assert (texts("notes"), texts("export_trace")) == (["Ctrl+E"], ["Ctrl+Shift+N"])


TEXTS = st.sampled_from(["F8", "F7", "Ctrl+E", "Ctrl+Shift+N", "L", "G", "T"])


@given(
    st.dictionaries(
        st.sampled_from(["notes", "export_trace", "loop", "by_gate", "by_timestep"]),
        st.lists(TEXTS, max_size=2),
    )
)
def test_no_key_is_ever_that_of_two_actions(tmp_path_factory, stored):
    path = tmp_path_factory.mktemp("keys") / "settings.ini"
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    for id, chosen in stored.items():
        settings.setValue(f"keys/{id}", json.dumps(chosen))
    key_map.read(settings, own())
    present = [key.toString() for row in TABLE for key in set(shortcuts_of(row))]
    assert len(present) == len(set(present))
    key_map.forget(settings)
