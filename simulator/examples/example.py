"""Example: an experiment that ships, with what a person needs to know about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.parameters import Parameters

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
"""The folder of data files, beside this package in a clone and in an installed wheel."""

Rows = Sequence[Sequence[float]]
"""A gate's block of a weight matrix: one row a unit."""


@dataclass(frozen=True, eq=False, slots=True)
class Example:
    """An experiment with what a person needs to know about it.

    Attributes:
        title, description: `tr` them.
        columns: the names of the inputs, I of them.
        labels: what each timestep is called, T of them.
    """

    id: str
    title: str
    description: str
    experiment: Experiment
    columns: tuple[str, ...]
    labels: tuple[str, ...]


def stacked(*, i: Rows, f: Rows, g: Rows, o: Rows) -> Array:
    """Four gates' blocks of H rows as torch stacks them: (4H, …)."""
    return np.array([*i, *f, *g, *o], dtype=np.float64)


def biases(*, i: float, f: float, g: float, o: float, units: int) -> Array:
    """One bias a gate, the same for all its units: (4H,)."""
    return np.repeat(np.array([i, f, g, o], dtype=np.float64), units)


def by_hand(config: LSTMConfig, arrays: Mapping[str, Array]) -> Parameters:
    """Float64 parameters of which only what is not zero is given.

    Raises:
        ValueError: a name or a shape that the options do not have.
    """
    zeros = {name: np.zeros(shape) for name, shape in config.parameter_shapes().items()}
    return Parameters(config, {**zeros, **arrays})


def cues(labels: Iterable[str], columns: Sequence[str]) -> Array:
    """1 in the column that a timestep's label names, else 0: (T, I)."""
    return np.array([[float(label == column) for column in columns] for label in labels])
