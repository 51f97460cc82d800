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
from ..network.gradient_quantities import ALL_GRADIENTS, DY, STEPS_BACK, step_back_of
from ..network.lane import Lane
from ..network.quantities import READOUT, Y, step_of
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
    """Where the way back begins, see `Experiment.source`; empty without one."""

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
    def num_ticks(self) -> int:
        """Number of ticks: T with one direction, L*T with two, and those of a readout alone."""
        return self.forward_pass.ticks + self.forward_pass.reads

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
        return self.forward_pass.position_after_cells(self.num_cells)

    @cached_property
    def last(self) -> int:
        """N + N_b, the last position; N without a way back."""
        return self.end + (0 if self.backward is None else self.backward.num_steps)

    @cached_property
    def last_tick(self) -> int:
        """Number of ticks of both passes."""
        return self.num_ticks + (0 if self.backward is None else self.backward.num_ticks)

    def goes_back(self, position: int) -> bool:
        """Return True for a position on the way back, whose last step was one of it."""
        return position > self.end

    @cached_property
    def forward_pass(self) -> Pass:
        """How cells and gate steps fall into ticks, forwards."""
        two, T = self.config.bidirectional, self.num_timesteps
        read = int(self.readout == EVERY and not two)
        alone = 0 if self.readout is None or read else T if self.readout == EVERY else 1
        layers = self.config.num_layers
        return Pass(len(self.phases), T * (layers if two else 1), 2 if two else layers, read, alone)

    # Cells

    def cell(self, number: int) -> Cell:
        """Return the cell computed as number `number`, counted from 0; see `readout_cell`."""
        tick, index = self.forward_pass.tick_of(number)
        if self.reads_alone(tick):
            return self.readout_cell(tick - self.forward_pass.ticks)
        if self.config.bidirectional:
            layer, walk = divmod(tick, self.num_timesteps)
            return Cell(Lane(layer, index), walk)
        return (
            self.readout_cell(tick) if index == self.forward_pass.cells else Cell(Lane(index), tick)
        )

    def readout_cell(self, number: int) -> Cell:
        """Return the cell under which a readout is known: the top layer's at its timestep."""
        timestep = number if self.readout == EVERY else self.num_timesteps - 1
        return Cell(Lane(self.config.num_layers - 1), timestep)

    def reads_alone(self, tick: int) -> bool:
        """Return True for a tick that computes a readout and no lane's cell."""
        return tick >= self.forward_pass.ticks

    def cells_in_tick(self, tick: int) -> tuple[Cell, ...]:
        """Return the lanes' cells of a tick; of a readout alone, the one it is known under."""
        first = self.forward_pass.first_cell(tick)
        count = 1 if self.reads_alone(tick) else self.forward_pass.cells
        return tuple(map(self.cell, range(first, first + count)))

    def tick_of(self, cell: Cell) -> int:
        """Return the tick that computes a lane's cell."""
        return self.forward_pass.tick_of(self.cell_number(cell))[0]

    def cell_number(self, cell: Cell) -> int:
        """Return the number of a lane's cell: the inverse of `cell`."""
        return self.cell_numbers(cell.lane, cell.walk)

    def cell_numbers(self, lane: Lane, walks: Numbers) -> Numbers:
        """Return the number of a lane's cell at a step of its walk, or at several."""
        if self.config.bidirectional:
            return (lane.layer * self.num_timesteps + walks) * 2 + lane.direction
        return walks * self.forward_pass.cells_a_tick + lane.layer

    def cells_of(self, lane: Lane, cells: int) -> int:
        """Return how many of the first `cells` cells are a lane's: its steps walked, 0…T."""
        if self.config.bidirectional:
            of_layer = cells - lane.layer * 2 * self.num_timesteps
            count = (of_layer - lane.direction + 1) // 2
        else:
            a_tick = self.forward_pass.cells_a_tick
            count = (cells - lane.layer + a_tick - 1) // a_tick
        return min(max(count, 0), self.num_timesteps)

    def readout_number(self, timestep: Numbers) -> Numbers:
        """Return the number, as a cell, of the readout at a timestep, or at several."""
        if self.forward_pass.read:
            return (timestep + 1) * self.forward_pass.cells_a_tick - 1
        number = timestep if self.readout == EVERY else 0 * timestep
        return self.forward_pass.ticks * self.forward_pass.cells_a_tick + number

    def readouts_of(self, cells: int) -> int:
        """Return how many of the first `cells` cells are readouts."""
        tick, _ = self.forward_pass.tick_of(cells)
        return tick if self.forward_pass.read else max(tick - self.forward_pass.ticks, 0)

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
        cells = self.forward_pass.cells_before(number)
        tick, index = self.forward_pass.tick_of(cells)
        if self.reads_alone(tick) or index == self.forward_pass.cells:
            return GateStep(tick, self.cell(cells), len(self.phases), Y)
        phase = number - self.forward_pass.position_after_cells(cells)
        return GateStep(tick, self.cell(cells), phase, self.phases[phase])

    def position_after(self, cell: Cell, quantity: str) -> int:
        """Return the first position at which a cell's quantity is known.

        For y, p, loss and dy the walk of the cell is the timestep, and its lane does not matter.
        dW is a step of the way back: after it the weights have the cell's share.
        """
        if quantity in ALL_GRADIENTS or quantity in STEPS_BACK:
            return self.end + self._back().steps_until(cell, quantity)
        if quantity in READOUT:
            return self.forward_pass.position_after_cells(self.readout_number(cell.walk) + 1)
        cells = self.cell_number(cell)
        return self.forward_pass.position_after_cells(cells) + self._phases[quantity] + 1

    def position_after_cells(self, cells: int) -> int:
        """Return the position at which the first `cells` cells are finished, and nothing more.

        Cells forwards; those of the way back are counted by `backward`.
        """
        return self.forward_pass.position_after_cells(cells)

    def position_some_cells_on(self, position: int, cells: int) -> int:
        """Return the position at which `cells` more cells than at `position` are finished.

        A pass is not left: past its end it is its end.
        """
        if position < self.end:
            done = min(self.cells_until(position) + cells, self.num_cells)
            return self.position_after_cells(done)
        back = self.backward
        if back is None:
            return self.end
        done = min(back.cells_needed(position - self.end) + cells, back.num_cells)
        return self.end + back.steps_after_cells(done)

    def cells_until(self, position: int) -> int:
        """Return the number of cells to compute before everything up to `position` is known.

        Cells forwards: all of them on the way back.
        """
        position = min(position, self.end)
        return self.forward_pass.cells_before(position - 1) + 1 if position > 0 else 0

    def walked(self, position: int, lane: Lane, quantity: str) -> int:
        """Return how many steps of a lane's walk have their `quantity` known at `position`, 0…T.

        A forward walk knows timesteps 0…k-1 of each row within its length, a reverse walk n-k…n-1.
        y, p and loss walk forwards; over the last step or h_n, all at once at the end. Of gradients
        the end of the walk is known: its steps T-k…T-1.
        """
        if quantity in ALL_GRADIENTS:
            steps = max(position - self.end, 0)
            walked = self._back().walked(steps, lane, quantity)
            at_once = quantity == DY and self.readout != EVERY
            return walked * self.num_timesteps if at_once else walked
        position = min(position, self.end)
        if quantity in READOUT:
            known = self.readouts_of(self.forward_pass.cells_before(position))
            return known if self.readout == EVERY else known * self.num_timesteps
        cells = self.forward_pass.cells_before(position - self._phases[quantity] - 1) + 1
        return self.cells_of(lane, cells)

    def known(self, position: int, lane: Lane, row: int, quantity: str) -> slice:
        """Return the timesteps of a row at which a lane's `quantity` is known at `position`."""
        length = self.lengths[row]
        walked = self.walked(position, lane, quantity)
        if quantity in ALL_GRADIENTS:
            first = min(self.num_timesteps - walked, length)
            if quantity == DY:
                return slice(first if self.readout == EVERY or not walked else length - 1, length)
            return slice(*span(lane.direction, length, first, length))
        count = min(walked, length)
        if quantity in READOUT:
            return slice(0 if self.readout == EVERY or not count else length - 1, count)
        return slice(*span(lane.direction, length, 0, count))

    # Ticks

    def ticks_finished(self, position: int) -> int:
        """Return the number of ticks that are finished at a position."""
        if position > self.end:
            return self.num_ticks + self._back().ticks_finished(position - self.end)
        return self.forward_pass.tick_at(position)[0]

    def ticks_begun(self, position: int) -> int:
        """Return the number of ticks that have begun at a position."""
        if position > self.end:
            return self.num_ticks + self._back().ticks_begun(position - self.end)
        tick, steps = self.forward_pass.tick_at(position)
        return tick + bool(steps)

    def position_after_ticks(self, ticks: int) -> int:
        """Return the position at which `ticks` ticks are finished, and no other has begun."""
        if ticks > self.num_ticks and self.backward is not None:
            return self.end + self.backward.steps_after_ticks(ticks - self.num_ticks)
        return self.forward_pass.start(ticks)

    def position_after_timestep_back(self, lane: Lane, timestep: int, row: int) -> int:
        """Return the end of the tick on the way back in which a lane takes a row's timestep."""
        cell = self.cell_at(lane, timestep, row)
        begun = self.ticks_begun(self.position_after(cell, STEPS_BACK[0]))
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
        """Return the way back.

        Raises:
            KeyError: there is none, and so no gradient.
        """
        if self.backward is None:
            raise KeyError("without a loss or a seed there are no gradients")
        return self.backward

    @cached_property
    def _phases(self) -> dict[str, int]:
        """Number of its step in the cell, by quantity."""
        numbers = {quantity: number for number, quantity in enumerate(self.phases)}
        return numbers | {q: numbers[step_of(q)] for q in ("z", *self.config.quantities)}


@dataclass(frozen=True)
class BackwardSchedule:
    """Order of the backward pass, which is the order forwards in the mirror.

    Its steps are counted from the end of the forward pass, 0…N_b. Backward tick k visits the cells
    of the forward tick that is k from the end, in reverse order; each cell takes its steps back,
    `dh … dW`. A readout that the loss or a seed reaches is a cell of one step, dy.

    Attributes:
        forward: the order forwards of the cells that it visits; without a readout where neither
            the loss nor a seed reaches it.
    """

    forward: Schedule

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
