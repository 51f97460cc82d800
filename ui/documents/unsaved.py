"""Unsaved: copies of unsaved work in the application's own folder, each with a lock file.

A copy whose lock is free was left by a program that ended unexpectedly.
"""

import os
import secrets
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile

from simulator.files.errors import cannot_write, os_reason
from simulator.files.private import make_private_folder
from simulator.files.workspaces.writer import SUFFIX
from simulator.translation import tr
from ui.documents.known_files import KnownFile


@dataclass(frozen=True, eq=False, slots=True)
class Copy:
    """Locked copy of a document, so that only one window keeps or offers it."""

    path: Path
    lock: QLockFile

    @classmethod
    def begin(cls, folder: Path) -> "Copy":
        """Begin a copy, to be written later.

        Raises:
            FileError: the folder is not writable.
        """
        try:
            make_private_folder(folder)
        except OSError as error:
            raise cannot_write(folder, os_reason(error)) from error
        stem = f"{os.getpid()}-{secrets.token_hex(4)}"
        lock = _lock(folder, stem)
        if not lock.tryLock(0):
            raise cannot_write(folder, tr("unsaved work is not kept there"))
        return cls(folder / f"{stem}{SUFFIX}", lock)

    @property
    def locked(self) -> bool:
        """False when the lock was removed, with the folder: another window could take the copy."""
        return Path(self.lock.fileName()).exists()

    def discard(self) -> None:
        """Remove the copy."""
        with suppress(OSError):
            self.path.unlink()
        self.lock.unlock()


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
            if not lock.with_suffix(SUFFIX).exists():
                _release(_lock(folder, lock.stem))
        for path in sorted(folder.glob(f"*{SUFFIX}"), key=_modified, reverse=True):
            lock_file = _lock(folder, path.stem)
            if path not in without and lock_file.tryLock(0):
                if path.exists():
                    yield Copy(path, lock_file)
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
