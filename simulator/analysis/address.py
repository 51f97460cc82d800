"""Addresses of numbers: those in a trace, and those given to the experiment."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..engine.trace import Trace
from ..lstm.lane import Lane
from ..translation import tr


@dataclass(frozen=True, slots=True)
class Address:
    """Address of a number in a trace.

    Attributes:
        quantity: z_i z_f z_g z_o, i f g o, c, m or h.
        lane: its layer and direction. t: its timestep. row: its batch row. unit: its unit.
    """

    quantity: str
    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    t: int = 0
    row: int = 0
    unit: int = 0

    def value(self, trace: Trace) -> np.floating:
        """Return the number as recorded."""
        values = trace.values(self.quantity, self.lane)
        return values[self.t, self.row, self.unit]  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """Quantity and unit: `c[2]`."""
        return f"{self.quantity}[{self.unit}]"

    def text(self) -> str:
        """Write it in words: `f[1] at t 17`."""
        return tr("{number} at t {t}", number=self.name, t=self.t)


class Given(NamedTuple):
    """Address of a number of the input, where every walk back through a trace ends.

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

    def text(self) -> str:
        """Write its name and indices: `weight_ih_l0[3,0]`."""
        return f"{self.name}[{','.join(map(str, self.indices))}]"


Source = Address | Given
