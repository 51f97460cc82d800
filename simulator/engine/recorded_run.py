"""RecordedRun: the numbers of a stored trace, as a finished run."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.lane import Lane
from ..lstm.parameters import Parameters
from ..lstm.quantities import EVERY, cell_quantities
from ..translation import tr
from .run import Run

Points = tuple[Array, Array]
"""Places and values of n numbers: (n, 3) timestep, row, unit; and (n,)."""
Key = tuple[str, Lane]
"""Quantity and lane."""

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
            width = EVERY[quantity].width
            units[width] = max(units[width], 1 + int(where[:, 2].max()))
            for row in np.unique(where[:, 1]).tolist():
                last = int(where[where[:, 1] == row, 0].max())
                lengths[row] = max(lengths.get(row, 1), last + 1)
        unprojected = cell_quantities(bias=True, projected=False)
        projected = any(quantity not in unprojected for quantity, _ in keys)
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

    def blank(self) -> Experiment:
        """Make an experiment of zeros whose traces have this shape."""
        dtype = np.dtype(self.dtype)
        shapes = self.config.parameter_shapes().items()
        zeros = Parameters(self.config, {name: np.zeros(shape, dtype) for name, shape in shapes})
        batch, steps = len(self.lengths), max(self.lengths)
        sequence = np.zeros((steps, batch, self.config.input_size), dtype)
        h_0, c_0 = (np.zeros(self.config.state_shape(batch, s), dtype) for s in ("h_0", "c_0"))
        return Experiment(zeros, sequence, h_0, c_0, self.lengths, self.batched or batch > 1)


class RecordedRun(Run):
    """Run whose trace is not computed but filled with numbers; missing ones are NaN.

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

    def _filling(self, points: Mapping[Key, Points]) -> Generator[float, None, None]:
        T, lengths = self.schedule.num_timesteps, np.array(self.experiment.lengths)
        inside = np.arange(T)[:, None] < lengths
        quantities = self.experiment.config.quantities
        keys = [(quantity, lane) for lane in self._lanes for quantity in quantities]
        misplaced, whole = [key for key in points if key not in keys], True
        for done, key in enumerate([*misplaced, *keys]):
            if key not in misplaced:
                quantity, lane = key
                self._lanes[lane].values(quantity)[inside] = np.nan
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

    def _place(self, key: Key, where: Array, values: Array) -> None:
        quantity, lane = key
        if lane not in self._lanes or quantity not in self.experiment.config.quantities:
            raise ValueError(
                tr(
                    "it has {quantity} of {lane}, which this LSTM has not",
                    quantity=quantity,
                    lane=lane.text(),
                )
            )
        array = self._lanes[lane].values(quantity)
        lengths = np.array(self.experiment.lengths)
        outside = (where >= array.shape).any(axis=1)
        rows = np.minimum(where[:, 1], len(lengths) - 1)
        outside |= where[:, 0] >= lengths[rows]
        if outside.any():
            t, row, unit = where[int(outside.argmax())].tolist()
            raise ValueError(
                tr(
                    "it has {quantity} of unit {unit} at t={t} in row {row}, which this run has "
                    "not: {units} units, {rows} rows, {steps} timesteps",
                    quantity=quantity,
                    unit=unit,
                    t=t,
                    row=row,
                    units=array.shape[2],
                    rows=array.shape[1],
                    steps=int(lengths[min(row, len(lengths) - 1)]),
                )
            )
        with np.errstate(all="ignore"):
            array[tuple(where.T)] = values.astype(array.dtype)
        given = self.given.setdefault(key, np.zeros(array.shape, bool))
        given[tuple(where.T)] = True
