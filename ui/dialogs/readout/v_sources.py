"""Sources of V and b: where the numbers of a readout come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulator.arrays import Array, shape_text
from simulator.files.checkpoints.linears import StoredLinear
from simulator.files.errors import StrPath, plain
from simulator.files.objectives.readout_file import load_readout
from simulator.objective.making import fresh
from simulator.objective.readout import Readout
from simulator.translation import tr

Numbers = tuple[Array, Array | None, str]
"""V (K, F), b (K,) or None, and the name of their layer, empty for none."""


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """V and b that are there: those of the present readout, or of a file.

    Attributes:
        label: what the user chooses. numbers: V, b and the name of their layer.
    """

    label: str
    numbers: Numbers

    @classmethod
    def present(cls, readout: Readout) -> "Given":
        """Return the numbers of a readout."""
        what = plain(readout.layer) or tr("as they are")
        label = f"{what} {shape_text(readout.weight.shape)}"
        return cls(label, (readout.weight, readout.bias, readout.layer))

    @property
    def outputs(self) -> int:
        """K."""
        return len(self.numbers[0])

    def made(self, outputs: int, features: int, seed: int) -> Numbers:
        """Return the numbers."""
        return self.numbers


@dataclass(frozen=True, slots=True)
class OfFile:
    """Linear layer in a file, which is read when it is chosen.

    Attributes:
        path: the file. linear: the layer.
    """

    path: StrPath
    linear: StoredLinear

    @property
    def label(self) -> str:
        """Name, shape and file."""
        file = plain(Path(self.path).name)
        if not self.linear.name:
            return f"{file} {shape_text((self.linear.outputs, self.linear.features))}"
        return tr("{layer} in {file}", layer=self.linear.label, file=file)

    @property
    def outputs(self) -> int:
        """K."""
        return self.linear.outputs

    def made(self, outputs: int, features: int, seed: int) -> Numbers:
        """Read the numbers.

        Raises:
            FileError: they cannot be read.
        """
        return load_readout(self.path, features, self.linear.name)


@dataclass(frozen=True, slots=True)
class Fresh:
    """New numbers, as `nn.Linear` draws them, under a seed.

    Attributes:
        dtype: theirs.
    """

    dtype: np.dtype[Any]
    outputs: None = None

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("new, random from a seed")

    def made(self, outputs: int, features: int, seed: int) -> Numbers:
        """Draw the numbers."""
        return (*fresh(outputs, features, seed, self.dtype), "")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Numbers that least squares fit to the targets; zeros until then."""

    outputs: None = None

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("fitted to the targets by least squares")

    def made(self, outputs: int, features: int, seed: int) -> Numbers:
        """Return zeros in the place of the numbers."""
        return np.zeros((outputs, features)), np.zeros(outputs), ""


@dataclass(frozen=True, slots=True)
class Same:
    """V that gives h itself, without b.

    Attributes:
        outputs: the width of what is read.
    """

    outputs: int

    @property
    def label(self) -> str:
        """What the user chooses."""
        return tr("h itself: V is the identity")

    def made(self, outputs: int, features: int, seed: int) -> Numbers:
        """Return the identity."""
        return np.eye(features), None, ""


Source = Given | OfFile | Fresh | Fitted | Same


def sources(
    present: Readout | None,
    path: StrPath | None,
    found: Sequence[StoredLinear],
    features: int,
    dtype: np.dtype[Any],
) -> list[Source]:
    """List sources, the likeliest first.

    Args:
        present: the present readout. path, found: the checkpoint, and its Linear layers that fit.
        features: the width of what is read. dtype: of numbers that are drawn.
    """
    given: list[Source] = [] if present is None else [Given.present(present)]
    stored: list[Source] = [OfFile(path, linear) for linear in found if path is not None]
    return [*given, *stored, Fresh(dtype), Fitted(), Same(features)]
