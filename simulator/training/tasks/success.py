"""Success: when a task is learnt, measured on the answers to sequences that taught nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...arrays import Array
from ...objective.readout import EVERY
from ..batch import Batch
from ..network import Network
from ..passes import Passes


class Answers(NamedTuple):
    """The n answers of a network that count, one after another.

    Attributes:
        y: (n, K). targets: (n, K) numbers, or (n,) classes. inputs: (n, I), of their timesteps.
        rows: (n,), the batch row of each.
    """

    y: Array
    targets: Array
    inputs: Array
    rows: Array

    @classmethod
    def of(cls, network: Network, batch: Batch, passes: Passes | None = None) -> "Answers":
        """Compute the answers of a network to a batch of its dtype.

        Args:
            passes: of networks of its shape, whose memory is used again; by default new ones.
        """
        y = (passes or Passes(network)).answers(network.arrays, batch)
        t, row = np.nonzero(batch.counts(network.readout))
        said = y[t if network.readout.over == EVERY else 0, row]
        return cls(said, batch.targets.values[t, row], batch.inputs[t, row], row)

    @property
    def right(self) -> Array:
        """Which answers are right: (n,) of classes, (n, K) of yes and no."""
        if self.targets.ndim == 1:
            return np.asarray(self.y.argmax(axis=-1) == self.targets)
        return np.asarray((self.y > 0) == (self.targets > 0.5))


Measure = Callable[[Answers], float]
"""Function that makes one number of all answers."""


@dataclass(frozen=True, slots=True)
class Success:
    """Measure of a task, and the limit that a network must reach.

    Attributes:
        limit: the number to reach. at_least: True where more is better; else less than it is asked.
        text: what is measured, and the limit; pass it to `tr`.
    """

    measure: Measure
    limit: float
    at_least: bool
    text: str

    def reached(self, value: float) -> bool:
        """Return True where a measured number reaches the limit; NaN never does."""
        return value >= self.limit if self.at_least else value < self.limit


def share_right(answers: Answers) -> float:
    """Return the share of single answers that are right."""
    return float(answers.right.mean())


def rows_right(answers: Answers) -> float:
    """Return the share of rows without a wrong answer."""
    wrong = answers.rows[~answers.right.reshape(len(answers.rows), -1).all(axis=-1)]
    return 1 - len(set(wrong.tolist())) / len(set(answers.rows.tolist()))


def mean_squared_error(answers: Answers) -> float:
    """Return the mean of (y − target)²."""
    return _mean_square(answers.y, answers.targets)


def against_same_again(answers: Answers) -> float:
    """Return the mean squared error as a share of that of saying the input again."""
    of_inputs = _mean_square(answers.inputs, answers.targets)
    return _mean_square(answers.y, answers.targets) / of_inputs


def _mean_square(one: Array, other: Array) -> float:
    with np.errstate(all="ignore"):
        return float(np.square(np.subtract(one, other, dtype=np.float64)).mean())
