"""An edited parameter, put back into the tensor that it came from, in that tensor's own dtype."""

from typing import NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.files.tensors import widen
from simulator.wording import tr


class Edited(NamedTuple):
    """A tensor as it is stored, with the edits in it.

    Attributes:
        raw: the elements, like those that were given.
        rounded: how many edits the dtype does not hold exactly.
    """

    raw: Array
    rounded: int


def edited(raw: Array, dtype: str, ours: Array, name: str) -> Edited | None:
    """The stored elements with every number replaced that is another one now; None when none is.

    Numbers that were not edited keep their bits, whatever they were rounded to when they were read.

    Args:
        raw: as stored (see `widen`). dtype: float64, float32, bfloat16 or float16.
        ours: the parameter, float32 or float64, of the same shape.
        name: what messages call it.

    Raises:
        ValueError: a number that the dtype has no room for.
    """
    with np.errstate(all="ignore"):
        read = widen(raw, dtype).astype(ours.dtype)
        bits = f"u{ours.itemsize}"
        changed = read.view(bits) != np.ascontiguousarray(ours).view(bits)
        if not changed.any():
            return None
        numbers = ours[changed]
        new = narrow(numbers, dtype)
        wide = widen(new, dtype).astype(np.float64)
    lost = np.isinf(wide) & np.isfinite(numbers)
    if lost.any():
        place = tuple(map(int, np.argwhere(changed)[np.flatnonzero(lost)[0]]))
        raise ValueError(
            tr(
                "{name}[{place}] is {number:g}, and {dtype}, in which the file stores it, has no "
                "room for that",
                name=name,
                place=", ".join(map(str, place)),
                number=numbers[lost][0],
                dtype=dtype,
            )
        )
    result = raw.copy()
    result[changed] = new
    differs = (wide != numbers) & ~(np.isnan(wide) & np.isnan(numbers))
    return Edited(result, int(np.count_nonzero(differs)))


def narrow(numbers: Array, dtype: str) -> Array:
    """Numbers as a file stores them, to the nearest, ties to even: what `widen` takes back."""
    if dtype != "bfloat16":
        return numbers.astype({"float64": "<f8", "float32": "<f4", "float16": "<f2"}[dtype])
    single = numbers.astype(np.float32)
    bits = single.view(np.uint32)
    # From float64 it would be rounded twice: what was left over stands in the last bit instead.
    farther = np.abs(single.astype(numbers.dtype)) > np.abs(numbers)
    odd = bits - farther.astype(np.uint32)
    bits = np.where(single == numbers, bits, odd | np.uint32(1))
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16
    quiet_nan = (bits >> 16) | 0x40
    return np.where(np.isnan(single), quiet_nan, rounded).astype("<u2")
