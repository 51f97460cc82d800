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
from ..backward import Factor, dy_of, padding_with_targets
from ..computation import Computation
from ..mistake import (
    LINK,
    STEP,
    SUM,
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


def _in_part(
    name: str,
    *needs: Need,
    part: str,
    family: str,
    group: str,
    caught_by: frozenset[str],
    also_told_by: frozenset[str] = frozenset(),
    **changes: Any,
) -> Mistake:
    """Return a mistake that changes some fields of a part of a `Backward`: its wiring or sums."""

    def change(c: Computation) -> Computation:
        return in_backward(**{part: replace(getattr(c.backward, part), **changes)})(c)

    need = all_of(goes_back, *needs)
    return Mistake(
        name,
        family,
        group,
        change,
        need,
        caught_by,
        also_told_by,
        seen=nowhere,
        backwards=True,
    )


# Between the cells


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


_link = partial(
    _in_part,
    part="wiring",
    family="links back",
    group=mark("gradients between cells"),
    caught_by=LINK,
)
_of_c = partial(_link, also_told_by=STEP)  # what arrives at c is recorded in dc alone

OF_LINKS_BACK: Final = (
    _of_c(mark("dh and dc not carried back from step to step"), long, drops=frozenset({"h", "c"})),
    _link(mark("dh not carried back from step to step"), long, drops=frozenset({"h"})),
    _of_c(mark("dc not carried back from step to step"), long, drops=frozenset({"c"})),
    _of_c(
        mark("the backward pass truncated every four timesteps"),
        _longer_than_a_chunk,
        cut_off_every=_CHUNK,
    ),
    _link(mark("dx not passed down to the layer below"), deep, sends_down=False),
    _link(mark("dh replaced by the gradient from above"), long, _meets, adds_above=False),
    _link(mark("dx without the dropout mask"), deep, _masked, mask=_no_mask),
    _link(mark("dx with dropout applied twice"), deep, _masked, mask=np.square),
    _link(
        mark("dx with the columns of the two directions swapped"),
        bidirectional,
        deep,
        exchanges_columns=True,
    ),
    _link(mark("dx of the reverse direction not added"), bidirectional, adds_reverse=False),
    _link(
        mark("dx of the reverse direction added in reversed time"),
        bidirectional,
        long,
        realigns=False,
    ),
    _of_c(
        mark("the reverse direction's backward pass run in forward order"),
        bidirectional,
        long,
        reverses=False,
    ),
    _link(
        mark("the gradient of the reverse direction's h_n put at the last timestep"),
        bidirectional,
        long,
        _from_h_n,
        finds_h_n=False,
    ),
    _link(
        mark("the loss not masked over padding in the backward pass"),
        _pads_targets,
        also_told_by=SUM,
        leaves_out_padding=False,
    ),
    _link(mark("no gradient for h_0"), reaches_h_0=False),
)


# The sums of the weights


def _mean_of_rows(gradient: Array, first: Array, rows: int) -> Array:
    return np.asarray(gradient / gradient.dtype.type(rows))


def _without_first(gradient: Array, first: Array, rows: int) -> Array:
    return np.where(first[:, None], 0, gradient)


def _before_dropout(run: Run, lane: Lane) -> Array:
    """Return the input of a lane before the mask."""
    lanes = run.trace.lanes
    below = [lanes[other].output for other in lanes if other.layer == lane.layer - 1]
    return np.concatenate(below, axis=-1) if below else run.trace.inputs[0]


def _has_bias(experiment: Experiment) -> bool:
    return experiment.config.bias


def _recorded(key: str) -> Factor:
    """Take a quantity of the same step."""
    return lambda run, lane: run.trace.values(key, lane)


_sum = partial(
    _in_part, part="sums", family="sums", group=mark("gradients of the weights"), caught_by=SUM
)

OF_SUMS: Final = (
    _sum(mark("the steps' contributions not summed, only the last kept"), long, accumulates=False),
    _sum(mark("the mean over the batch instead of the sum"), batch, share=_mean_of_rows),
    _sum(mark("the first timestep's contribution left out"), share=_without_first),
    _sum(mark("no gradient for b_hh"), _has_bias, missing=frozenset({"bias_hh"})),
    _sum(mark("no gradient for W_hr"), projects, missing=frozenset({"weight_hr"})),
    _sum(mark("dW_hr with o instead of o ⊙ tanh(c)"), projects, factors={"m": _recorded("o")}),
    _sum(mark("dW_hh with h instead of h_prev"), factors={"h_prev": _recorded("h")}),
    _sum(
        mark("dW_ih with the input before dropout"), deep, _masked, factors={"x": _before_dropout}
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
_loss = partial(
    Mistake,
    family="loss back",
    group=mark("gradient of the loss"),
    seen=nowhere,
    backwards=True,
)

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
