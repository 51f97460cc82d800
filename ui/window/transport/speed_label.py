"""Label of the speed of play, while it plays."""

from PySide6.QtWidgets import QLabel

from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.key_names import NAMES
from ui.style.theme import Theme


class SpeedLabel(QLabel):
    """Label of the steps a second, and whether play waits for the mouse."""

    def __init__(self) -> None:
        super().__init__()
        NAMES.changed.connect(self._name_keys)
        self._name_keys()
        self._speed, self._waiting = 0.0, False
        self.hide()

    def _name_keys(self) -> None:
        keys = {"faster": NAMES.way("faster"), "slower": NAMES.way("slower")}
        self.setToolTip(tr("Play speed. Faster: {faster}  Slower: {slower}", **keys))

    def draw(self, snapshot: Snapshot) -> None:
        """Show the speed."""
        self._speed = snapshot.speed
        self._say()
        self.setVisible(snapshot.playing)

    def set_waiting(self, waiting: bool) -> None:
        """Show whether play waits for the mouse."""
        self._waiting = waiting
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Change nothing: the text has the palette's colour."""

    def _say(self) -> None:
        text = tr("{speed:g} steps/s", speed=self._speed)
        if self._waiting:
            text = tr(
                "{speed:g} steps/s · paused while the mouse is over a value", speed=self._speed
            )
        self.setText(text)
