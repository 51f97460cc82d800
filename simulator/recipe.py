"""Recipe: an experiment made from nothing but options, a seed and the name of a sequence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.arrays import Array
from simulator.config import LSTMConfig, Shape
from simulator.experiment import Experiment
from simulator.initialisers import initialise
from simulator.masks import MaskRequest

Generator = Callable[[np.random.Generator, Shape], Array]


def _noise(rng: np.random.Generator, shape: Shape) -> Array:
    return rng.standard_normal(shape)


def _impulse(rng: np.random.Generator, shape: Shape) -> Array:
    values = np.zeros(shape)
    values[0] = 1
    return values


def _step(rng: np.random.Generator, shape: Shape) -> Array:
    values = np.zeros(shape)
    values[shape[0] // 4 :] = 1
    return values


def _sine(rng: np.random.Generator, shape: Shape) -> Array:
    t = np.arange(shape[0])[:, None, None]
    values: Array = np.sin(0.35 * t * (1 + np.arange(shape[2]))) + np.zeros(shape)
    return values


def _zeros(rng: np.random.Generator, shape: Shape) -> Array:
    return np.zeros(shape)


SEQUENCES: dict[str, Generator] = {
    "noise": _noise,
    "impulse": _impulse,
    "step": _step,
    "sine": _sine,
    "zeros": _zeros,
}
"""Ways to make a (T, B, I) sequence from a seeded generator."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a new experiment is made of.

    Attributes:
        initialiser: one of `initialisers.INITIALISERS`. sequence: one of `SEQUENCES`.
        batch: the number of rows; None for an unbatched input.
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
        """The experiment; the same for the same recipe."""
        shape = (self.timesteps, self.batch or 1, self.config.input_size)
        values = SEQUENCES[self.sequence](np.random.default_rng(self.seed), shape)
        if self.batch is None:
            values = values[:, 0]
        elif self.config.batch_first:
            values = values.swapaxes(0, 1)
        parameters = initialise(self.config, self.initialiser, self.seed, self.dtype)
        return Experiment.create(
            parameters,
            values.astype(self.dtype),
            training=self.training,
            seed=self.seed,
            masks=self._masks(),
        )

    def _masks(self) -> tuple[Array, ...]:
        config = self.config
        if not (self.training and config.dropout > 0 and config.num_layers > 1):
            return ()
        batch = self.batch or 1
        shape = (self.timesteps, batch, config.num_directions * config.output_size)
        lengths = (self.timesteps,) * batch
        return MaskRequest(
            shape, lengths, config.num_layers, config.dropout, self.seed, self.dtype
        ).draw()
