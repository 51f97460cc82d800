"""Memory limits: the claims of a file are compared with free memory before allocation."""

from ..translation import tr
from .errors import StrPath, cannot_read


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
                "it needs {needed} of memory and {there} are free: close other programs, or use a "
                "smaller file",
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


def bytes_text(count: int) -> str:
    """Write a number of bytes as people do: `1.5 GB`."""
    if count >= 10**18:
        return tr("more than a million TB")
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            return f"{count // size}.{count * 10 // size % 10} {unit}"
    return tr("{count} bytes", count=count)
