"""LaneRow: one batch row of a lane of a finished run, any step of which can be undone again."""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from ...arrays import Array
from ...cells.interventions import NONE, StepInterventions
from ...cells.step_back import StepBack, reads_back, step_back
from ...cells.weights import CellWeights
from ...engine.lane_interventions import LaneInterventions
from ...engine.run import Run
from ...gradients.backward_run import BackwardRun
from ...network.lane import Lane


def order_back(lane: Lane, length: int) -> range:
    """Return the timesteps of a row in the order of a lane's backward pass."""
    return range(length) if lane.reverse else range(length - 1, -1, -1)


class LaneRow:
    """One batch row of a lane.

    Attributes:
        lane: the lane. row: the batch row. cell: the sheet of the lane's cell.
        order: the timesteps in the order of the backward pass.
    """

    def __init__(self, run: Run, lane: Lane, row: int = 0) -> None:
        self.lane, self.row, self.cell = lane, row, run.experiment.config.cell
        self.order = order_back(lane, run.experiment.lengths[row])
        self._weights, self._forward = run.weights[lane], run.trace.lanes[lane]
        holds = run.experiment.holds
        self._interventions = LaneInterventions.of(run.experiment, lane) if holds else None

    def __len__(self) -> int:
        """Return the number of timesteps."""
        return len(self.order)

    @cached_property
    def memory(self) -> str:
        """The state that carries a memory: c of an LSTM; the output where there is no other."""
        return next(iter(self.cell.with_role("memory")), self.cell.output)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The width of each state."""
        return tuple(self.values(state).shape[1] for state in self.cell.states)

    @cached_property
    def weights(self) -> CellWeights:
        """The lane's parameters in float64."""
        return self._weights.astype(np.float64)

    def values(self, of: str) -> Array:
        """Return a quantity, or a state before each step, as c': (n, width)."""
        return self._forward.values(of)[: len(self), self.row]

    def held(self, t: Sequence[int] | Array) -> StepInterventions:
        """Return the holds and cuts at some timesteps."""
        if self._interventions is None:
            return NONE
        return self._interventions.at(np.asarray(t), np.full(len(t), self.row))

    @cached_property
    def _recorded(self) -> Mapping[str, Array]:
        return {name: self._forward.recorded(name)[:, self.row] for name in reads_back(self.cell)}

    def recorded(self, t: int, copies: int = 1) -> dict[str, Array]:
        """Return the numbers of `reads_back` of one step in float64: (copies, width) each."""
        found = {name: a[None, t].astype(np.float64) for name, a in self._recorded.items()}
        if copies > 1:
            found = {name: np.repeat(array, copies, axis=0) for name, array in found.items()}
        return found

    def step_back(self, t: int, arriving: Sequence[Array]) -> StepBack:
        """Take one step back in float64 with k gradients at once.

        Args:
            arriving: the gradients that come to the states after the step, (k, width) each.
        """
        k = len(arriving[0])
        with np.errstate(all="ignore"):
            return step_back(self.weights, self.recorded(t, k), arriving, self.held([t] * k))

    def given(self, back: BackwardRun) -> dict[str, Array]:
        """Return the gradients that reach each state from above and from seeds, (n, width) each.

        A state that nothing reaches is left out.
        """
        found = back.given(self.lane)
        return {state: gradient[: len(self), self.row] for state, gradient in found.items()}
