"""RecordedRun: the numbers of a stored trace, as a finished run."""

from collections.abc import Generator, Mapping
from typing import Final

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..network.quantities import LOSS, READOUT
from ..translation import tr
from .run import Run

Points = tuple[Array, Array]
"""Places and values of n numbers: (n, 3) timestep, row, unit; and (n,)."""
Key = tuple[str, Lane]
"""Quantity and lane; of y, p and loss `Lane()`."""

_AT_ONCE: Final = 1 << 17
"""Number of values placed before events are processed."""


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
