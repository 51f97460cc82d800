"""One step of an optimiser: clip, then each weight's formula. The step is pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array, check_shape
from ..translation import tr
from .formulas import formula_step
from .optimisers import MOMENTUM, SGD
from .plan import Plan
from .state import OptimiserState

TINY = 1e-6
"""What torch's clip adds to the norm, so as not to divide by 0."""

AT_ONCE: Final = 1 << 14
"""Numbers that go through a formula at once: what it makes in between stays in the cache."""

_P: Final = "p"


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
    with np.errstate(all="ignore"):
        norm = total_norm([gradients[name] for name in names])
        coefficient = 1.0 if plan.clip is None else clip_coefficient(norm, plan.clip)
        after: dict[str, Array] = {}
        buffers: dict[str, dict[str, Array]] = {kind: {} for kind in plan.optimiser.kinds}
        for group in _groups(plan, names, weights):
            given = _Flat(
                _end_to_end(weights, group),
                _end_to_end(gradients, group),
                {kind: _end_to_end(state.buffers[kind], group) for kind in kinds},
            )
            decay = plan.weight_decay(group[0])
            p, made = _moved(plan, given, coefficient, state.count + 1, decay)
            after |= _parted(p, group, weights)
            for kind, array in made.items():
                buffers[kind] |= _parted(array, group, weights)
    moved = MappingProxyType({name: after.get(name, weights[name]) for name in weights})
    return Step(moved, OptimiserState(state.count + 1, buffers), norm, coefficient)


def total_norm(gradients: Sequence[Array]) -> float:
    """Return the norm of some arrays together, summed up in float64, rounded to their dtype.

    It is infinite where the sum of the squares passes the largest float of the dtype, as torch's.
    """
    if not gradients:
        return 0.0
    large = [g.reshape(-1) for g in gradients if g.size > AT_ONCE]
    small = [g.reshape(-1) for g in gradients if g.size <= AT_ONCE]
    squares = 0.0
    for flat in (*([np.concatenate(small)] if small else ()), *large):
        for part in _parts(flat.size):
            squares += float(np.multiply(flat[part], flat[part], dtype=np.float64).sum())
    dtype = gradients[0].dtype
    if math.isnan(squares) or squares <= np.finfo(dtype).max:
        return float(dtype.type(math.sqrt(squares)))
    return math.inf


def clip_coefficient(norm: float, clip: float) -> float:
    """Return min(1, clip/(norm + 1e-6)), or NaN of NaN, as `clip_grad_norm_` multiplies with.

    Pascanu et al., On the difficulty of training recurrent neural networks, 2013; the 1e-6 is
    torch's.

    Args:
        norm: ‖g‖ of all gradients together. clip: the largest that it may be, in the same unit.
    """
    found = clip / (norm + TINY)
    return found if found < 1 or math.isnan(found) else 1.0


def _fit(
    names: Sequence[str], weights: Mapping[str, Array], gradients: Mapping[str, Array]
) -> None:
    for name in names:
        if name not in gradients:
            raise ValueError(tr("{name} is trained but has no gradient", name=name))
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
                    "the optimiser's state belongs to other weights or another "
                    "optimiser, as its {kind} shows. Start with a new one",
                    kind=kind,
                )
            )
    return kinds


class _Flat(NamedTuple):
    """Some weights, their gradients, and what is kept for them by kind, each in one row."""

    p: Array
    g: Array
    kept: dict[str, Array]


def _groups(
    plan: Plan, names: Sequence[str], weights: Mapping[str, Array]
) -> Iterator[tuple[str, ...]]:
    """Yield the weights that go through the formula together: one decay, small ones end to end.

    One operation on many small arrays takes much less time than one on each.
    """
    small: dict[float, list[str]] = {}
    for name in names:
        if weights[name].size > AT_ONCE:
            yield (name,)
        else:
            small.setdefault(plan.weight_decay(name), []).append(name)
    yield from map(tuple, small.values())


def _moved(
    plan: Plan, given: _Flat, coefficient: float, count: int, decay: float
) -> tuple[Array, dict[str, Array]]:
    """Return weights after the clip and the formula, and what is kept: new arrays, in one row."""
    found: dict[str, Array] = {}
    size = given.p.size
    for part in _parts(size):
        p, g = given.p[part], given.g[part]
        if plan.clip is not None:
            g = g * g.dtype.type(coefficient)
        kept = {kind: array[part] for kind, array in given.kept.items()}
        moved, made = formula_step(plan.optimiser, p, g, kept, count, decay)
        for kind, array in ((_P, moved), *made.items()):
            if size <= AT_ONCE and array is not g:
                found[kind] = array
            else:
                found.setdefault(kind, np.empty(size, p.dtype))[part] = array
    return found.pop(_P), found


def _parts(size: int) -> Iterator[slice]:
    """Yield the parts of a row that are computed at once."""
    return (slice(start, start + AT_ONCE) for start in range(0, size, AT_ONCE))


def _end_to_end(arrays: Mapping[str, Array], names: Sequence[str]) -> Array:
    """Return the numbers of some arrays in one row; a single array is not copied."""
    if len(names) == 1:
        return arrays[names[0]].reshape(-1)
    return np.concatenate([arrays[name].reshape(-1) for name in names])


def _parted(flat: Array, names: Sequence[str], like: Mapping[str, Array]) -> dict[str, Array]:
    """Return the arrays that a row consists of, read-only."""
    flat.flags.writeable = False
    parts, start = {}, 0
    for name in names:
        shape, stop = like[name].shape, start + like[name].size
        parts[name] = flat[start:stop].reshape(shape)
        start = stop
    return parts
