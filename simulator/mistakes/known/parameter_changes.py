"""Changes of an LSTM's parameters that are mistakes: arrays in another order, layout or size."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array, rounded
from ...cells.stacking import in_blocks, transposed
from ...network.lane import Lane
from ...network.parameters import Parameters

ParameterChange = Callable[[Parameters], Parameters]
ArrayChange = Callable[[Array], Array]

TORCH_STEPS: Final = 127.5
"""Steps of an int8 scale up to the largest magnitude, by torch's observers of weights."""


def in_arrays(kinds: str | tuple[str, ...], change: ArrayChange) -> ParameterChange:
    """Make a change of every array whose name starts with one of the kinds."""

    def changed(parameters: Parameters) -> Parameters:
        arrays = parameters.arrays.items()
        return parameters.with_arrays({n: change(a) for n, a in arrays if n.startswith(kinds)})

    return changed


def layers_reversed(first: int) -> ParameterChange:
    """Reverse the order of the layers from `first` on."""

    def change(parameters: Parameters) -> Parameters:
        config = parameters.config
        layers = range(first, config.num_layers)
        arrays = {}
        for layer, other in zip(layers, reversed(layers), strict=True):
            for direction in range(config.num_directions):
                names = config.parameter_names(Lane(layer, direction))
                others = config.parameter_names(Lane(other, direction))
                arrays.update({name: parameters[others[kind]] for kind, name in names.items()})
        return parameters.with_arrays(arrays)

    return change


def forward_twice(parameters: Parameters) -> Parameters:
    """Use the forward weights in the reverse direction too."""
    names = [n for n in parameters.arrays if n.endswith("_reverse")]
    return parameters.with_arrays({n: parameters[n.removesuffix("_reverse")] for n in names})


def exchanged(parameters: Parameters) -> Parameters:
    """Exchange the weights of the two directions."""
    names = [n for n in parameters.arrays if n.endswith("_reverse")]
    return parameters.with_arrays(
        {n: parameters[n.removesuffix("_reverse")] for n in names}
        | {n.removesuffix("_reverse"): parameters[n] for n in names}
    )


def matrices_swapped(parameters: Parameters) -> Parameters:
    """Swap W_ih and W_hh in each lane where their shapes are equal."""
    arrays: dict[str, Array] = {}
    for lane in parameters.config.lanes():
        names = parameters.config.parameter_names(lane)
        W_ih, W_hh = names["weight_ih"], names["weight_hh"]
        if parameters[W_ih].shape == parameters[W_hh].shape:
            arrays |= {W_ih: parameters[W_hh], W_hh: parameters[W_ih]}
    return parameters.with_arrays(arrays)


def cudnn_kernels(change: ArrayChange, count: int) -> ParameterChange:
    """Change the block of each of `count` gates in W_ih, and transpose W_hh's, as in CuDNN."""
    W_ih = in_arrays("weight_ih", partial(in_blocks, count=count, change=change))
    W_hh = in_arrays("weight_hh", partial(transposed, count=count))
    return lambda parameters: W_hh(W_ih(parameters))


def doubled(array: Array) -> Array:
    """Double every number; what overflows is infinite."""
    with np.errstate(over="ignore"):
        return array + array


def in_place(kept: str, lost: str) -> ParameterChange:
    """Put arrays of one kind in the place of another."""

    def change(parameters: Parameters) -> Parameters:
        names = [name for name in parameters.arrays if name.startswith(lost)]
        return parameters.with_arrays({n: parameters[n.replace(lost, kept)] for n in names})

    return change


def forget_bias(more: float) -> ParameterChange:
    """Add to b_ih of f; a model without biases gets biases for that."""

    def change(parameters: Parameters) -> Parameters:
        config, cell = parameters.config, parameters.config.cell
        if not config.bias:
            # With one layer dropout acts on nothing, and would warn.
            dropout = config.dropout if config.num_layers > 1 else 0.0
            config = replace(config, bias=True, dropout=dropout)
            shapes = config.parameter_shapes().items()
            arrays = {n: np.zeros(shape, parameters.dtype) for n, shape in shapes}
            parameters = Parameters(config, {**arrays, **parameters.arrays})
            cell = config.cell
        keep = next(
            cell.stacked[name]
            for name, key in cell.vectors.items()
            if cell.role_of[key] == "keep" and cell.stacked[name][0] == "bias_ih"
        )
        units = np.repeat(np.eye(len(cell.stacks["bias_ih"]))[keep[1]], config.hidden_size)
        return in_arrays("bias_ih", lambda bias: bias + (more * units).astype(bias.dtype))(
            parameters
        )

    return change


def one_weight(parameters: Parameters) -> Parameters:
    """Enlarge the first weight by two millionths of its size."""
    W = parameters["weight_ih_l0"]
    wrong = float(W[0, 0]) * (1 + 2e-6)
    return parameters.with_value("weight_ih_l0", (0, 0), wrong)


def rounding(precision: str) -> ArrayChange:
    """Round numbers to a precision."""
    return lambda array: rounded(array, precision)


def to_int8(by_row: bool, steps: float) -> ArrayChange:
    """Round a matrix to whole numbers of -128…127 times a scale, and back.

    Args:
        by_row: each row has a scale, not the matrix one.
        steps: of the scale up to the largest magnitude; torch's observers take 127.5.
    """

    def change(W: Array) -> Array:
        narrow = W.astype(np.float32)
        given = narrow if np.array_equal(narrow, W) else W  # what others have rounded
        largest = np.abs(given).max(axis=1 if by_row else None, keepdims=True)
        scale = np.where(largest > 0, largest, 1) / given.dtype.type(steps)
        whole = given * (1 / scale) if steps == TORCH_STEPS else given / scale
        return np.asarray(np.clip(np.round(whole), -128, 127) * scale, W.dtype)

    return change
