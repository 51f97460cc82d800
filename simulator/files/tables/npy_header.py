"""Headers of arrays in `.npy` files and `.npz` archives: shape and dtype, no numbers."""

import io
import math
import zipfile
from typing import IO, Any, Final, NamedTuple

import numpy as np

from ...faults import is_fault
from ...network.config import Shape
from ..errors import StrPath, reading
from .npy import numpy_in_silence

_MOST_ARRAYS: Final = 4096
_LONGEST: Final = 2**16
"""Bytes of a header: one that claims more is not read, for it can claim four gigabytes."""


class NpyHeader(NamedTuple):
    """What an array claims to be, and the bytes that its header takes."""

    shape: Shape
    fortran: bool
    dtype: np.dtype[Any]
    length: int

    @property
    def numel(self) -> int:
        """Number of elements, as an unbounded integer."""
        return math.prod(self.shape)


def read_header(file: IO[bytes]) -> NpyHeader:
    """Read the header at the start of an array, and unpack no more than it may take.

    Raises:
        ValueError: it is damaged.
    """
    start = io.BytesIO(file.read(_LONGEST))
    old = np.lib.format.read_magic(start) == (1, 0)
    read = np.lib.format.read_array_header_1_0 if old else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = read(start)
    return NpyHeader(tuple(map(int, shape)), fortran, dtype, start.tell())  # True counts as 1


def npy_header(path: StrPath) -> NpyHeader | None:
    """Return the header of a `.npy`; None for a damaged one, which its reader will report.

    Raises:
        FileError: the file cannot be read.
    """
    with reading(path), open(path, "rb") as file:
        return _header(file)


def npz_headers(path: StrPath) -> dict[str, NpyHeader]:
    """Return the headers of an archive's arrays by name, without those that are damaged.

    Raises:
        FileError: the file cannot be read.
    """
    found: dict[str, NpyHeader] = {}
    try:
        with reading(path), zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:_MOST_ARRAYS]:
                name = member.filename.removesuffix(".npy")
                if name == member.filename:
                    continue
                with archive.open(member) as file:
                    header = _header(file)
                if header is not None:
                    found[name] = header
    except Exception as error:
        if is_fault(error) or isinstance(error, MemoryError):
            raise
    return found


def _header(file: IO[bytes]) -> NpyHeader | None:
    try:
        with numpy_in_silence():
            return read_header(file)
    except Exception as error:
        if is_fault(error) or isinstance(error, OSError | MemoryError):
            raise
        return None
