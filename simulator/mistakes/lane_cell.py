"""Cell of one layer and direction, right or wrong: a computation's equations at its precision."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from ..arrays import Array, rounded
from ..cells.interventions import NONE, StepInterventions
from ..cells.sheet import INPUT, before
from ..cells.step import without_cuts
from ..cells.weights import CellWeights
from ..network.quantities import GATES
from .computation import Computation, Function, hidden


class Walk(NamedTuple):
    """Values of a cell: z and gates (…, 4H), c (…, H), m (…, H) with a projection, h (…, R).

    … is a batch of rows, or steps of a lane in the order of its walk, and then its rows.
    """

    z: Array
    gates: Array
    c: Array
    m: Array | None
    h: Array


class LaneCell:
    """One layer and direction: a cell of a computation's equations, at its precision.

    Attributes:
        models: the number of models whose cell it is.
    """

    models = 1

    def __init__(self, computation: Computation, weights: CellWeights) -> None:
        self._equations, self._round = computation.equations, _rounding(computation.precision)
        r, w, rounds = self._round, weights, computation.rounds
        self._round_gates = _same if rounds == "states" else r
        self._round_states = _same if rounds == "gates" else r
        self._round_each = r if rounds == "results" else _same
        self._bias: Array | int = 0
        self._bias_hh: Array | None = None
        if w.b_ih is not None and w.b_hh is not None:
            self._bias = r(r(w.b_ih) + r(w.b_hh))
            if computation.precision and rounds != "states":
                self._bias, self._bias_hh = r(w.b_ih), r(w.b_hh)
        if computation.precision:
            W_hr = None if w.W_hr is None else r(w.W_hr)
            w = CellWeights(r(w.W_ih), r(w.W_hh), w.b_ih, w.b_hh, W_hr)
        self._weights, self._W_ih_T, self._W_hh_T = w, w.W_ih.mT, w.W_hh.mT

    def sums(self, x: Array) -> Array:
        """Return what input and biases add to z: (…, 4H), from x (…, I)."""
        return self._round_gates(self._product(self._round(x), self._W_ih_T) + self._bias)

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
        r, equations, w = self._round_gates, self._equations, self._weights
        H = c_prev.shape[-1]
        h_prev, c_prev = self._round(h_prev), self._round_states(c_prev)
        from_h = self._product(h_prev, self._W_hh_T)
        z = r(sums + r(from_h if self._bias_hh is None else from_h + self._bias_hh))
        if held is not NONE:
            given = {INPUT: x, before(w.cell.output): h_prev}
            without_cuts(w, w.cell.sums, z, given, held)
        gates = r(equations.sigmoid(z))
        i, f, o = gates[..., :H], gates[..., H : 2 * H], gates[..., 3 * H :]
        g = gates[..., 2 * H : 3 * H]
        g[...] = r(equations.squash(z[..., 2 * H : 3 * H]))
        if held is not NONE:
            for gate, values in zip(GATES, (i, f, g, o), strict=True):
                held.hold(gate, values)
        kept, written = equations.shares(i, f)
        c = self._round_each(self._round_each(kept * c_prev) + r(written * g))
        if held is not NONE:
            held.hold("c", c)
        h, m = self._round_states(self._hidden(o, c)), None
        c = self._round_states(c)
        if w.W_hr is not None:
            m = h if held is NONE else held.hold("m", h)
            h = self._round(self._projected(w.W_hr, o, c, self._round(m)))
        if held is not NONE:
            held.hold("h", h)
        return Walk(z, gates, c, m, h)

    def _hidden(self, o: Array, c: Array) -> Array:
        if self._round_each is not _same and self._equations.hidden is hidden:
            return o * self._round_each(np.tanh(c))
        return self._equations.hidden(o, c)

    def _product(self, x: Array, W_T: Array) -> Array:
        """Return x Wᵀ by one matrix product, for any number of axes of x."""
        if x.ndim == 2:
            return x @ W_T
        return (x.reshape(-1, x.shape[-1]) @ W_T).reshape(*x.shape[:-1], -1)

    def _projected(self, W_hr: Array, o: Array, c: Array, m: Array) -> Array:
        return self._equations.project(W_hr, o, c, m)


class StackedCell(LaneCell):
    """The same cell of some models at once, which differ in their weights and in what they read.

    Their rows follow one another, and there are as many of each. Every number has the bits that
    its model's own cell gives: the products are those, one by one.

    Args:
        rows: of each model.
    """

    def __init__(self, computation: Computation, weights: Sequence[CellWeights], rows: int) -> None:
        self.models = len(weights)
        stacked = (
            None
            if getattr(weights[0], name) is None
            else np.stack([getattr(w, name) for w in weights])
            for name in ("W_ih", "W_hh", "b_ih", "b_hh", "W_hr")
        )
        super().__init__(computation, CellWeights(*stacked))  # type: ignore[arg-type]
        self._bias = np.repeat(self._bias, rows, axis=0) if np.ndim(self._bias) else 0

    def _product(self, x: Array, W_T: Array) -> Array:
        """Return x Wᵀ (…, K B, n) by one matrix product a model."""
        *steps, rows, width = x.shape
        apart = x.reshape(-1, self.models, rows // self.models, width).swapaxes(0, 1)
        found = apart.reshape(self.models, -1, width) @ W_T
        found = found.reshape(*apart.shape[:3], -1).swapaxes(0, 1)
        return found.reshape(*steps, rows, -1)

    def _projected(self, W_hr: Array, o: Array, c: Array, m: Array) -> Array:
        apart = (v.reshape(self.models, -1, v.shape[-1]) for v in (o, c, m))
        h = self._equations.project(W_hr, *apart)
        return h.reshape(len(m), -1)


def _rounding(precision: str) -> Function:
    return partial(rounded, precision=precision) if precision else _same


def _same(values: Array) -> Array:
    return values
