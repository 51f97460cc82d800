"""Mistakes in the readout and the loss, after the LSTM."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...network.quantities import LOSS, P
from ...objective.loss import CROSS_ENTROPY, MEAN, Loss
from ...objective.objective import Objective
from ...objective.readout import SOFTMAX, Readout, softmax
from ...translation import mark
from ..mistake import (
    STEP,
    WINDOW,
    ComputationChange,
    Mistake,
    all_of,
    batch,
    in_experiment,
    nowhere,
)


class _OverRows(Readout):
    """Readout whose softmax is taken over the rows of the batch."""

    __slots__ = ()

    def p(self, y: Array) -> Array:
        return softmax(y.swapaxes(-1, -2)).swapaxes(-1, -2)


class _LossOverRows(Loss):
    """Cross entropy of a softmax over the rows of the batch."""

    __slots__ = ()

    def of_steps(self, y: Array, target: Array) -> Array:
        p = softmax(y.swapaxes(-1, -2)).swapaxes(-1, -2)
        with np.errstate(all="ignore"):
            return np.asarray(-np.log(np.take_along_axis(p, target[..., None], -1)[..., 0]))


class _OverPadding(Loss):
    """Mean over all timesteps and rows, counted or not."""

    __slots__ = ()

    def whole(self, of_steps: Array, counted: Array) -> float:
        count = int(counted.sum())
        return super().whole(of_steps, counted) * count / max(counted.size, 1)


def _in_objective(change: Callable[[Objective], Objective]) -> ComputationChange:
    return in_experiment(lambda e: replace(e, objective=change(e.objective)))


def _without_bias(objective: Objective) -> Objective:
    assert objective.readout is not None
    return replace(objective, readout=replace(objective.readout, bias=None))


def _over_rows(objective: Objective) -> Objective:
    readout, loss = objective.readout, objective.loss
    assert readout is not None
    wrong = _OverRows(
        readout.weight, readout.bias, readout.over, readout.function, readout.names, readout.layer
    )
    if loss is not None and loss.kind == CROSS_ENTROPY:
        loss = _LossOverRows(loss.kind, loss.reduction, loss.ignore_index)
    return replace(objective, readout=wrong, loss=loss)


def _over_padding(objective: Objective) -> Objective:
    loss = objective.loss
    assert loss is not None
    return replace(objective, loss=_OverPadding(loss.kind, loss.reduction, loss.ignore_index))


def _shifted(objective: Objective) -> Objective:
    targets = objective.targets
    assert targets is not None
    values, counted = (np.roll(array, 1, axis=0) for array in (targets.values, targets.counted))
    return replace(objective, targets=replace(targets, values=values, counted=counted, ahead=0))


def _has_bias(experiment: Experiment) -> bool:
    readout = experiment.objective.readout
    return readout is not None and readout.bias is not None and bool(readout.bias.any())


def _takes_softmax(experiment: Experiment) -> bool:
    readout = experiment.objective.readout
    return readout is not None and readout.function == SOFTMAX and P in experiment.quantities


def _has_loss(experiment: Experiment) -> bool:
    return LOSS in experiment.quantities and bool(experiment.counts().any())


def _has_padding(experiment: Experiment) -> bool:
    """Return True when a mean would change by the steps that do not count."""
    loss = experiment.objective.loss
    averaged = loss is not None and loss.reduction == MEAN
    return averaged and _has_loss(experiment) and not bool(experiment.counts().all())


def _shift_shows(experiment: Experiment) -> bool:
    targets = experiment.objective.targets
    if targets is None or not _has_loss(experiment):
        return False
    counts, moved = experiment.counts(), np.roll(targets.values, 1, axis=0)[: len(targets.values)]
    here, there = (array[: len(counts)][counts] for array in (targets.values, moved))
    return not np.array_equal(here, there)


_readout = partial(Mistake, group=mark("readout"), seen=nowhere)

OF_READOUTS: Final = (
    _readout(
        mark("readout bias missing"),
        "readout bias",
        change=_in_objective(_without_bias),
        needs=_has_bias,
        caught_by=STEP,
    ),
    _readout(
        mark("softmax over the batch dimension"),
        "softmax",
        change=_in_objective(_over_rows),
        needs=all_of(_takes_softmax, batch),
        caught_by=STEP,
    ),
    _readout(
        mark("the target shifted by one timestep"),
        "target",
        change=_in_objective(_shifted),
        needs=_shift_shows,
        caught_by=STEP,
    ),
    _readout(
        mark("the loss averaged over padding too"),
        "mean",
        change=_in_objective(_over_padding),
        needs=_has_padding,
        caught_by=WINDOW,
    ),
)
