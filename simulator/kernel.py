"""Kernel: the equations of `simulator.cell` for one lane whose rows all have one length, fast.

The same formulas in the same letters, over preallocated arrays, one numpy call an operation. What
the lane takes from its input, W_ih x + b_ih + b_hh, is computed for a block of timesteps at once
where the input is known ahead. Blocks lie at fixed places of the walk, so that the bits do not
depend on how far the run is asked to go. A test holds it to `cell.step` within the error bound.
A step on which something is held is computed as if it were free, and then what depends on the hold
is computed anew: so the holds change no bit of anything else.
"""

import numpy as np

from simulator.arrays import Array
from simulator.cell import sigmoid
from simulator.config import GATES
from simulator.held import UNHELD, StepHolds
from simulator.parameters import CellWeights
from simulator.trace import Lane

BLOCK = 64
"""Timesteps whose input sums are computed at once."""


class Kernel:
    """Walks one lane: every call goes on where the last one ended.

    Args:
        weights: the lane's parameters.
        inputs: (T, B, I), what the lane reads. lane: where the values go, initial states in place.
        ahead: True when `inputs` is complete before the lane's first step. holds: of the lane.
    """

    def __init__(
        self,
        weights: CellWeights,
        inputs: Array,
        lane: Lane,
        ahead: bool,
        holds: StepHolds = UNHELD,
    ) -> None:
        order = slice(None, None, -1 if lane.direction else 1)
        rows = 0 if inputs.shape[1] == 1 else slice(None)
        self._inputs = inputs[order, rows]
        self._z, self._gates = lane.z[order, rows], lane.gates[order, rows]
        self._c, self._h = lane.c_states[order, rows], lane.h_states[order, rows]
        self._m = None if lane.m is None else lane.m[order, rows]
        self._weights, self._holds = weights, holds
        self._batch, last = inputs.shape[1], len(inputs) - 1
        held = holds.timesteps()
        self._held = (last - held)[::-1] if lane.direction else held
        self._block = BLOCK if ahead else 1
        self._reverse = bool(lane.direction)
        self._sums, self._summed = np.empty((self._block, *self._z.shape[1:]), self._z.dtype), -1
        self._e = np.empty_like(self._z[0])
        self._tmp = np.empty_like(self._c[0])
        self.walked = 0

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""
        while self.walked < stop:
            block = self.walked // self._block
            first = block * self._block
            held = self._next_held()
            until = min(stop, first + self._block, held + 1)
            sums = self._input_sums(block)[self.walked - first : until - first]
            self._steps(sums, slice(self.walked, until), slice(self.walked + 1, until + 1))
            if until == held + 1:
                self._hold(held)
            self.walked = until

    def _next_held(self) -> int:
        """The number of the next step on which something is held; past the end when none is."""
        index = self._held.searchsorted(self.walked) if len(self._held) else 0
        return int(self._held[index]) if index < len(self._held) else len(self._inputs)

    def _hold(self, step: int) -> None:
        """Put what is held into its place, and compute anew what depends on it."""
        H, B = self._c.shape[-1], self._batch
        t = len(self._inputs) - 1 - step if self._reverse else step
        held = self._holds.at(np.full(B, t), np.arange(B))
        z, gates = self._z[step].reshape(B, -1), self._gates[step].reshape(B, -1)
        x, h_prev = self._inputs[step].reshape(B, -1), self._h[step].reshape(B, -1)
        held.cut(z, self._weights, x, h_prev)
        for row, (rows, _, _) in held.cuts.items():
            activation = np.tanh if row // H == GATES.index("g") else sigmoid
            gates[rows, row] = activation(z[rows, row])
        i, f, g, o = (
            held.hold(q, part) for q, part in zip(GATES, np.split(gates, 4, 1), strict=True)
        )
        c_prev, c = self._c[step].reshape(B, -1), self._c[step + 1].reshape(B, -1)
        c[:] = f * c_prev + i * g
        held.hold("c", c)
        m, W_hr = self._h[step + 1] if self._m is None else self._m[step], self._weights.W_hr
        m[...] = (o * np.tanh(c)).reshape(m.shape)
        if W_hr is None:
            held.hold("h", m)
            return
        held.hold("m", m)
        h = self._h[step + 1]
        np.dot(m, W_hr.T, h) if h.ndim == 2 else np.dot(W_hr, m, h)
        held.hold("h", h)

    def _input_sums(self, block: int) -> Array:
        """W_ih x + b_ih + b_hh of a block's timesteps, in the order of the walk."""
        if self._summed != block:
            w, first = self._weights, block * self._block
            x = self._inputs[first : first + self._block]
            x = x.reshape(-1, x.shape[-1])
            sums = self._sums.reshape(-1, self._sums.shape[-1])[: len(x)]
            np.matmul(x, w.W_ih.T, out=sums)
            if w.b_ih is not None and w.b_hh is not None:
                sums += w.b_ih + w.b_hh
            self._summed = block
        return self._sums

    def _steps(self, sums: Array, now: slice, after: slice) -> None:
        H = self._c.shape[-1]
        W_hh, W_hr = self._weights.W_hh, self._weights.W_hr
        batched = self._h.ndim == 3
        dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh
        negative, exp, reciprocal = np.negative, np.exp, np.reciprocal
        e, tmp, one = self._e, self._tmp, np.ones((), self._e.dtype)
        gates, z = self._gates[now], self._z[now]
        m = self._h[after] if self._m is None else self._m[now]
        for from_input, z_t, z_g, ifgo, i, f, g, o, c_prev, c, h_prev, h, m_t in zip(
            sums,
            z,
            z[..., 2 * H : 3 * H],
            gates,
            gates[..., :H],
            gates[..., H : 2 * H],
            gates[..., 2 * H : 3 * H],
            gates[..., 3 * H :],
            self._c[now],
            self._c[after],
            self._h[now],
            self._h[after],
            m,
            strict=True,
        ):
            dot(h_prev, W_hh.T, e) if batched else dot(W_hh, h_prev, e)
            add(from_input, e, z_t)
            # σ(z) = 1 / (1 + e⁻ᶻ) of all four, then tanh over g; e⁻ᶻ may overflow to a σ of 0.
            negative(z_t, e)
            exp(e, e)
            add(e, one, e)
            reciprocal(e, ifgo)
            tanh(z_g, g)
            multiply(f, c_prev, c)
            multiply(i, g, tmp)
            add(c, tmp, c)
            tanh(c, tmp)
            multiply(o, tmp, m_t)
            if W_hr is not None:
                dot(m_t, W_hr.T, h) if batched else dot(W_hr, m_t, h)
