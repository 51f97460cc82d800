"""Exports: the files being exported, for which a window that closes waits."""

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from simulator.files.errors import plain
from simulator.translation import tr
from ui.widgets.plain_box import plain_box
from ui.worker.long_work import Work


class Exports(QObject):
    """Knows the exports under way, and offers to stop them where they would hold up the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._keys = count()
        self._under_way: dict[int, tuple[str, Callable[[], None]]] = {}
        self._box: QMessageBox | None = None
        self._then: Callable[[], None] | None = None

    def begin(self, path: str, stop: Callable[[], None]) -> int:
        """Note an export to a path that `stop` would stop; return its key, for `end`."""
        key = next(self._keys)
        self._under_way[key] = path, stop
        return key

    def end(self, key: int, written: bool) -> None:
        """Note that an export has ended: the file is written, or it failed or was stopped."""
        self._under_way.pop(key, None)
        then = self._then
        if then is None or (self._under_way and written):
            return
        self._close_box()
        if written:
            QTimer.singleShot(0, then)

    def follow(self, path: str, work: Work) -> None:
        """Note a work that exports to a path, until it ends."""
        key = self.begin(path, work.cancel)
        work.done.connect(partial(self.end, key, True))
        work.failed.connect(partial(self._fail, key))
        work.cancelled.connect(partial(self.end, key, False))

    def wait(self, then: Callable[[], None]) -> bool:
        """Call `then` once all is written, or stopped by the user; return False when it is."""
        if not self._under_way:
            return False
        self._then = then
        if self._box is None:
            self._box = self._ask()
        return True

    def _ask(self) -> QMessageBox:
        names = ", ".join(plain(Path(path).name, 80) for path, _ in self._under_way.values())
        text = tr("Still saving: {names}. The window closes when saving is done.", names=names)
        icon = QMessageBox.Icon.Information
        box = plain_box(self._window, tr("Export"), text, icon)
        role = QMessageBox.ButtonRole
        stop = box.addButton(tr("&Stop it and close"), role.DestructiveRole)
        keep = box.addButton(tr("&Keep the window open"), role.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        stop.clicked.connect(self._stop)
        keep.clicked.connect(self._close_box)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.open()
        return box

    def _stop(self) -> None:
        then = self._then
        self._close_box()
        for _, stop in tuple(self._under_way.values()):
            stop()
        self._under_way.clear()
        if then is not None:
            QTimer.singleShot(0, then)

    def _close_box(self) -> None:
        self._then = None
        if self._box is not None:
            self._box.close()
            self._box.deleteLater()
            self._box = None

    def _fail(self, key: int, _message: str) -> None:
        self.end(key, False)
