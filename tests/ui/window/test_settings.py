"""Settings: a choice holds at once, in the menus too, is remembered, and can be taken back."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialogButtonBox

from tests.needs_torch import INSTALLED
from ui.commands.table import key_map
from ui.commands.table.keys import keys_of, own_keys
from ui.commands.table.rows import ROWS, TABLE
from ui.style import fonts, number_format
from ui.style.theme import COLOUR_BLIND
from ui.window.appearance import remembered_decimals
from ui.window.settings.check_choice import CheckChoice
from ui.window.settings.dialog import SettingsDialog

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(window_again):
    """Return the lasting window; the usual keys hold again after the test."""
    window = window_again()
    choices = window.preferences
    yield window
    key_map.forget(choices._settings)
    choices.keys_changed.emit()


@pytest.fixture
def dialog(window, qtbot):
    return shown(window.preferences.dialog(), qtbot)


def shown(dialog, qtbot):
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def pick(box, data):
    box.setCurrentIndex(box.findData(data))


def checked(menu):
    return [action.objectName() for action in menu.actions() if action.isChecked()]


def test_ctrl_comma_opens_it(window, monkeypatch):
    opened = []
    monkeypatch.setattr(SettingsDialog, "exec", lambda dialog: opened.append(dialog))
    QTest.keyClick(window, Key.Key_Comma, Modifier.ControlModifier)
    assert len(opened) == 1


def test_a_choice_holds_in_the_menus_too(make_window, qtbot):
    window = make_window()
    dialog = shown(window.preferences.dialog(), qtbot)
    general, appearance = dialog.general, window.preferences.appearance
    pick(general.text_size, 150)
    pick(general.theme, "dark")
    pick(general.colours, COLOUR_BLIND)
    pick(general.language, "ko")
    assert fonts.text_size() == 150
    assert (appearance.theme.name, appearance.theme.palette) == ("dark", COLOUR_BLIND)
    assert checked(appearance.themes) == ["dark"]
    assert checked(appearance.palettes) == [COLOUR_BLIND]
    assert checked(window.preferences.language.menu) == ["ko"]
    assert general.note.text()


def test_a_choice_of_the_menus_holds_here_too(make_window, qtbot):
    window = make_window()
    dialog = shown(window.preferences.dialog(), qtbot)
    general = dialog.general
    window._actions["larger_text"].trigger()
    window._actions["theme"].trigger()
    window.preferences.appearance.palettes.choose(COLOUR_BLIND)
    assert general.text_size.currentData() == 110
    assert general.theme.currentData() == "dark"
    assert general.colours.currentData() == COLOUR_BLIND


def test_reset_brings_all_of_a_tab_back(make_window, qtbot):
    window = make_window()
    dialog = shown(window.preferences.dialog(), qtbot)
    general = dialog.general
    pick(general.text_size, 150)
    pick(general.theme, "dark")
    pick(general.decimals, 4)
    general.check.click()
    key_map.choose(window.preferences._settings, "notes", [QKeySequence("F8")])
    reset = dialog.findChild(QDialogButtonBox).button(
        QDialogButtonBox.StandardButton.RestoreDefaults
    )
    reset.click()
    assert (fonts.text_size(), number_format.decimals()) == (100, None)
    assert checked(window.preferences.appearance.themes) == ["system"]
    assert window.preferences.check.on
    assert keys_of(ROWS["notes"]) == ("F8",)
    dialog.tabs.setCurrentWidget(dialog.keys)
    reset.click()
    assert keys_of(ROWS["notes"]) == ("Ctrl+Shift+N",)


# Decimals


def test_decimals_are_written_in_panels_and_remembered(window, dialog):
    settings = window.preferences._settings
    pick(dialog.general.decimals, 4)
    assert number_format.short(0.123456) == "0.1235"
    assert remembered_decimals(settings) == 4
    pick(dialog.general.decimals, 0)
    assert number_format.short(0.123456) == "0.12"
    assert remembered_decimals(settings) is None


@pytest.mark.parametrize("kept", [1, 7, "many", "", -2])
def test_decimals_of_nobody_are_each_places_own(tmp_path, kept):
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue("decimals", kept)
    assert remembered_decimals(settings) is None


# The check


def test_switched_off_torch_is_asked_nothing(window, dialog, qtbot):
    bench, worker = window._workbench, window._worker
    dialog.general.check.click()
    asked = []
    worker.submit = lambda *a, **k: asked.append(a)
    bench.step(3)
    bench.edit(
        bench.snapshot().experiment.with_states(h_0=bench.snapshot().experiment.h_0 + 1), "e"
    )
    window._checker._settle.timeout.emit()  # as after the rest that a run gets before its check
    assert asked == []
    assert not window._checker._settle.isActive()
    assert "Settings" in window._bars.transport.badge.text()
    assert window.checked
    del worker.submit
    dialog.general.check.click()
    qtbot.waitUntil(lambda: "Settings" not in window._bars.transport.badge.text())
    qtbot.waitUntil(lambda: window.checked)
    assert (bench.snapshot().check.report is not None) == INSTALLED


def test_the_choice_not_to_check_is_remembered(make_window, make_workbench, qtbot):
    first = make_window(make_workbench())
    first.preferences.check.set_on(False)
    first.close()
    second = make_window(make_workbench())
    assert not second.preferences.check.on
    assert "Settings" in second._bars.transport.badge.text()
    second.preferences.check.set_on(True)
    qtbot.waitUntil(lambda: "Settings" not in second._bars.transport.badge.text())


@pytest.mark.parametrize("kept", ["", "perhaps", 7])
def test_a_damaged_choice_is_to_check(window, tmp_path, kept):
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("check", kept)
    assert CheckChoice(settings, window._checker, window).on


# Keys


def press(page, id, key, modifier=Modifier.NoModifier):
    page.select(id)
    page.field.setFocus()
    page.field.setKeySequence(QKeySequence(key | modifier if modifier.value else key))
    page.field.editingFinished.emit()


def test_a_new_key_works_at_once_and_is_told_everywhere(window, dialog):
    bench, page = window._workbench, dialog.keys
    press(page, "loop", Key.Key_F8)
    assert page.message.text() == ""
    assert keys_of(ROWS["loop"]) == ("F8",)
    assert "F8" in window._actions["loop"].toolTip()
    dialog.close()
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Key.Key_F8)
    assert bench.snapshot().looping
    QTest.keyClick(window, Key.Key_L)
    assert bench.snapshot().looping  # its own key is no longer one
    QTest.keyClick(window, Key.Key_F8)
    assert not bench.snapshot().looping


def test_a_key_can_be_added_removed_and_reset(window, dialog):
    page = dialog.keys
    page.beside.setChecked(True)
    press(page, "loop", Key.Key_F8)
    assert keys_of(ROWS["loop"]) == ("L", "F8")
    page.remove.click()
    assert keys_of(ROWS["loop"]) == ()
    assert page.reset_one.isEnabled()
    page.reset_one.click()
    assert keys_of(ROWS["loop"]) == ("L",)
    assert not page.reset_one.isEnabled()


def test_a_key_of_another_action_is_refused_with_its_name(dialog):
    press(dialog.keys, "loop", Key.Key_E, Modifier.ControlModifier)
    assert "Export trace" in dialog.keys.message.text()
    assert keys_of(ROWS["loop"]) == ("L",)


def test_a_key_that_is_not_to_be_used_is_refused_with_the_reason(dialog):
    press(dialog.keys, "loop", Key.Key_F11)
    assert "F11" in dialog.keys.message.text()
    assert keys_of(ROWS["loop"]) == ("L",)


def test_its_own_key_is_not_given_back_while_another_has_it(window, dialog):
    page = dialog.keys
    press(page, "loop", Key.Key_F8)
    press(page, "notes", Key.Key_L)
    page.select("loop")
    page.reset_one.click()
    assert "Notes" in page.message.text()
    assert keys_of(ROWS["loop"]) == ("F8",)


def test_every_action_is_listed_and_found(dialog):
    page = dialog.keys
    assert [item.data(0, Qt.ItemDataRole.UserRole) for item in page._items()] == [
        row.id for row in TABLE
    ]
    page.search.setText("ctrl+e")
    shown = [item for item in page._items() if not item.isHidden()]
    assert page.table.currentItem() in shown
    assert all("Ctrl+E" in item.text(1) for item in shown)
    page.search.setText("zzz")
    assert not page.field.isEnabled()


def test_panels_tell_their_new_keys_on_their_tabs(window, dialog):
    press(dialog.keys, "Cell", Key.Key_F8)
    assert "F8" in window._docks._names["Cell"][2]


def test_no_two_letters_of_a_page_are_the_same(dialog):
    for page in (dialog.general, dialog.keys):
        texts = [
            b.text()
            for b in (
                *page.findChildren(QAbstractButton),
                *dialog.findChildren(QDialogButtonBox)[0].buttons(),
            )
        ]
        letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text]
        assert len(letters) == len(set(letters))


def test_own_keys_are_never_lost(window):
    assert {row.id: [key.toString() for key in own_keys(row)] for row in TABLE} == {
        row.id: [key.toString() for key in window._actions[row.id].shortcuts()] for row in TABLE
    }


def test_the_tabs_of_the_panels_tell_their_present_keys(window):
    key_map.choose(window.preferences._settings, "Ledger", [QKeySequence("F8")])
    window.preferences.keys_changed.emit()
    tabs = window._docks._bars["Ledger"].tabs
    names = [tabs.tabText(index) for index in range(tabs.count())]
    assert "F8" in tabs.tabToolTip(names.index("Calculation"))
