"""RecentFiles: the menu of the files opened or saved last."""

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.files.errors import plain
from simulator.translation import tr
from ui.style.mnemonic import literal

MOST = 10
_KEY = "recent"


class RecentFiles(QObject):
    """Keeps paths in the settings, the newest first.

    Signals:
        chosen: a path to open.
    """

    chosen = Signal(str)

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.menu = QMenu(tr("Open &recent"), parent)
        self._fill()

    def paths(self) -> list[str]:
        """Return the paths, the newest first."""
        stored = self._settings.value(_KEY, [], type=list)
        paths = stored if isinstance(stored, list) else []
        return [path for path in paths if isinstance(path, str)][:MOST]

    def add(self, path: str) -> None:
        """Put a path first."""
        path = os.path.abspath(path)
        others = [other for other in self.paths() if other != path]
        self._set([path, *others][:MOST])

    def _set(self, paths: list[str]) -> None:
        self._settings.setValue(_KEY, paths)
        self._fill()

    def _fill(self) -> None:
        paths = self.paths()
        self.menu.clear()
        self.menu.setEnabled(bool(paths))
        self.menu.setToolTipsVisible(True)
        for number, path in enumerate(paths, 1):
            name = literal(plain(Path(path).name))
            mark = f"&{number}" if number < 10 else str(number)
            action = self.menu.addAction(f"{mark}  {name}")
            action.setToolTip(_folder(path))
            action.triggered.connect(partial(self._choose, path))
        self.menu.addSeparator()
        self.menu.addAction(tr("&Forget these")).triggered.connect(self._forget)

    def _choose(self, path: str, _checked: bool = False) -> None:
        self.chosen.emit(path)

    def _forget(self) -> None:
        self._set([])


def _folder(path: str) -> str:
    """Return the folder of a path, as a tool tip that is never read as HTML."""
    return plain(Path(path).parent, 200).replace("<", "‹")
