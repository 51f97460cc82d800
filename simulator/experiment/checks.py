"""Checks of the lengths and arrays that an experiment is made of."""

from typing import Any

import numpy as np

from ..arrays import Array, cast, check_shape, shape_text
from ..network.config import LSTMConfig
from ..translation import tr


def check_lengths(lengths: tuple[int, ...], steps: int, batch: int) -> None:
    """Check that each of `batch` rows has a length in 1…steps.

    Raises:
        ValueError: names the row that has none.
    """
    if len(lengths) != batch:
        raise ValueError(
            tr(
                "lengths must have one number per row ({batch} rows), got {lengths}",
                batch=batch,
                lengths=lengths,
            )
        )
    for row, length in enumerate(lengths):
        if isinstance(length, bool) or not isinstance(length, int | np.integer):
            raise ValueError(
                tr(
                    "lengths must be whole numbers, got {length!r} for row {row}",
                    length=length,
                    row=row,
                )
            )
        if not 1 <= length <= steps:
            raise ValueError(
                tr(
                    "the length of row {row} must be from 1 to {steps}, got {length}",
                    row=row,
                    steps=steps,
                    length=length,
                )
            )


def check_array(name: str, array: Array, shape: tuple[int, ...], dtype: Any) -> None:
    """Check an array's shape and dtype.

    Raises:
        ValueError: names the array, what it must be, and what it is.
    """
    check_shape(name, array, shape)
    if array.dtype != dtype:
        raise ValueError(
            tr(
                "{name} must be {dtype}, like the parameters; got {got}",
                name=name,
                dtype=dtype,
                got=array.dtype,
            )
        )


def state_of(
    name: str, given: Array | None, config: LSTMConfig, batch: int, batched: bool, dtype: Any
) -> Array:
    """Return an initial state, (L*D, B, …), of one as it is given to nn.LSTM; zeros without one.

    Raises:
        ValueError: its shape is not the one that this input needs.
    """
    shape = config.state_shape(batch, name)
    if given is None:
        return np.zeros(shape, dtype)
    wanted = shape if batched else (shape[0], shape[2])
    if given.shape != wanted:
        raise ValueError(
            tr(
                "{name} must have shape {wanted} for this input, got {shape}",
                name=name,
                wanted=shape_text(wanted),
                shape=shape_text(given.shape),
            )
        )
    return cast(np.asarray(given), dtype).reshape(shape)
