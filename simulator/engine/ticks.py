"""Pass: how the cells and gate steps of one visit to every cell fall into ticks."""

from typing import NamedTuple


class Pass(NamedTuple):
    """One visit to every cell: ticks of the lanes' cells, then ticks of the readout alone.

    Attributes:
        steps: of one cell of a lane, in order. ticks: of the lanes' cells.
        cells: of lanes in such a tick. read: 1 where such a tick ends with a readout, else 0.
        reads: the ticks of the readout alone.
    """

    steps: tuple[str, ...]
    ticks: int
    cells: int
    read: int
    reads: int

    @property
    def cells_a_tick(self) -> int:
        """Cells of a tick of the lanes, with the readout."""
        return self.cells + self.read

    @property
    def steps_a_tick(self) -> int:
        """Gate steps of a tick of the lanes, with the readout's."""
        return self.cells * len(self.steps) + self.read

    @property
    def num_cells(self) -> int:
        """Number of cells, readouts among them."""
        return self.ticks * self.cells_a_tick + self.reads

    def tick_of(self, cell: int) -> tuple[int, int]:
        """Return the tick of a cell, and the cell's number in it."""
        alone = cell - self.ticks * self.cells_a_tick
        return divmod(cell, self.cells_a_tick) if alone < 0 else (self.ticks + alone, 0)

    def first_cell(self, tick: int) -> int:
        """Return the number of cells before a tick."""
        return min(tick, self.ticks) * self.cells_a_tick + max(tick - self.ticks, 0)

    def start(self, tick: int) -> int:
        """Return the position at which a tick begins."""
        return min(tick, self.ticks) * self.steps_a_tick + max(tick - self.ticks, 0)

    def tick_at(self, position: int) -> tuple[int, int]:
        """Return the number of ticks finished at a position, and the steps taken after them."""
        alone = position - self.ticks * self.steps_a_tick
        return divmod(position, self.steps_a_tick) if alone < 0 else (self.ticks + alone, 0)

    def position_after_cells(self, cells: int) -> int:
        """Return the position after the first `cells` cells."""
        tick, cell = self.tick_of(cells)
        return self.start(tick) + cell * len(self.steps)

    def cells_before(self, position: int) -> int:
        """Return the number of cells finished at a position; -1 before position 0."""
        tick, steps = self.tick_at(position)
        return self.first_cell(tick) + min(steps // len(self.steps), self.cells)
