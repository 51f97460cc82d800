"""Runs of an engine that makes a mistake: recorded like any run, and told step by step.

Three ways. A mistake in weights, input, states or masks: our engine, given other arrays. A mistake
inside a cell: a walk, cell after cell. Any other: all steps at once, because a step's numbers may
depend on later ones.
"""

import math
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..arrays import Array
from ..cells.interventions import StepInterventions
from ..cells.weights import CellWeights
from ..engine.lane_interventions import LaneInterventions
from ..engine.ragged_lane import RaggedLane
from ..engine.run import Run, Walker
from ..engine.trace import LaneArrays, Trace
from ..engine.trace_storage import IN_MEMORY, Allocate, Storage
from ..experiment.experiment import Experiment, Outputs
from ..network.lane import Lane
from .computation import Computation
from .engine import compute
from .lane_cell import LaneCell
from .mistake import Mistake
from .result_arrays import FreeLane, Record
from .series import OUTPUTS, Series


def mistaken_run(
    experiment: Experiment,
    mistake: Mistake,
    storage: Storage = IN_MEMORY,
    former: Run | None = None,
) -> Run:
    """Make a run with a mistake that shows in an experiment, of the catalogue or not."""
    computation = mistake.change(Computation(experiment))
    computed = computation.as_experiment()
    if computed is not None and computed.lengths == experiment.lengths:
        return Run(experiment, computed, storage, former)
    if computed is None and computation.in_cells:
        return CellwiseRun(experiment, computation, storage)
    return WholeRun(experiment, computation, storage)


class CellwiseRun(Run):
    """Run in which only the cells are wrong."""

    def __init__(self, experiment: Experiment, computation: Computation, storage: Storage) -> None:
        self._computation = computation
        super().__init__(experiment, computation.experiment, storage)

    def _walker(self, lane: Lane) -> Walker:
        cell = LaneCell(self._computation, self.weights[lane])

        def step(
            weights: CellWeights, x: Array, states: Sequence[Array], held: StepInterventions
        ) -> dict[str, Array]:
            return cell.step(x, states, held)

        return RaggedLane(
            self.weights[lane],
            self._inputs[lane.layer],
            self._lanes[lane],
            np.array(self.experiment.lengths),
            LaneInterventions.of(self.experiment, lane),
            step,
        )


class WholeRun(Run):
    """Run that is computed whole before any of it is shown."""

    _lanes: dict[Lane, FreeLane]  # type: ignore[assignment]

    def __init__(self, experiment: Experiment, computation: Computation, storage: Storage) -> None:
        super().__init__(experiment, computation.experiment, storage)
        self._walkers = {}
        self._computation = replace(computation, room=storage.zeros)
        self._work = self._computing()
        self._returned: dict[str, Array] = {}
        recorded = self.trace.inputs, self.trace.lanes, self.trace.readout
        self.trace = _ReturningTrace(experiment, *recorded, self._returned)

    def advance(self, position: int | None = None) -> None:
        """Compute all, the first time, and let it be known up to `position`."""
        self._compute(math.inf)
        super().advance(position)

    def advance_for(self, seconds: float, position: int | None = None) -> None:
        """Compute for about so long; once all is there, let it be known up to `position`."""
        if self._compute(time.perf_counter() + seconds):
            super().advance(position)

    def _compute(self, deadline: float) -> bool:
        """Return True once all is computed. Without room for it, begin again next time."""
        try:
            for _ in self._work:
                if time.perf_counter() >= deadline:
                    return False
        except (MemoryError, OSError):
            self._work = self._computing()
            raise
        return True

    def _arrays(self, lane: Lane, allocate: Allocate) -> LaneArrays:
        return FreeLane.around(super()._arrays(lane, allocate), self._storage.zeros)

    def _place_initial_states(self) -> None:
        """Place nothing: each step has states of its own."""

    def _computing(self) -> Generator[None, None, None]:
        turned = self._computation.wiring.through_batch
        record = Record(self._storage.zeros)
        if not turned:
            record = Record(self._storage.zeros, dict(enumerate(self._inputs)), self._lanes)
        results = yield from compute(self._computation, record=record)
        for layer, array in enumerate(self._inputs[1:], 1):
            _copy(_turned_back(record.inputs[layer], turned), array)
        for lane, arrays in self._lanes.items():
            for key in self.experiment.config.quantities:
                _copy(results[Series(key, lane)], arrays.values(key))
            for state in self.experiment.config.cell.states:
                started = record.lanes[lane].before(state)
                _copy(_turned_back(started, turned), arrays.before(state))
        steps = self.experiment.num_timesteps
        self._returned |= {name: results[Series(name)] for name in OUTPUTS}
        self._returned["output"] = self._returned["output"][:steps]


def _turned_back(array: Array, turned: bool) -> Array:
    return array.swapaxes(0, 1) if turned else array


def _copy(values: Array, into: Array) -> None:
    """Copy the first timesteps, where they are not there already."""
    if not np.may_share_memory(values, into):
        into[:] = values[: len(into)]


@dataclass(frozen=True, eq=False, slots=True)
class _ReturningTrace(Trace):
    """Trace whose outputs differ from its lanes.

    returned: by name, time first and batched; filled when the run is computed.
    """

    returned: dict[str, Array] = field(default_factory=dict)

    def outputs(self) -> Outputs:
        """Return output, h_n and c_n of the mistaken nn.LSTM."""
        return self.experiment.outputs_of(*(self.returned[name] for name in OUTPUTS))
