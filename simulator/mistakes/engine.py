"""The engine that makes mistakes on request: it computes a `Computation`, whatever is wrong in it.

It works in the order of each lane's walk: row b's step s is timestep s, or length - 1 - s in the
reverse direction. All rows take all steps together; what is past a row's length is then left out.
Where the states that the other code went through are known, every step starts from those: all are
then computed at once, and no rounding error grows from one to the next.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from ..arrays import Array, rounded
from ..engine.cell import FUNCTIONS
from ..engine.step_interventions import NONE, LaneInterventions, StepInterventions
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights
from ..lstm.quantities import EVERY, GATES, SUMS
from . import results_layout
from .computation import Computation, Function, Wiring
from .series import Results, Series

PAUSE = 4_000_000
"""Products between two moments at which the caller may do something else; a few milliseconds."""

States = Mapping[Lane, tuple[Array, Array]]
"""By lane the h (T, B, R) and the c (T, B, H) after each timestep, as recorded."""


class Order(NamedTuple):
    """Order in which a lane goes through the timesteps.

    Attributes:
        read: (T, B) the timestep that each step reads. placed: the one its values stand at.
        taken: (n,) each, the steps that count, their rows, and the timesteps that they stand at.
        last: (B,) the last of them.
    """

    read: Array
    placed: Array
    taken: tuple[Array, Array, Array]
    last: Array


def compute(
    computation: Computation, states: States | None = None, reads: Results | None = None
) -> Generator[None, None, Results]:
    """Compute; yields now and then, and returns the results, with T of the whole array.

    Args:
        states: what every step starts from; its own by default.
        reads: filled with what the cells took, where it is given: `x` of each layer, and `h_prev`
            and `c_prev` of each lane, which are NaN where no step was taken.
    """
    with np.errstate(all="ignore"):
        lstm = _LSTM(computation, states, reads)
        for _ in range(computation.wiring.passes):
            results: Results = yield from lstm.run()
        if computation.wiring.through_batch:
            results = results_layout.time_and_batch_exchanged(results)
            if reads is not None:
                reads.update(results_layout.time_and_batch_exchanged(reads))
        for change in computation.hand_over:
            results = change(results, computation.experiment)
    return results


class Walk(NamedTuple):
    """Values of a cell: z and gates (…, 4H), c (…, H), m (…, H) with a projection, h (…, R).

    … is a batch of rows, or all steps of a lane in the order of its walk, and then its rows.
    """

    z: Array
    gates: Array
    c: Array
    m: Array | None
    h: Array

    def by_key(self) -> dict[str, Array]:
        """Return the recorded quantities by key, with every function of one that is computed."""
        values = dict(zip(SUMS, np.split(self.z, len(SUMS), axis=-1), strict=True))
        values |= zip(GATES, np.split(self.gates, len(GATES), axis=-1), strict=True)
        values |= {"c": self.c, "h": self.h} | ({} if self.m is None else {"m": self.m})
        for key, quantity in EVERY.items():
            if key not in values and quantity.function:
                values[key] = FUNCTIONS[quantity.function](values[quantity.argument])
        return values


class LaneCell:
    """One layer and direction: a cell of a computation's equations, at its precision."""

    def __init__(self, computation: Computation, weights: CellWeights) -> None:
        self._equations, self._round = computation.equations, _rounding(computation.precision)
        r, w = self._round, weights
        self._bias: Array | int = 0
        if w.b_ih is not None and w.b_hh is not None:
            self._bias = r(w.b_ih + w.b_hh)
        if computation.precision:
            W_hr = None if w.W_hr is None else r(w.W_hr)
            w = CellWeights(r(w.W_ih), r(w.W_hh), w.b_ih, w.b_hh, W_hr)
        self._weights, self._W_ih_T, self._W_hh_T = w, w.W_ih.T, w.W_hh.T

    def sums(self, x: Array) -> Array:
        """Return what input and biases add to z: (…, 4H), from x (…, I)."""
        return self._round(_product(self._round(x), self._W_ih_T) + self._bias)

    def step(
        self,
        sums: Array,
        x: Array,
        h_prev: Array,
        c_prev: Array,
        held: StepInterventions = NONE,
    ) -> Walk:
        """Take one step of any number of rows: (…, 4H), (…, I), (…, R) and (…, H).

        Rows on which something is held are (n, …).
        """
        r, equations, w = self._round, self._equations, self._weights
        H = c_prev.shape[-1]
        h_prev, c_prev = r(h_prev), r(c_prev)
        z = r(sums + r(_product(h_prev, self._W_hh_T)))
        if held is not NONE:
            held.cut(z, w, x, h_prev)
        gates = r(equations.sigmoid(z))
        i, f, o = gates[..., :H], gates[..., H : 2 * H], gates[..., 3 * H :]
        g = gates[..., 2 * H : 3 * H]
        g[...] = r(equations.squash(z[..., 2 * H : 3 * H]))
        if held is not NONE:
            for gate, values in zip(GATES, (i, f, g, o), strict=True):
                held.hold(gate, values)
        kept, written = equations.shares(i, f)
        c = r(r(kept * c_prev) + r(written * g))
        if held is not NONE:
            held.hold("c", c)
        h, m = r(equations.hidden(o, c)), None
        if w.W_hr is not None:
            m = h if held is NONE else held.hold("m", h)
            h = r(equations.project(w.W_hr, o, c, m))
        if held is not NONE:
            held.hold("h", h)
        return Walk(z, gates, c, m, h)


