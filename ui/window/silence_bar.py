"""SilenceBar: says across the whole window that torch does not answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.window.alarm_bar import AlarmBar


class SilenceBar(AlarmBar):
    """Alarm that is on while the torch process gives no sign of life. Its button restarts it."""

    def __init__(self, theme: Theme, window: QMainWindow) -> None:
        name, restart = tr("torch is not responding"), tr("Restart torch")
        super().__init__("silence", name, restart, restart, window)
        self._window = window
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the alarm, or hide the bar."""
        silent = snapshot.check.silent
        if silent and self.isHidden():  # a layout of a former version has no place for it
            self._window.addToolBarBreak(Qt.ToolBarArea.TopToolBarArea)
            self._window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self)
        text = tr(
            "torch is not responding: its process has stopped or is short of memory. "
            "Nothing is lost; checks and file tasks are waiting."
        )
        self.set_alarm(text if silent else "")

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.set_colour(theme, theme.warn)
