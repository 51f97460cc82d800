"""Handover of a workspace from one program to the window of another, by a file that goes away."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from ...progress import finish
from ...translation import tr
from ..errors import StrPath, cannot_write, os_reason
from .reader import read_workspace
from .workspace import Workspace
from .writer import writing

PREFIX: Final = "gatestep-"
"""Beginning of the name of each handed file; no other file is removed."""


def hand_over(workspace: Workspace) -> str:
    """Write a workspace to a new, private file; return its path, for `taken_over`.

    Raises:
        FileError: the file cannot be written.
    """
    try:
        file, path = tempfile.mkstemp(prefix=PREFIX, suffix=".gatestep")
    except OSError as error:
        raise cannot_write(error.filename or tr("a temporary file"), os_reason(error)) from error
    os.close(file)
    try:
        finish(writing(path, workspace))
    except BaseException:
        os.remove(path)
        raise
    return path


def taken_over(path: StrPath) -> Workspace:
    """Read a workspace that `hand_over` wrote, and remove its file.

    Raises:
        FileError: the file cannot be read.
    """
    try:
        return read_workspace(path)
    finally:
        if Path(path).name.startswith(PREFIX):
            with suppress(OSError):
                os.remove(path)
