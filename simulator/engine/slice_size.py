"""Pace: how many cells are computed between two looks at the clock."""

import time
from collections.abc import Callable, Iterator

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

    Cells that are shared with another run take no time, and tell nothing of the others.
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
