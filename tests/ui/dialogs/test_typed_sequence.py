"""Typed sequences: at every keystroke the window shows the shape, or the place of the error."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from simulator.examples import EXAMPLES
from simulator.files.sequences.wording import Wording
from ui.dialogs import typed_sequence
from ui.dialogs.typed_sequence import TypeSequence
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT

Key = Qt.Key


@pytest.fixture
def ask(bring_up):
    def make(input_size=2, wording=None):
        return bring_up(TypeSequence(input_size, wording, LIGHT))

    return make


def test_every_keystroke_tells_the_shape_or_the_fault(ask):
    dialog = ask()
    assert dialog.text.hasFocus()
    assert not dialog.accept_button.isEnabled()
    assert dialog.message.text() == ""
    for keys, words, fits in (
        ("1 2", "(T, I) = (1, 2)", True),
        ((Key.Key_Return, "3"), "row 2 has a width of 1", False),
        (" x", "row 2, column 2 is x", False),
        ((Key.Key_Backspace, "4.5"), "(T, I) = (2, 2)", True),
    ):
        for key in (keys,) if isinstance(keys, str) else keys:
            (QTest.keyClicks if isinstance(key, str) else QTest.keyClick)(dialog.text, key)
        assert words in dialog.message.text()
        assert dialog.accept_button.isEnabled() == fits
    QTest.keyClick(dialog.text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == dialog.DialogCode.Accepted
    assert dialog.sequence().values.tolist() == [[1, 2], [3, 4.5]]


def test_a_table_is_pasted_and_opened_by_the_mouse(ask):
    dialog = ask()
    QApplication.clipboard().setText("day\tx\ty\nMon\t1\t2\nTue\t3\t4\n")
    QTest.keyClick(dialog.text, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.message.text().splitlines() == [
        "(T, I) = (2, 2)",
        "features: x, y",
        "timesteps: Mon … Tue",
    ]
    QTest.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert dialog.sequence().labels == ("Mon", "Tue")
    assert dialog.result() == dialog.DialogCode.Accepted


def test_what_is_wrong_is_not_taken(ask):
    dialog = ask(3)
    QTest.keyClicks(dialog.text, "1 2")
    assert "input_size is 3. Add 1" in dialog.message.text()
    QTest.keyClick(dialog.text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert dialog.result() == dialog.DialogCode.Rejected


def test_a_long_table_is_read_when_the_keys_rest(ask, qtbot, monkeypatch):
    monkeypatch.setattr(typed_sequence, "_AT_ONCE", 10)
    dialog = ask()
    dialog.text.setPlainText("1 2\n" * 100)
    assert not dialog.accept_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled())
    assert dialog.sequence().values.shape == (100, 2)


def test_the_window_reads_what_was_typed_and_undo_takes_it_back(make_window, monkeypatch):
    window = make_window(input_size=2)
    bench = window._workbench
    before = bench.snapshot().document

    def fill(dialog):
        dialog.text.setPlainText("a b\n0.5 1\n-2 3e-3\n0 7")
        return dialog.DialogCode.Accepted

    monkeypatch.setattr(TypeSequence, "exec", fill)
    window._actions["type_sequence"].trigger()
    document = bench.snapshot().document
    wanted = np.array([[0.5, 1], [-2, 3e-3], [0, 7]], np.float32)
    assert document.experiment.input_as_given().tobytes() == wanted.tobytes()
    assert document.feature_names == ("a", "b")
    assert document.title == "test on typed input"
    assert window._recent.paths() == []
    for _ in range(2):  # it stops once at the opening
        window._actions["undo"].trigger()
    assert bench.snapshot().document is before


@pytest.mark.parametrize(("input_size", "numbers"), [(1, "one number each"), (3, "3 numbers each")])
def test_it_says_how_many_numbers_a_line_has(ask, input_size, numbers):
    dialog = ask(input_size)
    assert any(numbers in label.text() for label in dialog.findChildren(QLabel))


CUES = Wording(("mark", "tap", "clear"), ("rest",))


def test_an_input_with_words_is_typed_in_them(ask):
    dialog = ask(3, CUES)
    assert dialog.as_words.isChecked()
    assert "mark, tap, clear, rest" in dialog.told.text()
    for keys, words, fits in (
        ("mark tap", "(T, I) = (2, 3)\nmark × 1, tap × 1", True),
        (" x", "mark, tap, clear, rest", False),
        (Key.Key_Backspace, "(T, I) = (2, 3)", True),
        ("c t*2", "(T, I) = (5, 3)\ntap × 3, mark × 1, clear × 1", True),
    ):
        (QTest.keyClicks if isinstance(keys, str) else QTest.keyClick)(dialog.text, keys)
        assert words in dialog.message.text()
        assert dialog.accept_button.isEnabled() == fits
    QTest.keyClick(dialog.text, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.sequence().labels == ("mark", "tap", "clear", "tap", "tap")


def test_numbers_are_typed_as_ever(ask):
    dialog = ask(3, CUES)
    QTest.keyClicks(dialog.text, "1 0 0")
    assert "“Values” above" in dialog.message.text()
    QTest.mouseClick(dialog.as_numbers, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert "(T, I) = (1, 3)" in dialog.message.text()
    assert dialog.accept_button.isEnabled()
    assert dialog.sequence().labels == ()
    plain = ask(3)
    assert not plain.as_words.isVisible()
    assert not plain.as_numbers.isVisible()


def test_letters_are_typed_without_separators(ask):
    dialog = ask(2, Wording(("a", "b"), (".",)))
    QTest.keyClicks(dialog.text, "ab.b")
    assert "(T, I) = (4, 2)\nb × 2, a × 1, . × 1" in dialog.message.text()


def test_an_example_is_typed_on_by_its_words_from_the_menu(make_window, monkeypatch):
    bench = Workbench(Document.of_example(EXAMPLES["teaching"]()))
    window = make_window(bench)

    def exec_(dialog):
        QTest.keyClicks(dialog.text, "mark tap tap clear")
        return dialog.accept_button.isEnabled()

    monkeypatch.setattr(TypeSequence, "exec", exec_)
    window._actions.trigger("type_sequence")
    document = bench.snapshot().document
    assert document.timestep_labels == ("mark", "tap", "tap", "clear")
    assert document.feature_names == ("mark", "tap", "clear")
    assert document.experiment.sequence[:, 0].argmax(axis=1).tolist() == [0, 1, 1, 2]
