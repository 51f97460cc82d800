"""Case: an LSTM and the numbers that somebody else has for it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from ..experiment.experiment import Experiment
from ..mistakes.engine import States
from ..mistakes.observed import Observed

LEADING: Final = 24
"""The timesteps that a mistake is first looked for in."""


@dataclass(frozen=True, eq=False)
class Case:
    """What is to be explained, and by which model.

    Attributes:
        experiment: in float64, whatever it was. computed_in: what it was.
    """

    experiment: Experiment
    observed: Observed
    computed_in: np.dtype[Any]

    @classmethod
    def of(cls, experiment: Experiment, observed: Observed) -> "Case":
        """An experiment in any dtype, and what was observed."""
        return cls(experiment.astype(np.float64), observed, experiment.dtype)

    @cached_property
    def states(self) -> States | None:
        """What every step of the other code started from, when it is all there."""
        return self.observed.states(self.experiment)

    @property
    def dtype(self) -> np.dtype[Any]:
        """What both can be taken to have been computed in, at best."""
        coarse = self.observed.grid != "float64" or self.computed_in == np.float32
        return np.dtype(np.float32 if coarse else np.float64)

    def leading(self) -> "Case":
        """The first timesteps, where they decide their own numbers; else the whole."""
        e = self.experiment
        if e.config.bidirectional or len(e.sequence) <= LEADING or not self.observed.over_time:
            return self
        short = replace(
            e,
            sequence=e.sequence[:LEADING],
            lengths=tuple(min(length, LEADING) for length in e.lengths),
            masks=tuple(mask[:LEADING] for mask in e.masks),
        )
        return Case(short, self.observed.leading(LEADING), self.computed_in)