class _LSTM:
    """All layers and directions of one computation."""

    def __init__(
        self, computation: Computation, states: States | None, reads: Results | None
    ) -> None:
        self.computation, self.states, self.reads = computation, states, reads
        self.wiring = computation.wiring
        experiment = computation.experiment
        self.experiment = _turned(experiment) if self.wiring.through_batch else experiment
        self.lengths = np.array(self.experiment.lengths)
        self.h_0, self.c_0 = self.experiment.h_0, self.experiment.c_0

    def run(self) -> Generator[None, None, Results]:
        """Compute the sequence once; the next run starts where this one ends."""
        experiment, wiring = self.experiment, self.wiring
        config, results, masks = experiment.config, Results(), wiring.masks(experiment.masks)
        x = experiment.sequence
        finals = []
        for layer in range(config.num_layers):
            top: list[Array] = []
            above: list[Array] = []
            if self.reads is not None:
                self.reads[Series("x", layer)] = x
            for lane in (Lane(layer, d) for d in range(config.num_directions)):
                order = _order(wiring, lane.direction, self.lengths, len(x))
                walk = yield from self._walk(lane, _taken(x, order.read), order)
                self._record(results, lane, walk, order)
                rows = np.arange(len(self.lengths))
                finals.append((walk.h[order.last, rows], walk.c[order.last, rows]))
                top.append(results[Series("h", *lane)])
                above.append(top[-1] if self.states is None else self.states[lane][0])
            x = wiring.join(above).astype(experiment.dtype)
            x[np.isnan(x)] = 0
            if layer < len(masks):
                x = x * masks[layer]
        results[Series("output")] = self._output(top)
        self.h_0, self.c_0 = (np.stack(states) for states in zip(*finals, strict=True))
        results[Series("h_n")], results[Series("c_n")] = self.h_0, self.c_0
        return results

    def _walk(self, lane: Lane, x: Array, order: Order) -> Generator[None, None, Walk]:
        row = self.experiment.config.state_row(lane)
        weights = self.experiment.parameters.cell(lane)
        cell = LaneCell(self.computation, weights)
        sums = cell.sums(x)
        yield
        h_0, c_0 = self.h_0[row], self.c_0[row]
        if self.states is not None:
            h, c = (_taken(state, order.placed) for state in self.states[lane])
            starts = self._starts((h_0, h), (c_0, c), order)
            return _finite(cell.step(sums, x, *starts))
        if not self.wiring.carries_rows:
            walk = yield from self._free(cell, sums, x, (h_0, c_0), self._held(lane, order))
        else:
            walks: list[Walk] = []
            h, c = h_0[:1], c_0[:1]
            for b in range(len(self.lengths)):
                part = slice(b, b + 1)
                held = self._held(lane, order, part)
                walks.append((yield from self._free(cell, sums[:, part], x[:, part], (h, c), held)))
                h, c = walks[-1].h[order.last[b]], walks[-1].c[order.last[b]]
            walk = _joined(walks, partial(np.concatenate, axis=1))
        if self.reads is not None:
            starts = self._starts((h_0, walk.h), (c_0, walk.c), order)
            for quantity, values in zip(("h_prev", "c_prev"), starts, strict=True):
                self.reads[Series(quantity, *lane)] = _at_timesteps(values, order)
        return walk

    def _free(
        self,
        cell: LaneCell,
        sums: Array,
        x: Array,
        start: tuple[Array, Array],
        held: Callable[[int], StepInterventions] | None,
    ) -> Generator[None, None, Walk]:
        """Take every step from the one before."""
        values = []
        h, c = h_0, c_0 = start
        steps_at_once = PAUSE // (sums[0].size * h_0.shape[-1] + PAUSE // 32)  # 31 at most
        for step, from_input in enumerate(sums):
            if step % (steps_at_once + 1) == steps_at_once:
                yield
            holds = NONE if held is None else held(step)
            values.append(cell.step(from_input, x[step], h, c, holds))
            h = values[-1].h if self.wiring.carries_h else h_0
            c = values[-1].c if self.wiring.carries_c else c_0
        return _finite(_joined(values, np.stack))

    def _held(
        self, lane: Lane, order: Order, rows: slice = slice(None)
    ) -> Callable[[int], StepInterventions] | None:
        """Return the interventions at a step of a lane's walk; None where there are none."""
        if not self.experiment.holds:
            return None
        holds = LaneInterventions.of(self.experiment, lane)
        t, row = order.placed[:, rows], np.arange(len(self.lengths))[rows]
        return lambda step: holds.at(t[step], row)

    def _starts(
        self, h: tuple[Array, Array], c: tuple[Array, Array], order: Order
    ) -> tuple[Array, Array]:
        """Return h and c that each step starts from: the first (B, …), the others (T, B, …)."""
        starts = []
        for (first, after), carried in ((h, self.wiring.carries_h), (c, self.wiring.carries_c)):
            if self.wiring.carries_rows:
                final = after[order.last, np.arange(len(first))]
                first = np.concatenate((first[:1], final[:-1]))
            kept = after[:-1] if carried else np.broadcast_to(first, after[:-1].shape)
            starts.append(np.concatenate((first[None], kept)))
        return starts[0], starts[1]

    def _record(self, results: Results, lane: Lane, walk: Walk, order: Order) -> None:
        """Put computed values at their timesteps; NaN elsewhere."""
        put = Walk(*(a if a is None else _at_timesteps(a, order) for a in walk))  # type: ignore[arg-type]
        for key, values in put.by_key().items():
            results[Series(key, *lane)] = values

    def _output(self, top: list[Array]) -> Array:
        output = self.wiring.join_output(top)
        if self.wiring.clears_padding:
            output[np.arange(len(output))[:, None] >= self.lengths] = 0
        return output


