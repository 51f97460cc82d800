"""WeightGradient: address of the gradient of one parameter, after some steps backwards."""

from typing import NamedTuple

import numpy as np

from ..arrays import Array
from ..cells.sheet import STEMS
from ..engine.schedule import Schedule
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from ..network.config import LSTMConfig
from ..network.gradient_quantities import DY
from ..network.lane import Lane, split_name
from ..translation import mark, tr
from .address import Given

STEP_OF_WEIGHTS = "dW"
"""Step of the backward pass that adds a cell's share to the gradients of its weights."""

SHARE_OF_WEIGHTS = mark("dW: this step adds its contribution to the gradient of every weight")
"""What that step does."""

_OF_READOUT = {"readout.weight": "V", "readout.bias": "b"}


class WeightGradient(NamedTuple):
    """Address of dW so far: one parameter's gradient, summed over the computed steps.

    Attributes:
        name: the parameter's, by torch, or `readout.weight` or `readout.bias`. indices: its place.
        walked: computed steps of its lane, or readouts, from the end.
    """

    name: str
    indices: tuple[int, ...]
    walked: int

    @classmethod
    def at(cls, parameter: Given, schedule: Schedule, position: int) -> "WeightGradient":
        """Return the gradient of a parameter, summed up to a position, 0…N+N_b.

        Raises:
            KeyError: there is no backward pass, or no such parameter.
        """
        back = schedule.backward
        if back is None:
            raise KeyError(parameter.name)
        steps = max(position - schedule.end, 0)
        if parameter.of_objective:
            return cls(*parameter, back.walked(steps, Lane(), DY))
        _, lane = split_name(parameter.name)
        return cls(*parameter, back.walked(steps, lane, STEP_OF_WEIGHTS))

    @property
    def is_gradient(self) -> bool:
        """True, as for the address of a gradient."""
        return True

    @property
    def of_readout(self) -> bool:
        """True for V and b of a readout, which have no lane."""
        return self.name in _OF_READOUT

    @property
    def lane(self) -> Lane:
        """Lane of the parameter; `Lane()` for a readout's."""
        return Lane() if self.of_readout else split_name(self.name)[1]

    @property
    def parameter(self) -> Given:
        """The parameter whose gradient it is."""
        return Given(self.name, self.indices)

    def part(self, config: LSTMConfig) -> tuple[str, int]:
        """Return the matrix or vector of a cell that has the parameter, as W_hf, and the unit."""
        kind, lane = split_name(self.name)
        names = config.cell.stacks[kind]
        place, unit = divmod(self.indices[0], config.shape_of(kind, lane.layer)[0] // len(names))
        return names[place], unit

    def gate(self, config: LSTMConfig) -> tuple[str, int]:
        """Return the gate and unit of the parameter's row; no gate for W_hr, V and b."""
        stem = "" if self.of_readout else STEMS.get(split_name(self.name)[0], "")
        if not stem:
            return "", self.indices[0]
        part, unit = self.part(config)
        return part.removeprefix(stem), unit

    def symbol(self, config: LSTMConfig) -> str:
        """Write it in standard notation: `dW_hf[1,1]`, `db_ig[0]`, `dW_hr[0,2]`, `dV[0,1]`."""
        letter, unit = _OF_READOUT.get(self.name, ""), self.indices[0]
        if not letter:
            letter, unit = self.part(config)
        index = ",".join(map(str, (unit, *self.indices[1:])))
        return f"d{letter}[{index}]"

    def text(self) -> str:
        """Write it in words: `gradient of weight_ih_l0[3,1]`."""
        return tr("gradient of {weight}", weight=self.parameter.text())

    def value(self, back: BackwardRun) -> np.floating:
        """Return the sum so far, as the backward pass computes it."""
        gradient: Array = back.gradient(self.name, self.walked)
        return gradient[self.indices]  # type: ignore[no-any-return]


def learns(parameter: Given, experiment: Experiment) -> bool:
    """Return True where an experiment has a parameter that its backward pass gives a gradient."""
    if parameter.name in _OF_READOUT:
        array = experiment.objective.named(parameter.name)
        there = experiment.source == "readout"
    else:
        array = experiment.parameters.arrays.get(parameter.name)
        there = bool(experiment.source)
    if not there or array is None or len(parameter.indices) != array.ndim:
        return False
    return all(0 <= k < n for k, n in zip(parameter.indices, array.shape, strict=True))
