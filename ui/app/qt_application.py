"""Application of Qt: its names and icon, and the files that the system asks it to open."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from simulator.examples.example import RESOURCES
from simulator.version import VERSION

NAME = "Gatestep"
"""Name of the settings, the data folder and the program. Files that people have stand under it."""

DESKTOP_FILE = "gatestep"
"""Name of the desktop entry that `gatestep install-desktop` writes, without its suffix."""

OpenFiles = Callable[[list[str]], object]


class Application(QApplication):
    """QApplication that knows its names, and keeps the files that it is asked for before it can.

    macOS gives no files to a program as arguments: it sends an event for each, also to one that
    runs, and the first ones before there is a window.
    """

    def __init__(self, arguments: list[str]) -> None:
        QCoreApplication.setOrganizationName(NAME)
        QCoreApplication.setApplicationName(NAME)
        QCoreApplication.setApplicationVersion(VERSION)
        QGuiApplication.setDesktopFileName(DESKTOP_FILE)
        self._asked: list[str] = []
        self._open: OpenFiles | None = None
        super().__init__(arguments)
        self.setWindowIcon(QIcon(str(RESOURCES / "desktop" / "gatestep.svg")))

    def open_with(self, open: OpenFiles) -> None:
        """Open what is asked for by a function, those files of one moment at once."""
        self._open = open
        self._open_soon()

    def event(self, event: QEvent) -> bool:
        """Take a request for a file; leave all else to Qt."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._asked.append(event.file())
            self._open_soon()
            return True
        return super().event(event)

    def _open_soon(self) -> None:
        """Open when the event loop turns: a model and its sequence come as two events."""
        if self._open is not None:
            QTimer.singleShot(0, self._open_asked)

    def _open_asked(self) -> None:
        asked, self._asked = self._asked, []
        if asked and self._open is not None:
            self._open(asked)
