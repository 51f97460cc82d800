"""Trace: every quantity of a run, for every layer, direction, timestep and batch row.

A trace is a set of views on arrays that only `engine.run` writes. It does not know how far the run
has come: `engine.schedule` has what is known at a position. Numbers not computed are zero.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from math import prod

import numpy as np

from ..arrays import Array
from ..cells.sheet import Cell
from ..experiment.experiment import Experiment, Outputs
from ..network.config import LSTMConfig
from ..network.lane import Lane
from ..network.quantities import COUNTED, LOSS, READOUT
from ..objective.readout import EVERY as EVERY_STEP
from .readout_run import ReadoutArrays
from .time_order import timestep_at
from .trace_storage import Allocate, LayerInputs, LentArrays, ReadOnlyArrays


@dataclass(frozen=True, eq=False, slots=True)
class LaneArrays:
    """Arrays of one lane, T steps of B rows, laid out by `Cell.arrays`.

    Attributes:
        direction: 0 forward, 1 reverse.
        arrays: (T, B, width) each: of an LSTM z and gates, 4H wide, i f g o, and m with a
            projection. A state's array, c_states or h_states, is (T+1, B, width), with the initial
            state in the slot before the walk's first timestep.
        cell: the sheet of the cell.
    """

    direction: int
    arrays: Mapping[str, Array]
    cell: Cell

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
        """Make arrays, by default of zeros, which take memory only as they are written."""
        arrays = parts_of_one(_shapes(config, steps, batch), dtype, zeros)
        return cls(direction, arrays, config.cell)

    @property
    def output(self) -> Array:
        """What the next layer reads, h of an LSTM: (T, B, R)."""
        return self.values(self.cell.output)

    def values(self, key: str) -> Array:
        """Return a quantity, a state before each step, as c', or z: (T, B, width).

        Raises:
            KeyError: the lane has no such quantity.
        """
        if key.endswith("'"):
            return self.before(key[:-1])
        return self._columns(key, self.after(self._array_of(key)))

    def part(self, key: str, first: int, stop: int) -> Array:
        """Return a quantity at the timesteps first … stop-1, (n, B, width), read where it lies.

        Raises:
            KeyError: the lane has no such quantity.
        """
        ahead = int(key in self.cell.states and not self.direction)
        slots = slice(first + ahead, stop + ahead)
        return self._columns(key, self._slots(self._array_of(key), slots))

    def state_before(self, key: str, t: int) -> Array:
        """Return a state before timestep t: (B, width), read where it lies."""
        slot = t + self.direction
        return np.asarray(self._slots(self.cell.array_of[key], slice(slot, slot + 1))[0])

    def record(self, values: Mapping[str, Array], t: Array, rows: Array) -> None:
        """Write arrays of cells (n, width), by name, at timesteps t (n,) of the batch rows (n,)."""
        for name in self.arrays:
            self.after(name)[t, rows] = values[name]

    def after(self, name: str) -> Array:
        """Return an array after each timestep, without the initial state: (T, B, width)."""
        array = self.arrays[name]
        if self.cell.arrays[name][0] not in self.cell.states:
            return array
        return array[:-1] if self.direction else array[1:]

    def recorded(self, name: str) -> Array:
        """Return an array after each timestep, or a state before it, as c': (T, B, width)."""
        return self.before(name[:-1]) if name.endswith("'") else self.after(name)

    def before(self, state: str) -> Array:
        """Return a state before each timestep: (T, B, width)."""
        array = self.arrays[self.cell.array_of[state]]
        return array[1:] if self.direction else array[:-1]

    def frozen(self) -> "LaneArrays":
        """Return read-only views of the same arrays."""
        return replace(self, arrays=ReadOnlyArrays(self.arrays))

    def lent(self, lender: "LaneArrays", lengths: Sequence[int], steps: int) -> "LaneArrays":
        """Return the same arrays with another run's first steps, which are copied when read."""
        lent = LentArrays(self.arrays, lender.arrays, self.direction, lengths, steps)
        return replace(self, arrays=lent)

    def own(self) -> "LaneArrays":
        """Return the arrays without what is lent: for the walk that writes them."""
        lent = self.arrays
        return replace(self, arrays=lent.own) if isinstance(lent, LentArrays) else self

    def _array_of(self, key: str) -> str:
        """Return the array of a quantity; z is all sums where the cell has no row of that name."""
        return "z" if key == "z" and key not in self.cell.row else self.cell.array_of[key]

    def _slots(self, name: str, slots: slice) -> Array:
        arrays = self.arrays
        if isinstance(arrays, ReadOnlyArrays):
            return arrays.part(name, slots)
        return arrays[name][slots]

    def _columns(self, key: str, array: Array) -> Array:
        """Return a gate's part of an array of all, or all of another array."""
        keys = self.cell.arrays[self._array_of(key)]
        return array if key not in keys else columns_of(array, keys, key)


