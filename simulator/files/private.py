"""Private files and folders: the user's own, which no other account may read.

Windows keeps the user's folders private by itself: there `chmod` changes nothing that matters.
"""

import os
from contextlib import suppress
from pathlib import Path

from .errors import StrPath

FOLDER, FILE = 0o700, 0o600
"""Permissions of private folders and files."""


def make_private_folder(path: StrPath) -> Path:
    """Make a folder, with its parents, or make an existing one private.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(path)
    folder.mkdir(FOLDER, parents=True, exist_ok=True)
    with suppress(OSError):  # another account's, or on a disk without permissions
        os.chmod(folder, FOLDER)
    return folder


def make_private(path: StrPath) -> None:
    """Make an existing file private."""
    with suppress(OSError):
        os.chmod(path, FILE)


def make_private_file(path: StrPath) -> None:
    """Make an empty private file, with its folder, or make an existing one private."""
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, FILE))
    make_private(path)
