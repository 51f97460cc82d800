"""Layouts of results that are wrong: shifted, misnamed, stacked in another order.

Each is a function of the results and their computation, and gives other results. What it moves is
written to new arrays of the computation, in which nothing is decided yet.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..engine.trace_storage import Allocate
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..network.quantities import GATES
from .computation import Computation, HandOver
from .series import Results, Series


def shifted(by: int) -> HandOver:
    """Shift all series `by` timesteps later; what moves in is undecided."""

    def change(results: Results, computation: Computation) -> Results:
        room = computation.room
        return {n: _moved(v, by, room) if n.over_time else v for n, v in results.items()}

    return change


def before_the_step(results: Results, computation: Computation) -> Results:
    """Give h and c before each step: the initial states come first."""
    changed = dict(results)
    experiment = computation.experiment
    for lane in experiment.config.lanes():
        row = experiment.config.state_row(lane)
        for quantity, initial in experiment.states.items():
            name = Series(quantity, lane)
            changed[name] = _with_initial(results[name], initial[row], lane, computation)
    changed[Series("output")] = _output(changed, experiment)
    return changed


def time_and_batch_exchanged(results: Results) -> Results:
    """Exchange the first two axes of all series over time."""
    return {n: v.swapaxes(0, 1) if n.over_time else v for n, v in results.items()}


def time_flipped(results: Results, computation: Computation) -> Results:
    """Reverse all series in time, each row within its length."""
    lengths = np.array(computation.experiment.lengths)
    flipped = {}
    for name, values in results.items():
        if name.over_time:
            step = np.arange(len(values))[:, None]
            order = np.where(step < lengths, lengths - 1 - step, step)
            flipped[name] = computation.room(values.shape, values.dtype)
            flipped[name][:] = np.take_along_axis(values, order[..., None], axis=0)
        else:
            flipped[name] = values
    return flipped


def output_reshaped(results: Results, computation: Computation) -> Results:
    """Reshape a batch-first `output` into (T, B, …) instead of transposing it."""
    output = results[Series("output")]
    reshaped = np.ascontiguousarray(output.swapaxes(0, 1)).reshape(output.shape)
    return {**results, Series("output"): reshaped}


def output_of(quantity: str) -> HandOver:
    """Give another quantity of the last layer as `output`."""

    def change(results: Results, computation: Computation) -> Results:
        return {**results, Series("output"): _output(results, computation.experiment, quantity)}

    return change


def output_times(mask: Array, factor: float) -> HandOver:
    """Zero some of the outputs, and multiply the others."""

    def change(results: Results, computation: Computation) -> Results:
        name = Series("output")
        output = results[name]
        return {**results, name: output * np.where(mask[: len(output)], factor, 0)}

    return change


def gates_named(order: tuple[str, ...]) -> HandOver:
    """Give i, f, g and o each other's names: block k is called order[k]."""

    def change(results: Results, computation: Computation) -> Results:
        changed = dict(results)
        for lane in computation.experiment.config.lanes():
            for name, gate in zip(order, GATES, strict=True):
                for prefix in ("", "z_"):
                    values = results[Series(prefix + gate, lane)]
                    named = computation.room(values.shape, values.dtype)
                    named[:] = values
                    changed[Series(prefix + name, lane)] = named
        return changed

    return change


class Finals(NamedTuple):
    """Final states of one quantity, and their lanes and rows.

    Attributes:
        values: (L*D, B, width). over_time: by lane the states after each timestep.
    """

    values: Array
    over_time: Sequence[Array]
    experiment: Experiment


FinalsChange = Callable[[Finals], Array]
WHICH: Final = ("h_n", "c_n")


def in_finals(change: FinalsChange, which: Sequence[str] = WHICH) -> HandOver:
    """Change h_n, c_n or both."""

    def changed(results: Results, computation: Computation) -> Results:
        experiment, found = computation.experiment, dict(results)
        for name in which:
            quantity = name.removesuffix("_n")
            states = [results[Series(quantity, lane)] for lane in experiment.config.lanes()]
            finals = Finals(results[Series(name)], states, experiment)
            found[Series(name)] = change(finals)
        return found

    return changed


