"""The keys that act on selected cells, the same in heat maps and tables."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

COPY, PASTE, ZERO = "copy", "paste", "zero"


def command_of(event: QKeyEvent) -> str:
    """What a key asks for: `copy`, `paste`, `zero`, or nothing."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return COPY
    if event.matches(QKeySequence.StandardKey.Paste):
        return PASTE
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    deletes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    return ZERO if deletes and plain else ""
