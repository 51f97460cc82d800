"""Engine of mistakes: computes a `Computation`, right or wrong.

It works in the order of each lane's walk: row b's step s is timestep s, or length - 1 - s in the
reverse direction. All rows take all steps together; what is past a row's length is then left out.
Where the states that the other code went through are known, every step starts from those: all are
then computed at once, and no rounding error grows from one to the next.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..engine.lane_interventions import LaneInterventions
from ..experiment.checks import zero_states
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..objective.objective import NO_OBJECTIVE
from . import results_layout
from .computation import Computation, Masks, Wiring
from .lane_cell import LaneCell, Values
from .result_arrays import FreeLane, Record
from .series import Results, Series

PAUSE = 4_000_000
"""Products between two moments at which the caller may do something else; a few milliseconds."""

CellStates = tuple[Array, ...]
"""States of a cell in the order of `Cell.states`: h and c of an LSTM."""

States = Mapping[Lane, CellStates]
"""By lane the states after each timestep, (T, B, width) each, as recorded."""


class Order(NamedTuple):
    """Order in which a lane goes through the timesteps.

    Attributes:
        read: (T, B) the timestep that each step reads. placed: the one its values stand at.
        taken: (T, B) True for the steps that count. last: (B,) the last of them.
    """

    read: Array
    placed: Array
    taken: Array
    last: Array


def compute(
    computation: Computation,
    states: States | None = None,
    record: Record | None = None,
    cell_of: Callable[[Lane], LaneCell] | None = None,
    off: Mapping[Lane, Values] | None = None,
) -> Generator[None, None, Results]:
    """Compute; yields now and then, and returns the results, with T of the whole array.

    Args:
        states: what every step starts from; its own by default.
        record: takes the results and the inputs of the cells, before anything is handed over.
        cell_of: the cell of each lane; by default the computation's, of the experiment's weights.
        off: what is added to all that a step computes, before the next one starts from it.
    """
    with np.errstate(all="ignore"):
        lstm = _LSTM(computation, states, record or Record(computation.room), cell_of, off)
        for _ in range(computation.wiring.passes):
            results: Results = yield from lstm.run()
        if computation.wiring.through_batch:
            results = results_layout.time_and_batch_exchanged(results)
        return handed_over(results, computation)


def handed_over(results: Results, computation: Computation) -> Results:
    """Return the results of a computation's cells as it hands them over."""
    with np.errstate(all="ignore"):
        for change in computation.hand_over:
            results = change(results, computation)
    return results


