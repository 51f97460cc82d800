"""Conditions that can stop a run, and the first position at which one is met.

A condition on a value is met where it begins to hold: it holds at a step of a lane's walk, and did
not hold at the step before, or there was none. It is met at the position at which the quantity is
computed. Each batch row is tested by itself.
"""

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np

from ..analysis.address import READERS, Address, Where
from ..analysis.address_parser import AT
from ..arrays import Array
from ..check.report import CheckReport
from ..engine.schedule import Cell, Schedule
from ..engine.trace import Trace
from ..engine.walk_order import in_walk_order, taken, timestep_at, timesteps
from ..experiment.experiment import Experiment
from ..lstm.activation import saturated
from ..lstm.lane import Lane
from ..lstm.quantities import EVERY, KEYS, LOSS, READOUT
from ..translation import tr

COMPARISONS: Final[dict[str, Callable[[Array, float], Array]]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
SIGN, SATURATED, NAN, TORCH, WRONG = "sign", "saturated", "nan", "torch", "wrong"

TOLERANCE = 0.5
"""How far a number may be from its target, if `wrong` names no other distance."""

ACTIVATIONS: Final = {key: EVERY[key].curve for key in KEYS if EVERY[key].curve}
"""Functions that can saturate: the gates' own, and the tanh through which c goes out."""

NUMBERS_AT_ONCE = 2**19
"""Number of numbers tested at once; bounds the memory."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that can stop a run.

    Attributes:
        test: > < >= <= (passes `number`), sign (changes its sign), saturated, nan (is NaN or
            infinite), at (is computed, at timestep `number`), torch (disagrees with torch by more
            than its bound), wrong (the answer y is, for a number by more than `number`).
        quantity: None for torch, and for any with nan.
        unit: None for all units. every: all of them must pass; else one is enough.
        number: a threshold in the trace's dtype, or a timestep.
        where: the lanes and rows.

    Raises:
        ValueError: a test that the quantity does not have, in words.
    """

    test: str
    quantity: str | None = None
    unit: int | None = None
    every: bool = False
    number: float = 0.0
    where: Where = Where()  # noqa: RUF009, for it is frozen

    def __post_init__(self) -> None:
        if self.quantity is None and self.test not in (NAN, TORCH):
            raise ValueError(tr("“any” goes with nan only: name a quantity"))
        if self.test == SATURATED and self.quantity not in ACTIVATIONS:
            raise ValueError(
                tr(
                    "{quantity} does not saturate: {others} do",
                    quantity=self.quantity,
                    others=" ".join(ACTIVATIONS),
                )
            )

    def text(self) -> str:
        """Write the condition as it is typed: `c[2] > 1.5`, `f all < 0.1`, `any nan`, `torch`."""
        unit = "" if self.unit is None or self.quantity == LOSS else f"[{self.unit}]"
        of_all = self.test in (TORCH, WRONG)
        words = [] if of_all else [f"{self.quantity or 'any'}{unit}"]
        words += ["all"] if self.every else []
        words += [self.test]
        with_number = self.test in COMPARISONS or self.test == AT
        if with_number or (self.test == WRONG and self.number != TOLERANCE):
            words += [repr(self.number).removesuffix(".0")]
        return " ".join([*words, *filter(None, [self.where.text()])])

    def first_hit(
        self,
        trace: Trace,
        schedule: Schedule,
        from_position: int,
        to_position: int,
        report: CheckReport | None = None,
    ) -> "Hit | None":
        """Return the first position after `from_position`, up to `to_position`, where it is met.

        The trace must be computed up to `to_position`. Only `torch` needs a check report.
        """
        return self._search(trace, schedule, from_position, to_position, report, newest=False)

    def last_hit(
        self,
        trace: Trace,
        schedule: Schedule,
        from_position: int,
        to_position: int,
        report: CheckReport | None = None,
    ) -> "Hit | None":
        """Return the last position, with the arguments of `first_hit`."""
        return self._search(trace, schedule, from_position, to_position, report, newest=True)

    # Search

    def _search(
        self,
        trace: Trace,
        schedule: Schedule,
        start: int,
        stop: int,
        report: CheckReport | None,
        newest: bool,
    ) -> "Hit | None":
        """Search lane by lane, each time only where a hit would be better than the best so far."""
        if self.test == TORCH:
            hit = self._disagreement(schedule, report)
            return hit if hit is not None and start < hit.position <= stop else None
        best: Hit | None = None
        for lane, quantity in self._searched(trace.experiment):
            hit = self._in_lane(trace, schedule, lane, quantity, start, stop, newest)
            if hit is not None:
                best = hit
                start, stop = (hit.position, stop) if newest else (start, hit.position - 1)
        return best

    def _searched(self, experiment: Experiment) -> Iterator[tuple[Lane, str]]:
        """Yield the lanes and quantities that are meant; those of a readout are of no lane."""
        config, where = experiment.config, self.where
        cells = [(lane, q) for lane in where.lanes(config) for q in config.quantities]
        reads = [(Lane(), q) for q in experiment.objective.quantities if where.of_every_lane]
        for lane, quantity in cells + reads:
            meant = self.quantity in (None, quantity)
            if meant and (self.unit or 0) < experiment.width(quantity):
                yield lane, quantity

    def _in_lane(
        self,
        trace: Trace,
        schedule: Schedule,
        lane: Lane,
        quantity: str,
        start: int,
        stop: int,
        newest: bool,
    ) -> "Hit | None":
        first, last = (schedule.walked(position, lane, quantity) for position in (start, stop))
        at_once = max(1, NUMBERS_AT_ONCE // trace.values(quantity, lane)[0].size)
        windows = [range(w, min(w + at_once, last)) for w in range(first, last, at_once)]
        for walks in reversed(windows) if newest else windows:
            met = np.argwhere(self._met(trace, quantity, lane, walks))
            if len(met):
                walk = walks.start + int(met[-1 if newest else 0, 0])
                row = int(met[met[:, 0] == walk - walks.start][0, 1])
                position = schedule.position_after(Cell(lane, walk), quantity)
                return Hit(self, position, self._number(trace, quantity, lane, walk, row))
        return None

    def _met(self, trace: Trace, quantity: str, lane: Lane, walks: range) -> Array:
        """Return where the condition is met, (k, B)."""
        lengths = np.array(trace.experiment.lengths)
        meant = np.zeros(len(lengths), bool)
        meant[self.where.rows(len(lengths))] = True
        here = taken(lengths, walks) & meant & self._answered(trace, quantity, walks)
        if self.test == AT:
            return np.asarray(here & (timesteps(lane.direction, lengths, walks) == self.number))
        since = range(max(walks.start - 1, 0), walks.stop)
        each = self._each(trace, quantity, lane, since)
        holds = np.asarray(each.all(axis=-1) if self.every else each.any(axis=-1))
        holds &= self._answered(trace, quantity, since)
        begins = holds.copy()
        if self.test != SIGN:
            begins[1:] &= ~holds[:-1]
        return np.asarray(here & begins[-len(walks) :])

    def _answered(self, trace: Trace, quantity: str, walks: range) -> Any:
        """Return where a readout gives an answer that is asked for, (k, B); True for cells."""
        if quantity not in READOUT:
            return True
        experiment = trace.experiment
        if quantity == LOSS or self.test == WRONG:
            return experiment.counts()[walks.start : walks.stop]
        steps, lengths = experiment.num_timesteps, experiment.lengths
        return experiment.objective.reads(steps, lengths)[walks.start : walks.stop]

    def _each(self, trace: Trace, quantity: str, lane: Lane, walks: range) -> Array:
        """Test each chosen unit at steps of a walk, (k, B, units).

        A sign is compared with the step before within `walks`; at the first it has not changed.
        """
        values = trace.values(quantity, lane)
        if self.unit is not None:
            values = values[..., self.unit : self.unit + 1]
        values = in_walk_order(values, lane.direction, trace.experiment.lengths, walks)
        if self.test == WRONG:
            at = slice(walks.start, walks.stop)
            return trace.experiment.objective.wrong(values, at, self.number)
        with np.errstate(all="ignore"):
            if self.test in COMPARISONS:
                return COMPARISONS[self.test](values, values.dtype.type(self.number))
            if self.test == SATURATED:
                stands = np.tanh(values) if EVERY[quantity].let_out else values
                return np.asarray(saturated(ACTIVATIONS[quantity], stands))
        if self.test == NAN:
            return ~np.isfinite(values)
        changed = np.zeros(values.shape, bool)
        numbers = ~np.isnan(values)
        changed[1:] = ((values[1:] < 0) != (values[:-1] < 0)) & numbers[1:] & numbers[:-1]
        return changed

    def _number(self, trace: Trace, quantity: str, lane: Lane, walk: int, row: int) -> Address:
        """Return the number that a hit reports: of several units the first that passes."""
        t = timestep_at(lane.direction, trace.experiment.lengths[row], walk)
        unit = self.unit
        if unit is None and self.test == AT:
            unit = 0
        elif unit is None:
            each = self._each(trace, quantity, lane, range(max(walk - 1, 0), walk + 1))
            unit = int(each[-1, row].argmax())
        return Address(quantity, lane, t, row, unit)

    def _disagreement(self, schedule: Schedule, report: CheckReport | None) -> "Hit | None":
        """Return the first disagreement of a check as a hit, if it is in the chosen lanes."""
        found = None if report is None else report.first_disagreement
        if found is None:
            return None
        at, where = found.at.recorded(), self.where
        of_lane = at.quantity not in READOUT
        meant = at.lane in where.lanes(schedule.config) if of_lane else where.of_every_lane
        if not meant or where.row not in (None, at.row):
            return None
        if not of_lane:
            return Hit(self, found.at.position(schedule), at)
        quantity = READERS.get(at.quantity, at.quantity)
        number = replace(at, quantity=quantity, unit=at.unit % schedule.config.width(quantity))
        return Hit(self, found.at.position(schedule), number)


class Hit(NamedTuple):
    """A position at which a condition is met, and the number that meets it."""

    condition: Condition
    position: int
    number: Address


def first_hit(
    conditions: Iterable[Condition],
    trace: Trace,
    schedule: Schedule,
    from_position: int,
    to_position: int,
    report: CheckReport | None = None,
) -> Hit | None:
    """Return the first hit of any condition; at equal positions the first condition's."""
    best = None
    for condition in conditions:
        hit = condition.first_hit(trace, schedule, from_position, to_position, report)
        if hit is not None:
            best, to_position = hit, hit.position - 1
    return best


def last_hit(
    conditions: Iterable[Condition],
    trace: Trace,
    schedule: Schedule,
    from_position: int,
    to_position: int,
    report: CheckReport | None = None,
) -> Hit | None:
    """Return the last hit of any condition; at equal positions the first condition's."""
    best = None
    for condition in conditions:
        hit = condition.last_hit(trace, schedule, from_position, to_position, report)
        if hit is not None:
            best, from_position = hit, hit.position
    return best
