"""Example: an experiment that ships, with a title, a description and labels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from ..objective.targets import Targets

RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
"""Folder of data files, beside this package in a clone and in an installed wheel."""

Rows = Sequence[Sequence[float]]
"""Block of one gate in a weight matrix: one row a unit."""

Bias = float | Sequence[float]
"""Bias of one gate: for all units, or one a unit."""


class ExampleWords(NamedTuple):
    """What is told of an example before it is built; all but the id are marked.

    Attributes:
        line: at most 30 characters.
    """

    id: str
    title: str
    line: str
    description: str


@dataclass(frozen=True, eq=False, slots=True)
class Example:
    """An experiment that ships, with a title, a description and labels.

    Attributes:
        id, title, line, description: its `ExampleWords`.
        columns: the names of the inputs, I of them.
        labels: the names of the timesteps, T of them.
        place: where it opens, as it is typed; empty for before the first step.
        panel: the name of the panel that shows what it is about, where one does.
    """

    id: str
    title: str
    line: str
    description: str
    experiment: Experiment
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    place: str = ""
    panel: str = ""


def known_answers(answers: Iterable[Sequence[float] | None]) -> Targets:
    """Return the right answers of a run by hand, for each timestep K numbers, or None for none."""
    given = list(answers)
    width = max(len(answer) for answer in given if answer is not None)
    values = [[0.0] * width if answer is None else list(answer) for answer in given]
    counted = np.array([[answer is not None] for answer in given])
    return Targets(np.array(values)[:, None], counted)


def stacked(*, i: Rows, f: Rows, g: Rows, o: Rows) -> Array:
    """Stack four gates' blocks of H rows as torch does: (4H, …)."""
    return np.array([*i, *f, *g, *o], dtype=np.float64)


def biases(*, i: Bias, f: Bias, g: Bias, o: Bias, units: int) -> Array:
    """Stack the biases of four gates, each one for all its units or one a unit: (4H,)."""
    gates = (np.asarray(bias, np.float64) for bias in (i, f, g, o))
    return np.concatenate([np.broadcast_to(gate, units) for gate in gates])


def by_hand(config: LSTMConfig, arrays: Mapping[str, Array]) -> Parameters:
    """Make float64 parameters from the given arrays; all others are zero.

    Raises:
        ValueError: a name or a shape that the options do not have.
    """
    zeros = {name: np.zeros(shape) for name, shape in config.parameter_shapes().items()}
    return Parameters(config, {**zeros, **arrays})


def cues(labels: Iterable[str], columns: Sequence[str]) -> Array:
    """Return one-hot inputs, (T, I): 1 in the column that the timestep's label names."""
    return np.array([[float(label == column) for column in columns] for label in labels])
