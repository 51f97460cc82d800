"""One step of an optimiser: clip, then each weight's formula. The step is pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from ..arrays import Array, check_shape
from ..translation import tr
from .formulas import formula_step
from .optimisers import MOMENTUM, SGD
from .plan import Plan
from .state import OptimiserState

TINY = 1e-6
"""What torch's clip adds to the norm, so as not to divide by 0."""


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """Result of a step.

    Attributes:
        weights: by name, in their order, read-only; the frozen ones are the given arrays.
        state: for the next step.
        norm: of the gradients of all weights that learn together, before the clip.
        coefficient: what the clip multiplied them with; 1 without a clip.
    """

    weights: Mapping[str, Array]
    state: OptimiserState
    norm: float
    coefficient: float

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the weights as a plain dictionary."""
        return Step, (dict(self.weights), self.state, self.norm, self.coefficient)


def take_step(
    plan: Plan,
    weights: Mapping[str, Array],
    gradients: Mapping[str, Array],
    state: OptimiserState,
) -> Step:
    """Take one step, without changing what is given.

    Args:
        weights: by name, of one dtype. gradients: by name, like the weights that learn; further
            ones say nothing. state: of the step before, or `OptimiserState.fresh()`.

    Raises:
        ValueError: a gradient that is missing or does not fit, or a state of other weights or of
            another optimiser.
    """
    names = plan.learning(weights)
    _fit(names, weights, gradients)
    kinds = _kept_kinds(plan, names, state)
    decay = {name: plan.weight_decay(name) for name in names}
    groups = [[n for n in names if decay[n] == value] for value in dict.fromkeys(decay.values())]
    with np.errstate(all="ignore"):
        flat = [_joined(gradients, group) for group in groups]
        norm = total_norm(flat if len(flat) == 1 else [gradients[name] for name in names])
        coefficient = 1.0
        if plan.clip is not None:
            coefficient = clip_coefficient(norm, plan.clip)
            flat = [g * g.dtype.type(coefficient) for g in flat]
        after: dict[str, Array] = {}
        buffers: dict[str, dict[str, Array]] = {kind: {} for kind in plan.optimiser.kinds}
        for group, g in zip(groups, flat, strict=True):
            kept = {kind: _joined(state.buffers[kind], group) for kind in kinds}
            p, count = _joined(weights, group), state.count + 1
            p, made = formula_step(plan.optimiser, p, g, kept, count, decay[group[0]])
            after |= _parted(p, group, weights)
            for kind, array in made.items():
                buffers[kind] |= _parted(array, group, weights)
    moved = MappingProxyType({name: after.get(name, weights[name]) for name in weights})
    return Step(moved, OptimiserState(state.count + 1, buffers), norm, coefficient)


def total_norm(gradients: Sequence[Array]) -> float:
    """Return the norm of some arrays together, summed up in float64, rounded to their dtype.

    Its bits are those of the arrays laid end to end. It is infinite where the sum of the squares
    passes the largest float of the dtype, as torch's.
    """
    if not gradients:
        return 0.0
    flat = (
        np.concatenate([g.reshape(-1) for g in gradients]) if len(gradients) > 1 else gradients[0]
    )
    squares = float(np.multiply(flat, flat, dtype=np.float64).sum())
    if math.isnan(squares) or squares <= np.finfo(flat.dtype).max:
        return float(flat.dtype.type(math.sqrt(squares)))
    return math.inf


def clip_coefficient(norm: float, clip: float) -> float:
    """Return min(1, clip/(norm + 1e-6)), or NaN of NaN, as `clip_grad_norm_` multiplies with."""
    found = clip / (norm + TINY)
    return found if found < 1 or math.isnan(found) else 1.0


def _fit(
    names: Sequence[str], weights: Mapping[str, Array], gradients: Mapping[str, Array]
) -> None:
    for name in names:
        if name not in gradients:
            raise ValueError(tr("{name} learns, but has no gradient", name=name))
        check_shape(tr("the gradient of {name}", name=name), gradients[name], weights[name].shape)
        if gradients[name].dtype != weights[name].dtype:
            raise ValueError(
                tr(
                    "the gradient of {name} must be {dtype}, got {got}",
                    name=name,
                    dtype=weights[name].dtype,
                    got=gradients[name].dtype,
                )
            )


def _kept_kinds(plan: Plan, names: Sequence[str], state: OptimiserState) -> tuple[str, ...]:
    """Return the kinds of arrays that a state has for a step of a plan.

    A momentum that SGD has got since begins with its next step, as torch's does.
    """
    kinds = plan.optimiser.kinds
    if not state.count:
        return ()
    if isinstance(plan.optimiser, SGD) and MOMENTUM not in state.buffers:
        return ()
    for kind in kinds:
        if state.buffers.get(kind, {}).keys() != set(names):
            raise ValueError(
                tr(
                    "the optimiser's state is of other weights or another optimiser, as its {kind} "
                    "tells: begin with a fresh one",
                    kind=kind,
                )
            )
    return kinds


def _joined(arrays: Mapping[str, Array], names: Sequence[str]) -> Array:
    """Return the arrays laid end to end: one operation on them all is much faster than many."""
    return np.concatenate([arrays[name].reshape(-1) for name in names])


def _parted(flat: Array, names: Sequence[str], like: Mapping[str, Array]) -> dict[str, Array]:
    """Return the parts of what was laid end to end, read-only."""
    flat.flags.writeable = False
    parts, start = {}, 0
    for name in names:
        shape, stop = like[name].shape, start + like[name].size
        parts[name] = flat[start:stop].reshape(shape)
        start = stop
    return parts
