"""Input: a sequence as the worker has read it, and its name in the window."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from simulator.arrays import cast, read_only
from simulator.experiment.normalisation import NONE
from simulator.files.sequences.sequence import Sequence
from simulator.files.sequences.to_experiment import overflow_notes
from simulator.translation import tr


@dataclass(frozen=True, eq=False, slots=True)
class Input:
    """Sequence file, read, or several as a batch: the others are named too.

    A typed sequence has no path.

    Attributes:
        dtype: the dtype that the numbers are converted to; None while they are exact.
    """

    path: str
    sequence: Sequence
    others: tuple[str, ...] = ()
    dtype: np.dtype[Any] | None = None

    def converted(self, dtype: np.dtype[Any]) -> "Input":
        """Convert the numbers for a model, unless they are to be normalised as they are read.

        To convert 10⁶ timesteps would hold the window: the worker does it.
        """
        read = self.sequence
        if read.normalisation.kind != NONE:
            return self
        values = read_only(cast(read.values, dtype))
        notes = (*read.notes, *overflow_notes(read.values, values))
        return replace(self, sequence=replace(read, values=values, notes=notes), dtype=dtype)

    @property
    def title(self) -> str:
        """Title of the sequence."""
        if not self.path:
            return tr("typed input")
        name = Path(self.path).name
        if not self.others:
            return name
        return tr("{name} and {count} more", name=name, count=len(self.others))
