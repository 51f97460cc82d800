"""Subject: one number of the trace that the user looks at, and its lane."""

from dataclasses import dataclass

from simulator.lstm.lane import Lane
from simulator.translation import tr


@dataclass(frozen=True, slots=True)
class Subject:
    """One number of the trace: a quantity's unit at a timestep of a lane and batch row."""

    quantity: str
    unit: int
    timestep: int
    lane: Lane
    row: int = 0

    def text(self) -> str:
        """Write it as `f[1] at t 17`."""
        number = f"{self.quantity}[{self.unit}]"
        return tr("{number} at t {t}", number=number, t=self.timestep)
