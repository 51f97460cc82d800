"""Autosave: keeps a copy of unsaved work in the application's own folder, in case of a crash.

Every window has a file of its own there, and holds a lock beside it. A file whose lock nobody
holds was left by a program that did not end well.
"""

import os
import secrets
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QTimer, Signal

from simulator.files.atomic import remove_stale
from simulator.files.errors import FileError, cannot_write, os_reason
from simulator.files.workspace_writer import SUFFIX, writing
from simulator.wording import tr
from ui.saving import Saver, workspace_of
from ui.snapshot import Document, Snapshot
from ui.workbench import Workbench

SETTLE_MILLISECONDS = 3_000
"""How long nothing must change before it is kept …"""
PATIENCE_MILLISECONDS = 20_000
"""… unless it has changed for so long without a rest."""
SLICE_SECONDS = 0.02


class Autosave(QObject):
    """Writes what no file holds, a slice at a time, and removes the copy once a file does.

    Signals:
        failed: one line on why the work could not be kept.
    """

    failed = Signal(str)

    def __init__(
        self,
        workbench: Workbench,
        saver: Saver,
        layout: Callable[[], str],
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._saver, self._layout = workbench, saver, layout
        self.stem = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._path = folder / f"{self.stem}{SUFFIX}"
        self._lock = _lock(folder, self.stem)
        self._following = False
        self._noticed: Document | None = None
        self._work: Generator[float, None, None] | None = None
        self._unrest = QElapsedTimer()
        self._settle = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._settle.timeout.connect(self._begin)
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)

    def start(self) -> None:
        """Follow the workbench, if the folder can be written to."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(str(cannot_write(self._path.parent, os_reason(error))))
            return
        if not self._lock.tryLock(0):
            self.failed.emit(
                str(cannot_write(self._path.parent, tr("unsaved work is not kept there")))
            )
            return
        remove_stale(self._path.parent)
        self._workbench.changed.connect(self._follow)
        self._following = True
        self._follow(self._workbench.snapshot())

    def adopt(self, path: Path, document: Document) -> None:
        """Take over the copy that another program left of a document that is open now."""
        with suppress(OSError):
            os.replace(path, self._path)
            self._noticed = document
            self._settle.stop()

    def close(self) -> None:
        """Let go of the copy: the work is saved, or not wanted any more."""
        if self._following:
            self._workbench.changed.disconnect(self._follow)
            self._following = False
        self._forget()
        self._lock.unlock()

    def _follow(self, snapshot: Snapshot) -> None:
        if snapshot.saved:
            self._forget()
        elif self._noticed is None or not snapshot.document.is_like(self._noticed):
            self._noticed = snapshot.document
            if not self._unrest.isValid():
                self._unrest.start()
            if not self._settle.isActive() or self._unrest.elapsed() < PATIENCE_MILLISECONDS:
                self._settle.start()

    def _begin(self) -> None:
        if self._work is not None:
            self._settle.start()  # an earlier state is being written still
            return
        self._unrest.invalidate()
        snapshot = self._workbench.snapshot()
        file = self._saver.path_of(snapshot.document)
        self._work = writing(self._path, workspace_of(snapshot, self._layout(), file))
        self._slices.start()

    def _slice(self) -> None:
        deadline = time.perf_counter() + SLICE_SECONDS
        try:
            while self._work is not None and time.perf_counter() < deadline:
                next(self._work)
        except StopIteration:
            self._end()
        except FileError as error:
            self._end()
            self.failed.emit(tr("unsaved work could not be kept for a crash: {error}", error=error))

    def _end(self) -> None:
        self._slices.stop()
        self._work = None

    def _forget(self) -> None:
        if self._noticed is None:
            return
        self._noticed = None
        self._settle.stop()
        self._unrest.invalidate()
        if self._work is not None:
            self._work.close()
            self._end()
        with suppress(OSError):
            self._path.unlink()


@dataclass(frozen=True, eq=False, slots=True)
class Left:
    """Work that a program left when it ended unexpectedly; locked, so that one window offers it."""

    path: Path
    lock: QLockFile

    def discard(self) -> None:
        """Remove it."""
        with suppress(OSError):
            self.path.unlink()
        self.lock.unlock()


def left_behind(folder: Path) -> Iterator[Left]:
    """What programs that are gone left in the folder, the newest first."""
    with suppress(OSError):
        for lock in folder.glob("*.lock"):
            if not lock.with_suffix(SUFFIX).exists():
                _release(_lock(folder, lock.stem))
        for path in sorted(folder.glob(f"*{SUFFIX}"), key=_modified, reverse=True):
            lock_file = _lock(folder, path.stem)
            if lock_file.tryLock(0):
                if path.exists():
                    yield Left(path, lock_file)
                else:
                    lock_file.unlock()


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _release(lock: QLockFile) -> None:
    """Remove a lock that nobody holds."""
    if lock.tryLock(0):
        lock.unlock()


def _lock(folder: Path, stem: str) -> QLockFile:
    lock = QLockFile(str(folder / f"{stem}.lock"))
    lock.setStaleLockTime(0)  # a lock is held for as long as its program runs, and no longer
    return lock
