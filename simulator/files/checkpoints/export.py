"""Export of an LSTM's weights as `.safetensors` or `.pt`: alone, or inside their checkpoint.

Inside their checkpoint, every byte of every other tensor stays, and so does each number of the LSTM
that was not edited, in whatever dtype the file stores it.

All keep their names. A readout goes with them as the Linear layer that it is: under the name of
the layer that it came from, else as `readout`; inside its checkpoint into that layer.
"""

import os
from collections import Counter
from collections.abc import Collection, Generator, Iterable, KeysView, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...network.parameters import Parameters
from ...objective.readout import Readout
from ...progress import finish
from ...translation import tr
from ..atomic import SLICE, atomic_write, synced_slices
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, format_of
from ..tensors import STORED, TensorInfo
from .checkpoint import open_tensors
from .find_lstms import Origin, find_lstms
from .left_out import left_out
from .linears import StoredLinear, find_linears, tensor_name
from .npz_file import NpzFile
from .pytorch.byte_patches import Bytes, Patches, patched, patches
from .pytorch.file import TorchFile
from .safetensors_file import SafetensorsFile
from .safetensors_header import header_bytes
from .tensor_edit import edited_tensor, refuse_computed, stored_lstm, told
from .weight_norm import WeightNormed

READOUT: Final = "readout"
"""Name of a readout's Linear layer where it came from none."""

WRITTEN: Final = (Format.SAFETENSORS, Format.TORCH)
"""Formats that can be written."""


def named_arrays(
    parameters: Parameters, readout: Readout | None, origin: Origin | None = None
) -> dict[str, Array]:
    """Return the arrays of an LSTM and of a readout under the names that they came by.

    An LSTM of no checkpoint has nn.LSTM's names. A readout's layer whose name would hide the LSTM,
    as that of a peephole would, is called `readout`.
    """
    names = {} if origin is None else _names(origin, parameters)
    arrays = {names.get(name, name): array for name, array in parameters.arrays.items()}
    if readout is None:
        return arrays
    for layer in (readout.layer or READOUT, READOUT):
        found = arrays | _layer_arrays(layer, readout)
        if find_lstms(_infos(found)).lstms:
            break
    return found


def saving_alone(
    path: StrPath,
    parameters: Parameters,
    readout: Readout | None = None,
    origin: Origin | None = None,
) -> Generator[float, None, str]:
    """Write a `.safetensors` file of the LSTM and its readout; yields the fraction done.

    Args:
        origin: the LSTM's place in its checkpoint, whose names are kept (see `named_arrays`).

    Returns:
        a line about the result.

    Raises:
        FileError: it cannot be written.
    """
    arrays = named_arrays(parameters, readout, origin)
    yield from _writing(path, _infos(arrays), arrays.values())
    return tr("Saved {path}", path=plain(path, 200))


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
    found = yield from _editing(origin, parameters, readout)
    replaced, tied = _replaced(origin, found)
    yield from _copying(path, origin.path, replaced)
    text = told(path, (*found.changes, *tied), found.rounded)
    if readout is None or found.layer is not None:
        return text
    return text + tr("; without the readout, because the checkpoint has no Linear layer for it")


def saving_whole(
    path: StrPath, origin: Origin, parameters: Parameters, readout: Readout
) -> Generator[float, None, str]:
    """Write every tensor of a checkpoint by its name, with the edits; yields the fraction done.

    Where it can be, the file is a copy of the checkpoint (see `saving_inside`). Else it is a state
    dict: of another format than the checkpoint, or with a readout that the checkpoint lacks. Call
    it in the worker for a `.pt` file, which torch writes.

    Args:
        path: the target, `.safetensors` or `.pt`.

    Returns:
        a line about the tensors changed, about rounding, and about tensors left out.

    Raises:
        FileError: as `saving_inside`, and a checkpoint whose tensors have no names of torch's.
    """
    found = yield from _editing(origin, parameters, readout)
    as_torch = Path(path).suffix.lower() in Format.TORCH.row.all_suffixes
    same = format_of(origin.path) is (Format.TORCH if as_torch else Format.SAFETENSORS)
    if same and found.layer is not None:
        return (yield from saving_inside(path, origin, parameters, readout))
    replaced, tied = _replaced(origin, found)
    source, raws, infos, lost = found.source, [], {}, []
    for name, info in source.infos.items():
        raw: Array | None = None
        if isinstance(source, TorchFile):
            raw = patched(source, name, replaced)
        elif name in found.changes:
            raw = found.changes[name]
        elif info.dtype in STORED:
            raw = source.raw(name)[0]
        if raw is None:
            lost.append(name)
        else:
            infos[name] = info
            raws.append(raw)
    if found.layer is None:
        added = _layer_arrays(_free_name(readout, infos.keys()), readout)
        infos |= _infos(added)
        raws += added.values()
    if as_torch:
        from . import torch_export

        dtypes = (info.dtype for info in infos.values())
        pairs = zip(raws, dtypes, strict=True)
        torch_export.save_state_dict(path, dict(zip(infos, pairs, strict=True)))
    else:
        yield from _writing(path, infos, raws)
    text = told(path, (*found.changes, *tied), found.rounded)
    if lost:
        text += tr("; without {names}, which the format cannot store", names=plain(", ".join(lost)))
    return text


