"""Readout from a file: V and b of a checkpoint's Linear layer, or of plain arrays."""

from typing import Final

import numpy as np

from ...arrays import Array, read_only, shape_text
from ...translation import tr
from ..checkpoints.linears import (
    StoredLinear,
    choose,
    find_linears,
    layers,
    linears,
    read_linear,
    tensor_name,
)
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, Opened, recognise
from ..tables.npy import npy_shape, read_npy
from ..tables.npy_header import npy_header, npz_headers
from ..tables.npz import npz_shapes, read_npz
from ..tensors import TensorInfo

_SHOWN: Final = 6


def candidates(path: StrPath, features: int, lstm: str = "") -> tuple[StoredLinear, ...]:
    """List the Linear layers of a file that fit, the likeliest first.

    Args:
        path: a checkpoint, a `.npy`, or an `.npz` of plain arrays.
        features: in_features, D*R of the LSTM. lstm: its name in the checkpoint.

    Raises:
        FileError: the file cannot be read, or is of another kind.
    """
    file = recognise(path)
    if "checkpoint" in file.format.row.holds:
        return linears(file, features, lstm)
    return tuple(layer for layer in _of_arrays(file) if layer.features == features)


def load_readout(
    path: StrPath, features: int, name: str | None = None, lstm: str = ""
) -> tuple[Array, Array | None, str]:
    """Read the V and b of a Linear layer.

    Args:
        path, features, lstm: as for `candidates`.
        name: the layer's name in the file; None for the likeliest that is no embedding by its name.

    Returns:
        V (K, features), b (K,) or None, and the layer's name in a checkpoint, else an empty text.

    Raises:
        FileError: the file cannot be read, or has no such layer; names the shape that is needed.
    """
    file = recognise(path)
    found = candidates(file, features, lstm)
    if not found:
        raise _none_fits(file, features)
    chosen = _likeliest(file, found) if name is None else choose(file, found, name, features)
    if "checkpoint" in file.format.row.holds:
        return *read_linear(file, chosen), chosen.name
    return *_read_arrays(file, chosen), ""


def _likeliest(file: Opened, found: tuple[StoredLinear, ...]) -> StoredLinear:
    for layer in found:
        if not layer.is_embedding:
            return layer
    raise cannot_read(
        file,
        tr(
            "only embeddings have a matching shape: {labels}. Name one to read its weight as V",
            labels=_listed([layer.label for layer in found]),
        ),
    )


def _of_arrays(file: Opened) -> tuple[StoredLinear, ...]:
    """List what the arrays of a file can be: Linear layers of any in_features."""
    infos = _infos(file)
    if file.format is Format.NPY:
        ((shape, dtype),) = infos.values()
        if len(shape) not in (1, 2):
            return ()
        outputs = shape[0] if len(shape) == 2 else 1
        return (StoredLinear("", outputs, shape[-1], False, dtype),)
    if named := find_linears(infos):
        return named
    flat = [info.shape for info in infos.values() if len(info.shape) == 1]
    return tuple(
        StoredLinear(
            "" if name == "weight" else name.removesuffix(".weight"),
            *info.shape,
            flat == [info.shape[:1]],
            info.dtype,
        )
        for name, info in infos.items()
        if len(info.shape) == 2
    )


def _infos(file: Opened) -> dict[str, TensorInfo]:
    """Return the arrays' shapes and dtypes by name, the empty one for a `.npy`."""
    match file.format:
        case Format.NPY:
            header = npy_header(file)
            dtype = "" if header is None else header.dtype.name
            return {"": TensorInfo(npy_shape(file), dtype)}
        case Format.NPZ:
            shapes, headers = npz_shapes(file, any_axes=True), npz_headers(file)
            return {
                name: TensorInfo(shape, headers[name].dtype.name)
                for name, shape in shapes.items()
                if name in headers
            }
    raise cannot_read(
        file,
        tr(
            "it is a {holds}, not a readout. Open a checkpoint, or a .npy or .npz file with V",
            holds=tr(file.format.row.holds[0]),
        ),
    )


def _read_arrays(file: Opened, layer: StoredLinear) -> tuple[Array, Array | None]:
    narrow = layer.dtype in ("float16", "float32")
    dtype = np.dtype(np.float32 if narrow else np.float64)
    if file.format is Format.NPY:
        V = read_npy(file, any_axes=True).reshape(layer.outputs, layer.features)
        return read_only(V.astype(dtype)), None
    infos = _infos(file)
    weight, bias = (tensor_name(layer.name, kind) for kind in ("weight", "bias"))
    flat = [name for name, info in infos.items() if info.shape == (layer.outputs,)]
    names = [weight if weight in infos else layer.name]
    if layer.bias:
        names.append(bias if bias in flat else flat[0])
    read = read_npz(file, others=True, names=names, any_axes=True)
    arrays = [read_only(read[name].astype(dtype)) for name in names]
    return arrays[0], arrays[1] if layer.bias else None


def _none_fits(file: Opened, features: int) -> FileError:
    turned = False
    if "checkpoint" in file.format.row.holds:
        held = [layer.label for layer in layers(file)] or [tr("no Linear layer")]
    else:
        shapes = {name: info.shape for name, info in _infos(file).items()}
        held = [f"{plain(name, 40)} {shape_text(s)}".strip() for name, s in shapes.items()]
        turned = [s[0] for s in shapes.values() if len(s) == 2].count(features) == 1
    why = tr(
        "a readout here needs shape (out_features, {features}), but the file has {held}",
        features=features,
        held=_listed(held),
    )
    return cannot_read(file, tr("{why}. Transpose it", why=why) if turned else why)


def _listed(labels: list[str]) -> str:
    return ", ".join(labels[:_SHOWN]) + (", …" if len(labels) > _SHOWN else "")
