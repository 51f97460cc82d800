"""Key names: the keys that actions have at present, for every text of the window that names one.

The table of actions tells them; texts anywhere ask by an action's id, and again when told anew.
"""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal


class Named(NamedTuple):
    """Keys of an action as they are displayed, and the way to it through the menus."""

    keys: tuple[str, ...]
    path: str


class KeyNames(QObject):
    """Names of all actions' keys.

    Signals:
        changed: some action has other keys.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._named: Mapping[str, Named] = {}

    def tell(self, named: Mapping[str, Named]) -> None:
        """Take the keys of every action, by its id."""
        if named != self._named:
            self._named = named
            self.changed.emit()

    def of(self, id: str) -> tuple[str, ...]:
        """Return an action's keys; none where it has none, or was not told."""
        return self._named[id].keys if id in self._named else ()

    def first(self, id: str) -> str:
        """Return an action's first key, or nothing."""
        return next(iter(self.of(id)), "")

    def way(self, id: str) -> str:
        """Return an action's first key; where it has none, the way to it through the menus."""
        return self.first(id) or (self._named[id].path if id in self._named else id)


NAMES = KeyNames()
"""The names for the whole program."""


def with_key(text: str, id: str) -> str:
    """Put an action's key behind a text, in brackets, where it has one."""
    key = NAMES.first(id)
    return f"{text} ({key})" if key else text
