"""GradientSeries: one gradient over time, computed only where it is read."""

from dataclasses import dataclass
from typing import Any

from simulator.analysis.address import Address
from simulator.gradients.backward_run import BackwardRun


@dataclass(frozen=True)
class GradientSeries:
    """One gradient of a unit over the timesteps of a way back. It is indexed like an array (T,).

    Attributes:
        back: the way back; None until the run goes there, and then nothing may be read.
        number: the address, whose timestep does not matter. steps: T.
    """

    back: BackwardRun | None
    number: Address
    steps: int

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, t: Any) -> Any:
        assert self.back is not None
        number = self.number
        return self.back.trace.values(number.quantity, number.lane, (t, number.row))[
            ..., number.unit
        ]