def in_order(key: Callable[[Lane], tuple[int, int]]) -> FinalsChange:
    """Sort the rows by a key of their lanes."""

    def change(finals: Finals) -> Array:
        config = finals.experiment.config
        return finals.values[[config.state_row(lane) for lane in sorted(config.lanes(), key=key)]]

    return change


def reshaped(finals: Finals) -> Array:
    """Reshape what is (B, L*D, …) into (L*D, B, …)."""
    return np.ascontiguousarray(finals.values.swapaxes(0, 1)).reshape(finals.values.shape)


def viewed(finals: Finals) -> Array:
    """View what is (L*D, B, …) as (B, L*D, …), and read that."""
    lanes, size, width = finals.values.shape
    return np.ascontiguousarray(finals.values).reshape(size, lanes, width).swapaxes(0, 1)


def at_the_end(finals: Finals) -> Array:
    """Read all states at the last timestep, where the reverse direction begins."""
    rows, last = np.arange(finals.experiment.batch_size), np.array(finals.experiment.lengths) - 1
    return np.stack([states[last, rows] for states in finals.over_time])


def in_padding(finals: Finals) -> Array:
    """Read the forward states at the last timestep of all; shorter rows are zero there."""
    experiment, values = finals.experiment, finals.values.copy()
    short = np.array(experiment.lengths) < experiment.num_timesteps
    forward = np.array([not lane.reverse for lane in experiment.config.lanes()])
    values[np.ix_(forward, short)] = 0
    return values


def merged(merge: Callable[[Array], Array]) -> FinalsChange:
    """Put one state in the place of a layer's two: merge (2, L, B, …) over its first axis."""

    def change(finals: Finals) -> Array:
        D = finals.experiment.config.num_directions
        layers = finals.values.reshape(-1, D, *finals.values.shape[1:])
        return np.repeat(merge(layers.swapaxes(0, 1)), D, axis=0)

    return change


def rows_sorted(finals: Finals) -> Array:
    """Leave the rows sorted by length."""
    return finals.values[:, by_length(finals.experiment)]


def finals_swapped(results: Results, computation: Computation) -> Results:
    """Swap h_n and c_n."""
    h_n, c_n = Series("h_n"), Series("c_n")
    return {**results, h_n: results[c_n], c_n: results[h_n]}


def by_length(experiment: Experiment) -> Array:
    """Return the rows in the order of their lengths, the longest first."""
    return np.argsort(-np.array(experiment.lengths), kind="stable")


def rows_in(order: Callable[[Experiment], Array], names: Sequence[str] = ()) -> HandOver:
    """Put the batch rows of results in another order: of some series, by default of all."""

    def change(results: Results, computation: Computation) -> Results:
        rows = order(computation.experiment)
        return {
            name: values[:, rows] if not names or name.quantity in names else values
            for name, values in results.items()
        }

    return change


def output_merged(merge: Callable[[Array], Array]) -> HandOver:
    """Merge the directions of `output`: (2, T, B, R) over its first axis."""

    def change(results: Results, computation: Computation) -> Results:
        name = Series("output")
        directions = np.split(results[name], computation.experiment.config.num_directions, axis=-1)
        return {**results, name: merge(np.stack(directions))}

    return change


def _moved(values: Array, by: int, room: Allocate) -> Array:
    moved = room(values.shape, values.dtype)
    if by > 0:
        moved[by:] = values[:-by]
    else:
        moved[:by] = values[-by:]
    return moved


def _with_initial(values: Array, initial: Array, lane: Lane, computation: Computation) -> Array:
    experiment = computation.experiment
    lengths, rows = np.array(experiment.lengths), np.arange(experiment.batch_size)
    inside = (np.arange(len(values))[:, None] < lengths)[..., None]
    before = computation.room(values.shape, values.dtype)
    if lane.reverse:
        np.copyto(before[:-1], values[1:], where=inside[1:])
    else:
        np.copyto(before[1:], values[:-1], where=inside[1:])
    before[lengths - 1 if lane.reverse else 0 * lengths, rows] = initial
    return before


def _output(results: Results, experiment: Experiment, quantity: str = "h") -> Array:
    config = experiment.config
    top = [
        results[Series(quantity, lane)]
        for lane in config.lanes()
        if lane.layer == config.num_layers - 1
    ]
    output = np.concatenate(top, axis=-1)
    output[np.arange(len(output))[:, None] >= np.array(experiment.lengths)] = 0
    return output
