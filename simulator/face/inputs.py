"""Inputs of an LSTM as torch takes them: tensors, arrays, or a PackedSequence."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array, shape_text
from ..experiment.experiment import Experiment
from ..files.traces.input_columns import UNNAMED, InputNames
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from .module import has_own_forward
from .tensors import array_of, is_packed

_STATES: Final = ("h_0", "c_0")

Names = Sequence[str] | Mapping[str, Sequence[str]] | None
"""Names of the features; or by `features` and `timesteps`."""


class Rows(NamedTuple):
    """Rows of a batch: (T, B, I), and their lengths."""

    values: Array
    lengths: tuple[int, ...]


def unpacked(packed: Any) -> Rows:
    """Return the rows of a PackedSequence in the order of the batch, padded with zeros."""
    data = array_of("x", packed.data)
    counts = [int(size) for size in packed.batch_sizes]
    values = np.zeros((len(counts), counts[0], *data.shape[1:]), data.dtype)
    start = 0
    for t, count in enumerate(counts):
        values[t, :count] = data[start : start + count]
        start += count
    lengths = [sum(count > row for count in counts) for row in range(counts[0])]
    if packed.unsorted_indices is not None:
        order = [int(row) for row in packed.unsorted_indices]
        values, lengths = values[:, order], [lengths[row] for row in order]
    return Rows(values, tuple(lengths))


def rows_of(name: str, value: Any, batch_first: bool) -> Rows:
    """Return numbers in the axes of an LSTM; those of a PackedSequence with their lengths."""
    if not is_packed(value):
        return Rows(array_of(name, value), ())
    values, lengths = unpacked(value)
    return Rows(values.swapaxes(0, 1) if batch_first else values, lengths)


def experiment_over(
    parameters: Parameters,
    x: Any,
    h_0: Any = None,
    c_0: Any = None,
    lengths: Any = None,
    batch_first: bool | None = None,
) -> Experiment:
    """Return the experiment of an LSTM over an input, without dropout, in the LSTM's dtype.

    Args:
        x: (T, I), (T, B, I), with batch_first (B, T, I), or a PackedSequence.
        h_0, c_0: in nn.LSTM's shapes; both or neither.
        lengths: of each row; not with a PackedSequence, which has its own.
        batch_first: how x lies, and what is made of it; None for how the LSTM itself takes it.

    Raises:
        TypeError, ValueError: what does not fit, with the shape that would.
    """
    if batch_first is not None and not is_packed(x):
        config = replace(parameters.config, batch_first=batch_first)
        parameters = replace(parameters, config=config)
    config = parameters.config
    if is_packed(x):
        if lengths is not None:
            raise ValueError("lengths: a PackedSequence has its own: leave lengths= out")
        values, lengths = rows_of("x", x, config.batch_first)
    else:
        values = array_of("x", x)
    _check_width(values, config)
    if lengths is not None:
        lengths = _lengths(lengths, values, config)
    given = zip(_STATES, (h_0, c_0), strict=True)
    states = [None if state is None else array_of(name, state) for name, state in given]
    if (states[0] is None) != (states[1] is None):
        missing = _STATES[states[1] is None]
        raise ValueError(f"h_0 and c_0 go together: pass {missing}= too, or leave both out")
    return Experiment.create(parameters, values, states[0], states[1], lengths=lengths)


def names_of(names: Names, experiment: Experiment) -> InputNames:
    """Return the names of features and timesteps.

    Raises:
        ValueError: there are more or fewer than the input has.
    """
    if names is None:
        return UNNAMED
    told = names if isinstance(names, Mapping) else {"features": names}
    sizes = {"features": experiment.config.input_size, "timesteps": len(experiment.sequence)}
    if unknown := [str(key) for key in told if key not in sizes]:
        raise ValueError(f"names: expected features or timesteps, got {', '.join(unknown)}")
    try:
        found = {key: tuple(map(str, told.get(key, ()))) for key in sizes}
    except TypeError:
        raise TypeError(f"names: expected a name for each feature, got {names!r}") from None
    for key, size in sizes.items():
        if len(found[key]) not in (0, size):
            raise ValueError(f"names: the input has {size} {key}, got {len(found[key])} names")
    return InputNames(found["timesteps"], found["features"])


def say_what_is_left_out(module: Any, name: str) -> None:
    """Warn of an `nn.LSTM`'s forward of its own, and of its dropout in train mode."""
    called = name or "the LSTM"
    if has_own_forward(module):
        warnings.warn(
            f"{called} has its own forward, in {type(module).__name__}, which is not used: "
            "the result is that of nn.LSTM with its weights and x",
            stacklevel=5,
        )
    if module.training and module.dropout and module.num_layers > 1:
        warnings.warn(
            f"{called} is in train mode: its dropout, random at each call, is not applied; "
            "call .eval() first to compare with its own output",
            stacklevel=5,
        )


def _check_width(values: Array, config: LSTMConfig) -> None:
    axes = "B, T" if config.batch_first else "T, B"
    shapes = f"({axes}, {config.input_size}), or (T, {config.input_size}) without a batch"
    if values.ndim not in (2, 3) or values.shape[-1] != config.input_size:
        raise ValueError(f"x: expected {shapes}, got {shape_text(values.shape)}")


def _lengths(lengths: Any, values: Array, config: LSTMConfig) -> tuple[int, ...]:
    found = array_of("lengths", lengths)
    B = values.shape[0 if config.batch_first else 1] if values.ndim == 3 else 1
    if found.shape != (B,) or (found != np.floor(found)).any():
        raise ValueError(f"lengths: expected {B} whole numbers, one a row, got {lengths}")
    return tuple(int(length) for length in found)
