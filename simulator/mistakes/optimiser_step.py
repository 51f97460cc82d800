"""Steps of an optimiser, one weight at a time, in which every line can be got wrong.

An engine beside `training.step`: without a mistake it gives the same bits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array
from ..training.optimisers import (
    LARGEST,
    MEAN,
    MOMENTUM,
    RMS_MEAN,
    RMS_SQUARE,
    SGD,
    SQUARE,
    Adam,
    AdamW,
    RMSprop,
)
from ..training.plan import Plan
from ..training.state import OptimiserState
from ..training.step import Step, clip_coefficient, total_norm

Arrays = dict[str, Array]


class Clipped(NamedTuple):
    """Gradients after a clip, and its coefficient."""

    gradients: Arrays
    coefficient: float


def clipped(gradients: Arrays, norm: float, clip: float) -> Clipped:
    """Multiply all gradients by one coefficient, by the norm of all."""
    coefficient = clip_coefficient(norm, clip)
    return Clipped(scaled(gradients, coefficient), coefficient)


def scaled(gradients: Arrays, coefficient: float) -> Arrays:
    """Multiply all gradients by a number, rounded to their dtype."""
    return {name: g * g.dtype.type(coefficient) for name, g in gradients.items()}


def below(v: Array, correction: float, eps: float) -> Array:
    """Return √v/√(1 − β2ⁿ) + ε; without a correction it is 1."""
    root = np.sqrt(v)
    if correction != 1:
        root = root / v.dtype.type(correction**0.5)
    return np.asarray(root + v.dtype.type(eps))


def share_of_g(momentum: float, dampening: float) -> float:
    """Return 1 − τ, what a momentum buffer takes of the gradient."""
    return 1 - dampening


@dataclass(frozen=True, slots=True)
class StepEquations:
    """Equations of a step. The default of each field is right.

    Attributes:
        clip(gradients, norm, clip): the clip of all gradients. below(v, correction, eps): what m,
            or RMSprop's g, is divided by. share(momentum, dampening): what b takes of g.
        corrects_bias: m and v are divided by 1 − βⁿ. counts: n grows.
        decouples: the optimisers whose decay acts only on p.
        momentum: b is kept and used. dampens_first: b begins with its share of g, not with g.
        looks_ahead: Nesterov's g + μb. ascends: the step goes up.
    """

    clip: Callable[[Arrays, float, float], Clipped] = clipped
    below: Callable[[Array, float, float], Array] = below
    share: Callable[[float, float], float] = share_of_g
    corrects_bias: bool = True
    counts: bool = True
    decouples: tuple[type, ...] = (AdamW,)
    momentum: bool = True
    dampens_first: bool = False
    looks_ahead: bool = True
    ascends: bool = False

    def take_step(
        self,
        plan: Plan,
        weights: Mapping[str, Array],
        gradients: Mapping[str, Array],
        state: OptimiserState,
    ) -> Step:
        """Take a step by these equations; arguments and result as `training.step.take_step`'s."""
        names = plan.learning(weights)
        count = state.count + 1 if self.counts else 1
        with np.errstate(all="ignore"):
            given = {name: gradients[name] for name in names}
            norm, coefficient = total_norm([*given.values()]), 1.0
            if plan.clip is not None:
                given, coefficient = self.clip(given, norm, plan.clip)
            after, buffers = dict(weights), {kind: Arrays() for kind in plan.optimiser.kinds}
            for name in names:
                kept = {k: arrays[name] for k, arrays in state.buffers.items()}
                line = _Lines(self, plan, weights[name], kept, count, plan.weight_decay(name))
                after[name] = line.moved(given[name])
                for kind, array in line.made.items():
                    buffers[kind][name] = array
        return Step(after, OptimiserState(count, buffers), norm, coefficient)


