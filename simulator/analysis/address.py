"""Address of a number: its place in a trace, or in the inputs of the experiment."""

from typing import NamedTuple

import numpy as np

from ..engine.trace import Trace
from ..lstm.lane import Lane
from ..translation import tr


class Number(NamedTuple):
    """One number of a trace: `ledger(trace, *number)` gives its terms."""

    quantity: str
    layer: int
    direction: int
    timestep: int
    row: int
    unit: int

    @property
    def lane(self) -> Lane:
        """Layer and direction."""
        return Lane(self.layer, self.direction)

    def value(self, trace: Trace) -> np.floating:
        """Return the number as recorded."""
        values = trace.values(self.quantity, self.lane)
        return values[self.timestep, self.row, self.unit]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return tr(
            "{quantity}[{unit}] at t {t}",
            quantity=self.quantity,
            unit=self.unit,
            t=self.timestep,
        )


class Given(NamedTuple):
    """One input of the experiment, where every walk back through a trace ends.

    Names: a parameter's, by torch; `input` (T, B, I); `h_0` and `c_0` (L*D, B, …); `mask_l{k}`, the
    dropout mask (T, B, D*R) on the output of layer k.
    """

    name: str
    indices: tuple[int, ...]

    @property
    def is_parameter(self) -> bool:
        """True for a number of the parameters, which can be edited in their matrix."""
        return self.name.startswith(("weight_", "bias_"))

    def value(self, trace: Trace) -> np.floating:
        """Return the number itself."""
        experiment = trace.experiment
        if self.name == "input":
            array = experiment.sequence
        elif self.name in ("h_0", "c_0"):
            array = getattr(experiment, self.name)
        elif self.name.startswith("mask_l"):
            array = experiment.masks[int(self.name.removeprefix("mask_l"))]
        else:
            array = experiment.parameters[self.name]
        return array[self.indices]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"{self.name}[{','.join(map(str, self.indices))}]"


Source = Number | Given
