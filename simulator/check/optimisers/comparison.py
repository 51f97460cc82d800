"""Comparison of a step of ours with torch's, number by number. Imports torch late."""

import math
from collections.abc import Mapping
from dataclasses import asdict

import numpy as np

from ...arrays import Array, equal_or_nan
from ...training.step import Step
from ..report import CheckKind, Largest
from .bounds import end_to_end, optimiser_bounds
from .report import COEFFICIENT, COUNT, NORM, OPTIMISER, WEIGHTS, StepDisagreement
from .request import StepCheckRequest


class Comparison:
    """Comparison of a step of ours with torch's, in one dtype.

    Args:
        request: what the step is taken from; it is cast to `dtype`. step: ours, in that dtype.
        dtype: float32 or float64.

    Attributes:
        first: the first number that disagrees, or None. largest: by kind of comparison.
        checked: the numbers compared. not_comparable: those without a bound, as they overflow.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """

    def __init__(self, request: StepCheckRequest, step: Step, dtype: str) -> None:
        from ...reference.optimisers import torch_step

        self._plan, self._ours, self._dtype = request.plan, step, dtype
        self.first: StepDisagreement | None = None
        self.largest: dict[CheckKind, Largest] = {}
        self.checked = self.not_comparable = 0
        given = weights, gradients, state = request.cast(dtype)
        self._bounds = optimiser_bounds(request.plan, *given, dtype)
        self._step = state.count + 1
        optimiser = request.plan.optimiser
        self._theirs = torch_step(
            optimiser.key,
            asdict(optimiser),
            weights,
            gradients,
            state.count,
            state.buffers,
            request.plan.clip,
            request.plan.frozen,
            request.plan.undecayed,
        )

    def compare(self) -> None:
        """Compare count, norm, coefficient, buffers and weights, each number once."""
        ours, theirs, bounds = self._ours, self._theirs, self._bounds
        count = self._step if theirs.count is None else theirs.count
        self._scalar(COUNT, ours.state.count, count, 0.0)
        if not bounds.clear:
            self.not_comparable += sum(array.size for array in ours.weights.values())
            return
        self._scalar(NORM, ours.norm, theirs.norm, bounds.norm)
        self._scalar(COEFFICIENT, ours.coefficient, theirs.coefficient, bounds.coefficient)
        for kind in self._plan.optimiser.kinds if theirs.buffers else ():
            made = dict(ours.state.buffers.get(kind, {}))
            for name, expected in theirs.buffers[kind].items():
                made.setdefault(name, np.full(expected.shape, math.nan))
            self._arrays(kind, made, theirs.buffers[kind], bounds.buffers[kind])
        self._arrays(WEIGHTS, ours.weights, theirs.weights, bounds.weights)

    def join(self, wide: "Comparison") -> None:
        """Add what the comparison in float64 found; its numbers are not counted again."""
        self.largest |= wide.largest
        self.first = self.first or wide.first

    def _scalar(self, quantity: str, ours: float, expected: float, bound: float) -> None:
        one, other, least = (np.array([number], np.float64) for number in (ours, expected, bound))
        self._numbers(quantity, (), one, other, least, np.zeros(1, bool))

    def _arrays(
        self,
        quantity: str,
        ours: Mapping[str, Array],
        expected: Mapping[str, Array],
        bounds: Mapping[str, Array],
    ) -> None:
        """Compare the arrays of some weights at once."""
        names = tuple(expected)
        given = ours, expected, bounds, self._bounds.unclear
        one, other, bound, unclear = (end_to_end(arrays, names) for arrays in given)
        self._numbers(quantity, names, one, other, bound, unclear)

    def _numbers(
        self,
        quantity: str,
        names: tuple[str, ...],
        ours: Array,
        expected: Array,
        bound: Array,
        unclear: Array,
    ) -> None:
        with np.errstate(all="ignore"):
            difference = np.abs(ours.astype(np.float64) - expected.astype(np.float64))
            ratio = difference / bound
        agrees = equal_or_nan(ours, expected) | unclear
        difference[agrees] = ratio[agrees] = 0
        # A number against NaN, or against infinity, is as wrong as possible.
        difference[np.isnan(difference)] = ratio[np.isnan(ratio)] = math.inf
        kind = CheckKind(OPTIMISER, self._dtype, quantity)
        self.largest[kind] = Largest(float(difference.max()), float(ratio.max()))
        self.checked += int(ours.size - unclear.sum())
        self.not_comparable += int(unclear.sum())
        if self.first is None and self.largest[kind].ratio > 1:
            at = int(np.argmax(ratio > 1))
            self.first = StepDisagreement(
                quantity,
                *self._place(names, at),
                self._step,
                float(ours[at]),
                float(expected[at]),
                float(bound[at]),
                self._dtype,
            )

    def _place(self, names: tuple[str, ...], at: int) -> tuple[str, tuple[int, ...]]:
        """Return the weight and the place in it of a number in some weights."""
        for name in names:
            shape = self._theirs.weights[name].shape
            if at < math.prod(shape):
                return name, tuple(int(i) for i in np.unravel_index(at, shape))
            at -= math.prod(shape)
        return "", ()
