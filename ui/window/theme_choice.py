"""ThemeChoice: light, dark, or the system's theme, remembered and followed."""

from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from simulator.translation import mark, tr
from ui.style import theme as themes
from ui.style.theme import DARK, LIGHT, THEMES, Theme

SYSTEM = "system"
_TEXTS = {SYSTEM: mark("Like the &system"), "light": mark("&Light"), "dark": mark("&Dark")}
_KEY = "theme"


def remembered(settings: QSettings) -> str:
    """Return the last choice: a theme's name, or the system's."""
    name = settings.value(_KEY, SYSTEM, type=str)
    return name if isinstance(name, str) and name in THEMES else SYSTEM


def theme_of(name: str, scheme: Qt.ColorScheme) -> Theme:
    """Return the theme of a choice; for the system's, by its colour scheme, light without one."""
    return THEMES.get(name) or (DARK if scheme == Qt.ColorScheme.Dark else LIGHT)


class ThemeChoice(QObject):
    """Choice of the theme, and its menu.

    Signals:
        changed: the new Theme; the application has its palette already.
    """

    changed = Signal(object)

    def __init__(self, settings: QSettings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings, self._theme = settings, theme
        self._hints = QApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)
        self.menu = QMenu(tr("&Theme"), parent)
        self._group = QActionGroup(self)
        for name, text in _TEXTS.items():
            action = self.menu.addAction(tr(text), partial(self.choose, name))
            action.setObjectName(name)
            action.setCheckable(True)
            self._group.addAction(action)
        self._check()

    def choose(self, name: str) -> None:
        """Use light, dark or the system's theme from now on."""
        self._settings.setValue(_KEY, name)
        self._check()
        self._take(theme_of(name, self._hints.colorScheme()))

    def switch(self) -> None:
        """Switch between light and dark."""
        self.choose(LIGHT.name if self._theme.dark else DARK.name)

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        if remembered(self._settings) == SYSTEM:
            self._take(theme_of(SYSTEM, scheme))

    def _take(self, theme: Theme) -> None:
        if theme is self._theme:
            return
        self._theme = theme
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        themes.apply(app, theme)
        self.changed.emit(theme)

    def _check(self) -> None:
        name = remembered(self._settings)
        for action in self._group.actions():
            action.setChecked(action.objectName() == name)
