"""Equations of one LSTM cell, stated once, in the letters of the paper and the order of torch.

Source: Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000)
and the projection of Sak, Senior & Beaufays (2014), as `torch.nn.LSTM` documents them:

    z = W_ih x + b_ih + W_hh h' + b_hh      rows stacked i, f, g, o
    i = σ(z_i)    f = σ(z_f)    g = tanh(z_g)    o = σ(z_o)
    c = f ⊙ c' + i ⊙ g
    m = o ⊙ tanh(c)
    h = W_hr m  with a projection, else h = m

A held value (`lstm.interventions`) replaces the computed one before anything reads it.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..lstm.activation import sigmoid
from ..lstm.parameters import CellWeights
from .step_interventions import NONE, StepInterventions


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


FUNCTIONS: Final[Mapping[str, Callable[[Array], Array]]] = {"σ": sigmoid, "tanh": np.tanh}
"""Activation functions by the names of `lstm.quantities`."""


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
    z = held.cut(from_input + from_state, weights, x, h_prev)
    z_i, z_f, z_g, z_o = np.split(z, 4, axis=-1)
    i, f = held.hold("i", sigmoid(z_i)), held.hold("f", sigmoid(z_f))
    g, o = held.hold("g", np.tanh(z_g)), held.hold("o", sigmoid(z_o))
    c = held.hold("c", f * c_prev + i * g)
    m = o * np.tanh(c)
    if W_hr is None:
        return StepValues(z, i, f, g, o, c, None, held.hold("h", m))
    m = held.hold("m", m)
    return StepValues(z, i, f, g, o, c, m, held.hold("h", m @ W_hr.T))
