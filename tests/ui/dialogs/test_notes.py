"""Notes are plain text, typed by keys, up to the length that a workspace keeps."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from ui.dialogs import notes
from ui.dialogs.notes import NotesDialog


def test_notes_are_typed_and_end_where_a_workspace_ends(bring_up, qtbot, monkeypatch):
    monkeypatch.setattr(notes, "MOST", 9)
    parent = bring_up(QWidget())
    dialog = NotesDialog("unit 0", parent)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    field = dialog.findChild(QPlainTextEdit)
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, " <b>")
    assert dialog.notes() == "unit 0 <b"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not field
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
