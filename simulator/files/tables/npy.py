"""Reader of `.npy`, and the parts of a writer.

Only plain numbers are read; nothing is unpickled, or allocated on trust.
"""

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ...arrays import Array, shape_text
from ...network.config import Shape
from ...translation import tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..limits import check_explained
from ..tensors import exceeds_float64


def npy_shape(path: StrPath) -> Shape:
    """Return the shape of an array of any number of axes, from the file's header.

    Raises:
        FileError: no plain numbers, an empty or a damaged file.
    """
    return _mapped(path).shape


def check_axes(path: StrPath, shape: Shape) -> None:
    """Check that an array has the axes of a sequence.

    Raises:
        FileError: it has fewer than 2 axes, or more than 3.
    """
    if len(shape) not in (2, 3):
        raise cannot_read(
            path,
            tr(
                "its shape is {shape}: 2 axes (T, I) or 3 axes (T, B, I) are needed. Reshape it",
                shape=plain(shape_text(shape)),
            ),
        )


def read_npy(path: StrPath, any_axes: bool = False) -> Array:
    """Read an array as float64, exactly.

    Args:
        path: the file. any_axes: whether it may have other axes than the 2 or 3 of a sequence.

    Raises:
        FileError: no plain numbers, another number of axes, an empty or a damaged file.
    """
    mapped = _mapped(path)
    if not any_axes:
        check_axes(path, mapped.shape)
    check_explained(path, mapped.size * 8)
    if exceeds_float64(mapped):
        raise cannot_read(path, tr("it holds whole numbers beyond 2^53. Save them as float64"))
    with np.errstate(all="ignore"):
        return np.array(mapped, np.float64, order="C")


def _mapped(path: StrPath) -> Array:
    """Map an array of plain numbers, without reading them."""
    damaged = tr("it is damaged or truncated. Save it again")
    with parsing(path, damaged), reading(path), numpy_in_silence():
        try:
            mapped: Array = np.load(os.fspath(path), mmap_mode="r", allow_pickle=False)
        except ValueError as error:
            if "Python objects" not in str(error):
                raise
            why = tr("it holds Python objects, which could run arbitrary code. Save plain numbers")
            raise cannot_read(path, why) from None
    kind, itemsize = mapped.dtype.kind, mapped.dtype.itemsize
    if kind not in "fiub" or itemsize > 8:
        raise cannot_read(
            path,
            tr(
                "it holds {dtype}. Save it as float32, float64, integers or booleans",
                dtype=plain(mapped.dtype),
            ),
        )
    if mapped.size == 0:
        raise cannot_read(path, tr("it is empty: shape {shape}", shape=shape_text(mapped.shape)))
    return mapped


@contextmanager
def numpy_in_silence() -> Iterator[None]:
    """Silence numpy's warnings about odd headers, which are read or refused anyway."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def npy_head(shape: Shape, dtype: np.dtype[Any]) -> bytes:
    """Return the header of an array whose numbers follow in C order, little-endian."""
    head = io.BytesIO()
    descr = np.lib.format.dtype_to_descr(dtype.newbyteorder("<"))
    about = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(head, about)
    return head.getvalue()


def npy_bytes(array: Array) -> memoryview:
    """Return the numbers of an array, or of some of its rows, as they stand in the file."""
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    flat: Any = np.ascontiguousarray(little).reshape(-1).view(np.uint8)
    return memoryview(flat)
