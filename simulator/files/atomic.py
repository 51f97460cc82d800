"""Atomic writes: at every moment a file is complete, either the old or the new one."""

import errno
import io
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from ..translation import tr
from .background import aside
from .errors import StrPath, cannot_write, os_reason
from .private import FILE

SLICE = 4 * 2**20
"""Number of bytes written at once, between two syncs, and freed at once."""

Check = Callable[[Path], None]

_TEMPORARY = re.compile(r"\.gatestep-[0-9a-f]{16}\.tmp")
_STALE_SECONDS = 3600


@contextmanager
def atomic_write(
    path: StrPath, private: bool = False, check: Check | None = None
) -> Iterator[BinaryIO]:
    """Open a binary file that becomes `path` when the block ends without an exception.

    The bytes go to a temporary file in the same folder, are synced, and replace `path` in one step.
    They are synced as they are written, so that no sync takes longer than one slice.
    Symbolic links are followed, and permissions of an existing file are kept. No other account may
    read what is not complete. On any exception, also from cancelling, the temporary file is removed
    and `path` stays unchanged.

    Args:
        private: no other account may read the complete file either.
        check: called with the complete temporary file, right before it replaces `path`; what it
            raises leaves `path` unchanged.

    Raises:
        FileError: the system refused (read-only, full, vanished, …), inside the block as well.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".gatestep-{secrets.token_hex(8)}.tmp")
    try:
        mode = _mode_to_keep(path, target)
        with io.BufferedWriter(_SyncedFile(temporary, "x", opener=_private)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(temporary)
        if not private:
            with suppress(PermissionError):  # a file system that has permissions of its own
                os.chmod(temporary, _usual_mode() if mode is None else mode)
        with _freed_aside(target):
            os.replace(temporary, target)
    except BaseException as error:
        with suppress(OSError), _freed_aside(temporary):
            temporary.unlink()
        if isinstance(error, OSError):
            raise cannot_write(path, _reason(error, target)) from error
        raise


def check_writable(path: StrPath) -> None:
    """Check, before long work, that a file can be written there. Nothing is left or changed.

    Raises:
        FileError: as `atomic_write`.
    """
    with suppress(_Checked), atomic_write(path):
        raise _Checked


@contextmanager
def _freed_aside(path: Path) -> Iterator[None]:
    """Let a thread wait until the disk has freed a large file that loses its name in the block."""
    held = None
    if os.name == "posix":  # elsewhere a file that is open keeps its name
        with suppress(OSError):
            if path.stat().st_size > SLICE:
                held = os.open(path, os.O_RDONLY)
    try:
        yield
    finally:
        if held is not None:
            aside(os.close, held)


class _SyncedFile(io.FileIO):
    """File that is synced after every slice."""

    _unsynced = 0

    def write(self, data: Any, /) -> int:
        written = super().write(data)
        self._unsynced += written
        if self._unsynced >= SLICE:
            os.fsync(self.fileno())
            self._unsynced = 0
        return written


class _Checked(Exception):
    """Ends a write that was to show only that it can begin."""


def synced_slices(file: BinaryIO, block: bytes | bytearray | memoryview) -> Iterator[int]:
    """Write a block a few megabytes at a time; yields the bytes of each slice."""
    view = memoryview(block)
    for start in range(0, len(view), SLICE):
        file.write(view[start : start + SLICE])
        yield min(SLICE, len(view) - start)


def remove_stale(folder: StrPath) -> None:
    """Remove temporary files that killed programs left in a folder an hour ago or longer.

    Another program may still be writing to a younger one.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > _STALE_SECONDS:
                        os.unlink(entry.path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, FILE)


def _usual_mode() -> int:
    """Return the permissions that a new file gets."""
    umask = os.umask(0o077)  # it is known only by setting it; strict, for other threads
    os.umask(umask)
    return 0o666 & ~umask


def _mode_to_keep(path: StrPath, target: Path) -> int | None:
    """Return the permissions of the file to be replaced; None when there is none yet."""
    try:
        mode = os.stat(path).st_mode  # the real path of /dev/stdout may be no file
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(mode):
        raise cannot_write(path, tr("it is a device or a pipe. Choose a file"))
    if not os.access(target, os.W_OK):
        raise cannot_write(path, tr("the file is write-protected. Choose another name"))
    return stat.S_IMODE(mode)


def _reason(error: OSError, target: Path) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return tr("its folder does not exist. Create it, or choose another folder")
    if isinstance(error, PermissionError) and not os.access(target.parent, os.W_OK):
        return tr("its folder is read-only. Choose another place")
    return os_reason(error)
