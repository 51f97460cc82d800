"""Promise: what a step of a run foretold of the loss of its batch, and what came."""

from typing import NamedTuple

from ..foretold import foretold
from ..run import TrainingRun
from .trial import Trial


class Promise(NamedTuple):
    """One step's change of the loss of its own batch.

    Attributes:
        number: the steps taken before it. predicted: g·Δ. true: what the loss changed by.
    """

    number: int
    predicted: float
    true: float


def promise_of(run: TrainingRun, number: int) -> Promise:
    """Return the change by one step of a run, in float64; the newest need not be taken yet.

    Raises:
        ValueError: the run has not come so far.
    """
    network, batch = run.network_at(number), run.batch(number)
    taken = number < run.step
    after = run.moment(number + 1).weights if taken else Trial.at(run, number).step.weights
    found = foretold(network, batch, after, ())
    return Promise(number, found.predicted, found.true)
