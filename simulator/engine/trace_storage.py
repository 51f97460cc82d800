"""Memory for traces: RAM, memory-mapped files, or another run's arrays where they agree.

A mapped array is used like any other. The system keeps as much in memory as there is room for, and
the rest on the disk. What another run lends is copied when it is read: so an edit that is felt late
costs only the steps that feel it, and an array that nobody looks at takes memory only for those.
"""

import mmap
import os
import shutil
import tempfile
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import prod
from pathlib import Path
from typing import Any, overload

import numpy as np

from ..arrays import Array, read_only_view
from ..translation import tr
from .time_order import span

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
    While it is written, the system learns that it is read in no order: else it makes as much
    memory ready at a time as the device reads ahead, which took 24 ms for each array, and several
    do so at once. Some seconds later it takes what is written to the disk, page by page; for each
    that this process still has in its map it interrupts every thread, which made a slice of 20 ms
    last 150. So written pages are dropped: they stay in the system's memory, and come back
    into the map when they are read.

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
        raise OSError(tr("there is no room for {size} bytes in {folder}", size=size, folder=folder))


def _size(shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    return prod(shape) * np.dtype(dtype).itemsize


def _take_large_pages(array: Array) -> None:
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


class LentArray:
    """Array of which some parts are another run's. Reading it copies them, once.

    Attributes:
        own: the array as it is, for what writes the rest.

    Args:
        lender: the array that has these parts, or one to which they are lent in turn.
        places: the index of each part, in both arrays.
        steps: how many steps of each walk they are: fewer are lent on by the same lender.
    """

    def __init__(
        self,
        own: Array,
        lender: "Array | LentArray",
        places: Sequence[Any],
        steps: tuple[int, ...],
    ) -> None:
        self.own, self._places, self._steps = own, places, steps
        self.lender: Array | None = (
            lender if isinstance(lender, np.ndarray) else lender._holder(steps)
        )

    def read(self) -> Array:
        """Return the whole array."""
        if self.lender is not None:
            _take_large_pages(self.own)
            for place in self._places:
                self.own[place] = self.lender[place]
            self.lender = None
        return self.own

    def part(self, slots: slice) -> Array:
        """Return some slots of an array of one part; lent ones are not copied."""
        (place,), lent, own = self._places, self.lender, self.own
        if lent is None or not isinstance(place, slice):
            return np.asarray(self.read()[slots])
        wanted, there = range(len(own))[slots], range(len(own))[place]
        inside = range(max(wanted.start, there.start), min(wanted.stop, there.stop))
        if not inside:
            return np.asarray(own[slots])
        cuts = wanted.start, inside.start, inside.stop, wanted.stop
        parts = [a[i:j] for a, i, j in zip((own, lent, own), cuts, cuts[1:], strict=False) if i < j]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _holder(self, steps: tuple[int, ...]) -> Array:
        """Return an array that has the first steps of each walk: the lender, if it has."""
        fewer = all(few <= many for few, many in zip(steps, self._steps, strict=True))
        return self.lender if self.lender is not None and fewer else self.read()


class LentArrays(Mapping[str, Array]):
    """Arrays of a lane by name, as in `LaneArrays`, whose first steps are another run's.

    Attributes:
        own: the arrays as they are, for a walk that writes the steps after those. They have the
            states from which it goes on.

    Args:
        lender: the arrays of another run, which has computed these steps.
        direction: the lane's. lengths: of the batch rows. steps: how many steps are lent.
    """

    def __init__(
        self,
        own: Mapping[str, Array],
        lender: Mapping[str, Array],
        direction: int,
        lengths: Sequence[int],
        steps: int,
    ) -> None:
        self.own = own
        lent: Mapping[str, Array | LentArray] = lender
        if isinstance(lender, LentArrays):
            lent = lender._arrays
        places = [_first_steps(direction, lengths, steps, states) for states in (False, True)]
        last = _state_after(direction, lengths, steps)
        self._arrays: dict[str, LentArray] = {}
        for name, array in own.items():
            states = len(array) > max(lengths)  # it has the initial state too
            self._arrays[name] = LentArray(array, lent[name], [places[states]], (steps,))
            there = self._arrays[name].lender
            if states and there is not None:
                array[last] = there[last]

    def __getitem__(self, name: str) -> Array:
        """Return a whole array."""
        return self._arrays[name].read()

    def __iter__(self) -> Iterator[str]:
        return iter(self.own)

    def __len__(self) -> int:
        return len(self.own)

    def part(self, name: str, slots: slice) -> Array:
        """Return some slots of an array, see `LentArray.part`."""
        return self._arrays[name].part(slots)


def _first_steps(direction: int, lengths: Sequence[int], steps: int, states: bool) -> slice | Array:
    """Return the index of the first steps of a walk; with the initial one in an array of states."""
    if min(lengths) == max(lengths):
        first, stop = span(direction, lengths[0], 0, steps)
        return slice(first, stop + states)
    n = np.array(lengths)
    first_of, stop_of = span(direction, n, 0 * n, np.minimum(n, steps))
    t = np.arange(n.max() + states)[:, None]
    return np.asarray((first_of <= t) & (t < stop_of + states))


def _state_after(direction: int, lengths: Sequence[int], steps: int) -> Any:
    """Return the index, among the states, of those after the first steps of a walk."""
    if min(lengths) == max(lengths):
        return lengths[0] - steps if direction else steps
    n = np.array(lengths)
    taken = np.minimum(n, steps)
    return n - taken if direction else taken, np.arange(len(n))


class LayerInputs(Sequence[Array]):
    """Read-only input of each layer, (T, B, width).

    Args:
        arrays: of each layer. lent: the arrays of which some parts are copied when they are read.
    """

    def __init__(self, arrays: Sequence[Array], lent: Mapping[int, LentArray]) -> None:
        self._arrays, self._lent = arrays, lent

    @overload
    def __getitem__(self, layer: int) -> Array: ...
    @overload
    def __getitem__(self, layer: slice) -> Sequence[Array]: ...
    def __getitem__(self, layer: int | slice) -> Array | Sequence[Array]:
        """Return the input of a layer, or of several."""
        if isinstance(layer, slice):
            return [self[k] for k in range(len(self))[layer]]
        number = range(len(self))[layer]
        lent = self._lent.get(number)
        return read_only_view(self._arrays[number] if lent is None else lent.read())

    def __len__(self) -> int:
        return len(self._arrays)


class ReadOnlyArrays(Mapping[str, Array]):
    """Read-only views of arrays by name, each made when it is read."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays

    def __getitem__(self, name: str) -> Array:
        return read_only_view(self._arrays[name])

    def part(self, name: str, slots: slice) -> Array:
        """Return some slots of an array, see `LentArrays.part`."""
        arrays = self._arrays
        return read_only_view(
            arrays.part(name, slots) if isinstance(arrays, LentArrays) else arrays[name][slots]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)
