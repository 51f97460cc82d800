"""Arrays and numbers: read-only copies, shapes, rounding, equality with NaN, and their texts."""

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .translation import tr

Array = NDArray[Any]

Rng: TypeAlias = "np.random.Generator"
"""A generator with a seed. Named by a text: only what draws imports numpy.random."""

_COMPARED = 32 * 2**20
"""Bytes of an array up to which its numbers are compared: some milliseconds."""

_AT_ONCE = 1 << 16
"""Numbers that are compared at a time."""

DTYPES = (np.dtype(np.float32), np.dtype(np.float64))


_LINE = 64
"""Bytes of a processor's cache line."""


class Limits(NamedTuple):
    """What `np.finfo` says of a dtype, as Python's floats."""

    eps: float
    max: float
    smallest_normal: float
    smallest_subnormal: float


@cache
def limits(dtype: Any) -> Limits:
    """Return the limits of a dtype: one of a few, asked for at every step of a check."""
    return Limits(*(float(getattr(np.finfo(dtype), name)) for name in Limits._fields))


def read_only(array: Array) -> Array:
    """Return `array` as a C-contiguous array that nobody can write to.

    An array that already is one is returned unchanged, so values share what they did not change. A
    new array starts on a cache line.
    """
    return array if is_read_only(array) else frozen(on_a_line(array))


def replaced(array: Array, index: Any, values: Any) -> Array:
    """Return a read-only copy, on a cache line, with other numbers in some places."""
    copy = on_a_line(array)
    copy[index] = values
    return frozen(copy)


def on_a_line(array: Array) -> Array:
    """Return a C-contiguous copy that starts on a cache line.

    Numpy's do not, and a product with weights that lie across the lines takes an eighth to a
    quarter longer.
    """
    copy = room_on_a_line(array.shape, array.dtype)
    copy[...] = array
    return copy


def room_on_a_line(shape: tuple[int, ...], dtype: Any) -> Array:
    """Return a new array, not written yet, that starts on a cache line."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    room = np.empty(size + _LINE, np.uint8)
    start = -room.ctypes.data % _LINE
    array: Array = room[start : start + size].view(dtype).reshape(shape)
    return array


def frozen(copy: Array) -> Array:
    """Let nobody write to an array made by `on_a_line`, and return it."""
    room = copy.base
    assert isinstance(room, np.ndarray)
    copy.flags.writeable = room.flags.writeable = False
    return copy


def is_read_only(array: Array) -> bool:
    """Return True for a C-contiguous, read-only array that is not part of a larger one."""
    if array.flags.writeable or not array.flags.c_contiguous:
        return False
    room = array.base
    if not isinstance(room, np.ndarray):
        return room is None
    owned = room.base is None and not room.flags.writeable
    return owned and room.nbytes in (array.nbytes, array.nbytes + _LINE)


def read_only_view(array: Array) -> Array:
    """Return a view of `array` through which nobody can write."""
    view = array.view()
    view.flags.writeable = False
    return view


def cast(numbers: Array, dtype: Any) -> Array:
    """Convert numbers to another dtype; those too large for it become infinite."""
    with np.errstate(all="ignore"):
        return numbers.astype(dtype, copy=False)


def same_bits(one: Array, other: Array, however_large: bool = False) -> bool:
    """Return True for one array, and for equal bits where comparing them is quick, or asked for."""
    if one is other or one.dtype != other.dtype or one.shape != other.shape:
        return one is other
    if one.nbytes > _COMPARED and not however_large:
        return False
    a, b = (array.view(f"u{array.itemsize}").reshape(-1) for array in (one, other))
    # Part by part: an edit is found where it is.
    parts = (slice(start, start + _AT_ONCE) for start in range(0, a.size, _AT_ONCE))
    return all(np.array_equal(a[part], b[part]) for part in parts)


def same_memory(one: object, other: object) -> bool:
    """Return True for arrays that show the same numbers of the same memory, whatever is written."""
    if one is other:
        return True
    if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
        return False
    alike = (one.shape, one.strides, one.dtype) == (other.shape, other.strides, other.dtype)
    return alike and one.ctypes.data == other.ctypes.data


def shape_text(shape: Sequence[int]) -> str:
    """Write a shape as people do: `(8, 3)`."""
    return str(tuple(int(n) for n in shape))


def check_shape(name: str, array: Array, shape: tuple[int, ...]) -> None:
    """Check an array's shape.

    Raises:
        ValueError: names the array, its shape, and the one that it must have.
    """
    if array.shape != shape:
        raise ValueError(
            tr(
                "{name} must have shape {wanted}, got {shape}",
                name=name,
                wanted=shape_text(shape),
                shape=shape_text(array.shape),
            )
        )


def equal_or_nan(one: Array, other: Array) -> Array:
    """Return True where two numbers are equal, or both are NaN."""
    return np.asarray((one == other) | (np.isnan(one) & np.isnan(other)))


def json_number(value: Any) -> Any:
    """Return a value for `json.dumps`: None for a number that JSON lacks."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def rounded(array: Array, precision: str) -> Array:
    """Numbers rounded to float16, bfloat16 or float32, in the dtype that they had."""
    with np.errstate(over="ignore"):
        if precision != "bfloat16":
            return array.astype(precision).astype(array.dtype)
        bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
        # To the nearest, ties to even: half a unit of the last place kept, less one when even.
        nearest = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
        return np.where(np.isfinite(array), nearest.view(np.float32), array).astype(array.dtype)
