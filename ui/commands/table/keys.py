"""Keys of the actions: their own, or those that the user has chosen."""

from PySide6.QtGui import QKeySequence

from simulator.translation import tr
from ui.commands.table import key_map
from ui.commands.table.rows import ActionRow, name_of, path_of
from ui.commands.table.synonyms import TIPS
from ui.style.key_names import Named

_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
"""How the arrow keys are displayed, by Qt's names for them."""


def tool_tip(row: ActionRow) -> str:
    """Return the tool tip of an action's button: its text and its keys, and what it does."""
    text, keys = name_of(row), keys_of(row)
    name = f"{text} ({', '.join(keys)})" if keys else text
    return f"{name}\n{tr(TIPS[row.id])}" if row.id in TIPS else name


def named(row: ActionRow) -> Named:
    """Return what texts need to name an action: its keys, or the way to it."""
    return Named(keys_of(row), path_of(row))


def shortcuts_of(row: ActionRow) -> list[QKeySequence]:
    """List all of an action's keys here, starting with the one in the menu."""
    chosen = key_map.chosen(row.id)
    return own_keys(row) if chosen is None else list(chosen)


def own_keys(row: ActionRow) -> list[QKeySequence]:
    """List the keys that an action has on this platform while the user gives it no others."""
    return _distinct([*_standard_keys(row), *map(QKeySequence, row.keys)])


def keys_of(row: ActionRow) -> tuple[str, ...]:
    """Return the keys to display, as the menus write them, in the user's language.

    Only the first of the platform's own keys: the others are of old or rare keyboards.
    """
    told = key_map.chosen(row.id)
    if told is None:
        told = tuple(_distinct([*_standard_keys(row)[:1], *map(QKeySequence, row.keys)]))
    return tuple(map(_displayed, told))


def _displayed(key: QKeySequence) -> str:
    """Write a key as the menus do, but an arrow as `→`."""
    text = key.toString(QKeySequence.SequenceFormat.NativeText)
    arrow = _ARROWS.get(key.toString().rpartition("+")[2])
    return f"{text[: text.rfind('+') + 1]}{arrow}" if arrow else text


def _standard_keys(row: ActionRow) -> list[QKeySequence]:
    return [] if row.standard is None else QKeySequence.keyBindings(row.standard)


def _distinct(keys: list[QKeySequence]) -> list[QKeySequence]:
    return list({key.toString(): key for key in keys}.values())
