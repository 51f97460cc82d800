"""Export of an LSTM's weights as `.safetensors` or `.pt`: alone, or inside their checkpoint.

Inside their checkpoint, every byte of every other tensor stays, and so does each number of the LSTM
that was not edited, in whatever dtype the file stores it.

A readout goes with them, as the Linear layer that it is: alone under the name of the layer that it
came from, else as `readout`; inside its checkpoint into that layer.
"""

import os
from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...lstm.parameters import Parameters
from ...objective.readout import Readout
from ...progress import finish
from ...translation import tr
from ..atomic import SLICE, atomic_write, synced_slices
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, format_of
from ..tensors import TensorInfo
from .find_lstms import Origin, find_lstms
from .linears import StoredLinear, find_linears, tensor_name
from .pytorch.file import TorchFile
from .pytorch.patches import Bytes, Patches, patches
from .safetensors_file import SafetensorsFile
from .safetensors_header import header_bytes
from .tensor_edit import edited_tensor, refuse_computed, stored_lstm, told
from .weight_norm import WeightNormed

READOUT: Final = "readout"
"""Name of a readout's Linear layer where it came from none."""

WRITTEN: Final = (Format.SAFETENSORS, Format.TORCH)
"""Formats that can be written."""


def named_arrays(parameters: Parameters, readout: Readout | None) -> dict[str, Array]:
    """Return the arrays of an LSTM by nn.LSTM's names, and of a readout by those of its layer.

    A layer whose name would hide the LSTM, as that of a peephole would, is called `readout`.
    """
    if readout is None:
        return dict(parameters.arrays)
    for layer in (readout.layer or READOUT, READOUT):
        names = (tensor_name(layer, kind) for kind in ("weight", "bias"))
        found = {**parameters.arrays, **dict(zip(names, readout.arrays, strict=False))}
        if find_lstms(_infos(found)).lstms:
            break
    return found


def saving_alone(
    path: StrPath, parameters: Parameters, readout: Readout | None = None
) -> Generator[float, None, str]:
    """Write a `.safetensors` file with nn.LSTM's own names; yields the fraction done.

    Returns:
        a line about the result.

    Raises:
        FileError: it cannot be written.
    """
    arrays = named_arrays(parameters, readout)
    blocks: list[bytes | memoryview] = [
        header_bytes(_infos(arrays)),
        *map(_bytes, arrays.values()),
    ]
    total, done = sum(map(len, blocks)), 0
    with atomic_write(path) as file:
        for block in blocks:
            for written in synced_slices(file, block):
                done += written
                yield done / total
    return tr("Wrote {path}", path=plain(path, 200))


def saving_inside(
    path: StrPath, origin: Origin, parameters: Parameters, readout: Readout | None = None
) -> Generator[float, None, str]:
    """Write a copy of a checkpoint with the edits in it; yields the fraction done.

    Tensors that share an edited tensor's numbers in a file of PyTorch's are edited with it.

    Args:
        path: the target; the checkpoint itself too.
        origin: the LSTM's place in its checkpoint.
        readout: goes into the Linear layer of its name and shape; it is left out where there is
            none, which the line tells.

    Returns:
        a line about the tensors changed, about rounding, and about a readout left out.

    Raises:
        FileError: the checkpoint has changed, its dtype cannot hold a number, it has no place for
            an edited number, or it cannot be written.
    """
    stored = stored_lstm(origin, parameters)
    is_torch = format_of(origin.path) is Format.TORCH
    source = TorchFile(origin.path) if is_torch else SafetensorsFile(origin.path)
    tensors = WeightNormed(source)
    refuse_computed(origin, stored, parameters, tensors)
    sources = {own: tensors.sources(name) for own, name in stored.tensors.items()}
    kept = {own: names[0] for own, names in sources.items() if len(names) == 1}
    edits = {name: (own, parameters[own]) for own, name in kept.items()}
    layer = None if readout is None else _layer(tensors, readout)
    if layer is not None and readout is not None:
        arrays = zip(layer.tensors, readout.arrays, strict=True)
        edits |= {name: (plain(name), array) for name, array in arrays}
    changes: dict[str, Array] = {}
    rounded: Counter[str] = Counter()
    for name, (own, array) in edits.items():
        raw, dtype = source.raw(name)
        change = edited_tensor(origin, raw, dtype, array, own)
        if change is not None:
            changes[name] = change.raw
            rounded[dtype] += change.rounded
        yield 0.0
    replaced, tied = _replaced(origin, source, changes, edits)
    yield from _copying(path, origin.path, replaced)
    text = told(path, (*changes, *tied), rounded)
    if readout is None or layer is not None:
        return text
    return text + tr("; without the readout, for which it has no Linear layer")


def save_torch(
    path: StrPath,
    parameters: Parameters,
    origin: Origin | None = None,
    readout: Readout | None = None,
) -> str:
    """Write a `.pt` or `.pth` file: the LSTM alone, or its checkpoint when given an origin.

    Call it in the worker: the LSTM alone is written by torch, which it imports. Returns and raises
    as the other writers do.
    """
    if origin is not None:
        return finish(saving_inside(path, origin, parameters, readout))
    from . import torch_export

    return torch_export.save_alone(path, named_arrays(parameters, readout))


def format_to_return_to(origin: Origin | None) -> Format | None:
    """Return the format of the LSTM's checkpoint, if it can be written back there, else None."""
    if origin is None:
        return None
    try:
        format = format_of(origin.path)
    except FileError:
        return None
    return format if format in WRITTEN else None


def _infos(arrays: Mapping[str, Array]) -> dict[str, TensorInfo]:
    return {name: TensorInfo(array.shape, str(array.dtype)) for name, array in arrays.items()}


def _layer(tensors: WeightNormed, readout: Readout) -> StoredLinear | None:
    """Return the Linear layer that a readout came from, if it is there with the same shapes."""
    for linear in find_linears(tensors.infos, readout.weight.shape[1]):
        alike = linear.outputs == readout.width and linear.bias == (readout.bias is not None)
        if readout.layer and linear.name == readout.layer and alike:
            return linear
    return None


def _replaced(
    origin: Origin,
    source: TorchFile | SafetensorsFile,
    changes: Mapping[str, Array],
    kept: Iterable[str],
) -> Patches:
    """Return the bytes to replace in a checkpoint (see `patches`)."""
    if isinstance(source, TorchFile):
        return patches(origin.path, source, changes, kept)
    return Patches({source.header.begins[name]: _bytes(raw) for name, raw in changes.items()})


def _copying(
    path: StrPath, origin: StrPath, replaced: Mapping[int, Bytes]
) -> Generator[float, None, None]:
    """Copy a file byte for byte, with some replaced by others, which are given by their offset."""
    total = os.stat(origin).st_size
    with atomic_write(path) as target, open(origin, "rb") as file:
        for begin, data in [*sorted(replaced.items()), (total, b"")]:
            while file.tell() < begin:
                block = file.read(min(SLICE, begin - file.tell()))
                if not block:
                    raise cannot_read(origin, tr("it is cut off while it is copied"))
                for _ in synced_slices(target, block):
                    yield file.tell() / total
            for _ in synced_slices(target, data):
                yield file.tell() / total
            file.seek(len(data), os.SEEK_CUR)


def _bytes(array: Array) -> memoryview:
    contiguous: Any = np.ascontiguousarray(array)
    return memoryview(contiguous).cast("B")
