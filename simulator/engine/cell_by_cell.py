"""CellByCell: a computation of cells, one after the other, in slices of some milliseconds."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator
from functools import partial

import numpy as np

from ..network.lane import Lane
from .pass_positions import Pass
from .trace_storage import Storage

_SHARE = 0.2
"""Share of the time of a slice that is computed without a look at the clock."""

_SLOWEST = 1.0
"""Seconds of a cell before one is computed."""

_MOST_FASTER = 64
"""How many times faster than the cells before others are taken to be at most.

The first ones wait for the memory.
"""


class Pace:
    """Time of a cell, from the last ones that were computed.

    Cells that are shared with another run take no time, and do not count.
    """

    def __init__(self, former: "Pace | None" = None) -> None:
        """Begin with the pace of a former computation of the same sizes, if there is one."""
        self._seconds_a_cell: float = _SLOWEST if former is None else former._seconds_a_cell

    def slices(self, seconds: float, left: Callable[[], int]) -> Iterator[int]:
        """Yield how many cells to compute next, for about `seconds`, and once at least.

        Args:
            left: counts the cells that are not computed yet, without shared ones.
        """
        now, before = time.perf_counter(), left()
        deadline = now + seconds
        while True:
            yield max(1, int(_SHARE * seconds / self._seconds_a_cell))
            start, now = now, time.perf_counter()
            computed = before - left()
            if computed:
                least = self._seconds_a_cell / _MOST_FASTER
                self._seconds_a_cell = max((now - start) / computed, least)
                before -= computed
            if now >= deadline:
                return


class CellByCell(ABC):
    """Computation of the cells of one pass. It only appends: a value once written stays.

    Attributes:
        order: the order of computation. cells_done: the number of cells computed so far.
        shared: how many first steps of each lane are a former computation's, bit for bit.
    """

    order: Pass
    cells_done = 0
    shared: dict[Lane, int]
    _pace: Pace
    _storage: Storage

    @abstractmethod
    def _lane_steps(self, lane: Lane, cells: int) -> int:
        """Return how many of the first `cells` cells are a lane's."""

    @abstractmethod
    def _compute_cells(self, cells: int) -> None:
        """Compute the first `cells` cells: some more than `cells_done`."""

    @property
    def finished(self) -> bool:
        """True when every cell is computed."""
        return self.cells_done == self.order.num_cells

    @property
    def computed_until(self) -> int:
        """Position of the pass up to which everything is computed, and nothing after it."""
        return self.order.steps_after_cells(self.cells_done)

    def advance(self, position: int | None = None) -> None:
        """Compute every cell that a position of the pass needs; all cells by default."""
        cells = self.order.cells_needed(self._end(position))
        if cells > self.cells_done:
            with np.errstate(all="ignore"):
                self._compute_cells(cells)
            self.cells_done = cells

    def cells_to_compute(self, position: int) -> int:
        """Return how many cells that `position` needs are neither computed nor shared."""
        until, done = self.order.cells_needed(position), self.cells_done
        return sum(
            max(0, self._lane_steps(lane, until) - max(shared, self._lane_steps(lane, done)))
            for lane, shared in self.shared.items()
        )

    def advance_for(self, seconds: float, position: int | None = None) -> None:
        """Compute towards `position` for about `seconds`, at least one cell; use between events."""
        end = self._end(position)
        until = self.order.cells_needed(end)
        for cells in self._pace.slices(seconds, partial(self.cells_to_compute, end)):
            if self.cells_done >= until:
                break
            self.advance(min(end, self.order.steps_after_cells(self.cells_done + cells)))
        self._storage.let_go(self.finished)

    def computing(
        self, seconds: float, first: float = 0.0, last: float = 1.0
    ) -> Generator[float, None, None]:
        """Compute all cells in slices of `seconds`; yields the fraction done, first … last."""
        while not self.finished:
            self.advance_for(seconds)
            yield first + (last - first) * self.cells_done / self.order.num_cells

    def _end(self, position: int | None) -> int:
        return self.order.num_steps if position is None else position
