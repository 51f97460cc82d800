"""Bounds on the difference of two correct engines after one step, for every number of a cell.

Two engines start from equal bits (or from bits that differ by a known bound), and each rounds at
every operation. The bound follows from the standard model of floating point (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, ch. 3): a sum of n products, in any order, is wrong by at
most γ_n Σ|a||b| with γ_n = n u / (1 - n u), and u half an eps. The bound is carried through the
gates by their derivatives. It is evaluated in the dtype of the numbers that it is made of, and
enlarged by what that may lose; where it leaves the range of float32, in float64.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Array, cast
from ..cells.interventions import NONE, StepInterventions
from ..network.lane import Lane
from ..network.quantities import EVERY, GATES, SUMS

ULPS = 4
"""Error allowed to each engine's own sigmoid and tanh, in units in the last place."""

_EVALUATION = 64
"""Units of eps by which a term is enlarged, for the rounding of all that it is evaluated with."""

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


class BoundWeights:
    """Magnitudes of one cell's weights, and their sums over rows.

    A sum is one product in the dtype of the weights: in float32 it takes half the time of float64.
    The true sum is at most `(1 + lost)` times the one returned and `short`.
    """

    def __init__(self, arrays: Mapping[str, Array], lane: Lane) -> None:
        """Take one lane's weights from parameters by torch's names."""
        kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
        own = {kind: arrays[kind + lane.suffix] for kind in kinds if kind + lane.suffix in arrays}
        W_ih, W_hh = own["weight_ih"], own["weight_hh"]
        self._of_x = slice(0, W_ih.shape[1])
        self._of_h = slice(W_ih.shape[1], W_ih.shape[1] + W_hh.shape[1])
        self._all = np.zeros((len(W_ih), self._of_h.stop + 1), W_ih.dtype)
        with np.errstate(all="ignore"):  # a sum past the largest float marks its rows
            np.abs(W_ih, out=self._all[:, self._of_x])
            np.abs(W_hh, out=self._all[:, self._of_h])
            for kind in ("bias_ih", "bias_hh"):
                if kind in own:
                    self._all[:, -1] += np.abs(own[kind])
            W_hr = own.get("weight_hr")
            self.W_hr = None if W_hr is None else np.abs(cast(W_hr, np.float64))
        self.terms = self._of_h.stop + 2
        info, self._infinite = np.finfo(W_ih.dtype), W_ih.dtype.type(np.inf)
        self.lost = self.terms * float(info.eps)
        self.short = self.terms * float(info.smallest_subnormal)

    @cached_property
    def W_ih(self) -> Array:
        """|W_ih| (4H, I) in float64."""
        return cast(self._all[:, self._of_x], np.float64)

    @cached_property
    def W_hh(self) -> Array:
        """|W_hh| (4H, R) in float64."""
        return cast(self._all[:, self._of_h], np.float64)

    def sums(self, x: Array, h_prev: Array) -> Array:
        """Return M = |W_ih||x| + |W_hh||h'| + |b_ih| + |b_hh| for n rows: (n, 4H)."""
        rows = np.ones((len(x), self._all.shape[1]), self._all.dtype)
        with np.errstate(all="ignore"):
            rows[:, self._of_x], rows[:, self._of_h] = self._sizes(x), self._sizes(h_prev)
            return np.asarray(rows @ self._all.T)

    def carry(self, D_z: Array, D_x: Array, D_h: Array) -> None:
        """Add |W_ih| D_x + |W_hh| D_h, the errors (n, 4H) that come from those of x and h'."""
        for D, part in ((D_x, self._of_x), (D_h, self._of_h)):
            if D.any():
                D_z += (1 + self.lost) * (self._sizes(D) @ self._all[:, part].T + self.short)

    def cut(self, M: Array, x: Array, h_prev: Array, held: StepInterventions) -> None:
        """Replace the sums in M where connections are cut; no NaN passes a cut connection."""
        for row, (rows, keep_x, keep_h) in held.cuts.items():
            from_input = np.where(keep_x, np.abs(x) * self.W_ih[row], 0)[rows].sum(axis=1)
            from_state = np.where(keep_h, np.abs(h_prev) * self.W_hh[row], 0)[rows].sum(axis=1)
            M[rows, row] = from_input + from_state + self._all[row, -1]

    def _sizes(self, numbers: Array) -> Array:
        """Return magnitudes in the dtype of the weights, rounded upwards."""
        sizes = np.abs(numbers)
        if sizes.dtype == self._all.dtype:
            return sizes
        return np.asarray(np.nextafter(sizes.astype(self._all.dtype), self._infinite))


