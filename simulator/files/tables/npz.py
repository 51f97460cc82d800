"""Reader of `.npz`: arrays by name; unpickles nothing, allocates nothing on trust."""

import io
import zipfile
from typing import Final

import numpy as np

from ...arrays import Array, shape_text
from ...translation import tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..limits import check_fits
from ..tensors import exceeds_float64
from .npy import numpy_in_silence

_MOST_ARRAYS: Final = 4096


class _Unfit(Exception):
    """An array that does not hold the numbers wanted."""


def read_npz(path: StrPath, others: bool = False) -> dict[str, Array]:
    """Read the 2-D and 3-D arrays of an archive, as float64.

    Args:
        path: the file.
        others: whether to skip arrays of other kinds and axes, and other entries, instead of
            refusing them.

    Raises:
        FileError: it is damaged, too large, or holds something else.
    """
    damaged = tr("it is damaged or no .npz: save it again with numpy.savez")
    with (
        parsing(path, damaged),
        reading(path),
        numpy_in_silence(),
        zipfile.ZipFile(path) as archive,
    ):
        members = [m for m in archive.infolist() if not others or m.filename.endswith(".npy")]
        if len(members) > _MOST_ARRAYS:
            raise cannot_read(
                path, tr("it has {count} arrays: save those of one LSTM", count=len(members))
            )
        check_fits(path, 3 * sum(member.file_size for member in members))
        arrays, unfit = _arrays(archive, members)
    if unfit and not (others and arrays):
        raise cannot_read(path, unfit[0])
    if not arrays:
        raise cannot_read(path, tr("there are no arrays in it"))
    return arrays


def _arrays(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> tuple[dict[str, Array], list[str]]:
    arrays, unfit = {}, []
    for member in members:
        try:
            arrays[member.filename.removesuffix(".npy")] = _array(archive, member)
        except _Unfit as error:
            unfit.append(str(error))
    return arrays, unfit


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Array:
    """Read one array, and no more bytes than the archive declares."""
    with archive.open(member) as file:
        content = file.read(member.file_size)
    name = plain(member.filename.removesuffix(".npy"), 40)
    header = io.BytesIO(content)
    version = np.lib.format.read_magic(header)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else _header_2_0
    shape, _, dtype = read(header)
    if dtype.kind not in "fiub" or dtype.itemsize > 8:
        raise _Unfit(
            tr("its array {name} holds {dtype}: save plain numbers", name=name, dtype=plain(dtype))
        )
    count = 1
    for length in shape:
        count *= length
    if count == 0 or not 2 <= len(shape) <= 3:
        raise _Unfit(
            tr(
                "its array {name} has shape {shape}: 2 or 3 axes are needed",
                name=name,
                shape=plain(shape_text(shape)),
            )
        )
    if count * dtype.itemsize > len(content):
        raise ValueError("cut off")
    stored: Array = np.load(io.BytesIO(content), allow_pickle=False)
    if exceeds_float64(stored):
        raise _Unfit(
            tr("its array {name} holds whole numbers beyond 2^53: save them as float64", name=name)
        )
    return np.ascontiguousarray(stored, np.float64)


_header_2_0 = np.lib.format.read_array_header_2_0
