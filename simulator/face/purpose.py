"""Purpose of a run: readout, targets and loss, as a user of torch has them."""

from dataclasses import replace
from typing import Any, Final

import numpy as np

from ..experiment.experiment import Experiment
from ..files.errors import FileError
from ..files.objectives.target_layout import arranged
from ..objective.loss import BCE, CROSS_ENTROPY, MEAN, MSE, REDUCTIONS, Loss
from ..objective.making import FUNCTIONS, likely_loss
from ..objective.objective import Objective
from ..objective.readout import EVERY, IDENTITY, OVER, Readout
from ..objective.targets import IGNORED, Targets
from .module import is_module, linear_of
from .tensors import numbers_of

_LOSSES: Final = {"MSELoss": MSE, "BCEWithLogitsLoss": BCE, "CrossEntropyLoss": CROSS_ENTROPY}

_PLAIN: Final = {"weight": None, "pos_weight": None, "label_smoothing": 0.0}
"""Options of torch's losses that are not computed here, and what they are when unused."""


def with_purpose(
    experiment: Experiment,
    model: Any,
    readout: Any = None,
    target: Any = None,
    loss: Any = None,
    over: str = EVERY,
) -> Experiment:
    """Return an experiment with a readout, targets and a loss; as it is without a readout.

    Args:
        model: the module in which the name of a readout is looked up.
        readout: an `nn.Linear`, its name in the model, V, or (V, b).
        target: an array of numbers (T, B, K), or of classes (T, B) or one-hot, in the axes of x;
            NaN, or class -100, does not count. With one answer a row, T is left out. Or `ahead:K`,
            the input itself K timesteps ahead.
        loss: `mse`, `bce`, `cross-entropy`, or torch's own; None for what the targets suggest.
        over: `every` timestep, each row's `last`, or `h_n`.

    Raises:
        TypeError, ValueError: what does not fit, and what would.
    """
    if readout is None:
        for name, value in (("target", target), ("loss", loss)):
            if value is not None:
                raise ValueError(f"{name} needs a readout: pass readout=, an nn.Linear or (V, b)")
        return experiment
    if over not in OVER:
        raise ValueError(f"over: expected {', '.join(OVER)}, got {over!r}")
    V, b, layer = linear_of(readout, model)
    if target is None and loss is not None:
        raise ValueError("loss needs targets: pass target=")
    kind, reduction, ignored = _loss_of(loss)
    targets, chosen, function = None, None, IDENTITY
    if target is not None:
        classes = None if kind is None else kind == CROSS_ENTROPY
        targets = _targets(target, experiment, len(V), classes, over, ignored)
        kind = kind or likely_loss(targets)[0]
        chosen, function = Loss(kind, reduction), FUNCTIONS[kind]
        if ignored is not None and 0 <= ignored < len(V):
            chosen = replace(chosen, ignore_index=ignored)
    read = Readout(V, b, over, function, (), layer).astype(experiment.dtype)
    return experiment.with_objective(Objective(read, targets, chosen))


def _loss_of(loss: Any) -> tuple[str | None, str, int | None]:
    """Return kind, reduction and ignored class of a loss."""
    if loss is None or isinstance(loss, str):
        if loss not in (None, *_LOSSES.values()):
            raise ValueError(f"loss: expected {', '.join(_LOSSES.values())}, got {loss!r}")
        return loss, MEAN, None
    name = type(loss).__name__
    known = ", ".join(_LOSSES)
    if not is_module(loss) or name not in _LOSSES:
        raise TypeError(f"loss: expected a name, or torch's {known}, got {name}")
    for option, unused in _PLAIN.items():
        if getattr(loss, option, unused) != unused:
            raise ValueError(f"loss: {name} with {option} is not computed here: leave it out")
    if loss.reduction not in REDUCTIONS:
        raise ValueError(
            f"loss: expected reduction {' or '.join(REDUCTIONS)}, got {loss.reduction!r}"
        )
    return _LOSSES[name], loss.reduction, getattr(loss, "ignore_index", None)


def _targets(
    target: Any,
    experiment: Experiment,
    outputs: int,
    classes: bool | None,
    over: str,
    ignored: int | None,
) -> Targets:
    """Return targets; an ignored number that is no class, such as -1, is no answer in them."""
    if isinstance(target, str):
        kind, _, told = target.partition(":")
        if kind != "ahead" or not told.isdecimal():
            raise ValueError(f"target: expected an array, or ahead:K, got {target!r}")
        found = Targets.forecast(
            experiment.sequence, experiment.lengths, int(told), classes=bool(classes)
        )
        width = experiment.config.input_size
        if width != outputs:
            raise ValueError(
                f"target: {target} repeats the {width} features of x, and the readout has "
                f"{outputs} outputs: pass a readout with {width}, or an array"
            )
        return found
    numbers = numbers_of("target", target)
    if classes is None and numbers.dtype.kind in "iub" and numbers.ndim < 3 and outputs > 1:
        classes = True
    numbers = numbers.astype(np.float64)
    if ignored is not None and not 0 <= ignored < outputs:
        numbers[numbers == ignored] = IGNORED
    try:
        return arranged("target", numbers, experiment, outputs, classes, over)
    except FileError as error:  # as for a file of that name
        raise ValueError(str(error).removeprefix("cannot read ")) from None
