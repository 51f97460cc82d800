"""The backward pass of one lane, step after step from the end of its walk.

`FastLaneBackward` takes the calls of `cells.back_plan`, for rows of equal lengths; everything that
is known before the walk, slopes and factors, is made for a block of steps at once. Number by number
it has the bits of `cells.step_back`, which computes each step with a hold or cut;
`LaneBackward` does so at every step, for rows of different lengths. dx and dh_prev are one product
a step, never one of several steps, whose bits would depend on how far the run was asked to go.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Array
from ..cells.back_plan import (
    MATRIX,
    OF,
    OF_FACTORS,
    OF_GATES,
    OF_SLOPES,
    OF_SUMS,
    ON,
    SEED,
    Operand,
    back_plan_of,
)
from ..cells.sheet import INPUT, before
from ..cells.step_back import StepBack, along_edges, reads_back, step_back
from ..cells.weights import CellWeights
from ..engine.lane_interventions import InterventionsByStep, next_held
from ..engine.time_order import span, timestep_at
from ..engine.trace import LaneArrays
from ..experiment.experiment import Experiment
from .gradient_trace import LaneGradients

BLOCK = 128
"""Number of steps whose slopes and factors are made at once."""

Above = Callable[[slice], Array | None]
"""What comes to h of a lane from above at some timesteps, (n, B, R), seeds on `output` and h
included; None for nothing."""

Places = tuple[Array, Array]
"""Timesteps and batch rows, (n,) each."""


class LaneBackward:
    """Backward pass of one lane, step by step: every call continues where the last one ended.

    Args:
        weights: the lane's parameters. lane: what the run recorded. gradients: takes the results.
        lengths: (B,). holds: the lane's. above: what comes from above.
        seeds: those on states that no other lane reads, c of an LSTM, (T, B, H) each.

    Attributes:
        walked: the number of steps taken, from the end of the walk.
    """

    def __init__(
        self,
        weights: CellWeights,
        lane: LaneArrays,
        gradients: LaneGradients,
        lengths: Array,
        holds: InterventionsByStep,
        above: Above,
        seeds: Mapping[str, Array],
    ) -> None:
        self.walked = 0
        self._weights, self._cell = weights, weights.cell
        self._lane, self._gradients = lane, gradients
        self._lengths, self._holds, self._above, self._seeds = lengths, holds, above, seeds
        self._steps = int(lengths.max())
        self._recorded = {name: lane.recorded(name) for name in reads_back(self._cell)}

    def advance(self, stop: int) -> None:
        """Take the steps up to number `stop`, exclusive."""
        while self.walked < stop:
            self._step(self._steps - 1 - self.walked)
            self.walked += 1

    def resume(self, walked: int) -> None:
        """Go on after steps whose gradients are there already, at least one."""
        self.walked = walked

    def _step(self, walk: int) -> None:
        """Take one step by itself, for the rows that took it forwards."""
        rows = np.flatnonzero(walk < self._lengths)
        t = self._timestep(walk, rows)
        arriving = self._arriving(walk, t, rows)
        self._gradients.record(self._cell_back(t, rows, arriving), t, rows)

    def _timestep(self, walk: int, rows: Array) -> Array:
        """Return the timestep of a step of the walk in some rows, (n,)."""
        return timestep_at(self._lane.direction, self._lengths[rows], np.full(len(rows), walk))

    def _arriving(self, walk: int, t: Array, rows: Array) -> list[Array]:
        """Return the gradients that come to the states of some rows, added up: (n, width) each."""
        found = self._given(t, rows)
        goes_on = walk + 1 < self._lengths[rows]
        if goes_on.any():
            at = self._timestep(walk + 1, rows)[goes_on], rows[goes_on]
            for gradient, sent in zip(found, self._sent_back(walk + 1, at), strict=True):
                gradient[goes_on] += sent
        return found

    def _given(self, t: Array, rows: Array) -> list[Array]:
        """Return the gradients of the states from above and from seeds: (n, width) each."""
        found, low = [], int(t.min())
        for state in self._cell.states:
            kept = self._gradients.arrays[f"d{state}"]
            gradient = np.zeros((len(rows), kept.shape[-1]), kept.dtype)
            if state == self._cell.output:
                above = self._above(slice(low, int(t.max()) + 1))
                if above is not None:
                    gradient[...] = above[t - low, rows]
            elif state in self._seeds:
                gradient = self._seeds[state][t, rows].copy()
            found.append(gradient)
        return found

    def _sent_back(self, walk: int, at: Places) -> list[Array]:
        """Return what a step of the walk sends back to each state, (n, width), at some places."""
        return [
            self._gradients.values(f"d{state}_prev")[at]
            if state == self._cell.output
            else self._along(state, at)
            for state in self._cell.states
        ]

    def _cell_back(self, t: Array, rows: Array, arriving: Sequence[Array]) -> StepBack:
        """Compute the cells at timesteps t (n,) of some rows."""
        arrays = {name: array[t, rows] for name, array in self._recorded.items()}
        return step_back(self._weights, arrays, arriving, self._holds.at(t, rows))

    def _along(self, state: str, at: Places) -> Array:
        """Return the gradient that steps sent along edges to a state, again with the same bits."""
        held = self._holds.at(*at)
        return along_edges(
            self._cell,
            before(state),
            lambda key: self._gradients.values(f"d{key}")[at],
            lambda of: self._lane.values(of)[at],
            held.stopped,
        )


class FastLaneBackward(LaneBackward):
    """Backward pass of a lane whose rows have equal lengths.

    Args:
        arguments: as of `LaneBackward`.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        lane, gradients = self._lane, self._gradients
        cell, self._plan = self._cell, back_plan_of(self._cell)
        dh = gradients.values(f"d{cell.output}")
        (steps, B, R), H, dtype = dh.shape, self._weights.hidden_size, dh.dtype
        self._H, self._batch = H, B
        self._order = order = slice(None, None, 1 if lane.direction else -1)
        self._of_steps = {name: array[order] for name, array in gradients.arrays.items()}
        self._of_seeds = {state: seeds[order] for state, seeds in self._seeds.items()}
        held = timestep_at(lane.direction, steps, self._holds.timesteps())
        self._held = np.sort(steps - 1 - held)
        self._made = -1
        n = min(BLOCK, steps)
        self._factors = [
            np.empty((n, B, len(paths), H) if len(paths) > 1 else (n, B, H), dtype)
            for paths in self._plan.factors
        ]
        self._slopes = np.empty((n, B, len(cell.gate_of) * H), dtype)
        self._slopes_of = [
            self._slopes[..., first * H : stop * H] for first, stop in self._plan.slopes_of_gates
        ]
        self._of_gates = np.empty((B, len(cell.sums), H), dtype)
        self._on = {before(state): np.zeros((B, H), dtype) for state in cell.states[1:]}
        self._on[before(cell.output)] = np.zeros((B, R), dtype)
        self._rooms = [np.empty((B, H), dtype) for _ in range(self._plan.rooms)]
        self._back = self._of_steps["back"]
        self._back_h = self._back[..., -R:]
        self._shared = [self._shared_array(operand) for operand in self._plan.shared]
        self._products = [self._product_by(operand) for operand in self._plan.matrices]

    def advance(self, stop: int) -> None:
        """Take the steps up to number `stop`, exclusive."""
        while self.walked < stop:
            block = self.walked // BLOCK
            if block != self._made:
                self._make(block)
            held = next_held(self._held, self.walked, self._steps)
            until = min(stop, (block + 1) * BLOCK, held + 1)
            self._take(self.walked, until, block * BLOCK)
            if until == held + 1:
                self._step(self._steps - until)
                self._go_on_from(until - 1)
            self.walked = until

    def resume(self, walked: int) -> None:
        """Go on after steps whose gradients are there already, at least one."""
        super().resume(walked)
        self._go_on_from(walked - 1)

    def _make(self, block: int) -> None:
        """Make the slopes and the factors of a block of steps."""
        part = slice(block * BLOCK, min((block + 1) * BLOCK, self._steps))
        n = part.stop - part.start
        recorded = {name: array[self._order][part] for name, array in self._recorded.items()}
        self._plan.prepare(recorded, self._H, n, self._factors, self._slopes)
        self._made = block

    def _take(self, first: int, stop: int, origin: int) -> None:
        """Take steps of the block that begins at `origin`, as if nothing were held."""
        if first == stop:
            return
        above = self._above(slice(*span(1 - self._lane.direction, self._steps, first, stop)))
        output = self._cell.output
        self._of_steps[f"d{output}"][first:stop] = 0 if above is None else above[self._order]
        views = [self._views(operand, first, stop, origin) for operand in self._plan.of_steps]
        self._plan.steps(zip(*views, strict=True), self._shared, self._products)
        self._on[before(output)] = self._back_h[stop - 1]

    def _views(self, operand: Operand, first: int, stop: int, origin: int) -> Iterable[Any]:
        """Return an operand of each of some steps."""
        kind, key, low, high, wide = operand
        if kind == OF_FACTORS:
            return self._factors[low][first - origin : stop - origin]
        if kind == OF:
            array = self._of_steps[f"d{key}"][first:stop]
            return array[:, :, None] if wide else array
        if kind == OF_SLOPES:
            return self._slopes_of[low][first - origin : stop - origin]
        if kind == OF_SUMS:
            array = self._of_steps["dz"][first:stop]
            if high - low < len(self._cell.sums):
                array = array[..., low * self._H : high * self._H]
            return array[:, :, None] if wide else array
        if kind == ON:
            state = before(self._cell.output)
            return [self._on[state], *self._back_h[first : stop - 1]]
        if kind == SEED:
            seeds = self._of_seeds.get(str(key))
            return [None] * (stop - first) if seeds is None else seeds[first:stop]
        if len(key) > 1:
            return self._back[first:stop]
        R = self._back_h.shape[-1]
        return (self._back[..., :-R] if key[0] == INPUT else self._back_h)[first:stop]

    def _shared_array(self, operand: Operand) -> Array:
        kind, key, first, stop, wide = operand
        if kind == ON:
            return self._on[str(key)]
        if kind == OF_GATES:
            of_gates = self._of_gates[:, first:stop]
            if wide or stop - first == 1:
                return of_gates if wide else of_gates[:, 0]
            return self._of_gates.reshape(self._batch, -1)[:, first * self._H : stop * self._H]
        if kind == MATRIX:
            groups, backwards = self._weights.groups, self._weights.backwards
            return groups[key][0].T if isinstance(key, str) else backwards[key]
        return self._rooms[first]

    def _product_by(self, operand: Operand) -> Callable[..., Any]:
        """Return the product with matrices: `np.dot` needs its result in one piece."""
        both = INPUT, before(self._cell.output)
        whole = operand.key == both and len(self._shared_array(operand)) > 1
        return np.dot if whole else np.matmul

    def _go_on_from(self, step: int) -> None:
        """Go on from the gradients that a step sends back."""
        t = timestep_at(1 - self._lane.direction, self._steps, step)
        at = np.full(self._batch, t), np.arange(self._batch)
        for state, sent in zip(self._cell.states, self._sent_back(0, at), strict=True):
            if state == self._cell.output:
                self._on[before(state)] = sent
            else:
                self._on[before(state)][...] = sent


def scratch_numbers(experiment: Experiment, layer: int) -> int:
    """Return how many numbers a backward pass through a lane of a layer works with."""
    config = experiment.config
    H, R, cell = config.hidden_size, config.output_size, config.cell
    weights = len(cell.sums) * H * (config.layer_input_size(layer) + R)
    if experiment.uneven:
        return weights
    plan = back_plan_of(cell)
    block = min(BLOCK, experiment.num_timesteps) * (sum(map(len, plan.factors)) + len(cell.gate_of))
    once = len(cell.sums) + plan.rooms + len(cell.states) - 1
    return weights + experiment.batch_size * ((block + once) * H + R)
