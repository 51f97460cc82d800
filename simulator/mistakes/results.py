"""Mistakes with right results: shifted, misnamed, or in another layout."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Final

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.quantities import GATES
from ..translation import mark
from . import results_layout
from .computation import Computation
from .mistake import (
    LINK,
    Mistake,
    Text,
    all_of,
    batch,
    bidirectional,
    deep,
    in_results,
    long,
    projects,
    without,
)
from .observed import Observed
from .series import Series

_OUTPUT = Series("output")

_RATES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
"""Rates of dropout that people set. Each is tried, so that no factor is fitted to the numbers."""

_FEWEST_LOST: Final = 0.01


_result = partial(Mistake, group=mark("results"))
_output = partial(_result, family="output", caught_by=LINK)
_shift = partial(_result, family="shift", needs=long)
_finals = partial(_result, family="h_n", caught_by=LINK)


def of_results() -> Iterator[Mistake]:
    """Yield all mistakes with results."""
    yield from _OF_TIME
    for order in permutations(GATES):
        if order != GATES:
            name, said = mark("i, f, g, o under the names {order}"), ", ".join(order)
            yield _result(
                name.format(order=said),
                "names",
                change=in_results(results_layout.gates_named(order)),
                phrase=Text(name, order=said),
                seen=_gates_seen,
            )
    yield from _OF_OUTPUT
    for rate in _RATES:
        name = mark("dropout of {rate:g} left on over the output")
        yield _output(
            name.format(rate=rate),
            change=partial(_with_output_dropout, rate=rate),
            needs=lambda e: sum(e.lengths) * _output_width(e) > 1,
            phrase=Text(name, rate=rate),
            seen=_some_lost,
        )
    yield from _OF_FINAL_STATES


def _gates_seen(observed: Observed, experiment: Experiment) -> bool:
    return any(name.quantity.removeprefix("z_") in GATES for name in observed.values)


def _output_seen(observed: Observed, experiment: Experiment) -> bool:
    return _OUTPUT in observed.values


def _finals_seen(observed: Observed, experiment: Experiment) -> bool:
    return Series("h_n") in observed.values or Series("c_n") in observed.values


def _with_output_dropout(computation: Computation, rate: float) -> Computation:
    kept = computation.kept
    if kept is None:
        kept = _drawn(computation.experiment, rate)
    left_on = results_layout.output_times(kept, 1 / (1 - rate))
    return replace(computation, hand_over=(*computation.hand_over, left_on))


def _drawn(experiment: Experiment, rate: float) -> Array:
    """Draw where a dropout over the output keeps numbers: it loses its share, never all or none."""
    steps, size, _ = experiment.sequence.shape
    kept = np.ones((steps, size, _output_width(experiment)), bool)
    inside = np.argwhere(kept & (np.arange(steps)[:, None] < experiment.lengths)[..., None])
    rng = np.random.default_rng(experiment.seed)
    count = min(max(1, round(rate * len(inside))), len(inside) - 1)
    lost = rng.permutation(inside)[:count]
    kept[tuple(lost.T)] = False
    return kept


def kept_of(observed: Observed) -> Array | None:
    """Return where no observed output was lost, (T, B, D*R); None without an output."""
    return observed.values[_OUTPUT] != 0 if _OUTPUT in observed.values else None


def _some_lost(observed: Observed, experiment: Experiment) -> bool:
    kept = kept_of(observed)
    if kept is None or kept.shape[-1] != _output_width(experiment):
        return False
    inside = np.arange(len(kept))[:, None] < np.array(experiment.lengths)
    return _FEWEST_LOST <= float(np.mean(~kept[inside])) <= 1 - _FEWEST_LOST


def _output_width(experiment: Experiment) -> int:
    return experiment.config.num_directions * experiment.config.output_size


_OF_TIME: Final = (
    _shift(
        mark("everything shifted one timestep later"), change=in_results(results_layout.shifted(1))
    ),
    _shift(
        mark("everything shifted one timestep earlier"),
        change=in_results(results_layout.shifted(-1)),
    ),
    _shift(
        mark("h and c as they were before each step"),
        change=in_results(results_layout.before_the_step),
    ),
    _shift(
        mark("the results in reversed time"),
        change=in_results(results_layout.time_flipped),
        whole=True,
    ),
)

_OF_OUTPUT: Final = (
    _output(
        "output not projected",
        change=in_results(results_layout.output_of("m")),
        needs=projects,
        phrase=mark("the projection missing in the output"),
        seen=_output_seen,
    ),
    _output(
        mark("c in place of h in the output"),
        change=in_results(results_layout.output_of("c")),
        needs=without(projects),
        seen=_output_seen,
    ),
    _output(
        mark("the output reshaped from batch first instead of transposed"),
        change=in_results(results_layout.output_reshaped),
        needs=all_of(long, batch),
        seen=_output_seen,
        whole=True,
    ),
)

_OF_FINAL_STATES: Final = tuple(
    _finals(name, change=in_results(change), needs=needs, seen=_finals_seen)
    for name, change, needs in (
        (
            mark("h_n and c_n by direction, then layer"),
            results_layout.finals_in_order(lambda lane: (lane.direction, lane.layer)),
            all_of(bidirectional, deep),
        ),
        (
            mark("h_n and c_n from the last layer to the first"),
            results_layout.finals_in_order(lambda lane: (-lane.layer, lane.direction)),
            deep,
        ),
        (
            mark("h_n and c_n with the reverse direction first"),
            results_layout.finals_in_order(lambda lane: (lane.layer, -lane.direction)),
            bidirectional,
        ),
        (
            mark("h_n and c_n reshaped from (batch, layer)"),
            results_layout.finals_reshaped,
            lambda e: batch(e) and (bidirectional(e) or deep(e)),
        ),
        (mark("h_n and c_n swapped"), results_layout.finals_swapped, without(projects)),
        (
            mark("the reverse direction's h_n and c_n read at the last timestep"),
            results_layout.finals_at_the_end,
            all_of(bidirectional, long),
        ),
        (
            mark("h_n and c_n read in the padding"),
            results_layout.finals_in_padding,
            lambda e: e.uneven,
        ),
    )
)
