"""Disagreement: one number on which our engine and torch differ, and a sentence that says so."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ..analysis.address import Address, Given, Source
from ..arrays import json_number
from ..engine.schedule import Schedule
from ..network.gradient_quantities import DY, EVERY_GRADIENT
from ..network.lane import DIRECTIONS, Lane
from ..network.quantities import READOUT
from ..translation import mark, tr

CHECKS: Final = ("link", "step", "sum", "window")
"""The checks, in the order in which they test one cell; only the backward pass has sums."""

CHECK_TITLES: Final[Mapping[str, str]] = {
    "link": mark("link check"),
    "step": mark("step check"),
    "sum": mark("sum check"),
    "window": mark("window check"),
}
"""Titles of the checks, marked: pass them to `tr`."""

GIVEN: Final[Mapping[str, str]] = {"input": "dx", "h_0": "dh_prev", "c_0": "dc_prev"}
"""What an LSTM is given, by torch's names, and the gradient of a cell that each one's comes from.
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One number that differs from the expected one by more than its bound.

    Attributes:
        check: link (exact wiring), step (one cell from its recorded inputs), sum (what a block of
            steps adds to the gradient of a weight) or window (a few steps by `torch.nn.LSTM`).
        at: its address, also of an input of a cell or an output of `nn.LSTM`; of a gradient the
            quantity is its key. That of a weight or of an input of the LSTM has torch's name, and
            stands at the last step that was added.
        ours: the recorded number. expected: torch's, or for a link the number at its source.
        bound: the largest difference of two correct engines; 0 for a link.
        dtype: the dtype of both.
        order: the place in the order of computation; the smallest is the first. It begins with the
            number of the cell, in the backward pass counted from the end of the forward pass.
        parameter: for the gradient of a weight, that weight; else None.
    """

    check: str
    at: Address
    ours: float
    expected: float
    bound: float
    dtype: str
    order: tuple[int, ...]
    parameter: Given | None = None

    @property
    def weight(self) -> str:
        """Name of the weight whose gradient it is, as `weight_ih_l0[3,1]`; else empty."""
        return "" if self.parameter is None else self.parameter.text()

    @property
    def target(self) -> Source:
        """The number to look at: the weight whose gradient differs, else a number of a cell.

        An output is a copy of one. The gradients of the input, h_0 and c_0 come from one.
        """
        return self._of_cell.recorded() if self.parameter is None else self.parameter

    def position(self, schedule: Schedule) -> int:
        """Return the position at which it shows.

        A weight's gradient has its cell's share after the last step of the cell, and the input's is
        complete after both directions.
        """
        back, number = schedule.backward, self._of_cell
        if self.parameter is not None and back is not None:
            return schedule.end + back.steps_after_cells(self.order[0] + 1)
        lanes = [number.lane]
        if self.at.quantity == "input":
            lanes = [Lane(0, side) for side in range(schedule.config.num_directions)]
        return max(replace(number, lane=lane).position(schedule) for lane in lanes)

    @property
    def of_gradient(self) -> bool:
        """True for a number of the backward pass."""
        return self.parameter is not None or self.at.is_gradient or self.at.quantity in GIVEN

    def place(self) -> str:
        """Write the address in short: `layer 1 reverse, t 5, batch 0, f[3]`."""
        if self.weight:
            return tr("t {t}, gradient of {weight}", t=self.at.t, weight=self.weight)
        if self.at.quantity in (*READOUT, DY):
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
        if self.of_gradient:
            return self._text_of_gradient()
        names = self._fields(tr(DIRECTIONS[self.at.lane.direction]))
        if self.at.quantity in READOUT:
            return self._text_of_readout()
        names["where"] = tr("Layer {layer} {direction}, t {t}, batch {batch}", **names)
        if self.check == "link":
            return tr(
                "{where}: {quantity} of unit {unit} is {ours!r}, but its source is "
                "{expected!r} (link check).",
                **names,
            )
        by_window, difference = self.check == "window", abs(self.ours - self.expected)
        names["torch"] = "torch.nn.LSTM" if by_window else "torch"
        names["check"] = tr(CHECK_TITLES[self.check])
        if math.isnan(difference):
            return tr(
                "{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has {expected!r} "
                "({check} in {dtype}).",
                **names,
            )
        return tr(
            "{where}: {quantity} of unit {unit} is {ours!r}, but {torch} has "
            "{expected!r}: they differ by {difference:.3g}, and the bound is "
            "{bound:.3g} ({check} in {dtype}).",
            difference=difference,
            **names,
        )

    def _text_of_readout(self) -> str:
        return tr(
            "The readout at t {t}, batch {batch}: {number} is {ours!r}, but {torch} "
            "has {expected!r}, and they may differ by at most {bound:.3g} (in "
            "{dtype}).",
            t=self.at.t,
            batch=self.at.row,
            number=self.at.name,
            ours=self.ours,
            torch="torch.nn.Linear" if self.check == "window" else "torch",
            expected=self.expected,
            bound=self.bound,
            dtype=self.dtype,
        )

    def _text_of_gradient(self) -> str:
        difference = abs(self.ours - self.expected)
        names = {
            "what": self._name_of_gradient(),
            "ours": self.ours,
            "expected": self.expected,
            "difference": difference,
            "bound": self.bound,
            "torch": "torch.nn.LSTM" if self.check == "window" else "torch",
            "check": tr(CHECK_TITLES[self.check]),
            "dtype": self.dtype,
            "t": self.at.t,
        }
        if self.check == "link":
            return tr(
                "{what} is {ours!r}, but the incoming gradients add up to "
                "{expected!r} ({check}, backward pass).",
                **names,
            )
        if self.check == "sum" and not self.bound:
            return tr(
                "{what} is {ours!r}, but its sum over all steps is {expected!r} ({check}).", **names
            )
        if self.check == "sum":
            return tr(
                "{what} grows by {ours!r} up to t {t}, but the recorded steps give "
                "{expected!r}; the rounding allowance is {bound:.3g} ({check} in "
                "{dtype}).",
                **names,
            )
        if math.isnan(difference):
            return tr(
                "{what} is {ours!r}, but {torch} has {expected!r} ({check}, backward "
                "pass, {dtype}).",
                **names,
            )
        return tr(
            "{what} is {ours!r}, but {torch} has {expected!r}: they differ by "
            "{difference:.3g}, and the bound is {bound:.3g} ({check}, backward pass, "
            "{dtype}).",
            **names,
        )

    def _name_of_gradient(self) -> str:
        """Name the gradient, to begin a sentence."""
        names = self._fields(tr(DIRECTIONS[self.at.lane.direction]))
        if self.weight:
            return tr("The gradient of {weight}", weight=self.weight)
        if self.at.quantity == DY:
            return tr("The readout at t {t}, batch {batch}: dy[{unit}]", **names)
        names["where"] = tr("Layer {layer} {direction}, t {t}, batch {batch}", **names)
        if self.at.quantity in GIVEN:
            return tr("{where}: the gradient of {quantity}, unit {unit},", **names)
        meaning = tr(EVERY_GRADIENT[self.at.quantity].meaning)
        return tr("{where}: {quantity}[{unit}], the {meaning},", meaning=meaning, **names)

    def to_json(self) -> dict[str, Any]:
        """Return the fields by name, for `json.dumps`; numbers that JSON lacks become null."""
        fields = self._fields(DIRECTIONS[self.at.lane.direction])
        return {n: json_number(value) for n, value in fields.items()} | {"text": self.text()}

    @property
    def _of_cell(self) -> Address:
        """The number of a cell that the gradient of something given comes from; else the number."""
        quantity = self.at.quantity
        return replace(self.at, quantity=GIVEN.get(quantity, quantity))

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
            **({"weight": self.weight} if self.weight else {}),
        }
