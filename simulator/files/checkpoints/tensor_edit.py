"""Edited parameters, put back into their tensors in the dtype that the file stores."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ...arrays import Array, equal_or_nan
from ...lstm.parameters import Parameters
from ...translation import tr
from ..errors import StrPath, cannot_read, cannot_write, plain
from ..tensors import RAW, widen
from . import checkpoint
from .find_lstms import Origin, StoredLSTM


class Edited(NamedTuple):
    """A stored tensor with the edits in it.

    Attributes:
        raw: the elements, in the layout of the input.
        rounded: the number of edits that the dtype cannot hold exactly.
    """

    raw: Array
    rounded: int


def edited(raw: Array, dtype: str, ours: Array, name: str) -> Edited | None:
    """Replace the stored elements whose number was edited; return None when none was.

    Unedited numbers keep their bits, however reading rounded them.

    Args:
        raw: as stored (see `widen`). dtype: float64, float32, bfloat16 or float16.
        ours: the parameter, float32 or float64, of the same shape.
        name: the parameter's name in messages.

    Raises:
        ValueError: a number too large for the dtype.
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
    return Edited(result, int(np.count_nonzero(~equal_or_nan(wide, numbers))))


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


def stored_lstm(origin: Origin, parameters: Parameters) -> StoredLSTM:
    """Return the LSTM in its checkpoint, if it is still there with the same shapes.

    Raises:
        FileError: it is not.
    """
    for stored in checkpoint.inspect(origin.path):
        if stored.name == origin.lstm:
            shapes = stored.config().parameter_shapes()
            if shapes == parameters.config.parameter_shapes():
                return stored
            raise cannot_read(
                origin.path,
                tr(
                    "its LSTM {label} has other sizes now: save the model alone", label=stored.label
                ),
            )
    raise cannot_read(
        origin.path,
        tr("no LSTM in it is named {lstm} now: save it alone", lstm=plain(origin.lstm) or "(root)"),
    )


def edited_tensor(origin: Origin, raw: Array, dtype: str, ours: Array, name: str) -> Edited | None:
    """Call `edited`, and turn its ValueError into a FileError."""
    try:
        return edited(raw, dtype, ours, name)
    except ValueError as error:
        raise cannot_write(
            origin.path, tr("{error}: take it back, or save the model alone", error=error)
        ) from None


def told(path: StrPath, changes: Mapping[str, Array], rounded: int, dtype: str) -> str:
    """Describe the result in one line."""
    shown, count = plain(path, 200), len(changes)
    if not count:
        text = tr("Wrote {path}: no tensor is another than in the checkpoint", path=shown)
    elif count == 1:
        text = tr("Wrote {path}: 1 tensor is another than in the checkpoint", path=shown)
    else:
        text = tr(
            "Wrote {path}: {count} tensors are others than in the checkpoint",
            path=shown,
            count=count,
        )
    if rounded == 1:
        text += tr("; 1 edited number was rounded to {dtype}", dtype=dtype)
    elif rounded:
        text += tr("; {count} edited numbers were rounded to {dtype}", count=rounded, dtype=dtype)
    return text
