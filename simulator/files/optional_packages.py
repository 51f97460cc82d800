"""Packages that an installation may lack: those of some formats, and PyTorch."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Final

from ..child import is_frozen
from ..faults import is_fault
from ..translation import tr
from .errors import StrPath, cannot_read, cannot_write, plain

_OURS: Final = __name__.split(".")[0]
"""Name of the package that this program is imported as."""

PYTORCH: Final = "torch>=2.10,<3"
"""PyTorch and its versions, as pip reads them."""


def lacks(package: str) -> bool:
    """Return True when a package is not installed."""
    return find_spec(package) is None


def install_command(requirement: str, again: bool = False) -> str:
    """Return what to type to install a package for this program, in any folder.

    A frozen program takes no packages: it says to get another.

    It names the Python that runs: another one would not have the package here. It names the package
    itself: an extra of ours would be looked up where Gatestep may not be found, and in a checkout
    it is named otherwise. Double quotes are understood by the shells of Windows too.

    Args:
        requirement: the package and its versions, as pip reads them.
        again: it is there, and does not load.
    """
    if is_frozen():
        return tr("get a Gatestep build that has it")
    python = sys.executable or "python"
    python = f'"{python}"' if " " in python else python
    anew = ["--force-reinstall"] if again else []
    return " ".join([python, "-m", "pip", "install", *anew, f'"{requirement}"'])


def without_torch(what: str, error: Exception) -> str:
    """Return that something needs PyTorch, why it is not there, and what to type.

    Args:
        what: what needs it. error: what its import raised.
    """
    missing = isinstance(error, ModuleNotFoundError) and error.name == "torch"
    why = "is not installed" if missing else f"cannot be loaded ({error})"
    return f"{what} needs PyTorch, which {why}: {install_command(PYTORCH, again=not missing)}"


def need(path: StrPath, package: str, requirement: str, writing: bool = False) -> None:
    """Refuse a file whose format needs a missing package.

    Args:
        path: the file. package: the package to import, if any.
        requirement: the same with its versions, as pip reads them. writing: the file is to be
            written.

    Raises:
        FileError: names the package, and how to install it.
    """
    if not package or not lacks(package):
        return
    named = {"package": package, "command": install_command(requirement)}
    if writing:
        why = tr(
            "saving it needs the package {package}, which is not installed: {command}", **named
        )
        raise cannot_write(path, why)
    why = tr("reading it needs the package {package}, which is not installed: {command}", **named)
    raise cannot_read(path, why)


@contextmanager
def loading(path: StrPath, writing: bool = False) -> Iterator[None]:
    """Catch the errors of loading a package, which may be installed but incompatible.

    Raises:
        FileError: the package's error, and the advice to install it again.
    """
    try:
        yield
    except Exception as error:
        missing = isinstance(error, ImportError) and (error.name or "").split(".")[0] != _OURS
        if is_fault(error) and not missing:
            raise
        why = tr(
            "a package that its format needs cannot be loaded ({error}). Install it again",
            error=f"{type(error).__name__}: {plain(error)}",
        )
        raise (cannot_write if writing else cannot_read)(path, why) from error
