"""Mistakes with the input, the initial states and the dropout masks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...translation import mark
from .. import results_layout
from ..computation import Computation
from ..mistake import (
    LINK_AND_WINDOW,
    STEP,
    Mistake,
    Need,
    Text,
    all_of,
    always,
    batch,
    in_experiment,
    in_results,
    in_wiring,
    long,
    ragged,
    unsorted,
    without,
)

SeededMasks = Mapping[int, tuple[Array, ...]]
"""Dropout masks by the seed that torch drew them under."""

InitialStates = tuple[Array, Array]
"""h_0 (L*D, B, R) and c_0 (L*D, B, H)."""

Axes = tuple[int, ...]

_wiring = partial(Mistake, group=mark("wiring"), caught_by=LINK_AND_WINDOW)


# The initial states


def _states(
    name: str,
    states: Callable[[Experiment], InitialStates],
    title: str = "",
    needs: Callable[[Experiment], bool] = always,
) -> Mistake:
    def changes(e: Experiment) -> bool:
        given = zip(states(e), e.states.values(), strict=True)
        return not all(np.array_equal(wrong, right) for wrong, right in given)

    return _wiring(
        name,
        "states",
        change=in_experiment(lambda e: e.with_states(*states(e))),
        needs=all_of(needs, changes),
        title=title,
    )


def _by_direction(e: Experiment) -> InitialStates:
    lanes = sorted(e.config.lanes(), key=lambda lane: (lane.direction, lane.layer))
    rows = [lanes.index(lane) for lane in e.config.lanes()]
    h_0, c_0 = e.states.values()
    return h_0[rows], c_0[rows]


def _reshaped_rows(state: Array) -> Array:
    rows, size, width = state.shape
    return state.reshape(size, rows, width).swapaxes(0, 1)


def _of_first(e: Experiment, state: Array) -> Array:
    return np.concatenate([state[: e.config.num_directions]] * e.config.num_layers)


OF_STATES: Final = (
    _states(
        mark("h_0 and c_0 swapped"),
        lambda e: (e.c_0, e.h_0),
        needs=lambda e: e.h_0.shape == e.c_0.shape,
    ),
    _states(mark("h_0 left out"), lambda e: (np.zeros_like(e.h_0), e.c_0)),
    _states(mark("c_0 left out"), lambda e: (e.h_0, np.zeros_like(e.c_0))),
    _states(
        mark("h_0 and c_0 left out"),
        lambda e: (np.zeros_like(e.h_0), np.zeros_like(e.c_0)),
        needs=lambda e: bool(e.h_0.any() and e.c_0.any()),
    ),
    _states(mark("h_0 of ones"), lambda e: (np.ones_like(e.h_0), e.c_0)),
    _states(mark("c_0 of ones"), lambda e: (e.h_0, np.ones_like(e.c_0))),
    _states(
        mark("h_0 and c_0 of ones"),
        lambda e: (np.ones_like(e.h_0), np.ones_like(e.c_0)),
        needs=lambda e: bool((e.h_0 != 1).any() and (e.c_0 != 1).any()),
    ),
    _states(
        mark("the h_0 and c_0 rows sorted by direction, then layer"),
        _by_direction,
        mark("states by direction, then layer"),
    ),
    _states(
        mark("h_0 and c_0 reshaped from (batch, layer)"),
        lambda e: (_reshaped_rows(e.h_0), _reshaped_rows(e.c_0)),
    ),
    _states(
        mark("the first layer's h_0 and c_0 in every layer"),
        lambda e: (_of_first(e, e.h_0), _of_first(e, e.c_0)),
        mark("the first layer's states in every layer"),
    ),
)


# The input


def _late(e: Experiment) -> Array:
    return np.concatenate((np.zeros_like(e.sequence[:1]), e.sequence[:-1]))


def _early(e: Experiment) -> Array:
    return np.concatenate((e.sequence[1:], np.zeros_like(e.sequence[:1])))


def _reshaped(e: Experiment) -> Array:
    steps, size, width = e.sequence.shape
    return e.sequence.reshape(size, steps, width).swapaxes(0, 1)


def _backwards(e: Experiment) -> Array:
    step, lengths = np.arange(len(e.sequence))[:, None], np.array(e.lengths)
    order = np.where(step < lengths, lengths - 1 - step, step)
    return np.take_along_axis(e.sequence, order[..., None], axis=0)


def _there_and_back(c: Computation) -> Computation:
    return in_results(results_layout.time_flipped)(_reading(_backwards)(c))


def _reading(change: Callable[[Experiment], Array]) -> Callable[[Computation], Computation]:
    return in_experiment(lambda e: e.with_sequence(change(e)))


_input = partial(
    Mistake, family="input", group=mark("input"), needs=long, caught_by=LINK_AND_WINDOW
)


def of_input() -> Iterator[Mistake]:
    """Yield mistakes with the input, in the order in which they are made."""
    yield from _OF_ORDER
    yield from _of_scale()


_OF_ORDER: Final = (
    _input(mark("the input delayed by one timestep"), change=_reading(_late)),
    _input(mark("the input one timestep too early"), change=_reading(_early), whole=True),
    _input(
        mark("the input's first two axes reshaped, not transposed"),
        change=_reading(_reshaped),
        needs=all_of(long, batch),
        whole=True,
    ),
    _input(mark("the input read backwards"), change=_reading(_backwards), whole=True),
    _input(
        mark("the input read backwards and its output put back in order"),
        change=_there_and_back,
        whole=True,
        also_told_by=STEP,
    ),
    _input(
        "batch_first misread",
        change=in_wiring(through_batch=True),
        needs=all_of(without(ragged), lambda e: e.sequence.shape[:2] != (1, 1)),
        phrase=mark("batch_first misread, so the batch axis was taken as time"),
        whole=True,
    ),
)


# The scale of the input

_scale = partial(_input, needs=always)


def _times(factor: float, shift: float = 0) -> Callable[[Computation], Computation]:
    return _reading(lambda e: (e.sequence * factor + shift).astype(e.dtype))


_Scaled = Callable[[Array, Array, Axes], Array]


def _z_scored(x: Array, inside: Array, over: Axes, degrees: int) -> Array:
    """Subtract the mean, and divide by the deviation of `count - degrees` free numbers."""
    count = np.broadcast_to(inside, x.shape).sum(axis=over, keepdims=True)
    mean = np.sum(x, axis=over, keepdims=True, where=inside) / count
    squares = np.sum((x - mean) ** 2, axis=over, keepdims=True, where=inside)
    return np.asarray((x - mean) / np.sqrt(squares / np.maximum(count - degrees, 1)))


def _to_unit(x: Array, inside: Array, over: Axes) -> Array:
    """Put the smallest number at 0 and the largest at 1."""
    low = np.min(x, axis=over, keepdims=True, where=inside, initial=np.inf)
    high = np.max(x, axis=over, keepdims=True, where=inside, initial=-np.inf)
    return np.asarray((x - low) / (high - low))


def _scaled(e: Experiment, how: _Scaled, over: Axes) -> Array:
    """Scale the input by its own numbers, the padding left out; what is constant is left so."""
    x = e.sequence
    inside = (np.arange(len(x))[:, None] < np.array(e.lengths))[..., None]
    with np.errstate(all="ignore"):
        changed = how(x.astype(np.float64), inside, over)
    return np.where(inside & np.isfinite(changed), changed, x).astype(e.dtype)


def _of_scale() -> Iterator[Mistake]:
    for name, change in (
        (mark("the input divided by 255"), _times(1 / 255)),
        (mark("the input times 255"), _times(255)),
        (mark("the input scaled from 0…255 to −1…1"), _times(2 / 255, -1)),
    ):
        yield _scale(name, change=change)
    name = mark("the input {scaled}, {by}")
    scopes: tuple[tuple[str, Axes, Need], ...] = (
        (mark("each feature over all rows"), (0, 1), always),
        (mark("each feature within its row"), (0,), batch),
        (mark("all its values together"), (0, 1, 2), lambda e: e.config.input_size > 1),
    )
    for by, over, needs in scopes:
        for scaled, how in (
            (mark("z-scored"), partial(_z_scored, degrees=0)),
            (mark("z-scored with torch.std (n − 1)"), partial(_z_scored, degrees=1)),
            (mark("min–max scaled to 0…1"), _to_unit),
        ):
            read = partial(_scaled, how=how, over=over)
            yield _scale(
                name.format(scaled=scaled, by=by),
                change=_reading(read),
                needs=all_of(needs, _changing(read)),
                phrase=Text(name, scaled=scaled, by=by),
                whole=True,
            )


def _changing(read: Callable[[Experiment], Array]) -> Callable[[Experiment], bool]:
    return lambda e: not np.array_equal(read(e), e.sequence)


# The lengths


def _sorted_lengths(e: Experiment) -> Experiment:
    return replace(e, lengths=tuple(sorted(e.lengths, reverse=True)))


OF_LENGTHS: Final = (
    _wiring(
        mark("the lengths sorted, but not the rows"),
        "lengths",
        change=in_experiment(_sorted_lengths),
        needs=unsorted,
        whole=True,
    ),
)


# Dropout between layers

_dropout = partial(_wiring, family="dropout")

OF_DROPOUT: Final = (
    _dropout(
        "dropout off",
        change=in_experiment(partial(replace, training=False, masks=())),
        needs=lambda e: any((mask != 1).any() for mask in e.masks),
        phrase=mark("dropout switched off"),
        title=mark("dropout mask forgotten"),
    ),
    _dropout(
        mark("dropout without the scaling by 1/(1 - p)"),
        change=in_wiring(masks=lambda masks: tuple(map(np.sign, masks))),
        needs=lambda e: any((mask > 1).any() for mask in e.masks),
        title=mark("dropout not scaled by 1/(1 - p)"),
    ),
    _dropout(
        mark("dropout mask of another layer"),
        change=in_wiring(masks=lambda masks: masks[::-1]),
        needs=lambda e: bool(e.masks) and not np.array_equal(e.masks[0], e.masks[-1]),
        phrase=mark("the dropout mask of another layer"),
        title=mark("dropout mask of another layer"),
    ),
)


def of_seeds(experiment: Experiment, masks: SeededMasks) -> Iterator[Mistake]:
    """Yield dropout under other seeds; where it should be off, dropout left on."""
    for seed, drawn in masks.items():
        phrase = mark("dropout left on, with torch's masks for seed {seed}")
        if experiment.masks:
            phrase = mark("torch's dropout masks for seed {seed}")
        change = in_experiment(partial(_dropping, masks=drawn, seed=seed))
        yield _dropout(f"dropout seed {seed}", change=change, phrase=Text(phrase, seed=seed))


def _dropping(e: Experiment, masks: tuple[Array, ...], seed: int) -> Experiment:
    drawn = tuple(mask[: len(e.sequence)].astype(e.dtype) for mask in masks)
    return replace(e, training=True, seed=seed, masks=drawn)