class _LSTM:
    """All layers and directions of one computation."""

    def __init__(
        self,
        computation: Computation,
        states: States | None,
        record: Record,
        cell_of: Callable[[Lane], LaneCell] | None,
        off: Mapping[Lane, Values] | None,
    ) -> None:
        self.computation, self.states, self.record = computation, states, record
        self.off = off or {}
        self.cell_of = cell_of or self._cell_of
        self.wiring = computation.wiring
        experiment = computation.experiment
        self.experiment = _turned(experiment) if self.wiring.through_batch else experiment
        self.lengths = np.array(self.experiment.lengths)
        self.cell = experiment.config.cell
        self.initial: CellStates = tuple(
            self.experiment.states[state] for state in self.cell.states
        )

    def run(self) -> Generator[None, None, Results]:
        """Compute the sequence once; the next run starts where this one ends."""
        experiment, config, results = self.experiment, self.experiment.config, Results()
        masks = self.wiring.masks(experiment.masks)
        x = self.record.inputs[0] = experiment.sequence
        finals = []
        if self.wiring.takes_turns:
            yield from self._take_turns(masks)
        for layer in range(config.num_layers):
            lanes = {}
            for lane in (Lane(layer, d) for d in range(config.num_directions)):
                lanes[lane] = arrays = self.record.lane_of(experiment, lane)
                order = _order(self.wiring, lane, self.lengths, len(x))
                if not self.wiring.takes_turns:
                    yield from self._walk(lane, x, order, arrays)
                for key in config.quantities:
                    results[Series(key, lane)] = arrays.values(key)
                finals.append(self._last(arrays, order))
            if layer + 1 < config.num_layers:
                x = self.record.input_of(experiment, layer + 1)
                self._pass_on(lanes, masks[layer] if layer < len(masks) else None, x)
        results[Series("output")] = self._output([arrays.output for arrays in lanes.values()])
        self.initial = tuple(np.stack(states) for states in zip(*finals, strict=True))
        for state, values in zip(self.cell.states, self.initial, strict=True):
            results[Series(f"{state}_n")] = values
        return results

    def _cell_of(self, lane: Lane) -> LaneCell:
        return LaneCell(self.computation, self.experiment.parameters.cell(lane))

    def _walk(
        self, lane: Lane, x: Array, order: Order, arrays: FreeLane
    ) -> Generator[None, None, None]:
        """Take all steps of a lane."""
        row = self.experiment.config.state_row(lane)
        cell, initial = self.cell_of(lane), tuple(state[row] for state in self.initial)
        batch = len(self.lengths)
        if self.states is not None:
            x = _at(x, order.read)
            of_input = cell.of_input(x)
            yield
            after = [_at(state, order.placed) for state in self.states[lane]]
            starts = self._starts(initial, after, order)
            values = cell.step(x, starts, of_input=of_input)
            values = self._off(lane, values, order.placed, np.arange(batch))
            self._write(arrays, order, np.s_[:, :], values, starts)
            return
        at_once = 1 if self.wiring.carries_rows else PAUSE // cell.products + 1
        for first in range(0, batch, at_once):
            rows = slice(first, first + at_once)
            start = tuple(state[rows] for state in initial)
            if first and self.wiring.carries_rows:
                start = tuple(state[first - 1 : first] for state in self._last(arrays, order))
            yield from self._free(cell, lane, x, start, order, rows, arrays)

    def _take_turns(self, masks: Masks) -> Generator[None, None, None]:
        """Take each step in all layers of one direction, from one state that they share."""
        experiment, rows = self.experiment, np.arange(len(self.lengths))
        lanes = list(experiment.config.lanes())
        cells = [self.cell_of(lane) for lane in lanes]
        held = [LaneInterventions.of(experiment, lane) for lane in lanes]
        order = _order(self.wiring, lanes[0], self.lengths, len(experiment.sequence))
        states = tuple(state[0] for state in self.initial)
        for step, x in enumerate(experiment.sequence):
            part = np.s_[step : step + 1, :]
            for layer, (lane, cell) in enumerate(zip(lanes, cells, strict=True)):
                t = order.placed[step]
                values = self._off(lane, cell.step(x, states, held[layer].at(t, rows)), t, rows)
                arrays = self.record.lane_of(experiment, lane)
                started = tuple(state[None] for state in states)
                self._write(arrays, order, part, _stacked([values]), started)
                states = self._after(values)
                x = states[0]
                if layer < len(masks):
                    x = x * masks[layer][step]
            yield

    def _free(
        self,
        cell: LaneCell,
        lane: Lane,
        x: Array,
        start: CellStates,
        order: Order,
        rows: slice,
        arrays: FreeLane,
    ) -> Generator[None, None, None]:
        """Take every step of some rows after its previous one; write some steps at once."""
        held = LaneInterventions.of(self.experiment, lane)
        numbers = np.arange(len(self.lengths))[rows]
        states = start
        products = cell.products * len(numbers) // cell.models  # as many steps as of one model
        at_once = PAUSE // (products + PAUSE // 32) + 1
        for first in range(0, len(x), at_once):
            steps = slice(first, first + at_once)
            part = x[order.read[steps, rows], numbers]
            of_input = cell.of_input(part)
            starts, made = [], []
            for step, x_t in enumerate(part):
                states = self._from_below(lane, first + step, rows, states)
                starts.append(states)
                t = order.placed[first + step, rows]
                ready = None if of_input is None else of_input[step]
                values = cell.step(x_t, states, held.at(t, numbers), ready)
                made.append(self._off(lane, values, t, numbers))
                states = self._after(made[-1], start)
            before = tuple(map(np.stack, zip(*starts, strict=True)))
            self._write(arrays, order, (steps, rows), _stacked(made), before)
            yield

    def _after(self, values: Values, start: CellStates = ()) -> CellStates:
        """Return the states that a step hands on; of states that are reset, those at the start."""
        after = tuple(values[self.cell.array_of[state]] for state in self.cell.states)
        if not self.wiring.resets or not start:
            return after
        both = zip(self.cell.states, after, start, strict=True)
        return tuple(first if s in self.wiring.resets else new for s, new, first in both)

    def _off(self, lane: Lane, values: Values, t: Array, rows: Array) -> Values:
        """Add to what some rows compute at their timesteps what it is off by."""
        if lane not in self.off:
            return values
        off = self.off[lane]
        return {name: array + off[name][t, rows] for name, array in values.items()}

    def _from_below(self, lane: Lane, step: int, rows: slice, start: CellStates) -> CellStates:
        """Return what a step starts from: its own states, or the layer below's."""
        if lane.layer == 0 or not self.wiring.from_below:
            return start
        below = self.record.lane_of(self.experiment, Lane(lane.layer - 1))
        return tuple(
            below.values(state)[step, rows] if state in self.wiring.from_below else own
            for state, own in zip(self.cell.states, start, strict=True)
        )

    def _starts(self, initial: CellStates, after: Sequence[Array], order: Order) -> CellStates:
        """Return the states that each step starts from: (B, …) first, then (T, B, …)."""
        starts = []
        for name, first, states in zip(self.cell.states, initial, after, strict=True):
            if self.wiring.carries_rows:
                final = states[order.last, np.arange(len(first))]
                first = np.concatenate((first[:1], final[:-1]))
            reset = name in self.wiring.resets
            kept = np.broadcast_to(first, states[:-1].shape) if reset else states[:-1]
            starts.append(np.concatenate((first[None], kept)))
        return tuple(starts)

    def _write(
        self,
        arrays: FreeLane,
        order: Order,
        part: tuple[slice, slice],
        values: Values,
        starts: CellStates,
    ) -> None:
        """Write some steps of some rows, the taken ones, at their timesteps."""
        if self.computation.marks_undecided:
            for array in values.values():  # inf - inf: NaN would mean not decided
                np.copyto(array, np.inf, where=np.isnan(array))
        taken = order.taken[part]
        t = order.placed[part][taken]
        rows = np.broadcast_to(np.arange(len(self.lengths))[part[1]], taken.shape)[taken]
        for name, array in values.items():
            arrays.after(name)[t, rows] = array[taken]
        for state, array in zip(self.cell.states, starts, strict=True):
            arrays.before(state)[t, rows] = array[taken]

    def _last(self, arrays: FreeLane, order: Order) -> CellStates:
        """Return the states after the last step of each row, (B, width) each."""
        rows = np.arange(len(order.last))
        t = order.placed[order.last, rows]
        return tuple(arrays.values(state)[t, rows] for state in self.cell.states)

    def _pass_on(self, lanes: Mapping[Lane, FreeLane], mask: Array | None, x: Array) -> None:
        """Write what a layer passes on to the next one's input, times the dropout mask."""
        above = [arrays.output for arrays in lanes.values()]
        if self.states is not None:
            above = [self.states[lane][0] for lane in lanes]
        for t in _blocks(len(x)):
            passed = self.wiring.join([h[t] for h in above])
            if self.computation.marks_undecided:
                passed[np.isnan(passed)] = 0
            x[t] = passed
            if mask is not None:
                x[t] *= mask[t]

    def _output(self, top: list[Array]) -> Array:
        steps, batch, width = top[0].shape
        output = self.record.room((steps, batch, len(top) * width), top[0].dtype)
        for t in _blocks(steps):
            output[t] = self.wiring.join_output([h[t] for h in top])
        if self.wiring.clears_padding:
            output[np.arange(len(output))[:, None] >= self.lengths] = 0
        return output


