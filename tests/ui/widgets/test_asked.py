"""Dialogs are deleted after their answer, with the numbers that they hold."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.widgets.plain_box import show_box

MODAL = (
    *("options", "hold_value", "notes", "new", "sabotage", "normalise", "type_sequence"),
    *("export_trace", "export_animation", "shortcuts", "about"),
)


@pytest.mark.few(1)
@pytest.mark.parametrize("id", MODAL)
def test_no_dialog_stays_in_the_window(make_window, qtbot, monkeypatch, id):
    window, seen = make_window(shown=True), []
    before = len(window.findChildren(QDialog))

    def answer(dialog):
        seen.append(type(dialog).__name__)
        return False

    monkeypatch.setattr(QDialog, "exec", answer)
    window._actions[id].trigger()
    qtbot.waitUntil(lambda: len(window.findChildren(QDialog)) == before)
    assert seen


def test_a_box_takes_no_text_for_html_and_closes_with_its_button(bring_up, qtbot):
    window, seen = bring_up(QWidget()), []

    def confirm():
        box = QApplication.activeModalWidget()
        seen.append((box.text(), box.textFormat()))
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, confirm)
    show_box(window, "Gatestep", "<b>file.pt</b>")
    assert seen == [("<b>file.pt</b>", Qt.TextFormat.PlainText)]
    assert QApplication.activeModalWidget() is None
