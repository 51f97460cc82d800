"""SettingsDialog: all that is chosen once, in two tabs. Every choice holds at once."""

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.dialogs.form import give_room
from ui.window.appearance import Appearance
from ui.window.language_choice import LanguageChoice
from ui.window.settings.check_choice import CheckChoice
from ui.window.settings.general_page import GeneralPage
from ui.window.settings.keys_page import KeysPage

_SIZE = 680, 520


class SettingsDialog(QDialog):
    """General choices, and keys.

    Signals:
        keys_changed: some action has other keys.
    """

    keys_changed = Signal()

    def __init__(
        self,
        settings: QSettings,
        appearance: Appearance,
        languages: LanguageChoice,
        check: CheckChoice,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.general = GeneralPage(appearance, languages, check)
        self.keys = KeysPage(settings, appearance.theme)
        self.keys.changed.connect(self.keys_changed)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Settings sections"))
        for page, title, tip in (
            (self.general, tr("General"), tr("Appearance, numbers, language and check")),
            (self.keys, tr("Keys"), tr("Keys for all actions")),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(page, title), tip)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Close | standard.RestoreDefaults)
        reset = buttons.button(standard.RestoreDefaults)
        reset.setText(tr("Restore de&faults"))
        reset.setToolTip(tr("Restores the defaults for everything on this tab"))
        reset.setAutoDefault(False)
        reset.clicked.connect(self._reset)
        buttons.button(standard.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.addWidget(self.tabs)
        rows.addWidget(buttons)
        give_room(self, *_SIZE)

    def _reset(self) -> None:
        (self.general if self.tabs.currentWidget() is self.general else self.keys).reset()
