"""Where a number comes from: a place in a trace, or in what the experiment was given."""

from typing import NamedTuple

import numpy as np

from ..engine.trace import Trace
from ..translation import tr


class Number(NamedTuple):
    """One number of a trace: `ledger(trace, *number)` is what it is made of."""

    quantity: str
    layer: int
    direction: int
    timestep: int
    row: int
    unit: int

    def value(self, trace: Trace) -> np.floating:
        """The number as recorded."""
        values = trace.values(self.quantity, self.layer, self.direction)
        return values[self.timestep, self.row, self.unit]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return tr(
            "{quantity}[{unit}] at t {t}",
            quantity=self.quantity,
            unit=self.unit,
            t=self.timestep,
        )


class Given(NamedTuple):
    """One number that the experiment was given, where every walk back through a trace ends.

    Names: a parameter's, by torch; `input` (T, B, I); `h_0` and `c_0` (L*D, B, …); `mask_l{k}`, the
    dropout mask (T, B, D*R) on what layer k hands up.
    """

    name: str
    indices: tuple[int, ...]

    @property
    def is_parameter(self) -> bool:
        """True for a number of the parameters, which can be edited as one of a matrix."""
        return self.name.startswith(("weight_", "bias_"))

    def value(self, trace: Trace) -> np.floating:
        """The number itself."""
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
