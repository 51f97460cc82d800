"""Read-only arrays: the values that experiments, parameters and reports are made of."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DTYPES = (np.dtype(np.float32), np.dtype(np.float64))


def read_only(array: Array) -> Array:
    """`array` as a C-contiguous array that nobody can write to.

    An array that already is one is returned as it is, so values share what they did not change.
    """
    if not array.flags.writeable and array.flags.c_contiguous and array.base is None:
        return array
    copy = np.array(array, order="C", copy=True)
    copy.flags.writeable = False
    return copy


def cast(numbers: Array, dtype: Any) -> Array:
    """Numbers in another dtype; what is too large for it becomes infinite."""
    with np.errstate(all="ignore"):
        return numbers.astype(dtype, copy=False)


def shape_text(shape: Sequence[int]) -> str:
    """A shape as people write it: `(8, 3)`."""
    return str(tuple(int(n) for n in shape))
