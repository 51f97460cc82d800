"""Label of the speed of play."""

from PySide6.QtWidgets import QLabel

from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme


class SpeedLabel(QLabel):
    """Label of the steps a second, and whether play waits for the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip(tr("Speed of play: + faster, - slower"))
        self._speed, self._waiting = 0.0, False

    def draw(self, snapshot: Snapshot) -> None:
        """Show the speed."""
        self._speed = snapshot.speed
        self._say()

    def set_waiting(self, waiting: bool) -> None:
        """Show whether play waits for the mouse."""
        self._waiting = waiting
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Change nothing: the text has the palette's colour."""

    def _say(self) -> None:
        text = tr("{speed:g} steps/s", speed=self._speed)
        if self._waiting:
            text = tr("{speed:g} steps/s · waits for the mouse", speed=self._speed)
        self.setText(text)