def columns_of(array: Array, keys: Sequence[str], key: str) -> Array:
    """Return one of the numbers that lie side by side in an array, each as wide."""
    if len(keys) == 1:
        return array
    place, H = keys.index(key), array.shape[-1] // len(keys)
    return array[..., place * H : (place + 1) * H]


def parts_of_one(
    shapes: Mapping[str, tuple[int, ...]], dtype: np.dtype[np.generic], zeros: Allocate
) -> dict[str, Array]:
    """Make arrays of these shapes as parts of a single one.

    The system gives memory to one of some MB in pieces larger than a page; many small pieces take
    longer.
    """
    ends = [0, *accumulate(map(prod, shapes.values()))]
    whole = zeros((ends[-1],), dtype)
    places = zip(shapes.items(), pairwise(ends), strict=True)
    return {name: whole[slice(*place)].reshape(shape) for (name, shape), place in places}


@lru_cache(maxsize=8)
def _shapes(config: LSTMConfig, steps: int, batch: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of a lane."""
    cell = config.cell
    return {
        name: (steps + (keys[0] in cell.states), batch, sum(map(config.width, keys)))
        for name, keys in cell.arrays.items()
    }


@dataclass(frozen=True, eq=False, slots=True)
class Trace:
    """All recorded values of a run.

    Attributes:
        experiment: the experiment that was run.
        inputs: the input of each layer, (T, B, width): the sequence, then the lower layer's
            directions side by side, times the dropout mask.
        lanes: the values of each lane. readout: the readout's; None without one.
    """

    experiment: Experiment
    inputs: LayerInputs
    lanes: dict[Lane, LaneArrays]
    readout: ReadoutArrays | None = None

    def __repr__(self) -> str:
        """Return the experiment and the recorded quantities, without their values."""
        return f"Trace({self.experiment}, {' '.join(self.experiment.quantities)})"

    def values(self, quantity: str, lane: Lane) -> Array:
        """Return one quantity of a lane over all timesteps and rows: (T, B, width). Read-only.

        Quantities: z (4H wide), z_i z_f z_g z_o, i f g o c m (H), h (R); y, p (K) and loss (1) of
        the readout, whatever the lane.

        Raises:
            KeyError: the experiment has no such quantity or lane.
        """
        if quantity in READOUT:
            if self.readout is None or quantity not in self.experiment.objective.quantities:
                raise KeyError(quantity)
            return self.readout.values(quantity)
        return self.lanes[lane].values(quantity)

    def width(self, quantity: str, lane: Lane) -> int:
        """Return the number of units of a quantity.

        Raises:
            KeyError: as `values`.
        """
        if quantity in READOUT:
            return int(self.values(quantity, lane).shape[-1])
        return int(self.lanes[lane].part(quantity, 0, 0).shape[-1])

    def at(self, quantity: str, lane: Lane, t: int, row: int) -> Array:
        """Return one quantity of a lane at one timestep and row: (width,). Read-only.

        Raises:
            KeyError: as `values`.
        """
        if quantity in READOUT:
            return np.asarray(self.values(quantity, lane)[t, row])
        return np.asarray(self.lanes[lane].part(quantity, t, t + 1)[0, row])

    def before(self, quantity: str, lane: Lane, t: int, row: int) -> Array:
        """Return h or c as a step of a lane found it, at one timestep and row: (width,)."""
        return np.asarray(self.lanes[lane].state_before(quantity, t)[row])

    def loss(self) -> float:
        """Return the loss of a finished run over all steps that count; NaN without any."""
        if self.readout is None or self.experiment.objective.loss is None:
            return math.nan
        return self.readout.whole(self.readout.loss[..., 0], self.experiment.counts())

    def answers(self) -> dict[str, Array]:
        """Return y, p where it is not y, and the loss of each step of a finished run, by name.

        Over every timestep they have the axes of `output`; else the axes of the rows, (B, …), which
        an input without a batch lacks. y and p have K numbers each. Where there is no answer, y and
        p are 0. `counted`, beside a loss, is True where the target counts; the loss is NaN
        elsewhere.
        """
        experiment, rows = self.experiment, np.arange(self.experiment.batch_size)
        readout, found = experiment.objective.readout, {}
        numbers = {key: self.values(key, Lane()) for key in experiment.objective.quantities}
        if LOSS in numbers:
            numbers[COUNTED] = counts = experiment.counts()
            numbers[LOSS] = np.where(counts, numbers[LOSS][..., 0], np.nan)
        for key, values in numbers.items():
            if readout is not None and readout.over == EVERY_STEP:
                found[key] = experiment.as_given(values)
            else:
                values = values[np.array(experiment.lengths) - 1, rows]
                found[key] = values if experiment.batched else values[0]
        return found

    def outputs(self) -> Outputs:
        """Return `output`, `h_n`, `c_n` of a finished run, exactly as `nn.LSTM` does.

        With lengths, `output` is as from `pad_packed_sequence`: as long as the longest row, and
        zero past each row's length. With one direction and rows of one length it is h of the last
        layer itself: read-only, and not copied.
        """
        experiment = self.experiment
        config, lengths = experiment.config, np.array(experiment.lengths)
        top = [
            arrays.output
            for lane, arrays in self.lanes.items()
            if lane.layer == config.num_layers - 1
        ]
        output = top[0] if len(top) == 1 else np.concatenate(top, axis=-1)
        if experiment.uneven:
            there = np.arange(len(output))[:, None] < lengths
            output = np.where(there[..., None], output, 0)
        rows = np.arange(experiment.batch_size)
        ends: dict[str, list[Array]] = {state: [] for state in config.cell.states}
        for lane, arrays in self.lanes.items():
            last = timestep_at(lane.direction, lengths, lengths - 1)
            for state, of_lanes in ends.items():
                of_lanes.append(arrays.values(state)[last, rows])
        return experiment.outputs_of(output, *map(np.stack, ends.values()))


def bytes_needed(experiment: Experiment) -> int:
    """Bytes that a complete trace of an experiment takes."""
    steps, batch = experiment.num_timesteps, experiment.batch_size
    itemsize = experiment.dtype.itemsize
    read = sum(map(experiment.width, experiment.objective.quantities)) * steps * batch * itemsize
    return trace_bytes(experiment.config, steps, batch, itemsize) + read


def trace_bytes(config: LSTMConfig, steps: int, batch: int, itemsize: int) -> int:
    """Bytes that a complete trace of this shape takes, without a readout."""
    recorded = config.num_lanes * sum(map(prod, _shapes(config, steps, batch).values()))
    inputs = sum(config.layer_input_size(layer) for layer in range(1, config.num_layers))
    return (recorded + steps * batch * inputs) * itemsize