def step_bounds(
    weights: BoundWeights,
    x: Array,
    h_prev: Array,
    c_prev: Array,
    values: Mapping[str, Array],
    dtype: Any,
    errors: Errors | None = None,
    held: StepInterventions = NONE,
    M: Array | None = None,
) -> StepBounds:
    """Return the bounds of one step of one cell, computed by both engines in `dtype`.

    Args:
        x: (n, I). h_prev: (n, R). c_prev: (n, H). values: a correct cell's results for them, in
            `dtype` or better.
        errors: bounds on the difference of the engines' own x, h_prev and c_prev; none when both
            start from equal bits.
        held: the held values of the rows: both engines must have exactly these.
        M: (n, 4H) `weights.sums` of x and h_prev, where they are known; its cuts are made in place.
    """
    largest = float(np.finfo(dtype).max)
    with np.errstate(all="ignore"):
        if errors:
            x, h_prev = np.abs(x) + errors["x"], np.abs(h_prev) + errors["h_prev"]
        if M is None:
            M = weights.sums(x, h_prev)
        weights.cut(M, x, h_prev, held)
        given = weights, M, c_prev, values, dtype, errors, held
        D = _errors(*given, np.result_type(c_prev, values["c"], dtype))
        if not all(np.isfinite(D[quantity].max(initial=0)) for quantity in ("z", "c", "h")):
            D = _errors(*given, np.dtype(np.float64))
        c_prev = np.abs(c_prev) + errors["c_prev"] if errors else np.abs(c_prev)
        overflow = _reached(largest / (1 + weights.lost), M) | _reached(largest, c_prev)
        if weights.W_hr is not None:
            overflow |= _reached(largest, np.abs(values["m"]) @ weights.W_hr.T)
        D |= zip(SUMS, np.split(D.pop("z"), 4, axis=1), strict=True)
    return StepBounds(D, overflow)


def _errors(
    weights: BoundWeights,
    M: Array,
    c_prev: Array,
    values: Mapping[str, Array],
    dtype: Any,
    errors: Errors | None,
    held: StepInterventions,
    evaluated: np.dtype[Any],
) -> dict[str, Array]:
    """Return the bounds, evaluated in a dtype; those of z together, (n, 4H)."""
    size = {q: np.abs(values[q], dtype=evaluated) for q in "ifgoc"}
    c_prev = np.abs(c_prev, dtype=evaluated)
    D = {"z": sum_error(M, weights.terms, dtype, weights.lost, weights.short, evaluated)}
    if errors:
        weights.carry(D["z"], errors["x"], errors["h_prev"])
    D |= _gate_bounds(D["z"], size, dtype, held)
    D["c"] = _state_bound(D, size, c_prev, errors["c_prev"] if errors else None, dtype, held)
    D["h"] = _output_bound(D, size, dtype)
    if weights.W_hr is not None:
        D["m"] = _exact_where_held("m", D["h"], held)
        sums = np.abs(values["m"], dtype=np.float64) @ weights.W_hr.T
        carried = D["m"] @ weights.W_hr.T
        D["h"] = carried + sum_error(sums + carried, weights.W_hr.shape[1], dtype)
    D["h"] = _exact_where_held("h", D["h"], held)
    return D


