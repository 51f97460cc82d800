"""Along: the loss of a batch along a step, share by share, coarse first. All in float64."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from ...progress import Parts, to_the_end
from ..passes import Passes
from .trial import Trial

FIRST, LAST = -0.5, 2.0
"""Shares of a step between which the loss is looked at; 0 is before it, 1 after it."""

_COARSE: Final = (0.0, 1.0, 2.0, -0.5, 0.5, 1.5, -0.25, 0.25, 0.75, 1.25, 1.75)
_LEAST: Final = 1 / 256
"""Least distance of two shares."""


class Point(NamedTuple):
    """Loss at a share of a step; right: answers that are, None where they are numbers."""

    share: float
    loss: float
    right: int | None


class Along:
    """Loss along a step, of which only what was asked for is computed.

    Attributes:
        points: by share, those that are known. answers: how many count.
        passes: in float64; those given, of such a network, are used once more.
    """

    def __init__(self, trial: Trial, passes: Passes | None = None) -> None:
        wide = trial.network.astype(np.float64)
        self._batch, self._start = trial.batch.astype(np.float64), wide.arrays
        self._way, self.passes = trial.deltas(), passes or Passes(wide)
        counts = int(np.count_nonzero(trial.batch.counts(trial.network.readout)))
        classes = trial.batch.targets.values.ndim == 2
        self.answers = counts * (1 if classes else trial.network.readout.width)
        self.points: dict[float, Point] = {}

    def predicted(self) -> float:
        """Return g·Δ, the change of the loss by the whole step if it went straight on."""
        return to_the_end(self.predicting())

    def predicting(self) -> Parts[float]:
        """Return `predicted`, in parts."""
        into = {name: np.empty(array.shape) for name, array in self._way.items()}
        found = (yield from self.passes.in_parts(self._start, self._batch, into)).gradients
        with np.errstate(all="ignore"):
            return sum(float(np.vdot(found[name], delta)) for name, delta in self._way.items())

    def at(self, share: float) -> Point:
        """Return the loss at a share."""
        return to_the_end(self.finding(share))

    def finding(self, share: float) -> Parts[Point]:
        """Return `at`, in parts."""
        known = self.points.get(share)
        if known is None:
            with np.errstate(all="ignore"):
                moved = {n: self._start[n] + share * delta for n, delta in self._way.items()}
            weights = {**self._start, **moved}
            result = yield from self.passes.in_parts(weights, self._batch, {})
            told = np.isfinite(result.accuracy)
            right = round(result.accuracy * self.answers) if told else None
            known = self.points[share] = Point(share, result.loss, right)
        return known

    def near(self, share: float) -> Point | None:
        """Return the known point nearest to a share; None where none is known."""
        near = min(self.points, key=lambda at: abs(at - share), default=None)
        return None if near is None else self.points[near]

    def line(self) -> list[Point]:
        """Return the known points in order."""
        return [self.points[share] for share in sorted(self.points)]

    def refine(self, most: int = 60) -> Iterator[None]:
        """Find points, evenly at first, then where the loss changes most, up to so many.

        Yields between the parts of each.
        """
        for share in _COARSE[:most]:
            yield from self.finding(share)
            yield
        while len(self.points) < most:
            middle = self._widest()
            if middle is None:
                return
            yield from self.finding(middle)
            yield

    def _widest(self) -> float | None:
        """Return the middle between two neighbours: those that the loss leaps between.

        Even where it hardly changes, long pieces are halved.
        """
        line = self.line()
        losses = [point.loss for point in line if np.isfinite(point.loss)]
        reach = max(losses) - min(losses) if losses else 0.0
        best = 0.0
        middle: float | None = None
        for one, other in pairwise(line):
            wide = other.share - one.share
            if wide <= 2 * _LEAST:
                continue
            leap = abs(other.loss - one.loss) / reach if reach else 0.0
            size = wide + (4 * leap if np.isfinite(leap) else 4)
            if size > best:
                best, middle = size, (one.share + other.share) / 2
        return middle
