"""Reading `.safetensors`: a length, a JSON header, and the bytes of the tensors. Never executed.

The format: https://github.com/huggingface/safetensors#format. The header is read here rather than
by the library, since its numpy interface knows no bfloat16, and since names, shapes and the place
of each fault belong into the message.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from simulator.arrays import Array
from simulator.files.errors import FileError, StrPath, cannot_read, plain, reading
from simulator.files.tensors import FLOATS, TensorInfo, widen

MAX_HEADER = 4 * 2**20
MAX_TENSORS = 50_000

_DTYPES = {
    "F64": "float64",
    "F32": "float32",
    "BF16": "bfloat16",
    "F16": "float16",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U8": "uint8",
    "BOOL": "bool",
}
_RAW = {"float64": "<f8", "float32": "<f4", "bfloat16": "<u2", "float16": "<f2"}
_DAMAGED = "download or save it again"


class SafetensorsFile:
    """An opened `.safetensors` file (see `tensors.TensorFile`). Opening reads its header alone.

    Raises:
        FileError: the header is too large, damaged, or does not fit the file.
    """

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        self.infos: dict[str, TensorInfo] = {}
        self._begins: dict[str, int] = {}
        with reading(path), open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > size - 8:
                raise self._error(f"it is cut off within its header: {_DAMAGED}")
            if length > MAX_HEADER:
                raise self._error(f"its header has {length} bytes, and {MAX_HEADER} are allowed")
            text = file.read(length)
        self._place(self._parse(text), 8 + length, size)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """The data of some float tensors, in float64 as stored or cast up to float32."""
        arrays = {}
        with reading(self._path), open(self._path, "rb") as file:
            for name in names:
                shape, dtype = self.infos[name]
                wanted = self.infos[name].numel * FLOATS[dtype]
                file.seek(self._begins[name])
                data = file.read(wanted)
                if len(data) != wanted:
                    raise self._error(f"it is cut off within {plain(name)}: {_DAMAGED}")
                raw = np.frombuffer(data, _RAW[dtype]).reshape(shape)
                arrays[name] = widen(raw, dtype)
        return arrays

    def _parse(self, text: bytes) -> dict[str, Any]:
        try:
            header = json.loads(text.decode("utf-8"), object_pairs_hook=_unique)
        except (ValueError, RecursionError):
            raise self._error(f"its header is not the JSON of safetensors: {_DAMAGED}") from None
        if not isinstance(header, dict):
            raise self._error(f"its header is not a JSON object: {_DAMAGED}")
        header.pop("__metadata__", None)
        if len(header) > MAX_TENSORS:
            raise self._error(f"it has {len(header)} tensors, and {MAX_TENSORS} are allowed")
        return header

    def _place(self, header: dict[str, Any], start: int, size: int) -> None:
        """Check that the tensors lie side by side, in bounds, and are as large as they say."""
        spans = sorted((*self._span(name, entry), name) for name, entry in header.items())
        expected = 0
        for begin, end, name in spans:
            if begin != expected:
                fault = "overlaps another tensor" if begin < expected else "follows a hole"
                raise self._error(f"tensor {plain(name)} {fault} at byte {begin}: {_DAMAGED}")
            self._begins[name] = start + begin
            expected = end
        if start + expected != size:
            raise self._error(
                f"its tensors end at byte {start + expected} and the file at {size}: {_DAMAGED}"
            )

    def _span(self, name: str, entry: Any) -> tuple[int, int]:
        match entry:
            case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [begin, end]} if all(
                map(_is_count, (*shape, begin, end))
            ):
                info = TensorInfo(tuple(shape), _DTYPES.get(dtype, plain(dtype)))
            case _:
                raise self._error(f"the header's entry for {plain(name)} is malformed: {_DAMAGED}")
        itemsize = FLOATS.get(info.dtype)
        if begin > end or (itemsize is not None and end - begin != info.numel * itemsize):
            raise self._error(
                f"tensor {plain(name)} {plain(info.shape)} {info.dtype} does not fill "
                f"its place, bytes {begin} to {end}: {_DAMAGED}"
            )
        self.infos[name] = info
        return begin, end

    def _error(self, why: str) -> FileError:
        return cannot_read(self._path, why)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a name twice")
    return entries
