"""Bounds on the difference of two correct engines after one step, for every number of a cell.

Two engines start from equal bits (or from bits that differ by a known bound), and each rounds at
every operation. The bound follows from the standard model of floating point (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, ch. 3): a sum of n products, in any order, is wrong by at
most γ_n Σ|a||b| with γ_n = n u / (1 - n u), and u half an eps. The bound is carried through the
gates by their derivatives. It is evaluated in float64, whatever dtype is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Array, cast
from ..engine.step_interventions import NONE, StepInterventions
from ..lstm.lane import Lane
from ..lstm.quantities import EVERY, GATES, SUMS

ULPS = 4
"""Error allowed to each engine's own sigmoid and tanh, in units in the last place."""

Errors = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class StepBounds:
    """Bounds for n rows of one cell.

    Attributes:
        errors: by quantity (z_i z_f z_g z_o i f g o c, m with a projection, h), like the values.
        overflow: (n,) True where the sums may pass the largest float of the dtype: two correct
            engines may then differ without limit, so the row cannot be compared.
    """

    errors: dict[str, Array]
    overflow: Array


@dataclass(frozen=True, eq=False)
class BoundWeights:
    """Magnitudes of one cell's weights in float64: |W_ih|, |W_hh|, |b_ih| + |b_hh|, |W_hr|."""

    W_ih: Array
    W_hh: Array
    b: Array
    W_hr: Array | None

    @classmethod
    def of(cls, arrays: Mapping[str, Array], lane: Lane) -> "BoundWeights":
        """Return the magnitudes of one lane, from parameters by torch's names."""
        size = {
            kind: np.abs(cast(arrays[kind + lane.suffix], np.float64))
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
            if kind + lane.suffix in arrays
        }
        b = size.get("bias_ih", np.zeros(len(size["weight_ih"])))
        with np.errstate(over="ignore"):  # a sum past the largest float marks its rows
            b = b + size.get("bias_hh", 0.0)
        return cls(size["weight_ih"], size["weight_hh"], b, size.get("weight_hr"))

    def sums(self, x: Array, h_prev: Array) -> Array:
        """Return M = |W_ih||x| + |W_hh||h'| + |b_ih| + |b_hh|, or a bit more, for n rows: (n, 4H).

        For float32 rows it is computed in float32, twice as fast, and enlarged by the possible
        loss.
        """
        if x.dtype != np.float32:
            return np.asarray(x @ self.W_ih.T + h_prev @ self.W_hh.T + self.b)
        W_ih, W_hh, b = self._narrow
        M = x @ W_ih.T
        M += h_prev @ W_hh.T
        M += b
        terms = x.shape[1] + h_prev.shape[1] + 3
        info = np.finfo(np.float32)
        M *= np.float32(1 + terms * float(info.eps))
        M += np.float32(terms * float(info.smallest_subnormal))
        return M

    def cut(self, M: Array, x: Array, h_prev: Array, held: StepInterventions) -> None:
        """Replace the sums in M where connections are cut; no NaN passes a cut connection."""
        for row, (rows, keep_x, keep_h) in held.cuts.items():
            from_input = np.where(keep_x, x, 0)[rows] @ self.W_ih[row]
            M[rows, row] = from_input + np.where(keep_h, h_prev, 0)[rows] @ self.W_hh[row]
            M[rows, row] += self.b[row]

    @cached_property
    def _narrow(self) -> tuple[Array, Array, Array]:
        return tuple(a.astype(np.float32) for a in (self.W_ih, self.W_hh, self.b))  # type: ignore[return-value]


def step_bounds(
    weights: BoundWeights,
    x: Array,
    h_prev: Array,
    c_prev: Array,
    values: Mapping[str, Array],
    dtype: Any,
    errors: Errors | None = None,
    held: StepInterventions = NONE,
) -> StepBounds:
    """Return the bounds of one step of one cell, computed by both engines in `dtype`.

    Args:
        x: (n, I). h_prev: (n, R). c_prev: (n, H). values: a correct cell's results for them, in
            `dtype` or better.
        errors: bounds on the difference of the engines' own x, h_prev and c_prev; none when both
            start from equal bits.
        held: the held values of the rows: both engines must have exactly these.
    """
    largest = float(np.finfo(dtype).max)
    with np.errstate(all="ignore"):
        x, h_prev = np.abs(x), np.abs(h_prev)
        c_prev = np.abs(c_prev, dtype=np.float64)
        size = {q: np.abs(values[q], dtype=np.float64) for q in "ifgoc"}
        if errors:
            x, h_prev = x + errors["x"], h_prev + errors["h_prev"]
        M = weights.sums(x, h_prev)
        weights.cut(M, x, h_prev, held)
        D_z = sum_error(M, x.shape[1] + h_prev.shape[1] + 2, dtype)
        if errors:
            D_z += errors["x"] @ weights.W_ih.T + errors["h_prev"] @ weights.W_hh.T
        D = _gate_bounds(D_z, size, dtype, held)
        D["c"] = _state_bound(D, size, c_prev, errors["c_prev"] if errors else None, dtype, held)
        D["h"] = _output_bound(D, size, dtype)
        c_prev = c_prev + errors["c_prev"] if errors else c_prev
        overflow = np.any(largest <= M, axis=1) | np.any(largest <= c_prev, axis=1)
        if weights.W_hr is not None:
            D["m"] = _exact_where_held("m", D["h"], held)
            sums = np.abs(values["m"], dtype=np.float64) @ weights.W_hr.T
            carried = D["m"] @ weights.W_hr.T
            D["h"] = carried + sum_error(sums + carried, weights.W_hr.shape[1], dtype)
            overflow |= np.any(largest <= sums, axis=1)
        D["h"] = _exact_where_held("h", D["h"], held)
    return StepBounds(D, overflow)