def save_torch(
    path: StrPath,
    parameters: Parameters,
    inside: Origin | None = None,
    readout: Readout | None = None,
    origin: Origin | None = None,
) -> str:
    """Write a `.pt` or `.pth` file: the LSTM alone, or inside its checkpoint.

    Call it in the worker: the LSTM alone is written by torch, which it imports. Returns and raises
    as the other writers do.

    Args:
        inside: the LSTM's place in the checkpoint that is copied. origin: in that whose names are
            kept.
    """
    if inside is not None:
        return finish(saving_inside(path, inside, parameters, readout))
    from . import torch_export

    arrays = named_arrays(parameters, readout, origin)
    torch_export.save_state_dict(path, {n: (a, str(a.dtype)) for n, a in arrays.items()})
    return tr("Saved {path}", path=plain(path, 200))


def beside_in(origin: Origin, readout: Readout) -> str:
    """Say what is in a checkpoint beside an LSTM and a readout; empty when there is nothing else.

    Raises:
        FileError: it cannot be read.
    """
    infos, taken = open_tensors(origin.path).infos, {*_layer_arrays(readout.layer, readout)}
    found = find_lstms(infos).lstms
    taken |= {tensor for lstm in found for tensor in lstm.tensors.values()}
    others = [lstm.label for lstm in found if lstm.name != origin.lstm]
    told = [tr("{count} LSTM ({names})", count=len(others), names=", ".join(others))]
    return ", ".join(part for part in (*told[: len(others)], left_out(infos, taken)) if part)


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


class _Edited(NamedTuple):
    """A checkpoint, opened, and the edits in it.

    Attributes:
        kept: names of the tensors of the LSTM and its readout. changes: elements as stored, of
            those with other numbers. rounded: number of edits that are rounded, by dtype.
        layer: the readout's; None where there is none.
    """

    source: TorchFile | SafetensorsFile | NpzFile
    kept: Collection[str]
    changes: Mapping[str, Array]
    rounded: Mapping[str, int]
    layer: StoredLinear | None


def _editing(
    origin: Origin, parameters: Parameters, readout: Readout | None
) -> Generator[float, None, _Edited]:
    """Find the tensors of a checkpoint that are edited."""
    stored, source = stored_lstm(origin, parameters), _opened(origin)
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
    return _Edited(source, edits, changes, rounded, layer)


def _opened(origin: Origin) -> TorchFile | SafetensorsFile | NpzFile:
    match format_of(origin.path):
        case Format.SAFETENSORS:
            return SafetensorsFile(origin.path)
        case Format.NPZ_WEIGHTS:
            return NpzFile(origin.path)
        case Format.TORCH | Format.PICKLE:
            return TorchFile(origin.path)
    raise cannot_read(origin.path, tr("its tensors are not named as in a PyTorch module"))


def _names(origin: Origin, parameters: Parameters) -> Mapping[str, str]:
    """Return the names in a checkpoint by nn.LSTM's; as nn.LSTM's there if it has changed."""
    try:
        return stored_lstm(origin, parameters).tensors
    except FileError:
        return {name: tensor_name(origin.lstm, name) for name in parameters.arrays}


def _layer(tensors: WeightNormed, readout: Readout) -> StoredLinear | None:
    """Return the Linear layer that a readout came from, if it is there with the same shapes."""
    for linear in find_linears(tensors.infos, readout.weight.shape[1]):
        alike = linear.outputs == readout.width and linear.bias == (readout.bias is not None)
        if readout.layer and linear.name == readout.layer and alike:
            return linear
    return None


def _layer_arrays(layer: str, readout: Readout) -> dict[str, Array]:
    names = (tensor_name(layer, kind) for kind in ("weight", "bias"))
    return dict(zip(names, readout.arrays, strict=False))


def _free_name(readout: Readout, taken: KeysView[str]) -> str:
    """Return a name for a readout's layer that no tensor of a checkpoint has."""
    names = chain((readout.layer or READOUT, READOUT), (f"{READOUT}{n}" for n in count(2)))
    return next(n for n in names if not taken & _layer_arrays(n, readout).keys())


def _replaced(origin: Origin, found: _Edited) -> Patches:
    """Return the bytes to replace in a checkpoint (see `patches`)."""
    source = found.source
    if isinstance(source, TorchFile):
        return patches(origin.path, source, found.changes, found.kept)
    if isinstance(source, NpzFile):
        return Patches({})
    return Patches({source.header.begins[n]: _bytes(raw) for n, raw in found.changes.items()})


def _writing(
    path: StrPath, infos: Mapping[str, TensorInfo], raws: Iterable[Array]
) -> Generator[float, None, None]:
    """Write a `.safetensors` file of some tensors, in the order of their elements."""
    blocks: list[bytes | memoryview] = [header_bytes(infos), *map(_bytes, raws)]
    total, done = sum(map(len, blocks)), 0
    with atomic_write(path) as file:
        for block in blocks:
            for written in synced_slices(file, block):
                done += written
                yield done / total


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
                    raise cannot_read(origin, tr("it was truncated while it was being copied"))
                for _ in synced_slices(target, block):
                    yield file.tell() / total
            for _ in synced_slices(target, data):
                yield file.tell() / total
            file.seek(len(data), os.SEEK_CUR)


def _bytes(array: Array) -> memoryview:
    contiguous: Any = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    return memoryview(contiguous.reshape(-1).view(np.uint8))
