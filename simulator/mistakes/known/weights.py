"""Mistakes with the weights of an LSTM: each changes the right parameters."""

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np

from ...cells.lstm import lstm
from ...cells.stacking import (
    in_order,
    other_orders,
    reshaped,
    reshaped_back,
    transposed,
    unit_by_unit,
    unit_by_unit_back,
)
from ...experiment.experiment import Experiment
from ...translation import mark
from ..mistake import Mistake, Need, Text, bidirectional, in_parameters
from .parameter_changes import (
    TORCH_STEPS,
    ArrayChange,
    cudnn_kernels,
    doubled,
    exchanged,
    forget_bias,
    forward_twice,
    in_arrays,
    in_place,
    layers_reversed,
    matrices_swapped,
    one_weight,
    rounding,
    to_int8,
)

MATRICES: Final = ("weight_ih", "weight_hh")
BIASES: Final = ("bias_ih", "bias_hh")
GATED: Final = MATRICES + BIASES

ORDERS_OF: Final = {
    "iofg": mark("ONNX's"),
    "igfo": mark("TensorFlow's"),
    "ifog": mark("Caffe's"),
}
"""Who stacks the gates in another order than torch."""

_GATES: Final = tuple(lstm().gates["torch"])
_COUNT: Final = len(_GATES)

_OTHER_ORDERS = mark("other gate orders")

_weights = partial(Mistake, group=mark("weights"), of_weights=True)
_gates = partial(Mistake, group=mark("gates"), of_weights=True)
_biases = partial(Mistake, group=mark("biases"), of_weights=True)


def of_weights() -> Iterator[Mistake]:
    """Yield all mistakes with weights, in the order of trying."""
    yield from _OF_LAYERS
    yield from _of_matrices()
    yield from _of_cudnn()
    yield from _of_gates()
    yield from _of_biases()
    for precision in ("float32", "float16", "bfloat16"):
        name, change = mark("weights rounded to {precision}"), rounding(precision)
        yield _weights(
            name.format(precision=precision),
            "precision",
            change=in_parameters(in_arrays("", change)),
            needs=_changing(("",), change),
            phrase=Text(name, precision=precision),
        )
    yield from _in_int8()
    yield _weights(
        mark("one weight off by a millionth"),
        "precision",
        change=in_parameters(one_weight),
        needs=lambda e: bool(e.parameters["weight_ih_l0"][0, 0]),
        rare=True,
        fine=True,
    )


def _in_int8() -> Iterator[Mistake]:
    for by_row, scales in (
        (False, mark("one scale per matrix")),
        (True, mark("one scale per row")),
    ):
        for steps, name in (
            (TORCH_STEPS, mark("weights rounded to int8 as in torch, {scales}")),
            (127, mark("weights rounded to int8 within ±127, {scales}")),
        ):
            change = to_int8(by_row, steps)
            yield _weights(
                name.format(scales=scales),
                "precision",
                change=in_parameters(in_arrays("weight", change)),
                needs=_changing(("weight_hh",), change),
                phrase=Text(name, scales=scales),
            )


def _changing(kinds: tuple[str, ...], change: ArrayChange) -> Need:
    """Need arrays of every one of these kinds that become others."""

    def needed(experiment: Experiment) -> bool:
        arrays = experiment.parameters.arrays.items()
        return all(
            any(not np.array_equal(change(a), a) for n, a in arrays if n.startswith(kind))
            for kind in kinds
        )

    return needed


def _inputs_of_layers(experiment: Experiment) -> list[int]:
    config = experiment.config
    return [config.layer_input_size(layer) for layer in range(config.num_layers)]


_OF_LAYERS: Final = (
    _weights(
        "layers reversed",
        "layers",
        change=in_parameters(layers_reversed(0)),
        needs=lambda e: e.config.num_layers > 1 and len(set(_inputs_of_layers(e))) == 1,
        phrase=mark("its layers in reverse order"),
    ),
    _weights(
        "upper layers reversed",
        "layers",
        change=in_parameters(layers_reversed(1)),
        needs=lambda e: e.config.num_layers > 2,
        phrase=mark("its layers above the first in reverse order"),
    ),
    _weights(
        "forward weights twice",
        "direction weights",
        change=in_parameters(forward_twice),
        needs=bidirectional,
        phrase=mark("the forward weights used in the reverse direction too"),
    ),
    _weights(
        "weights exchanged",
        "direction weights",
        change=in_parameters(exchanged),
        needs=bidirectional,
        phrase=mark("the two directions' weights swapped"),
    ),
)


