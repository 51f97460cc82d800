"""Key map: the keys of the actions that the user has changed, and the rules for new ones.

The choice holds for the whole program, as text size and language do: `keys_of` tells it everywhere.
"""

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeySequence

from simulator.translation import mark, tr

_GROUP = "keys"
_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_MODIFIERS = _Modifier.ControlModifier | _Modifier.AltModifier | _Modifier.MetaModifier
_ARROWS = (_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down)

_SYSTEM = mark("macOS uses {key} to hide, minimise or quit the program.")
_SPACES = mark("{key} moves the selection in a matrix, and switches desktops on macOS.")
_MENUS = mark("{key} opens a menu: Alt with a letter is reserved for menus.")
_DESKTOP = mark("{key} shows the desktop on macOS.")
_FIELDS = mark("{key} is used in fields, tables and cards.")
_NO_KEY = mark("That is not a key.")

_TAKEN_BY_FIELDS = frozenset(
    QKeySequence(text).toString()
    for text in (
        *"0123456789", "Return", "Enter", "Tab", "Shift+Tab", "Up", "Down", "Del", "Backspace",
        "Shift+Up", "Shift+Down", "Shift+Left", "Shift+Right", "Alt+Up", "Alt+Down", "F2",
        "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Esc",
    )
)  # fmt: skip
"""Keys that widgets use, which an action would take from them."""


class _Chosen:
    keys: Mapping[str, tuple[QKeySequence, ...]] = {}


def chosen(id: str) -> tuple[QKeySequence, ...] | None:
    """Return the keys that the user has given an action; None for its own."""
    return _Chosen.keys.get(id)


def refusal(key: QKeySequence) -> str:
    """Say why no action can be given a key; empty if one can."""
    if key.count() != 1:
        return tr(_NO_KEY)
    combination = key[0]  # type: ignore[index]
    pressed, held = combination.key(), combination.keyboardModifiers()
    if pressed == _Key.Key_unknown:
        return tr(_NO_KEY)
    letter = _Key.Key_A <= pressed <= _Key.Key_Z
    shown = key.toString(QKeySequence.SequenceFormat.NativeText)
    control, alt = _Modifier.ControlModifier, _Modifier.AltModifier
    why = ""
    if held == control and pressed in (_Key.Key_H, _Key.Key_M, _Key.Key_Q):
        why = _SYSTEM
    elif held & control and pressed in _ARROWS:
        why = _SPACES
    elif letter and held & alt and not held & control:
        why = _MENUS
    elif pressed == _Key.Key_F11:
        why = _DESKTOP
    elif key.toString() in _TAKEN_BY_FIELDS:
        why = _FIELDS
    return tr(why, key=shown) if why else ""


def read(settings: QSettings, own: Mapping[str, Sequence[QKeySequence]]) -> None:
    """Take the choice of the settings; what is damaged, refused or taken twice is left out.

    Args:
        own: each action's own keys, by id.
    """
    found: dict[str, tuple[QKeySequence, ...]] = {}
    for id in own:
        keys = _stored(settings.value(f"{_GROUP}/{id}"))
        if keys is not None and not any(map(refusal, keys)):
            found[id] = keys
    while (second := _second(own, found)) is not None:
        del found[second]
    _Chosen.keys = found


def choose(settings: QSettings, id: str, keys: Sequence[QKeySequence] | None) -> None:
    """Give an action keys from now on; None gives its own back."""
    others = {other: keys for other, keys in _Chosen.keys.items() if other != id}
    _Chosen.keys = others if keys is None else {**others, id: tuple(keys)}
    if keys is None:
        settings.remove(f"{_GROUP}/{id}")
    else:
        settings.setValue(f"{_GROUP}/{id}", json.dumps([key.toString() for key in keys]))


def forget(settings: QSettings) -> None:
    """Give all actions their own keys back."""
    _Chosen.keys = {}
    settings.remove(_GROUP)


def _second(
    own: Mapping[str, Sequence[QKeySequence]], found: Mapping[str, Sequence[QKeySequence]]
) -> str | None:
    """Return an action whose chosen keys are another's too; None without any."""
    taken: dict[str, str] = {}
    for id in sorted(own, key=lambda id: id in found):
        for text in {key.toString() for key in found.get(id, own[id])}:
            if text in taken and id in found:
                return id
            taken[text] = id
    return None


def _stored(text: object) -> tuple[QKeySequence, ...] | None:
    try:
        texts = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    if not isinstance(texts, list) or not all(isinstance(item, str) for item in texts):
        return None
    return tuple(map(QKeySequence, texts))
