"""Conditions that can stop a run, and the first position at which one is met.

A condition on a number is met where it begins to hold: it holds at a step of a lane's walk, and did
not hold at the previous step, or there was none. For a gradient the steps are of the backward pass,
from the walk's end. It is met at the position at which the number is computed. Each batch row is
tested by itself.
"""

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import numpy as np

from ..analysis.address import (
    WITHOUT_LANE,
    Address,
    Given,
    Where,
    forwards,
    no_gradient,
    number_of_units,
)
from ..analysis.address_parser import AT
from ..analysis.weight_gradient import WeightGradient
from ..arrays import Array
from ..check.report import CheckReport
from ..engine.schedule import Schedule
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..gradients.gradient_trace import GradientTrace
from ..network.activation import on_curve, saturated
from ..network.gradient_quantities import DY, is_gradient
from ..network.lane import Lane
from ..network.quantities import EVERY, KEYS, LOSS
from ..translation import tr
from .series import Series

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
        quantity: None for torch, and for any with nan, which means gradients too.
        unit: None for all units. every: all of them must pass; else one is enough.
        number: a threshold in the trace's dtype, or a timestep.
        where: the lanes and rows. size: True for a comparison of the number without its sign.

    Raises:
        ValueError: a test that the quantity does not have, in words.
    """

    test: str
    quantity: str | None = None
    unit: int | None = None
    every: bool = False
    number: float = 0.0
    where: Where = Where()  # noqa: RUF009, for it is frozen
    size: bool = False

    def __post_init__(self) -> None:
        if self.quantity is None and self.test not in (NAN, TORCH):
            raise ValueError(tr("Without a quantity, “any” works only with nan"))
        if self.size and self.test not in COMPARISONS:
            raise ValueError(tr("|…| is an absolute value: it works only with > < >= <="))
        if self.test == SATURATED and self.quantity not in ACTIVATIONS:
            raise ValueError(
                tr(
                    "{quantity} does not saturate; {others} do",
                    quantity=self.quantity,
                    others=" ".join(ACTIVATIONS),
                )
            )

    def text(self) -> str:
        """Write the condition as it is typed: `c[2] > 1.5`, `|dc| all < 1e-8`, `any nan`."""
        unit = "" if self.unit is None or self.quantity == LOSS else f"[{self.unit}]"
        of_all = self.test in (TORCH, WRONG)
        bar = "|" if self.size else ""
        words = [] if of_all else [f"{bar}{self.quantity or 'any'}{unit}{bar}"]
        words += ["all"] if self.every else []
        words += [self.test]
        with_number = self.test in COMPARISONS or self.test == AT
        if with_number or (self.test == WRONG and self.number != TOLERANCE):
            words += [repr(self.number).removesuffix(".0").replace("e-0", "e-")]
        return " ".join([*words, *filter(None, [self.where.text()])])

    @property
    def looks_back(self) -> bool:
        """True when a gradient can meet it."""
        return self.quantity is None or is_gradient(self.quantity)

    def obstacle(self, experiment: Experiment) -> str:
        """Say why no run of an experiment has the gradient that it is on; empty where it has."""
        return no_gradient(self.quantity, experiment)

    def first_hit(
        self,
        trace: Trace | GradientTrace,
        schedule: Schedule,
        from_position: int,
        to_position: int,
        reports: Sequence[CheckReport] = (),
    ) -> "Hit | None":
        """Return the first position after `from_position`, up to `to_position`, where it is met.

        The trace must be computed up to `to_position`. Gradients are found only in a trace of the
        backward pass. Only `torch` needs check reports, one of each pass.
        """
        return self._search(trace, schedule, from_position, to_position, reports, newest=False)

    def last_hit(
        self,
        trace: Trace | GradientTrace,
        schedule: Schedule,
        from_position: int,
        to_position: int,
        reports: Sequence[CheckReport] = (),
    ) -> "Hit | None":
        """Return the last position, with the arguments of `first_hit`."""
        return self._search(trace, schedule, from_position, to_position, reports, newest=True)

    # Search

    def _search(
        self,
        trace: Trace | GradientTrace,
        schedule: Schedule,
        start: int,
        stop: int,
        reports: Sequence[CheckReport],
        newest: bool,
    ) -> "Hit | None":
        """Search lane by lane, each time only where a hit would be better than the best so far."""
        if self.test == TORCH:
            found = (self._disagreement(schedule, report) for report in reports)
            hits = [hit for hit in found if hit is not None and start < hit.position <= stop]
            choose = max if newest else min
            return choose(hits, key=lambda hit: hit.position, default=None)
        best: Hit | None = None
        for series in self._searched(trace):
            hit = self._in_series(series, schedule, start, stop, newest)
            if hit is not None:
                best = hit
                start, stop = (hit.position, stop) if newest else (start, hit.position - 1)
        return best

    def _searched(self, trace: Trace | GradientTrace) -> Iterator[Series]:
        """Yield the series that are meant; a readout's series belong to no lane."""
        experiment, where = forwards(trace).experiment, self.where
        config = experiment.config
        of_cells, reads = [*config.quantities], [*experiment.objective.quantities]
        if isinstance(trace, GradientTrace):
            of_cells += [gradient for gradient in config.gradients if gradient != "dz"]
            reads += [] if trace.dy is None else [DY]
        found = [(lane, quantity) for lane in where.lanes(config) for quantity in of_cells]
        found += [(Lane(), quantity) for quantity in reads if where.of_every_lane]
        for lane, quantity in found:
            meant = self.quantity in (None, quantity)
            if meant and (self.unit or 0) < number_of_units(experiment, quantity, lane):
                yield Series(trace, lane, quantity)

    def _in_series(
        self, series: Series, schedule: Schedule, start: int, stop: int, newest: bool
    ) -> "Hit | None":
        lane, quantity = series.lane, series.quantity
        first, last = (schedule.walked(position, lane, quantity) for position in (start, stop))
        at_once = max(1, NUMBERS_AT_ONCE // series.numbers_a_step)
        windows = [range(w, min(w + at_once, last)) for w in range(first, last, at_once)]
        for steps in reversed(windows) if newest else windows:
            met = np.argwhere(self._met(series, steps))
            if len(met):
                step = steps.start + int(met[-1 if newest else 0, 0])
                row = int(met[met[:, 0] == step - steps.start][0, 1])
                position = schedule.position_after(series.cell(step), quantity)
                return Hit(self, position, self._number(series, step, row))
        return None

    def _met(self, series: Series, steps: range) -> Array:
        """Return where the condition is met, (k, B)."""
        batch = len(series.lengths)
        meant = np.zeros(batch, bool)
        meant[self.where.rows(batch)] = True
        here = series.taken(steps) & meant & self._answered(series, steps)
        if self.test == AT:
            return np.asarray(here & (series.timesteps(steps) == self.number))
        since = range(max(steps.start - 1, 0), steps.stop)
        each = self._each(series, since)
        holds = np.asarray(each.all(axis=-1) if self.every else each.any(axis=-1))
        holds &= series.taken(since) & self._answered(series, since)
        begins = holds.copy()
        if self.test != SIGN:
            begins[1:] &= ~holds[:-1]
        return np.asarray(here & begins[-len(steps) :])

    def _answered(self, series: Series, steps: range) -> Any:
        """Return where a readout gives an answer that is asked for, (k, B); True for cells."""
        if series.quantity not in WITHOUT_LANE:
            return True
        experiment = forwards(series.trace).experiment
        if series.quantity == LOSS or self.test == WRONG:
            return series.over_time(experiment.counts(), steps)
        reads = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
        return series.over_time(reads, steps)

    def _each(self, series: Series, steps: range) -> Array:
        """Test each chosen unit at some steps, (k, B, units).

        A sign is compared with the previous step within `steps`; at a row's first it has not
        changed.
        """
        values, quantity = series.values(steps), series.quantity
        if self.unit is not None:
            values = values[..., self.unit : self.unit + 1]
        if self.test == WRONG:
            at = slice(steps.start, steps.stop)
            return forwards(series.trace).experiment.objective.wrong(values, at, self.number)
        with np.errstate(all="ignore"):
            if self.test in COMPARISONS:
                sizes = np.abs(values) if self.size else values
                return COMPARISONS[self.test](sizes, values.dtype.type(self.number))
            if self.test == SATURATED:
                stands = on_curve(EVERY[quantity], values)
                return np.asarray(saturated(ACTIVATIONS[quantity], stands))
        if self.test == NAN:
            return ~np.isfinite(values)
        changed = np.zeros(values.shape, bool)
        numbers = series.taken(steps)[..., None] & ~np.isnan(values)
        changed[1:] = ((values[1:] < 0) != (values[:-1] < 0)) & numbers[1:] & numbers[:-1]
        return changed

    def _number(self, series: Series, step: int, row: int) -> Address:
        """Return the number that a hit reports: of several units the first that passes."""
        unit = self.unit
        if unit is None and self.test == AT:
            unit = 0
        elif unit is None:
            each = self._each(series, range(max(step - 1, 0), step + 1))
            unit = int(each[-1, row].argmax())
        return Address(series.quantity, series.lane, series.timestep(step, row), row, unit)

    def _disagreement(self, schedule: Schedule, report: CheckReport) -> "Hit | None":
        """Return the first disagreement of a check as a hit, if it is in the chosen lanes."""
        found = report.first_disagreement
        if found is None:
            return None
        at, position = found.target, found.position(schedule)
        if isinstance(at, Given):
            gradient = WeightGradient.at(at, schedule, position)
            lane = None if gradient.of_readout else gradient.lane
            meant = self.where.row is None and self._means(lane, schedule)
            return Hit(self, position, gradient) if meant else None
        lane = None if at.quantity in WITHOUT_LANE else at.lane
        if self.where.row not in (None, at.row) or not self._means(lane, schedule):
            return None
        if at.quantity in schedule.config.readers:
            quantity = schedule.config.readers[at.quantity]
            unit = at.unit % schedule.config.width(quantity)
            at = replace(at, quantity=quantity, unit=unit)
        return Hit(self, position, at)

    def _means(self, lane: Lane | None, schedule: Schedule) -> bool:
        """Return True for a chosen lane; for None, what is of no lane, where every one is."""
        if lane is None:
            return self.where.of_every_lane
        return lane in self.where.lanes(schedule.config)


class Hit(NamedTuple):
    """A position at which a condition is met, and the number that meets it.

    Of a weight whose gradient disagrees with torch the number is that gradient.
    """

    condition: Condition
    position: int
    number: Address | WeightGradient


def first_hit(
    conditions: Iterable[Condition],
    trace: Trace | GradientTrace,
    schedule: Schedule,
    from_position: int,
    to_position: int,
    reports: Sequence[CheckReport] = (),
) -> Hit | None:
    """Return the first hit of any condition; at equal positions the first condition's."""
    best = None
    for condition in conditions:
        hit = condition.first_hit(trace, schedule, from_position, to_position, reports)
        if hit is not None:
            best, to_position = hit, hit.position - 1
    return best


def last_hit(
    conditions: Iterable[Condition],
    trace: Trace | GradientTrace,
    schedule: Schedule,
    from_position: int,
    to_position: int,
    reports: Sequence[CheckReport] = (),
) -> Hit | None:
    """Return the last hit of any condition; at equal positions the first condition's."""
    best = None
    for condition in conditions:
        hit = condition.last_hit(trace, schedule, from_position, to_position, reports)
        if hit is not None:
            best, from_position = hit, hit.position
    return best
