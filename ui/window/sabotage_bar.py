"""SabotageBar: says across the whole window that the numbers are wrong on purpose."""

from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.window.alarm_bar import AlarmBar


class SabotageBar(AlarmBar):
    """Alarm that is on while our engine makes a mistake. Its button takes the mistake back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        undo = tr("Remove the error")
        super().__init__("sabotage", tr("Inject an error"), tr("Undo"), undo, parent)
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Name the sabotage, or hide the bar."""
        name = snapshot.document.mistake
        if not name:
            self.set_alarm("")
            return
        from simulator.mistakes.catalogue import MISTAKES

        self.set_alarm(
            tr(
                "Injected error: {name}. Gatestep's numbers are wrong on purpose.",
                name=MISTAKES[name].text(),
            )
        )

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.set_colour(theme, theme.bad)
