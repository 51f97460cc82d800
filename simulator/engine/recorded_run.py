"""RecordedRun: the numbers of a stored trace, as a finished run."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells.lstm import lstm
from ..experiment.checks import zero_states
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.lane import Lane
from ..network.parameters import Parameters
from ..network.quantities import EVERY, LOSS, READOUT, P, cell_quantities
from ..objective.loss import MSE, Loss
from ..objective.objective import NO_OBJECTIVE, Objective
from ..objective.readout import IDENTITY, SOFTMAX, Readout
from ..objective.targets import Targets
from ..translation import tr
from .run import Run

Points = tuple[Array, Array]
"""Places and values of n numbers: (n, 3) timestep, row, unit; and (n,)."""
Key = tuple[str, Lane]
"""Quantity and lane; of y, p and loss `Lane()`."""

_MOST_LANES: Final = 10_000
_AT_ONCE: Final = 1 << 17
"""Number of values placed before events are processed."""


@dataclass(frozen=True, slots=True)
class TraceShape:
    """Everything that decides the shapes of a trace.

    Attributes:
        config: the LSTM's. lengths: the timesteps of each batch row. batched: whether the input
            had a batch dimension. dtype: float32 or float64.

    Raises:
        ValueError: no rows or timesteps, or more layers than any trace has.
    """

    config: LSTMConfig
    lengths: tuple[int, ...]
    batched: bool
    dtype: str

    def __post_init__(self) -> None:
        if self.config.num_lanes > _MOST_LANES:
            raise ValueError(tr("more than {most} layers", most=_MOST_LANES))
        if not self.lengths or min(self.lengths) < 1:
            raise ValueError(tr("no timesteps"))

    @classmethod
    def of(cls, experiment: Experiment) -> "TraceShape":
        """Return the shape of an experiment's trace."""
        dtype = str(experiment.dtype)
        return cls(experiment.config, experiment.lengths, experiment.batched, dtype)

    @classmethod
    def around(cls, *points: Mapping[Key, Points]) -> "TraceShape":
        """Return the smallest shape with room for some numbers."""
        keys = {key for some in points for key in some}
        units = {"H": 1, "R": 1}
        lengths: dict[int, int] = {}
        for (quantity, _), (where, _) in (item for some in points for item in some.items()):
            if quantity not in READOUT:
                width = EVERY[quantity].width
                units[width] = max(units[width], 1 + int(where[:, 2].max()))
            for row in np.unique(where[:, 1]).tolist():
                last = int(where[where[:, 1] == row, 0].max())
                lengths[row] = max(lengths.get(row, 1), last + 1)
        unprojected = cell_quantities(lstm())
        projected = any(quantity not in (*unprojected, *READOUT) for quantity, _ in keys)
        hidden = max(units.values())
        return cls(
            LSTMConfig(
                1,
                hidden,
                1 + max(lane.layer for _, lane in keys),
                bidirectional=any(lane.reverse for _, lane in keys),
                proj_size=units["R"] if projected and units["R"] < hidden else 0,
            ),
            tuple(lengths.get(row, 1) for row in range(1 + max(lengths))),
            len(lengths) > 1,
            "float64",
        )

    def blank(self, outputs: int = 0, keys: Iterable[str] = ()) -> Experiment:
        """Make an experiment of zeros whose traces have this shape.

        Args:
            outputs: of a readout; 0 for none. keys: which of y, p and loss it has.
        """
        dtype = np.dtype(self.dtype)
        shapes = self.config.parameter_shapes().items()
        zeros = Parameters(self.config, {name: np.zeros(shape, dtype) for name, shape in shapes})
        batch, steps = len(self.lengths), max(self.lengths)
        sequence = np.zeros((steps, batch, self.config.input_size), dtype)
        states = zero_states(self.config, batch, dtype)
        experiment = Experiment(zeros, sequence, states, self.lengths, self.batched or batch > 1)
        return experiment.with_objective(self._objective(outputs, {*keys}))

    def _objective(self, outputs: int, keys: set[str]) -> Objective:
        if not outputs:
            return NO_OBJECTIVE
        features = self.config.num_directions * self.config.output_size
        readout = Readout(
            np.zeros((outputs, features), self.dtype), function=SOFTMAX if P in keys else IDENTITY
        )
        if LOSS not in keys:
            return Objective(readout)
        targets = np.zeros((max(self.lengths), len(self.lengths), outputs), self.dtype)
        return Objective(readout, Targets.of(targets), Loss(MSE))


