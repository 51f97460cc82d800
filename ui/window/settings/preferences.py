"""Preferences: the choices of the user, and the dialog of all of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from ui.commands.actions import Handler
from ui.commands.table import key_map
from ui.commands.table.keys import own_keys
from ui.commands.table.rows import TABLE
from ui.session.messages import Messages
from ui.style.theme import Theme
from ui.widgets.asked import asked
from ui.window.appearance import Appearance
from ui.window.language_choice import LanguageChoice
from ui.window.settings.check_choice import CheckChoice
from ui.worker.checker import Checker

if TYPE_CHECKING:
    from ui.window.settings.dialog import SettingsDialog


class Preferences(QObject):
    """Choices that are remembered and hold in the whole window.

    Attributes:
        appearance: theme, palette, text size and decimals. language: the one of the next start.
        check: whether torch checks.

    Signals:
        keys_changed: actions have other keys.
    """

    keys_changed = Signal()

    def __init__(
        self,
        settings: QSettings,
        theme: Theme,
        messages: Messages,
        checker: Checker,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window
        self.appearance = Appearance(settings, theme, window)
        self.appearance.told.connect(messages.tell)
        self.language = LanguageChoice(settings, messages, window)
        self.check = CheckChoice(settings, checker, self)
        key_map.read(settings, {row.id: own_keys(row) for row in TABLE})

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {"settings": self.ask, **self.appearance.handlers()}

    def ask(self) -> None:
        """Open the dialog; every choice holds at once."""
        with asked(self.dialog()) as dialog:
            dialog.exec()

    def dialog(self) -> "SettingsDialog":
        """Make the dialog."""
        from ui.window.settings.dialog import SettingsDialog

        dialog = SettingsDialog(
            self._settings, self.appearance, self.language, self.check, self._window
        )
        dialog.keys_changed.connect(self.keys_changed)
        return dialog
