"""Subject: one number of the trace that the window looks at, and the lane that it is in."""

from dataclasses import dataclass

from simulator.translation import tr


@dataclass(frozen=True, slots=True)
class Lane:
    """What the selectors say: a layer, a direction and a batch row."""

    layer: int = 0
    direction: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One number of the trace: a quantity's unit at a timestep of a lane."""

    quantity: str
    unit: int
    timestep: int
    lane: Lane

    def text(self) -> str:
        """As `f[1] at t 17`."""
        number = f"{self.quantity}[{self.unit}]"
        return tr("{number} at t {t}", number=number, t=self.timestep)