def _gate_bounds(
    D_z: Array, size: Mapping[str, Array], dtype: Any, held: StepInterventions
) -> dict[str, Array]:
    D = dict(zip(SUMS, np.split(D_z, 4, axis=1), strict=True))
    for gate in GATES:
        error = tanh_error if EVERY[gate].function == "tanh" else sigmoid_error
        D[gate] = _exact_where_held(gate, error(size[gate], D[f"z_{gate}"], dtype), held)
    return D


def _state_bound(
    D: Mapping[str, Array],
    size: Mapping[str, Array],
    c_prev: Array,
    D_c: Array | None,
    dtype: Any,
    held: StepInterventions,
) -> Array:
    """Bound of c = f c' + i g; the products of two errors are included, so nothing is left out."""
    of_c = D["f"] * c_prev
    of_c += D["i"] * (size["g"] + D["g"])
    of_c += size["i"] * D["g"]
    if D_c is not None:
        of_c += (size["f"] + D["f"]) * D_c
    products = size["f"] * c_prev
    products += size["i"] * size["g"]
    products += of_c
    of_c += sum_error(products, 2, dtype)
    return _exact_where_held("c", of_c, held)


def _output_bound(D: Mapping[str, Array], size: Mapping[str, Array], dtype: Any) -> Array:
    """Bound of o ⊙ tanh(c)."""
    t = np.tanh(size["c"])
    of_t = tanh_error(t, D["c"], dtype)
    of_t *= size["o"] + D["o"]
    of_t += t * D["o"]
    t *= size["o"]
    of_t += sum_error(t, 1, dtype)
    return of_t


def _exact_where_held(quantity: str, D: Array, held: StepInterventions) -> Array:
    return np.where(held.fixed[quantity].where, 0, D) if quantity in held.fixed else D


def sigmoid_error(s: Array, D_z: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' s = σ(z) when their z differ by at most D_z."""
    return _carried(s * (1 - s), 0.25, D_z, 1) + _own_error(s, dtype)


def tanh_error(t: Array, D_z: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' t = |tanh(z)| when their z differ by at most D_z."""
    return _carried((1 - t) * (1 + t), 1.0, D_z, 2) + _own_error(t, dtype)


def _carried(slope: Array, steepest: float, D_z: Array, rate: int) -> Array:
    """Return D_z times the steepest slope within D_z of z; log(slope) changes at most by `rate`.

    e^(rate D_z) is at most 1 / (1 - rate D_z). From rate D_z = 1/2 on, the slope is taken as the
    steepest, and no two values are further apart than the function's range: 1 for σ, 2 for tanh.
    """
    near = rate * D_z
    if near.max(initial=0) < 0.5:
        np.subtract(1, near, near)
        np.divide(slope, near, near)
        near *= D_z
        return near
    slope = np.where(near < 0.5, slope / (1 - np.minimum(near, 0.5)), steepest)
    return np.asarray(np.minimum(rate, slope * D_z))


def _own_error(value: Array, dtype: Any) -> Array:
    # The smallest normal number covers tails that an engine flushes to zero.
    info = np.finfo(dtype)
    error = value * (2 * ULPS * float(info.eps))
    error += 8 * float(info.smallest_normal)
    return error


def sum_error(magnitude: Array, terms: int, dtype: Any) -> Array:
    """Return twice γ_n times the sum of magnitudes: each of two engines may be off by γ_n."""
    info = np.finfo(dtype)
    nu = terms * float(info.eps) / 2
    error = np.multiply(magnitude, 2 * nu / (1 - nu), dtype=np.float64)
    error += 2 * terms * float(info.smallest_subnormal)
    return error
