"""Buttons of a lesson: Enter presses them; Space plays, as everywhere in the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ui.widgets.key_filter import LEAVES_SPACE

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LessonButton(QPushButton):
    """Button that Space does not press."""

    def __init__(self, text: str = "", primary: bool = False) -> None:
        super().__init__(text)
        self.setProperty(LEAVES_SPACE, True)
        self.setDefault(primary)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press at Enter; leave all other keys to the window."""
        if event.key() in ENTER and not event.isAutoRepeat():
            self.click()
        else:
            event.ignore()
