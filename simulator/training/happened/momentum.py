"""Momentum: how much of what an optimiser remembers each earlier gradient makes.

Every momentum is kept as m ← βm + what the step adds: β is Adam's β1, and μ of SGD and RMSprop. So
the step j has added m_{j+1} − β·m_j, and β^(k−j) of that is left in the momentum after step k. The
part of step j, along the momentum m = m_{k+1} itself, is then

    β^(k−j) · (m_{j+1} − β·m_j)·m / m·m

and all parts together, with what was there before the first of them, make 1. No gradient need be
computed for it: the run keeps every m.
"""

from typing import Final

import numpy as np

from ...arrays import Array
from ..kept_steps import Moment
from ..optimisers import MEAN, MOMENTUM, Adam, Optimiser
from ..run import TrainingRun

_LEFT: Final = 0.01
"""What must be left of a gradient for it to be looked for."""


def decay(optimiser: Optimiser) -> tuple[str, float] | None:
    """Return the kind of array that is an optimiser's momentum, and β; None without a momentum."""
    if isinstance(optimiser, Adam):
        return (MEAN, optimiser.betas[0]) if optimiser.betas[0] else None
    return (MOMENTUM, optimiser.momentum) if optimiser.momentum else None


def looked_back(beta: float) -> int:
    """Return the number of steps after which less than a hundredth of a gradient is left."""
    steps = 0
    while beta**steps >= _LEFT and steps < 100:
        steps += 1
    return steps


def shares(run: TrainingRun, step: int) -> dict[int, float]:
    """Return the part of each step's gradient in the momentum of a step, by their numbers.

    Empty without a momentum, or where it is 0 or no number. They have no unit: all together, with
    what was there before the first, make 1.

    Raises:
        ValueError: the run has not taken the step.
    """
    found = decay(run.plan.optimiser)
    if found is None:
        return {}
    kind, beta = found
    first = max(run.first, step + 1 - looked_back(beta))
    m = _momentum(run.moment(step + 1), kind)
    if m is None or not (whole := float(m @ m)) or not np.isfinite(whole):
        return {}
    parts, before = {}, _along(run.moment(first), kind, m)
    for earlier in range(first, step + 1):
        after = _along(run.moment(earlier + 1), kind, m)
        parts[earlier] = beta ** (step - earlier) * (after - beta * before) / whole
        before = after
    return parts


def _along(moment: Moment, kind: str, m: Array) -> float:
    there = _momentum(moment, kind)
    return 0.0 if there is None else float(there @ m)


def _momentum(moment: Moment, kind: str) -> Array | None:
    """Return a momentum in one row of float64; None before the first step."""
    named = moment.state.buffers.get(kind)
    if not named:
        return None
    return np.concatenate([array.reshape(-1) for array in named.values()], dtype=np.float64)
