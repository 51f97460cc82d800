"""RaggedLane: the walk of one lane whose rows have different lengths, step by step."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ..arrays import Array
from ..cells.interventions import StepInterventions
from ..cells.step import step
from ..cells.weights import CellWeights
from .lane_interventions import NO_INTERVENTIONS, InterventionsByStep
from .time_order import timestep_at
from .trace import LaneArrays

CellStep = Callable[[CellWeights, Array, Sequence[Array], StepInterventions], Mapping[str, Array]]
"""Step of a cell, as `cells.step.step`."""


class RaggedLane:
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
        step: CellStep = step,
    ) -> None:
        self._step_of_cell = step
        self._weights, self._inputs, self._lane = weights, inputs, lane
        self._before = [lane.before(state) for state in weights.cell.states]
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
        states = [state[t, rows] for state in self._before]
        held = self._holds.at(t, rows)
        lane.record(self._step_of_cell(self._weights, self._inputs[t, rows], states, held), t, rows)
