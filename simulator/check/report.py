"""CheckReport: the result of a check, as plain frozen values that travel between processes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array, json_number
from ..lstm.lane import Lane
from .disagreement import Disagreement

_MOST_BLOCKS: Final = 256
"""Largest number of blocks of a walk."""

_LEAST_STEPS: Final = 256
"""Smallest number of steps in a block: to begin one takes time."""


def steps_of_block(length: int) -> int:
    """Return how many steps of a walk of some length have their findings kept together."""
    return max(_LEAST_STEPS, -(-length // _MOST_BLOCKS))


def blocks_of(walks: range, length: int) -> Iterator[tuple[int, range]]:
    """Yield the number of each block that has some of these steps of a walk, and those steps."""
    size = steps_of_block(length)
    start = walks.start
    while start < walks.stop:
        number = start // size
        stop = min((number + 1) * size, walks.stop)
        yield number, range(start, stop)
        start = stop


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

    def joined(self, other: "Strip") -> "Strip":
        """Join both strips to one over the timesteps of both."""
        start = min(self.start, other.start)
        stop = max(self.start + len(self.ratios), other.start + len(other.ratios))
        ratios = np.full(stop - start, np.nan)
        for strip in (self, other):
            part = ratios[strip.start - start :][: len(strip.ratios)]
            np.fmax(part, strip.ratios, out=part)
        return Strip(start, ratios)


@dataclass(frozen=True, eq=False)
class CheckedPart:
    """What the step check found in some steps of one lane's walk.

    Attributes:
        walks: the steps. checked, in_float64, not_comparable: as in `CheckReport`.
        largest: by kind of comparison. strip: of their timesteps; None where nothing was compared.
    """

    walks: range
    checked: int
    in_float64: int
    not_comparable: int
    largest: Mapping[CheckKind, Largest]
    strip: Strip | None

    def joined(self, later: "CheckedPart") -> "CheckedPart":
        """Join with the steps that follow."""
        strips = [part.strip for part in (self, later) if part.strip is not None]
        return CheckedPart(
            range(self.walks.start, later.walks.stop),
            self.checked + later.checked,
            self.in_float64 + later.in_float64,
            self.not_comparable + later.not_comparable,
            larger(self.largest, later.largest),
            reduce(Strip.joined, strips) if strips else None,
        )


def larger(
    one: Mapping[CheckKind, Largest], other: Mapping[CheckKind, Largest]
) -> dict[CheckKind, Largest]:
    """Return the larger of both, by kind of comparison."""
    found = dict(one)
    for kind, value in other.items():
        found[kind] = Largest(*map(max, found.get(kind, value), value))
    return found


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
        backward: True for the way back, whose cells count from its begin.
        sums_checked: the sums of weights' gradients that were compared, block by block.
        parts: what was found in each lane, by the number of the block of its walk (`blocks_of`):
            another run may have some of these steps too, bit for bit.
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

    def merged(self, later: "CheckReport") -> "CheckReport":
        """Merge with a report on the cells that follow.

        Raises:
            ValueError: there are unchecked cells between the two, or one is of the other pass.
        """
        if later.backward != self.backward:
            raise ValueError("a report on the way back cannot follow one on the way forwards")
        if later.cells_from > self.cells_to:
            raise ValueError(
                f"cells {self.cells_to} to {later.cells_from - 1} between the reports are unchecked"
            )
        found = [r.first_disagreement for r in (self, later) if r.first_disagreement is not None]
        parts = dict(self.parts)
        for key, part in later.parts.items():
            parts[key] = parts[key].joined(part) if key in parts else part
        strips = dict(self.strips)
        for lane, strip in later.strips.items():
            strips[lane] = strips[lane].joined(strip) if lane in strips else strip
        return CheckReport(
            self.cells_from,
            max(self.cells_to, later.cells_to),
            self.steps_checked + later.steps_checked,
            self.not_comparable + later.not_comparable,
            min(found, key=lambda disagreement: disagreement.order, default=None),
            self.dtype,
            self.torch_version,
            larger(self.largest, later.largest),
            strips,
            self.windows_skipped + later.windows_skipped,
            self.steps_in_float64 + later.steps_in_float64,
            self.windows_checked + later.windows_checked,
            self.readouts_checked + later.readouts_checked,
            self.backward,
            self.sums_checked + later.sums_checked,
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
        largest: dict[CheckKind, Largest] = {}
        strips: dict[Lane, Strip] = {}
        for (lane, _), part in parts.items():
            largest = larger(largest, part.largest)
            if part.strip is not None:
                strips[lane] = strips[lane].joined(part.strip) if lane in strips else part.strip
        return CheckReport(
            0,
            0,
            sum(part.checked for part in parts.values()),
            sum(part.not_comparable for part in parts.values()),
            None,
            self.dtype,
            self.torch_version,
            largest,
            strips,
            steps_in_float64=sum(part.in_float64 for part in parts.values()),
            backward=self.backward,
            parts=parts,
        )

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
