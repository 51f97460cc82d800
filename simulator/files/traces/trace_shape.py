"""TraceShape: everything that decides the shapes of a stored trace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...cells.lstm import lstm
from ...engine.recorded_run import Key, Points
from ...experiment.checks import zero_states
from ...experiment.experiment import Experiment
from ...network.config import LSTMConfig
from ...network.parameters import Parameters
from ...network.quantities import EVERY, LOSS, READOUT, P, cell_quantities
from ...objective.loss import MSE, Loss
from ...objective.objective import NO_OBJECTIVE, Objective
from ...objective.readout import IDENTITY, SOFTMAX, Readout
from ...objective.targets import Targets
from ...translation import tr

_MOST_LANES: Final = 10_000


@dataclass(frozen=True, slots=True)
class TraceShape:
    """Everything that decides the shapes of a trace.

    Attributes:
        config: the LSTM's. lengths: the timesteps of each batch row. batched: whether the input
            had a batch dimension. dtype: float32 or float64.

    Raises:
        ValueError: no rows or timesteps, or more layers than any trace has.
    """

    config: LSTMConfig
    lengths: tuple[int, ...]
    batched: bool
    dtype: str

    def __post_init__(self) -> None:
        if self.config.num_lanes > _MOST_LANES:
            raise ValueError(tr("more than {most} layers", most=_MOST_LANES))
        if not self.lengths or min(self.lengths) < 1:
            raise ValueError(tr("no timesteps"))

    @classmethod
    def of(cls, experiment: Experiment) -> "TraceShape":
        """Return the shape of an experiment's trace."""
        dtype = str(experiment.dtype)
        return cls(experiment.config, experiment.lengths, experiment.batched, dtype)

    @classmethod
    def around(cls, *points: Mapping[Key, Points]) -> "TraceShape":
        """Return the smallest shape with room for some numbers."""
        keys = {key for some in points for key in some}
        units = {"H": 1, "R": 1}
        lengths: dict[int, int] = {}
        for (quantity, _), (where, _) in (item for some in points for item in some.items()):
            if quantity not in READOUT:
                width = EVERY[quantity].width
                units[width] = max(units[width], 1 + int(where[:, 2].max()))
            for row in np.unique(where[:, 1]).tolist():
                last = int(where[where[:, 1] == row, 0].max())
                lengths[row] = max(lengths.get(row, 1), last + 1)
        unprojected = cell_quantities(lstm())
        projected = any(quantity not in (*unprojected, *READOUT) for quantity, _ in keys)
        hidden = max(units.values())
        return cls(
            LSTMConfig(
                1,
                hidden,
                1 + max(lane.layer for _, lane in keys),
                bidirectional=any(lane.reverse for _, lane in keys),
                proj_size=units["R"] if projected and units["R"] < hidden else 0,
            ),
            tuple(lengths.get(row, 1) for row in range(1 + max(lengths))),
            len(lengths) > 1,
            "float64",
        )

    def blank(self, outputs: int = 0, keys: Iterable[str] = ()) -> Experiment:
        """Make an experiment of zeros whose traces have this shape.

        Args:
            outputs: of a readout; 0 for none. keys: which of y, p and loss it has.
        """
        dtype = np.dtype(self.dtype)
        shapes = self.config.parameter_shapes().items()
        zeros = Parameters(self.config, {name: np.zeros(shape, dtype) for name, shape in shapes})
        batch, steps = len(self.lengths), max(self.lengths)
        sequence = np.zeros((steps, batch, self.config.input_size), dtype)
        states = zero_states(self.config, batch, dtype)
        experiment = Experiment(zeros, sequence, states, self.lengths, self.batched or batch > 1)
        return experiment.with_objective(self._objective(outputs, {*keys}))

    def _objective(self, outputs: int, keys: set[str]) -> Objective:
        if not outputs:
            return NO_OBJECTIVE
        features = self.config.num_directions * self.config.output_size
        readout = Readout(
            np.zeros((outputs, features), self.dtype), function=SOFTMAX if P in keys else IDENTITY
        )
        if LOSS not in keys:
            return Objective(readout)
        targets = np.zeros((max(self.lengths), len(self.lengths), outputs), self.dtype)
        return Objective(readout, Targets.of(targets), Loss(MSE))
