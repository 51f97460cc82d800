"""Keys that act on selected cells, alike in heat maps and tables; and a heat map's own."""

from collections.abc import Container
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from simulator.translation import mark

COPY, PASTE, ZERO, NUDGE = "copy", "paste", "zero", "nudge"

SHEET = (
    ("↑  ↓  Tab", mark("Move the selection up, down and along its row")),
    (mark("Ctrl+arrows"), mark("Move the selection in all four directions")),
    ("Esc, Enter", mark("Return the keys to stepping")),
    ("0…9, F2, Enter", mark("Type a number to replace the selected cell")),
    (
        mark("Drag ↑ ↓"),
        mark("Change the selected cells. Shift: fine steps. Esc: restore"),
    ),
    (
        "Alt+↑  Alt+↓",
        mark("Change the selection by about 1 % of the largest value. Shift: ten times as much"),
    ),
    (
        mark("Shift+arrows"),
        mark("Select a block (or Shift-drag, or click a row or column name)"),
    ),
    ("Ctrl+A", mark("Select all")),
    ("Ctrl+C  Ctrl+V", mark("Copy and paste, tab-separated and exact")),
    ("Del", mark("Set to 0")),
    (mark("Menu"), mark("Open the block's menu, as with a right click")),
)
"""Keys and drags in heat maps and tables, for the key sheet."""

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_DIRECTIONS = {_Key.Key_Up: 1, _Key.Key_Down: -1}
_FAST = 10

_BY_ROWS = {_Key.Key_Up: (-1, 0), _Key.Key_Down: (1, 0)}
_BY_ONE = _BY_ROWS | {_Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}
MOVES = _BY_ONE | {
    _Key.Key_PageUp: (-10, 0),
    _Key.Key_PageDown: (10, 0),
    _Key.Key_Home: (0, -(2**31)),
    _Key.Key_End: (0, 2**31),
}
"""Moves in a heat map by rows and columns: plain keys only up and down, with Shift by one, with
Ctrl all. The other plain keys step, as everywhere.
"""
EDITS = {_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2}
"""Keys that open the selected cell's number."""


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


def acts_on_cells(event: QKeyEvent) -> bool:
    """Return True for a key that a heat map takes: it moves, edits, selects or commands."""
    key, modifiers = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
    everything = key == _Key.Key_A and modifiers == _Modifier.ControlModifier
    if command_of(event) is not None or everything:
        return True
    if key in MOVES:
        return key in _keys_moving(modifiers)
    digit = event.text().isascii() and event.text().isdigit()
    return not modifiers and (key in EDITS | {_Key.Key_Menu} or digit)


def _keys_moving(modifiers: Qt.KeyboardModifier) -> Container[int]:
    """Return the keys that move the selected cell together with modifiers."""
    if modifiers & ~(_Modifier.ShiftModifier | _Modifier.ControlModifier):
        return ()
    if modifiers & _Modifier.ControlModifier:
        return MOVES
    return _BY_ONE if modifiers & _Modifier.ShiftModifier else _BY_ROWS