def _turned(experiment: Experiment) -> Experiment:
    """Exchange time and batch; states, holds and an objective no longer fit and are dropped."""
    x = experiment.sequence.swapaxes(0, 1)
    steps, batch, _ = x.shape
    masks = tuple(mask.swapaxes(0, 1) for mask in experiment.masks)
    lengths = (steps,) * batch
    return replace(
        experiment,
        sequence=x,
        states=zero_states(experiment.config, batch, experiment.dtype),
        lengths=lengths,
        masks=masks,
        holds=(),
        objective=NO_OBJECTIVE,
    )


def _order(wiring: Wiring, lane: Lane, lengths: Array, steps: int) -> Order:
    walked = lengths if wiring.heeds_lengths else np.full_like(lengths, steps)
    backwards = lane.reverse and wiring.reverses
    if backwards and wiring.starts_in_padding:
        walked = np.full_like(lengths, steps)
    step = np.broadcast_to(np.arange(steps)[:, None], (steps, len(lengths)))
    taken = step < walked
    read = np.where(taken, walked - 1 - step, step) if backwards else step
    return Order(read, read if wiring.realigns else step, taken, walked - 1)


def _at(values: Array, order: Array) -> Array:
    return np.take_along_axis(values, order[..., None], axis=0)


def _stacked(made: Sequence[Values]) -> Values:
    return {name: np.stack([values[name] for values in made]) for name in made[0]}


def _blocks(steps: int) -> Iterator[slice]:
    """Divide timesteps into blocks, so that little is made at once."""
    size = steps // 32 + 32
    return (slice(first, first + size) for first in range(0, steps, size))
