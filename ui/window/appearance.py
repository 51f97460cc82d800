"""Appearance: theme, palette and text size, remembered; the system's theme is followed."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from simulator.translation import mark, tr
from simulator.translation import percent as write_percent
from ui.commands.actions import Handler
from ui.style import chrome, fonts, number_format
from ui.style.theme import COLOUR_BLIND, DARK, LIGHT, NAMES, STANDARD, Theme, theme_named
from ui.widgets.choice_menu import ChoiceMenu, remembered

SYSTEM = "system"
_THEMES = {SYSTEM: mark("Use the &system setting"), "light": mark("&Light"), "dark": mark("&Dark")}
_PALETTES = {STANDARD: mark("&Standard"), COLOUR_BLIND: mark("For &colour blindness")}
_THEME_KEY, _PALETTE_KEY, _TEXT_KEY, _DECIMALS_KEY = "theme", "palette", "text_size", "decimals"


def remembered_theme(settings: QSettings, scheme: Qt.ColorScheme, name: str = SYSTEM) -> Theme:
    """Return the theme of the last choices.

    Args:
        scheme: the system's, for who follows it. name: a theme to take instead; `SYSTEM` for none.
    """
    if name == SYSTEM:
        name = remembered(settings, _THEME_KEY, _THEMES)
    return theme_of(name, scheme, remembered(settings, _PALETTE_KEY, _PALETTES))


def remembered_text_size(settings: QSettings) -> int:
    """Return the last text size in percent."""
    percent = settings.value(_TEXT_KEY, fonts.USUAL, type=int)
    return percent if isinstance(percent, int) and percent in fonts.SIZES else fonts.USUAL


def remembered_decimals(settings: QSettings) -> int | None:
    """Return the last choice of decimals; None for each place's own."""
    decimals = settings.value(_DECIMALS_KEY, 0, type=int)
    return decimals if isinstance(decimals, int) and decimals in number_format.DECIMALS else None


def theme_of(name: str, scheme: Qt.ColorScheme, palette: str = STANDARD) -> Theme:
    """Return the theme of a choice; for the system's, by its colour scheme, light without one."""
    if name not in NAMES:
        name = (DARK if scheme == Qt.ColorScheme.Dark else LIGHT).name
    return theme_named(name, palette)


class Appearance(QObject):
    """Choice of theme and palette, each with its menu, of the text size, and of decimals.

    Signals:
        changed: the Theme, after a change of it, of the text size or of the decimals, which the
            application has already. told: a line for the user.
    """

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, settings: QSettings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings, self._theme = settings, theme
        number_format.set_decimals(remembered_decimals(settings))
        self._hints = QApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)
        self.themes, self.palettes = (
            ChoiceMenu(title, {k: tr(v) for k, v in names.items()}, settings, key, parent)
            for title, names, key in (
                (tr("&Theme"), _THEMES, _THEME_KEY),
                (tr("&Colours"), _PALETTES, _PALETTE_KEY),
            )
        )
        self.themes.chosen.connect(self._choose)
        self.palettes.chosen.connect(self._choose)

    @property
    def theme(self) -> Theme:
        """Present theme."""
        return self._theme

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {
            "theme": self.switch,
            "larger_text": partial(self._step_text, 1),
            "smaller_text": partial(self._step_text, -1),
            "usual_text": partial(self.set_text_size, fonts.USUAL),
        }

    def set_text_size(self, percent: int) -> None:
        """Use a text size from now on, in percent."""
        self._settings.setValue(_TEXT_KEY, percent)
        if percent != fonts.text_size():
            fonts.set_text_size(percent)
            self._apply()
        self.told.emit(tr("Text size: {percent}", percent=write_percent(percent / 100)))

    def lend_text_size(self, percent: int) -> None:
        """Use a text size for a while, without remembering it."""
        if percent != fonts.text_size():
            fonts.set_text_size(percent)
            self._apply()

    def set_decimals(self, decimals: int | None) -> None:
        """Write numbers in panels with so many decimals; None for as many as each place has."""
        self._settings.setValue(_DECIMALS_KEY, decimals or 0)
        if decimals != number_format.decimals():
            number_format.set_decimals(decimals)
            self.changed.emit(self._theme)

    def _step_text(self, by: int) -> None:
        """Go to the next larger or smaller text size, if there is one."""
        place = fonts.SIZES.index(fonts.text_size()) + by
        self.set_text_size(fonts.SIZES[min(max(place, 0), len(fonts.SIZES) - 1)])

    def switch(self) -> None:
        """Switch between light and dark."""
        self.themes.choose(LIGHT.name if self._theme.dark else DARK.name)

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        if self.themes.name == SYSTEM:
            self._take(scheme)

    def _choose(self) -> None:
        self._take(self._hints.colorScheme())

    def _take(self, scheme: Qt.ColorScheme) -> None:
        """Apply the present choices, if they change anything."""
        theme = theme_of(self.themes.name, scheme, self.palettes.name)
        if theme is not self._theme:
            self._theme = theme
            self._apply()

    def _apply(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        chrome.apply(app, self._theme)
        self.changed.emit(self._theme)
