"""Effects of the eight options of `torch.nn.LSTM`: of their values, and of other values."""

from dataclasses import replace
from typing import Any, NamedTuple

from ..arrays import shape_text
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..translation import tr
from .tensor_shapes import num_parameters


class Option(NamedTuple):
    """One option.

    Attributes:
        name: nn.LSTM's. value: as Python writes it.
        change: the effect of another value, in numbers.
        without_effect: the reason why it has no effect in this experiment; empty when it has.
    """

    name: str
    value: str
    change: str
    without_effect: str = ""


def options(experiment: Experiment) -> tuple[Option, ...]:
    """List the options of an experiment, in the order of nn.LSTM's arguments."""
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
    # Dropout changes no shape, and would cause a warning with one layer.
    return replace(config, dropout=0.0, **changes)


def _count(config: LSTMConfig, **changes: Any) -> str:
    """Write the change in parameters as `48 → 84 parameters`."""
    before, after = num_parameters(config), num_parameters(_with(config, **changes))
    return tr("{before:,} → {after:,} parameters", before=before, after=after)


def _width(config: LSTMConfig, **changes: Any) -> str:
    """Write the change in width as `output 2 → 4 wide`, or that it stays."""
    before, after = (c.num_directions * c.output_size for c in (config, _with(config, **changes)))
    if before == after:
        return tr("output width stays {width}", width=before)
    return tr("output width {before} → {after}", before=before, after=after)


def _input_size(config: LSTMConfig) -> str:
    more = config.input_size + 1
    where = tr("weight_ih_l0 and weight_ih_l0_reverse") if config.bidirectional else "weight_ih_l0"
    return tr(
        "{more}: adds a column to {where}, {count}; the sequence needs one more feature",
        more=more,
        where=where,
        count=_count(config, input_size=more),
    )


def _hidden_size(config: LSTMConfig) -> str:
    more = config.hidden_size + 1
    what = tr("gates, c and h get one more unit")
    if config.proj_size:
        what = tr("gates and c get one more unit")
    return f"{more}: {what}, {_count(config, hidden_size=more)}, {_width(config, hidden_size=more)}"


def _num_layers(config: LSTMConfig) -> str:
    more = config.num_layers + 1
    rows = config.num_lanes
    return tr(
        "{more}: one more layer on top, {name} …, {count}; h_n and c_n go from "
        "{before} to {after} rows",
        more=more,
        name=f"weight_ih_l{config.num_layers}",
        count=_count(config, num_layers=more),
        before=rows,
        after=rows + config.num_directions,
    )


def _bias(config: LSTMConfig) -> str:
    sums = "W_ih x + W_hh h_prev" if config.bias else "W_ih x + b_ih + W_hh h_prev + b_hh"
    return tr(
        "{other}: the pre-activations are {sums}, {count}",
        other=not config.bias,
        sums=sums,
        count=_count(config, bias=not config.bias),
    )


def _batch_first(experiment: Experiment) -> tuple[str, str]:
    first = experiment.config.batch_first
    if not experiment.batched:
        what = tr("it would swap the first two axes of batched inputs and outputs")
        return what, tr("the input has no batch axis")
    shape = experiment.input_as_given().shape
    swapped = (shape[1], shape[0], shape[2])
    what = tr(
        "{other}: input {shape} → {swapped}, and output likewise; h_0, c_0, h_n and "
        "c_n are never batch first",
        other=not first,
        shape=shape_text(shape),
        swapped=shape_text(swapped),
    )
    return what, ""


def _dropout(experiment: Experiment) -> tuple[str, str]:
    config = experiment.config
    what = tr(
        "in train mode, every layer except the last has part of its output set to 0, "
        "and the rest divided by 1 − dropout"
    )
    if config.num_layers == 1:
        return what, tr("it acts between layers, and there is only one")
    if config.dropout == 0:
        return what, ""
    if not experiment.training:
        return what, tr("in eval mode nothing is dropped")
    drawn = tr("{what}; these masks were drawn with seed {seed}", what=what, seed=experiment.seed)
    return drawn, ""


def _bidirectional(config: LSTMConfig) -> str:
    other = not config.bidirectional
    what = tr("reads forward only")
    if other:
        what = tr("also reads from the last timestep to the first")
    return (
        f"{other}: {what}, {_count(config, bidirectional=other)}, "
        f"{_width(config, bidirectional=other)}"
    )


def _proj_size(config: LSTMConfig) -> str:
    if config.hidden_size == 1:
        return tr("it must be smaller than hidden_size, which is 1")
    size = 0 if config.proj_size else config.hidden_size // 2
    what = tr("h = W_hr m, width {size}", size=size)
    if config.proj_size:
        what = tr("h = o ⊙ tanh(c), without weight_hr")
    return f"{size}: {what}, {_count(config, proj_size=size)}, {_width(config, proj_size=size)}"
