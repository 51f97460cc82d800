"""The known mistakes: those of them that can be made with an experiment, in the order of making.

Of two mistakes that are made together, the one that stands first is made first: the weights are
read, the states and the input given, the cells computed and connected, the results handed over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Final

import numpy as np

from simulator.arrays import Array
from simulator.cell import sigmoid
from simulator.config import GATES
from simulator.doctor import hand_over
from simulator.doctor.computation import Function
from simulator.doctor.mistake import (
    ComputationChange,
    Mistake,
    in_equations,
    in_experiment,
    in_hand_over,
    in_wiring,
)
from simulator.doctor.observed import Observed
from simulator.doctor.series import Series
from simulator.experiment import Experiment
from simulator.mistakes import Change, weight_mistakes

Masks = Mapping[int, tuple[Array, ...]]
"""Dropout masks by the seed that torch drew them under."""


def known_mistakes(
    experiment: Experiment, observed: Observed, masks: Masks | None = None
) -> tuple[Mistake, ...]:
    """The mistakes that can be made with an experiment and seen in what was observed.

    Args:
        masks: what dropout might have drawn, if it was left on.
    """
    return (
        *_of_weights(experiment),
        *_of_states(experiment),
        *_of_input(experiment),
        *_of_dropout(experiment, masks or {}),
        *_of_equations(experiment),
        *_of_precision(observed),
        *_of_wiring(experiment),
        *_of_results(experiment, observed),
        *_of_final_states(experiment, observed),
    )


def _of_weights(experiment: Experiment) -> Iterator[Mistake]:
    for weight in weight_mistakes(experiment.parameters):
        change = in_experiment(partial(_with_weights, change=weight.change))
        yield Mistake(weight.name, weight.phrase, weight.family, change)


def _with_weights(e: Experiment, change: Change) -> Experiment:
    return e.with_parameters(change(e.parameters))


# What goes in


def _of_states(experiment: Experiment) -> Iterator[Mistake]:
    h_0, c_0 = experiment.h_0, experiment.c_0
    D = experiment.config.num_directions
    zero_h, zero_c = np.zeros_like(h_0), np.zeros_like(c_0)
    rows = _by_direction(experiment.config.num_layers, D)
    for what, h, c in (
        ("h_0 and c_0 swapped", c_0, h_0),
        ("h_0 left out", zero_h, c_0),
        ("c_0 left out", h_0, zero_c),
        ("h_0 and c_0 left out", zero_h, zero_c),
        ("the rows of h_0 and c_0 by direction, then layer", h_0[rows], c_0[rows]),
        ("h_0 and c_0 reshaped from (batch, layer)", _reshaped_rows(h_0), _reshaped_rows(c_0)),
        ("the first layer's h_0 and c_0 in every layer", _of_first(h_0, D), _of_first(c_0, D)),
    ):
        if h.shape == h_0.shape:
            yield Mistake(what, what, "states", in_experiment(partial(replace, h_0=h, c_0=c)))


def _by_direction(L: int, D: int) -> list[int]:
    """The rows l*D + d in the order d*L + l."""
    return [layer * D + direction for direction in range(D) for layer in range(L)]


def _reshaped_rows(state: Array) -> Array:
    rows, batch, width = state.shape
    return state.reshape(batch, rows, width).swapaxes(0, 1)


def _of_first(state: Array, directions: int) -> Array:
    return np.concatenate([state[:directions]] * (len(state) // directions))


def _of_input(experiment: Experiment) -> Iterator[Mistake]:
    for what, change, whole in (
        ("the input one timestep late", _late, False),
        ("the input one timestep early", _early, True),
        ("the input reshaped between batch first and time first", _reshaped, True),
        ("the input read backwards", _backwards, True),
    ):
        yield Mistake(what, what, "input", in_experiment(partial(_reading, change=change)), whole)
    what = "the input read backwards and its output put back in order"
    backwards = in_experiment(partial(_reading, change=_backwards))
    back = in_hand_over(hand_over.time_flipped)
    yield Mistake(what, what, "input", lambda c: back(backwards(c)), True)
    what = "batch_first misread, so that it stepped through the batch"
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


def _of_dropout(experiment: Experiment, masks: Masks) -> Iterator[Mistake]:
    if experiment.masks:
        off = in_experiment(partial(replace, training=False, masks=()))
        yield Mistake("dropout off", "dropout switched off", "dropout", off)
        kept = experiment.dtype.type(1 - experiment.config.dropout)
        what = "dropout without the scaling by 1/(1 - p)"
        drawn = tuple(mask * kept for mask in experiment.masks)
        yield Mistake(what, what, "dropout", _dropping(drawn, experiment.seed))
    for seed, drawn in masks.items():
        what = (
            "torch's dropout masks" if experiment.masks else "dropout left on, with torch's masks"
        )
        change = _dropping(drawn, seed)
        yield Mistake(f"dropout seed {seed}", f"{what} of seed {seed}", "dropout", change)


def _dropping(masks: tuple[Array, ...], seed: int) -> ComputationChange:
    def change(e: Experiment) -> Experiment:
        drawn = tuple(mask[: len(e.sequence)].astype(e.dtype) for mask in masks)
        return replace(e, training=True, seed=seed, masks=drawn)

    return in_experiment(change)


# What is computed


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _same(z: Array) -> Array:
    return z


def _hard(slope: float) -> Function:
    return lambda z: np.clip(slope * z + z.dtype.type(0.5), 0, 1)


def _of_equations(experiment: Experiment) -> Iterator[Mistake]:
    for name, phrase, family, changes in (
        ("hard sigmoid 0.2", "the hard sigmoid 0.2x + 0.5", "sigmoid", {"sigmoid": _hard(0.2)}),
        ("hard sigmoid 1/6", "the hard sigmoid x/6 + 0.5", "sigmoid", {"sigmoid": _hard(1 / 6)}),
        (
            "relu",
            "relu in place of both tanh",
            "tanh",
            {"squash": _relu, "hidden": lambda o, c: o * _relu(c)},
        ),
        ("relu for g", "relu in place of tanh for g", "tanh", {"squash": _relu}),
        (
            "relu of c",
            "relu in place of the tanh of c",
            "tanh",
            {"hidden": lambda o, c: o * _relu(c)},
        ),
        ("sigmoid for g", "sigmoid in place of tanh for g", "tanh", {"squash": sigmoid}),
        ("no tanh for g", "no tanh for g", "tanh", {"squash": _same}),
        ("no tanh(c)", "no tanh of c", "tanh", {"hidden": lambda o, c: o * c}),
        (
            "tanh(o c)",
            "h = tanh(o ⊙ c) in place of o ⊙ tanh(c)",
            "tanh",
            {"hidden": lambda o, c: np.tanh(o * c)},
        ),
    ):
        yield Mistake(name, phrase, family, in_equations(**changes))
    if experiment.config.proj_size:
        R = experiment.config.proj_size
        for name, phrase, project in (
            ("projection of c", "c projected in place of o ⊙ tanh(c)", lambda W, o, c, m: c @ W.T),
            (
                "projection of tanh(c)",
                "tanh(c) projected in place of o ⊙ tanh(c)",
                lambda W, o, c, m: np.tanh(c) @ W.T,
            ),
            (
                "projection before o",
                "the projection before the output gate",
                lambda W, o, c, m: o[..., :R] * (np.tanh(c) @ W.T),
            ),
            (
                "projection squashed",
                "a tanh over the projection",
                lambda W, o, c, m: np.tanh(m @ W.T),
            ),
            (
                "projection missing",
                "the projection missing, and the first units of o ⊙ tanh(c) in its place",
                lambda W, o, c, m: m[..., :R],
            ),
        ):
            yield Mistake(name, phrase, "projection", in_equations(project=project))
        change = in_hand_over(hand_over.output_of("m"))
        what = "the projection missing in the output"
        yield Mistake("output not projected", what, "output", change)


def _of_precision(observed: Observed) -> Iterator[Mistake]:
    """Everything rounded: then what was observed has no more digits than that."""
    for precision in ("float16", "bfloat16"):
        if observed.grid == precision:
            change = partial(replace, precision=precision)
            what = f"everything computed in {precision}"
            yield Mistake(f"computed in {precision}", what, "precision", change)


# How it is connected


def _of_wiring(experiment: Experiment) -> Iterator[Mistake]:
    config = experiment.config
    if config.bidirectional:
        deep = config.num_layers > 1
        everywhere = " in every layer" if deep else ""
        for phrase, family, changes in (
            (
                "the outputs of the reverse direction not put back to their timesteps",
                "reverse",
                {"realigns": False},
            ),
            ("the reverse direction not reversed", "reverse", {"reverses": False}),
            (
                f"the directions concatenated the other way{everywhere}",
                "concatenation",
                {"swaps_join": True, "swaps_output": True},
            ),
        ):
            yield Mistake(phrase, phrase, family, in_wiring(**changes))
        if deep:
            for where, changes in (
                ("in the output alone", {"swaps_output": True}),
                ("between the layers alone", {"swaps_join": True}),
            ):
                phrase = f"the directions concatenated the other way {where}"
                yield Mistake(phrase, phrase, "concatenation", in_wiring(**changes))
    if experiment.ragged:
        yield from _of_padding(experiment)
    for phrase, changes in (
        ("h not carried from step to step", {"carries_h": False}),
        ("c not carried from step to step", {"carries_c": False}),
        ("the state reset at every step", {"carries_h": False, "carries_c": False}),
    ):
        if experiment.num_timesteps > 1:
            yield Mistake(phrase, phrase, "carried", in_wiring(**changes))
    if experiment.batch_size > 1:
        phrase = "the state not reset between batch rows"
        yield Mistake(phrase, phrase, "rows", in_wiring(carries_rows=True), True)
    for passes in (2, 3):
        times = "once" if passes == 2 else "twice"
        phrase = f"the state not reset after running the sequence {times} before"
        yield Mistake(phrase, phrase, "passes", in_wiring(passes=passes), True)


def _of_padding(experiment: Experiment) -> Iterator[Mistake]:
    for phrase, changes in (
        ("the lengths ignored", {"heeds_lengths": False, "clears_padding": False}),
        ("the lengths ignored, and the padding of the output cleared", {"heeds_lengths": False}),
    ):
        yield Mistake(phrase, phrase, "lengths", in_wiring(**changes), True)
    if experiment.config.bidirectional:
        phrase = "the reverse direction starting in the padding"
        yield Mistake(phrase, phrase, "lengths", in_wiring(starts_in_padding=True), True)


# What is handed over


def _of_results(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if experiment.num_timesteps > 1:
        for phrase, change in (
            ("everything shifted one timestep later", hand_over.shifted(1)),
            ("everything shifted one timestep earlier", hand_over.shifted(-1)),
            ("h and c as they were before each step", hand_over.before_the_step),
        ):
            yield Mistake(phrase, phrase, "shift", in_hand_over(change))
        phrase = "the results in reversed time"
        yield Mistake(phrase, phrase, "shift", in_hand_over(hand_over.time_flipped), True)
    if any(name.quantity.removeprefix("z_") in GATES for name in observed.values):
        for order in permutations(GATES):
            if order != GATES:
                phrase = f"i, f, g, o under the names {', '.join(order)}"
                change = hand_over.gates_named(order)
                yield Mistake(phrase, phrase, "names", in_hand_over(change))
    if Series("output") in observed.values:
        yield from _of_output(experiment, observed)


def _of_output(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if not experiment.config.proj_size:
        phrase = "c in place of h in the output"
        yield Mistake(phrase, phrase, "output", in_hand_over(hand_over.output_of("c")))
    if experiment.batch_size > 1 and experiment.num_timesteps > 1:
        phrase = "the output reshaped from batch first instead of transposed"
        change = in_hand_over(hand_over.output_reshaped)
        yield Mistake(phrase, phrase, "output", change, True)
    kept = observed.values[Series("output")] != 0
    inside = np.arange(len(kept))[:, None] < np.array(experiment.lengths)
    lost = float(np.mean(~kept[inside]))
    if _FEWEST_LOST <= lost <= 1 - _FEWEST_LOST and kept.shape[-1] == _output_width(experiment):
        # Rates that people set; each is tried, so that the factor is not fitted to the numbers.
        for rate in _RATES:
            phrase = f"dropout of {rate:g} left on over the output"
            change = in_hand_over(hand_over.output_times(kept, 1 / (1 - rate)))
            yield Mistake(phrase, phrase, "output dropout", change)


_RATES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
_FEWEST_LOST: Final = 0.01


def _output_width(experiment: Experiment) -> int:
    return experiment.config.num_directions * experiment.config.output_size


def _of_final_states(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if Series("h_n") not in observed.values and Series("c_n") not in observed.values:
        return
    config = experiment.config
    L, D = config.num_layers, config.num_directions
    by_direction = tuple(_by_direction(L, D))
    from_top = tuple(layer * D + d for layer in reversed(range(L)) for d in range(D))
    other_first = tuple(layer * D + d for layer in range(L) for d in reversed(range(D)))
    for phrase, rows in (
        ("h_n and c_n by direction, then layer", by_direction),
        ("h_n and c_n from the last layer to the first", from_top),
        ("h_n and c_n with the reverse direction first", other_first),
    ):
        if rows != tuple(range(L * D)):
            yield Mistake(phrase, phrase, "h_n", in_hand_over(hand_over.finals_in_order(rows)))
    if L * D > 1 and experiment.batch_size > 1:
        phrase = "h_n and c_n reshaped from (batch, layer)"
        yield Mistake(phrase, phrase, "h_n", in_hand_over(hand_over.finals_reshaped))
    if not config.proj_size:
        phrase = "h_n and c_n swapped"
        yield Mistake(phrase, phrase, "h_n", in_hand_over(hand_over.finals_swapped))
    if config.bidirectional:
        phrase = "the reverse direction's h_n and c_n read at the last timestep"
        yield Mistake(phrase, phrase, "h_n", in_hand_over(hand_over.finals_at_the_end))
    if experiment.ragged:
        phrase = "h_n and c_n read in the padding"
        yield Mistake(phrase, phrase, "h_n", in_hand_over(hand_over.finals_in_padding))
