"""Header of a `.safetensors` file: which tensors it holds, and their byte offsets.

The format is a length, a JSON header, and the bytes of the tensors:
https://github.com/huggingface/safetensors#format. The header is parsed here, not by the library:
the library's numpy interface has no bfloat16, and messages should give names, shapes and the place
of each fault.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from ...translation import mark, tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..json_text import parse_json
from ..tensors import FLOATS, STORED, TensorInfo

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
_CODES = {name: code for code, name in _DTYPES.items()}
_ALIGNMENT = 8
_DAMAGED = mark("Download or save it again")


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was checked against its file.

    Attributes:
        infos: every tensor by its name. begins: each one's first byte, counted from the file's
            start.
        size: the bytes before the first tensor.
    """

    infos: Mapping[str, TensorInfo]
    begins: Mapping[str, int]
    size: int


def read_header(path: StrPath, stream: BinaryIO, size: int) -> Header:
    """Read the header of a stream of `size` bytes, and leave the stream at the first tensor.

    Raises:
        FileError: it is too large, damaged, or does not fit the size.
    """
    length = int.from_bytes(stream.read(8), "little")
    if size < 8 or length > size - 8:
        raise cannot_read(path, tr("it is truncated in its header. {advice}", advice=tr(_DAMAGED)))
    if length > MAX_HEADER:
        raise cannot_read(
            path,
            tr(
                "its header has {length} bytes; at most {most} are allowed",
                length=length,
                most=MAX_HEADER,
            ),
        )
    entries = _parse(path, stream.read(length))
    infos: dict[str, TensorInfo] = {}
    begins: dict[str, int] = {}
    spans = []
    for name, entry in entries.items():
        infos[name], begin, end = _placed(path, name, entry)
        spans.append((begin, end, name))
    start, expected = 8 + length, 0
    for begin, end, name in sorted(spans):
        if begin != expected:
            fault = tr("overlaps another tensor") if begin < expected else tr("follows a gap")
            raise cannot_read(
                path,
                tr(
                    "tensor {name} {fault} at byte {begin}. {advice}",
                    name=plain(name),
                    fault=fault,
                    begin=begin,
                    advice=tr(_DAMAGED),
                ),
            )
        begins[name] = start + begin
        expected = end
    if start + expected != size:
        raise cannot_read(
            path,
            tr(
                "its tensors end at byte {end}, but the file ends at {size}. {advice}",
                end=start + expected,
                size=size,
                advice=tr(_DAMAGED),
            ),
        )
    return Header(infos, begins, start)


def header_bytes(infos: Mapping[str, TensorInfo]) -> bytes:
    """Write the header of a file in which these tensors follow one another, in this order.

    Their dtypes are of `STORED`.
    """
    entries: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    begin = 0
    for name, info in infos.items():
        end = begin + info.numel * np.dtype(STORED[info.dtype]).itemsize
        entries[name] = {
            "dtype": _CODES[info.dtype],
            "shape": list(info.shape),
            "data_offsets": [begin, end],
        }
        begin = end
    text = json.dumps(entries, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    return len(text).to_bytes(8, "little") + text


def _parse(path: StrPath, text: bytes) -> dict[str, Any]:
    try:
        header = parse_json(text, object_pairs_hook=_unique)
    except ValueError:
        raise cannot_read(
            path, tr("its header is not safetensors JSON. {advice}", advice=tr(_DAMAGED))
        ) from None
    if not isinstance(header, dict):
        raise cannot_read(
            path, tr("its header is not a JSON object. {advice}", advice=tr(_DAMAGED))
        )
    header.pop("__metadata__", None)
    if len(header) > MAX_TENSORS:
        raise cannot_read(
            path,
            tr(
                "it has {count} tensors; at most {most} are allowed",
                count=len(header),
                most=MAX_TENSORS,
            ),
        )
    return header


def _placed(path: StrPath, name: str, entry: Any) -> tuple[TensorInfo, int, int]:
    """Return a tensor's info, and its first byte and the one past its last, after the header."""
    match entry:
        case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [begin, end]} if all(
            map(_is_count, (*shape, begin, end))
        ):
            info = TensorInfo(tuple(shape), _DTYPES.get(dtype, plain(dtype)))
        case _:
            raise _malformed(path, name)
    itemsize = FLOATS.get(info.dtype)
    if begin > end or (itemsize is not None and end - begin != info.numel * itemsize):
        raise cannot_read(
            path,
            tr(
                "tensor {name} {shape} {dtype} does not fit its data_offsets, "
                "{begin} to {end}. {advice}",
                name=plain(name),
                shape=plain(info.shape),
                dtype=info.dtype,
                begin=begin,
                end=end,
                advice=tr(_DAMAGED),
            ),
        )
    return info, begin, end


def _malformed(path: StrPath, name: str) -> FileError:
    return cannot_read(
        path,
        tr(
            "the header's entry for {name} is malformed. {advice}",
            name=plain(name),
            advice=tr(_DAMAGED),
        ),
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a name twice")
    return entries
