"""Memory for traces: RAM, memory-mapped files, or another run's arrays as far as they agree.

A mapped array is used like any other. The system keeps as much in memory as there is room for, and
the rest on the disk. What another run lends is copied when it is read: so an edit that is felt late
costs only the steps that feel it, and an array that nobody looks at takes memory only for those.
"""

import mmap
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array, read_only_view
from ..lstm.quantities import EVERY
from ..translation import tr
from .walk_order import span

_WORTH_A_MAP = 1 << 16
"""Bytes from which an array is mapped by itself."""

_PRIVATE = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
"""Options of a map of memory without a file; on Windows it needs none."""

Allocate = Callable[[tuple[int, ...], np.dtype[Any]], Array]
"""Function that makes an array of zeros, like `numpy.zeros`."""

_STATES = frozenset(quantity.array for quantity in EVERY.values() if quantity.carried)
"""Names of the arrays with T+1 slots: they have the initial state too."""


def sparse(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Make an array of zeros of which only the parts that are written take memory and time.

    `numpy.zeros` may clear memory that it has used before, and takes it in large pieces.
    """
    size = prod(shape) * np.dtype(dtype).itemsize
    if size < _WORTH_A_MAP:
        return np.zeros(shape, dtype)
    return np.frombuffer(mmap.mmap(-1, size, **_PRIVATE), dtype).reshape(shape)


def _take_large_pages(array: Array) -> None:
    """Let the system give memory to a sparse array in large pieces: much of it is written now."""
    room: Any = array
    while isinstance(room, np.ndarray | memoryview):
        room = room.base if isinstance(room, np.ndarray) else room.obj
    if isinstance(room, mmap.mmap) and hasattr(mmap, "MADV_HUGEPAGE"):
        room.madvise(mmap.MADV_HUGEPAGE)


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


class LentArrays(Mapping[str, Array]):
    """Arrays by name, as in `LaneArrays`. Reading one copies its first steps from the lender, once.

    Attributes:
        own: the same arrays as they are, for a walk that writes the steps after those. They have
            the states from which it goes on.

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
        self._direction, self._lengths, self._steps = direction, np.array(lengths), steps
        self._lent = {name: _holder(lender, name, steps) for name in own}
        taken, rows = np.minimum(self._lengths, steps), np.arange(len(self._lengths))
        slots = self._lengths - taken if direction else taken
        for name in _STATES & {*own}:
            own[name][slots, rows] = self._lent[name][slots, rows]

    def __getitem__(self, name: str) -> Array:
        """Return a whole array."""
        lent = self._lent.get(name)
        if lent is not None:
            part = self._part(name in _STATES)
            _take_large_pages(self.own[name])
            self.own[name][part] = lent[part]
            self._lent.pop(name, None)
        return self.own[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.own)

    def __len__(self) -> int:
        return len(self.own)

    def part(self, name: str, slots: slice) -> Array:
        """Return some slots of an array; those that are lent are read there, and not copied."""
        lent, where = self._lent.get(name), self._part(name in _STATES)
        if lent is None or not isinstance(where, slice):
            return np.asarray(self[name][slots])
        own = self.own[name]
        whole = range(len(own))
        wanted, there = whole[slots], whole[where]
        inside = range(max(wanted.start, there.start), min(wanted.stop, there.stop))
        if not inside:
            return np.asarray(own[slots])
        cuts = wanted.start, inside.start, inside.stop, wanted.stop
        parts = [a[i:j] for a, i, j in zip((own, lent, own), cuts, cuts[1:], strict=False) if i < j]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def holder(self, name: str, steps: int) -> Array:
        """Return an array that has the first `steps` of one of these: the lender's, if it has."""
        if name in self._lent and steps <= self._steps:
            return self._lent[name]
        return self[name]

    def _part(self, states: bool) -> slice | Array:
        """Return the index of the steps that are lent; of states the initial one is among them."""
        n, s = self._lengths, self._steps
        first, stop = span(self._direction, n, 0 * n, np.minimum(n, s))
        stop = stop + states
        if (n == n[0]).all():
            return slice(int(first[0]), int(stop[0]))
        t = np.arange(n.max() + states)[:, None]
        return np.asarray((first <= t) & (t < stop))


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


def _holder(arrays: Mapping[str, Array], name: str, steps: int) -> Array:
    return arrays.holder(name, steps) if isinstance(arrays, LentArrays) else arrays[name]
