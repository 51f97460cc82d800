"""Unsaved: copies of unsaved work in the application's own folder, each with a lock file.

A copy whose lock is free was left by a program that ended unexpectedly.
"""

import os
import secrets
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from PySide6.QtCore import QLockFile

from simulator.files.errors import cannot_write, os_reason
from simulator.files.private import make_private, make_private_folder
from simulator.files.registry import WORKSPACE_SUFFIX
from ui.documents.known_files import KnownFile


class Copy:
    """Copy of a document, locked so that only one window keeps or offers it.

    Attributes:
        path: its file, which may not be written yet.
        discarded: it is no longer wanted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.discarded = False
        self._lock = QLockFile(str(path.with_suffix(".lock")))
        # A lock is held for as long as its program runs, and no longer.
        self._lock.setStaleLockTime(0)
        self._lock_file: tuple[int, int] | None = None

    @classmethod
    def begin(cls, folder: Path) -> "Copy":
        """Begin a copy, to be written later.

        Raises:
            FileError: the folder is not writable.
        """
        copy = cls(folder / f"{os.getpid()}-{secrets.token_hex(4)}{WORKSPACE_SUFFIX}")
        try:
            make_private_folder(folder)
            if not copy.take():
                with TemporaryFile(dir=folder) as file:  # Qt does not say why it cannot lock
                    file.write(b"reason")
                raise OSError
        except OSError as error:
            raise cannot_write(folder, os_reason(error)) from error
        return copy

    @property
    def locked(self) -> bool:
        """False when the lock was removed: another window could take the copy, or has taken it."""
        now = self._present_lock_file()
        return self._lock.isLocked() and now is not None and now == self._lock_file

    def take(self) -> bool:
        """Lock the copy, if it is not locked; return False when another window has it."""
        if self.locked:
            return True
        if self._lock.isLocked():
            if self._present_lock_file():
                return False  # unlocking would remove the other window's lock
            self._lock.unlock()
        if self._lock.tryLock(0):
            make_private(self._lock.fileName())
            self._lock_file = self._present_lock_file()
        return self.locked

    def let_go(self) -> None:
        """Leave the copy to other windows."""
        if self.locked:
            self._lock.unlock()

    def discard(self) -> None:
        """Remove the copy, unless another window has taken it."""
        self.discarded = True
        if self.take():
            with suppress(OSError):
                self.path.unlink()
            self._lock.unlock()

    def _present_lock_file(self) -> tuple[int, int] | None:
        """Return what tells the lock's file from a later one of its name; None without one."""
        try:
            found = os.stat(self._lock.fileName())
        except OSError:
            return None
        return found.st_dev, found.st_ino


class Kept(NamedTuple):
    """Document that only its copy holds: the history has dropped it.

    Attributes:
        title, stem: as of the document. file: its file, if it has one.
    """

    title: str
    stem: str
    file: KnownFile | None
    copy: Copy


def left_behind(folder: Path, without: Container[Path] = ()) -> Iterator[Copy]:
    """Yield the copies that ended programs left in the folder, the newest first."""
    with suppress(OSError):
        for lock in folder.glob("*.lock"):
            copy = Copy(lock.with_suffix(WORKSPACE_SUFFIX))
            if not copy.path.exists() and copy.take():
                copy.let_go()
        for path in sorted(folder.glob(f"*{WORKSPACE_SUFFIX}"), key=_modified, reverse=True):
            copy = Copy(path)
            if path not in without and copy.take():
                if path.exists():
                    yield copy
                else:
                    copy.let_go()


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