class _Lines:
    """Lines of the formulas for one weight; `made` has what is kept."""

    def __init__(
        self,
        equations: StepEquations,
        plan: Plan,
        p: Array,
        kept: Arrays,
        count: int,
        decay: float,
    ) -> None:
        self._equations, self._optimiser, self._p, self._kept = equations, plan.optimiser, p, kept
        self._count, self._decay = count, decay
        self.made: Arrays = {}

    def moved(self, g: Array) -> Array:
        """Return the weight after the step."""
        o, p = self._optimiser, self._p
        if self._decay and isinstance(o, self._equations.decouples):
            p = p * self._as(1 - o.lr * self._decay)
        elif self._decay:
            g = g + p * self._as(self._decay)
        factor = 1.0 if self._equations.ascends else -1.0
        if isinstance(o, SGD):
            step, factor = self._sgd(o, g), factor * o.lr
            if p.dtype == np.float64:
                return np.asarray(p + step * factor)
            return np.asarray((p + step * np.float64(self._as(factor))).astype(p.dtype))
        if isinstance(o, Adam):
            return np.asarray(p + self._adam(o, g, factor))
        return np.asarray(p + self._rmsprop(o, g, factor))

    def _sgd(self, o: SGD, g: Array) -> Array:
        if not o.momentum or not self._equations.momentum:
            self.made = {MOMENTUM: g} if o.momentum else {}
            return g
        share = self._as(self._equations.share(o.momentum, o.dampening))
        if MOMENTUM in self._kept:
            b = self._kept[MOMENTUM] * self._as(o.momentum) + g * share
        else:
            b = g * share if self._equations.dampens_first else g
        self.made = {MOMENTUM: b}
        ahead = o.nesterov and self._equations.looks_ahead
        return np.asarray(g + b * self._as(o.momentum)) if ahead else b

    def _adam(self, o: Adam, g: Array, factor: float) -> Array:
        beta1, beta2 = o.betas
        m = self._towards(MEAN, g, 1 - beta1)
        v = self._mean_of_squares(SQUARE, g, beta2)
        if o.amsgrad:
            v = self.made[LARGEST] = np.maximum(self._kept.get(LARGEST, np.zeros_like(v)), v)
        of_m, of_v = 1.0, 1.0
        if self._equations.corrects_bias:
            of_m, of_v = 1 - beta1**self._count, 1 - beta2**self._count
        rate = self._as(factor * (o.lr / of_m))
        return np.asarray(m * rate / self._equations.below(v, of_v, o.eps))

    def _rmsprop(self, o: RMSprop, g: Array, factor: float) -> Array:
        s, rate = self._mean_of_squares(RMS_SQUARE, g, o.alpha), self._as(factor * o.lr)
        if o.centered:
            mean = self._towards(RMS_MEAN, g, 1 - o.alpha)
            s = s - mean * mean
        root = self._equations.below(s, 1.0, o.eps)
        if not o.momentum:
            return np.asarray(g * rate / root)
        b = g / root
        if MOMENTUM in self._kept and self._equations.momentum:
            b = b + self._kept[MOMENTUM] * self._as(o.momentum)
        self.made[MOMENTUM] = b
        return np.asarray(b * rate)

    def _towards(self, kind: str, g: Array, share: float) -> Array:
        mean, part = self._kept.get(kind, np.zeros_like(g)), self._as(share)
        if share < 0.5:
            self.made[kind] = mean + (g - mean) * part
        else:
            self.made[kind] = g - (g - mean) * (1 - part)
        return self.made[kind]

    def _mean_of_squares(self, kind: str, g: Array, keeps: float) -> Array:
        squares = np.asarray(g * self._as(1 - keeps) * g)
        if kind in self._kept:
            squares = np.asarray(squares + self._kept[kind] * self._as(keeps))
        self.made[kind] = squares
        return squares

    def _as(self, number: float) -> Any:
        return self._p.dtype.type(number)


RIGHT_STEP = StepEquations()
"""Equations of a step without a mistake."""
