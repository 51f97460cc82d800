"""Tensor of an ONNX model: its shape, and its numbers from the model or a file beside it."""

import os
import stat
from pathlib import Path, PureWindowsPath
from typing import Any, Final

import numpy as np

from ....arrays import Array
from ....translation import mark, tr
from ...errors import FileError, cannot_read, plain, reading
from ...tensors import FLOATS, RAW, TensorInfo, widen

_EXTERNAL: Final = 1
_LONGEST_NAME: Final = 255  # bytes of a file name, on every common file system
_DTYPES: Final = {
    1: "float32",
    2: "uint8",
    3: "int8",
    4: "uint16",
    5: "int16",
    6: "int32",
    7: "int64",
    8: "string",
    9: "bool",
    10: "float16",
    11: "float64",
    12: "uint32",
    13: "uint64",
    16: "bfloat16",
}
_RAW: Final = {**RAW, "int64": "<i8", "int32": "<i4", "bool": "?"}
_FIELDS: Final = {
    "float64": "double_data",
    "float32": "float_data",
    "int64": "int64_data",
    "int32": "int32_data",
    "bfloat16": "int32_data",
    "float16": "int32_data",
    "bool": "int32_data",
}
_ADVICE: Final = mark("Save the model as one file, or keep its data file next to it")


def tensor_info(tensor: Any) -> TensorInfo:
    """Return the shape and dtype that a TensorProto claims."""
    dtype = _DTYPES.get(
        tensor.data_type, tr("of ONNX type {data_type}", data_type=tensor.data_type)
    )
    return TensorInfo(tuple(int(size) for size in tensor.dims), dtype)


def check_tensor(tensor: Any, model: Path) -> None:
    """Check that the numbers of a tensor are present, and as many as its shape requires.

    Raises:
        FileError: they are not, or they are said to lie outside the model's folder.
    """
    info = tensor_info(tensor)
    where = tr("tensor {name}", name=plain(tensor.name))
    if any(size < 0 for size in info.shape):
        raise cannot_read(
            model, tr("{where} has a negative size: {shape}", where=where, shape=plain(info.shape))
        )
    if info.dtype not in _RAW:
        return  # reported where it is used
    if tensor.data_location == _EXTERNAL:
        _external(tensor, model)
        return
    needed = info.numel * np.dtype(_RAW[info.dtype]).itemsize
    given = len(tensor.raw_data)
    if not tensor.HasField("raw_data"):
        needed, given = info.numel, len(getattr(tensor, _FIELDS[info.dtype]))
    if given != needed:
        raise cannot_read(
            model,
            tr(
                "{where} {shape} {dtype} has the wrong number of values for its "
                "shape. Download or save it again",
                where=where,
                shape=plain(info.shape),
                dtype=info.dtype,
            ),
        )


def tensor_values(tensor: Any, model: Path) -> Array:
    """Read the numbers of a tensor: whole numbers unchanged, floats as float64 or float32.

    Raises:
        ValueError: it is of another dtype.
        FileError: see `check_tensor`.
    """
    check_tensor(tensor, model)
    info = tensor_info(tensor)
    if info.dtype not in _RAW:
        raise ValueError(tr("is {dtype}", dtype=info.dtype))
    raw_dtype = np.dtype(_RAW[info.dtype])
    if tensor.data_location == _EXTERNAL:
        raw = np.frombuffer(_read_external(tensor, model), raw_dtype)
    elif tensor.HasField("raw_data"):
        raw = np.frombuffer(tensor.raw_data, raw_dtype)
    else:
        raw = np.array(getattr(tensor, _FIELDS[info.dtype]))
        if info.dtype == "float16":  # stored as whole numbers with the same bits
            raw = raw.astype(np.uint16).view(np.float16)
    raw = raw.reshape(info.shape)
    if info.dtype in FLOATS:
        return widen(raw, info.dtype)
    return raw


def _read_external(tensor: Any, model: Path) -> bytes:
    path, offset, length = _external(tensor, model)
    with reading(path), open(path, "rb") as file:
        file.seek(offset)
        data = file.read(length)
    if len(data) != length:
        raise cannot_read(path, tr("it is truncated. Download or save it again"))
    return data


def _external(tensor: Any, model: Path) -> tuple[Path, int, int]:
    """Return the file with a tensor's numbers, in the model's folder, their offset and length."""
    entries = {entry.key: str(entry.value) for entry in tensor.external_data}
    location = entries.get("location", "")
    where = tr("tensor {name}", name=plain(tensor.name))
    folder = model.resolve().parent
    parts = PureWindowsPath(location)  # knows both slashes, and drives
    is_name = 0 < len(location) <= _LONGEST_NAME and "\0" not in location
    if not is_name or parts.anchor or ".." in parts.parts:
        raise _outside(model, where, location)
    path = folder / location
    with reading(path):
        real = path.resolve()
        if not real.is_relative_to(folder):
            raise _outside(model, where, location)
        status = os.stat(real)
    if not stat.S_ISREG(status.st_mode):
        raise cannot_read(
            model,
            tr(
                "{where} should be in {location}, which is not a file. {advice}",
                where=where,
                location=plain(location),
                advice=tr(_ADVICE),
            ),
        )
    info = tensor_info(tensor)
    needed = info.numel * np.dtype(_RAW[info.dtype]).itemsize
    offset = _count(entries.get("offset", "0"))
    length = _count(entries.get("length", str(needed)))
    if offset is None or length != needed or offset + needed > status.st_size:
        raise cannot_read(
            model,
            tr(
                "{where} {shape} {dtype} does not match its data in {location}. "
                "Download or save both files again",
                where=where,
                shape=plain(info.shape),
                dtype=info.dtype,
                location=plain(location),
            ),
        )
    return real, offset, needed


def _outside(model: Path, where: str, location: str) -> FileError:
    return cannot_read(
        model,
        tr(
            "{where} should be in {location}, which is not in the model's own folder. {advice}",
            where=where,
            location=plain(location) or tr("an unnamed file"),
            advice=tr(_ADVICE),
        ),
    )


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None
