"""How far two correct engines may differ after one step: a bound for every number of a cell.

Two engines start from the same bits (or from bits that differ by a known bound) and each rounds at
every operation. How far apart they may come follows from the standard model of floating point
(Higham, Accuracy and Stability of Numerical Algorithms, 2002, ch. 3): a sum of n products, in any
order, is wrong by at most γ_n Σ|a||b| with γ_n = n u / (1 - n u), and u half an eps. The bound is
carried through the gates by their derivatives. It is evaluated in float64, whatever is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.arrays import Array
from simulator.held import FREE, Held

ULPS = 4
"""The error allowed to each engine's own sigmoid and tanh, in units in the last place."""

Errors = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class StepBounds:
    """The bounds of n rows of one cell.

    Attributes:
        errors: by quantity (z_i z_f z_g z_o i f g o c, m with a projection, h), like the values.
        overflow: (n,) True where the sums may pass the largest float of the dtype: two correct
            engines may then differ without limit, so that the row can not be compared.
    """

    errors: dict[str, Array]
    overflow: Array


@dataclass(frozen=True, eq=False)
class BoundWeights:
    """The magnitudes of one cell's weights in float64: |W_ih|, |W_hh|, |b_ih| + |b_hh|, |W_hr|."""

    W_ih: Array
    W_hh: Array
    b: Array
    W_hr: Array | None

    @classmethod
    def of(cls, arrays: Mapping[str, Array], layer: int, direction: int) -> "BoundWeights":
        """The magnitudes of one layer and direction, from parameters by torch's names."""
        suffix = f"_l{layer}_reverse" if direction else f"_l{layer}"
        size = {
            kind: np.abs(arrays[kind + suffix].astype(np.float64))
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
            if kind + suffix in arrays
        }
        b = size.get("bias_ih", np.zeros(len(size["weight_ih"]))) + size.get("bias_hh", 0.0)
        return cls(size["weight_ih"], size["weight_hh"], b, size.get("weight_hr"))


def step_bounds(
    weights: BoundWeights,
    x: Array,
    h_prev: Array,
    c_prev: Array,
    values: Mapping[str, Array],
    dtype: Any,
    errors: Errors | None = None,
    held: Held = FREE,
) -> StepBounds:
    """The bounds of one step of one cell, computed by both engines in `dtype`.

    Args:
        x: (n, I). h_prev: (n, R). c_prev: (n, H). values: what the cell computes from them, as
            near to the truth as there is.
        errors: bounds on how far the engines' own x, h_prev and c_prev may be from each other;
            none when both start from the same bits.
        held: what is held of the rows: both engines must have exactly that.
    """
    errors = errors or {}
    D_x, D_h, D_c = (errors.get(name, 0.0) for name in ("x", "h_prev", "c_prev"))
    with np.errstate(all="ignore"):
        x, h_prev, c_prev = (np.abs(a.astype(np.float64)) for a in (x, h_prev, c_prev))
        values = {name: value.astype(np.float64) for name, value in values.items()}
        M = (x + D_x) @ weights.W_ih.T + (h_prev + D_h) @ weights.W_hh.T + weights.b
        D_z = _sum_error(M, x.shape[1] + h_prev.shape[1] + 2, dtype)
        if errors:
            D_z = D_z + D_x @ weights.W_ih.T + D_h @ weights.W_hh.T
        bounds = _gate_bounds(D_z, values, dtype, held)
        bounds.update(_state_bounds(bounds, values, c_prev, D_c, dtype, held))
        largest = float(np.finfo(dtype).max)
        overflow = np.any(largest <= M, axis=1) | np.any(largest <= c_prev + D_c, axis=1)
        if weights.W_hr is not None:
            bounds["m"] = _exact_where_held("m", bounds["h"], held)
            sums = np.abs(values["m"]) @ weights.W_hr.T
            carried = bounds["m"] @ weights.W_hr.T
            bounds["h"] = carried + _sum_error(sums + carried, values["m"].shape[1], dtype)
            overflow |= np.any(largest <= sums, axis=1)
        bounds["h"] = _exact_where_held("h", bounds["h"], held)
    return StepBounds(bounds, overflow)


