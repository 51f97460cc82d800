"""The order in which an LSTM is computed: ticks, cells, gate steps, and what is known when.

A gate step computes one quantity of one cell (a layer and direction at one step of its walk). A
tick is what one press of "next timestep" computes:

- one direction: tick t computes every layer, bottom to top, at timestep t: T ticks;
- two directions: a layer needs the whole layer below it, and its two directions walk towards each
  other. Tick k computes layer k // T: its forward cell and its reverse cell, each at step k % T of
  its walk: L*T ticks.

The forward walk's step s is timestep s. The reverse walk's step s is timestep n-1-s of a row of
length n; past its length a row takes no step. A position is the number of gate steps taken, 0…N.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig


class Cell(NamedTuple):
    """One cell of the unrolled LSTM: a layer and direction at one step of its walk."""

    layer: int
    direction: int
    walk: int


class GateStep(NamedTuple):
    """One gate step: the quantity that it computes, and where."""

    tick: int
    cell: Cell
    phase: int
    quantity: str


@dataclass(frozen=True)
class Schedule:
    """The order of computation for one set of options and lengths."""

    config: LSTMConfig
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, experiment: Experiment) -> "Schedule":
        """The order in which an experiment is computed."""
        return cls(experiment.config, experiment.lengths)

    @cached_property
    def num_timesteps(self) -> int:
        """T: the longest of the lengths."""
        return max(self.lengths)

    @cached_property
    def phases(self) -> tuple[str, ...]:
        """The quantities that one cell computes, in order."""
        return self.config.quantities

    @cached_property
    def num_ticks(self) -> int:
        """T with one direction, L*T with two."""
        return self.num_timesteps * (self.config.num_layers if self.config.bidirectional else 1)

    @cached_property
    def cells_per_tick(self) -> int:
        """L with one direction, 2 with two."""
        return 2 if self.config.bidirectional else self.config.num_layers

    @cached_property
    def steps_per_tick(self) -> int:
        """The gate steps of one tick."""
        return self.cells_per_tick * len(self.phases)

    @cached_property
    def num_cells(self) -> int:
        """The cells of the whole run."""
        return self.num_ticks * self.cells_per_tick

    @cached_property
    def end(self) -> int:
        """N: the last position, at which everything is known."""
        return self.num_cells * len(self.phases)

    def cell(self, number: int) -> Cell:
        """The cell that is computed as number `number`, counted from 0."""
        tick, index = divmod(number, self.cells_per_tick)
        if self.config.bidirectional:
            layer, walk = divmod(tick, self.num_timesteps)
            return Cell(layer, index, walk)
        return Cell(index, 0, tick)

    def cell_number(self, cell: Cell) -> int:
        """The inverse of `cell`."""
        if self.config.bidirectional:
            return (cell.layer * self.num_timesteps + cell.walk) * 2 + cell.direction
        return cell.walk * self.config.num_layers + cell.layer

    def gate_step(self, number: int) -> GateStep:
        """The gate step that leads from position `number` to `number + 1`."""
        cell_number, phase = divmod(number, len(self.phases))
        return GateStep(
            cell_number // self.cells_per_tick, self.cell(cell_number), phase, self.phases[phase]
        )

    def position_after(self, cell: Cell, quantity: str) -> int:
        """The first position at which a cell's quantity is known."""
        return self.cell_number(cell) * len(self.phases) + self.phases.index(quantity) + 1

    def cells_until(self, position: int) -> int:
        """The cells that must be computed for everything before `position` to be known."""
        return -(-position // len(self.phases))

    def walked(self, position: int, layer: int, direction: int, quantity: str) -> int:
        """How many steps of a lane's walk have their `quantity` known at `position`, 0…T.

        A forward walk knows timesteps 0…k-1 of each row as far as it is long, a reverse n-k…n-1.
        """
        phase = self.phases.index(quantity)
        return self.cells_of(layer, direction, (position - phase - 1) // len(self.phases) + 1)

    def cells_of(self, layer: int, direction: int, cells: int) -> int:
        """How many of the first `cells` cells are a lane's: its steps walked, 0…T."""
        if self.config.bidirectional:
            of_layer = cells - layer * 2 * self.num_timesteps
            count = (of_layer - direction + 1) // 2
        else:
            count = (cells - layer + self.config.num_layers - 1) // self.config.num_layers
        return min(max(count, 0), self.num_timesteps)

    def timestep(self, cell: Cell, row: int) -> int | None:
        """The timestep that a cell is at for a batch row; None past the row's length."""
        length = self.lengths[row]
        if cell.walk >= length:
            return None
        return length - 1 - cell.walk if cell.direction else cell.walk

    def cell_at(self, layer: int, direction: int, timestep: int, row: int) -> Cell:
        """The cell that computes a lane's `timestep` of a batch row."""
        walk = self.lengths[row] - 1 - timestep if direction else timestep
        return Cell(layer, direction, walk)


Lengths = Sequence[int] | Array
"""(B,): how many timesteps each row has."""


def in_walk_order(values: Array, direction: int, lengths: Lengths, walks: range) -> Array:
    """Some steps of a walk as (k, B, …), from values over time (T, B, …).

    What a row holds past its length means nothing: `taken` tells. A view where all rows are as
    long.
    """
    n = int(max(lengths))
    if min(lengths) == n:
        if not direction:
            return values[walks.start : walks.stop]
        return values[n - walks.stop : n - walks.start][::-1]
    t = timesteps(direction, lengths, walks)
    return np.asarray(values[np.clip(t, 0, n - 1), np.arange(len(lengths))])


def timesteps(direction: int, lengths: Lengths, walks: range) -> Array:
    """The timestep that each row is at, (k, B); outside the row's timesteps past its length."""
    walk = np.arange(walks.start, walks.stop)[:, None]
    steps = np.asarray(lengths)
    return np.asarray(steps - 1 - walk if direction else walk + np.zeros_like(steps))


def taken(lengths: Lengths, walks: range) -> Array:
    """Which rows take each step of a walk, (k, B)."""
    return np.asarray(np.arange(walks.start, walks.stop)[:, None] < np.asarray(lengths))
