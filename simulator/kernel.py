"""Kernel: the equations of `simulator.cell` for one lane whose rows all have one length, fast.

The same formulas in the same letters, over preallocated arrays, one numpy call an operation. What
the lane takes from its input, W_ih x + b_ih + b_hh, is computed for a block of timesteps at once
where the input is known ahead. Blocks lie at fixed places of the walk, so that the bits do not
depend on how far the run is asked to go. A test holds it to `cell.step` within the error bound.
"""

import numpy as np

from simulator.arrays import Array
from simulator.parameters import CellWeights
from simulator.trace import Lane

BLOCK = 64
"""Timesteps whose input sums are computed at once."""


class Kernel:
    """Walks one lane: every call goes on where the last one ended.

    Args:
        weights: the lane's parameters.
        inputs: (T, B, I), what the lane reads. lane: where the values go, initial states in place.
        ahead: True when `inputs` is complete before the lane's first step.
    """

    def __init__(self, weights: CellWeights, inputs: Array, lane: Lane, ahead: bool) -> None:
        order = slice(None, None, -1 if lane.direction else 1)
        rows = 0 if inputs.shape[1] == 1 else slice(None)
        self._inputs = inputs[order, rows]
        self._z, self._gates = lane.z[order, rows], lane.gates[order, rows]
        self._c, self._h = lane.c_states[order, rows], lane.h_states[order, rows]
        self._m = None if lane.m is None else lane.m[order, rows]
        self._weights = weights
        self._block = BLOCK if ahead else 1
        self._from_input: tuple[int, Array] = (-1, self._z[:0])
        self._e = np.empty_like(self._z[0])
        self._tmp = np.empty_like(self._c[0])
        self.walked = 0

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""
        while self.walked < stop:
            block = self.walked // self._block
            first = block * self._block
            until = min(stop, first + self._block)
            sums = self._input_sums(block)[self.walked - first : until - first]
            self._steps(sums, slice(self.walked, until), slice(self.walked + 1, until + 1))
            self.walked = until

    def _input_sums(self, block: int) -> Array:
        """W_ih x + b_ih + b_hh of a block's timesteps, in the order of the walk."""
        if self._from_input[0] != block:
            w, first = self._weights, block * self._block
            x = self._inputs[first : first + self._block]
            sums = x.reshape(-1, x.shape[-1]) @ w.W_ih.T
            if w.b_ih is not None and w.b_hh is not None:
                sums += w.b_ih + w.b_hh
            self._from_input = block, sums.reshape(*x.shape[:-1], -1)
        return self._from_input[1]

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
