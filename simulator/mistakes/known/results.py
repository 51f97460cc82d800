"""Mistakes with right results: shifted, misnamed, or in another layout."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Final

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...network.quantities import GATES
from ...translation import mark
from .. import results_layout
from ..computation import Computation
from ..mistake import (
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
    unsorted,
    without,
)
from ..observed_values import Observed
from ..series import Series

_OUTPUT = Series("output")

_RATES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
"""Rates of dropout that people set. Each is tried, so that no factor is fitted to the numbers."""

_FEWEST_LOST: Final = 0.01


_result = partial(Mistake, group=mark("results"))
_output = partial(_result, family="output", caught_by=LINK)
_shift = partial(_result, family="shift", needs=long)
_finals = partial(_result, family="h_n", caught_by=LINK)
_rows = partial(_result, family="rows", needs=unsorted, whole=True)


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
        name = mark("dropout of {rate:g} left on at the output")
        yield _output(
            name.format(rate=rate),
            change=partial(_with_output_dropout, rate=rate),
            needs=lambda e: sum(e.lengths) * _output_width(e) > 1,
            phrase=Text(name, rate=rate),
            seen=_some_lost,
        )
    yield from _OF_MERGED_OUTPUT
    yield from _of_final_states()
    yield from _OF_ROWS


def _gates_seen(observed: Observed, experiment: Experiment) -> bool:
    return any(name.quantity.removeprefix("z_") in GATES for name in observed.values)


def _output_seen(observed: Observed, experiment: Experiment) -> bool:
    return _OUTPUT in observed.values


def _finals_seen(observed: Observed, experiment: Experiment, which: Sequence[str]) -> bool:
    return all(Series(name) in observed.values for name in which)


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
        mark("the results reversed in time"),
        change=in_results(results_layout.time_flipped),
        whole=True,
    ),
)

_OF_OUTPUT: Final = (
    _output(
        "output not projected",
        change=in_results(results_layout.output_of("m")),
        needs=projects,
        phrase=mark("the projection missing from the output"),
        seen=_output_seen,
    ),
    _output(
        mark("c in place of h in the output"),
        change=in_results(results_layout.output_of("c")),
        needs=without(projects),
        seen=_output_seen,
    ),
    _output(
        mark("the batch-first output reshaped instead of transposed"),
        change=in_results(results_layout.output_reshaped),
        needs=all_of(long, batch),
        seen=_output_seen,
        whole=True,
    ),
)


def _several_lanes(experiment: Experiment) -> bool:
    return bidirectional(experiment) or deep(experiment)


def _added(directions: Array) -> Array:
    return np.asarray(directions.sum(axis=0))


def _averaged(directions: Array) -> Array:
    return np.asarray(directions.mean(axis=0))


_FINALS: Final = (
    (
        mark("{states} by direction, then layer"),
        results_layout.in_order(lambda lane: (lane.direction, lane.layer)),
        all_of(bidirectional, deep),
    ),
    (
        mark("{states} from the last layer to the first"),
        results_layout.in_order(lambda lane: (-lane.layer, lane.direction)),
        deep,
    ),
    (
        mark("{states} with the reverse direction first"),
        results_layout.in_order(lambda lane: (lane.layer, -lane.direction)),
        bidirectional,
    ),
    (
        mark("{states} from the last row to the first"),
        results_layout.in_order(lambda lane: (-lane.layer, -lane.direction)),
        all_of(bidirectional, deep),
    ),
    (
        mark("{states} reshaped from (batch, layer)"),
        results_layout.reshaped,
        all_of(batch, _several_lanes),
    ),
    (
        mark("{states} viewed as (batch, layer) without transposing"),
        results_layout.viewed,
        lambda e: batch(e) and e.batch_size != len(e.h_0) > 1,  # of as many it is reshaped
    ),
    (
        mark("the reverse direction's {states} read at the last timestep"),
        results_layout.at_the_end,
        all_of(bidirectional, long),
    ),
    (
        mark("{states} read from the padding"),
        results_layout.in_padding,
        lambda e: e.uneven,
    ),
    (
        mark("{states} with rows left sorted by length"),
        results_layout.rows_sorted,
        unsorted,
    ),
    (
        mark("{states} of the two directions summed"),
        results_layout.merged(_added),
        bidirectional,
    ),
    (
        mark("{states} of the two directions averaged"),
        results_layout.merged(_averaged),
        bidirectional,
    ),
)
"""Names with a place for h_n, c_n or both; the changes of a final state; what shows them."""


def _of_final_states() -> Iterator[Mistake]:
    """Yield mistakes with both final states, and with one of the two."""
    yield _finals(
        mark("h_n and c_n swapped"),
        change=in_results(results_layout.finals_swapped),
        needs=without(projects),
        seen=lambda observed, e: any(
            _finals_seen(observed, e, (name,)) for name in results_layout.WHICH
        ),
    )
    for name, change, needs in _FINALS:
        both = mark("h_n and c_n")
        for states, which in ((both, results_layout.WHICH), ("h_n", ("h_n",)), ("c_n", ("c_n",))):
            yield _finals(
                name.format(states=states),
                family="c_n" if states == "c_n" else "h_n",
                change=in_results(results_layout.in_finals(change, which)),
                needs=needs,
                phrase=Text(name, states=states),
                seen=partial(_finals_seen, which=which),
            )


def _put_back_wrongly(experiment: Experiment) -> Array:
    """Sort the rows by length, and then once more by the same order in place of its inverse."""
    order = results_layout.by_length(experiment)
    return np.asarray(order[order])


_OF_ROWS: Final = (
    _rows(
        mark("its rows left sorted by length"),
        change=in_results(results_layout.rows_in(results_layout.by_length)),
    ),
    _rows(
        mark("its row order restored with the sorting indices, not their inverse"),
        change=in_results(results_layout.rows_in(_put_back_wrongly)),
        needs=lambda e: bool((_put_back_wrongly(e) != np.arange(e.batch_size)).any()),
    ),
    _rows(
        mark("the output rows left sorted by length"),
        change=in_results(results_layout.rows_in(results_layout.by_length, ("output",))),
        caught_by=LINK,
        seen=_output_seen,
    ),
)

_OF_MERGED_OUTPUT: Final = tuple(
    _output(
        name,
        change=in_results(results_layout.output_merged(merge)),
        needs=bidirectional,
        seen=_output_seen,
    )
    for name, merge in (
        (mark("the outputs of the two directions summed"), _added),
        (mark("the outputs of the two directions averaged"), _averaged),
    )
)
