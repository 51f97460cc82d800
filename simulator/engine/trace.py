"""Trace: every quantity of a run, for every layer, direction, timestep and batch row.

A trace is a set of views on arrays that only `engine.run` writes. It does not know how far the run
has come: `engine.schedule` tells what is known at a position. Numbers not computed are zero.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment, Outputs
from ..lstm.config import GATES, LSTMConfig
from ..lstm.lane import Lane
from .trace_storage import Allocate


@dataclass(frozen=True, eq=False, slots=True)
class LaneArrays:
    """Arrays of one lane, T steps of B rows.

    z: (T, B, 4H), rows i f g o. gates: (T, B, 4H), the activated i f g o. c_states: (T+1, B, H) and
    h_states: (T+1, B, R), with the initial state in the slot before the walk's first timestep. m:
    (T, B, H), or None without a projection.
    """

    direction: int
    z: Array
    gates: Array
    c_states: Array
    h_states: Array
    m: Array | None

    @classmethod
    def allocate(
        cls,
        config: LSTMConfig,
        direction: int,
        steps: int,
        batch: int,
        dtype: np.dtype[np.generic],
        zeros: Allocate = np.zeros,
    ) -> "LaneArrays":
        """Allocate arrays of zeros, which take memory only as they are written.

        They are parts of a single array: the larger it is, the sooner the system gives its memory
        in pieces larger than a page, and many small pieces are slow.
        """
        H, R = config.hidden_size, config.output_size
        shapes = [(steps, 4 * H), (steps, 4 * H), (steps + 1, H), (steps + 1, R)]
        shapes += [(steps, H)] if config.proj_size else []
        ends = np.cumsum([rows * batch * width for rows, width in shapes])
        parts = np.split(zeros((ends[-1],), dtype), ends[:-1])
        arrays = [p.reshape(n, batch, width) for p, (n, width) in zip(parts, shapes, strict=True)]
        return cls(direction, *arrays, *([] if config.proj_size else [None]))

    @property
    def c(self) -> Array:
        """Cell state after each timestep: (T, B, H)."""
        return self._after(self.c_states)

    @property
    def h(self) -> Array:
        """Hidden state after each timestep: (T, B, R)."""
        return self._after(self.h_states)

    @property
    def c_prev(self) -> Array:
        """Cell state before each timestep: (T, B, H)."""
        return self._before(self.c_states)

    @property
    def h_prev(self) -> Array:
        """Hidden state before each timestep: (T, B, R)."""
        return self._before(self.h_states)

    def _after(self, states: Array) -> Array:
        return states[:-1] if self.direction else states[1:]

    def _before(self, states: Array) -> Array:
        return states[1:] if self.direction else states[:-1]

    def frozen(self) -> "LaneArrays":
        """Return the arrays as read-only views."""
        views = [a.view() if a is not None else None for a in self._arrays()]
        for view in views:
            if view is not None:
                view.flags.writeable = False
        return LaneArrays(self.direction, *views)  # type: ignore[arg-type]

    def _arrays(self) -> tuple[Array | None, ...]:
        return self.z, self.gates, self.c_states, self.h_states, self.m


@dataclass(frozen=True, eq=False, slots=True)
class Trace:
    """All recorded values of a run.

    Attributes:
        experiment: the experiment that was run.
        inputs: the input of each layer, (T, B, width): the sequence, then the lower layer's
            directions side by side, times the dropout mask.
        lanes: the values of each lane.
    """

    experiment: Experiment
    inputs: tuple[Array, ...]
    lanes: dict[Lane, LaneArrays]

    def values(self, quantity: str, lane: Lane) -> Array:
        """Return one quantity of a lane over all timesteps and rows: (T, B, width). Read-only.

        Quantities: z (4H wide), z_i z_f z_g z_o, i f g o c m (H), h (R).
        """
        arrays = self.lanes[lane]
        H = self.experiment.config.hidden_size
        if quantity in GATES:
            start = GATES.index(quantity) * H
            return arrays.gates[..., start : start + H]
        if quantity.startswith("z_"):
            start = GATES.index(quantity[2:]) * H
            return arrays.z[..., start : start + H]
        if quantity == "m" and arrays.m is None:
            raise KeyError("m is there only with a projection")
        return np.asarray(getattr(arrays, quantity))

    def outputs(self) -> Outputs:
        """Return `output`, `h_n`, `c_n` of a finished run, exactly as `nn.LSTM` does.

        With lengths, `output` is as from `pad_packed_sequence`: as long as the longest row, and
        zero past each row's length.
        """
        experiment = self.experiment
        config, lengths = experiment.config, np.array(experiment.lengths)
        top = [
            arrays.h for lane, arrays in self.lanes.items() if lane.layer == config.num_layers - 1
        ]
        output = np.concatenate(top, axis=-1)
        output[np.arange(len(output))[:, None] >= lengths] = 0
        rows = np.arange(experiment.batch_size)
        h_n, c_n = [], []
        for lane, arrays in self.lanes.items():
            last = np.zeros_like(lengths) if lane.reverse else lengths - 1
            h_n.append(arrays.h[last, rows])
            c_n.append(arrays.c[last, rows])
        return experiment.outputs_of(output, np.stack(h_n), np.stack(c_n))


def bytes_needed(experiment: Experiment) -> int:
    """Bytes that a complete trace of an experiment takes."""
    steps, batch = experiment.num_timesteps, experiment.batch_size
    return trace_bytes(experiment.config, steps, batch, experiment.dtype.itemsize)


def trace_bytes(config: LSTMConfig, steps: int, batch: int, itemsize: int) -> int:
    """Bytes that a complete trace of this shape takes."""
    lanes = config.num_lanes
    per_step = lanes * sum(map(config.width, config.quantities))
    per_step += sum(config.layer_input_size(layer) for layer in range(1, config.num_layers))
    initial = lanes * (config.hidden_size + config.output_size)
    return (steps * per_step + initial) * batch * itemsize
