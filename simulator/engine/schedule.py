"""Schedule: the order in which an LSTM is computed: passes, ticks, cells, gate steps, positions.

A gate step computes one quantity of one cell (a layer and direction at one step of its walk), a
gate together with its sum. A
tick is the work of one press of "next timestep":

- one direction: tick t computes every layer, bottom to top, at timestep t: T ticks;
- two directions: a layer needs the whole layer below it, and its two directions walk towards each
  other. Tick k computes layer k // T: its forward cell and its reverse cell, each at step k % T of
  its walk: L*T ticks.

The forward walk's step s is timestep s. The reverse walk's step s is timestep n-1-s of a row of
length n; past its length a row takes no step. A position is the number of gate steps taken, 0…N. A
pass visits every cell once. There is one, forwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.lane import Lane
from ..lstm.quantities import step_of

Numbers = TypeVar("Numbers", int, Array)


class Cell(NamedTuple):
    """One cell of the unrolled LSTM: a lane at one step of its walk."""

    lane: Lane
    walk: int


class GateStep(NamedTuple):
    """One gate step: its place in the order, and the quantity that it is named by."""

    tick: int
    cell: Cell
    phase: int
    quantity: str


class Pass(NamedTuple):
    """One visit to every cell, and the steps of each cell in it.

    Attributes:
        steps: of one cell, in order. first_cell: the cells visited before it, in other passes.
        start: the position before its first step.
    """

    steps: tuple[str, ...]
    first_cell: int
    start: int

    def position_after_cells(self, cells: int) -> int:
        """Return the position after `cells` cells, counted from the first pass on."""
        return self.start + (cells - self.first_cell) * len(self.steps)

    def cells_before(self, position: int) -> int:
        """Return the number of cells finished at a position, counted from the first pass on."""
        return self.first_cell + (position - self.start) // len(self.steps)


@dataclass(frozen=True)
class Schedule:
    """Order of computation for one set of options and lengths.

    Every conversion between cells, ticks, gate steps, positions and timesteps is a method here.
    """

    config: LSTMConfig
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, experiment: Experiment) -> "Schedule":
        """Return the order in which an experiment is computed."""
        return cls(experiment.config, experiment.lengths)

    @cached_property
    def num_timesteps(self) -> int:
        """T, the longest of the lengths."""
        return max(self.lengths)

    @cached_property
    def passes(self) -> tuple[Pass, ...]:
        """Passes, one after another."""
        return (Pass(self.config.steps, 0, 0),)

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """Steps of one cell forwards, in order, named by the quantities that they compute."""
        return self.passes[0].steps

    @cached_property
    def num_ticks(self) -> int:
        """Number of ticks: T with one direction, L*T with two."""
        return self.num_timesteps * (self.config.num_layers if self.config.bidirectional else 1)

    @cached_property
    def cells_per_tick(self) -> int:
        """Number of cells a tick: L with one direction, 2 with two."""
        return 2 if self.config.bidirectional else self.config.num_layers

    @cached_property
    def num_cells(self) -> int:
        """Number of cells of the whole run."""
        return self.num_ticks * self.cells_per_tick

    @cached_property
    def end(self) -> int:
        """N, the last position, at which everything is known."""
        return self.position_after_cells(self.num_cells * len(self.passes))

    # Cells

    def cell(self, number: int) -> Cell:
        """Return the cell computed as number `number`, counted from 0."""
        tick, index = divmod(number, self.cells_per_tick)
        if self.config.bidirectional:
            layer, walk = divmod(tick, self.num_timesteps)
            return Cell(Lane(layer, index), walk)
        return Cell(Lane(index), tick)

    def cell_number(self, cell: Cell) -> int:
        """Return the number of a cell: the inverse of `cell`."""
        return self.cell_numbers(cell.lane, cell.walk)

    def cell_numbers(self, lane: Lane, walks: Numbers) -> Numbers:
        """Return the number of a lane's cell at a step of its walk, or at several."""
        if self.config.bidirectional:
            return (lane.layer * self.num_timesteps + walks) * 2 + lane.direction
        return walks * self.config.num_layers + lane.layer

    def cells_of(self, lane: Lane, cells: int) -> int:
        """Return how many of the first `cells` cells are a lane's: its steps walked, 0…T."""
        if self.config.bidirectional:
            of_layer = cells - lane.layer * 2 * self.num_timesteps
            count = (of_layer - lane.direction + 1) // 2
        else:
            count = (cells - lane.layer + self.config.num_layers - 1) // self.config.num_layers
        return min(max(count, 0), self.num_timesteps)

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
        of = self._pass_at(number)
        cells = of.cells_before(number)
        phase = number - of.position_after_cells(cells)
        cell = self.cell(cells - of.first_cell)
        return GateStep(cells // self.cells_per_tick, cell, phase, of.steps[phase])

    def position_after(self, cell: Cell, quantity: str) -> int:
        """Return the first position at which a cell's quantity is known."""
        of, phase = self._places[quantity]
        return of.position_after_cells(of.first_cell + self.cell_number(cell)) + phase + 1

    def position_after_cells(self, cells: int) -> int:
        """Return the position at which the first `cells` cells are finished, and nothing more."""
        of = next((p for p in reversed(self.passes) if p.first_cell <= cells), self.passes[0])
        return of.position_after_cells(cells)

    def cells_until(self, position: int) -> int:
        """Return the number of cells to compute before everything up to `position` is known."""
        return self._pass_at(position - 1).cells_before(position - 1) + 1 if position > 0 else 0

    def walked(self, position: int, lane: Lane, quantity: str) -> int:
        """Return how many steps of a lane's walk have their `quantity` known at `position`, 0…T.

        A forward walk knows timesteps 0…k-1 of each row within its length, a reverse walk n-k…n-1.
        """
        of, phase = self._places[quantity]
        cells = of.cells_before(position - phase - 1) + 1
        return self.cells_of(lane, cells - of.first_cell)

    def known(self, position: int, lane: Lane, row: int, quantity: str) -> slice:
        """Return the timesteps of a row at which a lane's `quantity` is known at `position`."""
        length = self.lengths[row]
        count = min(self.walked(position, lane, quantity), length)
        return slice(*span(lane.direction, length, 0, count))

    # Ticks

    def ticks_finished(self, position: int) -> int:
        """Return the number of ticks that are finished at a position."""
        return self._pass_at(position).cells_before(position) // self.cells_per_tick

    def ticks_begun(self, position: int) -> int:
        """Return the number of ticks that have begun at a position."""
        return -(-self.cells_until(position) // self.cells_per_tick)

    def position_after_ticks(self, ticks: int) -> int:
        """Return the position at which `ticks` ticks are finished, and no other has begun."""
        return self.position_after_cells(ticks * self.cells_per_tick)

    def strides_on(self, position: int, count: int, by_tick: bool) -> int:
        """Return the position `count` gate steps or ticks on, back when negative, within 0…N.

        From the middle of a tick, a tick forwards ends it and one back returns to its start, like a
        debugger's step-out.
        """
        if by_tick:
            from_ticks = self.ticks_finished if count > 0 else self.ticks_begun
            position = self.position_after_ticks(from_ticks(position) + count)
        else:
            position += count
        return min(max(position, 0), self.end)

    def stops(self, first: int, last: int, by_tick: bool) -> range:
        """Return the positions from `first` to `last` finished ticks, each tick or gate step."""
        start, end = (self.position_after_ticks(ticks) for ticks in (first, last))
        return range(start, end + 1, self.position_after_ticks(1) if by_tick else 1)

    # Private

    def _pass_at(self, number: int) -> Pass:
        """Return the pass of the gate step that begins at position `number`."""
        return next((p for p in reversed(self.passes) if p.start <= number), self.passes[0])

    @cached_property
    def _places(self) -> dict[str, tuple[Pass, int]]:
        """Return by quantity its pass, and the number of its step in the cell."""
        places = {q: (p, phase) for p in self.passes for phase, q in enumerate(p.steps)}
        return places | {q: places[step_of(q)] for q in ("z", *self.config.quantities)}


Lengths = Sequence[int] | Array
"""Number of timesteps of each batch row, (B,)."""


def in_walk_order(values: Array, direction: int, lengths: Lengths, walks: range) -> Array:
    """Return some steps of a walk as (k, B, …), from values over time (T, B, …).

    Values past a row's length are meaningless: see `taken`. The result is a view when all rows have
    equal lengths.
    """
    n = int(max(lengths))
    if min(lengths) == n:
        part = values[slice(*span(direction, n, walks.start, walks.stop))]
        return part[::-1] if direction else part
    t = timesteps(direction, lengths, walks)
    return np.asarray(values[np.clip(t, 0, n - 1), np.arange(len(lengths))])


def timesteps(direction: int, lengths: Lengths, walks: range) -> Array:
    """Return each row's timestep, (k, B); past its length a number outside the row."""
    walk = np.arange(walks.start, walks.stop)[:, None]
    return timestep_at(direction, *np.broadcast_arrays(np.asarray(lengths), walk))


def timestep_at(direction: int, length: Numbers, walk: Numbers) -> Numbers:
    """Return the timestep of a walk's step in a row; past its length, one outside the row."""
    return length - 1 - walk if direction else walk


def walk_at(direction: int, length: Numbers, timestep: Numbers) -> Numbers:
    """Return the step of a walk at a timestep: the inverse of `timestep_at`, by its own formula."""
    return timestep_at(direction, length, timestep)


def span(direction: int, length: Numbers, start: Numbers, stop: Numbers) -> tuple[Numbers, Numbers]:
    """Return where the timesteps of a walk's steps start … stop-1 start and stop in a row."""
    return (length - stop, length - start) if direction else (start, stop)


def taken(lengths: Lengths, walks: range) -> Array:
    """Return which rows take each step of a walk, (k, B)."""
    return np.asarray(np.arange(walks.start, walks.stop)[:, None] < np.asarray(lengths))
