"""Check of an optimiser's step against `torch.optim`: every number that it makes.

Torch takes the step again from the same bits of the weights, gradients and state, in the dtype of
the weights. Some mistakes are smaller than the rounding of float32; so for float32 both engines
take the step once more in float64. A request carries one step as plain arrays, so that another
process can perform it. Only that process imports torch.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from typing import Any, Final

import numpy as np

from ..arrays import Array, equal_or_nan, json_number
from ..training.optimisers import KINDS
from ..training.plan import Plan
from ..training.state import OptimiserState
from ..training.step import Step, take_step
from ..translation import tr
from .optimiser_bounds import end_to_end, optimiser_bounds
from .report import CheckKind, Largest

OPTIMISER: Final = "optimiser"
"""The name of this check in reports."""

NORM, COEFFICIENT, COUNT, WEIGHTS = "norm", "coefficient", "step", "weights"
COMPARED: Final = (COUNT, NORM, COEFFICIENT, *KINDS, WEIGHTS)
"""What is compared, in the order of computation; the kinds of buffers by torch's names."""

StepEngine = Callable[
    [Plan, Mapping[str, Array], Mapping[str, Array], OptimiserState],
    Step,
]


@dataclass(frozen=True, slots=True)
class StepDisagreement:
    """One number of a step that differs from torch's by more than its bound.

    Attributes:
        quantity: one of `COMPARED`. name: the weight's; empty for count, norm and coefficient.
        index: the place in the weight. step: n, from 1.
    """

    quantity: str
    name: str
    index: tuple[int, ...]
    step: int
    ours: float
    expected: float
    bound: float
    dtype: str

    @property
    def order(self) -> tuple[int, int, int]:
        """Place in the order of computation; the smallest is the first."""
        return self.step, ("float32", "float64").index(self.dtype), COMPARED.index(self.quantity)

    def what(self) -> str:
        """Name the number: `weight_ih_l0[3,1]`, `exp_avg of bias_hh_l0[2]`, `norm`."""
        if not self.name:
            return self.quantity
        place = f"{self.name}[{','.join(map(str, self.index))}]"
        return place if self.quantity == WEIGHTS else f"{self.quantity} of {place}"

    def text(self) -> str:
        """Describe the disagreement in one plain sentence."""
        return tr(
            "Training step {step}: {what} is {ours!r}, but torch.optim has {expected!r}, where "
            "they may differ by {bound:.3g} (in {dtype}).",
            what=self.what(),
            **{n: getattr(self, n) for n in ("step", "ours", "expected", "bound", "dtype")},
        )


@dataclass(frozen=True, eq=False, slots=True)
class StepReport:
    """Result of checking steps of an optimiser.

    Attributes:
        steps_checked: how many. numbers_checked: the numbers compared in their own dtype.
        not_comparable: those that overflow, or are divided by what may be 0.
        first_disagreement: the first in the order of computation, or None.
        dtype: the weights'. torch_version: as torch writes it.
        largest: by kind of comparison.
    """

    steps_checked: int
    numbers_checked: int
    not_comparable: int
    first_disagreement: StepDisagreement | None
    dtype: str
    torch_version: str
    largest: Mapping[CheckKind, Largest] = field(default_factory=dict)

    @property
    def agrees(self) -> bool:
        """True when nothing disagrees."""
        return self.first_disagreement is None

    @property
    def confirms(self) -> bool:
        """True when a number was compared, and nothing disagrees."""
        return self.agrees and self.numbers_checked > 0

    @property
    def max_ratio_to_bound(self) -> float:
        """Largest share of its bound that any difference takes; above 1 is wrong."""
        return max((value.ratio for value in self.largest.values()), default=0.0)

    def merged(self, later: "StepReport") -> "StepReport":
        """Merge with a report on steps that follow."""
        found = [r.first_disagreement for r in (self, later) if r.first_disagreement is not None]
        largest = dict(self.largest)
        for kind, value in later.largest.items():
            largest[kind] = Largest(*map(max, value, largest.get(kind, value)))
        return StepReport(
            self.steps_checked + later.steps_checked,
            self.numbers_checked + later.numbers_checked,
            self.not_comparable + later.not_comparable,
            min(found, key=lambda disagreement: disagreement.order, default=None),
            self.dtype,
            self.torch_version,
            largest,
        )

    def text(self) -> str:
        """Write the verdict in one plain line."""
        if self.first_disagreement is not None:
            return f"torch.optim DISAGREES. {self.first_disagreement.text()}"
        line = (
            f"torch.optim {self.torch_version} agrees with all {self.numbers_checked} numbers of "
            f"{self.steps_checked} training steps ({self.dtype}): at most "
            f"{self.max_ratio_to_bound:.1%} of the bound"
        )
        if self.not_comparable:
            line += f"; {self.not_comparable} more overflow and cannot be compared"
        return line

    def to_json(self) -> dict[str, Any]:
        """Return the report for `json.dumps`; numbers that JSON lacks become null."""
        first = self.first_disagreement
        return {
            "agrees": self.confirms,
            "steps_checked": self.steps_checked,
            "numbers_checked": self.numbers_checked,
            "not_comparable": self.not_comparable,
            "max_ratio_to_bound": json_number(self.max_ratio_to_bound),
            "first_disagreement": None
            if first is None
            else {n: json_number(v) for n, v in asdict(first).items()} | {"text": first.text()},
            "dtype": self.dtype,
            "torch_version": self.torch_version,
        }