def _rounding(precision: str) -> Function:
    return partial(rounded, precision=precision) if precision else _same


def _at_timesteps(values: Array, order: Order) -> Array:
    """Return the values of a walk at their timesteps; NaN elsewhere."""
    steps, rows, t = order.taken
    put = np.full(values.shape, np.nan, values.dtype)
    put[t, rows] = values[steps, rows]
    return put


def _turned(experiment: Experiment) -> Experiment:
    """Exchange time and batch; states and interventions no longer fit and are dropped."""
    x = experiment.sequence.swapaxes(0, 1)
    steps, batch, _ = x.shape
    shapes = (experiment.config.state_shape(batch, name) for name in ("h_0", "c_0"))
    h_0, c_0 = (np.zeros(shape, experiment.dtype) for shape in shapes)
    masks = tuple(mask.swapaxes(0, 1) for mask in experiment.masks)
    lengths = (steps,) * batch
    return replace(experiment, sequence=x, h_0=h_0, c_0=c_0, lengths=lengths, masks=masks, holds=())


def _order(wiring: Wiring, direction: int, lengths: Array, steps: int) -> Order:
    walked = lengths if wiring.heeds_lengths else np.full_like(lengths, steps)
    backwards = bool(direction) and wiring.reverses
    if backwards and wiring.starts_in_padding:
        walked = np.full_like(lengths, steps)
    step = np.broadcast_to(np.arange(steps)[:, None], (steps, len(lengths)))
    taken = step < walked
    read = np.where(taken, walked - 1 - step, step) if backwards else step
    placed = read if wiring.realigns else step
    at, rows = np.nonzero(taken)
    return Order(read, placed, (at, rows, placed[taken]), walked - 1)


def _product(x: Array, W_T: Array) -> Array:
    """Return x Wᵀ by one matrix product, for any number of axes of x."""
    if x.ndim == 2:
        return x @ W_T
    return (x.reshape(-1, x.shape[-1]) @ W_T).reshape(*x.shape[:-1], -1)


def _taken(values: Array, order: Array) -> Array:
    return np.take_along_axis(values, order[..., None], axis=0)


def _joined(walks: Sequence[Walk], join: Callable[[Sequence[Array]], Array]) -> Walk:
    parts = zip(*walks, strict=True)
    return Walk(*(None if part[0] is None else join(part) for part in parts))  # type: ignore[arg-type]


def _finite(walk: Walk) -> Walk:
    """Turn NaN of an overflow (inf - inf) into infinity: NaN means that nothing is decided."""
    for array in walk:
        if array is not None:
            np.copyto(array, np.inf, where=np.isnan(array))
    return walk


def _same(values: Array) -> Array:
    return values
