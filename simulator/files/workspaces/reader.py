"""Reader of `.gatestep` files (see `writer`), which may come from anyone."""

import math
from typing import Any, BinaryIO

import numpy as np

from ...arrays import DTYPES, Array
from ...translation import tr
from ..archive import SLICE, Archive
from ..checkpoints.safetensors_header import read_header
from ..errors import StrPath, cannot_read, plain
from ..json_text import parse_json
from ..limits import check_fits
from ..tables.npy import numpy_in_silence
from .workspace import FORMAT, Workspace, of_parts
from .writer import ENTRY, MAX_JSON, PARAMETERS


def read_workspace(path: StrPath) -> Workspace:
    """Read a workspace of this version's format, or of an earlier one.

    Raises:
        FileError: it was made by a newer version, is damaged, or is no workspace.
    """
    with Archive(path) as archive:
        content = content_of(path, archive)
        check_fits(path, 2 * sum(archive.sizes.values()))
        groups: dict[str, dict[str, Array]] = {}
        for name, size in archive.sizes.items():
            group, _, kind = name.partition("/")
            with archive.open(name) as stream:
                if kind == PARAMETERS:
                    groups.setdefault(group, {}).update(_tensors(path, stream, size))
                elif kind.endswith(".npy"):
                    array = stored_array(path, name, stream, size)
                    groups.setdefault(group, {})[kind.removesuffix(".npy")] = array
    try:
        return of_parts(content, groups)
    except (ValueError, OverflowError) as error:
        raise cannot_read(path, tr("it is damaged: {error}", error=plain(error, 300))) from None


def read_heading(path: StrPath) -> tuple[str, dict[str, Any]]:
    """Read title and view of a workspace, without its numbers.

    Raises:
        FileError: as for `read_workspace`.
    """
    with Archive(path) as archive:
        content = content_of(path, archive)
    view = content.get("view")
    return plain(content.get("title")), view if isinstance(view, dict) else {}


def content_of(path: StrPath, archive: Archive) -> dict[str, Any]:
    """Return the JSON entry of a workspace's archive; its format number is one known here.

    Raises:
        FileError: as for `read_workspace`.
    """
    if ENTRY not in archive.sizes:
        raise cannot_read(path, tr("it is a zip file, but not a Gatestep workspace"))
    damaged = cannot_read(path, tr("its {entry} is damaged. Use another copy", entry=ENTRY))
    if archive.sizes[ENTRY] > MAX_JSON:
        raise cannot_read(path, tr("its {entry} is too large. Use another copy", entry=ENTRY))
    with archive.open(ENTRY) as stream:
        text = _read_all(stream, archive.sizes[ENTRY])
    try:
        content = parse_json(text, parse_constant=_no_number)
    except ValueError:
        raise damaged from None
    number = content.get("format") if isinstance(content, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise damaged
    if number > FORMAT:
        raise cannot_read(
            path,
            tr(
                "it was made by a newer Gatestep (workspace format {number}; this "
                "version reads up to {known}). Install a newer version",
                number=plain(number, 20),
                known=FORMAT,
            ),
        )
    return dict(content)


def _tensors(path: StrPath, stream: BinaryIO, size: int) -> dict[str, Array]:
    header = read_header(path, stream, size)
    arrays = {}
    for name in sorted(header.begins, key=header.begins.__getitem__):
        info = header.infos[name]
        if info.dtype not in ("float32", "float64"):
            raise cannot_read(
                path,
                tr("its {name} is {dtype}, not float", name=plain(name), dtype=plain(info.dtype)),
            )
        arrays[name] = _numbers(stream, info.shape, np.dtype(info.dtype))
    return arrays


def stored_array(path: StrPath, name: str, stream: BinaryIO, size: int) -> Array:
    """Read a `.npy` entry of float32 or float64, as the writer makes it.

    Raises:
        FileError: it is something else. ValueError: another version of the format.
    """
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError("this version is never written here")
    with numpy_in_silence():
        shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
    needed = math.prod(shape) * dtype.itemsize
    if dtype not in DTYPES or fortran_order or needed != size - stream.tell():
        raise cannot_read(
            path,
            tr(
                "its entry {name}, {shape} {dtype}, has the wrong type or size",
                name=plain(name),
                shape=plain(shape),
                dtype=plain(dtype),
            ),
        )
    return _numbers(stream, shape, dtype)


def _numbers(stream: BinaryIO, shape: tuple[int, ...], dtype: Any) -> Array:
    """Read the next numbers of a stream, which is known to hold them, into a new array."""
    array = np.empty(math.prod(shape), dtype.newbyteorder("<"))
    array.view(np.uint8)[:] = np.frombuffer(_read_all(stream, array.nbytes), np.uint8)
    return array.reshape(shape).astype(dtype, copy=False)


def _read_all(stream: BinaryIO, size: int) -> bytes:
    """Read exactly `size` bytes; at its end the stream itself raises on a wrong checksum."""
    data = bytearray()
    while len(data) < size:
        piece = stream.read(min(SLICE, size - len(data)))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")
