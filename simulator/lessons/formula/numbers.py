"""Numbers that formulas are about: of a run and its way back, given ones, those of the whole."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ...analysis.address import WITHOUT_LANE, Address, Given, Where, number_of_units
from ...analysis.tensor_shapes import num_parameters
from ...arrays import Array
from ...network.gradient_quantities import is_gradient
from ...network.lane import Lane
from ...network.quantities import LOSS, Y
from ...translation import tr
from .names import Block, block_of, indices_of, values_of
from .reading import Reading
from .tree import Formula

END: Final = -1
"""Timestep that stands for a row's last one."""

OPTIONS: Final = (
    "input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout", "bidirectional",
    "proj_size",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity(Formula):
    """Numbers of a run or of its way back: `c[1] reverse row 2 @ 6`.

    Attributes:
        unit: None for all. where: its lane and row; what is not named is 0 and forward.
        at: a timestep, several, or None for the timestep that it is evaluated at.
    """

    key: str
    unit: int | None = None
    where: Where = Where()  # noqa: RUF009, for it is frozen
    at: int | range | None = None

    @property
    def row(self) -> int | None:
        """Its row, where it names no timestep."""
        return (self.where.row or 0) if self.at is None else None

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the numbers."""
        lane, row = self._place(reading)
        at = self._timesteps(reading, t, row)
        if self.key in ("c_prev", "h_prev"):
            return self._before(reading, lane, row, at)
        if is_gradient(self.key):
            values = reading.back.trace.values(self.key, lane)
        else:
            values = reading.run.trace.values(self.key, lane)
        values = values[:, row]
        if self.key == LOSS:
            return np.asarray(values[at, 0])
        if self.unit is None and self.key in WITHOUT_LANE and values.shape[1] == 1:
            return np.asarray(values[at, 0])
        return np.asarray(values[at] if self.unit is None else values[at, self.unit])

    def addresses(self, reading: Reading, t: int | None = None) -> "list[Address]":
        """Return the addresses of all its numbers."""
        lane, row = self._place(reading)
        at = self._timesteps(reading, t, row)
        width = self._width(reading, lane)
        units = range(width) if self.unit is None else (self.unit,)
        steps = (at,) if isinstance(at, int) else at
        return [Address(self.key, lane, step, row, unit) for step in steps for unit in units]

    def _before(self, reading: Reading, lane: Lane, row: int, at: int | range) -> Array:
        """Return the state that a timestep starts from: of a reverse lane, that of the next one."""
        key = self.key[0]
        first = block_of(f"{key}_0", reading.experiment, lane, row)
        begun = values_of(first, reading.experiment)
        values = reading.run.trace.values(key, lane)[:, row]
        if lane.reverse:
            length = reading.experiment.lengths[row]
            before = np.concatenate([values[1:length], [begun]])
        else:
            before = np.concatenate([[begun], values[:-1]])
        return np.asarray(before[at] if self.unit is None else before[at, self.unit])

    def _place(self, reading: Reading) -> tuple[Lane, int]:
        """Return lane and row, and refuse what the network does not have."""
        experiment, key = reading.experiment, self.key
        config = experiment.config
        lane, row = Lane(self.where.layer or 0, self.where.direction or 0), self.where.row or 0
        if lane not in config.lanes():
            raise ValueError(tr("{key}: there is no {lane}", key=key, lane=lane.text()))
        if row >= experiment.batch_size:
            raise ValueError(tr("{key}: there is no row {row}", key=key, row=row))
        if is_gradient(key):
            of_readout = ("dy",) if experiment.source != "cells" else ()
            if key not in (*config.gradients, *of_readout):
                raise ValueError(tr("this network has no {name}", name=key))
            if not experiment.source:
                raise ValueError(
                    tr("there is no backward pass. Choose a loss or a value to differentiate")
                )
        elif key not in (*experiment.quantities, "c_prev", "h_prev"):
            raise ValueError(tr("this network has no {name}", name=key))
        width = self._width(reading, lane)
        if (self.unit or 0) >= width:
            raise ValueError(
                tr(
                    "{key}[{unit}] does not exist. Number of units: {width}",
                    key=key,
                    unit=self.unit,
                    width=width,
                )
            )
        return lane, row

    def _width(self, reading: Reading, lane: Lane) -> int:
        key = self.key[0] if self.key in ("c_prev", "h_prev") else self.key
        return number_of_units(reading.experiment, key, lane)

    def _timesteps(self, reading: Reading, t: int | None, row: int) -> int | range:
        at, length = t if self.at is None else self.at, reading.experiment.lengths[row]
        if at is None:
            raise ValueError(tr("{key} needs a timestep. Write {key} @ 3", key=self.key))
        at = length - 1 if at == END else at
        last = at if isinstance(at, int) else at.stop - 1
        if last >= length:
            raise ValueError(
                tr(
                    "{key} @ {t}: the last timestep is {last}",
                    key=self.key,
                    t=last,
                    last=length - 1,
                )
            )
        return at


@dataclass(frozen=True, slots=True)
class GivenNumber(Formula):
    """A weight, a bias, an initial state, V or b, or the gradient of one: `W_if[0, rain]`.

    Attributes:
        name: as typed, without the d of a gradient. words: the indices as typed.
    """

    name: str
    words: tuple[str, ...] = ()
    where: Where = Where()  # noqa: RUF009, for it is frozen
    gradient: bool = False

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the number; without indices all numbers of the block, or its only one."""
        block = self._block(reading)
        numbers = values_of(block, reading.experiment)
        if self.gradient:
            try:
                numbers = reading.back.gradient(block.name)[block.part]
            except KeyError as error:  # of a state, or of a readout that no gradient goes through
                raise ValueError(tr("this network has no {name}", name=f"d{self.name}")) from error
        if not self.words and numbers.size > 1:
            return np.asarray(numbers)
        return np.asarray(numbers[indices_of(self.words, self.name, numbers, reading)])

    def address(self, reading: Reading) -> Given:
        """Return the address of the number.

        Raises:
            ValueError: the network has none, or it is a whole block, in words.
        """
        block = self._block(reading)
        numbers = values_of(block, reading.experiment)
        return block.within(indices_of(self.words, self.name, numbers, reading))

    def _block(self, reading: Reading) -> Block:
        lane = Lane(self.where.layer or 0, self.where.direction or 0)
        return block_of(self.name, reading.experiment, lane, self.where.row or 0)


@dataclass(frozen=True, slots=True)
class InputNumber(Formula):
    """A number of the input: `x[rain] @ 3`."""

    word: str
    where: Where = Where()  # noqa: RUF009, for it is frozen
    at: int | range | None = None

    @property
    def row(self) -> int | None:
        """Its row, where it names no timestep."""
        return (self.where.row or 0) if self.at is None else None

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the number."""
        experiment, at = reading.experiment, t if self.at is None else self.at
        row = self.where.row or 0
        if at is None or row >= experiment.batch_size:
            raise ValueError(tr("{key} needs a timestep. Write {key} @ 3", key="x"))
        at = experiment.lengths[row] - 1 if at == END else at
        last = at if isinstance(at, int) else at.stop - 1
        if last >= len(experiment.sequence):
            raise ValueError(
                tr(
                    "{key} @ {t}: the last timestep is {last}",
                    key="x",
                    t=last,
                    last=len(experiment.sequence) - 1,
                )
            )
        return np.asarray(experiment.sequence[at, row, reading.column(self.word)])


@dataclass(frozen=True, slots=True)
class Whole(Formula):
    """A number of the whole experiment.

    `loss`, `right` (answers that are right) of `answers` (those that count), `numbers` (of
    parameters), an option of nn.LSTM by its name (off 0, on 1), `training`, `lengths` (of rows).
    """

    name: str

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the number."""
        experiment = reading.experiment
        if self.name in OPTIONS:
            return np.asarray(float(getattr(experiment.config, self.name)))
        if self.name == "training":
            return np.asarray(float(experiment.training))
        if self.name == "numbers":
            return np.asarray(num_parameters(experiment.config))
        if self.name == "lengths":
            return np.asarray(experiment.lengths)
        if reading.run.loss is None:
            raise ValueError(tr("there is no loss. Set targets and a loss"))
        if self.name == LOSS:
            return np.asarray(reading.run.loss)
        counts = experiment.counts()
        if self.name == "answers":
            return np.asarray(int(counts.sum()))
        y = reading.run.trace.values(Y, Lane())
        wrong = experiment.objective.wrong(y, slice(0, len(y)), 0.5).any(axis=-1)
        return np.asarray(int((counts & ~wrong).sum()))


WHOLE: Final = (*OPTIONS, "training", "numbers", "lengths", "answers", "right")
"""Names of numbers of the whole experiment, beside the loss."""


@dataclass(frozen=True, slots=True)
class Shape(Formula):
    """Shape of a tensor by torch's name: `shape(h_n)`."""

    name: str

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the sizes, one for each dimension."""
        if self.name not in reading.shapes:
            raise ValueError(tr("there is no tensor {name}", name=self.name))
        return np.array(reading.shapes[self.name])


@dataclass(frozen=True, slots=True)
class Other(Formula):
    """A number that the lesson gives for a timestep: `their_c @ 1`."""

    name: str
    at: int | range | None = None

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the number."""
        at = t if self.at is None else self.at
        if self.name not in reading.others:
            raise ValueError(
                tr("“{name}” is not a quantity, a weight or a function", name=self.name)
            )
        numbers = reading.others[self.name]
        last = at if isinstance(at, int) else -1 if at is None else at.stop - 1
        if not 0 <= last < len(numbers):
            raise ValueError(tr("{key} needs a timestep. Write {key} @ 3", key=self.name))
        return np.asarray(numbers[at])


@dataclass(frozen=True, slots=True)
class Rmse(Formula):
    """Root mean square error of the answers at some timesteps: `rmse @ 250..307`."""

    at: range

    def value(self, reading: Reading, t: int | None = None) -> Array:
        """Return the error, in the units of the targets."""
        objective, steps = reading.experiment.objective, slice(self.at.start, self.at.stop)
        if objective.targets is None or self.at.stop > reading.experiment.num_timesteps:
            raise ValueError(tr("there is no loss. Set targets and a loss"))
        y = reading.run.trace.values(Y, Lane())[steps]
        error = (y - objective.targets.values[steps])[reading.experiment.counts()[steps]]
        if not error.size:
            raise ValueError(tr("no target is counted at these timesteps"))
        return np.asarray(np.sqrt(np.mean(np.square(error.astype(np.float64)))))
