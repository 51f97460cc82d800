"""Table of actions, and the keys that widgets keep for themselves."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from ui.commands.actions import Actions
from ui.commands.help.dialog import HelpDialog, key_sheets
from ui.commands.table.keys import keys_of, shortcuts_of
from ui.commands.table.rows import TABLE
from ui.session.snapshot import GATE
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import LIGHT

Key = Qt.Key


def test_no_two_actions_share_a_key_and_every_key_is_one():
    keys = [key.toString() for row in TABLE for key in shortcuts_of(row)]
    assert all(keys)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_id_stands_once():
    assert max(Counter(row.id for row in TABLE).values()) == 1


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("key", "position"),
    [
        (Key.Key_Right, 24),
        (Key.Key_Left, 12),
        (Key.Key_Period, 19),
        (Key.Key_Comma, 17),
        (Key.Key_PageDown, 78),
        (Key.Key_PageUp, 0),
        (Key.Key_Home, 0),
        (Key.Key_End, 120),
    ],
)
def test_keys_move_the_position(window_again, key, position):
    window = window_again(timesteps=20)
    bench = window._workbench
    window.setFocus()
    bench.step(3)
    QTest.keyClick(window, key)
    assert bench.snapshot().position == position


def test_letters_switch_and_speed(window_again):
    window = window_again()
    bench = window._workbench
    QTest.keyClick(window, Key.Key_G)
    assert bench.snapshot().granularity == GATE
    QTest.keyClick(window, Key.Key_L)
    assert bench.snapshot().looping
    speed = bench.snapshot().speed
    QTest.keyClick(window, Key.Key_Plus)
    QTest.keyClick(window, Key.Key_Plus)
    QTest.keyClick(window, Key.Key_Minus)
    assert bench.snapshot().speed == 2 * speed
    QTest.keyClick(window, Key.Key_Minus)
    QTest.keyClick(window, Key.Key_L)
    assert (bench.snapshot().speed, bench.snapshot().looping) == (speed, False)


@pytest.mark.parametrize("make", [QLineEdit, QPlainTextEdit, QSpinBox, QComboBox, QSlider])
def test_fields_keep_the_keys_that_are_theirs(window_again, qtbot, make):
    window = window_again(timesteps=20)
    bench = window._workbench
    bench.step(3)
    field = make(window)
    qtbot.addWidget(field)
    if isinstance(field, QComboBox):
        field.addItems(["a", "b"])
    field.setVisible(True)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    before = bench.snapshot()
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageUp):
        QTest.keyClick(field, key)
    if not isinstance(field, QSlider):
        QTest.keyClick(field, Key.Key_Space)
        QTest.keyClick(field, Key.Key_Escape)
    after = bench.snapshot()
    assert (after.position, after.playing) == (before.position, before.playing)


def test_space_plays_and_pauses(window_again, qtbot):
    window = window_again(timesteps=200)
    bench = window._workbench
    bench.change_speed(16)
    QTest.keyClick(window, Key.Key_Space)
    assert bench.snapshot().playing
    qtbot.waitUntil(lambda: bench.snapshot().position > 6 * 5)
    QTest.keyClick(window, Key.Key_Space)
    stopped = bench.snapshot()
    bench.change_speed(1 / 16)
    assert not stopped.playing
    assert stopped.position < stopped.schedule.end


def test_undo_and_redo_name_an_edit_as_it_is_called(make_window):
    window = make_window()
    bench = window._workbench
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_states(h_0=experiment.h_0 + 1), "x[0] R&D && more")
    texts = [window._actions["undo"].text()]
    bench.undo()
    texts.append(window._actions["redo"].text())
    assert list(map(without_mnemonic, texts)) == ["Undo x[0] R&D && more", "Redo x[0] R&D && more"]
    assert window._actions["undo"].text() == "&Undo"


class Leftwards(QTranslator):
    """Language that has another word for the key Left."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return "←" if (context, source) == ("QShortcut", "Left") else source


@pytest.fixture
def leftwards(qapp):
    translator = Leftwards()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("leftwards")
def test_keys_read_the_same_on_the_sheet_and_in_the_menus(qtbot):
    sheet = HelpDialog(LIGHT)
    qtbot.addWidget(sheet)
    written = {row[0] for sheet in key_sheets() for row in sheet.rows}
    assert any("←" in text.split() for text in written)
    page = sheet.tabs.widget(0).toPlainText().replace("\N{NO-BREAK SPACE}", "").split()
    assert {key for text in written for key in text.split()} <= set(page)
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window, {row.id: lambda: None for row in TABLE})
    for row in TABLE:
        native = QKeySequence.SequenceFormat.NativeText
        in_menu = [key.toString(native) for key in actions[row.id].shortcuts()][:1]
        told = list(keys_of(row))
        assert told[:1] == in_menu or (told[0], row.id) in (
            ("→", "next_timestep"),
            ("←", "back_timestep"),
        )  # menus spell the arrows out
        assert not told or "  ".join(told) in written
        assert all(key in actions[row.id].toolTip() for key in told)
