"""Bounds on the difference of two correct engines after one step of an optimiser.

Both start from equal bits of the weights, their gradients and the optimiser's state. The bound is
carried through the lines of the formulas, stated once more here: a sum of products is wrong by the
rounding of its magnitudes, each factor once (`bounds.sum_error`); a root of v ± E lies within
E/(√v + √(v − E)). All is evaluated in float64, whatever dtype is checked.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...arrays import Array, limits
from ...cells.bounds import sum_error
from ...training.optimisers import (
    LARGEST,
    MEAN,
    MOMENTUM,
    RMS_MEAN,
    RMS_SQUARE,
    SGD,
    SQUARE,
    Adam,
    AdamW,
    Optimiser,
    RMSprop,
)
from ...training.plan import Plan
from ...training.state import OptimiserState


@dataclass(frozen=True, eq=False, slots=True)
class OptimiserBounds:
    """Bounds of one step.

    Attributes:
        norm, coefficient: of both scalars.
        weights: by name; 0 for the frozen ones. buffers: by kind and name.
        unclear: by name, True where two correct engines may differ without limit: where a number
            may pass the largest float, or the root be taken of less than 0.
        clear: False where that is so of the norm itself, and so of all.
    """

    norm: float
    coefficient: float
    weights: dict[str, Array]
    buffers: dict[str, dict[str, Array]]
    unclear: dict[str, Array]
    clear: bool


@dataclass(frozen=True, eq=False, slots=True)
class Uncertain:
    """Numbers as exact arithmetic has them, and by how much two engines may differ; (n,) both."""

    value: Array
    error: Array

    @property
    def size(self) -> Array:
        """The largest magnitude that an engine may have."""
        return np.asarray(np.abs(self.value) + self.error)


def optimiser_bounds(
    plan: Plan,
    weights: Mapping[str, Array],
    gradients: Mapping[str, Array],
    state: OptimiserState,
    dtype: Any,
) -> OptimiserBounds:
    """Return the bounds of one step, computed by both engines in `dtype`.

    Args:
        plan, weights, gradients, state: as for `training.step.take_step`, in any dtype.
        dtype: float32 or float64, in which both engines compute.

    Raises:
        KeyError: a weight that learns has no gradient.
    """
    names = plan.learning(weights)
    with np.errstate(all="ignore"):
        clip = _clip_bounds(plan.clip, [gradients[name] for name in names], dtype)
        of_weights = {name: np.zeros(array.shape) for name, array in weights.items()}
        buffers: dict[str, dict[str, Array]] = {}
        unclear = {name: np.zeros(array.shape, bool) for name, array in weights.items()}
        decay = {name: plan.weight_decay(name) for name in names}
        for value in dict.fromkeys(decay.values()):
            group = [name for name in names if decay[name] == value]
            arithmetic = _Arithmetic(dtype, sum(weights[name].size for name in group))
            g = _exact(end_to_end(gradients, group))
            if plan.clip is not None:
                g = arithmetic.product(g, clip.coefficient, 1)
            p = _exact(end_to_end(weights, group))
            kept = {kind: _exact(end_to_end(of, group)) for kind, of in state.buffers.items()}
            lines = _Lines(arithmetic, plan.optimiser, value, state.count + 1, kept)
            after, made = lines.step(p, g)
            of_weights |= _parted(after.error, group, weights)
            unclear |= _parted(arithmetic.unclear, group, weights)
            for kind, array in made.items():
                buffers.setdefault(kind, {}).update(_parted(array.error, group, weights))
    norm, coefficient = float(clip.norm.error), float(clip.coefficient.error)
    return OptimiserBounds(norm, coefficient, of_weights, buffers, unclear, clip.clear)


def end_to_end(arrays: Mapping[str, Array], names: Sequence[str]) -> Array:
    """Return the numbers of some arrays in one row.

    Args:
        arrays: by name, of any shapes. names: at least one of theirs, in the order of the row.
    """
    return np.concatenate([arrays[name].reshape(-1) for name in names])


def _parted(flat: Array, names: Sequence[str], like: Mapping[str, Array]) -> dict[str, Array]:
    parts = np.split(flat, np.cumsum([like[name].size for name in names])[:-1])
    return {n: part.reshape(like[n].shape) for n, part in zip(names, parts, strict=True)}


class _Arithmetic:
    """Operations of a dtype on numbers with their errors; notes what is unclear."""

    def __init__(self, dtype: Any, size: int) -> None:
        self._dtype, self.unclear = np.dtype(dtype), np.zeros(size, bool)

    def rounded(self, number: float) -> float:
        """Return a scalar as both engines have it."""
        return float(self._dtype.type(number))

    def sum(self, *terms: tuple[float, Uncertain], roundings: int = 2) -> Uncertain:
        """Return a sum of numbers times scalars; each term is rounded so many times at most."""
        factors = [(self.rounded(factor), number) for factor, number in terms]
        value = np.asarray(sum(f * n.value for f, n in factors))
        error = sum(abs(f) * n.error for f, n in factors)
        whole = np.asarray(sum(abs(f) * n.size for f, n in factors))
        return Uncertain(value, error + self._rounding(whole, roundings))

    def product(self, a: Uncertain, b: Uncertain, roundings: int) -> Uncertain:
        """Return a·b, rounded so many times at most."""
        carried = np.abs(a.value) * b.error + np.abs(b.value) * a.error + a.error * b.error
        return Uncertain(a.value * b.value, carried + self._rounding(a.size * b.size, roundings))

    def quotient(self, a: Uncertain, b: Uncertain, roundings: int) -> Uncertain:
        """Return a/b for b of at least 0, rounded so many times at most."""
        least = b.value - b.error
        self.unclear |= least <= 0
        value = a.value / b.value
        carried = (a.error + np.abs(value) * b.error) / least
        rounding = self._rounding(np.abs(value) + carried, roundings)
        return Uncertain(value, carried + rounding)

    def root(self, a: Uncertain, of_difference: bool = False) -> Uncertain:
        """Return √a, rounded once. A difference may come out below 0, a sum of squares does not."""
        if of_difference:
            self.unclear |= a.value < a.error
        value = np.sqrt(np.maximum(a.value, 0))
        carried = _root_error(a.value, a.error)
        return Uncertain(value, carried + self._rounding(value + carried, 1))

    def _rounding(self, whole: Array, roundings: int) -> Array:
        """Return the rounding of magnitudes; a sum of zeros is exact."""
        self.unclear |= limits(self._dtype).max <= whole
        return np.where(whole > 0, sum_error(whole, roundings, self._dtype), 0)


class _Lines:
    """Lines of the formulas for numbers of one weight decay."""

    def __init__(
        self,
        arithmetic: _Arithmetic,
        optimiser: Optimiser,
        decay: float,
        count: int,
        kept: Mapping[str, Uncertain],
    ) -> None:
        self._of, self._optimiser, self._kept = arithmetic, optimiser, kept
        self._decay, self._count = decay, count

    def step(self, p: Uncertain, g: Uncertain) -> tuple[Uncertain, dict[str, Uncertain]]:
        o = self._optimiser
        if isinstance(o, AdamW):
            p = self._of.sum((1 - o.lr * self._decay, p), roundings=1) if self._decay else p
        elif self._decay:
            g = self._of.sum((1, g), (self._decay, p))
        if isinstance(o, SGD):
            return self._sgd(o, p, g)
        return self._adam(o, p, g) if isinstance(o, Adam) else self._rmsprop(o, p, g)

    def _sgd(self, o: SGD, p: Uncertain, g: Uncertain) -> tuple[Uncertain, dict[str, Uncertain]]:
        made = {}
        if o.momentum:
            b = made[MOMENTUM] = (
                self._of.sum((o.momentum, self._kept[MOMENTUM]), (1 - o.dampening, g))
                if MOMENTUM in self._kept
                else g
            )
            g = self._of.sum((1, g), (o.momentum, b)) if o.nesterov else b
        return self._of.sum((1, p), (-o.lr, g)), made

    def _adam(self, o: Adam, p: Uncertain, g: Uncertain) -> tuple[Uncertain, dict[str, Uncertain]]:
        beta1, beta2 = o.betas
        m = self._towards(MEAN, g, 1 - beta1)
        v = self._mean_of_squares(SQUARE, g, beta2)
        made, under = {MEAN: m, SQUARE: v}, v
        if o.amsgrad:
            before = self._kept.get(LARGEST, _zeros(v))
            value = np.maximum(before.value, v.value)
            under = made[LARGEST] = Uncertain(value, np.maximum(before.error, v.error))
        scale = 1 / self._of.rounded((1 - beta2**self._count) ** 0.5)
        root = self._of.root(under)
        # A root divided, perhaps by way of the reciprocal, and ε added: three roundings.
        scaled = Uncertain(root.value * scale, root.error * scale)
        below = self._of.sum((1, scaled), (o.eps, _ones(v)), roundings=3)
        above = self._of.sum((-(o.lr / (1 - beta1**self._count)), m), roundings=1)
        return self._of.sum((1, p), (1, self._of.quotient(above, below, 1))), made

    def _rmsprop(
        self, o: RMSprop, p: Uncertain, g: Uncertain
    ) -> tuple[Uncertain, dict[str, Uncertain]]:
        s = self._mean_of_squares(RMS_SQUARE, g, o.alpha)
        made, under = {RMS_SQUARE: s}, s
        if o.centered:
            mean = made[RMS_MEAN] = self._towards(RMS_MEAN, g, 1 - o.alpha)
            under = self._of.sum((1, s), (-1, self._of.product(mean, mean, 1)))
        root = self._of.root(under, of_difference=o.centered)
        below = self._of.sum((1, root), (o.eps, _ones(s)), roundings=1)
        if not o.momentum:
            above = self._of.sum((-o.lr, g), roundings=1)
            step = self._of.quotient(above, below, 1)
            return self._of.sum((1, p), (1, step)), made
        step = self._of.quotient(g, below, 1)
        b = self._of.sum((o.momentum, self._kept.get(MOMENTUM, _zeros(s))), (1, step))
        made[MOMENTUM] = b
        return self._of.sum((1, p), (-o.lr, b)), made

    def _towards(self, kind: str, g: Uncertain, share: float) -> Uncertain:
        """Bound a mean moved towards g: by way of g − mean, which is rounded twice more."""
        mean = self._kept.get(kind, _zeros(g))
        way = self._of.sum((1, g), (-1, mean), roundings=1)
        if share < 0.5:
            return self._of.sum((1, mean), (share, way))
        return self._of.sum((1, g), (-(1 - self._of.rounded(share)), way))

    def _mean_of_squares(self, kind: str, g: Uncertain, keeps: float) -> Uncertain:
        squares = self._of.product(g, g, 1)
        return self._of.sum((keeps, self._kept.get(kind, _zeros(g))), (1 - keeps, squares))


@dataclass(frozen=True, eq=False, slots=True)
class _Clip:
    """Norm and coefficient of a clip, and whether two engines can be compared at all."""

    norm: Uncertain
    coefficient: Uncertain = field(default_factory=lambda: _exact(np.float64(1)))
    clear: bool = True


def _clip_bounds(clip: float | None, gradients: Sequence[Array], dtype: Any) -> _Clip:
    """Bound the norm of all gradients together, and min(1, clip/(norm + 1e-6))."""
    info = limits(dtype)
    wide = [np.asarray(g, np.float64) for g in gradients]
    squares = sum((float((g * g).sum()) for g in wide), 0.0)
    terms = sum(g.size for g in wide)
    # A norm is a root of a sum, and the whole one a norm of norms.
    error = sum_error(np.asarray(squares), terms + 2 * len(wide) + 2, dtype)
    root = math.sqrt(squares) if squares >= 0 else squares
    carried = float(_root_error(np.asarray(squares), error)) if terms else 0.0
    carried += float(sum_error(np.asarray(root), 1, dtype))
    clear = not info.max / 2 <= squares < math.inf
    norm = Uncertain(np.asarray(root), np.asarray(carried if math.isfinite(root) else 0.0))
    if clip is None:
        return _Clip(norm, clear=clear)
    if not math.isfinite(root):
        coefficient = 0.0 if root > 0 else math.nan
        return _Clip(norm, _exact(np.float64(coefficient)), clear)
    below = root + 1e-6
    found = clip / below
    least = below - carried
    if least <= 0:
        clear = False
    relative = carried / max(least, info.smallest_subnormal)
    wrong = found * relative
    # The sum, the reciprocal, the product; the reciprocal may be subnormal.
    wrong += float(sum_error(np.asarray(found + wrong), 3, dtype))
    wrong += 2 * clip * info.smallest_subnormal
    if found - wrong >= 1:
        return _Clip(norm, clear=clear)
    return _Clip(norm, Uncertain(np.asarray(min(found, 1.0)), np.asarray(wrong)), clear)


def _root_error(value: Array, error: Array) -> Array:
    """Bound |√a − √b| for a number and one that is at most `error` away from it."""
    value = np.maximum(value, 0)
    apart = error / (np.sqrt(value) + np.sqrt(np.maximum(value - error, 0)))
    return np.asarray(np.where(error > 0, np.minimum(apart, np.sqrt(value + error)), 0))


def _exact(array: Any) -> Uncertain:
    value = np.asarray(array, np.float64)
    return Uncertain(value, np.zeros(value.shape))


def _zeros(like: Uncertain) -> Uncertain:
    return _exact(np.zeros(like.value.shape))


def _ones(like: Uncertain) -> Uncertain:
    return _exact(np.ones(like.value.shape))
