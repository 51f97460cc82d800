"""What the Optimiser step panel shows: a step on trial, and as much as is known of what it does."""

from dataclasses import dataclass

from simulator.training.one_step.along import Along, Point
from simulator.training.one_step.changes import Change
from simulator.training.one_step.promises import Promise
from simulator.training.one_step.trial import Trial


@dataclass(frozen=True, eq=False)
class StepView:
    """One step, before it is taken.

    Attributes:
        trial: the step. changes: the weights that move farthest; count: of how many that learn.
        along: the loss along it. predicted: g·Δ; None until it is computed.
        promises: of the last steps by their numbers, this one's included, as far as computed.
    """

    trial: Trial
    changes: tuple[Change, ...]
    count: int
    along: Along
    predicted: float | None
    promises: dict[int, Promise]

    @property
    def after(self) -> float | None:
        """Loss after the whole step; None until it is computed."""
        point = self.along.points.get(1.0)
        return None if point is None else point.loss

    @property
    def start(self) -> Point | None:
        """Point before the step; None until it is computed."""
        return self.along.points.get(0.0)
