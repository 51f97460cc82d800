"""Mistakes with right results: handed over shifted, under other names, or in another layout."""

from collections.abc import Iterator
from itertools import permutations
from typing import Final

import numpy as np

from ..experiment.experiment import Experiment
from ..lstm.quantities import GATES
from ..translation import mark, tr
from . import results_layout
from .inputs import rows_by_direction
from .mistake import Mistake, in_hand_over
from .observed import Observed
from .series import Series

_RATES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
"""Rates of dropout that people set. Each is tried, so that no factor is fitted to the numbers."""

_FEWEST_LOST: Final = 0.01


def of_results(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if experiment.num_timesteps > 1:
        for phrase, change in (
            (mark("everything shifted one timestep later"), results_layout.shifted(1)),
            (mark("everything shifted one timestep earlier"), results_layout.shifted(-1)),
            (mark("h and c as they were before each step"), results_layout.before_the_step),
        ):
            yield Mistake(phrase, tr(phrase), "shift", in_hand_over(change))
        phrase = mark("the results in reversed time")
        yield Mistake(phrase, tr(phrase), "shift", in_hand_over(results_layout.time_flipped), True)
    if any(name.quantity.removeprefix("z_") in GATES for name in observed.values):
        for order in permutations(GATES):
            if order != GATES:
                name, said = mark("i, f, g, o under the names {order}"), ", ".join(order)
                named = in_hand_over(results_layout.gates_named(order))
                yield Mistake(name.format(order=said), tr(name, order=said), "names", named)
    if Series("output") in observed.values:
        yield from _of_output(experiment, observed)


def _of_output(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if not experiment.config.proj_size:
        phrase = mark("c in place of h in the output")
        yield Mistake(phrase, tr(phrase), "output", in_hand_over(results_layout.output_of("c")))
    if experiment.batch_size > 1 and experiment.num_timesteps > 1:
        phrase = mark("the output reshaped from batch first instead of transposed")
        change = in_hand_over(results_layout.output_reshaped)
        yield Mistake(phrase, tr(phrase), "output", change, True)
    kept = observed.values[Series("output")] != 0
    inside = np.arange(len(kept))[:, None] < np.array(experiment.lengths)
    lost = float(np.mean(~kept[inside]))
    if _FEWEST_LOST <= lost <= 1 - _FEWEST_LOST and kept.shape[-1] == _output_width(experiment):
        for rate in _RATES:
            name = mark("dropout of {rate:g} left on over the output")
            left_on = in_hand_over(results_layout.output_times(kept, 1 / (1 - rate)))
            yield Mistake(name.format(rate=rate), tr(name, rate=rate), "output", left_on)


def _output_width(experiment: Experiment) -> int:
    return experiment.config.num_directions * experiment.config.output_size


def of_final_states(experiment: Experiment, observed: Observed) -> Iterator[Mistake]:
    if Series("h_n") not in observed.values and Series("c_n") not in observed.values:
        return
    config = experiment.config
    L, D = config.num_layers, config.num_directions
    by_direction = tuple(rows_by_direction(L, D))
    from_top = tuple(layer * D + d for layer in reversed(range(L)) for d in range(D))
    other_first = tuple(layer * D + d for layer in range(L) for d in reversed(range(D)))
    for phrase, rows in (
        (mark("h_n and c_n by direction, then layer"), by_direction),
        (mark("h_n and c_n from the last layer to the first"), from_top),
        (mark("h_n and c_n with the reverse direction first"), other_first),
    ):
        if rows != tuple(range(L * D)):
            yield Mistake(
                phrase, tr(phrase), "h_n", in_hand_over(results_layout.finals_in_order(rows))
            )
    if L * D > 1 and experiment.batch_size > 1:
        phrase = mark("h_n and c_n reshaped from (batch, layer)")
        yield Mistake(phrase, tr(phrase), "h_n", in_hand_over(results_layout.finals_reshaped))
    if not config.proj_size:
        phrase = mark("h_n and c_n swapped")
        yield Mistake(phrase, tr(phrase), "h_n", in_hand_over(results_layout.finals_swapped))
    if config.bidirectional:
        phrase = mark("the reverse direction's h_n and c_n read at the last timestep")
        yield Mistake(phrase, tr(phrase), "h_n", in_hand_over(results_layout.finals_at_the_end))
    if experiment.ragged:
        phrase = mark("h_n and c_n read in the padding")
        yield Mistake(phrase, tr(phrase), "h_n", in_hand_over(results_layout.finals_in_padding))
