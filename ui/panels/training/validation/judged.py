"""Judged: the answers of one network to the validation batch, and how good they are."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from simulator.arrays import Array
from simulator.objective.loss import BCE, Loss
from simulator.objective.readout import Readout
from simulator.training.batch import Batch
from simulator.training.network import Network
from simulator.training.passes import Passes
from simulator.training.tasks.success import Answers

_PRODUCTS: Final = 4_000_000
"""Products of a part of the work, 2 to 4 ms: the events of the window pass between two."""

_A_SECOND: Final = 1_000_000_000
"""Products that take about a second, or less."""


@dataclass(frozen=True, eq=False)
class Judged:
    """Answers of a network to a batch.

    Attributes:
        readout: the network's. answers: all that count. loss: how far they are from the targets.
        sequences: number of rows of the batch.
    """

    readout: Readout
    answers: Answers
    loss: Loss
    sequences: int

    @property
    def of_numbers(self) -> bool:
        """True where answers are numbers that are near their targets or not."""
        return not (self.loss.of_classes or self.loss.kind == BCE)

    @property
    def count(self) -> int:
        """Number of answers that are right or wrong; of several outputs each counts."""
        return 0 if self.of_numbers else self.answers.right.size

    @cached_property
    def right(self) -> int:
        """Number of answers that are right; 0 where they are numbers."""
        return 0 if self.of_numbers else int(np.count_nonzero(self.answers.right))

    @cached_property
    def whole_loss(self) -> float:
        """The loss of the batch; NaN where nothing counts."""
        y, targets = self.answers.y, self.answers.targets
        if not len(y):
            return math.nan
        each = self.loss.of_steps(y, targets)
        return self.loss.whole(each, np.ones(each.shape, bool))

    @cached_property
    def p(self) -> Array:
        """What is made of y: (n, K)."""
        with np.errstate(all="ignore"):
            return self.readout.p(self.answers.y)


def judging(
    network: Network, batch: Batch, passes: Passes | None = None
) -> Generator[float, None, Judged]:
    """Judge a network in parts of a few milliseconds; yield the fraction done, return the result.

    Dropout masks belong to a whole batch, so that one with masks is judged at once.

    Args:
        passes: of networks of its shape, whose memory is used again; by default new ones.
    """
    passes = passes or Passes(network)
    rows = batch.rows
    part = max(1, int(_PRODUCTS / max(1.0, products(network, batch) / rows)))
    if batch.masks or part >= rows:
        return Judged(network.readout, Answers.of(network, batch, passes), batch.loss, rows)
    found = []
    for begin in range(0, rows, part):
        end = min(begin + part, rows)
        answers = Answers.of(network, batch.only(np.arange(begin, end)), passes)
        found.append(answers._replace(rows=answers.rows + begin))
        yield end / rows
    order = np.argsort(np.concatenate([of.rows for of in found]), kind="stable")
    joined = Answers(*(np.concatenate(parts)[order] for parts in zip(*found, strict=True)))
    return Judged(network.readout, joined, batch.loss, rows)


def products(network: Network, batch: Batch) -> float:
    """Return how many products a pass over a batch computes, about."""
    of_lstm = sum(array.size for array in network.parameters.arrays.values())
    readout = network.readout.weight.size
    return float(batch.steps) * batch.rows * (of_lstm + readout)


def seconds(network: Network, batch: Batch) -> float:
    """Return about how long the longest part of judging takes."""
    share = 1.0 if batch.masks else 1.0 / batch.rows
    return products(network, batch) * share / _A_SECOND
