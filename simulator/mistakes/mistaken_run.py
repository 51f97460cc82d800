"""Runs of an engine that makes a mistake: they compute with it, as far as asked, like any run.

Where the mistake is in the weights alone, the engine itself computes with other weights; else a
walk with the mistake takes the engine's place.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array, read_only_view
from ..engine.run import Run, Walker
from ..engine.step_interventions import LaneInterventions
from ..engine.trace import LaneArrays
from ..engine.trace_storage import Allocate
from ..experiment.experiment import Experiment
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights
from .sabotages import SABOTAGES
from .wirings import Wiring
from .wrong_cells import RIGHT, CellStep


def run_of(experiment: Experiment, mistake: str = "", zeros: Allocate = np.zeros) -> Run:
    """A run that has not begun, by an engine that makes a mistake.

    Args:
        mistake: its name in SABOTAGES; empty for none. zeros: as of `Run`.
    """
    if not mistake:
        return Run(experiment, zeros=zeros)
    sabotage = SABOTAGES[mistake]
    if sabotage.cell is None and sabotage.wiring is Wiring:
        run = Run(experiment, sabotage.parameters(experiment.parameters).cells(), zeros)
    else:
        wiring = sabotage.wiring(experiment)
        run = RewiredRun(experiment, sabotage.cell or RIGHT, wiring, zeros)
    run.mistake = mistake
    return run


@dataclass(frozen=True, eq=False, slots=True)
class SabotagedLane(LaneArrays):
    """Arrays of a lane that may start a step from any state: they record what it started from.

    read_h: (T, B, R). read_c: (T, B, H).
    """

    read_h: Array
    read_c: Array

    @classmethod
    def around(cls, lane: LaneArrays) -> "SabotagedLane":
        """A lane with the arrays of another."""
        reads = (np.zeros_like(array) for array in (lane.h, lane.c))
        return cls(lane.direction, lane.arrays, *reads)

    @property
    def h_prev(self) -> Array:
        """(T, B, R): the hidden state that each timestep started from."""
        return self.read_h

    @property
    def c_prev(self) -> Array:
        """(T, B, H): the cell state that each timestep started from."""
        return self.read_c

    def frozen(self) -> "SabotagedLane":
        """The same arrays as read-only views."""
        reads = map(read_only_view, (self.read_h, self.read_c))
        return SabotagedLane(self.direction, LaneArrays.frozen(self).arrays, *reads)


class RewiredRun(Run):
    """A run whose cells, or the connections between them, have a mistake."""

    _lanes: dict[Lane, SabotagedLane]  # type: ignore[assignment]

    def __init__(
        self, experiment: Experiment, cell: CellStep, wiring: Wiring, zeros: Allocate = np.zeros
    ) -> None:
        self._cell, self._wiring = cell, wiring
        super().__init__(experiment, experiment.parameters.cells(), zeros)

    def _arrays(self, lane: Lane, steps: int, batch: int) -> LaneArrays:
        return SabotagedLane.around(super()._arrays(lane, steps, batch))

    def _place_initial_states(self) -> None:
        """Every walk has its own."""

    def _walker(self, lane: Lane) -> Walker:
        return RewiredWalk(
            self._cell,
            self._wiring,
            self.weights[lane],
            self._inputs[lane.layer],
            self._lanes[lane],
            self._wiring.states(*lane),
            LaneInterventions.of(self.experiment, lane),
        )

    def _feed_next_layer(self, lane: Lane, walks: range) -> None:
        """Place what a layer passes on; with two directions once both are done."""
        layer, D, T = lane.layer, self._wiring.directions, self.experiment.num_timesteps
        beside = [Lane(layer, direction) for direction in range(D)]
        if not walks or (D == 2 and any(self._walkers[each].walked < T for each in beside)):
            return
        t = slice(walks.start, walks.stop) if D == 1 else slice(T)
        above = self._wiring.join(*(self._lanes[each].h[t] for each in beside))
        mask = self._wiring.mask(layer)
        self._inputs[layer + 1][t] = above if mask is None else above * mask[t]


class RewiredWalk:
    """Walks one lane by a cell and a wiring that may be wrong.

    Args:
        inputs: (T, B, I). lane: where the values go. states: (B, R) and (B, H) before the walk.
    """

    def __init__(
        self,
        cell: CellStep,
        wiring: Wiring,
        weights: CellWeights,
        inputs: Array,
        lane: SabotagedLane,
        states: tuple[Array, Array],
        holds: LaneInterventions,
    ) -> None:
        self._cell, self._wiring, self._weights = cell, wiring, weights
        self._inputs, self._lane, self._holds = inputs, lane, holds
        self._h, self._c = (state.copy() for state in states)
        self.walked = 0

    def advance(self, stop: int) -> None:
        """Take the walk's steps up to `stop`; all of them where they are not taken in order.

        For then what is known after `stop` steps may be what only the last ones compute.
        """
        if stop and self._lane.direction and not self._wiring.in_order:
            stop = len(self._inputs)
        while self.walked < stop:
            self._step(self.walked)
            self.walked += 1

    def _step(self, walk: int) -> None:
        lane = self._lane
        rows = np.flatnonzero(walk < self._wiring.lengths())
        t = self._wiring.timesteps(lane.direction, walk, rows)
        h, c = self._h[rows], self._c[rows]
        lane.read_h[t, rows], lane.read_c[t, rows] = h, c
        held = self._holds.at(t, rows)
        values = self._cell(self._weights, self._inputs[t, rows], h, c, held)
        lane.record(values, t, rows)
        self._h[rows], self._c[rows] = self._wiring.passed_on(values.h, values.c)
