"""RaggedWalk: the walk of one lane whose rows have different lengths, by `engine.cell` itself."""

from collections.abc import Callable

import numpy as np

from ..arrays import Array
from ..lstm.parameters import CellWeights
from . import cell
from .cell import StepValues
from .step_interventions import NO_INTERVENTIONS, InterventionsByStep, StepInterventions
from .trace import LaneArrays
from .walk_order import timestep_at

CellStep = Callable[[CellWeights, Array, Array, Array, StepInterventions], StepValues]
"""Step of a cell: weights, x, h_prev, c_prev and interventions to StepValues."""


class RaggedWalk:
    """Walk of one lane: every call continues where the last one ended. A row past its length rests.

    Args:
        weights: the lane's parameters.
        inputs: (T, B, I), the lane's input. lane: takes the values; has the initial states.
        lengths: (B,). holds: the lane's. step: one step of the cell.
    """

    def __init__(
        self,
        weights: CellWeights,
        inputs: Array,
        lane: LaneArrays,
        lengths: Array,
        holds: InterventionsByStep = NO_INTERVENTIONS,
        step: CellStep = cell.step,
    ) -> None:
        self._step_of_cell = step
        self._weights, self._inputs, self._lane = weights, inputs, lane
        self._h_prev, self._c_prev = lane.h_prev, lane.c_prev
        self._lengths, self._holds = lengths, holds
        self.walked = 0

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to number `stop`, exclusive."""
        while self.walked < stop:
            self._step(self.walked)
            self.walked += 1

    def _step(self, walk: int) -> None:
        lane = self._lane
        rows = np.flatnonzero(walk < self._lengths)
        t = timestep_at(lane.direction, self._lengths[rows], np.full(len(rows), walk))
        values = self._step_of_cell(
            self._weights,
            self._inputs[t, rows],
            self._h_prev[t, rows],
            self._c_prev[t, rows],
            self._holds.at(t, rows),
        )
        lane.record(values, t, rows)
