"""CheckReport: the result of a check, as plain frozen values that travel between processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array, json_number
from ..network.lane import Lane
from .disagreement import Disagreement


class CheckKind(NamedTuple):
    """Kind of comparison: the check, the dtype, and the quantity."""

    check: str
    dtype: str
    quantity: str


class Largest(NamedTuple):
    """Largest difference, and largest share of its bound, in one kind of comparison."""

    difference: float
    ratio: float


@dataclass(frozen=True, eq=False)
class Strip:
    """Largest share of the bound at each timestep of a lane; NaN where nothing was compared.

    ratios: (k,) for the timesteps start … start + k - 1.
    """

    start: int
    ratios: Array

    def joined(self, *others: "Strip") -> "Strip":
        """Join strips of one lane to one over the timesteps of all."""
        strips = (self, *others)
        start = min(strip.start for strip in strips)
        stop = max(strip.start + len(strip.ratios) for strip in strips)
        ratios = np.full(stop - start, np.nan)
        for strip in strips:
            part = ratios[strip.start - start :][: len(strip.ratios)]
            np.fmax(part, strip.ratios, out=part)
        return Strip(start, ratios)


def larger(
    one: Mapping[CheckKind, Largest], other: Mapping[CheckKind, Largest]
) -> dict[CheckKind, Largest]:
    """Return the larger of both, by kind of comparison."""
    found = dict(one)
    for kind, value in other.items():
        found[kind] = Largest(*map(max, found.get(kind, value), value))
    return found


@dataclass(frozen=True, eq=False)
class CheckedPart:
    """What was found in some steps of one lane's walk, and in nothing else.

    Attributes:
        walks: the steps; in the backward pass they count from the walk's end.
        report: the findings, without cells.
    """

    walks: range
    report: "CheckReport"

    def joined(self, later: "CheckedPart") -> "CheckedPart":
        """Join with the steps that follow."""
        walks = range(self.walks.start, later.walks.stop)
        return CheckedPart(walks, self.report.merged(later.report))


@dataclass(frozen=True, eq=False)
class CheckReport:
    """Result of checking the cells number cells_from … cells_to - 1 of one pass.

    Attributes:
        steps_checked: the cells × batch rows that were compared.
        not_comparable: those whose sums overflow, so that they cannot be compared.
        first_disagreement: the first in the order of computation, or None.
        dtype: the experiment's. torch_version: as torch writes it.
        largest: by kind of comparison.
        strips: by lane.
        windows_skipped: windows with holds or cuts, which `nn.LSTM` cannot run.
        steps_in_float64: how many of the steps were compared in float64 too.
        windows_checked: how many windows `nn.LSTM` ran.
        readouts_checked: the answers of a readout that were compared.
        backward: True for the backward pass, whose cells count from its begin.
        sums_checked: the sums of weights' gradients that were compared, block by block.
        parts: the findings that belong to one lane, by the lane and the number of a block of
            its walk (`step_check.blocks_of`): another run may have these steps too, bit for bit.
    """

    cells_from: int
    cells_to: int
    steps_checked: int
    not_comparable: int
    first_disagreement: Disagreement | None
    dtype: str
    torch_version: str
    largest: Mapping[CheckKind, Largest] = field(default_factory=dict)
    strips: Mapping[Lane, Strip] = field(default_factory=dict)
    windows_skipped: int = 0
    steps_in_float64: int = 0
    windows_checked: int = 0
    readouts_checked: int = 0
    backward: bool = False
    sums_checked: int = 0
    parts: Mapping[tuple[Lane, int], CheckedPart] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the verdict, without the numbers of each kind."""
        return f"CheckReport({self.text()!r})"

    def __str__(self) -> str:
        return self.text()

    @property
    def agrees(self) -> bool:
        """True when nothing disagrees."""
        return self.first_disagreement is None

    @property
    def confirms(self) -> bool:
        """True when at least one step was compared, and nothing disagrees."""
        return self.agrees and self.steps_checked > 0

    @property
    def compares_nothing(self) -> bool:
        """True when every step overflows, so that none can be compared."""
        return not self.steps_checked and self.not_comparable > 0

    @property
    def max_abs_difference(self) -> float:
        """Largest difference in any one step."""
        return max((v.difference for k, v in self.largest.items() if k.check == "step"), default=0)

    @property
    def max_ratio_to_bound(self) -> float:
        """Largest share of its bound that any difference takes; above 1 is wrong."""
        return max((v.ratio for v in self.largest.values()), default=0.0)

    def merged(self, *later: "CheckReport") -> "CheckReport":
        """Merge with reports on the cells that follow, or on some of the same.

        Raises:
            ValueError: there are unchecked cells between two, or one is of the other pass.
        """
        reports, cells_to = (self, *later), self.cells_to
        for report in later:
            if report.backward != self.backward:
                raise ValueError(
                    "a report on the backward pass cannot follow one on the forward pass"
                )
            if report.cells_from > cells_to:
                raise ValueError(
                    f"cells {cells_to} to {report.cells_from - 1} between the reports are unchecked"
                )
            cells_to = max(cells_to, report.cells_to)
        found = [r.first_disagreement for r in reports if r.first_disagreement is not None]
        parts = dict(self.parts)
        strips: dict[Lane, list[Strip]] = {}
        for report in reports:
            for lane, strip in report.strips.items():
                strips.setdefault(lane, []).append(strip)
        for report in later:
            for key, part in report.parts.items():
                parts[key] = parts[key].joined(part) if key in parts else part
        return CheckReport(
            self.cells_from,
            cells_to,
            sum(report.steps_checked for report in reports),
            sum(report.not_comparable for report in reports),
            min(found, key=lambda disagreement: disagreement.order, default=None),
            self.dtype,
            self.torch_version,
            reduce(larger, (report.largest for report in reports)),
            {lane: first.joined(*others) for lane, (first, *others) in strips.items()},
            sum(report.windows_skipped for report in reports),
            sum(report.steps_in_float64 for report in reports),
            sum(report.windows_checked for report in reports),
            sum(report.readouts_checked for report in reports),
            self.backward,
            sum(report.sums_checked for report in reports),
            parts,
        )

    def agreed(self, lane: Lane) -> int:
        """Return how many first steps of a lane's walk are in `parts`, without a gap."""
        steps = 0
        for (_, _), part in sorted((k, p) for k, p in self.parts.items() if k[0] == lane):
            if part.walks.start != steps:
                break
            steps = part.walks.stop
        return steps

    def kept(self, in_common: Mapping[Lane, int]) -> "CheckReport | None":
        """Return what stays true of another run, none of whose cells counts as checked yet.

        Args:
            in_common: how many first steps of each lane's walk are the same, bit for bit.
        """
        parts = {k: p for k, p in self.parts.items() if p.walks.stop <= in_common.get(k[0], 0)}
        if not self.agrees or not parts:
            return None
        first, *others = (part.report for part in parts.values())
        return replace(first.merged(*others), parts=parts)

    def text(self) -> str:
        """Write the verdict in one plain line."""
        of, back = ("steps", "") if not self.backward else ("steps back", " with the gradients")
        if self.first_disagreement is not None:
            return f"torch DISAGREES{back}. {self.first_disagreement.text()}"
        if not self.steps_checked:
            return (
                f"torch {self.torch_version} has nothing to compare ({self.dtype}): "
                f"all {self.not_comparable} {of} overflow"
            )
        line = (
            f"torch {self.torch_version} agrees with all {self.steps_checked} {of} "
            f"({self.dtype}): largest difference {self.max_abs_difference:.3g}, "
            f"at most {self.max_ratio_to_bound:.1%} of the bound"
        )
        if self.not_comparable:
            line += f"; {self.not_comparable} more overflow and cannot be compared"
        if self.readouts_checked:
            answers = "dy of " if self.backward else ""
            line += f"; and with {answers}{self.readouts_checked} answers of the readout"
        if self.sums_checked:
            line += f"; and with {self.sums_checked} sums of weights' gradients"
        if self.windows_skipped:
            line += f"; torch.nn.LSTM skipped {self.windows_skipped} windows, as it cannot hold"
        return line

    def to_json(self) -> dict[str, Any]:
        """Return the report for `json.dumps`; numbers that JSON lacks become null."""
        first = self.first_disagreement
        return {
            "agrees": self.confirms,
            "steps_checked": self.steps_checked,
            "steps_in_float64": self.steps_in_float64,
            "not_comparable": self.not_comparable,
            "windows_checked": self.windows_checked,
            "windows_skipped": self.windows_skipped,
            "readouts_checked": self.readouts_checked,
            **({"sums_checked": self.sums_checked} if self.backward else {}),
            "max_abs_difference": json_number(self.max_abs_difference),
            "max_ratio_to_bound": json_number(self.max_ratio_to_bound),
            "first_disagreement": None if first is None else first.to_json(),
            "dtype": self.dtype,
            "torch_version": self.torch_version,
        }
