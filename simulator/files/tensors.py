"""Named tensors in a file: the interface of every checkpoint format."""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from ..arrays import Array

FLOATS: Mapping[str, int] = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2}
"""Bytes per element of the dtypes that weights are stored in."""


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""Notes and problems of a format that stores LSTMs as nn.LSTM does: none."""


class TensorInfo(NamedTuple):
    """Shape and dtype of a tensor. `dtype` is torch's name without `torch.`."""

    shape: tuple[int, ...]
    dtype: str

    @property
    def numel(self) -> int:
        """Return the number of elements, as an unbounded integer."""
        return math.prod(self.shape)


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

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some tensors: float64 unchanged, other floats cast up to float32."""


def widen(raw: Array, dtype: str) -> Array:
    """Convert raw little-endian elements to native float32 or float64.

    Args:
        raw: any shape; uint16 for bfloat16, else of the named dtype.
        dtype: the stored dtype. bfloat16 and float16 are cast up to float32.
    """
    if dtype == "bfloat16":
        return np.left_shift(raw.astype(np.uint32), 16).view(np.float32)
    return raw.astype(np.float64 if dtype == "float64" else np.float32)
