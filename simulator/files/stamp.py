"""Stamp of a file: tells whether another program has written it since."""

import os
import stat
from typing import NamedTuple

from .errors import StrPath


class Stamp(NamedTuple):
    """Time of the last write, size in bytes, and inode, which a new file in its place changes."""

    mtime_ns: int
    size: int
    inode: int

    @classmethod
    def of(cls, path: StrPath) -> "Stamp | None":
        """Return the present stamp; None when no file is there, or it cannot be reached."""
        try:
            found = os.stat(path)
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return cls(found.st_mtime_ns, found.st_size, found.st_ino)
