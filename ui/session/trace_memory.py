"""Memory for a trace: RAM, or else a memory-mapped file."""

import mmap
import os
import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer

from simulator.engine.run import Run
from simulator.engine.trace import bytes_needed
from simulator.engine.trace_storage import InMemory, OnDisk, Storage, close_room
from simulator.experiment.experiment import Experiment
from simulator.files.background import aside
from simulator.files.limits import available_bytes, bytes_text
from simulator.translation import tr

ALWAYS_FITS = 64 * 10**6
"""Bytes up to which a trace is assumed to fit."""

WORTH_A_NOTE = 256 * 10**6

PIECE = 64 * 2**20
"""Bytes of memory that are given back at once."""


@dataclass(frozen=True, slots=True)
class TraceMemory:
    """Bytes that a trace needs, and bytes that are free.

    Attributes:
        needed: the bytes of the trace. memory: the free bytes of memory.
        disk: the free bytes in `folder`, looked up only when memory is not enough.
        gradients: True for the gradients of a run, False for its values.
    """

    needed: int
    memory: int
    disk: int = 0
    folder: Path = Path()
    gradients: bool = False

    @classmethod
    def of(cls, experiment: Experiment, replaced: Run | None = None) -> "TraceMemory":
        """Measure the room for an experiment's trace, when the replaced run frees its own."""
        return cls._room_for(bytes_needed(experiment), replaced)

    @classmethod
    def of_gradients(cls, *experiments: Experiment) -> "TraceMemory":
        """Measure the room for the gradients of the runs of some experiments."""
        from simulator.gradients.gradient_memory import gradient_bytes

        room = cls._room_for(sum(map(gradient_bytes, experiments)), None)
        return replace(room, gradients=True)

    @classmethod
    def _room_for(cls, needed: int, replaced: Run | None) -> "TraceMemory":
        if needed <= ALWAYS_FITS:
            return cls(needed, needed)
        there = available_bytes()
        memory = needed if there is None else there
        if replaced is not None:
            memory += replaced.memory_taken
        if needed <= memory:
            return cls(needed, memory)
        try:
            folder = _folder()
            return cls(needed, memory, shutil.disk_usage(folder).free, folder)
        except OSError:  # a home folder without write permission
            return cls(needed, memory)

    @property
    def in_memory(self) -> bool:
        """True when the trace fits into memory."""
        return self.needed <= self.memory

    @property
    def storage(self) -> Storage:
        """Place for the arrays of the trace, where there is room.

        Raises:
            OSError: there is none; its text is the refusal.
        """
        if self.refusal():
            raise OSError(self.refusal())
        return IN_MEMORY if self.in_memory else OnDisk(self.folder, close_aside)

    def note(self) -> str:
        """Describe in one line what a large trace takes; empty for a small one."""
        if self.needed < WORTH_A_NOTE:
            return ""
        needed = bytes_text(self.needed)
        if self.gradients:
            if self.in_memory:
                return tr("the gradients of this run take {needed} of memory", needed=needed)
            return tr("the gradients of this run take {needed} of disk space", needed=needed)
        if self.in_memory:
            return tr("all values of this run take {needed} of memory", needed=needed)
        return tr("all values of this run take {needed} of disk space", needed=needed)

    def refusal(self) -> str:
        """Say why there is no room for the trace at all; empty when there is."""
        if self.in_memory or self.needed <= self.disk:
            return ""
        sizes = {name: bytes_text(getattr(self, name)) for name in ("needed", "memory", "disk")}
        if self.gradients:
            return tr(
                "the gradients of this run take {needed}, but only {memory} of "
                "memory and {disk} of disk space are free. Use a shorter sequence, "
                "or fewer batch rows",
                **sizes,
            )
        return tr(
            "all values of this run take {needed}, but only {memory} of memory and "
            "{disk} of disk space are free. Use a shorter sequence, or fewer batch "
            "rows",
            **sizes,
        )

    def question(self) -> str:
        """Return the question to ask before the trace goes to the disk."""
        return tr(
            "All values of this run take {needed}, but only {memory} of memory is "
            "free.\n\nThe values can be kept in a file on disk, where {disk} is free. "
            "That is slower. The file is deleted with the run.",
            needed=bytes_text(self.needed),
            memory=bytes_text(self.memory),
            disk=bytes_text(self.disk),
        )


def why_too_large(experiment: Experiment) -> str:
    """Say why free memory has no room for another run and its gradients; empty when it has."""
    needed, there = bytes_beside(experiment), available_bytes()
    if there is None or needed <= there:
        return ""
    return tr(
        "a run with its gradients takes {needed} of memory, but only {free} is free. "
        "Use a shorter sequence, or close other documents",
        needed=bytes_text(needed),
        free=bytes_text(there),
    )


def bytes_beside(experiment: Experiment) -> int:
    """Return the bytes of a run and its gradients."""
    from simulator.gradients.gradient_memory import gradient_bytes

    return bytes_needed(experiment) + gradient_bytes(experiment)


def close_aside(room: mmap.mmap, descriptor: int) -> None:
    """Do what `close_room` does in a thread of its own, which waits for the disk alone."""
    if os.name == "posix":
        aside(_empty_and_close, room, descriptor)
    else:
        close_room(room, descriptor)


def _empty_and_close(room: mmap.mmap, descriptor: int) -> None:
    os.ftruncate(descriptor, 0)  # to close a full file holds the interpreter
    close_room(room, descriptor)


def free_in_pieces(room: mmap.mmap) -> None:
    """Give the memory of a large array back, piece by piece between the window's events."""
    if QCoreApplication.instance() is not None and sys.platform == "linux":
        QTimer.singleShot(0, partial(_free_piece, room, 0))


def _free_piece(room: mmap.mmap, start: int) -> None:
    stop = min(start + PIECE, len(room))
    room.madvise(mmap.MADV_DONTNEED, start, stop - start)
    if stop < len(room):
        QTimer.singleShot(0, partial(_free_piece, room, stop))


IN_MEMORY = InMemory(free_in_pieces)
"""Memory for the runs that the window steps through."""


def _folder() -> Path:
    cache = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    folder = Path(cache)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
