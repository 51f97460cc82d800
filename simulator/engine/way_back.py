"""WayBack: the order of the backward pass, which is the order forwards in the mirror.

The steps of the way back are counted from the end of the forward pass, 0…N_b. Backward tick k
visits the cells of the forward tick that is k from the end, in reverse order; each cell takes its
steps back, `dh … dW`. A readout that the loss or a seed reaches is a cell of one step, dy.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..lstm.gradient_quantities import DY, step_back_of
from ..lstm.lane import Lane
from .gate_step import Cell
from .ticks import Pass

if TYPE_CHECKING:
    from .schedule import Schedule


@dataclass(frozen=True)
class WayBack:
    """Order of the backward pass.

    Attributes:
        forward: the order forwards of the cells that it visits; without a readout where neither
            the loss nor a seed reaches it.
    """

    forward: "Schedule"

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Steps of one cell of a lane, in order."""
        return self.forward.config.steps_back

    @cached_property
    def num_steps(self) -> int:
        """N_b, the number of steps of the whole way back."""
        return self._mirror.position_after_cells(self._mirror.num_cells)

    @cached_property
    def num_ticks(self) -> int:
        """Number of ticks of the whole way back."""
        return self.forward.num_ticks

    @cached_property
    def num_cells(self) -> int:
        """Number of cells of the whole way back, readouts among them."""
        return self._mirror.num_cells

    # Steps

    def step(self, number: int) -> tuple[int, Cell, int, str]:
        """Return the tick, cell, phase and name of step `number`, counted from 0."""
        mirrored = self.num_steps - 1 - number
        cells = self._mirror.cells_before(mirrored)
        tick, index = self._mirror.tick_of(cells)
        cell, back = self.forward.cell(cells), self.num_ticks - 1 - tick
        if self.forward.reads_alone(tick) or index == self._mirror.cells:
            return back, cell, 0, DY
        phase = mirrored - self._mirror.position_after_cells(cells)
        phase = len(self.phases) - 1 - phase
        return back, cell, phase, self.phases[phase]

    def steps_until(self, cell: Cell, gradient: str) -> int:
        """Return the number of steps after which a cell's gradient is known.

        For dy the walk of the cell is the timestep, and its lane does not matter.
        """
        if gradient == DY:
            number = self.forward.readout_number(cell.walk)
            return self.num_steps - self._mirror.position_after_cells(number)
        number = self.forward.cell_number(cell)
        begun = self.num_steps - self._mirror.position_after_cells(number) - len(self.phases)
        return begun + self._phases[step_back_of(gradient)] + 1

    def cells_needed(self, steps: int) -> int:
        """Return the number of cells to compute before the first `steps` steps are known."""
        return self.num_cells - max(self._mirror.cells_before(self.num_steps - steps), 0)

    def steps_after_cells(self, cells: int) -> int:
        """Return the number of steps after which the first `cells` cells back are finished."""
        return self.num_steps - self._mirror.position_after_cells(self.num_cells - cells)

    def lane_cells(self, lane: Lane, cells: int) -> int:
        """Return how many of the first `cells` cells back are a lane's."""
        steps = self.forward.num_timesteps
        return steps - self.forward.cells_of(lane, self.num_cells - cells)

    def readouts(self, cells: int) -> int:
        """Return how many of the first `cells` cells back are readouts."""
        return self.forward.num_readouts - self.forward.readouts_of(self.num_cells - cells)

    def walked(self, steps: int, lane: Lane, gradient: str) -> int:
        """Return how many steps of a lane's walk, from its end, have their gradient known."""
        if gradient == DY:
            return self.readouts(self._cells_starting_at(self.num_steps - steps))
        # A cell knows it `late` steps before the cell's end.
        late = len(self.phases) - 1 - self._phases[step_back_of(gradient)]
        first = self._cells_starting_at(self.num_steps - steps - late)
        return self.lane_cells(lane, first)

    # Ticks

    def ticks_finished(self, steps: int) -> int:
        """Return the number of ticks back that are finished after so many steps."""
        tick, begun = self._mirror.tick_at(self.num_steps - steps)
        return self.num_ticks - tick - bool(begun)

    def ticks_begun(self, steps: int) -> int:
        """Return the number of ticks back that have begun after so many steps."""
        return self.num_ticks - self._mirror.tick_at(self.num_steps - steps)[0]

    def steps_after_ticks(self, ticks: int) -> int:
        """Return the number of steps after which `ticks` ticks back are finished."""
        return self.num_steps - self._mirror.start(self.num_ticks - ticks)

    # Private

    @cached_property
    def _mirror(self) -> Pass:
        """The forward pass with as many steps a cell as the way back has."""
        return replace(self.forward.forward_pass, num_steps=len(self.phases))

    @cached_property
    def _phases(self) -> dict[str, int]:
        return {phase: number for number, phase in enumerate(self.phases)}

    def _cells_starting_at(self, place: int) -> int:
        """Return how many cells start, in the mirror, at `place` or later."""
        if place <= 0:
            return self.num_cells
        return self.num_cells - self._mirror.cells_before(place - 1) - 1
