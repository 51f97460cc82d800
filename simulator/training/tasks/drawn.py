"""Drawn sequences of a task, with their right answers."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ...arrays import Array, Rng, cast
from ...objective.loss import Loss
from ...objective.targets import Targets
from ..batch import Batch


class Drawn(NamedTuple):
    """Sequences and right answers, in float64.

    Attributes:
        inputs: (T, B, I). answers: (T, B, K) numbers, or (T, B) classes.
        counted: (T, B) True where there is an answer to give.
        lengths: timesteps of each row; empty for T everywhere.
    """

    inputs: Array
    answers: Array
    counted: Array
    lengths: tuple[int, ...] = ()

    def batch(self, loss: Loss, dtype: Any) -> Batch:
        """Return the sequences as a batch in a network's dtype."""
        targets = Targets(self.answers, self.counted).astype(dtype)
        return Batch(cast(self.inputs, dtype), targets, loss, self.lengths)


Draw = Callable[[Rng, int], Drawn]
"""Function that draws so many rows from a seeded generator."""


def bits(rng: Rng, *shape: int) -> Array:
    """Draw bits, each 0 or 1 with the same chance."""
    return rng.integers(0, 2, shape)


def signs(drawn: Array) -> Array:
    """Return bits as an LSTM reads them: −1 for 0, 1 for 1."""
    return np.asarray(2.0 * drawn - 1.0)


def at_the_end(steps: int, rows: int) -> Array:
    """Return what counts where one answer a row is asked for, after its last timestep: (T, B)."""
    counted = np.zeros((steps, rows), bool)
    counted[-1] = True
    return counted
