"""Walks back: the gradients of one lane, step after step from the end of its walk.

`FastBackWalk` has the formulas of `adjoint_cell`, one numpy call an operation, for rows of equal
lengths; everything that is known before the walk, tanh(c), slopes and factors, is made for a block
of steps at once. Number by number it has the bits of `adjoint_cell.step`, which computes each step
with a hold or cut; `BackWalk` does so at every step, for rows of different lengths. dx and dh_prev
are one product a step, never one of several steps, whose bits would depend on how far the run was
asked to go.
"""

from collections.abc import Callable

import numpy as np

from ..arrays import Array
from ..cells.weights import CellWeights
from ..engine.lane_interventions import InterventionsByStep
from ..engine.trace import LaneArrays
from ..engine.walk_order import timestep_at
from ..experiment.experiment import Experiment
from . import adjoint_cell
from .adjoint_cell import Adjoints, CellInputs, slopes, tanh_slope, weights_back
from .gradient_trace import LaneGradients

BLOCK = 128
"""Number of steps whose slopes and factors are made at once."""

Above = Callable[[slice], Array | None]
"""What comes to h of a lane from above at some timesteps, (n, B, R), seeds on `output` and h
included; None for nothing."""


class BackWalk:
    """Walk back of one lane, step by step: every call continues where the last one ended.

    Args:
        weights: the lane's parameters. lane: what the run recorded. gradients: takes the results.
        lengths: (B,). holds: the lane's. above: what comes from above.
        seeds: those on c, (T, B, H); None without any.

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
        seeds: Array | None,
    ) -> None:
        self.walked = 0
        self._weights, self._lane, self._gradients = weights, lane, gradients
        self._lengths, self._holds, self._above, self._seeds = lengths, holds, above, seeds
        self._W = weights_back(weights)
        self._steps = int(lengths.max())

    def advance(self, stop: int) -> None:
        """Take the steps up to number `stop`, exclusive."""
        while self.walked < stop:
            self._step(self._steps - 1 - self.walked)
            self.walked += 1

    def resume(self, walked: int) -> None:
        """Go on after steps whose gradients are there already, at least one."""
        self.walked = walked

    def _step(self, walk: int) -> None:
        """Take one step by the equations, for the rows that took it forwards."""
        rows = np.flatnonzero(walk < self._lengths)
        self._compute(walk, rows)

    def _compute(self, walk: int, rows: Array) -> None:
        t = self._timestep(walk, rows)
        dh, dc_in = self._arriving(walk, t, rows)
        found, gradients = self._cell_back(t, rows, dh, dc_in), self._gradients
        gradients.dh[t, rows] = dh
        if gradients.dm is not None and found.dm is not None:
            gradients.dm[t, rows] = found.dm
        gradients.dc[t, rows], gradients.dz[t, rows] = found.dc, found.dz
        gradients.back[t, rows] = np.concatenate([found.dx, found.dh_prev], axis=-1)

    def _timestep(self, walk: int, rows: Array) -> Array:
        """Return the timestep of a step of the walk in some rows, (n,)."""
        return timestep_at(self._lane.direction, self._lengths[rows], np.full(len(rows), walk))

    def _arriving(self, walk: int, t: Array, rows: Array) -> tuple[Array, Array]:
        """Return dh and dc_in of some rows, all added up: (n, R) and (n, H)."""
        dh, dc_in = self._given(t, rows)
        goes_on = walk + 1 < self._lengths[rows]
        if goes_on.any():
            at = self._timestep(walk + 1, rows)[goes_on], rows[goes_on]
            dh_prev, dc_prev = self._sent_back(walk + 1, at)
            dh[goes_on] += dh_prev
            dc_in[goes_on] += dc_prev
        return dh, dc_in

    def _given(self, t: Array, rows: Array) -> tuple[Array, Array]:
        """Return what comes to h and c from above and from seeds: (n, R) and (n, H)."""
        low, gradients = int(t.min()), self._gradients
        above = self._above(slice(low, int(t.max()) + 1))
        dh = np.zeros((len(rows), gradients.dh.shape[-1]), gradients.dh.dtype)
        if above is not None:
            dh[...] = above[t - low, rows]
        if self._seeds is not None:
            return dh, self._seeds[t, rows].copy()
        return dh, np.zeros((len(rows), gradients.dc.shape[-1]), dh.dtype)

    def _sent_back(self, walk: int, at: tuple[Array, Array]) -> tuple[Array, Array]:
        """Return dh_prev (n, R) and dc_prev (n, H) of a step of the walk, at timesteps and rows."""
        return self._gradients.dh_prev[at], self._dc_prev(at)

    def _cell_back(self, t: Array, rows: Array, dh: Array, dc_in: Array) -> Adjoints:
        """Compute the cells at timesteps t (n,) of some rows."""
        lane = self._lane
        cell = CellInputs(lane.gates[t, rows], lane.c[t, rows], lane.c_prev[t, rows])
        held = self._holds.at(t, rows)
        return adjoint_cell.step(self._weights, self._W, cell, dh, dc_in, held)

    def _dc_prev(self, at: tuple[Array, Array]) -> Array:
        """Return what steps taken sent back along the memory, computed again with the same bits."""
        lane, gradients = self._lane, self._gradients
        found = gradients.dc[at] * lane.values("f")[at]
        held = adjoint_cell.stopped(self._holds.at(*at), "c")
        return adjoint_cell.zeroed(found, held)


class FastBackWalk(BackWalk):
    """Walk back of a lane whose rows have equal lengths."""

    def __init__(
        self,
        weights: CellWeights,
        lane: LaneArrays,
        gradients: LaneGradients,
        lengths: Array,
        holds: InterventionsByStep,
        above: Above,
        seeds: Array | None,
    ) -> None:
        super().__init__(weights, lane, gradients, lengths, holds, above, seeds)
        steps, B, H = gradients.dc.shape
        order = slice(None, None, 1 if lane.direction else -1)
        self._c, self._c_prev, self._gates = lane.c[order], lane.c_prev[order], lane.gates[order]
        self._dh, self._dc, self._dz = (
            array[order] for array in (gradients.dh, gradients.dc, gradients.dz)
        )
        self._back = gradients.back[order]
        self._dm = None if gradients.dm is None else gradients.dm[order]
        self._dc_seeds = None if seeds is None else seeds[order]
        held = timestep_at(lane.direction, steps, holds.timesteps())
        self._held = np.sort(steps - 1 - held)
        self._made = -1
        n = min(BLOCK, steps)
        dtype = gradients.dc.dtype
        self._tanh_c, self._slope = np.empty((n, B, H), dtype), np.empty((n, B, H), dtype)
        self._slopes, self._factors = np.empty((n, B, 4 * H), dtype), np.empty((n, B, 3, H), dtype)
        self._o, self._f = np.empty((n, B, H), dtype), np.empty((n, B, H), dtype)
        self._blame = np.empty((B, 4, H), dtype)
        self._through = np.empty((B, H), dtype)
        self._dc_on, self._dh_on = (
            np.zeros((B, H), dtype),
            np.zeros((B, gradients.dh.shape[-1]), dtype),
        )

    def advance(self, stop: int) -> None:
        """Take the steps up to number `stop`, exclusive."""
        while self.walked < stop:
            block = self.walked // BLOCK
            if block != self._made:
                self._make(block)
            until = min(stop, (block + 1) * BLOCK, self._next_held() + 1)
            self._take(self.walked, until, block * BLOCK)
            if until == self._next_held() + 1:
                self._step(self._steps - until)
                self._go_on_from(until - 1)
            self.walked = until

    def resume(self, walked: int) -> None:
        """Go on after steps whose gradients are there already, at least one."""
        super().resume(walked)
        self._go_on_from(walked - 1)

    def _make(self, block: int) -> None:
        """Make tanh(c), the slopes and the factors of a block of steps."""
        part = slice(block * BLOCK, min((block + 1) * BLOCK, self._steps))
        n, H = part.stop - part.start, self._through.shape[-1]
        gates = self._gates[part]
        np.tanh(self._c[part], out=self._tanh_c[:n])
        self._slope[:n] = tanh_slope(self._tanh_c[:n])
        self._slopes[:n] = slopes(gates)
        self._factors[:n, :, 0] = gates[..., 2 * H : 3 * H]
        self._factors[:n, :, 1] = self._c_prev[part]
        self._factors[:n, :, 2] = gates[..., :H]
        self._o[:n], self._f[:n] = gates[..., 3 * H :], gates[..., H : 2 * H]
        self._made = block

    def _take(self, first: int, stop: int, origin: int) -> None:
        """Take steps of the block that begins at `origin`, as if nothing were held."""
        n = stop - first
        timesteps = self._timesteps(first, stop)
        above = self._above(timesteps)
        order = slice(None, None, 1 if self._lane.direction else -1)
        dh = self._dh[first:stop]
        if above is None:
            dh[...] = 0
        else:
            dh[...] = above[order]
        add, multiply, dot, matmul = np.add, np.multiply, np.dot, np.matmul
        blame, through, W, W_hr = self._blame, self._through, self._W, self._weights.W_hr
        of_c, of_o = blame[:, :3], blame[:, 3]
        flat = blame.reshape(len(blame), -1)
        dc_on, dh_on = self._dc_on, self._dh_on
        I = W.shape[1] - dh_on.shape[-1]
        part = slice(first - origin, stop - origin)
        seeds = None if self._dc_seeds is None else self._dc_seeds[first:stop]
        rows = zip(
            dh,
            self._dc[first:stop],
            self._dc[first:stop, :, None],
            self._dz[first:stop],
            self._back[first:stop],
            self._back[first:stop, :, I:],
            self._o[part],
            self._slope[part],
            self._factors[part],
            self._tanh_c[part],
            self._slopes[part],
            self._f[part],
            strict=True,
        )
        for k, (h, c, c3, z, back, h_prev, o, slope, factors, t, gates, f) in enumerate(rows):
            add(h, dh_on, h)
            m = h
            if W_hr is not None and self._dm is not None:
                m = matmul(h, W_hr, self._dm[first + k])
            multiply(m, o, through)
            multiply(through, slope, through)
            if seeds is not None:
                add(dc_on, seeds[k], dc_on)
            add(through, dc_on, c)
            multiply(c3, factors, of_c)
            multiply(m, t, of_o)
            multiply(flat, gates, z)
            dot(z, W, back)
            dh_on = h_prev
            multiply(c, f, dc_on)
        if n:
            self._dh_on = dh_on

    def _timesteps(self, first: int, stop: int) -> slice:
        """Return the timesteps of the steps back first … stop-1, in order of time."""
        if self._lane.direction:
            return slice(first, stop)
        return slice(self._steps - stop, self._steps - first)

    def _next_held(self) -> int:
        """Return the number of the next step with a hold or cut; past the end without one."""
        index = self._held.searchsorted(self.walked) if len(self._held) else 0
        return int(self._held[index]) if index < len(self._held) else self._steps

    def _go_on_from(self, step: int) -> None:
        """Go on from what a step sends back."""
        t = self._steps - 1 - step if not self._lane.direction else step
        rows = np.arange(len(self._blame))
        self._dh_on = self._gradients.dh_prev[t]
        self._dc_on = self._dc_prev((np.full(len(rows), t), rows))


def scratch_numbers(experiment: Experiment, layer: int) -> int:
    """Return how many numbers a walk back through a lane of a layer works with."""
    config = experiment.config
    H, R = config.hidden_size, config.output_size
    weights = 4 * H * (config.layer_input_size(layer) + R)
    if experiment.uneven:
        return weights
    block = min(BLOCK, experiment.num_timesteps) * 11 * H
    return weights + experiment.batch_size * (block + 6 * H + R)
