"""Mistakes in what goes in: the weights, the initial states, the input, and the dropout masks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..translation import mark, tr
from . import results_layout
from .mistake import ComputationChange, Mistake, in_experiment, in_hand_over, in_wiring
from .weights import Change, weight_mistakes

Masks = Mapping[int, tuple[Array, ...]]
"""Dropout masks by the seed that torch drew them under."""


def of_weights(experiment: Experiment) -> Iterator[Mistake]:
    for weight in weight_mistakes(experiment.parameters):
        change = in_experiment(partial(_with_weights, change=weight.change))
        yield Mistake(
            weight.name, weight.phrase, weight.family, change, of_weights=True, rare=weight.rare
        )


def _with_weights(e: Experiment, change: Change) -> Experiment:
    return e.with_parameters(change(e.parameters))


def of_states(experiment: Experiment) -> Iterator[Mistake]:
    h_0, c_0 = experiment.h_0, experiment.c_0
    D = experiment.config.num_directions
    zero_h, zero_c = np.zeros_like(h_0), np.zeros_like(c_0)
    rows = rows_by_direction(experiment.config.num_layers, D)
    for what, h, c in (
        (mark("h_0 and c_0 swapped"), c_0, h_0),
        (mark("h_0 left out"), zero_h, c_0),
        (mark("c_0 left out"), h_0, zero_c),
        (mark("h_0 and c_0 left out"), zero_h, zero_c),
        (mark("the rows of h_0 and c_0 by direction, then layer"), h_0[rows], c_0[rows]),
        (
            mark("h_0 and c_0 reshaped from (batch, layer)"),
            _reshaped_rows(h_0),
            _reshaped_rows(c_0),
        ),
        (
            mark("the first layer's h_0 and c_0 in every layer"),
            _of_first(h_0, D),
            _of_first(c_0, D),
        ),
    ):
        if h.shape == h_0.shape:
            yield Mistake(what, tr(what), "states", in_experiment(partial(replace, h_0=h, c_0=c)))


def rows_by_direction(L: int, D: int) -> list[int]:
    """The rows l*D + d in the order d*L + l."""
    return [layer * D + direction for direction in range(D) for layer in range(L)]


def _reshaped_rows(state: Array) -> Array:
    rows, batch, width = state.shape
    return state.reshape(batch, rows, width).swapaxes(0, 1)


def _of_first(state: Array, directions: int) -> Array:
    return np.concatenate([state[:directions]] * (len(state) // directions))


def of_input(experiment: Experiment) -> Iterator[Mistake]:
    for what, change, whole in (
        (mark("the input one timestep late"), _late, False),
        (mark("the input one timestep early"), _early, True),
        (mark("the input reshaped between batch first and time first"), _reshaped, True),
        (mark("the input read backwards"), _backwards, True),
    ):
        yield Mistake(
            what, tr(what), "input", in_experiment(partial(_reading, change=change)), whole
        )
    what = mark("the input read backwards and its output put back in order")
    backwards = in_experiment(partial(_reading, change=_backwards))
    back = in_hand_over(results_layout.time_flipped)
    yield Mistake(what, tr(what), "input", lambda c: back(backwards(c)), True)
    if not experiment.ragged:
        what = tr("batch_first misread, so that it stepped through the batch")
        yield Mistake("batch_first misread", what, "input", in_wiring(through_batch=True), True)


def _reading(e: Experiment, change: Callable[[Experiment], Array]) -> Experiment:
    return replace(e, sequence=change(e))


def _late(e: Experiment) -> Array:
    return np.concatenate((np.zeros_like(e.sequence[:1]), e.sequence[:-1]))


def _early(e: Experiment) -> Array:
    return np.concatenate((e.sequence[1:], np.zeros_like(e.sequence[:1])))


def _reshaped(e: Experiment) -> Array:
    steps, batch, width = e.sequence.shape
    return e.sequence.reshape(batch, steps, width).swapaxes(0, 1)


def _backwards(e: Experiment) -> Array:
    step, lengths = np.arange(len(e.sequence))[:, None], np.array(e.lengths)
    order = np.where(step < lengths, lengths - 1 - step, step)
    return np.take_along_axis(e.sequence, order[..., None], axis=0)


def of_dropout(experiment: Experiment, masks: Masks) -> Iterator[Mistake]:
    if experiment.masks:
        off = in_experiment(partial(replace, training=False, masks=()))
        yield Mistake("dropout off", tr("dropout switched off"), "dropout", off)
        what = mark("dropout without the scaling by 1/(1 - p)")
        yield Mistake(what, tr(what), "dropout", in_wiring(scales_kept=False))
    for seed, drawn in masks.items():
        phrase = tr("dropout left on, with torch's masks of seed {seed}", seed=seed)
        if experiment.masks:
            phrase = tr("torch's dropout masks of seed {seed}", seed=seed)
        change = _dropping(drawn, seed)
        yield Mistake(f"dropout seed {seed}", phrase, "dropout", change)


def _dropping(masks: tuple[Array, ...], seed: int) -> ComputationChange:
    def change(e: Experiment) -> Experiment:
        drawn = tuple(mask[: len(e.sequence)].astype(e.dtype) for mask in masks)
        return replace(e, training=True, seed=seed, masks=drawn)

    return in_experiment(change)
