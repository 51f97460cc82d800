"""Memory for traces: RAM or memory-mapped files.

A mapped array is used like any other. The system keeps as much in memory as there is room for, and
the rest on the disk.
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
"""Function that makes an array of zeros, like `numpy.zeros`."""


def memory_mapped(folder: Path) -> Allocate:
    """Return an allocator of arrays in nameless files of a folder, each removed with its array.

    The arrays raise OSError when the disk has no room: all of it is reserved at once, because a
    later write that finds none would end the program.
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