def _of_matrices() -> Iterator[Mistake]:
    yield _weights(
        mark("W_ih and W_hh swapped"),
        "swap",
        change=in_parameters(matrices_swapped),
        needs=lambda e: e.config.output_size in _inputs_of_layers(e),
    )
    for kinds, family, who in (
        (MATRICES[:1], "matrices", "W_ih"),
        (MATRICES[1:], "matrices", "W_hh"),
        (MATRICES, "matrices", mark("W_ih and W_hh")),
        (("weight_hr",), "W_hr", "W_hr"),
    ):
        for name, change in (
            (mark("{who} transposed in each gate"), partial(transposed, count=_COUNT)),
            (mark("{who} reshaped instead of transposed"), reshaped),
        ):
            if who == "W_hr" and change is not reshaped:
                continue  # it has no gates
            yield _weights(
                name.format(who=who),
                family,
                change=in_parameters(in_arrays(kinds, change)),
                needs=_changing(kinds, change),
                phrase=Text(name, who=who),
            )


def _of_cudnn() -> Iterator[Mistake]:
    def differs(experiment: Experiment) -> bool:
        """Blocks that are square are transposed either way."""
        config = experiment.config
        rows, inputs = config.hidden_size, _inputs_of_layers(experiment)
        return not config.proj_size and rows > 1 and any(n not in (1, rows) for n in inputs)

    for name, change in (
        (mark("cuDNN layout read as Keras"), reshaped),
        (mark("Keras layout read as cuDNN"), reshaped_back),
    ):
        read = in_parameters(cudnn_kernels(change, _COUNT))
        yield _weights(name, "matrices", change=read, needs=differs)


def _of_gates() -> Iterator[Mistake]:
    for order in other_orders(lstm()):
        moved = [gate for gate, other in zip(_GATES, order, strict=True) if gate != other]
        name, said = f"gate order {''.join(order)}", ", ".join(order)
        read = partial(in_order, right=_GATES, order=order)
        phrase = Text(mark("gates in the order {order}"), order=said)
        if whose := ORDERS_OF.get("".join(order)):
            told = mark("gates in the order {order} ({whose})")
            phrase = Text(told, order=said, whose=whose)
        title, group = (
            Text(mark("gates in the order {order}"), order=" ".join(order)),
            _OTHER_ORDERS,
        )
        if len(moved) == 2:
            one, other = moved
            title = Text(mark("{one} and {other} swapped"), one=one, other=other)
            group = "gates"
        change = in_parameters(in_arrays(GATED, read))
        yield _gates(name, "gates", group=group, change=change, phrase=phrase, title=title)
        for kinds, of, told in (
            (BIASES, "biases", mark("only the biases, in gate order {order}")),
            (MATRICES, "weights", mark("only the weights, in gate order {order}")),
        ):
            yield _gates(
                f"{name} of the {of} alone",
                "gates",
                group=_OTHER_ORDERS,
                change=in_parameters(in_arrays(kinds, read)),
                needs=_any_bias(read),
                phrase=Text(told, order=said),
                rare=True,
            )
    yield _gates(
        mark("its rows read unit by unit, not gate by gate"),
        "rows",
        change=in_parameters(in_arrays(GATED, partial(unit_by_unit, count=_COUNT))),
        needs=lambda e: e.config.hidden_size > 1,
        title=mark("rows read unit by unit"),
    )
    yield _gates(
        mark("its rows written unit by unit, not gate by gate"),
        "rows",
        change=in_parameters(in_arrays(GATED, partial(unit_by_unit_back, count=_COUNT))),
        # With four units, writing and reading give one order.
        needs=lambda e: e.config.hidden_size not in (1, 4),
    )


def _any_bias(change: ArrayChange) -> Need:
    return lambda e: any(_changing((kind,), change)(e) for kind in BIASES)


def _of_biases() -> Iterator[Mistake]:
    for kinds, who in (
        (BIASES[:1], "b_ih"),
        (BIASES[1:], "b_hh"),
        (BIASES, mark("both biases")),
    ):
        for name, change in (
            (mark("{who} missing"), np.zeros_like),
            (mark("{who} doubled"), doubled),
        ):
            yield _biases(
                name.format(who=who),
                "biases",
                change=in_parameters(in_arrays(kinds, change)),
                needs=_changing(kinds, change),
                phrase=Text(name, who=who),
            )
    for kept, lost in (BIASES, BIASES[::-1]):
        name, b, other = mark("{b} in place of {other}"), f"b{kept[4:]}", f"b{lost[4:]}"
        yield _biases(
            name.format(b=b, other=other),
            "biases",
            change=in_parameters(in_place(kept, lost)),
            needs=_unlike_biases,
            phrase=Text(name, b=b, other=other),
        )
    yield _biases(
        "forget bias +1",
        "forget bias",
        change=in_parameters(forget_bias(1.0)),
        phrase=mark("the forget gate's bias larger by 1"),
        title=mark("forget bias + 1"),
    )
    yield _biases(
        "forget bias -1",
        "forget bias",
        change=in_parameters(forget_bias(-1.0)),
        phrase=mark("the forget gate's bias reduced by 1"),
    )


def _unlike_biases(experiment: Experiment) -> bool:
    p, lanes = experiment.parameters, experiment.config.lanes()
    pairs = ([p[f"{kind}{lane.suffix}"] for kind in BIASES] for lane in lanes)
    return experiment.config.bias and any(not np.array_equal(a, b) for a, b in pairs)
