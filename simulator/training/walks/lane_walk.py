"""LaneWalk: one lane forwards and back for a whole batch, fast, keeping what learning needs.

The equations are those of `cells.lstm`, in an order that suits a
processor; the bits differ from theirs by rounding. Arrays have the batch rows last, so that each
gate is one contiguous block:

- x, h' and a 1 lie above each other, beside W_ih, W_hh and b: z is one product, and so is the
  gradient of all of them.
- A cell is (i f o g c' t), t = tanh(c). The weights of i, f and o are negative: z of those rows is
  −z, and σ = 1 / (1 + e⁻ᶻ) is one call of three, for the three gates together. (i, f) times
  (g, c') is one product.
- On the way back all factors that are known beforehand are made for a block of timesteps at once,
  in the order (p g i f o c): dh times (t·o(1−o), o(1−t²)) is dz_o and what c gets; dc times
  (f, i(1−g²), g·i(1−i), c'·f(1−f)) is dc' and dz of the other gates, each in its factor's place.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from ...arrays import Array, room_on_a_line
from ...network.config import LSTMConfig
from ...network.lane import Lane

_BLOCK_BYTES: Final = 256 << 10
"""Bytes of the factors of a block, about: on the way back they stay in a processor's cache."""

_LEAST_COLUMNS: Final = 128
"""Timesteps times rows that a block has at least: a product of fewer is slow."""

_O, _G, _C, _T = 2, 3, 4, 5
"""Places of o, g, c' and t in a cell; i and f are the first."""

PLACES: Final = {"write": 0, "keep": 1, "out": _O, "candidate": _G, "memory": _C}
"""Places in a cell by role."""

ORDER_BACK: Final = ((0, 2), (1, 0), (2, 1), (3, 3))
"""Places of g i f o on the way back, and in torch's order i f g o."""


def room(shape: tuple[int, ...], dtype: Any, fill: float = 0.0) -> Array:
    """Return a new array of one number that starts on a cache line."""
    array = room_on_a_line(shape, dtype)
    array[...] = fill
    return array


