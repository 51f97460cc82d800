"""Command palette: the entries that its letters find, and the action of the chosen one."""

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTreeWidget

from simulator.analysis.address import Address
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from ui.commands.palette import CommandPalette, entries, score
from ui.commands.table.rows import ROWS, TABLE
from ui.commands.table.synonyms import ACTION_WORDS, EXAMPLE_WORDS
from ui.panels.units.panel import UnitsPanel

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CONTROL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
TEXTS = st.text("abc DE", max_size=12)


def stands_in(typed, text):
    letters = iter(text.casefold())
    return all(letter in letters for letter in typed.casefold().replace(" ", ""))


@given(TEXTS, TEXTS)
def test_letters_name_a_text_that_has_them_in_that_order(typed, text):
    assert (score(typed, text) is not None) == stands_in(typed, text)


def by_hand(typed, text):
    """Return the best score over every way to find the letters in the text."""
    typed, text = typed.casefold().replace(" ", ""), text.casefold()

    def best(number, start, last):
        if number == len(typed):
            return 0.0
        found = []
        for k in range(start, len(text)):
            if text[k] == typed[number]:
                points = 8.0 * (k == 0 or not text[k - 1].isalnum()) + 9.0 * (last == k - 1 >= 0)
                rest = best(number + 1, k + 1, k)
                found.append(points + rest if rest is not None else None)
        return max((points for points in found if points is not None), default=None)

    points = best(0, 0, -2)
    return None if points is None else points - len(text) / 1000


@given(st.text("ab", max_size=4), st.text("ab c", max_size=7))
def test_the_score_is_the_best_over_all_ways(typed, text):
    assert score(typed, text) == by_hand(typed, text)


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("et", "Export trace…", "Reset layout"),
        ("lay", "Reset layout", "Play / pause"),
        ("nt", "Next timestep", "Forward ten timesteps"),
        ("undo", "Undo", "Undo all of it"),
    ],
)
def test_beginnings_of_words_and_whole_pieces_count_most(typed, better, worse):
    assert score(typed, better) > (score(typed, worse) or 0)


def opened(window):
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Key.Key_P, CONTROL_SHIFT)
    QApplication.processEvents()
    palette = QApplication.activeModalWidget()
    assert isinstance(palette, CommandPalette)
    return palette, palette.findChild(QLineEdit), palette.findChild(QTreeWidget)


def texts(tree):
    return [tree.topLevelItem(k).text(0) for k in range(tree.topLevelItemCount())]


def test_it_lists_what_can_be_done_now_with_its_keys(make_window):
    window = make_window()
    bench = window._workbench
    listed = list(entries(window.menuBar()))
    assert all(shiboken6.isValid(entry.action) for entry in listed)
    found = {entry.action.objectName(): entry for entry in listed}
    assert found["play"].keys == "Space"
    assert found["play"].where == "Step"
    assert "undo" not in found
    assert "back" not in found
    enabled = {row.id for row in TABLE if window._actions[row.id].isEnabled()}
    assert enabled <= found.keys()
    bench.step(1)
    assert "back" in {entry.action.objectName() for entry in entries(window.menuBar())}


def test_typing_and_enter_do_it(window_again):
    window = window_again()
    bench = window._workbench
    _, line, tree = opened(window)
    assert line.hasFocus()
    QTest.keyClicks(line, "by gate")
    assert texts(tree)[0] == "Step by gate"
    QTest.keyClick(line, Key.Key_Return)
    assert bench.snapshot().granularity == "gate"
    assert QApplication.activeModalWidget() is None


def test_opening_gives_the_keys_to_the_steps(window_again):
    window, example = window_again(), next(iter(EXAMPLES.values()))()
    bench = window._workbench
    table = window._panels.of(UnitsPanel).table
    window._docks.bring_forward("Units")
    table.setFocus()
    _, line, _ = opened(window)
    QTest.keyClicks(line, example.title)
    QTest.keyClick(line, Key.Key_Return)
    assert bench.snapshot().document.title == example.title
    assert window.focusWidget() in (None, window)


def test_arrows_choose_and_a_click_does(window_again):
    window = window_again()
    bench = window._workbench
    _, line, tree = opened(window)
    QTest.keyClicks(line, "timestep")
    wanted = texts(tree).index("Next timestep")
    for _ in range(wanted):
        QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Return)
    assert bench.snapshot().position == 6
    _, line, tree = opened(window)
    QTest.keyClicks(line, "remember one bit")
    place = tree.visualItemRect(tree.topLevelItem(0)).center()
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, place)
    QApplication.processEvents()
    assert bench.snapshot().document.title == "Remember one bit"


