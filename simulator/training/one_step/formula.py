"""Formula of one weight's step, with its numbers: `−lr · m̂ / (√v̂ + ε) = −0.01 × … / …`.

Written a second time, for a single number in float64 and in the order in which people read it; the
step itself is `formulas`'. Both differ by rounding alone.
"""

import math
from dataclasses import dataclass
from typing import Final

from ..optimisers import (
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
from .trial import Trial

G, B, M_HAT, LOOKING_AHEAD = "g", "b", "m̂", "(g + μ·b)"
"""What is multiplied with −lr, as formulas write it."""

V_HAT, S, CENTRED = "(√v̂ + ε)", "(√s + ε)", "(√(s − ḡ²) + ε)"
"""What it is divided by, likewise."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Numbers of a step: step = −lr · top / bottom, and delta = step + shrink.

    Attributes:
        count: n, the number of this step of the optimiser, from 1.
        lr: the learning rate. top: what it is multiplied with; letters: as the formula writes it.
        bottom: what it is divided by, 1 where nothing is; under: its letters, empty then.
        remembered: the part of top that is of the steps before; None where nothing is remembered.
        fresh: the part of top that is of this gradient.
        gradient: as the batch gives it. clipped: after the clip. decayed: with λ·p, where weight
            decay adds it to the gradient.
        shrink: what AdamW's weight decay takes from the weight itself, −lr·λ·p; else 0.
    """

    count: int
    lr: float
    top: float
    letters: str
    bottom: float
    under: str
    remembered: float | None
    fresh: float
    gradient: float
    clipped: float
    decayed: float
    shrink: float

    @property
    def step(self) -> float:
        """What the formula comes to."""
        return _divided(-self.lr * self.top, self.bottom)

    @property
    def delta(self) -> float:
        """What is added to the weight."""
        return self.step + self.shrink


def formula_of(trial: Trial, name: str, index: tuple[int, ...]) -> Formula:
    """Return the formula of one weight of a step.

    Args:
        trial: the step. name: torch's. index: the weight's place in its array.

    Raises:
        KeyError: no weight of that name learns. IndexError: it has no such place.
    """
    return _Reader(trial, name, index).formula()


class _Reader:
    """Numbers of one weight: its gradient, and what is kept for it before the step."""

    def __init__(self, trial: Trial, name: str, index: tuple[int, ...]) -> None:
        self._state, self._name, self._index = trial.state, name, index
        self._optimiser = trial.plan.optimiser
        self._p = float(trial.network.arrays[name][index])
        self._decay = trial.plan.weight_decay(name)
        self.gradient = float(trial.result.gradients[name][index])
        clips = trial.plan.clip is not None
        self.clipped = self.gradient * trial.step.coefficient if clips else self.gradient
        apart = isinstance(self._optimiser, AdamW)
        self.decayed = self.clipped if apart else self.clipped + self._decay * self._p
        self.shrink = -self._optimiser.lr * self._decay * self._p if apart else 0.0
        self.count = trial.state.count + 1

    def formula(self) -> Formula:
        optimiser, g = self._optimiser, self.decayed
        if isinstance(optimiser, SGD):
            return self._of_sgd(optimiser, g)
        if isinstance(optimiser, Adam):
            return self._of_adam(optimiser, g)
        return self._of_rmsprop(optimiser, g)

    def _of_sgd(self, o: SGD, g: float) -> Formula:
        if not o.momentum:
            return self._made(g, G, None, g)
        kept = self._kept(MOMENTUM)
        fresh = g if kept is None else (1 - o.dampening) * g
        remembered = 0.0 if kept is None else o.momentum * kept
        if o.nesterov:
            remembered, fresh = o.momentum * remembered, g + o.momentum * fresh
        letters = LOOKING_AHEAD if o.nesterov else B
        return self._made(remembered + fresh, letters, remembered, fresh)

    def _of_adam(self, o: Adam, g: float) -> Formula:
        beta1, beta2 = o.betas
        grown = 1 - beta1**self.count
        remembered = beta1 * (self._kept(MEAN) or 0.0) / grown
        fresh = (1 - beta1) * g / grown
        v = beta2 * (self._kept(SQUARE) or 0.0) + (1 - beta2) * g * g
        if o.amsgrad:
            v = max(v, self._kept(LARGEST) or 0.0)
        bottom = _root(v / (1 - beta2**self.count)) + o.eps
        return self._made(remembered + fresh, M_HAT, remembered, fresh, bottom, V_HAT)

    def _of_rmsprop(self, o: RMSprop, g: float) -> Formula:
        s = o.alpha * (self._kept(RMS_SQUARE) or 0.0) + (1 - o.alpha) * g * g
        if o.centered:
            mean = o.alpha * (self._kept(RMS_MEAN) or 0.0) + (1 - o.alpha) * g
            s -= mean * mean
        bottom, under = _root(s) + o.eps, CENTRED if o.centered else S
        if not o.momentum:
            return self._made(g, G, None, g, bottom, under)
        remembered, fresh = o.momentum * (self._kept(MOMENTUM) or 0.0), _divided(g, bottom)
        return self._made(remembered + fresh, B, remembered, fresh)

    def _kept(self, kind: str) -> float | None:
        """Return a number of the state; None before its first step."""
        named = self._state.buffers.get(kind, {})
        if not self._state.count or self._name not in named:
            return None
        return float(named[self._name][self._index])

    def _made(
        self,
        top: float,
        letters: str,
        remembered: float | None,
        fresh: float,
        bottom: float = 1.0,
        under: str = "",
    ) -> Formula:
        return Formula(
            self.count,
            self._optimiser.lr,
            top,
            letters,
            bottom,
            under,
            remembered,
            fresh,
            self.gradient,
            self.clipped,
            self.decayed,
            self.shrink,
        )


_NAN: Final = math.nan


def _root(square: float) -> float:
    return math.sqrt(square) if square >= 0 else _NAN


def _divided(top: float, bottom: float) -> float:
    if bottom:
        return top / bottom
    return math.copysign(math.inf, top) if top else _NAN
