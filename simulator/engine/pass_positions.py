"""Pass: how the cells and gate steps of one visit to every cell fall into ticks."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pass:
    """One visit to every cell: ticks of the lanes' cells, then ticks of the readout alone.

    Its sums are taken once, since a window asks for many places at each step.

    Attributes:
        num_steps: of one cell of a lane. ticks: of the lanes' cells.
        cells: of lanes in such a tick. read: 1 where such a tick ends with a readout, else 0.
        reads: the ticks of the readout alone.
        cells_a_tick: cells of a tick of the lanes, with the readout. num_cells: of the whole pass.
    """

    num_steps: int
    ticks: int
    cells: int
    read: int
    reads: int
    cells_a_tick: int = field(init=False)
    num_cells: int = field(init=False)
    _steps_a_tick: int = field(init=False)
    _lane_cells: int = field(init=False)
    _lane_steps: int = field(init=False)

    def __post_init__(self) -> None:
        cells_a_tick = self.cells + self.read
        steps_a_tick = self.cells * self.num_steps + self.read
        for name, value in (
            ("cells_a_tick", cells_a_tick),
            ("num_cells", self.ticks * cells_a_tick + self.reads),
            ("_steps_a_tick", steps_a_tick),
            ("_lane_cells", self.ticks * cells_a_tick),
            ("_lane_steps", self.ticks * steps_a_tick),
        ):
            object.__setattr__(self, name, value)

    def tick_of(self, cell: int) -> tuple[int, int]:
        """Return the tick of a cell, and the cell's number in it."""
        alone = cell - self._lane_cells
        return divmod(cell, self.cells_a_tick) if alone < 0 else (self.ticks + alone, 0)

    def first_cell(self, tick: int) -> int:
        """Return the number of cells before a tick."""
        alone = tick - self.ticks
        return tick * self.cells_a_tick if alone < 0 else self._lane_cells + alone

    def start(self, tick: int) -> int:
        """Return the position at which a tick begins."""
        alone = tick - self.ticks
        return tick * self._steps_a_tick if alone < 0 else self._lane_steps + alone

    def tick_at(self, position: int) -> tuple[int, int]:
        """Return the number of ticks finished at a position, and the steps taken after them."""
        alone = position - self._lane_steps
        return divmod(position, self._steps_a_tick) if alone < 0 else (self.ticks + alone, 0)

    def position_after_cells(self, cells: int) -> int:
        """Return the position after the first `cells` cells."""
        alone = cells - self._lane_cells
        if alone >= 0:
            return self._lane_steps + alone
        tick, cell = divmod(cells, self.cells_a_tick)
        return tick * self._steps_a_tick + cell * self.num_steps

    def cells_before(self, position: int) -> int:
        """Return the number of cells finished at a position; -1 before position 0."""
        alone = position - self._lane_steps
        if alone >= 0:
            return self._lane_cells + alone
        tick, steps = divmod(position, self._steps_a_tick)
        cell = steps // self.num_steps
        return tick * self.cells_a_tick + (cell if cell < self.cells else self.cells)
