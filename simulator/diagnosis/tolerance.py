"""Tolerance: how far a correct engine's numbers may be from the results of a computation.

It is the check's error bound of z in each step, carried along the run by the network itself: the
computation is run again, and z of every step is off by a share of its bound, up or down, the other
numbers by their own rounding. So the tolerance grows along a sequence as fast as errors do in this
network. Where they have grown past a thousandth of the numbers, nothing is compared.

The bound is not carried by the magnitudes of the weights, as the check does over a few steps: that
is as if all errors always added up, and passes the values of a usual network after twenty steps.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ..arrays import Array, limits
from ..cells.bounds import ULPS, BoundWeights, sum_error
from ..check.step_check import rows_at_once
from ..mistakes.computation import Computation
from ..mistakes.engine import States, compute, handed_over
from ..mistakes.lane_cell import Values
from ..mistakes.result_arrays import Record
from ..mistakes.series import Results, Series
from ..network.lane import Lane
from .agreement import TELLING, Tolerances, distance, parts_of, results_of, size_of
from .candidate_batch import below_one_another, models_at_once, taken_apart
from .case import Case

_SHARE: Final = 1 / 2
"""Share of the bound that a step is off by: the states of correct engines seldom are by more."""

_RUNS: Final = 4
"""Runs that are off. In one the errors may happen to cancel where the network grows fastest."""

_ULPS: Final = 32
"""Smallest tolerance, in units of the last place of a quantity's largest number."""

_FLUSHED: Final = 8
"""Smallest normal numbers by which two engines differ where one flushes the tails to zero."""

_ROUGH_GROWN: Final = 3
_ROUGH_ULPS: Final = 2
"""Factors for float16 and bfloat16, whose every rounding is simulated."""


def tolerances_of(
    case: Case, computation: Computation, results: Results
) -> Generator[None, None, Tolerances]:
    """Return how far a correct engine's numbers may be from the results of a computation."""
    grown, ulps, telling, eps = 1, _ULPS, TELLING, limits(case.dtype).eps
    if computation.precision:
        other = yield from results_of(case, replace(computation, precision=""))
        eps = 2.0**-10 if computation.precision == "float16" else 2.0**-7
        grown, ulps, telling = _ROUGH_GROWN, _ROUGH_ULPS, max(TELLING, 16 * eps)
    elif computation.experiment is case.experiment and computation.only_hands_over:
        if True not in case.walked:
            cells = replace(computation, hand_over=())
            case.walked[True] = yield from _off(case, cells, case.walked[False])
        other = handed_over(case.walked[True], computation)
    else:
        names = case.observed.values.keys() & results.keys()
        other = yield from _off(case, computation, {name: results[name] for name in names})
    allowed, tells, smallest = {}, {}, limits(case.dtype).smallest_normal
    for name, observed in case.observed.values.items():
        if name in results and results[name].shape == observed.shape:
            drift = _grown(name, distance(other[name], results[name]), case)
            # The size so far: numbers that explode later say nothing about earlier errors.
            size = _grown(name, np.abs(results[name]), case)
            tolerance = grown * drift + ulps * eps * size
            tells[name] = tolerance <= telling * size
            # Numbers that explode agree only with numbers that do.
            most = telling * size_of(observed[case.observed.given[name]]) + _FLUSHED * smallest
            tolerance = np.minimum(tolerance + _FLUSHED * smallest, most)
            allowed[name] = tolerance + case.observed.rounding(observed)
    return Tolerances(allowed, tells)


def _grown(name: Series, difference: Array, case: Case) -> Array:
    """Return a lane's largest difference so far, (T, 1, W): it never shrinks along the walk."""
    largest = np.fmax.reduce(difference, axis=1, keepdims=True)
    width = difference.shape[-1]
    parts = parts_of(case.experiment.config, name, width) if name.over_time else []
    if not parts:
        return np.broadcast_to(np.fmax.reduce(largest, axis=None), (1, 1, 1))
    grown = []
    for direction, units in parts:
        part = np.fmax.reduce(largest[..., units], axis=-1, keepdims=True)
        order = slice(None, None, -1 if direction else 1)
        lane = np.maximum.accumulate(np.nan_to_num(part, posinf=np.inf)[order])[order]
        grown.append(np.broadcast_to(lane, (*lane.shape[:2], units.stop - units.start)))
    return np.concatenate(grown, axis=-1)


