"""Packages that some formats need, and that an installation may lack."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from ..faults import is_fault
from ..translation import tr
from .errors import StrPath, cannot_read, cannot_write, plain


def lacks(package: str) -> bool:
    """True when a package is not installed."""
    return find_spec(package) is None


def need(path: StrPath, package: str, extra: str = "", writing: bool = False) -> None:
    """Refuse a file whose format needs a package that is not there.

    Args:
        path: the file. package: what is imported.
        extra: the extra of ours that brings it; by default of the same name.
        writing: the file is to be written.

    Raises:
        FileError: which package, and how it is installed.
    """
    if not lacks(package):
        return
    named = {"package": package, "extra": extra or package}
    if writing:
        why = tr(
            "writing it needs the package {package}, which is not installed: pip install "
            "'gatestep[{extra}]'",
            **named,
        )
        raise cannot_write(path, why)
    why = tr(
        "reading it needs the package {package}, which is not installed: pip install "
        "'gatestep[{extra}]'",
        **named,
    )
    raise cannot_read(path, why)


@contextmanager
def loading(path: StrPath, writing: bool = False) -> Iterator[None]:
    """Load packages that a file's format needs: one may be there and fit nothing else that is.

    Raises:
        FileError: what it says, and that it is to be installed anew.
    """
    try:
        yield
    except Exception as error:
        missing = isinstance(error, ImportError) and not (error.name or "").startswith("simulator")
        if is_fault(error) and not missing:
            raise
        why = tr(
            "a package that its format needs does not load ({error}): install it anew",
            error=f"{type(error).__name__}: {plain(error)}",
        )
        raise (cannot_write if writing else cannot_read)(path, why) from error
