"""Boxes in plain text: names from files are never read as HTML."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.widgets.asked import asked

_NONE = QMessageBox.StandardButton.NoButton


def plain_box(
    parent: QWidget,
    title: str,
    text: str,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
    buttons: QMessageBox.StandardButton = _NONE,
) -> QMessageBox:
    """Make a box for a question, or of another icon; without buttons it gets OK."""
    box = QMessageBox(icon, title, text, buttons, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box


def show_box(
    parent: QWidget, title: str, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon
) -> None:
    """Show a message until it is confirmed."""
    with asked(plain_box(parent, title, text, icon)) as box:
        box.exec()
