"""Mistakes between the cells in the backward pass, in the sums of the weights, and in the loss."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...experiment.experiment import Experiment
from ...network.lane import Lane
from ...objective.gradient import counted_numbers, loss_gradient
from ...objective.loss import CROSS_ENTROPY, MEAN, MSE, Loss
from ...objective.readout import EVERY, H_N, softmax
from ...translation import mark
from ..backward import dy_of, padding_with_targets
from ..mistake import (
    LINK,
    STEP,
    SUM,
    ComputationChange,
    Mistake,
    Need,
    all_of,
    batch,
    bidirectional,
    deep,
    goes_back,
    in_backward,
    long,
    nowhere,
    projects,
)

_CHUNK: Final = 4
"""Timesteps after which truncated backpropagation through time cuts the state off."""

_backwards = partial(Mistake, needs=goes_back, seen=nowhere, backwards=True)


# Between the cells


def _in_wiring(**changes: Any) -> ComputationChange:
    """Change how gradients go from cell to cell."""
    return lambda c: in_backward(wiring=replace(c.backward.wiring, **changes))(c)


def _no_mask(mask: Array) -> Array:
    return np.ones_like(mask)


def _masked(experiment: Experiment) -> bool:
    """Return True when a dropout mask changes what a layer passes on."""
    return any(bool((mask != 1).any()) for mask in experiment.masks)


def _longer_than_a_chunk(experiment: Experiment) -> bool:
    return experiment.num_timesteps > _CHUNK


def _meets(experiment: Experiment) -> bool:
    """Return True when what comes from above meets what comes from the next step."""
    readout = experiment.objective.readout
    everywhere = readout is not None and readout.over == EVERY and experiment.source == "readout"
    return everywhere or deep(experiment)


def _from_h_n(experiment: Experiment) -> bool:
    """Return True when gradients come from h_n."""
    readout = experiment.objective.readout
    return experiment.source == "readout" and readout is not None and readout.over == H_N


def _pads_targets(experiment: Experiment) -> bool:
    return bool(padding_with_targets(experiment).any())


def _all(*needs: Need) -> Need:
    return all_of(goes_back, *needs)


_link = partial(
    _backwards, family="links back", group=mark("gradients between cells"), caught_by=LINK
)
_carried = partial(_link, needs=_all(long))
_of_c = partial(_link, also_told_by=STEP)  # what arrives at c is recorded in dc alone
_both_ways = partial(_link, needs=_all(bidirectional, deep))
_dropping = partial(_link, needs=_all(deep, _masked))

OF_LINKS_BACK: Final = (
    _of_c(
        mark("dh and dc not carried back from step to step"),
        change=_in_wiring(drops=frozenset("hc")),
        needs=_all(long),
    ),
    _carried(
        mark("dh not carried back from step to step"), change=_in_wiring(drops=frozenset("h"))
    ),
    _of_c(
        mark("dc not carried back from step to step"),
        change=_in_wiring(drops=frozenset("c")),
        needs=_all(long),
    ),
    _of_c(
        mark("the backward pass truncated every four timesteps"),
        change=_in_wiring(cut_off_every=_CHUNK),
        needs=_all(_longer_than_a_chunk),
    ),
    _link(
        mark("dx not passed down to the layer below"),
        change=_in_wiring(sends_down=False),
        needs=_all(deep),
    ),
    _carried(
        mark("dh replaced by the gradient from above"),
        change=_in_wiring(adds_above=False),
        needs=_all(long, _meets),
    ),
    _dropping(mark("dx without the dropout mask"), change=_in_wiring(mask=_no_mask)),
    _dropping(mark("dx with dropout applied twice"), change=_in_wiring(mask=np.square)),
    _both_ways(
        mark("dx with the columns of the two directions swapped"),
        change=_in_wiring(exchanges_columns=True),
    ),
    _link(
        mark("dx of the reverse direction not added"),
        change=_in_wiring(adds_reverse=False),
        needs=_all(bidirectional),
    ),
    _link(
        mark("dx of the reverse direction added in reversed time"),
        change=_in_wiring(realigns=False),
        needs=_all(bidirectional, long),
    ),
    _of_c(
        mark("the reverse direction's backward pass run in forward order"),
        change=_in_wiring(reverses=False),
        needs=_all(bidirectional, long),
    ),
    _link(
        mark("the gradient of the reverse direction's h_n put at the last timestep"),
        change=_in_wiring(finds_h_n=False),
        needs=_all(bidirectional, long, _from_h_n),
    ),
    _link(
        mark("the loss not masked over padding in the backward pass"),
        change=_in_wiring(leaves_out_padding=False),
        needs=_all(_pads_targets),
        also_told_by=SUM,
    ),
    _link(mark("no gradient for h_0"), change=_in_wiring(reaches_h_0=False)),
)


# The sums of the weights


def _in_sums(**changes: Any) -> ComputationChange:
    """Change the sums that are the gradients of the weights."""
    return lambda c: in_backward(sums=replace(c.backward.sums, **changes))(c)


def _mean_of_rows(gradient: Array, first: Array, rows: int) -> Array:
    return np.asarray(gradient / gradient.dtype.type(rows))


def _without_first(gradient: Array, first: Array, rows: int) -> Array:
    return np.where(first[:, None], 0, gradient)


def _before_dropout(run: Run, lane: Lane) -> Array:
    """Return the input of a lane before the mask."""
    lanes = run.trace.lanes
    below = [lanes[other].h for other in lanes if other.layer == lane.layer - 1]
    return np.concatenate(below, axis=-1) if below else run.trace.inputs[0]


def _has_bias(experiment: Experiment) -> bool:
    return experiment.config.bias


_sum = partial(_backwards, family="sums", group=mark("gradients of the weights"), caught_by=SUM)
_of_W_hr = partial(_sum, needs=_all(projects))

OF_SUMS: Final = (
    _sum(
        mark("the steps' contributions not summed, only the last kept"),
        change=_in_sums(accumulates=False),
        needs=_all(long),
    ),
    _sum(
        mark("the mean over the batch instead of the sum"),
        change=_in_sums(share=_mean_of_rows),
        needs=_all(batch),
    ),
    _sum(
        mark("the first timestep's contribution left out"),
        change=_in_sums(share=_without_first),
    ),
    _sum(
        mark("no gradient for b_hh"),
        change=_in_sums(missing=frozenset({"bias_hh"})),
        needs=_all(_has_bias),
    ),
    _of_W_hr(mark("no gradient for W_hr"), change=_in_sums(missing=frozenset({"weight_hr"}))),
    _of_W_hr(
        mark("dW_hr with o instead of o ⊙ tanh(c)"),
        change=_in_sums(factors={"m": lambda run, lane: run.trace.values("o", lane)}),
    ),
    _sum(
        mark("dW_hh with h instead of h_prev"),
        change=_in_sums(factors={"h_prev": lambda run, lane: run.trace.values("h", lane)}),
    ),
    _sum(
        mark("dW_ih with the input before dropout"),
        change=_in_sums(factors={"x": _before_dropout}),
        needs=_all(deep, _masked),
    ),
)


# The gradient of the loss


def _over_padding(loss: Loss, y: Array, target: Array, counts: Array) -> Array:
    return loss_gradient(loss, y, target, counted_numbers(loss, np.ones_like(counts), y.shape[-1]))


def _scaled(loss: Loss, gradient: Array, counts: Array) -> Array:
    """Divide by N for a mean."""
    number = counted_numbers(loss, counts, gradient.shape[-1]) if loss.reduction == MEAN else 1
    return np.asarray(gradient / gradient.dtype.type(number))


def _without_target(loss: Loss, y: Array, target: Array, counts: Array) -> Array:
    return _scaled(loss, softmax(y), counts)


def _over_rows(loss: Loss, y: Array, target: Array, counts: Array) -> Array:
    p = softmax(y.swapaxes(-1, -2)).swapaxes(-1, -2)
    return _scaled(loss, p - np.eye(y.shape[-1], dtype=y.dtype)[target], counts)


def _without_2(loss: Loss, y: Array, target: Array, counts: Array) -> Array:
    return np.asarray(dy_of(loss, y, target, counts) / y.dtype.type(2))


def _loss_of(need: Callable[[Loss], bool]) -> Need:
    """Need a loss of a kind that is not seeds' to replace."""

    def needed(experiment: Experiment) -> bool:
        loss, seeds = experiment.objective.loss, experiment.objective.seeds
        return experiment.source == "readout" and not seeds and loss is not None and need(loss)

    return needed


def _counts_less(experiment: Experiment) -> bool:
    """Return True when some timestep or row does not count."""
    return not bool(experiment.counts().all())


_of_classes = _loss_of(lambda loss: loss.kind == CROSS_ENTROPY)
_loss = partial(_backwards, family="loss back", group=mark("gradient of the loss"), caught_by=STEP)

OF_LOSS_BACK: Final = (
    _loss(
        mark("dy averaged over all timesteps, including padding"),
        change=in_backward(dy=_over_padding),
        needs=all_of(_loss_of(lambda loss: loss.reduction == MEAN), _counts_less),
    ),
    _loss(
        mark("dy of the cross entropy without the target"),
        change=in_backward(dy=_without_target),
        needs=_of_classes,
    ),
    _loss(
        mark("dy with softmax over the batch dimension"),
        change=in_backward(dy=_over_rows),
        needs=all_of(_of_classes, batch),
    ),
    _loss(
        mark("dy of the squared error without the factor 2"),
        change=in_backward(dy=_without_2),
        needs=_loss_of(lambda loss: loss.kind == MSE),
    ),
)
