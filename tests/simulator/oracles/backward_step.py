"""Equations of one LSTM cell backwards as they were first written: the oracle of a step back.

Given the recorded i f g o c, the inputs x, h', c', and the gradients that come in, dh and dc_in
(from the next step's dc' and from seeds), with t = tanh(c):

    dm = W_hrᵀ dh  with a projection, else dm = dh
    dc = dc_in + dm ⊙ o ⊙ (1 − t²)
    do = dm ⊙ t    dg = dc ⊙ i    di = dc ⊙ g    df = dc ⊙ c'
    dz = (di ⊙ i(1−i), df ⊙ f(1−f), dg ⊙ (1−g²), do ⊙ o(1−o))      stacked i, f, g, o
    dx = W_ihᵀ dz    dh' = W_hhᵀ dz    dc' = dc ⊙ f

1 − t² is taken as (1−t)(1+t), which keeps its digits near saturation, where 1 − t·t loses them.

The gradient of a held value is what moving the hold would do; to what was computed beneath it
goes exactly 0. A cut connection W[j,k] gives no W[j,k]·dz[j].

Source: Hochreiter & Schmidhuber (1997), appendix, with the full gradient of Graves & Schmidhuber
(2005) in place of the truncated one.
"""

from typing import NamedTuple

import numpy as np

from simulator.arrays import Array, on_a_line
from simulator.cells.interventions import NONE, StepInterventions
from simulator.cells.weights import CellWeights

GATES = ("i", "f", "g", "o")


class CellInputs(NamedTuple):
    """What the forward pass recorded of a cell, for n rows.

    gates: (n, 4H), i f g o side by side. c, c_prev: (n, H).
    """

    gates: Array
    c: Array
    c_prev: Array


class Adjoints(NamedTuple):
    """Gradients of one cell for dh and dc_in. `dm` is None without a projection.

    dm, dc: (n, H). dz: (n, 4H). dx: (n, I). dh_prev: (n, R). dc_prev: (n, H).
    """

    dm: Array | None
    dc: Array
    dz: Array
    dx: Array
    dh_prev: Array
    dc_prev: Array


def weights_back(weights: CellWeights) -> Array:
    """Return W_ih beside W_hh, (4H, I+R): dz times it is dx beside dh_prev in one product."""
    return on_a_line(np.concatenate([weights.W_ih, weights.W_hh], axis=1))


def tanh_slope(t: Array) -> Array:
    """Return 1 − t², the slope of tanh where it is t."""
    return np.asarray((1 - t) * (1 + t))


def sigmoid_slope(s: Array) -> Array:
    """Return s(1 − s), the slope of σ where it is s."""
    return np.asarray(s * (1 - s))


def slopes(gates: Array) -> Array:
    """Return the slopes of the four gates where they are: (…, 4H), i f g o side by side."""
    H = gates.shape[-1] // len(GATES)
    found = sigmoid_slope(gates)
    g = slice(2 * H, 3 * H)
    found[..., g] = tanh_slope(gates[..., g])
    return found


def stopped(held: StepInterventions, quantity: str) -> Array | None:
    """Return where nothing goes on beneath a quantity, since it is held; None for nowhere."""
    return held.fixed[quantity].where if quantity in held.fixed else None


def zeroed(gradient: Array, *where: Array | None) -> Array:
    """Return a gradient with exactly 0 in some places, also where it is NaN."""
    for places in where:
        if places is not None:
            gradient = np.where(places, 0, gradient)
    return gradient


def step(
    weights: CellWeights,
    W: Array,
    cell: CellInputs,
    dh: Array,
    dc_in: Array,
    held: StepInterventions = NONE,
) -> Adjoints:
    """Compute one step back of one cell for n rows of a batch.

    Args:
        weights: the cell's parameters. W: their `weights_back`.
        cell: what the forward pass recorded. dh: (n, R). dc_in: (n, H).
        held: the holds and cuts on these rows.
    """
    i, f, g, o = np.split(cell.gates, 4, axis=-1)
    dm, W_hr = None, weights.W_hr
    through = zeroed(dh, stopped(held, "h"))
    if W_hr is not None:
        dm = np.matmul(through, W_hr)
        through = zeroed(dm, stopped(held, "m"))
    t = np.tanh(cell.c)
    in_c = stopped(held, "c")
    in_o = stopped(held, "h" if W_hr is None else "m")
    dc = through * o
    dc *= tanh_slope(t)
    dc = zeroed(dc, in_o)
    dc += dc_in
    dz = np.concatenate([dc * g, dc * cell.c_prev, dc * i, through * t], axis=-1)
    dz *= slopes(cell.gates)
    if held.fixed:
        parts = zip(GATES, np.split(dz, 4, axis=-1), strict=True)
        kept = (zeroed(part, stopped(held, q), in_o if q == "o" else in_c) for q, part in parts)
        dz = np.concatenate([*kept], axis=-1)
    back = np.matmul(dz, W)
    without_cuts(back, dz, W, weights.W_ih.shape[1], held)
    I = weights.W_ih.shape[1]
    return Adjoints(dm, dc, dz, back[:, :I], back[:, I:], zeroed(dc * f, in_c))


def without_cuts(back: Array, dz: Array, W: Array, inputs: int, held: StepInterventions) -> None:
    """Compute again the sums of `back` (n, I+R) that a cut connection has no part in."""
    gone: dict[tuple[int, int], list[int]] = {}
    for j, (_, keep_x, keep_h) in held.cuts.items():
        for first, keep in ((0, keep_x), (inputs, keep_h)):
            for n, k in np.argwhere(~keep).tolist():
                gone.setdefault((n, first + k), []).append(j)
    for (n, k), rows in gone.items():
        kept = np.ones(len(W), bool)
        kept[rows] = False
        back[n, k] = np.dot(np.where(kept, dz[n], 0), np.where(kept, W[:, k], 0))
