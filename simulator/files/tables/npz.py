"""Reader of `.npz`: arrays by name; unpickles nothing, allocates nothing on trust."""

import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

import numpy as np

from ...arrays import Array, shape_text
from ...network.config import Shape
from ...translation import tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..limits import check_explained
from ..tensors import exceeds_float64
from .npy import numpy_in_silence
from .npy_header import NpyHeader, read_header

_MOST_ARRAYS: Final = 4096
_NUMBERS_AT_ONCE: Final = 2**20


class _Unfit(Exception):
    """An array that does not hold the numbers wanted."""


def npz_shapes(path: StrPath, any_axes: bool = False) -> dict[str, Shape]:
    """List the arrays of an archive by name, with their shapes, from their headers.

    Args:
        path: the file. any_axes: whether to list arrays of other than 2 or 3 axes too.

    Raises:
        FileError: it is damaged, or has none.
    """
    with _opened(path, True, any_axes=any_axes) as (_, found, _unfit):
        return {name: header.shape for name, (_member, header) in found.items()}


def read_npz(
    path: StrPath,
    others: bool = False,
    names: Collection[str] | None = None,
    besides: str | tuple[str, ...] = (),
    any_axes: bool = False,
) -> dict[str, Array]:
    """Read the arrays of an archive, as float64.

    Args:
        path: the file.
        others: whether to skip arrays of other kinds and axes, and other entries, instead of
            refusing them.
        names: the arrays to read, none of which is skipped; all by default.
        besides: the beginnings of the names of entries that are not looked at; an array's name
            ends in `.npy`.
        any_axes: whether to read arrays of other than 2 or 3 axes too.

    Raises:
        FileError: it is damaged, too large, or holds something else.
    """
    with _opened(path, others, besides, any_axes) as (archive, found, unfit):
        wanted = {name: at for name, at in found.items() if names is None or name in names}
        check_explained(path, 8 * sum(header.numel for _, header in wanted.values()))
        arrays: dict[str, Array] = {}
        for name, (member, header) in wanted.items():
            try:
                arrays[name] = _numbers(archive, member, header)
            except _Unfit as error:
                unfit[name] = str(error)
    faults = [why for name, why in unfit.items() if names is None or name in names]
    if faults and not (others and names is None and arrays):
        raise cannot_read(path, faults[-1])
    return arrays


_Found = dict[str, tuple[zipfile.ZipInfo, NpyHeader]]


@contextmanager
def _opened(
    path: StrPath, others: bool, besides: str | tuple[str, ...] = (), any_axes: bool = False
) -> Iterator[tuple[zipfile.ZipFile, _Found, dict[str, str]]]:
    """Open an archive: its arrays, and the reasons by name why other entries are none."""
    damaged = tr("it is damaged or not an .npz file. Save it again with numpy.savez")
    with (
        parsing(path, damaged),
        reading(path),
        numpy_in_silence(),
        zipfile.ZipFile(path) as archive,
    ):
        members = [m for m in archive.infolist() if not others or m.filename.endswith(".npy")]
        members = [m for m in members if not m.filename.startswith(besides)]
        if len(members) > _MOST_ARRAYS:
            raise cannot_read(
                path,
                tr("it has {count} arrays. Save only the arrays of one LSTM", count=len(members)),
            )
        found: _Found = {}
        unfit: dict[str, str] = {}
        for member in members:
            name = member.filename.removesuffix(".npy")
            try:
                found[name] = member, _header(archive, member, any_axes)
            except _Unfit as error:
                unfit[name] = str(error)
        if unfit and not (others and found):
            raise cannot_read(path, next(iter(unfit.values())))
        if not found:
            raise cannot_read(path, tr("it contains no arrays"))
        yield archive, found, unfit


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo, any_axes: bool) -> NpyHeader:
    """Read what an array claims to be, and unpack no more than that."""
    with archive.open(member) as file:
        header = read_header(file)
    name, shape, dtype = plain(member.filename.removesuffix(".npy"), 40), header.shape, header.dtype
    if dtype.kind not in "fiub" or dtype.itemsize > 8:
        raise _Unfit(
            tr("its array {name} holds {dtype}. Save plain numbers", name=name, dtype=plain(dtype))
        )
    if header.numel == 0 or not (any_axes or 2 <= len(shape) <= 3):
        raise _Unfit(
            tr(
                "its array {name} has shape {shape}: 2 or 3 axes are needed",
                name=name,
                shape=plain(shape_text(shape)),
            )
        )
    if header.length + header.numel * dtype.itemsize > member.file_size:
        raise ValueError("cut off")
    return header


def _numbers(archive: zipfile.ZipFile, member: zipfile.ZipInfo, header: NpyHeader) -> Array:
    """Read the numbers of an array, a piece at a time."""
    values = np.empty(header.numel)
    size = header.dtype.itemsize
    with archive.open(member) as file:
        file.read(header.length)
        for start in range(0, header.numel, _NUMBERS_AT_ONCE):
            piece = values[start : start + _NUMBERS_AT_ONCE]
            stored = np.frombuffer(file.read(len(piece) * size), header.dtype)
            if exceeds_float64(stored):
                name = plain(member.filename.removesuffix(".npy"), 40)
                raise _Unfit(
                    tr(
                        "its array {name} holds whole numbers beyond 2^53. Save them as float64",
                        name=name,
                    )
                )
            piece[:] = stored
        while file.read(_NUMBERS_AT_ONCE):  # to its end, where the checksum is verified
            pass
    shaped = values.reshape(header.shape, order="F" if header.fortran else "C")
    return np.ascontiguousarray(shaped)
