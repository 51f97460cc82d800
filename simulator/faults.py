"""Faults: exceptions that are bugs of this program, not caused by the content of a file."""

import os
from pathlib import PureWindowsPath
from typing import Final

_NOT_BY_BYTES: Final = (
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ZeroDivisionError,
)
"""Kinds of exception that the bytes of a file must never cause in our own code."""


class Fault(Exception):
    """A fault found in another process. Its text is what `describe` returned there."""


def is_fault(error: BaseException) -> bool:
    """Return True for an exception that no content of a file explains.

    That is a warning turned into an error, or a programming mistake in a line of this package. An
    exception that a library raises on bytes it cannot read is no fault, whatever its kind.
    """
    if isinstance(error, Fault | Warning):
        return True
    return isinstance(error, _NOT_BY_BYTES) and _line_of(error)[0].startswith(_HERE)


def describe(error: BaseException) -> str:
    """Describe an exception in one line: its kind, its message, and its line of code."""
    if isinstance(error, Fault):
        return str(error)
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text} ({place_of(error)})"


def place_of(error: BaseException) -> str:
    """Return the line of code that raised an exception, without folders: `run.py:120`."""
    file, line = _line_of(error)
    return f"{PureWindowsPath(file).name}:{line}"  # accepts / as well as \


_HERE: Final = os.path.join(os.path.dirname(is_fault.__code__.co_filename), "")
"""Folder of this package as its code names it; a frozen program's code lies in no real folder."""


def _line_of(error: BaseException) -> tuple[str, int]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("?", 0)
