"""The walk of an LSTM's lane whose rows have equal lengths, written out: the oracle of its bits.

The same products of the same shapes, in the same order, as the plan's; no scratch, no views, no
blocks but those of the input, whose products are made at once.
"""

import numpy as np

from simulator.arrays import on_a_line
from tests.simulator.oracles.forward_step import sigmoid, without_cuts

BLOCK, SUMS = 128, 2**19
CACHED = 2**20


def walk(weights, inputs, h_0, c_0, ahead, reverse, holds):
    """Return z, gates, c, m (None without a projection) and h of a whole lane, (T, B, width).

    Args:
        holds: as of `engine.fast_lane.FastLane`.
    """
    steps, B, _ = inputs.shape
    H, R = weights.W_hh.shape[0] // 4, weights.W_hh.shape[1]
    x = inputs[::-1] if reverse else inputs
    made = {"z": 4 * H, "gates": 4 * H, "c": H, "m": H, "h": R}
    made = {key: np.empty((steps, B, width), inputs.dtype) for key, width in made.items()}
    h, c = np.ascontiguousarray(h_0), c_0
    transposed = on_a_line if B > 1 and steps > 1 else np.asarray
    W_hh_T = transposed(weights.W_hh.T)
    if B == 1 and weights.W_hh.nbytes <= CACHED:
        W_hh_T = on_a_line(weights.W_hh.T)
    W_ih_T = transposed(weights.W_ih.T)
    W_hr_T = None if weights.W_hr is None else transposed(weights.W_hr.T)
    sums = _inputs(weights, x, W_ih_T, ahead)
    product = np.matmul if R == 1 else np.dot
    held_at = {*np.asarray(holds.timesteps()).tolist()}
    for step in range(steps):
        z = sums[step] + _each(product, h, W_hh_T)
        gates = 1 / (1 + np.exp(-z))
        gates[:, 2 * H : 3 * H] = np.tanh(z[:, 2 * H : 3 * H])
        i, f, g, o = np.split(gates, 4, axis=1)
        before, c = (h, c), f * c + i * g
        m = o * np.tanh(c)
        h = m if W_hr_T is None else _each(np.dot, m, W_hr_T)
        t = steps - 1 - step if reverse else step
        if t in held_at:
            held = holds.at(np.full(B, t), np.arange(B))
            c, m, h = _hold(held, weights, x[step], before, z, (i, f, g, o), c, m, h, W_hr_T)
        for key, values in zip(made, (z, gates, c, m, h), strict=True):
            made[key][step] = values
    if weights.W_hr is None:
        made["m"] = None
    return {k: v if v is None or not reverse else v[::-1] for k, v in made.items()}


def _inputs(weights, x, W_ih_T, ahead):
    """Return W_ih x + (b_ih + b_hh), by blocks of timesteps where the input is known ahead."""
    steps, B, _ = x.shape
    width = len(weights.W_ih)
    block = max(1, min(BLOCK, steps, SUMS // (B * width))) if ahead else 1
    found = np.empty((steps, B, width), x.dtype)
    for first in range(0, steps, block):
        part = x[first : first + block]
        found[first : first + block] = (part.reshape(-1, x.shape[-1]) @ W_ih_T).reshape(
            *part.shape[:2], -1
        )
    if weights.b_ih is not None:
        found += weights.b_ih + weights.b_hh
    return found


def _each(product, rows, W_T):
    """Return a product as a walk makes it: of one row as a vector."""
    return (
        product(rows[0], W_T)[None] if len(rows) == 1 else product(np.ascontiguousarray(rows), W_T)
    )


def _hold(held, weights, x, before, z, gates, c, m, h, W_hr_T):
    """Return c, m and h with held values, and change z and the gates; only what they reach."""
    without_cuts(held, z, weights, x, before[0])
    reached = []
    for place, (gate, values) in enumerate(zip("ifgo", gates, strict=True)):
        there, H = np.zeros(values.shape, bool), values.shape[1]
        for row, kept in held.cuts.items():
            if row // H == place:
                there[kept.rows, row % H] = True
        function = np.tanh if gate == "g" else sigmoid
        computed = function(z[:, place * H : (place + 1) * H])
        values[...] = np.where(there, computed, values)
        reached.append(there | _put(held, gate, values))
    i, f, g, o = gates
    of_c = reached[0] | reached[1] | reached[2]
    c = np.where(of_c, f * before[1] + i * g, c)
    of_c |= _put(held, "c", c)
    of_m = of_c | reached[3]
    m = np.where(of_m, o * np.tanh(c), m)
    if W_hr_T is None:
        h = m.copy()
    else:
        of_m |= _put(held, "m", m)
        h = np.where(of_m.any(axis=1, keepdims=True), _each(np.dot, m, W_hr_T), h)
    _put(held, "h", h)
    return c, m, h


def _put(held, quantity, values):
    """Put held values in place; return where."""
    if quantity not in held.fixed:
        return np.zeros(values.shape, bool)
    where, fixed = held.fixed[quantity]
    values[where] = fixed[where]
    return where
