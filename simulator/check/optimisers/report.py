"""StepReport: the result of checking an optimiser's steps, as values that travel."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from ...arrays import json_number
from ...training.optimisers import KINDS
from ...translation import tr
from ..report import CheckKind, Largest

OPTIMISER: Final = "optimiser"
"""The name of this check in reports."""

NORM, COEFFICIENT, COUNT, WEIGHTS = "norm", "coefficient", "step", "weights"
COMPARED: Final = (COUNT, NORM, COEFFICIENT, *KINDS, WEIGHTS)
"""What is compared, in the order of computation; the kinds of buffers by torch's names."""


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
            "Training step {step}: {what} is {ours!r}, but torch.optim has "
            "{expected!r}, and they may differ by at most {bound:.3g} (in {dtype}).",
            what=self.what(),
            **{n: getattr(self, n) for n in ("step", "ours", "expected", "bound", "dtype")},
        )


@dataclass(frozen=True, eq=False, slots=True)
class StepReport:
    """Result of checking steps of an optimiser.

    Attributes:
        steps_checked: how many. numbers_checked: the numbers compared in their own dtype.
        not_comparable: numbers that overflow, or are divided by what may be 0.
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
