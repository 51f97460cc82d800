"""Memory limits: the claims of a file are compared with its size and with free memory.

Both happen before anything is allocated.
"""

import os
from typing import Final

from ..translation import tr
from .errors import StrPath, cannot_read, reading

PLENTY: Final = 128 * 2**20
"""Bytes that the numbers of any file may take in memory."""
UNPACKED: Final = 8
"""Bytes in memory that a byte of a larger file may become."""
MOST_COLUMNS: Final = 100_000
"""Largest number of columns in a table."""


def check_explained(path: StrPath, needed: int, times: int = UNPACKED) -> None:
    """Refuse a compressed file whose content takes far more room than the file explains.

    The border is `PLENTY`, or so many times the size of the file; a file that is not compressed
    stays below. The content must fit into memory too.

    Args:
        path: the file. needed: bytes that its content takes in memory.
        times: bytes in memory that a byte of the file may become.

    Raises:
        FileError: it takes more, or does not fit into memory.
    """
    with reading(path):
        size = os.stat(path).st_size
    if needed > max(PLENTY, times * size):
        raise cannot_read(
            path,
            tr(
                "it is {size} and unpacks to {needed}. Save less of it, or save it "
                "uncompressed, as .npy or .safetensors",
                size=bytes_text(size),
                needed=bytes_text(needed),
            ),
        )
    check_fits(path, needed)


def check_fits(path: StrPath, needed: int) -> None:
    """Refuse a file that does not fit into memory, before anything is allocated.

    Args:
        path: the file that asks for it.
        needed: bytes, computed in Python's unbounded integers.

    Raises:
        FileError: `needed` is more than there is.
    """
    there = available_bytes()
    if there is not None and needed > there:
        raise cannot_read(
            path,
            tr(
                "it needs {needed} of memory, but only {there} is free. Close other "
                "programs, or use a smaller file",
                needed=bytes_text(needed),
                there=bytes_text(there),
            ),
        )


def available_bytes() -> int | None:
    """Return the memory available without swapping; None where the system does not tell."""
    import psutil  # late: the first window does not need it

    try:
        return int(psutil.virtual_memory().available)
    except (OSError, RuntimeError, ValueError, NotImplementedError):
        return None


def no_room(what: str, needed: int, there: int | None) -> str:
    """Say that a run does not fit into memory, and what to do; empty where it does.

    Args:
        what: that takes so many bytes. there: the bytes that are available, if that is known.
    """
    if there is None or needed <= there:
        return ""
    return (
        f"{what} takes {bytes_text(needed)} of memory and {bytes_text(there)} are free: take a "
        "shorter sequence or fewer batch rows"
    )


def bytes_text(count: int) -> str:
    """Write a number of bytes as people do: `1.5 GB`."""
    if count >= 10**18:
        return tr("more than a million TB")
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count // size}.{count * 10 // size % 10} {unit}"
    return tr("{count} bytes", count=count)
