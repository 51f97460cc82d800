"""Readout, targets and loss of an exported script, by torch's own Linear and losses."""

from collections.abc import Iterator

import numpy as np

from ...experiment.experiment import Experiment
from ...objective.loss import BCE, CROSS_ENTROPY, MSE
from ...objective.readout import EVERY, H_N, IDENTITY, SIGMOID, SOFTMAX
from ...objective.targets import Targets
from .script_numbers import tensor, whole_numbers

_LINEAR = """
linear = torch.nn.Linear({features}, {outputs}, bias={bias}, dtype=torch.{dtype})
linear.load_state_dict(
    {{
{parameters}
    }}
)
with torch.inference_mode():
    y = linear({read})
"""

_ANSWERS = {
    IDENTITY: "",
    SIGMOID: "    p = torch.sigmoid(y)\n",
    SOFTMAX: "    p = torch.softmax(y, -1)\n",
}

_STORED_TARGET = """
target = {target}
counted = {counted}
"""

_FORECAST = """
# The sequence itself, {ahead} ahead. The last timesteps of a row have no target.
target = input.roll(-{ahead}, {axis}){part}
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
with torch.inference_mode():
    loss = torch.nn.{loss}(reduction="{reduction}")(y[counted], target[counted])
"""


def objective_parts(experiment: Experiment) -> Iterator[str]:
    """Yield the parts of the program that follow the LSTM: readout, targets, loss."""
    objective = experiment.objective
    readout, loss = objective.readout, objective.loss
    if readout is None:
        return
    names = zip(("weight", "bias"), readout.arrays, strict=False)
    outputs, features = readout.weight.shape
    yield _LINEAR.format(
        features=features,
        outputs=outputs,
        bias=readout.bias is not None,
        dtype=experiment.dtype,
        parameters="\n".join(f'        "{name}": {tensor(array, 8)},' for name, array in names),
        read=_read(experiment, readout.over),
    )
    yield _ANSWERS[readout.function]
    if loss is not None:
        yield from _targets(experiment)
        yield _LOSS.format(loss=_LOSSES[loss.kind], reduction=loss.reduction)


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
    rows = f"torch.arange({experiment.batch_size})" if experiment.packed else ":"
    return f"output[{rows}, {time}]" if experiment.config.batch_first else f"output[{time}, {rows}]"


def _targets(experiment: Experiment) -> Iterator[str]:
    """Yield the target and what counts, in the axes of y: of a forecast, made of the sequence."""
    objective, steps = experiment.objective, experiment.num_timesteps
    targets, readout = objective.targets, objective.readout
    assert targets is not None
    assert readout is not None
    if readout.over == EVERY and targets.ahead:
        yield _forecast(experiment, targets)
        return
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
    yield _STORED_TARGET.format(target=target, counted=whole_numbers(counts, "bool"))


def _forecast(experiment: Experiment, targets: Targets) -> str:
    """Write the targets of a forecast as the sequence rolled back, and what counts of them."""
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
