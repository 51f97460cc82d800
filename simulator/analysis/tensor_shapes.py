"""Shapes of all tensors of an LSTM, by torch's formula and in numbers, each with its meaning."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig, Shape
from ..network.lane import Lane
from ..network.quantities import LOSS, P, Y
from ..objective.loss import LOSS_MODULES
from ..objective.readout import EVERY
from ..translation import mark, tr

GIVEN, PARAMETERS, IN_A_CELL, RETURNED, READ_OUT = (
    mark("Input tensors"),
    mark("Parameters"),
    mark("In one cell, at one timestep of one row"),
    mark("Output tensors"),
    mark("Readout and loss"),
)
"""Groups of the list of tensors (pass them to `tr`)."""


class Tensor(NamedTuple):
    """One tensor.

    Attributes:
        group: its group. name: torch's own, or the letter of the equations.
        formula: each dimension in the words of nn.LSTM's arguments.
        shape: the same in numbers. meaning: one line.
    """

    group: str
    name: str
    formula: tuple[str, ...]
    shape: Shape
    meaning: str

    @property
    def formula_text(self) -> str:
        """Formula as `(4·hidden_size, input_size)`; with one dimension `(batch)`."""
        return f"({', '.join(self.formula)})"


def tensors(experiment: Experiment) -> tuple[Tensor, ...]:
    """List every tensor that an experiment's nn.LSTM takes, holds, computes in a cell, returns.

    Then the tensors of its readout and loss.
    """
    return (
        *_given(experiment),
        *_parameters(experiment.config),
        *_in_a_cell(experiment.config),
        *_returned(experiment),
        *_read_out(experiment),
    )


def parameter_formula(config: LSTMConfig, layer: int, kind: str) -> tuple[str, ...]:
    """Return the dimensions of a parameter by its kind: weight_ih, weight_hh, bias_ih, …"""
    output = output_word(config)
    below = "input_size" if layer == 0 else f"num_directions·{output}"
    rows = _rows_word(config)
    return {
        "weight_ih": (rows, below),
        "weight_hh": (rows, output),
        "bias_ih": (rows,),
        "bias_hh": (rows,),
        "weight_hr": ("proj_size", "hidden_size"),
    }[kind]


def readout_formula(config: LSTMConfig, name: str) -> tuple[str, ...]:
    """Return the dimensions of `readout.weight` or `readout.bias`, in nn.Linear's words."""
    read = f"num_directions·{output_word(config)}"
    return {"readout.weight": ("out_features", read), "readout.bias": ("out_features",)}[name]


def target_formula(classes: bool) -> tuple[str, ...]:
    """Return the dimensions of a target, time first: classes, or a number for each output."""
    return ("timesteps", "batch") if classes else ("timesteps", "batch", "out_features")


def output_word(config: LSTMConfig) -> str:
    """Return the argument that sets h's width: proj_size with a projection, else hidden_size."""
    return "proj_size" if config.proj_size else "hidden_size"


def _rows_word(config: LSTMConfig) -> str:
    """Return the rows of all gates in a stacked parameter: 4·hidden_size."""
    return f"{len(config.cell.gates['torch'])}·hidden_size"


def num_parameters(config: LSTMConfig) -> int:
    """Return the number of scalars in the parameters of an LSTM."""
    return sum(map(math.prod, config.parameter_shapes().values()))


def rows_of_gates(config: LSTMConfig) -> str:
    """List each gate's rows in a parameter of 4·hidden_size rows: `i 0…7, f 8…15, …`."""
    H = config.hidden_size
    return ", ".join(
        f"{gate} {k * H}…{(k + 1) * H - 1}" if H > 1 else f"{gate} {k}"
        for k, gate in enumerate(config.cell.gates["torch"])
    )


def _given(experiment: Experiment) -> Iterator[Tensor]:
    config = experiment.config
    steps = experiment.sequence.shape[0]
    formula, shape = _layout(experiment, "timesteps", steps, ("input_size", config.input_size))
    yield Tensor(GIVEN, "input", formula, shape, _what_input_is(experiment))
    for of in config.cell.states:
        name = f"{of}_0"
        formula, shape = _state(experiment, name)
        meaning = tr("the initial {of} of each layer", of=of)
        if config.bidirectional:
            meaning = tr(
                "the initial {of} of each layer and direction: row 2·layer + direction", of=of
            )
        yield Tensor(GIVEN, name, formula, shape, meaning)
    if experiment.batched:
        meaning = tr("the length of each batch row, as pack_padded_sequence expects it")
        yield Tensor(GIVEN, "lengths", ("batch",), (experiment.batch_size,), meaning)
    for layer, mask in enumerate(experiment.masks):
        formula = ("timesteps", "batch", f"num_directions·{output_word(config)}")
        name = tr("dropout mask of layer {layer}", layer=layer)
        meaning = tr("multiplies the output of layer {layer}: 0 or 1 / (1 − dropout)", layer=layer)
        yield Tensor(GIVEN, name, formula, mask.shape, meaning)


def _parameters(config: LSTMConfig) -> Iterator[Tensor]:
    shapes = config.parameter_shapes()
    for lane in config.lanes():
        for kind, name in config.parameter_names(lane).items():
            formula, meaning = (
                parameter_formula(config, lane.layer, kind),
                _what_parameter_is(config, lane, kind),
            )
            yield Tensor(PARAMETERS, name, formula, shapes[name], meaning)


