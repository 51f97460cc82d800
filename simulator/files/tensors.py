"""Named tensors in a file: what every checkpoint format offers to those who look for an LSTM."""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from ..arrays import Array

FLOATS: Mapping[str, int] = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2}
"""The dtypes that weights are stored in, with their bytes an element."""


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
"""The notes and problems of a format that keeps LSTMs as nn.LSTM does."""


class TensorInfo(NamedTuple):
    """A tensor without its data. `dtype` is torch's name for it, without `torch.`."""

    shape: tuple[int, ...]
    dtype: str

    @property
    def numel(self) -> int:
        """The number of elements, as an unbounded integer."""
        return math.prod(self.shape)


class TensorFile(Protocol):
    """An opened checkpoint: every tensor's shape, and the data of those that are asked for."""

    @property
    def infos(self) -> Mapping[str, TensorInfo]:
        """Every tensor by its name; nested names are joined by dots. An LSTM's are torch's."""

    @property
    def notes(self) -> Mapping[str, tuple[str, ...]]:
        """For LSTMs by name: how the format's own way of keeping them was read."""

    @property
    def problems(self) -> Mapping[str, str]:
        """For LSTMs by name: why they are not among the tensors."""

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """The data of some tensors: float64 as such, every other float cast up to float32."""


def widen(raw: Array, dtype: str) -> Array:
    """Raw little-endian elements as native float32 or float64: bfloat16 and float16 are cast up.

    Args:
        raw: any shape; uint16 for bfloat16, else of the dtype that is named.
    """
    if dtype == "bfloat16":
        return np.left_shift(raw.astype(np.uint32), 16).view(np.float32)
    return raw.astype(np.float64 if dtype == "float64" else np.float32)
