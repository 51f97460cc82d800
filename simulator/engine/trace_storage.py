"""Memory for traces: RAM, or memory-mapped files.

A mapped array is used like any other. The system keeps as much in memory as there is room for, and
the rest on the disk.
"""

import mmap
import os
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array
from ..translation import tr

_WORTH_A_MAP = 1 << 16
"""Bytes from which a sparse array is mapped by itself."""

_LARGE = 1 << 25
"""Bytes from which an array in memory is a large one."""

_PRIVATE = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
"""Options of a map of memory without a file; on Windows it needs none."""

Allocate = Callable[[tuple[int, ...], np.dtype[Any]], Array]
"""Function that makes an array, like `numpy.zeros`; of zeros, unless it says otherwise."""


class Storage(ABC):
    """Place for the arrays of a trace.

    Attributes:
        in_memory: True for RAM, False for files on the disk.
    """

    in_memory: bool

    @abstractmethod
    def zeros(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array of zeros.

        Raises:
            MemoryError, OSError: there is no room for it.
        """

    def unwritten(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array that may hold anything, if that is faster than zeros."""
        return self.zeros(shape, dtype)

    def sparse(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array of zeros of which only what is written takes memory and time."""
        return self.zeros(shape, dtype)

    @abstractmethod
    def let_go(self, finished: bool) -> None:
        """Leave what is written by now to the system, if it lies in files.

        Args:
            finished: True when all is written.
        """


class InMemory(Storage):
    """RAM.

    Args:
        give_back: does away with the memory of a large array that nobody reads any longer. With it
            a large array gets its memory page by page, as it is written: numpy asks for larger
            pieces, and the system may take 60 ms for one. Page by page, to give back 1 GB at once
            takes a sixth of a second.
    """

    in_memory = True

    def __init__(self, give_back: Callable[[mmap.mmap], object] | None = None) -> None:
        self._give_back = give_back

    def zeros(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array of zeros.

        Raises:
            MemoryError: it does not fit.
        """
        return (self._mapped if self._is_large(shape, dtype) else np.zeros)(shape, dtype)

    def unwritten(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array that may hold anything: to clear it takes a part of each edit."""
        return (self._mapped if self._is_large(shape, dtype) else np.empty)(shape, dtype)

    def sparse(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Make an array of zeros; `numpy.zeros` may clear memory that it has used before."""
        return (self._mapped if _size(shape, dtype) >= _WORTH_A_MAP else np.zeros)(shape, dtype)

    def let_go(self, finished: bool) -> None:
        """Keep it: it is this process's own."""

    def _is_large(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> bool:
        return self._give_back is not None and _size(shape, dtype) >= _LARGE

    def _mapped(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        try:
            room = mmap.mmap(-1, _size(shape, dtype), **_PRIVATE)
        except OSError:
            return np.zeros(shape, dtype)  # numpy says in words what does not fit
        array = np.frombuffer(room, dtype)
        if self._give_back is not None and self._is_large(shape, dtype):
            _advise(room, "MADV_NOHUGEPAGE")
            weakref.finalize(array, self._give_back, room).atexit = False
        return array.reshape(shape)


IN_MEMORY = InMemory()


def close_room(room: mmap.mmap, descriptor: int) -> None:
    """Give the room of an array's file back to the disk; one of 1 GB takes a quarter of a second.

    Args:
        room: its memory, which nobody reads any longer. descriptor: of the file.
    """
    os.close(descriptor)  # the file goes with the memory


class OnDisk(Storage):
    """Nameless files of a folder, mapped into memory; each goes with its array.

    All the room is reserved at once, because a later write that finds none would end the program.
    While it is written, the system is told that it is read in no order: else it makes as much
    memory ready at a time as the device reads ahead, which took 24 ms for each array, and several
    do so at once. Some seconds later it takes what is written to the disk, page by page; for each
    that this process still has in its map it interrupts every thread, which made a slice of 20 ms
    last 150. So what is written is to be let go of: it stays in the system's memory, and comes back
    into the map when it is read.

    Args:
        folder: where the files lie. close: does what `close_room` does, once an array is gone.
    """

    in_memory = False

    def __init__(
        self, folder: Path, close: Callable[[mmap.mmap, int], object] = close_room
    ) -> None:
        self._folder, self._close = folder, close
        self._rooms: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()

    def zeros(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        size = _size(shape, dtype)
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.truncate(size)
            _take_room(file.fileno(), self._folder, size)
            room = mmap.mmap(file.fileno(), size)
            descriptor = os.dup(file.fileno())
        _advise(room, "MADV_RANDOM")
        self._rooms.add(room)
        array = np.frombuffer(room, dtype)
        weakref.finalize(array, self._close, room, descriptor).atexit = False
        return array.reshape(shape)

    def let_go(self, finished: bool) -> None:
        """Take what is written out of this process's map; the file has it.

        Once all is written, the system may read ahead again: little may have stayed in memory.
        """
        for room in self._rooms:
            _advise(room, "MADV_DONTNEED")
            if finished:
                _advise(room, "MADV_NORMAL")


def _take_room(descriptor: int, folder: Path, size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
    elif shutil.disk_usage(folder).free < size:
        raise OSError(tr("no room for {size} bytes in {folder}", size=size, folder=folder))


def _size(shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    return prod(shape) * np.dtype(dtype).itemsize


def take_large_pages(array: Array) -> None:
    """Let the system give memory to a sparse array in large pieces: much of it is written now."""
    room: Any = array
    while isinstance(room, np.ndarray | memoryview):
        room = room.base if isinstance(room, np.ndarray) else room.obj
    if isinstance(room, mmap.mmap) and len(room) < _LARGE:
        _advise(room, "MADV_HUGEPAGE")


def _advise(room: mmap.mmap, advice: str) -> None:
    """Tell the system how memory is to be given, where it takes this advice."""
    with suppress(AttributeError, OSError):  # a kernel may be built without large pages
        room.madvise(getattr(mmap, advice))
