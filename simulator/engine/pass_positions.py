"""Pass: how the cells and gate steps of one visit to every cell fall into ticks."""

from bisect import bisect
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple


class _Run(NamedTuple):
    """Ticks that are alike.

    Attributes:
        tick, cell, position: at which it begins. cells, steps: of each tick.
        starts: the steps of a tick before each of its cells.
    """

    tick: int
    cell: int
    position: int
    cells: int
    steps: int
    starts: tuple[int, ...]


class Pass:
    """One visit to every cell: a run of equal ticks, or two. Positions are counted from its start.

    Attributes:
        phases: the steps of one cell of a lane, in order. num_ticks, num_cells, num_steps: all.
        phase_of: the number of the phase that computes each quantity.

    Args:
        step_of: the phase that computes each quantity.
        runs: how many ticks, at least one, and how many steps each cell of such a tick takes.
    """

    def __init__(
        self,
        phases: tuple[str, ...],
        step_of: Mapping[str, str],
        *runs: tuple[int, tuple[int, ...]],
    ) -> None:
        self.phases = phases
        numbers = {phase: number for number, phase in enumerate(phases)}
        self.phase_of = numbers | {key: numbers[step] for key, step in step_of.items()}
        self.num_ticks = self.num_cells = self.num_steps = 0
        made = []
        for ticks, steps in runs:
            *starts, total = accumulate(steps, initial=0)
            begin = self.num_ticks, self.num_cells, self.num_steps
            made.append(_Run(*begin, len(steps), total, tuple(starts)))
            self.num_ticks += ticks
            self.num_cells += ticks * len(steps)
            self.num_steps += ticks * total
        self._first, self._last = made[0], made[-1]

    def tick_of(self, cell: int) -> tuple[int, int]:
        """Return the tick of a cell, and the cell's number in it."""
        run = self._last if cell >= self._last.cell else self._first
        tick, index = divmod(cell - run.cell, run.cells)
        return run.tick + tick, index

    def first_cell(self, tick: int) -> int:
        """Return the number of cells before a tick."""
        run = self._last if tick >= self._last.tick else self._first
        return run.cell + (tick - run.tick) * run.cells

    def place(self, position: int) -> tuple[int, int]:
        """Return the number of cells finished at a position, and the steps taken after them."""
        run = self._last if position >= self._last.position else self._first
        tick, steps = divmod(position - run.position, run.steps)
        cell = bisect(run.starts, steps) - 1
        return run.cell + tick * run.cells + cell, steps - run.starts[cell]

    def cells_needed(self, position: int) -> int:
        """Return the number of cells to compute before everything up to a position is known."""
        return self.place(min(position, self.num_steps) - 1)[0] + 1 if position > 0 else 0

    def cells_with(self, quantity: str, position: int) -> int:
        """Return the number of lanes' cells, and readouts before them, with a quantity known."""
        return self.place(position + len(self.phases) - 1 - self.phase_of[quantity])[0]

    def steps_after_cells(self, cells: int) -> int:
        """Return the position after the first `cells` cells."""
        run = self._last if cells >= self._last.cell else self._first
        tick, cell = divmod(cells - run.cell, run.cells)
        return run.position + tick * run.steps + run.starts[cell]

    def steps_after_ticks(self, ticks: int) -> int:
        """Return the position after the first `ticks` ticks."""
        run = self._last if ticks >= self._last.tick else self._first
        return run.position + (ticks - run.tick) * run.steps

    def ticks_finished(self, position: int) -> int:
        """Return the number of ticks that are finished at a position."""
        run = self._last if position >= self._last.position else self._first
        return run.tick + (position - run.position) // run.steps

    def ticks_begun(self, position: int) -> int:
        """Return the number of ticks that have begun at a position."""
        return self.ticks_finished(position - 1) + 1
