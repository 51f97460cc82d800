"""Case: an LSTM, and another code's numbers for it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from ..experiment.experiment import Experiment
from ..mistakes.engine import States
from ..mistakes.observed_values import Observed
from ..mistakes.series import Results

LEADING: Final = 24
"""Number of timesteps in which a mistake is first tested."""


@dataclass(frozen=True, eq=False)
class Case:
    """Observed numbers to explain, and the model to explain them by.

    Attributes:
        experiment: converted to float64. computed_in: its original dtype.
        walked: the numbers of the right cells, from the initial states, once that is computed; with
            True for an experiment that is off by rounding errors.
    """

    experiment: Experiment
    observed: Observed
    computed_in: np.dtype[Any]
    walked: dict[bool, Results] = field(default_factory=dict)

    @classmethod
    def of(cls, experiment: Experiment, observed: Observed) -> "Case":
        """Make a case from an experiment in any dtype and the observed numbers."""
        return cls(experiment.astype(np.float64), observed, experiment.dtype)

    @cached_property
    def states(self) -> States | None:
        """Observed states before every step of the other code, when all of them are there."""
        return self.observed.states(self.experiment)

    @property
    def dtype(self) -> np.dtype[Any]:
        """Best dtype that both can be assumed to have computed in."""
        coarse = self.observed.grid != "float64" or self.computed_in == np.float32
        return np.dtype(np.float32 if coarse else np.float64)

    def leading(self) -> "Case":
        """Return the first timesteps, when they decide their own numbers; else the whole case."""
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
