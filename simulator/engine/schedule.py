"""Schedule: the order in which an LSTM is computed: passes, ticks, cells, gate steps, positions.

A gate step computes one quantity of one cell (a layer and direction at one step of its walk), a
gate together with its sum. A tick is the work of one press of "next timestep":

- one direction: tick t computes every layer, bottom to top, at timestep t: T ticks;
- two directions: a layer needs the whole layer below it, and its two directions walk towards each
  other. Tick k computes layer k // T: its forward cell and its reverse cell, each at step k % T of
  its walk: L*T ticks.

The forward walk's step s is timestep s. The reverse walk's step s is timestep n-1-s of a row of
length n; past its length a row takes no step. A pass visits every cell once: forwards, and where
there is a loss or a seed, backwards in the mirror (`BackwardSchedule`). A position is the number of
gate steps taken, 0…N forwards, then N…N+N_b backwards; ticks are counted on in the same way.

A readout is a cell of one gate step, which computes y, p and the loss. Over every timestep it is
the last cell of each tick with one direction, and of T ticks of its own, t = 0…T-1, after all
layers with two. Over the last step or h_n it is one tick of its own at the end, for all rows. It
has no lane: its steps are known under the top layer's forward cell at the same timestep.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.gradient_quantities import DY, STEP_OF_WEIGHTS, is_gradient
from ..network.lane import Lane
from ..network.quantities import READOUT, Y
from ..objective.readout import EVERY
from .gate_step import Cell, GateStep
from .pass_positions import Pass
from .time_order import Numbers, span, timestep_at, walk_at


@dataclass(frozen=True)
class Schedule:
    """Order of computation for one set of options and lengths.

    Every conversion between cells, ticks, gate steps, positions and timesteps is a method here.
    """

    config: LSTMConfig
    lengths: tuple[int, ...]
    readout: str | None = None
    """What a readout is over, one of `objective.readout.OVER`; None without one."""
    source: str = ""
    """Where the backward pass begins, see `Experiment.source`; empty without one."""

    @classmethod
    def of(cls, experiment: Experiment) -> "Schedule":
        """Return the order in which an experiment is computed."""
        readout = experiment.objective.readout
        over = None if readout is None else readout.over
        return cls(experiment.config, experiment.lengths, over, experiment.source)

    @cached_property
    def backward(self) -> "BackwardSchedule | None":
        """The order of the backward pass; None without one."""
        if not self.source:
            return None
        readout = self.readout if self.source == "readout" else None
        return BackwardSchedule(replace(self, readout=readout, source=""))

    @cached_property
    def num_timesteps(self) -> int:
        """T, the longest of the lengths."""
        return max(self.lengths)

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Steps of one cell of a lane, in order, named by the quantities that they compute."""
        return self.config.steps

    @cached_property
    def forward_pass(self) -> Pass:
        """How cells and gate steps fall into ticks, forwards."""
        steps = {**self.config.cell.step_of, "z": self.config.step_of("z")}
        return Pass(self.phases, steps, *self.runs(self.phases))

    @cached_property
    def num_ticks(self) -> int:
        """Number of ticks: T with one direction, L*T with two; more for a readout by itself."""
        return self.forward_pass.num_ticks

    @cached_property
    def num_cells(self) -> int:
        """Number of cells of the whole run, readouts among them."""
        return self.forward_pass.num_cells

    @cached_property
    def num_readouts(self) -> int:
        """Number of readouts: T over every timestep, else 1; 0 without one."""
        return self.readouts_of(self.num_cells)

    @cached_property
    def end(self) -> int:
        """N, the end of the forward pass: everything but the gradients is known."""
        return self.forward_pass.num_steps

    @cached_property
    def last(self) -> int:
        """N + N_b, the last position; N without a backward pass."""
        return self.end + (0 if self.backward is None else self.backward.num_steps)

    @cached_property
    def last_tick(self) -> int:
        """Number of ticks of both passes."""
        return self.num_ticks + (0 if self.backward is None else self.backward.num_ticks)

    def goes_back(self, position: int) -> bool:
        """Return True for a position of the backward pass, whose last step was one of it."""
        return position > self.end

    # Cells

    def runs(self, phases: Sequence[str]) -> list[tuple[int, tuple[int, ...]]]:
        """Return the runs of a `Pass` in which a cell of a lane takes these steps, forwards."""
        steps = (len(phases),) * self._lanes_a_tick
        if self.readout is None:
            return [(self._lane_ticks, steps)]
        if self._reads_each_tick:
            return [(self._lane_ticks, (*steps, 1))]
        alone = self.num_timesteps if self.readout == EVERY else 1
        return [(self._lane_ticks, steps), (alone, (1,))]

    def cell(self, number: int) -> Cell:
        """Return the cell computed as number `number`, counted from 0; see `readout_cell`."""
        tick, index = self.forward_pass.tick_of(number)
        if self.reads(number):
            return self.readout_cell(tick if self._reads_each_tick else tick - self._lane_ticks)
        if self.config.bidirectional:
            layer, walk = divmod(tick, self.num_timesteps)
            return Cell(Lane(layer, index), walk)
        return Cell(Lane(index), tick)

    def reads(self, number: int) -> bool:
        """Return True for the number of a cell that is a readout."""
        tick, index = self.forward_pass.tick_of(number)
        return self.reads_alone(tick) or index == self._lanes_a_tick

    def readout_cell(self, number: int) -> Cell:
        """Return the cell under which a readout is known: the top layer's at its timestep."""
        timestep = number if self.readout == EVERY else self.num_timesteps - 1
        return Cell(Lane(self.config.num_layers - 1), timestep)

    def reads_alone(self, tick: int) -> bool:
        """Return True for a tick that computes a readout and no lane's cell."""
        return tick >= self._lane_ticks

    def cells_in_tick(self, tick: int) -> tuple[Cell, ...]:
        """Return the lanes' cells of a tick; of a readout only, the one it is known under."""
        first = self.forward_pass.first_cell(tick)
        count = 1 if self.reads_alone(tick) else self._lanes_a_tick
        return tuple(map(self.cell, range(first, first + count)))

    def tick_of(self, cell: Cell) -> int:
        """Return the tick that computes a lane's cell."""
        return self.forward_pass.tick_of(self.cell_number(cell))[0]

    def cell_number(self, cell: Cell) -> int:
        """Return the number of a lane's cell: the inverse of `cell`."""
        return self.cell_numbers(cell.lane, cell.walk)

    def cell_numbers(self, lane: Lane, walks: Numbers) -> Numbers:
        """Return the number of a lane's cell at a step of its walk, or at several."""
        first, apart = self._place(lane)
        return first + walks * apart

    def cells_of(self, lane: Lane, cells: int) -> int:
        """Return how many of the first `cells` cells are a lane's: the steps taken, 0…T."""
        first, apart = self._place(lane)
        return min(max((cells - first + apart - 1) // apart, 0), self.num_timesteps)

    def _place(self, lane: Lane) -> tuple[int, int]:
        """Return the number of a lane's first cell, and how far apart its cells are."""
        if self.config.bidirectional:
            return lane.layer * self.num_timesteps * 2 + lane.direction, 2
        return lane.layer, self._lanes_a_tick + self._reads_each_tick

    def readout_number(self, timestep: Numbers) -> Numbers:
        """Return the number, as a cell, of the readout at a timestep, or at several."""
        if self._reads_each_tick:
            return (timestep + 1) * (self._lanes_a_tick + 1) - 1
        number = timestep if self.readout == EVERY else 0 * timestep
        return self._lane_ticks * self._lanes_a_tick + number

    def readouts_of(self, cells: int) -> int:
        """Return how many of the first `cells` cells are readouts."""
        tick, _ = self.forward_pass.tick_of(cells)
        return tick if self._reads_each_tick else max(tick - self._lane_ticks, 0)

    def layers_complete(self, cells: int) -> int:
        """Return how many layers, from the lowest, are complete after the first `cells` cells."""
        done = [self.cells_of(lane, cells) == self.num_timesteps for lane in self.config.lanes()]
        directions = self.config.num_directions
        return sum(all(done[k : k + directions]) for k in range(0, len(done), directions))

    # Timesteps

    def timestep(self, cell: Cell, row: int) -> int | None:
        """Return the timestep of a cell for a batch row; None past the row's length."""
        length = self.lengths[row]
        if cell.walk >= length:
            return None
        return timestep_at(cell.lane.direction, length, cell.walk)

    def cell_at(self, lane: Lane, timestep: int, row: int) -> Cell:
        """Return the cell that computes a lane's `timestep` of a batch row."""
        return Cell(lane, walk_at(lane.direction, self.lengths[row], timestep))

    # Positions

    def gate_step(self, number: int) -> GateStep:
        """Return the gate step from position `number` to `number + 1`."""
        if number >= self.end and self.backward is not None:
            tick, cell, phase, name = self.backward.step(number - self.end)
            return GateStep(self.num_ticks + tick, cell, phase, name)
        cells, phase = self.forward_pass.place(number)
        tick, _ = self.forward_pass.tick_of(cells)
        if self.reads(cells):
            return GateStep(tick, self.cell(cells), len(self.phases), Y)
        return GateStep(tick, self.cell(cells), phase, self.phases[phase])

    def position_after(self, cell: Cell, quantity: str) -> int:
        """Return the first position at which a cell's quantity is known.

        For y, p, loss and dy the walk of the cell is the timestep, and its lane does not matter.
        dW is a step of the backward pass: after it the weights have the cell's share.
        """
        if is_gradient(quantity) or quantity == STEP_OF_WEIGHTS:
            return self.end + self._back().steps_until(cell, quantity)
        if quantity in READOUT:
            return self.position_after_cells(self.readout_number(cell.walk) + 1)
        begin = self.position_after_cells(self.cell_number(cell))
        return begin + self.forward_pass.phase_of[quantity] + 1

    def position_after_cells(self, cells: int) -> int:
        """Return the position at which the first `cells` cells are finished, and nothing more.

        Cells forwards; `backward` counts the cells of the backward pass.
        """
        return self.forward_pass.steps_after_cells(cells)

    def position_some_cells_on(self, position: int, cells: int) -> int:
        """Return the position at which `cells` more cells than at `position` are finished.

        A pass is not left: past its end it is its end.
        """
        of, start, _ = self._pass_of(position + 1)
        done = min(of.cells_needed(position - start) + cells, of.num_cells)
        return start + of.steps_after_cells(done)

    def cells_until(self, position: int) -> int:
        """Return the number of cells to compute before everything up to `position` is known.

        Cells forwards: all of them in the backward pass.
        """
        return self.forward_pass.cells_needed(position)

    def walked(self, position: int, lane: Lane, quantity: str) -> int:
        """Return how many steps of a lane's walk have their `quantity` known at `position`, 0…T.

        A forward walk knows timesteps 0…k-1 of each row within its length, a reverse walk n-k…n-1.
        y, p and loss walk forwards; over the last step or h_n, all at once at the end. Of gradients
        the end of the walk is known: its steps T-k…T-1.
        """
        if is_gradient(quantity):
            known = self._back().walked(max(position - self.end, 0), lane, quantity)
        else:
            position = min(position, self.end)
            if quantity not in READOUT:
                return self.cells_of(lane, self.forward_pass.cells_with(quantity, position))
            known = self.readouts_of(self.forward_pass.place(position)[0])
        at_once = (quantity == DY or quantity in READOUT) and self.readout != EVERY
        return known * self.num_timesteps if at_once else known

    def known(self, position: int, lane: Lane, row: int, quantity: str) -> slice:
        """Return the timesteps of a row at which a lane's `quantity` is known at `position`."""
        length, walked = self.lengths[row], self.walked(position, lane, quantity)
        first, stop = 0, min(walked, length)
        if is_gradient(quantity):
            first, stop = min(self.num_timesteps - walked, length), length
        if quantity != DY and quantity not in READOUT:
            return slice(*span(lane.direction, length, first, stop))
        return slice(first if self.readout == EVERY or not walked else length - 1, stop)

    # Ticks

    def ticks_finished(self, position: int) -> int:
        """Return the number of ticks that are finished at a position."""
        of, start, ticks = self._pass_of(position)
        return ticks + of.ticks_finished(position - start)

    def ticks_begun(self, position: int) -> int:
        """Return the number of ticks that have begun at a position."""
        of, start, ticks = self._pass_of(position)
        return ticks + of.ticks_begun(position - start)

    def position_after_ticks(self, ticks: int) -> int:
        """Return the position at which `ticks` ticks are finished, and no other has begun."""
        if ticks > self.num_ticks and self.backward is not None:
            return self.end + self.backward.steps_after_ticks(ticks - self.num_ticks)
        return self.forward_pass.steps_after_ticks(ticks)

    def position_after_timestep_back(self, lane: Lane, timestep: int, row: int) -> int:
        """Return the end of the backward tick in which a lane takes a row's timestep."""
        cell = self.cell_at(lane, timestep, row)
        begun = self.ticks_begun(self.position_after(cell, self.config.steps_back[0]))
        return self.position_after_ticks(begun)

    def strides_on(self, position: int, count: int, by_tick: bool) -> int:
        """Return the position `count` gate steps or ticks on, back when negative, among all.

        From the middle of a tick, a tick forwards ends it and one back returns to its start, like a
        debugger's step-out.
        """
        if by_tick:
            from_ticks = self.ticks_finished if count > 0 else self.ticks_begun
            ticks = min(max(from_ticks(position) + count, 0), self.last_tick)
            return self.position_after_ticks(ticks)
        return min(max(position + count, 0), self.last)

    def stops(self, first: int, last: int, by_tick: bool) -> Sequence[int]:
        """Return the positions from `first` to `last` finished ticks, each tick or gate step."""
        if by_tick:
            return [self.position_after_ticks(ticks) for ticks in range(first, last + 1)]
        return range(self.position_after_ticks(first), self.position_after_ticks(last) + 1)

    # Private

    def _back(self) -> "BackwardSchedule":
        """Return the backward pass.

        Raises:
            KeyError: there is none, and so no gradient.
        """
        if self.backward is None:
            raise KeyError("without a loss or a seed there are no gradients")
        return self.backward

    def _pass_of(self, position: int) -> tuple[Pass, int, int]:
        """Return the pass that ends a step at a position, and the steps and ticks before it."""
        if position > self.end and self.backward is not None:
            return self.backward, self.end, self.num_ticks
        return self.forward_pass, 0, 0

    @cached_property
    def _lanes_a_tick(self) -> int:
        return 2 if self.config.bidirectional else self.config.num_layers

    @cached_property
    def _lane_ticks(self) -> int:
        """The ticks with lanes' cells. The ticks after them only read."""
        return self.num_timesteps * (self.config.num_layers if self.config.bidirectional else 1)

    @cached_property
    def _reads_each_tick(self) -> bool:
        """True where a readout is the last cell of each tick."""
        return self.readout == EVERY and not self.config.bidirectional


class BackwardSchedule(Pass):
    """Order of the backward pass, which is the order forwards in the mirror.

    Its steps are counted from the end of the forward pass, 0…N_b. Backward tick k visits the cells
    of the forward tick that is k from the end, in reverse order; each cell takes the steps
    `dh … dW`. A readout that the loss or a seed reaches is a cell of one step, dy.

    Args:
        forward: the order forwards of the cells that it visits; without a readout where neither
            the loss nor a seed reaches it.
    """

    def __init__(self, forward: Schedule) -> None:
        self.forward, phases = forward, forward.config.steps_back
        runs = ((ticks, steps[::-1]) for ticks, steps in reversed(forward.runs(phases)))
        steps = {key: forward.config.step_of(key) for key in forward.config.gradients}
        super().__init__(phases, steps, *runs)

    def step(self, number: int) -> tuple[int, Cell, int, str]:
        """Return the tick, cell, phase and name of step `number`, counted from 0."""
        cells, phase = self.place(number)
        tick, mirrored = self.tick_of(cells)[0], self.num_cells - 1 - cells
        name = DY if self.forward.reads(mirrored) else self.phases[phase]
        return tick, self.forward.cell(mirrored), phase, name

    def steps_until(self, cell: Cell, gradient: str) -> int:
        """Return the number of steps after which a cell's gradient is known.

        For dy the walk of the cell is the timestep, and its lane does not matter.
        """
        if gradient == DY:
            return self.steps_after_cells(self.num_cells - self.forward.readout_number(cell.walk))
        begun = self.steps_after_cells(self.num_cells - 1 - self.forward.cell_number(cell))
        return begun + self.phase_of[gradient] + 1

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
            return self.readouts(self.place(steps)[0])
        return self.lane_cells(lane, self.cells_with(gradient, steps))
