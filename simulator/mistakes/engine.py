"""Engine of mistakes: computes a `Computation`, right or wrong.

It works in the order of each lane's walk: row b's step s is timestep s, or length - 1 - s in the
reverse direction. All rows take all steps together; what is past a row's length is then left out.
Where the states that the other code went through are known, every step starts from those: all are
then computed at once, and no rounding error grows from one to the next.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..engine.lane_interventions import LaneInterventions
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..objective.objective import NO_OBJECTIVE
from . import results_layout
from .computation import Computation, Masks, Wiring
from .lane_cell import LaneCell, Walk
from .result_arrays import FreeLane, Record
from .series import Results, Series

PAUSE = 4_000_000
"""Products between two moments at which the caller may do something else; a few milliseconds."""

States = Mapping[Lane, tuple[Array, Array]]
"""By lane the h (T, B, R) and the c (T, B, H) after each timestep, as recorded."""


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
    off: Mapping[Lane, Walk] | None = None,
) -> Generator[None, None, Results]:
    """Compute; yields now and then, and returns the results, with T of the whole array.

    Args:
        states: what every step starts from; its own by default.
        record: takes what is computed, and what the cells read, before anything is handed over.
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
        off: Mapping[Lane, Walk] | None,
    ) -> None:
        self.computation, self.states, self.record = computation, states, record
        self.off = off or {}
        self.cell_of = cell_of or self._cell_of
        self.wiring = computation.wiring
        experiment = computation.experiment
        self.experiment = _turned(experiment) if self.wiring.through_batch else experiment
        self.lengths = np.array(self.experiment.lengths)
        self.h_0, self.c_0 = self.experiment.h_0, self.experiment.c_0

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
                finals.append(_last(arrays, order))
            if layer + 1 < config.num_layers:
                x = self.record.input_of(experiment, layer + 1)
                self._pass_on(lanes, masks[layer] if layer < len(masks) else None, x)
        results[Series("output")] = self._output([arrays.h for arrays in lanes.values()])
        self.h_0, self.c_0 = (np.stack(states) for states in zip(*finals, strict=True))
        results[Series("h_n")], results[Series("c_n")] = self.h_0, self.c_0
        return results

    def _cell_of(self, lane: Lane) -> LaneCell:
        return LaneCell(self.computation, self.experiment.parameters.cell(lane))

    def _walk(
        self, lane: Lane, x: Array, order: Order, arrays: FreeLane
    ) -> Generator[None, None, None]:
        """Take all steps of a lane."""
        row = self.experiment.config.state_row(lane)
        cell = self.cell_of(lane)
        h, c = self.h_0[row], self.c_0[row]
        if self.states is not None:
            x = _at(x, order.read)
            sums = cell.sums(x)
            yield
            after = (_at(state, order.placed) for state in self.states[lane])
            starts = self._starts((h, c), after, order)
            walk = self._off(lane, cell.step(sums, x, *starts), order.placed, np.arange(len(h)))
            self._write(arrays, order, np.s_[:, :], walk, starts)
            return
        at_once = 1 if self.wiring.carries_rows else PAUSE // (4 * c[0].size * h[0].size) + 1
        for first in range(0, len(h), at_once):
            rows = slice(first, first + at_once)
            start = h[rows], c[rows]
            if first and self.wiring.carries_rows:
                h_n, c_n = _last(arrays, order)
                start = h_n[first - 1 : first], c_n[first - 1 : first]
            yield from self._free(cell, lane, x, start, order, rows, arrays)

    def _take_turns(self, masks: Masks) -> Generator[None, None, None]:
        """Take each step in all layers of one direction, from one state that they share."""
        experiment, rows = self.experiment, np.arange(len(self.lengths))
        lanes = list(experiment.config.lanes())
        cells = [self.cell_of(lane) for lane in lanes]
        held = [LaneInterventions.of(experiment, lane) for lane in lanes]
        order = _order(self.wiring, lanes[0], self.lengths, len(experiment.sequence))
        h, c = self.h_0[0], self.c_0[0]
        for step, x in enumerate(experiment.sequence):
            part = np.s_[step : step + 1, :]
            for layer, (lane, cell) in enumerate(zip(lanes, cells, strict=True)):
                t = order.placed[step]
                walk = cell.step(cell.sums(x), x, h, c, held[layer].at(t, rows))
                walk = self._off(lane, walk, t, rows)
                arrays = self.record.lane_of(experiment, lane)
                self._write(arrays, order, part, _stacked([walk]), (h[None], c[None]))
                h, c = walk.h, walk.c
                x = h * masks[layer][step] if layer < len(masks) else h
            yield

    def _free(
        self,
        cell: LaneCell,
        lane: Lane,
        x: Array,
        start: tuple[Array, Array],
        order: Order,
        rows: slice,
        arrays: FreeLane,
    ) -> Generator[None, None, None]:
        """Take every step of some rows from the one before; write some steps at once."""
        held = LaneInterventions.of(self.experiment, lane)
        numbers = np.arange(len(self.lengths))[rows]
        h, c = h_0, c_0 = start
        products = 4 * c_0.size * h_0.shape[-1] // cell.models  # as many steps as of one model
        at_once = PAUSE // (products + PAUSE // 32) + 1
        for first in range(0, len(x), at_once):
            steps = slice(first, first + at_once)
            part = x[order.read[steps, rows], numbers]
            starts, walks = [], []
            for step, (from_input, x_t) in enumerate(zip(cell.sums(part), part, strict=True)):
                h, c = self._from_below(lane, first + step, rows, (h, c))
                starts.append((h, c))
                t = order.placed[first + step, rows]
                walk = cell.step(from_input, x_t, h, c, held.at(t, numbers))
                walks.append(self._off(lane, walk, t, numbers))
                h = walks[-1].h if self.wiring.carries_h else h_0
                c = walks[-1].c if self.wiring.carries_c else c_0
            h_prev, c_prev = map(np.stack, zip(*starts, strict=True))
            self._write(arrays, order, (steps, rows), _stacked(walks), (h_prev, c_prev))
            yield

    def _off(self, lane: Lane, walk: Walk, t: Array, rows: Array) -> Walk:
        """Add to what some rows compute at their timesteps what it is off by."""
        if lane not in self.off:
            return walk
        both = zip(walk, self.off[lane], strict=True)
        return Walk(*(None if a is None or b is None else a + b[t, rows] for a, b in both))  # type: ignore[arg-type]

    def _from_below(
        self, lane: Lane, step: int, rows: slice, start: tuple[Array, Array]
    ) -> tuple[Array, Array]:
        """Return what a step starts from: its own state, or that of the layer below."""
        h, c = start
        if lane.layer > 0 and (self.wiring.takes_h_below or self.wiring.takes_c_below):
            below = self.record.lane_of(self.experiment, Lane(lane.layer - 1))
            h = below.h[step, rows] if self.wiring.takes_h_below else h
            c = below.c[step, rows] if self.wiring.takes_c_below else c
        return h, c

    def _starts(
        self, initial: tuple[Array, Array], after: Iterable[Array], order: Order
    ) -> tuple[Array, Array]:
        """Return h and c that each step starts from: the first (B, …), the others (T, B, …)."""
        starts = []
        carries = self.wiring.carries_h, self.wiring.carries_c
        for first, states, carried in zip(initial, after, carries, strict=True):
            if self.wiring.carries_rows:
                final = states[order.last, np.arange(len(first))]
                first = np.concatenate((first[:1], final[:-1]))
            kept = states[:-1] if carried else np.broadcast_to(first, states[:-1].shape)
            starts.append(np.concatenate((first[None], kept)))
        return starts[0], starts[1]

    def _write(
        self,
        arrays: FreeLane,
        order: Order,
        part: tuple[slice, slice],
        walk: Walk,
        starts: tuple[Array, Array],
    ) -> None:
        """Write some steps of some rows, the taken ones, at their timesteps."""
        if self.computation.marks_undecided:
            walk = _finite(walk)
        taken = order.taken[part]
        t = order.placed[part][taken]
        rows = np.broadcast_to(np.arange(len(self.lengths))[part[1]], taken.shape)[taken]
        values = walk._asdict() | {"h_prev": starts[0], "c_prev": starts[1]}
        for name, array in values.items():
            if array is not None:
                getattr(arrays, name)[t, rows] = array[taken]

    def _pass_on(self, lanes: Mapping[Lane, FreeLane], mask: Array | None, x: Array) -> None:
        """Write what a layer passes on to the next one's input, times the dropout mask."""
        above = [arrays.h for arrays in lanes.values()]
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
    shapes = (experiment.config.state_shape(batch, name) for name in ("h_0", "c_0"))
    h_0, c_0 = (np.zeros(shape, experiment.dtype) for shape in shapes)
    masks = tuple(mask.swapaxes(0, 1) for mask in experiment.masks)
    lengths = (steps,) * batch
    return replace(
        experiment,
        sequence=x,
        h_0=h_0,
        c_0=c_0,
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


def _last(arrays: FreeLane, order: Order) -> tuple[Array, Array]:
    """Return h (B, R) and c (B, H) after the last step of each row."""
    rows = np.arange(len(order.last))
    t = order.placed[order.last, rows]
    return arrays.h[t, rows], arrays.c[t, rows]


def _stacked(walks: Sequence[Walk]) -> Walk:
    parts = zip(*walks, strict=True)
    return Walk(*(None if part[0] is None else np.stack(part) for part in parts))  # type: ignore[arg-type]


def _blocks(steps: int) -> Iterator[slice]:
    """Divide timesteps, so that what is made of them at once is small."""
    size = steps // 32 + 32
    return (slice(first, first + size) for first in range(0, steps, size))


def _finite(walk: Walk) -> Walk:
    """Turn NaN of an overflow (inf - inf) into infinity: a diagnosis reads NaN as not decided."""
    for array in walk:
        if array is not None:
            np.copyto(array, np.inf, where=np.isnan(array))
    return walk
