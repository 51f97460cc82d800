"""The keys that act on selected cells, the same in heat maps and tables."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

COPY, PASTE, ZERO, NUDGE = "copy", "paste", "zero", "nudge"

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_DIRECTIONS = {_Key.Key_Up: 1, _Key.Key_Down: -1}
_FAST = 10


class Command(NamedTuple):
    """What a key asks for: `copy`, `paste`, `zero` or `nudge`.

    `steps` of a nudge: 1 or 10, negative downwards; `repeated` when its key is held down.
    """

    kind: str
    steps: int = 0
    repeated: bool = False


def command_of(event: QKeyEvent) -> Command | None:
    """What a key asks for: Ctrl+C, Ctrl+V, Delete, Alt+↑ and Alt+↓, with Shift ten times as far."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return Command(COPY)
    if event.matches(QKeySequence.StandardKey.Paste):
        return Command(PASTE)
    modifiers, key = event.modifiers() & ~_Modifier.KeypadModifier, event.key()
    if modifiers == _Modifier.NoModifier and key in (_Key.Key_Delete, _Key.Key_Backspace):
        return Command(ZERO)
    if key in _DIRECTIONS and modifiers & ~_Modifier.ShiftModifier == _Modifier.AltModifier:
        far = _FAST if modifiers & _Modifier.ShiftModifier else 1
        return Command(NUDGE, far * _DIRECTIONS[_Key(key)], event.isAutoRepeat())
    return None