def _off(case: Case, computation: Computation, results: Results) -> Generator[None, None, Results]:
    """Return results of a computation, each off by the most that errors of its steps make of it."""
    states = case.states if computation.steps_alone else None
    record = Record(computation.room)
    yield from compute(computation, states, record)
    bounds: dict[Lane, Values] = {}
    for lane in record.lanes:
        bounds[lane] = yield from _bound(case, computation, record, lane)
    most = {name: np.zeros_like(values) for name, values in results.items()}
    at_once = 1 if computation.wiring.among_rows else min(_RUNS, models_at_once(case))
    for first in range(0, _RUNS, at_once):
        runs = range(first, min(first + at_once, _RUNS))
        for other in (yield from _runs_off(case, computation, states, bounds, runs)):
            for name, largest in most.items():
                np.fmax(largest, distance(other[name], results[name]), out=largest)
    return {name: values + most[name] for name, values in results.items()}


def _bound(
    case: Case, computation: Computation, record: Record, lane: Lane
) -> Generator[None, None, Values]:
    """Return by how much a lane's steps are off: z by its bound, the others by their own rounding.

    What an error of z makes of the gates, the run itself says: a saturated gate does not move.
    """
    experiment, arrays = computation.experiment, record.lanes[lane]
    weights = BoundWeights(experiment.parameters.cell(lane))
    eps = _SHARE * limits(case.dtype).eps
    (steps, batch, _), projects = arrays.output.shape, experiment.config.proj_size
    size = max(1, rows_at_once(experiment.config.hidden_size) // batch)
    for part in (slice(first, first + size) for first in range(0, steps, size)):
        x, h_prev = record.inputs[lane.layer][part], arrays.before("h")[part]
        z, gates, c, h = (
            arrays.after(name)[part] for name in ("z", "gates", "c_states", "h_states")
        )
        M = weights.sums({"x": _rows(x), "h'": _rows(h_prev)}).reshape(z.shape)
        # An infinite z, and the zeros of a padding, are exact in every engine.
        of_sums = sum_error(M, weights.terms, case.dtype, weights.lost)
        z[...] = np.where(np.isinf(z) | (M == 0), 0, _SHARE * of_sums)
        i, f, g, _ = np.split(np.abs(gates), 4, axis=-1)
        c[...] = 2 * eps * (f * np.abs(arrays.before("c")[part]) + i * np.abs(g))
        if projects:
            m = np.abs(arrays.values("m")[part])
            sums = m @ weights.multiplying("m").T
            h[...] = np.where(sums == 0, 0, _SHARE * sum_error(sums, m.shape[-1], case.dtype))
            arrays.values("m")[part] = 2 * (ULPS + 1) * eps * m
        else:
            h[...] = 2 * (ULPS + 1) * eps * np.abs(h)
        gates[...] = 2 * ULPS * eps * np.abs(gates)
        yield
    return {name: arrays.after(name) for name in experiment.config.cell.arrays}


def _rows(values: Array) -> Array:
    return values.reshape(-1, values.shape[-1])


def _runs_off(
    case: Case,
    computation: Computation,
    states: States | None,
    bounds: Mapping[Lane, Values],
    runs: Sequence[int],
) -> Generator[None, None, list[Results]]:
    """Return the results of some runs that are off, computed as rows below one another."""
    rngs = [np.random.default_rng(run) for run in runs]
    off = {}
    for lane, values in bounds.items():
        # Errors whose sign stays add up in a state that is kept, others where the state changes.
        off[lane] = {name: _signed(bound, runs, rngs) for name, bound in values.items()}
        yield
    starts = None
    if states is not None:
        starts = {
            lane: tuple(_moved(case, state, rngs) for state in after)
            for lane, after in states.items()
        }
    e = computation.experiment
    stacked = e if len(runs) == 1 else below_one_another([e] * len(runs))
    cells = replace(computation, experiment=stacked, hand_over=())
    results = yield from compute(cells, starts, off=off)
    return [handed_over(each, computation) for each in taken_apart(results, len(runs))]


def _signed(bound: Array, runs: Sequence[int], rngs: Sequence[np.random.Generator]) -> Array:
    """Return bounds (T, B, n) for each run with random signs, one for a unit or for a number."""
    signed = []
    for run, rng in zip(runs, rngs, strict=True):
        shape = 1 if run < _RUNS // 2 else len(bound), *bound.shape[1:]
        signed.append(bound * (2 * rng.integers(0, 2, shape, np.int8) - 1))
    return np.concatenate(signed, axis=1)


def _moved(case: Case, state: Array, rngs: Sequence[np.random.Generator]) -> Array:
    """Return an observed state (T, B, n) for each run, off by its rounding."""
    eps = limits(case.dtype).eps
    amount = np.maximum(eps * np.abs(state), case.observed.rounding(state))
    moved = [state + amount * rng.uniform(-1, 1, state.shape) for rng in rngs]
    return np.concatenate(moved, axis=1)
