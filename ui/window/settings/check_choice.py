"""CheckChoice: whether torch checks every step, remembered."""

from PySide6.QtCore import QObject, QSettings, Signal

from ui.worker.checker import Checker

_KEY = "check"


class CheckChoice(QObject):
    """Choice whether torch checks.

    Signals:
        changed: the choice.
    """

    changed = Signal(bool)

    def __init__(self, settings: QSettings, checker: Checker, parent: QObject) -> None:
        super().__init__(parent)
        self._settings, self._checker = settings, checker
        checker.set_on(self.on)

    @property
    def on(self) -> bool:
        """True unless the settings say no."""
        return str(self._settings.value(_KEY, "true")).casefold() != "false"

    def set_on(self, on: bool) -> None:
        """Have torch check from now on, or not."""
        if on != self.on:
            self._settings.setValue(_KEY, on)
            self._checker.set_on(on)
            self.changed.emit(on)
