"""Keys of a card, and their lines for the key sheet."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from simulator.translation import mark

SHEET = (
    ("0…9, Enter", mark("Type a number to replace the one on the card")),
    ("P", mark("Keep the card open, or let it close")),
    ("Esc", mark("Close the field, then the card, then the kept cards")),
)
"""Keys of a card, for the key sheet."""

_Key = Qt.Key
_MODIFIERS = (_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_AltGr, _Key.Key_Meta)
_FIRST = "0123456789"
_FIRST_WITH_KEYS = _FIRST + "-−.,"


class CardKey(Enum):
    """What a key does on a card."""

    TYPE = "type"
    PIN = "pin"
    CLOSE = "close"
    MODIFIER = "modifier"
    OTHER = "other"


def card_key(event: QKeyEvent, focused: bool) -> CardKey:
    """Return what a key does on a card.

    Args:
        focused: the card has the keys. Else `-` and `.` are the window's, which steps by them.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in _MODIFIERS:
        return CardKey.MODIFIER
    if modifiers:
        return CardKey.OTHER
    if event.key() == _Key.Key_Escape:
        return CardKey.CLOSE
    if event.key() == _Key.Key_P:
        return CardKey.PIN
    first = event.text()
    if event.key() in (_Key.Key_Return, _Key.Key_Enter) or (
        first and first in (_FIRST_WITH_KEYS if focused else _FIRST)
    ):
        return CardKey.TYPE
    return CardKey.OTHER


def first_text(event: QKeyEvent) -> str:
    """Return the text that a key begins a number with; empty for Enter."""
    return event.text() if event.text() and event.text() in _FIRST_WITH_KEYS else ""
