"""Mistakes in a step of training: in the clip, the momentum, the decay, and Adam's lines."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np

from ...arrays import Array
from ...training.optimisers import SGD, Adam, AdamW, RMSprop
from ...training.plan import Plan
from ...training.step import total_norm
from ...translation import mark, tr
from ..optimiser_step import Arrays, Clipped, StepEquations, clipped, scaled


@dataclass(frozen=True, slots=True)
class OptimiserMistake:
    """Known mistake in a step of an optimiser.

    Attributes:
        name: short and unique, marked for translation. equations: the wrong ones.
        needs: True for a plan on which the mistake shows.
        fine: True when rounding in float32 may hide it, so that only float64 shows it for certain.
    """

    caught_by: ClassVar[frozenset[str]] = frozenset({"optimiser"})
    name: str
    equations: StepEquations
    needs: Callable[[Plan], bool]
    fine: bool = False

    def text(self) -> str:
        """Return the entry in a list, in the user's language."""
        return tr(self.name)


def _by_value(gradients: Arrays, norm: float, clip: float) -> Clipped:
    found = {name: np.clip(g, -clip, clip) for name, g in gradients.items()}
    return Clipped(found, clipped(gradients, norm, clip).coefficient)


def _each_alone(gradients: Arrays, norm: float, clip: float) -> Clipped:
    found: Arrays = {}
    for name, g in gradients.items():
        found |= clipped({name: g}, total_norm([g]), clip).gradients
    return Clipped(found, clipped(gradients, norm, clip).coefficient)


def _by_square(gradients: Arrays, norm: float, clip: float) -> Clipped:
    return clipped(gradients, norm * norm, clip)


def _without_tiny(gradients: Arrays, norm: float, clip: float) -> Clipped:
    coefficient = min(1.0, clip / norm) if norm else 1.0
    return Clipped(scaled(gradients, coefficient), coefficient)


def _eps_in_root(v: Array, correction: float, eps: float) -> Array:
    return np.asarray(np.sqrt(v / v.dtype.type(correction) + v.dtype.type(eps)))


def _eps_first(v: Array, correction: float, eps: float) -> Array:
    return np.asarray((np.sqrt(v) + v.dtype.type(eps)) / v.dtype.type(math.sqrt(correction)))


def _always(plan: Plan) -> bool:
    return bool(plan.optimiser.lr)


def _clips(plan: Plan) -> bool:
    return plan.clip is not None


def _adapts(plan: Plan) -> bool:
    return isinstance(plan.optimiser, Adam)


def _takes_roots(plan: Plan) -> bool:
    return isinstance(plan.optimiser, Adam | RMSprop) and plan.optimiser.eps > 0


def _corrects(plan: Plan) -> bool:
    return isinstance(plan.optimiser, Adam) and plan.optimiser.eps > 0


def _decays(plan: Plan) -> bool:
    return plan.optimiser.weight_decay > 0


def _has_momentum(plan: Plan) -> bool:
    return not isinstance(plan.optimiser, Adam) and plan.optimiser.momentum > 0


def _sgd_with_momentum(plan: Plan) -> bool:
    return isinstance(plan.optimiser, SGD) and plan.optimiser.momentum > 0


OF_OPTIMISERS: Final = (
    OptimiserMistake(
        mark("Adam without its bias correction"), StepEquations(corrects_bias=False), _adapts
    ),
    OptimiserMistake(
        mark("Adam's step count stuck at 1"),
        StepEquations(counts=False),
        _adapts,
    ),
    OptimiserMistake(
        mark("Adam's weight decay decoupled, as in AdamW"),
        StepEquations(decouples=(Adam,)),
        lambda plan: _decays(plan) and type(plan.optimiser) is Adam,
    ),
    OptimiserMistake(
        mark("AdamW's weight decay added to the gradient, as in Adam"),
        StepEquations(decouples=()),
        lambda plan: _decays(plan) and type(plan.optimiser) is AdamW,
    ),
    OptimiserMistake(mark("no momentum"), StepEquations(momentum=False), _has_momentum),
    OptimiserMistake(
        mark("the gradient scaled by 1 − μ in the momentum"),
        StepEquations(share=lambda momentum, dampening: 1 - momentum),
        lambda plan: (
            _sgd_with_momentum(plan)
            and getattr(plan.optimiser, "dampening", 0) != getattr(plan.optimiser, "momentum", 0)
        ),
    ),
    OptimiserMistake(
        mark("Nesterov momentum without the look-ahead"),
        StepEquations(looks_ahead=False),
        lambda plan: isinstance(plan.optimiser, SGD) and plan.optimiser.nesterov,
    ),
    OptimiserMistake(mark("a gradient ascent step"), StepEquations(ascends=True), _always),
    OptimiserMistake(
        mark("each element of a gradient clipped on its own"), StepEquations(clip=_by_value), _clips
    ),
    OptimiserMistake(
        mark("each weight's gradient clipped by its own norm"),
        StepEquations(clip=_each_alone),
        _clips,
    ),
    OptimiserMistake(
        mark("gradients clipped by the square of their norm"),
        StepEquations(clip=_by_square),
        _clips,
    ),
    OptimiserMistake(
        mark("ε inside the root"), StepEquations(below=_eps_in_root), _takes_roots, fine=True
    ),
    OptimiserMistake(
        mark("ε added before the bias correction"),
        StepEquations(below=_eps_first),
        _corrects,
        fine=True,
    ),
    OptimiserMistake(
        mark("dampening at the first step too"),
        StepEquations(dampens_first=True),
        lambda plan: (
            isinstance(plan.optimiser, SGD)
            and plan.optimiser.momentum > 0
            and plan.optimiser.dampening != 0
        ),
        fine=True,
    ),
    OptimiserMistake(
        mark("clipping without 1e-6 added to the norm"),
        StepEquations(clip=_without_tiny),
        _clips,
        fine=True,
    ),
)
