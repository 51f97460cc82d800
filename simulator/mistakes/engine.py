"""The engine that makes mistakes on request: it computes a `Computation`, whatever is wrong in it.

It works in the order of each lane's walk: row b's step s is timestep s, or length - 1 - s in the
reverse direction. All rows take all steps together; what is past a row's length is then left out.
Where the states that the other code went through are known, every step starts from those: all are
then computed at once, and no rounding error grows from one to the next.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights
from ..lstm.quantities import EVERY, GATES
from . import results_layout
from .computation import Computation, Wiring
from .series import Results, Series
from .weights import rounded

PAUSE = 4_000_000
"""Products between two moments at which the caller may do something else; a few milliseconds."""

States = Mapping[Lane, tuple[Array, Array]]
"""By lane the h (T, B, R) and the c (T, B, H) after each timestep, as recorded."""


class Order(NamedTuple):
    """How a lane goes through the timesteps.

    Attributes:
        read: (T, B) the timestep that each step reads. placed: the one its values stand at.
        taken: (T, B) True for the steps that count. last: (B,) the last of them.
    """

    read: Array
    placed: Array
    taken: Array
    last: Array


class Walk(NamedTuple):
    """What a lane computes, in the order of its walk: z (T, B, 4H), c, m (T, B, H), h (T, B, R)."""

    z: Array
    c: Array
    m: Array
    h: Array


def compute(
    computation: Computation, states: States | None = None
) -> Generator[None, None, Results]:
    """Compute; yields now and then, and returns the results, with T of the whole array.

    Args:
        states: what every step starts from; its own by default.
    """
    with np.errstate(all="ignore"):
        lstm = _LSTM(computation, states)
        for _ in range(computation.wiring.passes):
            results: Results = yield from lstm.run()
        if computation.wiring.through_batch:
            results = results_layout.time_and_batch_exchanged(results)
        for change in computation.hand_over:
            results = change(results, computation.experiment)
    return results


class _LSTM:
    """All layers and directions of one computation."""

    def __init__(self, computation: Computation, states: States | None) -> None:
        self.computation, self.states = computation, states
        self.wiring = computation.wiring
        experiment = computation.experiment
        self.experiment = _turned(experiment) if self.wiring.through_batch else experiment
        self.lengths = np.array(self.experiment.lengths)
        self.round: Callable[[Array], Array] = (
            partial(rounded, precision=computation.precision) if computation.precision else _same
        )
        self.h_0, self.c_0 = self.experiment.h_0, self.experiment.c_0

    def run(self) -> Generator[None, None, Results]:
        """The sequence once; the next run starts where this one ends."""
        experiment, wiring = self.experiment, self.wiring
        config, results = experiment.config, Results()
        x = experiment.sequence
        finals = []
        for layer in range(config.num_layers):
            top: list[Array] = []
            above: list[Array] = []
            for direction in range(config.num_directions):
                order = _order(wiring, direction, self.lengths, len(x))
                walk = yield from self._walk(layer, direction, _taken(x, order.read), order)
                self._record(results, layer, direction, walk, order)
                rows = np.arange(len(self.lengths))
                finals.append((walk.h[order.last, rows], walk.c[order.last, rows]))
                top.append(results[Series("h", layer, direction)])
                states = self.states
                above.append(top[-1] if states is None else states[Lane(layer, direction)][0])
            x = _joined(above, wiring.swaps_join).astype(experiment.dtype)
            x[np.isnan(x)] = 0
            if layer < len(experiment.masks):
                mask = experiment.masks[layer]
                x = x * (mask if wiring.scales_kept else mask != 0)
        results[Series("output")] = self._output(top)
        self.h_0, self.c_0 = (np.stack(states) for states in zip(*finals, strict=True))
        results[Series("h_n")], results[Series("c_n")] = self.h_0, self.c_0
        return results

    def _walk(
        self, layer: int, direction: int, x: Array, order: Order
    ) -> Generator[None, None, Walk]:
        lane = Lane(layer, direction)
        row = self.experiment.config.state_row(lane)
        w = self.experiment.parameters.cell(lane)
        r = self.round
        bias = 0 if w.b_ih is None or w.b_hh is None else w.b_ih + w.b_hh
        if self.computation.precision:
            w, x, bias = _rounded_weights(w, r), r(x), r(np.asarray(bias))
        sums = r(_product(x, w.W_ih) + bias)
        yield
        h_0, c_0 = r(self.h_0[row]), r(self.c_0[row])
        if self.states is not None:
            h, c = (_taken(state, order.placed) for state in self.states[lane])
            return self._forced(w, sums, (h_0, h), (c_0, c), order)
        if not self.wiring.carries_rows:
            return (yield from self._free(w, sums, h_0, c_0))
        walks: list[Walk] = []
        h, c = h_0[:1], c_0[:1]
        for b in range(len(self.lengths)):
            walk = yield from self._free(w, sums[:, b : b + 1], h, c)
            walks.append(walk)
            h, c = walk.h[order.last[b]], walk.c[order.last[b]]
        return Walk(*(np.concatenate(parts, axis=1) for parts in zip(*walks, strict=True)))

    def _free(
        self, w: CellWeights, sums: Array, h_0: Array, c_0: Array
    ) -> Generator[None, None, Walk]:
        """Every step from the one before."""
        values = []
        h, c = h_0, c_0
        steps_at_once = PAUSE // (w.W_hh.size * len(h_0) + PAUSE // 32)  # 31 at most
        for step, from_input in enumerate(sums):
            if step % (steps_at_once + 1) == steps_at_once:
                yield
            values.append(self._cell(w, from_input, h, c))
            h = values[-1].h if self.wiring.carries_h else h_0
            c = values[-1].c if self.wiring.carries_c else c_0
        return Walk(*(_number_or_inf(np.stack(parts)) for parts in zip(*values, strict=True)))

    def _forced(
        self,
        w: CellWeights,
        sums: Array,
        h: tuple[Array, Array],
        c: tuple[Array, Array],
        order: Order,
    ) -> Walk:
        """Every step from the states recorded before it: first (B, …) and after (T, B, …)."""
        before = []
        for (first, after), carried in ((h, self.wiring.carries_h), (c, self.wiring.carries_c)):
            if self.wiring.carries_rows:
                final = after[order.last, np.arange(len(first))]
                first = np.concatenate((first[:1], final[:-1]))
            kept = after[:-1] if carried else np.broadcast_to(first, after[:-1].shape)
            before.append(np.concatenate((first[None], kept)))
        return Walk(*map(_number_or_inf, self._cell(w, sums, *before)))

    def _cell(self, w: CellWeights, from_input: Array, h_prev: Array, c_prev: Array) -> Walk:
        r, equations = self.round, self.computation.equations
        H = c_prev.shape[-1]
        z = r(from_input + r(_product(h_prev, w.W_hh)))
        gates = r(equations.sigmoid(z))
        i, f, o = gates[..., :H], gates[..., H : 2 * H], gates[..., 3 * H :]
        g = r(equations.squash(z[..., 2 * H : 3 * H]))
        c = r(r(f * c_prev) + r(i * g))
        m = r(equations.hidden(o, c))
        return Walk(z, c, m, m if w.W_hr is None else r(equations.project(w.W_hr, o, c, m)))

    def _record(
        self, results: Results, layer: int, direction: int, walk: Walk, order: Order
    ) -> None:
        """Put what was computed to its timesteps; NaN where nothing was."""
        steps, rows = np.nonzero(order.taken)
        placed = order.placed[steps, rows]

        def at_timesteps(values: Array) -> Array:
            put = np.full(values.shape, np.nan, values.dtype)
            put[placed, rows] = values[steps, rows]
            return put

        equations = self.computation.equations
        for gate, z in zip(GATES, np.split(at_timesteps(walk.z), 4, axis=-1), strict=True):
            tanh = EVERY[gate].function == "tanh"
            value = equations.squash(z) if tanh else equations.sigmoid(z)
            results[Series(f"z_{gate}", layer, direction)] = z
            results[Series(gate, layer, direction)] = self.round(value)
        for quantity in ("c", "m", "h") if self.experiment.config.proj_size else ("c", "h"):
            values = at_timesteps(getattr(walk, quantity))
            results[Series(quantity, layer, direction)] = values

    def _output(self, top: list[Array]) -> Array:
        output = _joined(top, self.wiring.swaps_output)
        if self.wiring.clears_padding:
            output[np.arange(len(output))[:, None] >= self.lengths] = 0
        return output


def _turned(experiment: Experiment) -> Experiment:
    """Time and batch taken for each other; the states no longer fit, and are zero."""
    x = experiment.sequence.swapaxes(0, 1)
    steps, batch, _ = x.shape
    shapes = (experiment.config.state_shape(batch, name) for name in ("h_0", "c_0"))
    h_0, c_0 = (np.zeros(shape, experiment.dtype) for shape in shapes)
    masks = tuple(mask.swapaxes(0, 1) for mask in experiment.masks)
    return replace(experiment, sequence=x, h_0=h_0, c_0=c_0, lengths=(steps,) * batch, masks=masks)


def _order(wiring: Wiring, direction: int, lengths: Array, steps: int) -> Order:
    walked = lengths if wiring.heeds_lengths else np.full_like(lengths, steps)
    backwards = bool(direction) and wiring.reverses
    if backwards and wiring.starts_in_padding:
        walked = np.full_like(lengths, steps)
    step = np.broadcast_to(np.arange(steps)[:, None], (steps, len(lengths)))
    taken = step < walked
    read = np.where(taken, walked - 1 - step, step) if backwards else step
    return Order(read, read if wiring.realigns else step, taken, walked - 1)


def _product(x: Array, W: Array) -> Array:
    """x Wᵀ by one product of matrices, however many axes x has."""
    if x.ndim == 2:
        return x @ W.T
    return (x.reshape(-1, x.shape[-1]) @ W.T).reshape(*x.shape[:-1], -1)


def _taken(values: Array, order: Array) -> Array:
    return np.take_along_axis(values, order[..., None], axis=0)


def _joined(directions: list[Array], swapped: bool) -> Array:
    return np.concatenate(directions[::-1] if swapped else directions, axis=-1)


def _rounded_weights(w: CellWeights, r: Callable[[Array], Array]) -> CellWeights:
    return CellWeights(r(w.W_ih), r(w.W_hh), w.b_ih, w.b_hh, None if w.W_hr is None else r(w.W_hr))


def _number_or_inf(values: Array) -> Array:
    """NaN is for what is not decided: what overflowed (inf - inf) is infinite."""
    return np.where(np.isnan(values), values.dtype.type(np.inf), values)


def _same(values: Array) -> Array:
    return values
