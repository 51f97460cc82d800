"""Dialogs are deleted after their answer, with the numbers that they hold."""

import pytest
from PySide6.QtWidgets import QDialog

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
