"""StepCheckRequest: one step of an optimiser to check, as plain arrays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...arrays import Array
from ...training.plan import Plan
from ...training.state import OptimiserState
from ...training.step import Step, take_step

StepEngine = Callable[
    [Plan, Mapping[str, Array], Mapping[str, Array], OptimiserState],
    Step,
]
"""Takes a step from a plan, weights, gradients and state, as `take_step` does."""


@dataclass(frozen=True, eq=False, slots=True)
class StepCheckRequest:
    """One step to check, as plain arrays.

    Attributes:
        plan: optimiser, clip, what is frozen. weights: by name, of any shapes and one dtype.
        gradients: of the weights that learn, unclipped, in their shapes. state: before it.
        step: what our engine made.
        wide: what it makes of the same in float64; None where that is `step`.
    """

    plan: Plan
    weights: dict[str, Array]
    gradients: dict[str, Array]
    state: OptimiserState
    step: Step
    wide: Step | None = None

    @classmethod
    def of(
        cls,
        plan: Plan,
        weights: Mapping[str, Array],
        gradients: Mapping[str, Array],
        state: OptimiserState,
        engine: StepEngine = take_step,
    ) -> "StepCheckRequest":
        """Take a step, and once more in float64, to be checked.

        Args:
            weights, gradients: by name and alike in shape; each that learns needs a gradient.
            state: the optimiser's before the step. engine: takes the steps.

        Raises:
            KeyError: a weight that learns has no gradient. ValueError: as the engine.
        """
        given = cls(plan, dict(weights), dict(gradients), state, Step({}, state, 0.0, 1.0))
        wide = None
        if any(array.dtype != np.float64 for array in weights.values()):
            wide = engine(plan, *given.cast(np.float64))
        return cls(plan, *given.cast(None), engine(plan, weights, gradients, state), wide)

    @classmethod
    def taken(
        cls,
        plan: Plan,
        weights: Mapping[str, Array],
        gradients: Mapping[str, Array],
        state: OptimiserState,
        step: Step,
    ) -> "StepCheckRequest":
        """Have a step checked that was taken before, and the one that is taken in float64.

        Args:
            plan, weights, gradients, state: as of `of`. step: what our engine made of them.

        Raises:
            KeyError: a weight that learns has no gradient.
        """
        given = cls(plan, dict(weights), dict(gradients), state, step)
        wide = None
        if any(array.dtype != np.float64 for array in weights.values()):
            wide = take_step(plan, *given.cast(np.float64))
        return cls(plan, *given.cast(None), step, wide)

    def cast(self, dtype: Any) -> tuple[dict[str, Array], dict[str, Array], OptimiserState]:
        """Return weights, gradients of the learning ones, and state, in a dtype or their own."""
        names = self.plan.learning(self.weights)
        buffers = {k: {n: a[n] for n in names} for k, a in self.state.buffers.items()}
        return (
            _cast(self.weights, dtype),
            _cast({name: self.gradients[name] for name in names}, dtype),
            OptimiserState(self.state.count, {k: _cast(a, dtype) for k, a in buffers.items()}),
        )


def _cast(arrays: Mapping[str, Array], dtype: Any) -> dict[str, Array]:
    return {n: a if dtype is None else a.astype(dtype, copy=False) for n, a in arrays.items()}
