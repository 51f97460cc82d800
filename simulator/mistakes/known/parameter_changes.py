"""Changes of an LSTM's parameters that are mistakes: arrays in another order, layout or size."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from ...arrays import Array, rounded
from ...network.lane import Lane
from ...network.parameters import Parameters, gate_rows
from ...network.quantities import GATES

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


def transposed_blocks(W: Array) -> Array:
    """Transpose the four blocks of gates, where they are square."""
    if W.shape[0] != 4 * W.shape[1]:
        return W
    return np.concatenate([block.T for block in np.split(W, 4)])


def reshaped(W: Array) -> Array:
    """Read the numbers of an (m, n) array as (n, m), without transposing."""
    return W.reshape(W.shape[::-1]).T


def in_gates(change: ArrayChange) -> ArrayChange:
    """Make a change of each gate's block."""
    return lambda W: np.concatenate([change(block) for block in np.split(W, 4)])


def reshaped_back(W: Array) -> Array:
    """Write the numbers of an (n, m) array as (m, n), without transposing."""
    return W.T.reshape(W.shape)


def cudnn_kernels(change: ArrayChange) -> ParameterChange:
    """Change each gate's block of W_ih, and transpose those of W_hh, as CuDNN stores them."""
    W_ih, W_hh = in_arrays("weight_ih", in_gates(change)), in_arrays("weight_hh", transposed_blocks)
    return lambda parameters: W_hh(W_ih(parameters))


def in_order(order: tuple[str, ...]) -> ArrayChange:
    """Read rows that are stacked in another order of the gates as i f g o."""

    def read(array: Array) -> Array:
        blocks = np.split(array, 4)
        return np.concatenate([blocks[order.index(gate)] for gate in GATES])

    return read


def gates_inside(array: Array) -> Array:
    """Read rows as if the four gates of a unit stood together."""
    return np.concatenate([array[gate::4] for gate in range(4)])


def gates_inside_back(array: Array) -> Array:
    """Write rows with the four gates of a unit together."""
    return array.reshape(4, len(array) // 4, -1).swapaxes(0, 1).reshape(array.shape)


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
        config = parameters.config
        if not config.bias:
            # With one layer dropout acts on nothing, and would warn.
            dropout = config.dropout if config.num_layers > 1 else 0.0
            config = replace(config, bias=True, dropout=dropout)
            shapes = config.parameter_shapes().items()
            arrays = {n: np.zeros(shape, parameters.dtype) for n, shape in shapes}
            parameters = Parameters(config, {**arrays, **parameters.arrays})
        return in_arrays("bias_ih", _with_more)(parameters)

    def _with_more(bias: Array) -> Array:
        bias = bias.copy()
        bias[gate_rows("f", len(bias) // 4)] += bias.dtype.type(more)
        return bias

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
