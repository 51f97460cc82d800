"""Where the arrays of a trace are kept: in memory, or in files that are mapped into it.

To those who read and write it, a mapped array is like any other. The system keeps in memory what
there is room for, and the rest on the disk.
"""

import mmap
import os
import shutil
import tempfile
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array
from ..translation import tr

Allocate = Callable[[tuple[int, ...], np.dtype[Any]], Array]
"""Makes an array of zeros, as `numpy.zeros` does."""


def memory_mapped(folder: Path) -> Allocate:
    """Makes arrays in nameless files of a folder, each gone with its array.

    The arrays raise OSError where the disk has no room: all of it is taken at once, because a
    write that finds none later ends the program.
    """

    def zeros(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        size = prod(shape) * np.dtype(dtype).itemsize
        with tempfile.TemporaryFile(dir=folder) as file:
            file.truncate(size)
            _take_room(file.fileno(), folder, size)
            room = mmap.mmap(file.fileno(), size)
        return np.frombuffer(room, dtype).reshape(shape)

    return zeros


def _take_room(descriptor: int, folder: Path, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    elif shutil.disk_usage(folder).free < size:
        raise OSError(tr("no room for {size} bytes in {folder}", size=size, folder=folder))
