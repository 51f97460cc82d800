"""Help: it has every key, place of the mouse and word, and finds them."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.network.quantities import EVERY, KEYS
from ui.commands.help.dialog import HelpDialog, key_sheets
from ui.commands.help.mouse import COLUMNS, HANDS
from ui.commands.help.words import glossary
from ui.commands.table.keys import keys_of
from ui.commands.table.rows import TABLE, name_of
from ui.panels.catalogue import PANELS
from ui.style.theme import DARK, LIGHT

Key = Qt.Key


@pytest.fixture
def dialog(bring_up):
    return bring_up(HelpDialog(LIGHT))


def pages(dialog):
    return [dialog.tabs.widget(k).toPlainText() for k in range(dialog.tabs.count())]


def test_every_action_with_a_key_is_there_under_its_menu():
    told = {row[1]: (sheet.title, row[0]) for sheet in key_sheets() for row in sheet.rows}
    with_keys = [row for row in TABLE if keys_of(row)]
    assert len(with_keys) > 30
    for row in with_keys:
        title, keys = told[name_of(row)]
        assert keys.split("  ") == list(keys_of(row))
        assert title.split(" › ")[0] == row.menu.split("/")[0].replace("&", "")


def test_every_quantity_and_panel_is_a_word_with_a_meaning():
    entries = list(glossary())
    words = {word: (formula, meaning) for word, formula, meaning in entries}
    assert len(words) == len(entries)
    assert all(meaning for _, _, meaning in entries)
    for key in KEYS:
        formula = next(f for word, f, _ in entries if word.split(" – ")[0] == key)
        assert formula.startswith(f"{key.partition('_')[0]}_{{")
    for row in PANELS.values():
        assert any(row.title in word for word in words), row.title
    names = " ".join(words).casefold()
    for word in (
        *("gate", "candidate", "weight", "bias", "timestep", "step", "layer", "direction"),
        *("batch", "hold", "cut", "baseline", "previous run", "watch", "breakpoint", "check"),
        *("now", "rounding", "drift", "injected error", "diagnosis", "saturated", "scale"),
        *("viewing", "Δ"),
    ):
        assert word.casefold() in names, word


def test_a_formula_is_that_of_the_quantity():
    formulas = {word.split(" – ")[0]: formula for word, formula, _ in glossary()}
    assert formulas["c"] == EVERY["c"].equation
    assert formulas["projection"] == EVERY["h"].equation
    assert formulas["h"] == "h_{t} = o_{t} ⊙ tanh(c_{t})"


def test_every_place_does_something_by_the_mouse():
    assert len({hand.place for hand in HANDS}) == len(HANDS)
    assert all(any(hand[1:]) for hand in HANDS)
    assert {len(hand) for hand in HANDS} == {len(COLUMNS)}


def test_typing_leaves_the_lines_with_all_words(dialog):
    everything = pages(dialog)
    QTest.keyClicks(dialog.line, "sigmoid")
    keys, mouse, words = pages(dialog)
    assert "e^−z" in words
    assert "candidate" not in words.replace("Candidate", "candidate").split("Activation")[0]
    assert len(words) < len(everything[2]) / 5
    assert "sigmoid" in keys  # that there is none
    assert [re.findall(r"\d+", dialog.tabs.tabText(k)) for k in range(3)] == [["0"], ["0"], ["1"]]
    assert mouse != everything[1]
    dialog.line.clear()
    assert pages(dialog) == everything


def test_esc_empties_the_line_then_closes(dialog):
    QTest.keyClicks(dialog.line, "hold")
    QTest.keyClick(dialog.line, Key.Key_Escape)
    assert dialog.line.text() == ""
    assert dialog.isVisible()
    QTest.keyClick(dialog.line, Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_was_typed_is_no_html(dialog):
    QTest.keyClicks(dialog.line, "<b>&x")
    assert all("<b>&x" in page for page in pages(dialog))


def test_its_colours_are_the_themes(qtbot):
    dialog = HelpDialog(DARK)
    qtbot.addWidget(dialog)
    html = dialog.tabs.widget(2).toHtml()
    assert DARK.faint in html


def test_f1_opens_it(make_window, make_workbench, monkeypatch):
    opened = []
    monkeypatch.setattr(HelpDialog, "exec", lambda dialog: opened.append(dialog.windowTitle()))
    window = make_window(make_workbench())
    QTest.keyClick(window, Key.Key_F1)
    QApplication.processEvents()
    assert len(opened) == 1
