"""RunComparison: what changed from one run to another, up to what both know.

Two runs can be compared when their traces have the same shapes and their rows the same lengths:
then every number of the one has its counterpart in the other, and both know it at the same
position.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..arrays import Array
from ..engine.recorded_run import RecordedRun
from ..engine.run import Run
from ..engine.schedule import in_walk_order, taken, timesteps
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..translation import tr
from .address import Number

NUMBERS_AT_ONCE = 2**19
"""How many numbers are compared at once: a bound on the memory that it takes."""


def obstacle(before: Experiment, after: Experiment) -> str | None:
    """Why the runs of two experiments can not be compared, in words; None when they can."""
    return shape_obstacle(before.config, before.lengths, after.config, after.lengths)


def shape_obstacle(
    config: LSTMConfig, lengths: Sequence[int], after: LSTMConfig, after_lengths: Sequence[int]
) -> str | None:
    """The same of the shapes that the traces have."""
    for name in ("hidden_size", "num_layers", "bidirectional", "proj_size"):
        old, new = getattr(config, name), getattr(after, name)
        if old != new:
            return tr("it has another {name}: {old}, not {new}", name=name, old=old, new=new)
    if len(lengths) != len(after_lengths):
        return tr("it has {old} batch rows, not {new}", old=len(lengths), new=len(after_lengths))
    for row, (old, new) in enumerate(zip(lengths, after_lengths, strict=True)):
        if old != new:
            return tr("row {row} has {old} timesteps, not {new}", row=row, old=old, new=new)
    return None


def difference(before: Array, after: Array) -> Array:
    """after − before; 0 where both are equal, NaN and infinities included, NaN where one is NaN."""
    with np.errstate(all="ignore"):
        delta = np.asarray(after - before)
    unlike_itself = ~np.isfinite(delta)
    if unlike_itself.any():
        same = (before == after) | (np.isnan(before) & np.isnan(after))
        delta = np.where(unlike_itself & same, delta.dtype.type(0), delta)
    return delta


class FirstDifference:
    """after − before of two arrays of one shape, computed only where it is looked at.

    It is indexed like an array, and gives arrays or numbers.

    Attributes:
        before, after: the arrays. partial: NaN in `before` is what a recording has not.
    """

    def __init__(self, before: Array, after: Array, partial: bool = False) -> None:
        if before.shape != after.shape:
            raise ValueError(f"the shapes differ: {before.shape} and {after.shape}")
        self.before, self.after, self.partial = before, after, partial
        self.shape = after.shape
        self.dtype: np.dtype[Any] = np.result_type(before, after)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, key: Any) -> Any:
        return difference(self.before[key], self.after[key])[()]


class Change(NamedTuple):
    """One number of two runs: where it stands, and what it was and is."""

    number: Number
    before: np.floating
    after: np.floating


class RunComparison:
    """Two runs side by side. It only goes on: `advance` compares what both have come to know.

    Attributes:
        before, after: the runs. position: up to which they are compared.
        quantity: the one whose largest change is kept.
    """

    def __init__(self, before: Run, after: Run, quantity: str = "h") -> None:
        """Args: two runs without `obstacle`.

        Raises:
            ValueError: they can not be compared.
        """
        why = obstacle(before.experiment, after.experiment)
        if why is not None:
            raise ValueError(tr("the runs can not be compared: {why}", why=why))
        self.before, self.after, self.quantity = before, after, quantity
        self._partial = isinstance(before, RecordedRun) and not before.whole
        self.position = 0
        steps, batch = after.schedule.num_timesteps, after.experiment.batch_size
        # In the order of each lane's walk, so that what is known is always a beginning.
        self._sizes = {lane: np.zeros((steps, batch)) for lane in after.trace.lanes}

    def advance(self, position: int) -> None:
        """Compare up to a position, which `after` must know; `before` is run as far as needed."""
        if position <= self.position:
            return
        self.before.advance(position)
        if self.before is not self.after:
            for lane in self._sizes:
                self._measure(*lane, position)
        self.position = position

    def values(self, quantity: str, layer: int, direction: int, row: int) -> FirstDifference:
        """after − before of one quantity of a lane and row over time, (T, width)."""
        before, after = (
            run.trace.values(quantity, layer, direction)[:, row]
            for run in (self.before, self.after)
        )
        return FirstDifference(before, after, self._partial)

    def lacks(self, before: Array | np.floating) -> bool:
        """True when a recording that is not whole has not all of these numbers of `before`."""
        return self._partial and bool(np.isnan(before).any())

    def largest(self, position: int) -> Change | None:
        """The largest change that is known at a position, in all lanes and rows; None when none is.

        A number that became NaN, or infinite, or finite, has changed most of all. Of equals the
        one of the lowest lane, then the first in its walk.
        """
        best: tuple[float, tuple[int, int], int] | None = None
        for lane, sizes in self._sizes.items():
            known = sizes[: self._walked(min(position, self.position), *lane)]
            if known.size:
                place = int(known.argmax())
                size = float(known.flat[place])
                if size > 0 and (best is None or size > best[0]):
                    best = size, lane, place
        if best is None:
            return None
        _, lane, place = best
        walk, row = divmod(place, self.after.experiment.batch_size)
        return self._change(*lane, walk, row)

    def _change(self, layer: int, direction: int, walk: int, row: int) -> Change:
        lengths = self.after.experiment.lengths
        t = int(timesteps(direction, lengths, range(walk, walk + 1))[0, row])
        both = self.values(self.quantity, layer, direction, row)
        unit = int(self._sized(both.before[t], both.after[t]).argmax())
        number = Number(self.quantity, layer, direction, t, row, unit)
        return Change(number, both.before[t, unit], both.after[t, unit])

    def _walked(self, position: int, layer: int, direction: int) -> int:
        return self.after.schedule.walked(position, layer, direction, self.quantity)

    def _measure(self, layer: int, direction: int, position: int) -> None:
        lengths = self.after.experiment.lengths
        start = self._walked(self.position, layer, direction)
        stop = self._walked(position, layer, direction)
        both = [r.trace.values(self.quantity, layer, direction) for r in (self.before, self.after)]
        at_once = max(1, NUMBERS_AT_ONCE // both[0][0].size)
        for first in range(start, stop, at_once):
            walks = range(first, min(first + at_once, stop))
            old, new = (in_walk_order(v, direction, lengths, walks) for v in both)
            sizes = self._sized(old, new).max(axis=-1)
            part = slice(walks.start, walks.stop)
            self._sizes[layer, direction][part] = np.where(taken(lengths, walks), sizes, 0)

    def _sized(self, old: Array, new: Array) -> Array:
        """|Δ|, infinite where it is not a number; 0 where a recording has nothing."""
        size = np.abs(difference(old, new))
        size = np.where(np.isnan(size), np.inf, size)
        return np.where(np.isnan(old), 0, size) if self._partial else size