class RecordedRun(Run):
    """Run whose trace is not computed but filled with numbers; missing ones are NaN.

    Numbers of a readout that the experiment does not give are left out.

    Attributes:
        given: booleans (T, B, width) by quantity and lane: True where there is a number.
        whole: True when there is a number wherever the experiment has one.

    Args:
        experiment: gives the trace's shapes and dtype.
        points: the numbers; None for a run to be filled later.

    Raises:
        ValueError: names a number that this experiment has no place for.
    """

    def __init__(self, experiment: Experiment, points: Mapping[Key, Points] | None) -> None:
        super().__init__(experiment)
        self.cells_done = self.schedule.num_cells
        self.given: dict[Key, Array] = {}
        self.whole = False
        for _ in () if points is None else self._filling(points):
            pass

    @classmethod
    def filling(
        cls, experiment: Experiment, points: Mapping[Key, Points]
    ) -> "Generator[float, None, RecordedRun]":
        """Make a run in slices; yields the fraction done, and returns the run."""
        run = cls(experiment, None)
        yield from run._filling(points)
        return run

    @property
    def loss(self) -> float | None:
        """Loss of the recorded run, from the loss of each timestep; None where one is missing."""
        given = self.given.get((LOSS, Lane()))
        counts = self.experiment.counts()
        return super().loss if given is not None and given[counts].all() else None

    def _filling(self, points: Mapping[Key, Points]) -> Generator[float, None, None]:
        T, objective = self.schedule.num_timesteps, self.experiment.objective
        quantities = self.experiment.config.quantities
        keys = [(quantity, lane) for lane in self._lanes for quantity in quantities]
        keys += [(quantity, Lane()) for quantity in objective.quantities]
        others = [key for key in points if key not in keys and key[0] not in READOUT]
        whole = True
        for done, key in enumerate([*others, *keys]):
            inside = self._inside(key[0])
            if key not in others:
                self._array(key)[inside] = np.nan
            where, values = points.get(key, (np.empty((0, 3), np.intp), np.empty(0)))
            for start in range(0, len(values), _AT_ONCE):
                part = slice(start, start + _AT_ONCE)
                self._place(key, where[part], values[part])
                yield (done + start / len(values)) / len(keys)
            whole &= key in self.given and bool(self.given[key][inside].all())
            yield done / len(keys)
        self.whole = whole
        with np.errstate(all="ignore"):  # an infinite number times a mask's zero
            for layer in range(self.experiment.config.num_layers - 1):
                for direction in range(self.experiment.config.num_directions):
                    self._feed_next_layer(Lane(layer, direction), range(T))

    def _inside(self, quantity: str) -> Array:
        """Return where the experiment has a number of a quantity: (T, B)."""
        steps, lengths = self.schedule.num_timesteps, self.experiment.lengths
        if quantity in READOUT:
            return self.experiment.objective.reads(steps, lengths)
        return np.asarray(np.arange(steps)[:, None] < np.array(lengths))

    def _array(self, key: Key) -> Array:
        quantity, lane = key
        if quantity in READOUT and self._readout is not None:
            return self._readout.arrays.values(quantity)
        return self._lanes[lane].values(quantity)

    def _place(self, key: Key, where: Array, values: Array) -> None:
        quantity, lane = key
        if lane not in self._lanes or quantity not in self.experiment.quantities:
            raise ValueError(
                tr(
                    "it has {quantity} of {lane}, which this LSTM does not have",
                    quantity=quantity,
                    lane=lane.text(),
                )
            )
        array = self._array(key)
        lengths = np.array(self.experiment.lengths)
        outside = (where >= array.shape).any(axis=1)
        rows = np.minimum(where[:, 1], len(lengths) - 1)
        outside |= where[:, 0] >= lengths[rows]
        if outside.any():
            t, row, unit = where[int(outside.argmax())].tolist()
            raise ValueError(
                tr(
                    "it has {quantity} of unit {unit} at t={t} in row {row}, but "
                    "this run has {units} units, {rows} rows and {steps} timesteps",
                    quantity=quantity,
                    unit=unit,
                    t=t,
                    row=row,
                    units=array.shape[2],
                    rows=array.shape[1],
                    steps=int(lengths[min(row, len(lengths) - 1)]),
                )
            )
        if quantity in READOUT:  # of one over every step, where this one gives a single answer
            kept = self._inside(quantity)[where[:, 0], where[:, 1]]
            where, values = where[kept], values[kept]
        with np.errstate(all="ignore"):
            array[tuple(where.T)] = values.astype(array.dtype)
        given = self.given.setdefault(key, np.zeros(array.shape, bool))
        given[tuple(where.T)] = True
