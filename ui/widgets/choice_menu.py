"""ChoiceMenu: a menu of which one entry is chosen, and remembered."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget


def remembered(settings: QSettings, key: str, names: Mapping[str, str]) -> str:
    """Return the last choice among names; the first one while there is none."""
    first = next(iter(names))
    name = settings.value(key, first, type=str)
    return name if isinstance(name, str) and name in names else first


class ChoiceMenu(QMenu):
    """Menu with one checkable entry for each name; the choice is kept in the settings.

    Signals:
        chosen: the name that was chosen.
    """

    chosen = Signal(str)

    def __init__(
        self, title: str, names: Mapping[str, str], settings: QSettings, key: str, parent: QWidget
    ) -> None:
        """Args: names: each name with its text; the first is the default. key: in the settings."""
        super().__init__(title, parent)
        self._settings, self._key, self._names = settings, key, names
        self._group = QActionGroup(self)
        for name, text in names.items():
            action = self.addAction(text, partial(self.choose, name))
            action.setObjectName(name)
            action.setCheckable(True)
            self._group.addAction(action)
        self._check()

    @property
    def name(self) -> str:
        """Name of the present choice."""
        return remembered(self._settings, self._key, self._names)

    def choose(self, name: str) -> None:
        """Choose an entry from now on."""
        self._settings.setValue(self._key, name)
        self._check()
        self.chosen.emit(name)

    def _check(self) -> None:
        for action in self._group.actions():
            action.setChecked(action.objectName() == self.name)