class LaneWalk:
    """Arrays of one lane for T timesteps of B rows, reused from step to step.

    Attributes:
        x: (T, I, B), the lane's input in walk order, to be filled. h: (T, R, B), what it computed.
        states: the initial ones to be filled, h of (R, B) and c of (H, B).
        above: (T, R, B), the gradient of h from above, in walk order, to be filled.
        dx: (I, T, B), the gradient of x after `back`; None in layer 0, where nothing asks for it.
    """

    def __init__(self, config: LSTMConfig, lane: Lane, steps: int, rows: int, dtype: Any) -> None:
        H, R, I = config.hidden_size, config.output_size, config.layer_input_size(lane.layer)
        S, T, B, K = len(config.cell.sums) * H, steps, rows, I + R + config.bias
        self._names = config.parameter_names(lane)
        self._H, self._R, self._I, self._bias = H, R, I, config.bias
        # Forwards.
        self._W = room((K, S), dtype).T  # a product is a little faster with it
        self._W_hr = room((R, H), dtype) if config.proj_size else None
        self._xh = room((T + 1, K, B), dtype, 1.0)
        self._cell = room((T + 1, 6, H, B), dtype)
        self._m = room((T, H, B), dtype) if config.proj_size else self._xh[1:, I : I + R]
        self.x, self.h = self._xh[:T, :I], self._xh[1:, I : I + R]
        self.states = {"h": self._xh[0, I : I + R], "c": self._cell[0, _C]}
        self._products, self._one = room((2, H, B), dtype), np.ones((), dtype)
        self._steps_forwards = [
            (
                self._xh[s],
                cell[:4].reshape(S, B),
                cell[:3],
                cell[_G],
                cell[:2],
                cell[_G : _C + 1],
                cell[_O],
                self._cell[s + 1, _C],
                cell[_T],
                self._m[s],
                self.h[s],
            )
            for s, cell in enumerate(self._cell[:T])
        ]
        # Back.
        self._W_hh_T = room((S, R), dtype).T
        self._W_ih_T = room((I, S), dtype) if lane.layer else None
        self._W_hr_T = room((H, R), dtype) if config.proj_size else None
        self.above = room((T, R, B), dtype)
        self.dx = room((I, T, B), dtype) if lane.layer else None
        columns = max(_LEAST_COLUMNS, _BLOCK_BYTES // (6 * H * np.dtype(dtype).itemsize))
        n = self._block = min(T, -(-columns // B))
        self._factors, self._less = room((n, 6, H, B), dtype), room((n, 6, H, B), dtype)
        self._more = room((n, 2, H, B), dtype)
        self._dh = room((n, R, B), dtype)
        self._dz_wide, self._xh_wide = room((S, n, B), dtype), room((K, n, B), dtype)
        self._sum, self._part = room((S, K), dtype), room((S, K), dtype)
        self._sum_hr = room((R, H), dtype) if config.proj_size else None
        self._dh_next, self._dc_next = room((R, B), dtype), room((H, B), dtype)
        self._dm, self._dc = room((H, B), dtype), room((H, B), dtype)
        self._steps_back = [
            (dh, *found[4:], found[:4].reshape(4, -1), found[1:5].reshape(S, B), found[0])
            for dh, found in zip(self._dh, self._factors, strict=True)
        ]
        self._above_steps = list(self.above)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays that are as long as the walk: nearly all that it takes."""
        long = (self._xh, self._cell, self.above, self._m, self.dx)
        return sum(array.nbytes for array in long if array is not None)

    def load(self, weights: Mapping[str, Array], back: bool) -> None:
        """Take over the lane's weights, by torch's names; for the way back too if it is asked."""
        H, R, I, names = self._H, self._R, self._I, self._names
        W_ih, W_hh = weights[names["weight_ih"]], weights[names["weight_hh"]]
        W = self._W
        _put_negative(W[:, :I], W_ih)
        _put_negative(W[:, I : I + R], W_hh)
        if self._bias:
            b = weights[names["bias_ih"]] + weights[names["bias_hh"]]
            _put_negative(W[:, I + R], b)
        if self._W_hr is not None and self._W_hr_T is not None:
            self._W_hr[...] = weights[names["weight_hr"]]
            self._W_hr_T[...] = self._W_hr.T
        if back:
            for into, given in ((self._W_hh_T, W_hh), (self._W_ih_T, W_ih)):
                if into is not None:
                    for at, gate in ORDER_BACK:
                        into.T[at * H : (at + 1) * H] = given[gate * H : (gate + 1) * H]

    def forwards(self) -> Iterator[None]:
        """Compute every step of the walk from x and the initial states; yields after each block."""
        dot, exp, add, reciprocal = np.dot, np.exp, np.add, np.reciprocal
        tanh, multiply = np.tanh, np.multiply
        W, W_hr, one, products = self._W, self._W_hr, self._one, self._products
        i_g, f_c = products
        for start in range(0, len(self._steps_forwards), self._block):
            block = self._steps_forwards[start : start + self._block]
            for xh, z, i_f_o, g, i_f, g_c, o, c, t, m, h in block:
                dot(W, xh, z)
                exp(i_f_o, i_f_o)
                add(i_f_o, one, i_f_o)
                reciprocal(i_f_o, i_f_o)
                tanh(g, g)
                multiply(i_f, g_c, products)
                add(i_g, f_c, c)
                tanh(c, t)
                multiply(o, t, m)
                if W_hr is not None:
                    dot(W_hr, m, h)
            yield

    def back(self) -> Iterator[None]:
        """Go back from `above` through every step, and sum up the gradients of the weights.

        Yields after each block.
        """
        T, n = len(self._m), self._block
        self._dh_next[...] = 0
        self._dc_next[...] = 0
        first = True
        for start in reversed(range(0, T, n)):
            stop = min(start + n, T)
            self._make_factors(start, stop)
            self._walk_back(start, stop)
            self._sum_up(start, stop, first)
            first = False
            yield

    def put_gradients(self, into: Mapping[str, Array]) -> None:
        """Write the gradients of the lane's weights, by torch's names, in their shapes."""
        R, I, names, found = self._R, self._I, self._names, self._sum
        for kind, columns in (("weight_ih", slice(I)), ("weight_hh", slice(I, I + R))):
            if names[kind] in into:
                take_gates(into[names[kind]], found[:, columns])
        for kind in ("bias_ih", "bias_hh") if self._bias else ():
            if names[kind] in into:
                take_gates(into[names[kind]], found[:, I + R])
        if self._sum_hr is not None and names["weight_hr"] in into:
            into[names["weight_hr"]][...] = self._sum_hr

    def _make_factors(self, start: int, stop: int) -> None:
        """Make the factors of the timesteps start … stop-1, which the way back multiplies with."""
        k, cell = stop - start, self._cell[start:stop]
        factors, less, more = self._factors[:k], self._less[:k], self._more[:k]
        np.subtract(self._one, cell, less)
        # 1−g², 1−t², as (1−g)(1+g): it keeps its digits near saturation.
        g_t = slice(_G, _T + 1, _T - _G)
        np.add(self._one, cell[:, g_t], more)
        np.multiply(less[:, g_t], more, more)
        # i(1−i)·g, f(1−f)·c', o(1−o)·t. One piece is twice as fast as the parts that are needed:
        # the products between them are overwritten below.
        np.multiply(less, cell, less)
        flat, part = cell.reshape(-1), cell[0, 0].size
        np.multiply(
            less.reshape(-1)[: -3 * part], flat[3 * part :], factors.reshape(-1)[2 * part : -part]
        )
        np.multiply(more, cell[:, : _O + 1 : _O], factors[:, 1::4])
        factors[:, 0] = cell[:, 1]

    def _walk_back(self, start: int, stop: int) -> None:
        dot, add, multiply = np.dot, np.add, np.multiply
        dh_next, dc_next, dc = self._dh_next, self._dc_next, self._dc
        dm, W_hh_T, W_hr_T = self._dm, self._W_hh_T, self._W_hr_T
        steps = zip(
            reversed(self._above_steps[start:stop]),
            reversed(self._steps_back[: stop - start]),
            strict=True,
        )
        dc_row = dc.reshape(-1)
        for above, (dh, dz_o, to_c, others, dz, dc_prev) in steps:
            add(above, dh_next, dh)
            through = dh if W_hr_T is None else dot(W_hr_T, dh, dm)
            multiply(dz_o, through, dz_o)
            multiply(to_c, through, to_c)
            add(to_c, dc_next, dc)
            multiply(others, dc_row, others)
            dot(W_hh_T, dz, dh_next)
            dc_next = dc_prev
        self._dc_next[...] = dc_next  # its place is taken by the next block

    def _sum_up(self, start: int, stop: int, first: bool) -> None:
        """Add what a block gives to the weights' gradients, and take dx of it."""
        H, k, B = self._H, stop - start, self._m.shape[-1]
        dz, xh, S = self._dz_wide[:, :k], self._xh_wide[:, :k], len(self._dz_wide)
        dz[...] = self._factors[:k, 1:5].reshape(k, S, B).transpose(1, 0, 2)
        xh[...] = self._xh[start:stop].transpose(1, 0, 2)
        dz, xh = dz.reshape(S, k * B), xh.reshape(len(xh), k * B)
        into = self._sum if first else self._part
        np.dot(dz, xh.T, into)
        if not first:
            np.add(self._sum, into, self._sum)
        if self.dx is not None and self._W_ih_T is not None:
            self.dx[:, start:stop] = np.dot(self._W_ih_T, dz).reshape(-1, k, B)
        if self._sum_hr is not None:
            dh = self._dh[:k].transpose(1, 0, 2).reshape(self._R, k * B)
            m = self._m[start:stop].transpose(0, 2, 1).reshape(k * B, H)
            self._sum_hr[...] = dh @ m if first else self._sum_hr + dh @ m


def _put_negative(into: Array, given: Array) -> None:
    """Write rows in torch's order i f g o in the order i f o g, all but those of g negative."""
    H = len(into) // 4
    np.negative(given[: 2 * H], into[: 2 * H])
    np.negative(given[3 * H :], into[2 * H : 3 * H])
    into[3 * H :] = given[2 * H : 3 * H]


def take_gates(into: Array, found: Array) -> None:
    """Write rows in the order g i f o in torch's order, i f g o."""
    H = len(into) // 4
    into[: 2 * H] = found[H : 3 * H]
    into[2 * H : 3 * H] = found[:H]
    into[3 * H :] = found[3 * H :]
