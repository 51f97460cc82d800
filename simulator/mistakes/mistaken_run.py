"""Runs of an engine that makes a mistake: recorded like any run, and told step by step.

What is wrong with the weights, input, states or masks alone is computed by the right engine, and
what is wrong in a cell by walking cell after cell. All other mistakes are computed at once, by the
engine that a diagnosis searches with: what they give at a step may depend on later ones.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array
from ..engine.cell import StepValues
from ..engine.ragged_walk import RaggedWalk
from ..engine.run import Run, Walker
from ..engine.step_interventions import LaneInterventions, StepInterventions
from ..engine.trace import LaneArrays, Trace
from ..engine.trace_storage import Allocate
from ..experiment.experiment import Experiment, Outputs
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights
from .catalogue import MISTAKES
from .computation import Computation
from .engine import LaneCell, compute
from .mistake import Mistake
from .series import OUTPUTS, Results, Series


def run_of(experiment: Experiment, mistake: str = "", zeros: Allocate = np.zeros) -> Run:
    """Make a run that has not begun, by an engine that makes a mistake.

    Args:
        mistake: its name in the catalogue; empty for none. One that does not show in the
            experiment changes nothing.
        zeros: as of `Run`.
    """
    if mistake and MISTAKES[mistake].needs(experiment):
        run = mistaken_run(experiment, MISTAKES[mistake], zeros)
    else:
        run = Run(experiment, zeros=zeros)
    run.mistake = mistake
    return run


def mistaken_run(experiment: Experiment, mistake: Mistake, zeros: Allocate = np.zeros) -> Run:
    """Make a run with a mistake that shows in an experiment, of the catalogue or not."""
    computation = mistake.change(Computation(experiment))
    computed = computation.as_experiment()
    if computed is not None:
        return Run(experiment, computed, zeros)
    if computation.in_cells:
        return CellwiseRun(experiment, computation, zeros)
    return WholeRun(experiment, computation, zeros)


class CellwiseRun(Run):
    """Run in which only the cells are wrong."""

    def __init__(self, experiment: Experiment, computation: Computation, zeros: Allocate) -> None:
        self._computation = computation
        super().__init__(experiment, computation.experiment, zeros)

    def _walker(self, lane: Lane) -> Walker:
        weights = self.weights[lane]
        cell = LaneCell(self._computation, weights)

        def step(
            weights: CellWeights, x: Array, h_prev: Array, c_prev: Array, held: StepInterventions
        ) -> StepValues:
            values = cell.step(cell.sums(x), x, h_prev, c_prev, held)
            by_key: dict[str, Any] = {"m": None, "z": values.z} | values.by_key()
            return StepValues(*(by_key[key] for key in StepValues._fields))

        return RaggedWalk(
            weights,
            self._inputs[lane.layer],
            self._lanes[lane],
            np.array(self.experiment.lengths),
            LaneInterventions.of(self.experiment, lane),
            step,
        )


class WholeRun(Run):
    """Run that is computed whole before any of it is shown."""

    _lanes: dict[Lane, "_FreeLane"]  # type: ignore[assignment]

    def __init__(self, experiment: Experiment, computation: Computation, zeros: Allocate) -> None:
        super().__init__(experiment, computation.experiment, zeros)
        self._walkers = {}
        self._work = self._computing(computation)
        self._returned: dict[str, Array] = {}
        self.trace = _ReturningTrace(
            experiment, self.trace.inputs, self.trace.lanes, self._returned
        )

    def advance(self, position: int | None = None) -> None:
        """Compute all, the first time, and let it be known up to `position`."""
        for _ in self._work:
            pass
        super().advance(position)

    def advance_for(self, seconds: float, position: int | None = None) -> None:
        """Compute for about so long; once all is there, let it be known up to `position`."""
        deadline = time.perf_counter() + seconds
        for _ in self._work:
            if time.perf_counter() >= deadline:
                return
        self.advance(position)

    def _arrays(self, lane: Lane, steps: int, batch: int) -> LaneArrays:
        return _FreeLane.around(super()._arrays(lane, steps, batch))

    def _place_initial_states(self) -> None:
        """Place nothing: each step has states of its own."""

    def _computing(self, computation: Computation) -> Generator[None, None, None]:
        reads: Results = {}
        results = yield from compute(computation, reads=reads)
        T = self.experiment.num_timesteps
        for layer, array in enumerate(self._inputs[1:], 1):
            array[:] = reads[Series("x", layer)][:T]
        for lane, arrays in self._lanes.items():
            for series, values in results.items():
                if series.of_lane and series.lane == lane:
                    arrays.values(series.quantity)[:] = _known(values[:T])
            for read in ("h_prev", "c_prev"):
                arrays.arrays[read][:] = _known(reads[Series(read, *lane)][:T])
        for name in OUTPUTS:
            steps = T if name == "output" else None
            self._returned[name] = _known(results[Series(name)][:steps])


def _known(values: Array) -> Array:
    """Replace NaN by 0, which stands in a trace where nothing is computed."""
    return np.where(np.isnan(values), values.dtype.type(0), values)


class _FreeLane(LaneArrays):
    """Arrays of a lane that may start a step from any state, with `h_prev` and `c_prev` of all."""

    @classmethod
    def around(cls, lane: LaneArrays) -> "_FreeLane":
        """Add what each step started from to the arrays of a lane."""
        reads = {"h_prev": np.zeros_like(lane.h), "c_prev": np.zeros_like(lane.c)}
        return cls(lane.direction, {**lane.arrays, **reads})

    @property
    def h_prev(self) -> Array:
        """Hidden state that each timestep started from: (T, B, R)."""
        return self.arrays["h_prev"]

    @property
    def c_prev(self) -> Array:
        """Cell state that each timestep started from: (T, B, H)."""
        return self.arrays["c_prev"]


@dataclass(frozen=True, eq=False, slots=True)
class _ReturningTrace(Trace):
    """Trace whose outputs differ from its lanes.

    returned: by name, time first and batched; filled when the run is computed.
    """

    returned: dict[str, Array]

    def outputs(self) -> Outputs:
        """Return output, h_n and c_n of the mistaken nn.LSTM."""
        return self.experiment.outputs_of(*(self.returned[name] for name in OUTPUTS))
