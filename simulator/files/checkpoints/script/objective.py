"""Readout, targets, loss and gradients of an exported script, by torch's own modules."""

import textwrap
from collections.abc import Iterator

import numpy as np

from ....engine.time_order import walk_at
from ....experiment.experiment import Experiment
from ....network.quantities import Y
from ....objective.loss import BCE, CROSS_ENTROPY, MSE
from ....objective.objective import Seed
from ....objective.readout import EVERY, H_N, IDENTITY, SIGMOID, SOFTMAX
from ....objective.targets import Targets
from ....translation import tr
from .numbers import tensor, whole_numbers

_LINEAR = """
linear = torch.nn.Linear({features}, {outputs}, bias={bias}, dtype=torch.{dtype})
linear.load_state_dict(
    {{
{parameters}
    }}
)
"""

_Y = """\
y = linear({read})
"""

_ANSWERS = {
    IDENTITY: "",
    SIGMOID: "p = torch.sigmoid(y)\n",
    SOFTMAX: "p = torch.softmax(y, -1)\n",
}

_STORED_TARGET = """
target = {target}
counted = {counted}
"""

_FORECAST = """
# The sequence itself, {ahead} ahead. The last timesteps of a row have no target.
target = {input}.roll(-{ahead}, {axis}){part}
counted = {t} + {ahead} < {lengths}
"""

_FORECAST_CLASS = """\
counted = counted & ((target == 1).sum(-1) == 1) & ((target != 0).sum(-1) == 1)
target = target.argmax(-1)
"""

_IGNORED = """\
counted = counted & (target != {ignored})
"""

_LOSSES = {MSE: "MSELoss", BCE: "BCEWithLogitsLoss", CROSS_ENTROPY: "CrossEntropyLoss"}

_LOSS = """\
loss = torch.nn.{loss}(reduction="{reduction}")(y[counted], target[counted])
"""


GRADIENTS_WANTED = """
for given in (input, h_0, c_0):
    given.requires_grad_()
"""

_BACKWARD = """
{source}.backward()
gradients = {{name: tensor.grad for name, tensor in lstm.named_parameters()}}
{of_readout}gradients |= {{"input": input.grad, "h_0": h_0.grad, "c_0": c_0.grad}}
"""

_OF_READOUT = """\
gradients |= {f"readout.{name}": tensor.grad for name, tensor in linear.named_parameters()}
"""

PRINTED = """\
for name, gradient in gradients.items():
    if gradient is not None:
        print("gradient of", name, tuple(gradient.shape), "norm", gradient.norm().item())
"""


def with_or_without(gradients: bool, body: str) -> str:
    """Write lines of a program, which torch records only where gradients are wanted."""
    return body if gradients else f"with torch.inference_mode():\n{textwrap.indent(body, '    ')}"


def objective_parts(experiment: Experiment, gradients: bool = False) -> Iterator[str]:
    """Yield the parts of the program that follow the LSTM: readout, targets, loss.

    Args:
        gradients: whether the program goes back through them.
    """
    objective = experiment.objective
    if objective.readout is None:
        return
    yield linear_part(experiment)
    yield with_or_without(gradients, answers(experiment))
    if objective.loss is not None:
        yield from target_parts(experiment, gradients)
        yield with_or_without(gradients, loss_line(experiment))


def linear_part(experiment: Experiment) -> str:
    """Write the Linear layer of the readout; nothing without one."""
    readout = experiment.objective.readout
    if readout is None:
        return ""
    names = zip(("weight", "bias"), readout.arrays, strict=False)
    outputs, features = readout.weight.shape
    return _LINEAR.format(
        features=features,
        outputs=outputs,
        bias=readout.bias is not None,
        dtype=experiment.dtype,
        parameters="\n".join(f'        "{name}": {tensor(array, 8)},' for name, array in names),
    )


def answers(experiment: Experiment) -> str:
    """Write the lines that make y and p; nothing without a readout."""
    readout = experiment.objective.readout
    if readout is None:
        return ""
    return _Y.format(read=_read(experiment, readout.over)) + _ANSWERS[readout.function]


def loss_line(experiment: Experiment) -> str:
    """Write the line that makes the loss; nothing without one."""
    loss = experiment.objective.loss
    if loss is None:
        return ""
    return _LOSS.format(loss=_LOSSES[loss.kind], reduction=loss.reduction)


def backward_part(experiment: Experiment) -> str:
    """Write the lines that go back from the loss, or from the seeds, which take its place.

    Raises:
        ValueError: there is neither, or a seed lies on a number that nn.LSTM does not return.
    """
    objective = experiment.objective
    if not experiment.source:
        raise ValueError(
            tr("there is nothing to differentiate. Choose a target and a loss, or a value")
        )
    seeded = [f"{seed.number!r} * {_seeded(experiment, seed)}" for seed in objective.seeds]
    return _BACKWARD.format(
        source=f"({' + '.join(seeded)})" if seeded else "loss",
        of_readout="" if objective.readout is None else _OF_READOUT,
    )


