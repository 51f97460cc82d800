"""Promise: what a step of a run foretold of the loss of its batch, and what came."""

from dataclasses import dataclass

from ..foretold import foretold
from ..run import TrainingRun
from .trial import Trial


@dataclass(frozen=True, slots=True)
class Promise:
    """Change of the loss of a step's own batch: what the slope promised, and what came.

    Attributes:
        step: its number, that of the steps taken before it. predicted: g·Δ, the first order of
            Taylor's series. true: the change. Both in the loss's own unit.
    """

    step: int
    predicted: float
    true: float

    @property
    def is_broken(self) -> bool:
        """True where the change has little to do with the promised one."""
        return abs(self.true - self.predicted) > abs(self.predicted)


def promise_of(run: TrainingRun, step: int) -> Promise:
    """Return the change by one step of a run, in float64; the newest need not be taken yet.

    Raises:
        ValueError: the run has not come so far.
    """
    network, batch = run.network_at(step), run.batch(step)
    taken = step < run.step
    after = run.moment(step + 1).weights if taken else Trial.at(run, step).step.weights
    found = foretold(network, batch, after, ())
    return Promise(step, found.predicted, found.true)