@dataclass(frozen=True, eq=False, slots=True)
class StepCheckRequest:
    """One step to check, as plain arrays.

    Attributes:
        plan, weights, gradients, state: what the step was taken from. step: what our engine made.
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
        """Take a step, and once more in float64, to be checked."""
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
        """Have a step checked that was taken before, and the one that is taken in float64."""
        given = cls(plan, dict(weights), dict(gradients), state, step)
        wide = None
        if any(array.dtype != np.float64 for array in weights.values()):
            wide = take_step(plan, *given.cast(np.float64))
        return cls(plan, *given.cast(None), step, wide)

    def cast(self, dtype: Any) -> tuple[dict[str, Array], dict[str, Array], OptimiserState]:
        """Return weights, gradients of those that learn, and state, in a dtype or their own."""
        names = self.plan.learning(self.weights)
        buffers = {k: {n: a[n] for n in names} for k, a in self.state.buffers.items()}
        return (
            _cast(self.weights, dtype),
            _cast({name: self.gradients[name] for name in names}, dtype),
            OptimiserState(self.state.count, {k: _cast(a, dtype) for k, a in buffers.items()}),
        )


def perform_step(request: StepCheckRequest) -> StepReport:
    """Check the step of a request. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    from ..reference import torch_lstm

    dtype = next((a.dtype.name for a in request.weights.values()), "float64")
    comparison = _Comparison(request, request.step, dtype)
    comparison.compare()
    if request.wide is not None:
        wide = _Comparison(request, request.wide, "float64")
        wide.compare()
        comparison.join(wide)
    return StepReport(
        1,
        comparison.checked,
        comparison.not_comparable,
        comparison.first,
        dtype,
        torch_lstm.version(),
        comparison.largest,
    )


def perform_steps(requests: Sequence[StepCheckRequest]) -> StepReport:
    """Check the steps of some requests, at least one. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    return reduce(StepReport.merged, map(perform_step, requests))


def check_step(
    plan: Plan,
    weights: Mapping[str, Array],
    gradients: Mapping[str, Array],
    state: OptimiserState,
    engine: StepEngine = take_step,
) -> StepReport:
    """Take a step with an engine, and check it. Imports torch."""
    return perform_step(StepCheckRequest.of(plan, weights, gradients, state, engine))


class _Comparison:
    """Comparison of a step of ours with torch's, in one dtype."""

    def __init__(self, request: StepCheckRequest, step: Step, dtype: str) -> None:
        from ..reference.optimisers import torch_step

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

    def join(self, wide: "_Comparison") -> None:
        """Add what the comparison in float64 found."""
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
        """Return the weight and the place in it of a number among those of some weights."""
        for name in names:
            shape = self._theirs.weights[name].shape
            if at < math.prod(shape):
                return name, tuple(int(i) for i in np.unravel_index(at, shape))
            at -= math.prod(shape)
        return "", ()


def _cast(arrays: Mapping[str, Array], dtype: Any) -> dict[str, Array]:
    return {n: a if dtype is None else a.astype(dtype, copy=False) for n, a in arrays.items()}
