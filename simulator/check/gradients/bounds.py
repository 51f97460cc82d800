"""Bounds on the difference of two correct engines after one step back, for every gradient.

They continue `check.bounds`: both engines start from equal bits of x, h', c', dh and dc_in (or from
bits that differ by a known bound), compute the cell forwards, and go back. A product of a and b,
which are wrong by at most E_a and E_b, is wrong by |a|E_b + |b|E_a + E_aE_b and its own rounding.
All are evaluated in float64, whatever dtype is checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...cells.interventions import NONE, StepInterventions
from ...network.quantities import GATES
from ..bounds import BoundWeights, StepBounds, sum_error, tanh_error


@dataclass(frozen=True, eq=False)
class GradientBounds:
    """Bounds for n rows of one cell.

    Attributes:
        errors: by gradient (dm with a projection, dc do dg di df, dz_i dz_f dz_g dz_o, dx, dh_prev,
            dc_prev), like the gradients; exactly 0 beneath a held value.
        overflow: (n,) True where a sum or product may pass the largest float of the dtype: two
            correct engines may then differ without limit, so the row cannot be compared.
    """

    errors: dict[str, Array]
    overflow: Array


class Inexact:
    """Numbers of a correct engine, and by how much another may differ: |a| and E_a, alike."""

    __slots__ = ("error", "size")

    def __init__(self, size: Array, error: Array) -> None:
        self.size, self.error = size, error

    def times(self, other: "Inexact", roundings: int, dtype: Any) -> "Inexact":
        """Return the product, rounded so many times."""
        size = self.size * other.size
        carried = self.size * other.error
        carried += other.size * self.error
        carried += self.error * other.error
        return Inexact(size, carried + sum_error(size + carried, roundings, dtype))

    def weighted(self, W: Array) -> "Inexact":
        """Return the sums over weights of these magnitudes, (n, J) and (J, K), not yet rounded."""
        both = np.concatenate([self.size, self.error]) @ W  # at once, so that W is read once
        return Inexact(both[: len(self.size)], both[len(self.size) :])

    def without(self, where: Array | None) -> "Inexact":
        """Return the numbers with exactly 0 in some places."""
        if where is None:
            return self
        return Inexact(np.where(where, 0, self.size), np.where(where, 0, self.error))


def gradient_bounds(
    weights: BoundWeights,
    forward: StepBounds,
    c_prev: Inexact,
    dh: Inexact,
    dc_in: Inexact,
    values: Mapping[str, Array],
    gradients: Mapping[str, Array],
    dtype: Any,
    held: StepInterventions = NONE,
) -> GradientBounds:
    """Return the bounds of one step back of one cell, computed by both engines in `dtype`.

    Args:
        forward: the bounds of the step forwards. c_prev: (n, H). dh: (n, R). dc_in: (n, H).
        values: a correct cell's i f g o c and m. gradients: its dc; in `dtype` or better.
        held: the holds and cuts on the rows.
    """
    with np.errstate(all="ignore"):
        return _Bounding(weights, forward, values, dtype, held).bounds(c_prev, dh, dc_in, gradients)


class _Bounding:
    def __init__(
        self,
        weights: BoundWeights,
        forward: StepBounds,
        values: Mapping[str, Array],
        dtype: Any,
        held: StepInterventions,
    ) -> None:
        self._weights, self._dtype, self._held = weights, dtype, held
        D = forward.errors
        self._of = {q: Inexact(np.abs(values[q], dtype=np.float64), D[q]) for q in GATES}
        t = np.tanh(np.abs(values["c"], dtype=np.float64))
        self._t = Inexact(t, tanh_error(t, D["c"], dtype))
        self._overflow = forward.overflow.copy()

    def bounds(
        self, c_prev: Inexact, dh: Inexact, dc_in: Inexact, gradients: Mapping[str, Array]
    ) -> GradientBounds:
        dtype, of, E = self._dtype, self._of, {}
        through = dh.without(self._where("h"))
        if self._weights.W_hr is not None:
            dm = self._product(through, self._weights.W_hr)
            E["dm"], through = dm.error, dm.without(self._where("m"))
        in_o = self._where("h" if self._weights.W_hr is None else "m")
        in_c = self._where("c")
        slope = self._tanh_slope(self._t)
        a = through.times(of["o"], 1, dtype).times(slope, 2, dtype).without(in_o)
        arrived = dc_in.error + a.error
        size = dc_in.size + a.size + arrived
        E["dc"] = arrived + sum_error(size, 2, dtype)
        dc = Inexact(np.abs(gradients["dc"], dtype=np.float64), E["dc"])
        self._see(dc.size + dc.error)
        dc = dc.without(in_c)
        dq = {
            "o": through.times(self._t, 1, dtype).without(in_o),
            "g": dc.times(of["i"], 1, dtype).without(in_c),
            "i": dc.times(of["g"], 1, dtype).without(in_c),
            "f": dc.times(c_prev, 1, dtype).without(in_c),
        }
        self._see(dq["f"].size + dq["f"].error)
        E |= {f"d{q}": blame.error for q, blame in dq.items()}
        beneath = {q: in_o if q == "o" else in_c for q in GATES}
        dz = self._dz(dq, beneath)
        E |= zip((f"dz_{q}" for q in GATES), np.split(dz.error, 4, axis=1), strict=True)
        E["dx"], E["dh_prev"] = self._back(dz)
        E["dc_prev"] = dc.times(of["f"], 1, dtype).without(in_c).error
        return GradientBounds(E, self._overflow)

    def _dz(self, dq: Mapping[str, Inexact], beneath: Mapping[str, Array | None]) -> Inexact:
        parts = []
        for q in GATES:
            slope = (self._tanh_slope if q == "g" else self._sigmoid_slope)(self._of[q])
            part = dq[q].times(slope, 2, self._dtype).without(self._where(q))
            parts.append(part.without(beneath[q]))
        sizes, errors = zip(*((part.size, part.error) for part in parts), strict=True)
        return Inexact(np.concatenate(sizes, axis=1), np.concatenate(errors, axis=1))

    def _back(self, dz: Inexact) -> tuple[Array, Array]:
        """Bound dx = W_ihᵀ dz and dh_prev = W_hhᵀ dz, without the terms of cut connections."""
        found = []
        for W, side in ((self._weights.W_ih, 1), (self._weights.W_hh, 2)):
            product = dz.weighted(W)
            gone: dict[int, list[tuple[int, Array]]] = {}
            for j, cuts in self._held.cuts.items():
                for k in np.flatnonzero(~cuts[side].all(axis=0)).tolist():
                    gone.setdefault(k, []).append((j, cuts[side][:, k]))
            for k, cut in gone.items():
                keep = np.ones(dz.size.shape, bool)
                for j, kept in cut:
                    keep[:, j] = kept
                for of_product, of_dz in ((product.size, dz.size), (product.error, dz.error)):
                    of_product[:, k] = np.where(keep, of_dz * W[:, k], 0).sum(axis=1)
            found.append(self._rounded(product, len(W)).error)
        return found[0], found[1]

    def _product(self, gradient: Inexact, W: Array) -> Inexact:
        return self._rounded(gradient.weighted(W), len(W))

    def _rounded(self, product: Inexact, terms: int) -> Inexact:
        """Add the rounding of a sum of so many terms, and see whether it overflows."""
        whole = product.size + product.error
        self._see(whole)
        return Inexact(product.size, product.error + sum_error(whole, terms, self._dtype))

    def _see(self, sizes: Array) -> None:
        self._overflow |= np.any(float(np.finfo(self._dtype).max) <= sizes, axis=1)

    def _where(self, quantity: str) -> Array | None:
        return self._held.fixed[quantity].where if quantity in self._held.fixed else None

    def _sigmoid_slope(self, s: Inexact) -> Inexact:
        """Bound s(1 − s), rounded twice."""
        size = s.size * (1 - s.size)
        error = np.abs(1 - 2 * s.size) * s.error + s.error**2
        return Inexact(size, error + sum_error(size, 2, self._dtype))

    def _tanh_slope(self, t: Inexact) -> Inexact:
        """Bound 1 − t²; the 2u pays for an engine that takes 1 − t·t."""
        u = float(np.finfo(self._dtype).eps) / 2
        size = (1 - t.size) * (1 + t.size)
        return Inexact(size, 2 * t.size * t.error + t.error**2 + 2 * u)


def outer_error(left: Inexact, right: Inexact, dtype: Any) -> tuple[Array, Array]:
    """Bound the difference of two engines' leftᵀ right, a sum over n rows: (n, J), (n, K) → (J, K).

    Returns:
        The bounds, and the sums of magnitudes, which must stay below the largest float.
    """
    carried = left.size.T @ right.error + left.error.T @ (right.size + right.error)
    whole = left.size.T @ right.size + carried
    return carried + sum_error(whole, len(left.size), dtype), whole


def exact(array: Array) -> Inexact:
    """Return numbers that both engines have the bits of."""
    size = np.abs(array, dtype=np.float64)
    return Inexact(size, np.zeros(size.shape))
