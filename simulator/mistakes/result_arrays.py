"""Record: the arrays that a computation is written into, made as it reaches a layer or lane."""

from collections.abc import Mapping

import numpy as np

from ..arrays import Array
from ..engine.trace import LaneArrays
from ..engine.trace_storage import Allocate
from ..experiment.experiment import Experiment
from ..network.lane import Lane


class FreeLane(LaneArrays):
    """Arrays of a lane that may start a step from any state, with the states of all steps."""

    @classmethod
    def around(cls, lane: LaneArrays, room: Allocate) -> "FreeLane":
        """Add what each step started from to the arrays of a lane."""
        states = {state: lane.values(state) for state in lane.cell.states}
        read = {f"{state}_prev": room(of.shape, of.dtype) for state, of in states.items()}
        return cls(lane.direction, {**lane.arrays, **read}, lane.cell)

    def before(self, state: str) -> Array:
        """Return a state that each timestep started from: (T, B, width)."""
        return self.arrays[f"{state}_prev"]

    def state_before(self, key: str, t: int) -> Array:
        """Return a state before timestep t, (B, width): what it started from."""
        return np.asarray(self.before(key)[t])


class Record:
    """Arrays by layer and by lane. One that is there is taken where it has the shape that is asked.

    Attributes:
        room: allocates all others. inputs: of each layer, (T, B, width); the first's is given.
        lanes: of each lane, (T, B, …).
    """

    def __init__(
        self,
        room: Allocate,
        inputs: Mapping[int, Array] | None = None,
        lanes: Mapping[Lane, FreeLane] | None = None,
    ) -> None:
        self.room = room
        self.inputs, self.lanes = dict(inputs or {}), dict(lanes or {})

    def input_of(self, experiment: Experiment, layer: int) -> Array:
        """Return the array of a layer's input, for all timesteps of an experiment's array."""
        shape = (*experiment.sequence.shape[:2], experiment.config.layer_input_size(layer))
        if layer not in self.inputs or self.inputs[layer].shape != shape:
            self.inputs[layer] = self.room(shape, experiment.dtype)
        return self.inputs[layer]

    def lane_of(self, experiment: Experiment, lane: Lane) -> FreeLane:
        """Return the arrays of a lane, for all timesteps of an experiment's array."""
        steps, batch, _ = experiment.sequence.shape
        if lane not in self.lanes or self.lanes[lane].values("z").shape[:2] != (steps, batch):
            sizes = lane.direction, steps, batch, experiment.dtype
            arrays = LaneArrays.allocate(experiment.config, *sizes, self.room)
            self.lanes[lane] = FreeLane.around(arrays, self.room)
        return self.lanes[lane]
