"""FileError: the message to the user when a file cannot be read or written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..faults import is_fault
from ..translation import mark, tr

StrPath = str | os.PathLike[str]

_REASONS = {
    errno.ENOENT: mark("it does not exist. Check the path"),
    errno.ENOTDIR: mark("a part of its path is not a folder. Check the path"),
    errno.EISDIR: mark("it is a folder. Choose a file"),
    errno.EACCES: mark("permission denied. Change its permissions, or choose another folder"),
    errno.EPERM: mark("permission denied. Change its permissions, or choose another folder"),
    errno.EROFS: mark("the disk is read-only. Choose another folder"),
    errno.ENOSPC: mark("the disk is full. Free some space, or choose another folder"),
    errno.EDQUOT: mark("the disk quota is used up. Free some space, or choose another folder"),
    errno.EFBIG: mark("it would exceed the file size limit there. Choose another folder"),
    errno.ENAMETOOLONG: mark("its name is too long. Choose a shorter one"),
    errno.ELOOP: mark("its symbolic links form a loop. Choose another path"),
    errno.EIO: mark("the disk reports an error. Try another disk"),
}


class FileError(Exception):
    """One line for the user: what failed, which file, where in it, why, and a cure."""


def plain(text: object, limit: int = 80) -> str:
    """Make text from a file fit for one line of a message.

    Control, bidi and other unprintable characters become �; text longer than `limit` is cut in the
    middle.
    """
    line = "".join(c if c.isprintable() else "�" for c in str(text))
    if len(line) <= limit:
        return line
    head = (limit - 1) // 2
    return f"{line[:head]}…{line[head + 1 - limit :]}"


def cannot_read(path: StrPath, why: str) -> FileError:
    """Make the error for a file that cannot be read; `why` says where, why and what to do."""
    return FileError(tr("cannot read {path}: {why}", path=plain(path, 1000), why=why))


def cannot_write(path: StrPath, why: str) -> FileError:
    """Make the error for a file that cannot be written; `why` says why and what to do."""
    return FileError(tr("cannot write {path}: {why}", path=plain(path, 1000), why=why))


def os_reason(error: OSError) -> str:
    """Describe an OSError in plain words, with a cure where one is known."""
    reason = _REASONS.get(error.errno or 0)
    return tr(reason) if reason else plain(error.strerror or tr("a system error"))


@contextmanager
def reading(path: StrPath) -> Iterator[None]:
    """Turn the system's errors while a file is read into a FileError that names it."""
    try:
        yield
    except OSError as error:
        raise cannot_read(path, os_reason(error)) from error
    except MemoryError as error:
        raise cannot_read(
            path, tr("there is not enough memory for it. Close other programs")
        ) from error


@contextmanager
def parsing(path: StrPath, why: str) -> Iterator[None]:
    """Turn any exception of a library on bytes that it cannot read into a FileError.

    A bug of this program passes unchanged (see `faults.is_fault`): it says nothing about the file.
    For the system's own errors, put `reading` inside.

    Args:
        path: the file.
        why: the fault of the file, and a cure.
    """
    try:
        yield
    except (FileError, MemoryError):
        raise
    except Exception as error:
        if is_fault(error):
            raise
        raise cannot_read(path, why) from None
