"""CheckReport: the result of a check, as plain frozen values that travel between processes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np

from ..analysis.address import Address
from ..arrays import Array, json_number
from ..lstm.lane import DIRECTIONS, Lane
from ..lstm.quantities import READOUT
from ..translation import tr

CHECKS: Final = ("link", "step", "window")
"""The checks, in the order in which they test one cell."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One number that differs from the expected one by more than its bound.

    Attributes:
        check: link (exact wiring), step (one cell from its recorded inputs) or window (a few steps
            by `torch.nn.LSTM`).
        at: its address, also of an input of a cell or an output of `nn.LSTM`.
        ours: the recorded number. expected: torch's, or for a link the number at its source.
        bound: the largest difference of two correct engines; 0 for a link.
        dtype: the dtype of both.
        order: the place in the order of computation; the smallest is the first.
    """

    check: str
    at: Address
    ours: float
    expected: float
    bound: float
    dtype: str
    order: tuple[int, ...]

    def place(self) -> str:
        """Write the address in short: `layer 1 reverse, t 5, batch 0, f[3]`."""
        if self.at.quantity in READOUT:
            return tr(
                "t {t}, batch {batch}, {number}",
                t=self.at.t,
                batch=self.at.row,
                number=self.at.name,
            )
        return tr(
            "{lane}, t {t}, batch {batch}, {quantity}[{unit}]",
            lane=self.at.lane.text(),
            t=self.at.t,
            batch=self.at.row,
            quantity=self.at.quantity,
            unit=self.at.unit,
        )

    def text(self) -> str:
        """Describe the disagreement in one plain sentence."""
        names = self._fields(tr(DIRECTIONS[self.at.lane.direction]))
        if self.at.quantity in READOUT:
            return self._text_of_readout()
        names["where"] = tr("Layer {layer} {direction}, t {t}, batch {batch}", **names)
        if self.check == "link":
            return tr(
                "{where}: {quantity} of unit {unit} is {ours!r}, "
                "but what it is taken from is {expected!r} (link check).",
                **names,
            )
        by_window, difference = self.check == "window", abs(self.ours - self.expected)
        names["torch"] = "torch.nn.LSTM" if by_window else "torch"
        names["check"] = tr("window check") if by_window else tr("step check")
        if math.isnan(difference):
            return tr(
                "{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has {expected!r} "
                "({check} in {dtype}).",
                **names,
            )
        return tr(
            "{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has {expected!r}: they "
            "differ by {difference:.3g} where {bound:.3g} is the bound ({check} in {dtype}).",
            difference=difference,
            **names,
        )

    def _text_of_readout(self) -> str:
        return tr(
            "The readout at t {t}, batch {batch}: {number} is {ours!r}, but {torch} has "
            "{expected!r}, where they may differ by {bound:.3g} (in {dtype}).",
            t=self.at.t,
            batch=self.at.row,
            number=self.at.name,
            ours=self.ours,
            torch="torch.nn.Linear" if self.check == "window" else "torch",
            expected=self.expected,
            bound=self.bound,
            dtype=self.dtype,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name, for `json.dumps`; numbers that JSON lacks become null."""
        fields = self._fields(DIRECTIONS[self.at.lane.direction])
        return {n: json_number(value) for n, value in fields.items()} | {"text": self.text()}

    def _fields(self, direction: str) -> dict[str, Any]:
        return {
            "check": self.check,
            "layer": self.at.lane.layer,
            "direction": direction,
            "t": self.at.t,
            "batch": self.at.row,
            "quantity": self.at.quantity,
            "unit": self.at.unit,
            "ours": self.ours,
            "expected": self.expected,
            "bound": self.bound,
            "dtype": self.dtype,
        }


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
class CheckReport:
    """Result of checking the cells number cells_from … cells_to - 1.

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
            ValueError: there are unchecked cells between the two.
        """
        if later.cells_from > self.cells_to:
            raise ValueError(
                f"cells {self.cells_to} to {later.cells_from - 1} between the reports are unchecked"
            )
        found = [r.first_disagreement for r in (self, later) if r.first_disagreement is not None]
        largest = dict(self.largest)
        for kind, value in later.largest.items():
            old = largest.get(kind, value)
            largest[kind] = Largest(*map(max, old, value))
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
            largest,
            strips,
            self.windows_skipped + later.windows_skipped,
            self.steps_in_float64 + later.steps_in_float64,
            self.windows_checked + later.windows_checked,
            self.readouts_checked + later.readouts_checked,
        )

    def text(self) -> str:
        """Write the verdict in one plain line."""
        if self.first_disagreement is not None:
            return f"torch DISAGREES. {self.first_disagreement.text()}"
        if not self.steps_checked:
            return (
                f"torch {self.torch_version} has nothing to compare ({self.dtype}): "
                f"all {self.not_comparable} steps overflow"
            )
        line = (
            f"torch {self.torch_version} agrees with all {self.steps_checked} steps "
            f"({self.dtype}): largest difference {self.max_abs_difference:.3g}, "
            f"at most {self.max_ratio_to_bound:.1%} of the bound"
        )
        if self.not_comparable:
            line += f"; {self.not_comparable} more overflow and cannot be compared"
        if self.readouts_checked:
            line += f"; and with {self.readouts_checked} answers of the readout"
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
            "max_abs_difference": json_number(self.max_abs_difference),
            "max_ratio_to_bound": json_number(self.max_ratio_to_bound),
            "first_disagreement": None if first is None else first.to_json(),
            "dtype": self.dtype,
            "torch_version": self.torch_version,
        }
