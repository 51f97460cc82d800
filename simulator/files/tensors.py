"""Named tensors in a file: the interface of every checkpoint format."""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

import numpy as np

from ..arrays import Array

RAW: Final = {"float64": "<f8", "float32": "<f4", "bfloat16": "<u2", "float16": "<f2"}
"""Numpy's dtype for the elements of each dtype that weights are stored in; the widest first."""

STORED: Final = {
    **RAW,
    "int64": "<i8",
    "int32": "<i4",
    "int16": "<i2",
    "int8": "|i1",
    "uint8": "|u1",
    "bool": "|b1",
}
"""Numpy's dtype for the elements of each dtype that is written: beside weights, counters."""

FLOATS: Final = {name: np.dtype(raw).itemsize for name, raw in RAW.items()}
"""Bytes per element of the dtypes that weights are stored in."""

EXACT: Final = 2**53
"""Largest whole number below which float64 holds all whole numbers."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""Notes, problems and doubts of a format that stores LSTMs as nn.LSTM does: none."""


LONGEST_NAME: Final = 500
"""Characters of the longest name of a tensor: those with a longer one are left out."""


class TensorInfo(NamedTuple):
    """Shape and dtype of a tensor. `dtype` is torch's name without `torch.`."""

    shape: tuple[int, ...]
    dtype: str

    @property
    def numel(self) -> int:
        """Return the number of elements, as an unbounded integer."""
        return math.prod(self.shape)


class Place(NamedTuple):
    """Place of a tensor's elements in its file.

    Attributes:
        dtype: numpy's, with the byte order. begin: offset of the first element, in bytes.
        length: bytes up to the end of the last element. strides: in bytes.
    """

    dtype: str
    begin: int
    length: int
    strides: tuple[int, ...]


class TensorFile(Protocol):
    """An opened checkpoint: every tensor's shape, and the data of those asked for."""

    @property
    def infos(self) -> Mapping[str, TensorInfo]:
        """Every tensor by its name; nested names are joined by dots. An LSTM's are torch's."""

    @property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """Notes on how the format's own layout was read, by the LSTM's name."""

    @property
    def problems(self) -> Mapping[str, str]:
        """Reasons why an LSTM is not among the tensors, by its name."""

    @property
    def undecided(self) -> Mapping[str, str]:
        """Reasons why an LSTM's recurrent activation is not known, by its name."""

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some tensors: float64 unchanged, other floats cast up to float32."""


@runtime_checkable
class MappedFile(TensorFile, Protocol):
    """A checkpoint with tensors that lie in the file as they are, so that others can map them."""

    def places(self) -> Mapping[str, Place]:
        """Return the places of such tensors, by name."""


def exceeds_float64(array: Array) -> bool:
    """Return True when there are whole numbers that float64 may not hold exactly."""
    of_8_bytes = array.dtype.kind in "iu" and array.dtype.itemsize == 8
    return of_8_bytes and bool(array.max() > EXACT or array.min() < -EXACT)


def widen(raw: Array, dtype: str) -> Array:
    """Convert raw little-endian elements to native float32 or float64.

    Args:
        raw: any shape; uint16 for bfloat16, else of the named dtype.
        dtype: the stored dtype. bfloat16 and float16 are cast up to float32.
    """
    if dtype == "bfloat16":
        return np.left_shift(raw.astype(np.uint32), 16).view(np.float32)
    return raw.astype(np.float64 if dtype == "float64" else np.float32)


def narrow(numbers: Array, dtype: str) -> Array:
    """Round numbers to a stored dtype, to nearest, ties to even: the inverse of `widen`."""
    if dtype != "bfloat16":
        return numbers.astype(RAW[dtype])
    single = numbers.astype(np.float32)
    bits = single.view(np.uint32)
    # Casting float64 to float32 first would round twice. So the sign of the remainder goes into the
    # last bit.
    farther = np.abs(single.astype(numbers.dtype)) > np.abs(numbers)
    odd = bits - farther.astype(np.uint32)
    bits = np.where(single == numbers, bits, odd | np.uint32(1))
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
    quiet_nan = (bits >> 16) | 0x40
    return np.where(np.isnan(single), quiet_nan, rounded).astype(RAW[dtype])