@pytest.mark.parametrize("again", [False, True])
def test_what_a_menu_has_lost_is_not_done(window_again, again):
    """Another document may make a menu anew while the palette is open; the program crashed."""
    window = window_again()
    menu, done = window.menuBar().addMenu("Mine"), []
    menu.addAction("Whistle a tune").triggered.connect(lambda: done.append("before"))
    _, line, tree = opened(window)
    QTest.keyClicks(line, "whistle")
    assert texts(tree)[0] == "Whistle a tune"
    menu.clear()
    if again:
        menu.addAction("Hum a tune").triggered.connect(lambda: done.append("after"))
    QTest.keyClick(line, Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    assert done == []
    menu.deleteLater()


def test_esc_and_letters_that_fit_nothing_do_nothing(window_again):
    window = window_again()
    bench = window._workbench
    before = bench.snapshot().document
    for typed, key in (("quit", Key.Key_Escape), ("zzzz", Key.Key_Return)):
        _, line, _ = opened(window)
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, key)
        QApplication.processEvents()
        assert QApplication.activeModalWidget() is None
    assert window.isVisible()
    assert bench.snapshot().document is before


def test_letters_that_find_nothing_are_told_so_and_enter_does_nothing(window_again):
    _, line, tree = opened(window_again())
    QTest.keyClicks(line, "zzzqq")
    assert texts(tree) == ["No available command is called “zzzqq”."]
    assert tree.currentItem() is None
    QTest.keyClick(line, Key.Key_Down)
    QTest.keyClick(line, Key.Key_Return)
    assert QApplication.activeModalWidget() is None


@pytest.mark.few(3)
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("backward pass", "GradientFlow"),
        ("target", "readout"),
        ("gradient", "GradientFlow"),
        ("saturated", "which_saturated"),
        ("baseline", "pin"),
        ("ledger", "Ledger"),
        ("doctor", "diagnose"),
        ("compare", "diagnose"),
        ("saturation", "Lens"),
        ("clamp", "hold"),
        ("ablate", "hold"),
        ("freeze", "hold"),
        ("dark", "theme"),
        ("font", "larger_text"),
        ("shortcuts", "shortcuts"),
        ("undo", "undo"),
    ],
)
def test_other_words_find_it(window_again, typed, first):
    window = window_again()
    bench = window._workbench
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_states(h_0=experiment.h_0 + 1), "an edit")
    palette, line, tree = opened(window)
    QTest.keyClicks(line, typed)
    places = [
        tree.topLevelItem(k).data(0, Qt.ItemDataRole.UserRole)
        for k in range(tree.topLevelItemCount())
    ]
    ids = [palette._entries[place].action.objectName() for place in places]
    assert first in ids[:3]
    palette.close()


def test_a_forecast_is_an_example_and_a_gradient_a_panel(window_again):
    palette, line, tree = opened(window_again())
    QTest.keyClicks(line, "forecast")
    assert "sunspots" in texts(tree)[0].casefold()
    line.clear()
    QTest.keyClicks(line, "gradient")
    assert "gradient flow" in texts(tree)[0].casefold()
    line.clear()
    QTest.keyClicks(line, "bias 3")
    assert "forget bias 3" in texts(tree)[0].casefold()
    palette.close()


def test_names_come_before_other_words_and_letters_here_and_there_last(window_again):
    window = window_again()
    palette, line, tree = opened(window)
    QTest.keyClicks(line, "check")
    rated = {}
    for k in range(tree.topLevelItemCount()):
        entry = palette._entries[tree.topLevelItem(k).data(0, Qt.ItemDataRole.UserRole)]
        name = f"{entry.text} {entry.where} {entry.english}".casefold()
        rated[k] = 2 if "check" in name else 1 if "check" in entry.words.casefold() else 0
    assert list(rated.values()) == sorted(rated.values(), reverse=True)
    palette.close()


@pytest.mark.parametrize("typed", ["f[1] at 3", "f[1] 3", " 3: f[1]"])
def test_a_number_is_looked_at(window_again, typed):
    window = window_again(hidden_size=2)
    bench = window._workbench
    bench.step(5)
    before = bench.snapshot().position
    _, line, tree = opened(window)
    QTest.keyClicks(line, typed)
    assert "f[1]" in texts(tree)[0]
    QTest.keyClick(line, Key.Key_Return)
    assert bench.snapshot().pinned == Address("f", Lane(), 3, 0, 1)
    assert bench.snapshot().position == before


def test_a_timestep_and_a_gate_step_are_gone_to(window_again):
    window = window_again(hidden_size=2)
    bench = window._workbench
    for typed, position in (("3:f", 3 * 6 + 1), ("2", 3 * 6)):
        _, line, _ = opened(window)
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, Key.Key_Return)
        assert bench.snapshot().position == position


@pytest.mark.parametrize("typed", ["f[2] at 3", "f[1] at 99", "f[1]", "end"])
def test_a_number_that_the_run_lacks_has_no_entry(window_again, typed):
    palette, line, tree = opened(window_again(hidden_size=2))
    QTest.keyClicks(line, typed)
    rows = [tree.topLevelItem(k) for k in range(tree.topLevelItemCount())]
    assert not any(row.data(0, Qt.ItemDataRole.UserRole) == -1 for row in rows)
    palette.close()


def test_every_word_belongs_to_an_action_or_an_example():
    assert {id for id in ACTION_WORDS if id not in ROWS} <= {"Units"}
    assert set(EXAMPLE_WORDS) <= set(EXAMPLES)