def _gate_bounds(
    D_z: Array, size: Mapping[str, Array], dtype: Any, held: StepInterventions
) -> dict[str, Array]:
    D = {}
    for gate, of_sum in zip(GATES, np.split(D_z, 4, axis=1), strict=True):
        error = tanh_error if EVERY[gate].function == "tanh" else sigmoid_error
        D[gate] = _exact_where_held(gate, error(size[gate], of_sum, dtype), held)
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
    of_c += sum_error(products, 2, dtype, evaluated=products.dtype)
    return _exact_where_held("c", of_c, held)


def _output_bound(D: Mapping[str, Array], size: Mapping[str, Array], dtype: Any) -> Array:
    """Bound of o ⊙ tanh(c)."""
    t = np.tanh(size["c"])
    of_t = tanh_error(t, D["c"], dtype)
    of_t *= size["o"] + D["o"]
    of_t += t * D["o"]
    t *= size["o"]
    of_t += sum_error(t, 1, dtype, evaluated=t.dtype)
    return of_t


def _exact_where_held(quantity: str, D: Array, held: StepInterventions) -> Array:
    return np.where(held.fixed[quantity].where, 0, D) if quantity in held.fixed else D


def sigmoid_error(s: Array, D_z: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' s = σ(z) when their z differ by at most D_z."""
    slope = _complement(s)
    slope *= s
    return _with_own_error(_carried(slope, 0.25, D_z, 1), s, dtype)


def tanh_error(t: Array, D_z: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' t = |tanh(z)| when their z differ by at most D_z."""
    slope = _complement(t)
    slope *= 1 + t
    return _with_own_error(_carried(slope, 1.0, D_z, 2), t, dtype)


def _complement(value: Array) -> Array:
    """Return 1 - value, or what it is if a value near 1 has an error of ULPS units."""
    return np.asarray(1 + ULPS / 2 * float(np.finfo(value.dtype).eps) - value)


def _carried(slope: Array, steepest: float, D_z: Array, rate: int) -> Array:
    """Return D_z times the steepest slope within D_z of z; log(slope) changes at most by `rate`.

    e^(rate D_z) is at most 1 / (1 - rate D_z). From rate D_z = 1/2 on, the slope is taken as the
    steepest, and no two values are further apart than the function's range: 1 for σ, 2 for tanh.
    """
    near = rate * D_z
    if near.max(initial=0) < 0.5:
        np.subtract(1, near, near)
        slope /= near
        slope *= D_z
        return slope
    slope = np.where(near < 0.5, slope / (1 - np.minimum(near, 0.5)), steepest)
    return np.asarray(np.minimum(rate * _enlarging(D_z.dtype), slope * D_z))


def _with_own_error(carried: Array, value: Array, dtype: Any) -> Array:
    # The smallest normal number covers tails that an engine flushes to zero.
    info, more = np.finfo(dtype), _enlarging(carried.dtype)
    error = value * (2 * ULPS * float(info.eps) * more)
    error += 8 * float(info.smallest_normal) * more
    error += carried
    return error


def sum_error(
    magnitude: Array,
    terms: int,
    dtype: Any,
    lost: float = 0.0,
    short: float = 0.0,
    evaluated: Any = np.float64,
) -> Array:
    """Return twice γ_n times the sum of magnitudes: each of two engines may be off by γ_n.

    Args:
        lost: the part of the true sum of magnitudes by which the given one may be too small. short:
            by how much it may be so besides. evaluated: the dtype of the result.
    """
    info = np.finfo(dtype)
    nu = terms * float(info.eps) / 2
    twice_gamma = 2 * nu / (1 - nu) * (1 + lost) * _enlarging(evaluated)
    error = np.multiply(magnitude, twice_gamma, dtype=evaluated)
    error += twice_gamma * short + 2 * terms * float(info.smallest_subnormal)
    return error


def _enlarging(evaluated: Any) -> float:
    return 1 + _EVALUATION * float(np.finfo(evaluated).eps)


def _reached(limit: float, sizes: Array) -> Array:
    """Return (n,) True where one of a row's numbers is `limit` or more."""
    if sizes.max(initial=0) < limit:  # all of them at once; NaN is not smaller
        return np.zeros(len(sizes), bool)
    return np.asarray(np.any(limit <= sizes, axis=1))
