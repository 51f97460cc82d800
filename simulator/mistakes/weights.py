"""Mistakes that people make with an LSTM's weights: each makes other parameters of the right ones.

An edit of the parameters is the whole mistake, so any engine computes it. Where a model lacks what
a mistake is about (a bias, square blocks, a second layer), the mistake is not there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final

import numpy as np

from ..arrays import Array
from ..lstm.lane import Lane
from ..lstm.parameters import Parameters, gate_rows
from ..lstm.quantities import GATES
from ..translation import mark, tr

Change = Callable[[Parameters], Parameters]
ArrayChange = Callable[[Array], Array]

MATRICES: Final = ("weight_ih", "weight_hh")
BIASES: Final = ("bias_ih", "bias_hh")
GATED: Final = MATRICES + BIASES

ORDERS_OF: Final = {
    "iofg": mark("ONNX's"),
    "igfo": mark("TensorFlow's"),
    "ifog": mark("Caffe's"),
}
"""Who stacks the gates in another order than torch."""


@dataclass(frozen=True, slots=True)
class WeightMistake:
    """One mistake.

    Attributes:
        name: short and unique. phrase: completes "this LSTM with …", in the user's language.
        family: of the mistakes of one family only one can be made at a time.
        change: makes the wrong parameters of the right ones.
        rare: True for what is worth a thought only when nothing else explains.
    """

    name: str
    phrase: str
    family: str
    change: Change
    rare: bool = False


def weight_mistakes(parameters: Parameters) -> tuple[WeightMistake, ...]:
    """The mistakes that such parameters allow, in the order in which they are made.

    Where numbers are zero or alike some of them change nothing, or the same.
    """
    return (
        *_of_layers(parameters),
        *_of_matrices(parameters),
        *_of_gates(parameters),
        *_of_biases(parameters),
        *_of_precision(),
    )


def in_arrays(kinds: str | tuple[str, ...], change: ArrayChange) -> Change:
    """A change of every array whose name starts with one of the kinds."""

    def changed(parameters: Parameters) -> Parameters:
        arrays = parameters.arrays.items()
        return parameters.with_arrays({n: change(a) for n, a in arrays if n.startswith(kinds)})

    return changed


def rounded(array: Array, precision: str) -> Array:
    """Numbers rounded to float16, bfloat16 or float32, in the dtype that they had."""
    with np.errstate(over="ignore"):
        if precision != "bfloat16":
            return array.astype(precision).astype(array.dtype)
        bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
        # To the nearest, ties to even: half a unit of the last place kept, less one when even.
        nearest = (bits + 0x7FFF + ((bits >> 16) & 1)) & np.uint32(0xFFFF0000)
        return np.where(np.isfinite(array), nearest.view(np.float32), array).astype(array.dtype)


# The mistakes, by what they are about


def _of_layers(parameters: Parameters) -> Iterator[WeightMistake]:
    config = parameters.config
    if config.num_layers > 1 and config.layer_input_size(0) == config.layer_input_size(1):
        phrase = tr("its layers in the other order")
        yield WeightMistake("layers reversed", phrase, "layers", _layers_reversed(0))
    if config.num_layers > 2:
        phrase = tr("its layers above the first in the other order")
        yield WeightMistake("upper layers reversed", phrase, "layers", _layers_reversed(1))
    if config.bidirectional:
        phrase = tr("the forward weights in the reverse direction too")
        yield WeightMistake("forward weights twice", phrase, "direction weights", _forward_twice)
        phrase = tr("the weights of the two directions exchanged")
        yield WeightMistake("weights exchanged", phrase, "direction weights", _exchanged)


def _of_matrices(parameters: Parameters) -> Iterator[WeightMistake]:
    phrase = tr("W_ih and W_hh swapped")
    yield WeightMistake("W_ih and W_hh swapped", phrase, "swap", _matrices_swapped)
    for kinds, who in (
        (MATRICES[:1], "W_ih"),
        (MATRICES[1:], "W_hh"),
        (MATRICES, mark("W_ih and W_hh")),
    ):
        for name, change in (
            (mark("{who} transposed in each gate"), _transposed_blocks),
            (mark("{who} reshaped instead of transposed"), _reshaped),
        ):
            phrase = tr(name, who=tr(who))
            changed = in_arrays(kinds, change)
            yield WeightMistake(name.format(who=who), phrase, "matrices", changed)
    if parameters.config.proj_size:
        name = "W_hr reshaped instead of transposed"
        phrase = tr("{who} reshaped instead of transposed", who="W_hr")
        yield WeightMistake(name, phrase, "W_hr", in_arrays("weight_hr", _reshaped))


def _of_gates(parameters: Parameters) -> Iterator[WeightMistake]:
    for order in permutations(GATES):
        if order == GATES:
            continue
        name, said, read = f"gate order {''.join(order)}", ", ".join(order), _in_order(order)
        phrase = tr("gates in the order {order}", order=said)
        if known := ORDERS_OF.get("".join(order)):
            phrase = tr("gates in the order {order} ({whose})", order=said, whose=tr(known))
        yield WeightMistake(name, phrase, "gates", in_arrays(GATED, read))
        for kinds, of, told in (
            (BIASES, "biases", mark("the gates of the biases alone in the order {order}")),
            (MATRICES, "weights", mark("the gates of the weights alone in the order {order}")),
        ):
            if any(parameters[n].any() for n in parameters.arrays if n.startswith("bias")):
                alone, phrase = f"{name} of the {of} alone", tr(told, order=said)
                yield WeightMistake(alone, phrase, "gates", in_arrays(kinds, read), rare=True)
    for name, change in (
        (mark("its rows read with the gates of a unit together"), _gates_inside),
        (mark("its rows written with the gates of a unit together"), _gates_inside_back),
    ):
        yield WeightMistake(name, tr(name), "rows", in_arrays(GATED, change))


def _of_biases(parameters: Parameters) -> Iterator[WeightMistake]:
    if parameters.config.bias:
        for kinds, who in (
            (BIASES[:1], "b_ih"),
            (BIASES[1:], "b_hh"),
            (BIASES, mark("both biases")),
        ):
            for name, factor in ((mark("{who} missing"), 0.0), (mark("{who} doubled"), 2.0)):
                phrase, change = tr(name, who=tr(who)), in_arrays(kinds, _times(factor))
                yield WeightMistake(name.format(who=who), phrase, "biases", change)
        for kept, lost in (BIASES, BIASES[::-1]):
            name, b, other = mark("{b} in place of {other}"), f"b{kept[4:]}", f"b{lost[4:]}"
            phrase, change = tr(name, b=b, other=other), _in_place(kept, lost)
            yield WeightMistake(name.format(b=b, other=other), phrase, "biases", change)
    for sign, phrase in (
        (1.0, tr("the forget gate's bias larger by 1")),
        (-1.0, tr("the forget gate's bias smaller by 1")),
    ):
        yield WeightMistake(f"forget bias {sign:+.0f}", phrase, "forget bias", _forget_bias(sign))


def _of_precision() -> Iterator[WeightMistake]:
    for precision in ("float32", "float16", "bfloat16"):
        name, change = mark("weights rounded to {precision}"), in_arrays("", _rounding(precision))
        phrase = tr(name, precision=precision)
        yield WeightMistake(name.format(precision=precision), phrase, "precision", change)


# How each is made


def _layers_reversed(first: int) -> Change:
    """The layers from the first one on in the other order."""

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


def _forward_twice(parameters: Parameters) -> Parameters:
    names = [n for n in parameters.arrays if n.endswith("_reverse")]
    return parameters.with_arrays({n: parameters[n.removesuffix("_reverse")] for n in names})


def _exchanged(parameters: Parameters) -> Parameters:
    names = [n for n in parameters.arrays if n.endswith("_reverse")]
    return parameters.with_arrays(
        {n: parameters[n.removesuffix("_reverse")] for n in names}
        | {n.removesuffix("_reverse"): parameters[n] for n in names}
    )


def _matrices_swapped(parameters: Parameters) -> Parameters:
    arrays: dict[str, Array] = {}
    for lane in parameters.config.lanes():
        names = parameters.config.parameter_names(lane)
        W_ih, W_hh = names["weight_ih"], names["weight_hh"]
        if parameters[W_ih].shape == parameters[W_hh].shape:
            arrays |= {W_ih: parameters[W_hh], W_hh: parameters[W_ih]}
    return parameters.with_arrays(arrays)


def _transposed_blocks(W: Array) -> Array:
    """The four blocks of gates transposed, where they are square."""
    if W.shape[0] != 4 * W.shape[1]:
        return W
    return np.concatenate([block.T for block in np.split(W, 4)])


def _reshaped(W: Array) -> Array:
    """What is read when the numbers of (m, n) are taken for those of (n, m)."""
    return W.reshape(W.shape[::-1]).T


def _in_order(order: tuple[str, ...]) -> ArrayChange:
    def read(array: Array) -> Array:
        blocks = np.split(array, 4)
        return np.concatenate([blocks[order.index(gate)] for gate in GATES])

    return read


def _gates_inside(array: Array) -> Array:
    return np.concatenate([array[gate::4] for gate in range(4)])


def _gates_inside_back(array: Array) -> Array:
    return array.reshape(4, len(array) // 4, -1).swapaxes(0, 1).reshape(array.shape)


def _times(factor: float) -> ArrayChange:
    return lambda array: array * array.dtype.type(factor) + array.dtype.type(0)  # no -0


def _in_place(kept: str, lost: str) -> Change:
    def change(parameters: Parameters) -> Parameters:
        names = [name for name in parameters.arrays if name.startswith(lost)]
        return parameters.with_arrays({n: parameters[n.replace(lost, kept)] for n in names})

    return change


def _forget_bias(more: float) -> Change:
    """b_ih of f made larger; a model without biases gets biases for that."""

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


def _rounding(precision: str) -> ArrayChange:
    return lambda array: rounded(array, precision)
