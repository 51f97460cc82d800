"""RecentFiles: the menu of the files opened or saved last."""

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.experiment.experiment import Experiment
from simulator.files.errors import plain
from simulator.translation import tr
from ui.commands import recent_details
from ui.commands.recent_details import Details, RecentFile
from ui.style.mnemonic import literal

MOST = 10
_KEY, _DETAILS = "recent", "recent_details"


class RecentFiles(QObject):
    """Keeps paths in the settings, the newest first.

    Signals:
        chosen: a path to open.
    """

    chosen = Signal(str)

    def __init__(
        self, settings: QSettings, present: Callable[[], Experiment], parent: QWidget
    ) -> None:
        """Take `present`, which returns the experiment that is open."""
        super().__init__(parent)
        self._settings, self._present = settings, present
        self.menu = QMenu(tr("Open &recent"), parent)
        self._fill()

    def paths(self) -> list[str]:
        """Return the paths, the newest first."""
        stored = self._settings.value(_KEY, [], type=list)
        paths = stored if isinstance(stored, list) else []
        return [path for path in paths if isinstance(path, str)][:MOST]

    def files(self) -> list[RecentFile]:
        """Return the files with what is known of them, the newest first."""
        details, today = self._details(), datetime.now().date()
        return [
            RecentFile(path, details[path].inside(path), details[path].when(today))
            if path in details
            else RecentFile(path)
            for path in self.paths()
        ]

    def add(self, path: str) -> None:
        """Put a path first: of a file that has just been opened or saved."""
        path = os.path.abspath(path)
        others = [other for other in self.paths() if other != path]
        paths = [path, *others][:MOST]
        details = self._details() | {path: Details.of(self._present(), datetime.now())}
        kept = {path: of for path, of in details.items() if path in paths}
        self._settings.setValue(_DETAILS, recent_details.written(kept))
        self._set(paths)

    def _details(self) -> dict[str, Details]:
        return recent_details.read(self._settings.value(_DETAILS, ""))

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
        self.menu.addAction(tr("&Clear this list")).triggered.connect(self._forget)

    def _choose(self, path: str, _checked: bool = False) -> None:
        self.chosen.emit(path)

    def _forget(self) -> None:
        self._settings.remove(_DETAILS)
        self._set([])


def _folder(path: str) -> str:
    """Return the folder of a path, as a tool tip that is never read as HTML."""
    return plain(Path(path).parent, 200).replace("<", "‹")
