"""Series: the numbers of one quantity of a lane, or of a readout, in the order of computation.

Forwards that is the order of the lane's walk. Gradients begin at the end of the walk, and rows that
are shorter than others begin later.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..analysis.address import forwards, number_of_units
from ..arrays import Array
from ..engine.gate_step import Cell
from ..engine.time_order import in_walk_order, span, taken, timestep_at, timesteps
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..gradients.gradient_trace import GradientTrace
from ..network.gradient_quantities import is_gradient
from ..network.lane import Lane


@dataclass(frozen=True)
class Series:
    """One quantity over the steps 0…T-1 in which a lane computes it, T steps of B rows.

    Attributes:
        trace: what the run recorded; for a gradient, its backward pass.
        lane: the lane; for y, p, loss and dy `Lane()`. quantity: its key.
    """

    trace: Trace | GradientTrace
    lane: Lane
    quantity: str

    @property
    def of_gradients(self) -> bool:
        """True for the backward pass."""
        return is_gradient(self.quantity)

    @cached_property
    def lengths(self) -> Array:
        """Number of timesteps of each batch row, (B,)."""
        return np.array(self._experiment.lengths)

    @cached_property
    def numbers_a_step(self) -> int:
        """Number of numbers of all rows at one step."""
        return len(self.lengths) * number_of_units(self._experiment, self.quantity, self.lane)

    def values(self, steps: range) -> Array:
        """Return the numbers of some steps, (k, B, width); past a row's length meaningless."""
        walks, direction = self._walks(steps), self.lane.direction
        if not isinstance(self.trace, GradientTrace) or not self.of_gradients:
            values = forwards(self.trace).values(self.quantity, self.lane)
            return in_walk_order(values, direction, self.lengths, walks)
        if self._experiment.uneven:
            t = np.clip(timesteps(direction, self.lengths, walks), 0, None)
            rows = np.broadcast_to(np.arange(len(self.lengths)), t.shape)
            return self._in_order(self.trace.values(self.quantity, self.lane, (t, rows)))
        at = slice(*span(direction, len(self), walks.start, walks.stop))
        values = self.trace.values(self.quantity, self.lane, at)
        return self._in_order(values[::-1] if direction else values)

    def taken(self, steps: range) -> Array:
        """Return which rows take each of some steps, (k, B)."""
        return self._in_order(taken(self.lengths, self._walks(steps)))

    def timesteps(self, steps: range) -> Array:
        """Return each row's timesteps of some steps, (k, B); past its length one outside it."""
        return self._in_order(timesteps(self.lane.direction, self.lengths, self._walks(steps)))

    def over_time(self, values: Array, steps: range) -> Array:
        """Return the part of something over time, (T, …), that belongs to some steps, (k, …)."""
        walks = self._walks(steps)
        return self._in_order(values[walks.start : walks.stop])

    def cell(self, step: int) -> Cell:
        """Return the cell of a step."""
        return Cell(self.lane, self._walks(range(step, step + 1)).start)

    def timestep(self, step: int, row: int) -> int:
        """Return the timestep of a step of a row."""
        length = self._experiment.lengths[row]
        return timestep_at(self.lane.direction, length, self.cell(step).walk)

    def __len__(self) -> int:
        return self._experiment.num_timesteps

    @property
    def _experiment(self) -> Experiment:
        return forwards(self.trace).experiment

    def _walks(self, steps: range) -> range:
        """Return the steps of the walk, rising, that are some steps of computation."""
        if not self.of_gradients:
            return steps
        return range(len(self) - steps.stop, len(self) - steps.start)

    def _in_order(self, of_walks: Array) -> Array:
        return of_walks[::-1] if self.of_gradients else of_walks
