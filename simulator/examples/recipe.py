"""Recipe: a new experiment from options, a seed and the name of a sequence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, Rng
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig, Shape
from ..network.initialisers import initialise
from ..reference.dropout import in_train_mode
from ..translation import mark

SequenceMaker = Callable[[Rng, Shape], Array]
"""Function that makes a (T, B, I) sequence from a seeded generator."""


def _noise(rng: Rng, shape: Shape) -> Array:
    return rng.standard_normal(shape)


def _impulse(rng: Rng, shape: Shape) -> Array:
    values = np.zeros(shape)
    values[0] = 1
    return values


def _step(rng: Rng, shape: Shape) -> Array:
    values = np.zeros(shape)
    values[shape[0] // 4 :] = 1
    return values


def _sine(rng: Rng, shape: Shape) -> Array:
    t = np.arange(shape[0])[:, None, None]
    values: Array = np.sin(0.35 * t * (1 + np.arange(shape[2]))) + np.zeros(shape)
    return values


def _zeros(rng: Rng, shape: Shape) -> Array:
    return np.zeros(shape)


def _square(rng: Rng, shape: Shape) -> Array:
    """Square wave, ±1: half a period is 4 timesteps in the first feature, 8 in the second, …"""
    t = np.arange(shape[0])[:, None, None]
    half = 4 * (1 + np.arange(shape[2]))
    return np.where(t // half % 2 == 0, 1.0, -1.0) + np.zeros(shape)


def _adding(rng: Rng, shape: Shape) -> Array:
    """Adding problem (Hochreiter & Schmidhuber, 1997): add the two marked numbers.

    Feature 0: uniform in [0, 1). Feature 1: 1 at one timestep of each half, else 0. Further
    features repeat the two. With one feature it is the marked numbers, and 0 elsewhere.
    """
    T, B, I = shape
    numbers, marks = rng.random((T, B)), np.zeros((T, B))
    half = T // 2
    for row in range(B):
        marks[rng.integers(half, T), row] = 1
        if half:
            marks[rng.integers(half), row] = 1
    if I == 1:
        return (numbers * marks)[..., None]
    return np.stack([marks if feature % 2 else numbers for feature in range(I)], axis=-1)


def _a_n_b_n(rng: Rng, shape: Shape) -> Array:
    """Words aⁿbⁿ one after another, n drawn from 1 to 5 (Gers & Schmidhuber, 2001).

    Feature 0 is 1 at an a, feature 1 at a b; further features are 0. With one feature a is 1, b is
    -1.
    """
    values = np.zeros(shape)
    for row in range(shape[1]):
        is_a: list[bool] = []
        while len(is_a) < shape[0]:
            n = int(rng.integers(1, 6))
            is_a += [True] * n + [False] * n
        a = np.array(is_a[: shape[0]])
        if shape[2] == 1:
            values[:, row, 0] = np.where(a, 1, -1)
        else:
            values[:, row, 0], values[:, row, 1] = a, ~a
    return values


SEQUENCES: dict[str, SequenceMaker] = {
    mark("noise"): _noise,
    mark("impulse"): _impulse,
    mark("step"): _step,
    mark("sine"): _sine,
    mark("square"): _square,
    mark("adding problem"): _adding,
    mark("aⁿbⁿ"): _a_n_b_n,
    mark("zeros"): _zeros,
}
"""Functions that make a (T, B, I) sequence from a seeded generator, by name (pass it to `tr`)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Choices for a new experiment.

    Attributes:
        initialiser: one of `initialisers.INITIALISERS`. sequence: one of `SEQUENCES`.
        batch: the number of batch rows; None for an unbatched input.
        training: in train mode, with dropout masks drawn under `seed` (needs torch).
    """

    config: LSTMConfig
    dtype: str = "float32"
    initialiser: str = "default"
    seed: int = 0
    sequence: str = "noise"
    timesteps: int = 24
    batch: int | None = None
    training: bool = False

    def experiment(self) -> Experiment:
        """Make the experiment; equal recipes make equal experiments."""
        shape = (self.timesteps, self.batch or 1, self.config.input_size)
        values = SEQUENCES[self.sequence](np.random.default_rng(self.seed), shape)
        if self.batch is None:
            values = values[:, 0]
        elif self.config.batch_first:
            values = values.swapaxes(0, 1)
        parameters = initialise(self.config, self.initialiser, self.seed, self.dtype)
        experiment = Experiment.create(parameters, values.astype(self.dtype), seed=self.seed)
        return in_train_mode(experiment, self.seed) if self.training else experiment
