"""Edited parameters, put back into their tensors in the dtype that the file stores."""

from collections.abc import Mapping, Sized
from typing import NamedTuple

import numpy as np

from ...arrays import Array, equal_or_nan
from ...network.parameters import Parameters
from ...translation import tr
from ..errors import StrPath, cannot_read, cannot_write, plain
from ..tensors import narrow, widen
from . import checkpoint
from .find_lstms import Origin, StoredLSTM
from .weight_norm import WeightNormed


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
                "{name}[{place}] is {number:g}, which does not fit into {dtype}, the "
                "type in the file",
                name=name,
                place=", ".join(map(str, place)),
                number=numbers[lost][0],
                dtype=dtype,
            )
        )
    result = raw.copy()
    result[changed] = new
    return Edited(result, int(np.count_nonzero(~equal_or_nan(wide, numbers))))


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
                    "its LSTM {label} now has different sizes. Save only the model",
                    label=stored.label,
                ),
            )
    raise cannot_read(
        origin.path,
        tr(
            "it no longer has an LSTM named {lstm}. Save only the model",
            lstm=plain(origin.lstm) or "(root)",
        ),
    )


def edited_tensor(origin: Origin, raw: Array, dtype: str, ours: Array, name: str) -> Edited | None:
    """Call `edited`, and turn its ValueError into a FileError."""
    try:
        return edited(raw, dtype, ours, name)
    except ValueError as error:
        raise cannot_write(
            origin.path, tr("{error}. Undo the edit or save only the model", error=error)
        ) from None


def refuse_computed(
    origin: Origin, stored: StoredLSTM, parameters: Parameters, tensors: WeightNormed
) -> None:
    """Refuse edits of weights that are computed from others.

    Args:
        origin: place of the LSTM. stored: the LSTM there. parameters: with the edits.
        tensors: its checkpoint, opened.

    Raises:
        FileError: names the weight.
    """
    for ours, name in stored.tensors.items():
        if len(tensors.sources(name)) == 1:
            continue
        edit = parameters[ours]
        number = tensors.read([name])[name].astype(edit.dtype)
        if not equal_or_nan(number, edit).all():
            raise cannot_write(
                origin.path,
                tr(
                    "weight norm computes {name} from g and v. Undo the edit, or "
                    "save only the model",
                    name=ours,
                ),
            )


def told(path: StrPath, changes: Sized, rounded: Mapping[str, int]) -> str:
    """Describe the result in one line.

    Args:
        path: the target. changes: the changed tensors.
        rounded: number of edits that the file does not hold exactly, by the tensors' dtype.
    """
    shown, count = plain(path, 200), len(changes)
    if not count:
        text = tr("Saved {path}: no tensor differs from the checkpoint", path=shown)
    elif count == 1:
        text = tr("Saved {path}: 1 tensor differs from the checkpoint", path=shown)
    else:
        text = tr(
            "Saved {path}: {count} tensors differ from the checkpoint",
            path=shown,
            count=count,
        )
    for dtype, edits in rounded.items():
        if edits == 1:
            text += tr("; 1 edited value was rounded to {dtype}", dtype=dtype)
        elif edits:
            text += tr("; {count} edited values were rounded to {dtype}", count=edits, dtype=dtype)
    return text