def _in_a_cell(config: LSTMConfig) -> Iterator[Tensor]:
    words = {
        "4H": _rows_word(config),
        "H": "hidden_size",
        "R": output_word(config),
    }
    for key in ("z", *config.steps):
        quantity = config.quantity(key)
        formula, shape = (words[quantity.width],), (config.width(key),)
        yield Tensor(IN_A_CELL, key, formula, shape, tr(quantity.tensor))


def _returned(experiment: Experiment) -> Iterator[Tensor]:
    config, output = experiment.config, output_word(experiment.config)
    word = "max(lengths)" if experiment.ragged else "timesteps"
    width = (f"num_directions·{output}", config.num_directions * config.output_size)
    formula, shape = _layout(experiment, word, experiment.num_timesteps, width)
    meaning = tr("h of the last layer at every timestep")
    if config.bidirectional:
        meaning = tr("h of the last layer at every timestep, forward and reverse side by side")
    yield Tensor(RETURNED, "output", formula, shape, meaning)
    for letter in config.cell.states:
        name = f"{letter}_n"
        formula, shape = _state(experiment, name)
        meaning = tr("the last {letter} of each layer", letter=letter)
        if config.bidirectional:
            meaning = tr(
                "the last {letter} of each layer and direction; for the reverse "
                "direction, {letter} at timestep 0",
                letter=letter,
            )
        yield Tensor(RETURNED, name, formula, shape, meaning)


def _read_out(experiment: Experiment) -> Iterator[Tensor]:
    """Yield V and b by nn.Linear's names, then y, p, the target and the loss."""
    objective, config = experiment.objective, experiment.config
    readout, targets, loss = objective.readout, objective.targets, objective.loss
    if readout is None:
        return
    read, layer = f"num_directions·{output_word(config)}", readout.layer or "nn.Linear"
    meaning = tr("V: the weight of {layer}", layer=layer)
    formula: tuple[str, ...] = ("out_features", read)
    yield Tensor(READ_OUT, "readout.weight", formula, readout.weight.shape, meaning)
    if readout.bias is not None:
        meaning = tr("b: the bias of {layer}", layer=layer)
        yield Tensor(READ_OUT, "readout.bias", ("out_features",), readout.bias.shape, meaning)
    of_outputs = _of_answers(experiment, ("out_features", readout.width))
    for key in (Y, P):
        if key in objective.quantities:
            yield Tensor(READ_OUT, key, *of_outputs, tr(objective.quantity(key).tensor))
    if targets is not None:
        of_each = _of_answers(experiment) if targets.classes else of_outputs
        meaning = (
            tr("the target class of each prediction") if targets.classes else tr("target values")
        )
        yield Tensor(READ_OUT, "target", *of_each, meaning)
    if loss is not None:
        call = f"{LOSS_MODULES[loss.kind]}(reduction={loss.reduction!r})"
        meaning = tr("{loss} over all counted predictions", loss=call)
        yield Tensor(READ_OUT, LOSS, (), (), meaning)


def _of_answers(experiment: Experiment, *widths: tuple[str, int]) -> tuple[tuple[str, ...], Shape]:
    """Return the dimensions of an answer's tensor: with its timesteps only where all are read."""
    readout = experiment.objective.readout
    dimensions = [*widths]
    word = "max(lengths)" if experiment.ragged else "timesteps"
    if experiment.batched:
        dimensions.insert(0, ("batch", experiment.batch_size))
    if readout is not None and readout.over == EVERY:
        place = 1 if experiment.batched and experiment.config.batch_first else 0
        dimensions.insert(place, (word, experiment.num_timesteps))
    return tuple(word for word, _ in dimensions), tuple(number for _, number in dimensions)


def _layout(
    experiment: Experiment, time_word: str, steps: int, width: tuple[str, int]
) -> tuple[tuple[str, ...], Shape]:
    """Return a sequence's dimensions: unbatched, time first, or batch first."""
    dimensions = [(time_word, steps), width]
    if experiment.batched:
        place = 0 if experiment.config.batch_first else 1
        dimensions.insert(place, ("batch", experiment.batch_size))
    words, numbers = zip(*dimensions, strict=True)
    return words, numbers


def _state(experiment: Experiment, name: str) -> tuple[tuple[str, ...], Shape]:
    """Return the dimensions of h_0, c_0, h_n or c_n; the batch is never first."""
    projected = experiment.config.cell.width(name[0]) == "R"
    width = output_word(experiment.config) if projected else "hidden_size"
    shape = experiment.config.state_shape(experiment.batch_size, name)
    lanes = "num_layers·num_directions"
    if experiment.batched:
        return (lanes, "batch", width), shape
    return (lanes, width), (shape[0], shape[2])


def _what_input_is(experiment: Experiment) -> str:
    if not experiment.batched:
        return tr("the sequence, without a batch axis")
    if experiment.config.batch_first:
        return tr("the sequences of the batch, batch first")
    return tr("the sequences of the batch, time first")


def _what_parameter_is(config: LSTMConfig, lane: Lane, kind: str) -> str:
    if kind == "weight_hr":
        return tr("W_hr: computes h from m")
    if kind == "weight_ih":
        if lane.layer == 0:
            return tr("W_ih: what x adds to the pre-activations")
        if config.bidirectional:
            return tr("W_ih: reads h of layer {layer}, forward then reverse", layer=lane.layer - 1)
        return tr("W_ih: reads h of layer {layer}", layer=lane.layer - 1)
    if kind == "weight_hh":
        if lane.reverse:
            return tr("W_hh: reads h of the following timestep")
        return tr("W_hh: reads h of the previous timestep")
    return tr("{bias}: one number for each pre-activation", bias=f"b_{kind[-2:]}")
