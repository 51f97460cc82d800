"""Models out: an LSTM's weights as `.safetensors` or `.pt`, alone or in the checkpoint they are of.

In their checkpoint every byte of every other tensor stays what it was, and so does each number of
the LSTM that was not edited, in whatever dtype the file stores it.
"""

import os
from collections.abc import Generator, Mapping
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...lstm.parameters import Parameters
from ...translation import tr
from ..atomic import SLICE, atomic_write, synced_slices
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, format_of
from ..tensors import TensorInfo
from .find_lstms import Origin
from .safetensors_file import SafetensorsFile
from .safetensors_header import header_bytes
from .tensor_edit import edited_tensor, stored_lstm, told

SUFFIXES: Final = {Format.SAFETENSORS: ".safetensors", Format.TORCH: ".pt"}
"""The formats that are written."""


def saving_alone(path: StrPath, parameters: Parameters) -> Generator[float, None, str]:
    """Write a `.safetensors` file of nn.LSTM's own names; yields the fraction done.

    Returns:
        what there is to say about it.

    Raises:
        FileError: it can not be written.
    """
    arrays = parameters.arrays
    infos = {name: TensorInfo(array.shape, str(array.dtype)) for name, array in arrays.items()}
    blocks: list[bytes | memoryview] = [header_bytes(infos), *map(_bytes, arrays.values())]
    total, done = sum(map(len, blocks)), 0
    with atomic_write(path) as file:
        for block in blocks:
            for written in synced_slices(file, block):
                done += written
                yield done / total
    return tr("Wrote {path}", path=plain(path, 200))


def saving_inside(
    path: StrPath, origin: Origin, parameters: Parameters
) -> Generator[float, None, str]:
    """Write a copy of a `.safetensors` checkpoint with the edits in it; yields the fraction done.

    Args:
        path: where to; the checkpoint itself too.
        origin: where the LSTM came from.

    Returns:
        what was changed, and how it was rounded.

    Raises:
        FileError: the checkpoint is not what it was, or has no room for a number, or it can not
            be written.
    """
    source = SafetensorsFile(origin.path)
    stored = stored_lstm(origin, parameters)
    changes: dict[str, Array] = {}
    rounded = 0
    for own, name in stored.tensors.items():
        change = edited_tensor(origin, *source.raw(name), parameters[own], own)
        if change is not None:
            changes[name] = change.raw
            rounded += change.rounded
        yield 0.0
    yield from _copying(path, origin.path, source, changes)
    return told(path, changes, rounded, stored.dtype)


def save_torch(path: StrPath, parameters: Parameters, origin: Origin | None = None) -> str:
    """Write a `.pt` or `.pth` file, alone or, with an origin, in the checkpoint that it is of.

    Imports torch: it belongs into the worker. Returns and raises as the others do.
    """
    from . import torch_export

    if origin is None:
        return torch_export.save_alone(path, parameters)
    return torch_export.save_inside(path, origin, parameters)


def format_to_return_to(origin: Origin | None) -> Format | None:
    """The format of the checkpoint that an LSTM came from, if it can be put back there."""
    if origin is None:
        return None
    try:
        format = format_of(origin.path)
    except FileError:
        return None
    return format if format in SUFFIXES else None


def _copying(
    path: StrPath, origin: StrPath, source: SafetensorsFile, changes: Mapping[str, Array]
) -> Generator[float, None, None]:
    """The file byte for byte, with other bytes in the places of the tensors that changed."""
    places = sorted((source.header.begins[name], name) for name in changes)
    total = os.stat(origin).st_size
    with atomic_write(path) as target, open(origin, "rb") as file:
        for begin, name in [*places, (total, "")]:
            while file.tell() < begin:
                block = file.read(min(SLICE, begin - file.tell()))
                if not block:
                    raise cannot_read(origin, tr("it is cut off while it is copied"))
                for _ in synced_slices(target, block):
                    yield file.tell() / total
            if name:
                for _ in synced_slices(target, _bytes(changes[name])):
                    yield file.tell() / total
                file.seek(changes[name].nbytes, os.SEEK_CUR)


def _bytes(array: Array) -> memoryview:
    contiguous: Any = np.ascontiguousarray(array)
    return memoryview(contiguous).cast("B")
