"""Gradients as `.npz`: an array for each leaf, and for each gradient of each lane.

`weight_ih_l0`, …, `readout.weight`, `readout.bias`, `input`, `h_0`, `c_0`, `embedding.weight` are
what torch's `.grad` would hold, in the shapes of torch (see `leaves`). `dh_l0`, `dc_l0`, `do_l0`,
`dg_l0`, `di_l0`, `df_l0`, `dz_l0`, `dx_l0`, `dh_prev_l0`, `dc_prev_l0`, with a projection `dm_l0`,
and likewise `dh_l0_reverse`, …, are (T, B, width), and `dy` is (T, B, K). T is the longest row's
length; past a row's own length, where nothing reaches the loss, they are 0.

The entry `gradients.json` is the description. Arrays are written a few megabytes at a time, so
there is no second copy of them.
"""

import io
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...gradients.backward_run import BackwardRun
from ...network.config import LSTMConfig
from ...network.gradient_quantities import DY
from ..archive import SLICE, ArchiveWriter
from ..atomic import atomic_write
from ..errors import StrPath
from ..traces.input_columns import LABEL, UNNAMED, InputNames, labels
from .leaves import leaves

ABOUT: Final = "gradients.json"
"""Entry that tells the file from one of weights."""


class Entry(NamedTuple):
    """An array to write.

    Attributes:
        part: returns rows first … stop-1 of it.
    """

    name: str
    shape: tuple[int, ...]
    part: Callable[[int, int], Array]


def writing_npz(
    back: BackwardRun, path: StrPath, about: Mapping[str, Any], names: InputNames = UNNAMED
) -> Generator[float, None, None]:
    """Write the gradients of a finished way back, completely or not at all; yields the fraction.

    Args:
        about: the description. names: those of timesteps, and their tokens.

    Raises:
        FileError: the file cannot be written.
    """
    dtype = back.run.experiment.dtype
    entries = [*_of_cells(back)]
    total, done = sum(_size(entry, dtype) for entry in entries), 0
    with atomic_write(path) as file, ArchiveWriter(file) as archive:
        text = json.dumps(about, indent=2).encode()
        yield from (0.0 for _ in archive.add(ABOUT, [memoryview(text)], len(text)))
        for name, array in leaves(back, names.tokens):
            yield from (0.0 for _ in _adding(archive, _entry(name, array), dtype))
        for entry in entries:
            for written in _adding(archive, entry, dtype):
                done += written
                yield min(1.0, done / total)
        if names.timesteps:
            array = np.array(labels(names)[: back.run.experiment.num_timesteps], np.str_)
            yield from (1.0 for _ in _adding(archive, _entry(LABEL, array), array.dtype))
    yield 1.0


def cell_arrays(config: LSTMConfig) -> tuple[str, ...]:
    """Return the gradients of a cell that have an array: dz is one, its parts are none."""
    return tuple(key for key in config.gradients if config.gradient(key).block is None)


def _of_cells(back: BackwardRun) -> Iterator[Entry]:
    experiment, trace = back.run.experiment, back.trace
    config, steps = experiment.config, (experiment.num_timesteps, experiment.batch_size)
    for lane in config.lanes():
        for key in cell_arrays(config):
            shape = (*steps, config.gradient_width(key, lane.layer))

            def part(first: int, stop: int, key: str = key, lane: Any = lane) -> Array:
                return trace.values(key, lane, slice(first, stop))

            yield Entry(f"{key}{lane.suffix}", shape, part)
    if trace.dy is not None:
        yield _entry(DY, trace.dy)


def _entry(name: str, array: Array) -> Entry:
    return Entry(name, array.shape, lambda first, stop: array[first:stop])


def _adding(archive: ArchiveWriter, entry: Entry, dtype: np.dtype[Any]) -> Iterator[int]:
    """Write an array some rows at a time; yields the bytes of each slice."""
    buffer = io.BytesIO()
    described = {
        "descr": np.lib.format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": entry.shape,
    }
    np.lib.format.write_array_header_1_0(buffer, described)
    head = buffer.getbuffer()
    size = len(head) + _size(entry, dtype)
    rows = max(1, entry.shape[0])
    count = -(-SLICE // max(1, _size(entry, dtype) // rows))

    def blocks() -> Iterator[memoryview]:
        yield head
        for start in range(0, rows, count):
            part = np.ascontiguousarray(entry.part(start, min(start + count, rows)))
            flat: Any = part.reshape(-1).view(np.uint8)
            yield memoryview(flat)

    yield from archive.add(f"{entry.name}.npy", blocks(), size)


def _size(entry: Entry, dtype: np.dtype[Any]) -> int:
    return int(np.prod(entry.shape)) * dtype.itemsize
