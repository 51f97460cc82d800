"""Keys that act on selected cells, alike in heat maps and tables."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from simulator.translation import mark

COPY, PASTE, ZERO, NUDGE = "copy", "paste", "zero", "nudge"

SHEET = (
    ("0…9, F2, Enter", mark("Type a number over the selected cell")),
    (
        mark("Drag ↑ ↓"),
        mark("Change what is selected, with Shift finely; with Alt from any cell on; Esc restores"),
    ),
    (
        "Alt+↑  Alt+↓",
        mark("Nudge what is selected by about 1 % of the largest value; with Shift ten times"),
    ),
    (
        mark("Shift+arrows"),
        mark("Select a block; so does a Shift-drag, and a click on a name beside the cells"),
    ),
    ("Ctrl+A", mark("Select all")),
    ("Ctrl+C  Ctrl+V", mark("Copy and paste, tab-separated and exact")),
    ("Del", mark("Set to 0")),
    (mark("Menu"), mark("All that can be done with the block, as a right click")),
)
"""Keys and drags in heat maps and tables, for the key sheet."""

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_DIRECTIONS = {_Key.Key_Up: 1, _Key.Key_Down: -1}
_FAST = 10


class Command(NamedTuple):
    """Command of a key: `copy`, `paste`, `zero` or `nudge`.

    `steps` of a nudge: 1 or 10, negative downwards; `repeated` when its key is held down.
    """

    kind: str
    steps: int = 0
    repeated: bool = False


def command_of(event: QKeyEvent) -> Command | None:
    """Return the command of Ctrl+C, Ctrl+V, Delete, Alt+↑ or Alt+↓ (Shift: ten steps), or None."""
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
