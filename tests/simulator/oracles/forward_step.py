"""Equations of one LSTM cell as they were first written: the oracle of every bit of a step.

Source: Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000)
and the projection of Sak, Senior & Beaufays (2014), as `torch.nn.LSTM` documents them:

    z = W_ih x + b_ih + W_hh h' + b_hh      rows stacked i, f, g, o
    i = σ(z_i)    f = σ(z_f)    g = tanh(z_g)    o = σ(z_o)
    c = f ⊙ c' + i ⊙ g
    m = o ⊙ tanh(c)
    h = W_hr m  with a projection, else h = m

A held value (`network.interventions`) replaces the computed one before anything reads it.
"""

from typing import NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.cells.interventions import NONE, StepInterventions
from simulator.cells.weights import CellWeights


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + e⁻ˣ); e^-|x| cannot overflow."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


class StepValues(NamedTuple):
    """Results of one cell for x, h' and c'. `m` is None without a projection."""

    z: Array
    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    m: Array | None
    h: Array


def without_cuts(
    held: StepInterventions, z: Array, weights: CellWeights, x: Array, h_prev: Array
) -> Array:
    """Write sums without the cut connections into z (n, 4H): a cut product is left out."""
    for row, (rows, keep_x, keep_h) in held.cuts.items():
        from_input = np.where(keep_x, x * weights.W_ih[row], 0)[rows].sum(axis=1)
        from_state = np.where(keep_h, h_prev * weights.W_hh[row], 0)[rows].sum(axis=1)
        if weights.b_ih is not None:
            from_input, from_state = from_input + weights.b_ih[row], from_state + weights.b_hh[row]
        z[rows, row] = from_input + from_state
    return z


def step(
    weights: CellWeights, x: Array, h_prev: Array, c_prev: Array, held: StepInterventions = NONE
) -> StepValues:
    """Compute one step of one cell for the rows of a batch.

    Args:
        weights: the cell's parameters, of the same dtype as the rows.
        x: (B, I). h_prev: (B, R). c_prev: (B, H). held: the holds and cuts on these rows.

    Returns:
        z (B, 4H); i, f, g, o, c and m (B, H); h (B, R).
    """
    W_ih, W_hh, b_ih, b_hh, W_hr = (
        weights.W_ih,
        weights.W_hh,
        weights.b_ih,
        weights.b_hh,
        weights.W_hr,
    )
    from_input = x @ W_ih.T if b_ih is None else x @ W_ih.T + b_ih
    from_state = h_prev @ W_hh.T if b_hh is None else h_prev @ W_hh.T + b_hh
    z = without_cuts(held, from_input + from_state, weights, x, h_prev)
    z_i, z_f, z_g, z_o = np.split(z, 4, axis=-1)
    i, f = held.hold("i", sigmoid(z_i)), held.hold("f", sigmoid(z_f))
    g, o = held.hold("g", np.tanh(z_g)), held.hold("o", sigmoid(z_o))
    c = held.hold("c", f * c_prev + i * g)
    m = o * np.tanh(c)
    if W_hr is None:
        return StepValues(z, i, f, g, o, c, None, held.hold("h", m))
    m = held.hold("m", m)
    return StepValues(z, i, f, g, o, c, m, held.hold("h", m @ W_hr.T))
