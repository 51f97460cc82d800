"""UnitFigures: the figures of all units of the selected lane and row; follows snapshots."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from simulator.analysis.unit_statistics import UnitStatistics, weight_norms
from simulator.arrays import Array
from simulator.breakpoints.unit_search import (
    CHANGE,
    CLOSED,
    MEAN,
    NORM,
    NOW,
    OPEN,
    SATURATED,
    VARIANCE,
)
from simulator.cells.lstm import lstm
from simulator.engine.run import Run
from simulator.network.lane import Lane
from ui.session.snapshot import Snapshot
from ui.style.theme import BOUNDED_0_1

AT_ONCE: Final = 400_000
"""Number of numbers read before the window handles events again: some 15 ms of work."""

QUANTITIES: Final = lstm().steps
"""Quantities whose units are listed, in the order of computation."""

Wanted = tuple[str, str]
"""A figure and its quantity."""


class Spread(NamedTuple):
    """Bars of all units: where the numbers of each are over the steps so far, (width,) each.

    Attributes:
        left, right: shares of the steps at the curve's ends. undefined: share of NaN, infinity.
        mean, deviation: of the numbers. now: the numbers looked at. limit: the end of the scale.
    """

    left: Array
    right: Array
    undefined: Array
    mean: Array
    deviation: Array
    now: Array
    limit: float


class UnitFigures:
    """Figures of the known steps alone. It reads each step once, and steps back too."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._place: tuple[Lane, int] | None = None
        self._comparison: object = None
        self._snapshot: Snapshot | None = None
        self._statistics: dict[str, UnitStatistics] = {}
        self._changes: dict[str, UnitStatistics] = {}
        self._norms: dict[str, Array] = {}

    def follow(self, snapshot: Snapshot, wanted: Iterable[Wanted]) -> bool:
        """Count the steps that became known; return True when some are left for the next call."""
        self._bind(snapshot)
        budget, behind = AT_ONCE, False
        for figure, quantity in wanted:
            statistics, steps = self._needed(figure, quantity)
            if statistics is None:
                continue
            if statistics.steps != steps and budget > 0:
                budget = statistics.follow(steps, budget)
            behind |= statistics.steps != steps
        return behind

    def of(self, figure: str, quantity: str) -> Array:
        """Return a figure of every unit, (width,): NaN where nothing is known."""
        if figure == NOW:
            return self.now(quantity)
        if figure == NORM:
            return self._norms_of(quantity)
        statistics, _ = self._needed(figure, quantity)
        if statistics is None:
            return self._unknown(quantity)
        if figure == CHANGE:
            return statistics.mean_size
        if figure == MEAN:
            return statistics.mean if quantity in BOUNDED_0_1 else statistics.mean_size
        if figure == VARIANCE:
            return statistics.variance
        shares = {CLOSED: statistics.left, OPEN: statistics.right}
        shares[SATURATED] = statistics.left + statistics.right
        return shares[figure]

    def spread(self, quantity: str) -> Spread:
        """Return where the numbers of each unit are over the steps so far."""
        assert self._snapshot is not None
        statistics, _ = self._needed(VARIANCE, quantity)
        assert statistics is not None
        return Spread(
            statistics.left,
            statistics.right,
            statistics.undefined,
            statistics.mean,
            np.sqrt(statistics.variance),
            self.now(quantity),
            self._snapshot.ranges.limit(quantity, self._snapshot.lane),
        )

    def at(self, quantity: str, t: int) -> Array | None:
        """Return the numbers of a timestep; None where it is not known."""
        assert self._snapshot is not None
        known = self._snapshot.known(quantity)
        if not known.start <= t < known.stop:
            return None
        return np.asarray(self._snapshot.values(quantity)[t])

    def now(self, quantity: str) -> Array:
        """Return the numbers of the timestep that is looked at, else the newest: (width,).

        Those ahead of the position too, where they are computed and may be seen.
        """
        t, snapshot = self.timestep(quantity), self._snapshot
        if t is None or snapshot is None or not self._is_shown(quantity, t):
            return self._unknown(quantity)
        return np.asarray(snapshot.values(quantity)[t])

    def is_ahead(self, quantity: str) -> bool:
        """Return True where the numbers looked at are ahead of the position."""
        t = self.timestep(quantity)
        return t is not None and self.at(quantity, t) is None

    def is_unseen(self, quantity: str) -> bool:
        """Return True where the numbers looked at are not computed yet, or not to be seen."""
        t = self.timestep(quantity)
        return t is not None and not self._is_shown(quantity, t)

    def timestep(self, quantity: str) -> int | None:
        """Return the timestep that is looked at, else the newest known; None before the first."""
        snapshot = self._snapshot
        assert snapshot is not None
        if snapshot.elsewhere:
            return snapshot.timestep
        known = snapshot.known(quantity)
        if known.start >= known.stop:
            return None
        return known.start if snapshot.lane.reverse else known.stop - 1

    def steps(self, quantity: str) -> int:
        """Return the number of known timesteps."""
        assert self._snapshot is not None
        known = self._snapshot.known(quantity)
        return int(known.stop - known.start)

    def covered(self, quantity: str) -> frozenset[int]:
        """Return the units that have a number, known or looked at, which is not to be seen."""
        snapshot = self._snapshot
        assert snapshot is not None
        known, place = snapshot.known(quantity), (snapshot.lane, snapshot.row)
        now = self.timestep(quantity)
        return frozenset(
            number.unit
            for number in snapshot.cover.numbers
            if number.quantity == quantity
            and (number.lane, number.row) == place
            and (known.start <= number.t < known.stop or number.t == now)
        )

    @property
    def compared(self) -> bool:
        """True when there is a baseline to compare with."""
        return self._comparison is not None

    def _is_shown(self, quantity: str, t: int) -> bool:
        snapshot = self._snapshot
        assert snapshot is not None
        cell = snapshot.schedule.cell_at(snapshot.lane, t, snapshot.row)
        return snapshot.shows(cell, quantity)

    def _bind(self, snapshot: Snapshot) -> None:
        place, comparison = (snapshot.lane, snapshot.row), snapshot.against.comparison
        other = self._run is not snapshot.run or self._place != place
        if other:
            self._statistics, self._norms = {}, {}
        if other or self._comparison is not comparison:
            self._changes = {}
        self._run, self._place, self._comparison = snapshot.run, place, comparison
        self._snapshot = snapshot

    def _needed(self, figure: str, quantity: str) -> tuple[UnitStatistics | None, int]:
        """Return the statistics that a figure is read from, and the steps they have to count."""
        snapshot = self._snapshot
        assert snapshot is not None
        if figure in (NOW, NORM):
            return None, 0
        length, direction = snapshot.experiment.lengths[snapshot.row], snapshot.lane.direction
        if figure != CHANGE:
            if quantity not in self._statistics:
                values = snapshot.values(quantity)[:length]
                self._statistics[quantity] = UnitStatistics(values, direction, quantity)
            return self._statistics[quantity], self.steps(quantity)
        comparison = snapshot.against.comparison
        if comparison is None:
            return None, 0
        if quantity not in self._changes:
            differences = comparison.values(quantity, snapshot.lane, snapshot.row)
            self._changes[quantity] = UnitStatistics(differences.until(length), direction)
        known = snapshot.compared(quantity)
        return self._changes[quantity], known.stop - known.start

    def _norms_of(self, quantity: str) -> Array:
        snapshot = self._snapshot
        assert snapshot is not None
        if quantity not in self._norms:
            parameters = snapshot.experiment.parameters
            self._norms[quantity] = weight_norms(parameters, snapshot.lane, quantity)
        return self._norms[quantity]

    def _unknown(self, quantity: str) -> Array:
        assert self._snapshot is not None
        return np.full(self._snapshot.experiment.config.width(quantity), np.nan)
