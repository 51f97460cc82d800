"""RunComparison: the changes from one run to another, where both are computed.

Two runs can be compared when their lanes have equal shapes and their rows equal lengths. Then every
number of a lane has its counterpart in the other run. What a readout gives has one only where both
have such a readout, and a gradient only where both ways back begin alike.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array, equal_or_nan
from ..engine.recorded_run import RecordedRun
from ..engine.run import Run
from ..engine.schedule import Schedule
from ..engine.time_order import in_walk_order, span, taken, timestep_at
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from ..gradients.gradient_trace import GradientTrace
from ..network.config import LSTMConfig
from ..network.gradient_quantities import is_gradient
from ..network.lane import Lane
from ..network.quantities import READOUT
from ..translation import tr
from .address import Address, no_gradient, number_of_units
from .gradient_series import GradientSeries

NUMBERS_AT_ONCE = 2**19
"""Number of numbers compared at once; bounds the memory."""


def obstacle(before: Experiment, after: Experiment) -> str | None:
    """Say why the runs of two experiments cannot be compared; None when they can."""
    return shape_obstacle(before.config, before.lengths, after.config, after.lengths)


def shape_obstacle(
    config: LSTMConfig, lengths: Sequence[int], after: LSTMConfig, after_lengths: Sequence[int]
) -> str | None:
    """Say why traces of these shapes cannot be compared; None when they can."""
    for name in ("hidden_size", "num_layers", "bidirectional", "proj_size"):
        old, new = getattr(config, name), getattr(after, name)
        if old != new:
            return tr("its {name} differs: {old}, not {new}", name=name, old=old, new=new)
    if len(lengths) != len(after_lengths):
        return tr("it has {old} batch rows, not {new}", old=len(lengths), new=len(after_lengths))
    for row, (old, new) in enumerate(zip(lengths, after_lengths, strict=True)):
        if old != new:
            return tr("row {row} has {old} timesteps, not {new}", row=row, old=old, new=new)
    return None


def gradient_obstacle(before: Run, after: Run) -> str:
    """Say why the gradients of two runs without `obstacle` are not comparable; else empty."""
    if isinstance(before, RecordedRun):
        return tr("a stored trace has no backward pass")
    if not before.schedule.source or not after.schedule.source:
        return tr("one of the runs has no loss and no differentiated value")
    if _begins(before.schedule) != _begins(after.schedule):
        return tr("its backward pass starts at a different place")
    return ""


def _begins(schedule: Schedule) -> tuple[str, str | None]:
    """Return the steps of the backward pass before the cells."""
    return schedule.source, schedule.readout if schedule.source == "readout" else None


def difference(before: Array, after: Array) -> Array:
    """Return after − before: 0 where both are equal (even NaN, infinity), NaN where one is NaN."""
    with np.errstate(all="ignore"):
        delta = np.asarray(after - before)
    unlike_itself = ~np.isfinite(delta)
    if unlike_itself.any():
        same = equal_or_nan(before, after)
        delta = np.where(unlike_itself & same, delta.dtype.type(0), delta)
    return delta


def distance(before: Array, after: Array) -> Array:
    """Return |after − before|: 0 where both are equal, infinite where one is NaN."""
    with np.errstate(all="ignore"):
        size: Array = np.abs(np.asarray(after - before))
    if np.isfinite(size.max(initial=0)):  # so is each: NaN would be the largest
        return size
    size = np.abs(difference(before, after))
    return np.where(np.isnan(size), np.inf, size)


class FirstDifference:
    """Lazy after − before of two arrays of one shape; it is computed only where it is indexed.

    Indexing works as for an array, and gives arrays or numbers.

    Attributes:
        before, after: the arrays, or gradients over time.
        partial: NaN in `before` marks numbers that are not recorded.
    """

    def __init__(
        self, before: Array | GradientSeries, after: Array | GradientSeries, partial: bool = False
    ) -> None:
        if before.shape != after.shape:
            raise ValueError(f"the shapes differ: {before.shape} and {after.shape}")
        self.before, self.after, self.partial = before, after, partial
        self.shape: tuple[int, ...] = after.shape
        self.dtype: np.dtype[Any] = np.result_type(before.dtype, after.dtype)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, key: Any) -> Any:
        return difference(self.before[key], self.after[key])[()]

    def until(self, stop: int) -> "FirstDifference":
        """Return the differences of the first `stop` entries."""
        return FirstDifference(self.before[:stop], self.after[:stop], self.partial)


class Change(NamedTuple):
    """One number in two runs: its address, and both values."""

    number: Address
    before: np.floating
    after: np.floating


class RunComparison:
    """Two runs side by side. It only goes forward: `advance` compares what both have computed.

    Attributes:
        before, after: the runs. position: the position compared up to.
        ways: the ways back through both; None until they are joined.
        quantity: the one whose largest change is kept.
    """

    def __init__(self, before: Run, after: Run, quantity: str = "h") -> None:
        """Compare two runs without `obstacle`.

        Raises:
            ValueError: they cannot be compared.
        """
        why = obstacle(before.experiment, after.experiment)
        if why is not None:
            raise ValueError(tr("the runs cannot be compared: {why}", why=why))
        self.before, self.after, self.quantity = before, after, quantity
        self.ways: tuple[BackwardRun, BackwardRun] | None = None
        self._partial = isinstance(before, RecordedRun) and not before.whole
        self._in_common = after.steps_in_common(before)
        self.position = 0
        steps = after.schedule.num_timesteps
        # The largest change up to each step of each lane's walk.
        self._peaks = {lane: np.zeros(steps) for lane in after.trace.lanes}

    def joined(self, before: BackwardRun, after: BackwardRun) -> "RunComparison":
        """Return the comparison with the gradients of both runs, from where it has come.

        Raises:
            ValueError: they are ways back through other runs, or cannot be compared.
        """
        why = gradient_obstacle(self.before, self.after)
        if why or (before.run, after.run) != (self.before, self.after):
            raise ValueError(tr("the runs cannot be compared: {why}", why=why))
        other = copy(self)
        other.ways = before, after
        return other

    @property
    def last(self) -> int:
        """Last position that is compared: the end of the forward pass, or of the backward pass."""
        schedule = self.after.schedule
        return schedule.end if self.ways is None else schedule.last

    def advance(self, position: int) -> None:
        """Compare up to a position that `after` has reached; `before` is run to there."""
        position = min(position, self.last)
        if position <= self.position:
            return
        self.before.advance(self.needed(position))
        if self.ways is not None and position > self.after.schedule.end:
            self.ways[0].advance(position - self.after.schedule.end)
        if self.before is not self.after:
            for lane in self._peaks:
                self._measure(lane, position)
        self.position = position

    def needed(self, position: int) -> int:
        """Return the position that `before` needs for a position of `after`, in the forward pass.

        It is equal, unless one of them steps to a readout that the other has not: then it is the
        end of the tick.
        """
        before, after = self.before.schedule, self.after.schedule
        if before.readout == after.readout:
            return min(position, before.end)
        return before.position_after_ticks(min(after.ticks_begun(position), before.num_ticks))

    @property
    def reached(self) -> int:
        """Position of `after` up to which `before` has computed what is needed."""
        before, after = self.before.schedule, self.after.schedule
        if self.before.finished:
            return after.end + (0 if self.ways is None else self.ways[0].computed_until)
        computed = self.before.computed_until
        if before.readout == after.readout:
            return computed
        return after.position_after_ticks(min(before.ticks_finished(computed), after.num_ticks))

    @property
    def numbers(self) -> tuple[Trace | GradientTrace, Trace | GradientTrace]:
        """What both runs recorded, `before` first: with the gradients where they are joined."""
        if self.ways is None:
            return self.before.trace, self.after.trace
        before, after = self.ways
        return before.trace, after.trace

    def compares(self, quantity: str) -> bool:
        """Return True when both runs have a quantity at the same timesteps, equally wide."""
        experiments = self.before.experiment, self.after.experiment
        if is_gradient(quantity):
            if self.ways is None or any(no_gradient(quantity, e) for e in experiments):
                return False
            before, after = (number_of_units(e, quantity, Lane()) for e in experiments)
            return before == after
        if not all(quantity in experiment.quantities for experiment in experiments):
            return False
        if quantity not in READOUT:
            return True
        if isinstance(self.before, RecordedRun) and (quantity, Lane()) not in self.before.given:
            return False
        before, after = (experiment.width(quantity) for experiment in experiments)
        return before == after and self.before.schedule.readout == self.after.schedule.readout

    def values(self, quantity: str, lane: Lane, row: int) -> FirstDifference:
        """Return after − before of one quantity of a lane and row over time, (T, width).

        Raises:
            KeyError: a gradient before the ways back are joined.
        """
        if is_gradient(quantity):
            if self.ways is None:
                raise KeyError(quantity)
            old, new = (GradientSeries(way.trace, quantity, lane, row) for way in self.ways)
            return FirstDifference(old, new)
        before, after = (
            run.trace.values(quantity, lane)[:, row] for run in (self.before, self.after)
        )
        return FirstDifference(before, after, self._partial)

    def lacks(self, before: Array | np.floating) -> bool:
        """Return True when an incomplete recording lacks some of these numbers of `before`."""
        return self._partial and bool(np.isnan(before).any())

    def largest(self, position: int) -> Change | None:
        """Return the largest change known at a position, over all lanes and rows; None without one.

        A number that became NaN, infinite or finite counts as the largest change. Among equals the
        lowest lane wins, then the first in its walk.
        """
        best: tuple[float, Lane, int] | None = None
        for lane, peaks in self._peaks.items():
            known = peaks[: self._walked(min(position, self.position), lane)]
            if len(known):
                size = float(known[-1])
                if size > 0 and (best is None or size > best[0]):
                    best = size, lane, int(known.searchsorted(size))
        if best is None:
            return None
        _, lane, walk = best
        return self._change(lane, walk, int(self._sizes(lane, range(walk, walk + 1)).argmax()))

    def _change(self, lane: Lane, walk: int, row: int) -> Change:
        lengths = self.after.experiment.lengths
        t = timestep_at(lane.direction, lengths[row], walk)
        both = self.values(self.quantity, lane, row)
        unit = int(self._sized(both.before[t], both.after[t]).argmax())
        number = Address(self.quantity, lane, t, row, unit)
        return Change(number, both.before[t, unit], both.after[t, unit])

    def _walked(self, position: int, lane: Lane) -> int:
        return self.after.schedule.walked(position, lane, self.quantity)

    def _measure(self, lane: Lane, position: int) -> None:
        start = max(self._walked(self.position, lane), self._in_common.get(lane, 0))
        stop = self._walked(position, lane)
        peaks, experiment = self._peaks[lane], self.after.experiment
        numbers = experiment.batch_size * experiment.width(self.quantity)
        at_once = max(1, NUMBERS_AT_ONCE // numbers)
        for first in range(start, stop, at_once):
            walks = range(first, min(first + at_once, stop))
            found = np.maximum.accumulate(self._sizes(lane, walks).max(axis=1))
            before = peaks[first - 1] if first else 0.0
            peaks[walks.start : walks.stop] = np.maximum(found, before)

    def _sizes(self, lane: Lane, walks: range) -> Array:
        """Return the largest change of each row at some steps of a lane's walk: (steps, B)."""
        lengths = self.after.experiment.lengths
        old, new = (self._part(run.trace, lane, walks) for run in (self.before, self.after))
        return np.where(taken(lengths, walks), self._sized(old, new).max(axis=-1), 0)

    def _part(self, trace: Trace, lane: Lane, walks: range) -> Array:
        """Return the quantity at some steps of a lane's walk: (k, B, width)."""
        lengths = self.after.experiment.lengths
        if self.after.experiment.uneven or self.quantity in READOUT:
            values = trace.values(self.quantity, lane)
            return in_walk_order(values, lane.direction, lengths, walks)
        t = span(lane.direction, lengths[0], walks.start, walks.stop)
        part = trace.lanes[lane].part(self.quantity, *t)
        return part[::-1] if lane.direction else part

    def _sized(self, old: Array, new: Array) -> Array:
        """Return the distances; 0 where a recording has no number."""
        size = distance(old, new)
        return np.where(np.isnan(old), 0, size) if self._partial else size