def _seeded(experiment: Experiment, seed: Seed) -> str:
    """Write an expression for the number that a seed lies on."""
    config, unit, row = experiment.config, seed.unit, [seed.row] * experiment.batched
    readout = experiment.objective.readout
    if seed.quantity == Y and readout is not None and readout.over != EVERY:
        return f"y{[*row, unit]}"
    if seed.quantity in ("output", Y):
        return f"{seed.quantity}{_place(experiment, seed, unit)}"
    if seed.quantity == "h" and seed.lane.layer == config.num_layers - 1:
        return f"output{_place(experiment, seed, seed.lane.direction * config.output_size + unit)}"
    length = experiment.lengths[seed.row]
    if walk_at(seed.lane.direction, length, seed.t) == length - 1:
        return f"{seed.quantity}_n{[config.state_row(seed.lane), *row, unit]}"
    raise ValueError(
        tr(
            "nn.LSTM does not return {number}, the value to differentiate. Choose "
            "another value, or export the script without gradients",
            number=tr("{number} at t {t}", number=f"{seed.quantity}[{unit}]", t=seed.t),
        )
    )


def _place(experiment: Experiment, seed: Seed, unit: int) -> list[int]:
    """Return the indices of a unit of a timestep and row, over the axes of nn.LSTM's output."""
    if not experiment.batched:
        return [seed.t, unit]
    batch_first = experiment.config.batch_first
    return [seed.row, seed.t, unit] if batch_first else [seed.t, seed.row, unit]


def _read(experiment: Experiment, over: str) -> str:
    """Write an expression for what the readout reads of nn.LSTM's results."""
    if over == EVERY:
        return "output"
    if over == H_N:
        bidirectional = experiment.config.bidirectional
        return "torch.cat([h_n[-2], h_n[-1]], -1)" if bidirectional else "h_n[-1]"
    if not experiment.batched:
        return "output[-1]"
    time = "lengths - 1" if experiment.packed else "-1"
    rows = "torch.arange(len(lengths))" if experiment.packed else ":"
    return f"output[{rows}, {time}]" if experiment.config.batch_first else f"output[{time}, {rows}]"


def target_parts(experiment: Experiment, gradients: bool = False) -> Iterator[str]:
    """Yield the target and what counts, in the axes of y: of a forecast, made of the sequence."""
    targets, readout = experiment.objective.targets, experiment.objective.readout
    assert targets is not None
    assert readout is not None
    if readout.over == EVERY and targets.ahead:
        yield _forecast(experiment, targets, gradients)
        return
    target, counted = stored_target(experiment)
    yield _STORED_TARGET.format(target=target, counted=counted)


def stored_target(experiment: Experiment) -> tuple[str, str]:
    """Write expressions for the target and for what counts of it, in the axes of y."""
    objective, steps = experiment.objective, experiment.num_timesteps
    targets, readout = objective.targets, objective.readout
    assert targets is not None
    assert readout is not None
    counts, values = experiment.counts(), targets.values[:steps]
    values = np.where(
        counts if targets.classes else counts[..., None], values, values.dtype.type(0)
    )
    if readout.over == EVERY:
        values, counts = experiment.as_given(values), experiment.as_given(counts)
    else:
        last = np.array(experiment.lengths) - 1, np.arange(experiment.batch_size)
        values, counts = values[last], counts[last]
        if not experiment.batched:
            values, counts = values[0], counts[0]
    target = whole_numbers(values, "int64") if targets.classes else tensor(values, 0)
    return target, whole_numbers(counts, "bool")


def _forecast(experiment: Experiment, targets: Targets, gradients: bool) -> str:
    """Write the targets of a forecast as the sequence rolled back, and what counts of them.

    Targets are constants: no gradient goes into the sequence through them.
    """
    objective = experiment.objective
    steps, batch_first = experiment.num_timesteps, experiment.config.batch_first
    t, lengths = f"torch.arange({steps})", str(steps)
    if experiment.batched:
        lengths = (
            "lengths" if experiment.packed else f"torch.full(({experiment.batch_size},), {steps})"
        )
        t, lengths = (t, f"{lengths}[:, None]") if batch_first else (f"{t}[:, None]", lengths)
    axis = int(experiment.batched and batch_first)
    part = f"[:, :{steps}]" if axis else f"[:{steps}]"
    text = _FORECAST.format(
        input="input.detach()" if gradients else "input",
        ahead=targets.ahead,
        axis=axis,
        part="" if steps == len(experiment.sequence) else part,
        t=t,
        lengths=lengths,
    )
    if not targets.classes:
        return text
    ignored = -1 if objective.loss is None else objective.loss.ignore_index
    return text + _FORECAST_CLASS + (_IGNORED.format(ignored=ignored) if ignored >= 0 else "")