def _gate_bounds(
    D_z: Array, values: Mapping[str, Array], dtype: Any, held: Held
) -> dict[str, Array]:
    bounds = {}
    parts = np.split(D_z, 4, axis=1)
    for gate, D in zip("ifgo", parts, strict=True):
        z = values[f"z_{gate}"]
        bounds[f"z_{gate}"] = D
        error = tanh_error(z, D, dtype) if gate == "g" else sigmoid_error(z, D, dtype)
        bounds[gate] = _exact_where_held(gate, error, held)
    return bounds


def _state_bounds(
    D: Mapping[str, Array],
    values: Mapping[str, Array],
    c_prev: Array,
    D_c: Any,
    dtype: Any,
    held: Held,
) -> dict[str, Array]:
    """c and o ⊙ tanh(c); the products of two errors are kept, so nothing is left out."""
    i, f, g, o, c = (np.abs(values[name]) for name in "ifgoc")
    products = (f + D["f"]) * (c_prev + D_c) + (i + D["i"]) * (g + D["g"])
    of_c = c_prev * D["f"] + f * D_c + D["f"] * D_c
    of_c = of_c + g * D["i"] + i * D["g"] + D["i"] * D["g"] + _sum_error(products, 2, dtype)
    of_c = _exact_where_held("c", of_c, held)
    t = np.tanh(c)
    of_t = tanh_error(c, of_c, dtype)
    of_m = t * D["o"] + o * of_t + D["o"] * of_t + _sum_error(o * t, 1, dtype)
    return {"c": of_c, "h": of_m}


def _exact_where_held(quantity: str, D: Array, held: Held) -> Array:
    return np.where(held.fixed[quantity].where, 0, D) if quantity in held.fixed else D


def sigmoid_error(z: Array, D_z: Array, dtype: Any) -> Array:
    """How far two engines' σ(z) may differ when their z differ by at most D_z."""
    e = np.exp(-np.abs(z))
    slope = e / (1 + e) ** 2
    value = np.where(z >= 0, 1, e) / (1 + e)
    return np.minimum(1, _carried(slope, 0.25, D_z, 1)) + _own_error(value, dtype)


def tanh_error(z: Array, D_z: Array, dtype: Any) -> Array:
    """How far two engines' tanh(z) may differ when their z differ by at most D_z."""
    e = np.exp(-2 * np.abs(z))
    slope = 4 * e / (1 + e) ** 2
    return np.minimum(2, _carried(slope, 1, D_z, 2)) + _own_error(np.abs(np.tanh(z)), dtype)


def _carried(slope: Array, steepest: float, D_z: Array, rate: int) -> Array:
    """D_z times the steepest slope within D_z of z, where log(slope) changes by at most `rate`."""
    # Where D_z is past 300 the exponential would overflow, and the steepest slope holds anyway.
    near = np.exp(rate * np.minimum(D_z, 300)) * slope
    return np.where(D_z > 300, steepest, np.minimum(steepest, near)) * D_z


def _own_error(value: Array, dtype: Any) -> Array:
    # The smallest normal number pays for tails that an engine flushes to zero.
    info = np.finfo(dtype)
    return 2 * ULPS * float(info.eps) * value + 8 * float(info.smallest_normal)


def _sum_error(magnitude: Array, terms: int, dtype: Any) -> Array:
    """Twice γ_n times the sum of magnitudes: each of two engines may be off by that."""
    info = np.finfo(dtype)
    nu = terms * float(info.eps) / 2
    floor = 2 * terms * float(info.smallest_subnormal)
    return 2 * nu / (1 - nu) * magnitude + floor
