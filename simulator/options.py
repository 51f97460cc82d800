"""The eight options of `torch.nn.LSTM`: what each is, and what another value would change."""

from dataclasses import replace
from typing import Any, NamedTuple

from simulator.arrays import shape_text
from simulator.config import LSTMConfig
from simulator.experiment import Experiment
from simulator.shapes import num_parameters


class Option(NamedTuple):
    """One option.

    Attributes:
        name: nn.LSTM's. value: as Python writes it.
        change: what another value would change, in numbers.
        without_effect: why it changes nothing in this experiment; empty when it does.
    """

    name: str
    value: str
    change: str
    without_effect: str = ""


def options(experiment: Experiment) -> tuple[Option, ...]:
    """The options of an experiment, in the order of nn.LSTM's arguments."""
    config = experiment.config
    return (
        Option("input_size", str(config.input_size), _input_size(config)),
        Option("hidden_size", str(config.hidden_size), _hidden_size(config)),
        Option("num_layers", str(config.num_layers), _num_layers(config)),
        Option("bias", str(config.bias), _bias(config)),
        Option("batch_first", str(config.batch_first), *_batch_first(experiment)),
        Option("dropout", f"{config.dropout:g}", *_dropout(experiment)),
        Option("bidirectional", str(config.bidirectional), _bidirectional(config)),
        Option("proj_size", str(config.proj_size), _proj_size(config)),
    )


def _with(config: LSTMConfig, **changes: Any) -> LSTMConfig:
    # Dropout changes no shape, and with one layer it would warn.
    return replace(config, dropout=0.0, **changes)


def _count(config: LSTMConfig, **changes: Any) -> str:
    """As `48 → 84 parameters`."""
    before, after = num_parameters(config), num_parameters(_with(config, **changes))
    return f"{before:,} → {after:,} parameters"


def _width(config: LSTMConfig, **changes: Any) -> str:
    """As `output 2 → 4 wide`, or that it stays."""
    before, after = (c.num_directions * c.output_size for c in (config, _with(config, **changes)))
    return f"output {before} → {after} wide" if before != after else f"output stays {before} wide"


def _input_size(config: LSTMConfig) -> str:
    more = config.input_size + 1
    both = " and weight_ih_l0_reverse" if config.bidirectional else ""
    return (
        f"{more}: a column more in weight_ih_l0{both}, {_count(config, input_size=more)}; "
        "the sequence must be as wide"
    )


def _hidden_size(config: LSTMConfig) -> str:
    more = config.hidden_size + 1
    what = "gates and c have a unit more" if config.proj_size else "gates, c and h have a unit more"
    return f"{more}: {what}, {_count(config, hidden_size=more)}, {_width(config, hidden_size=more)}"


def _num_layers(config: LSTMConfig) -> str:
    more = config.num_layers + 1
    rows = config.num_layers * config.num_directions
    return (
        f"{more}: a layer on top, weight_ih_l{config.num_layers} …, "
        f"{_count(config, num_layers=more)}; "
        f"h_n and c_n have {rows} → {rows + config.num_directions} rows"
    )


def _bias(config: LSTMConfig) -> str:
    sums = "W_ih x + W_hh h_prev" if config.bias else "W_ih x + b_ih + W_hh h_prev + b_hh"
    return f"{not config.bias}: the sums are {sums}, {_count(config, bias=not config.bias)}"


def _batch_first(experiment: Experiment) -> tuple[str, str]:
    first = experiment.config.batch_first
    if not experiment.batched:
        what = "it would swap the first two axes of a batched input and output"
        return what, "the input has no batch axis"
    shape = experiment.input_as_given().shape
    swapped = (shape[1], shape[0], shape[2])
    what = f"{not first}: input {shape_text(shape)} → {shape_text(swapped)}, and output alike"
    return f"{what}; h_0, c_0, h_n and c_n never have the batch first", ""


def _dropout(experiment: Experiment) -> tuple[str, str]:
    config = experiment.config
    what = (
        "a share of what each layer but the last hands up is set to 0, "
        "and the rest divided by 1 − dropout, in train mode"
    )
    if config.num_layers == 1:
        return what, "it acts between layers, and there is one"
    if config.dropout == 0:
        return what, ""
    if not experiment.training:
        return what, "in eval mode nothing is dropped"
    return f"{what}; these masks were drawn under seed {experiment.seed}", ""


def _bidirectional(config: LSTMConfig) -> str:
    other = not config.bidirectional
    what = "also walks from the last timestep to the first" if other else "walks forward only"
    return (
        f"{other}: {what}, {_count(config, bidirectional=other)}, "
        f"{_width(config, bidirectional=other)}"
    )


def _proj_size(config: LSTMConfig) -> str:
    if config.hidden_size == 1:
        return "it must be smaller than hidden_size, which is 1"
    size = 0 if config.proj_size else config.hidden_size // 2
    what = "h = o ⊙ tanh(c), without weight_hr" if config.proj_size else f"h = W_hr m, {size} wide"
    return f"{size}: {what}, {_count(config, proj_size=size)}, {_width(config, proj_size=size)}"
