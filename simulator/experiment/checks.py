"""Checks of the lengths and arrays that an experiment is made of."""

from collections.abc import Mapping
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
        ValueError: names the array, its right shape or type, and its own.
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


def zero_states(config: LSTMConfig, batch: int, dtype: Any) -> dict[str, Array]:
    """Return initial states of zeros by the cell's names, (L*D, batch, …) each."""
    states = config.cell.states
    return {state: np.zeros(config.state_shape(batch, state), dtype) for state in states}


def states_of(
    given: Mapping[str, Array | None], config: LSTMConfig, batch: int, batched: bool, dtype: Any
) -> dict[str, Array]:
    """Return the initial states, (L*D, B, …), from the arrays that nn.LSTM is given, or zeros.

    Raises:
        ValueError: a shape differs from the one that this input needs.
    """
    states = zero_states(config, batch, dtype)
    for state, array in given.items():
        if array is None:
            continue
        shape = states[state].shape
        wanted = shape if batched else (shape[0], shape[2])
        if array.shape != wanted:
            raise ValueError(
                tr(
                    "{name} must have shape {wanted} for this input, got {shape}",
                    name=f"{state}_0",
                    wanted=shape_text(wanted),
                    shape=shape_text(array.shape),
                )
            )
        states[state] = cast(np.asarray(array), dtype).reshape(shape)
    return states
