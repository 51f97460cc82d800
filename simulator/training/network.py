"""Network: what learns, the parameters of an LSTM and its readout, by torch's names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..arrays import Array, cast
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from ..objective.readout import Readout
from ..translation import tr

WEIGHT, BIAS = "readout.weight", "readout.bias"
READOUT_NAMES: Final = (WEIGHT, BIAS)
"""Names of V (K, D*R) and b (K,); those of the LSTM's arrays are `nn.LSTM`'s own."""


@dataclass(frozen=True, eq=False, slots=True)
class Network:
    """Parameters of an LSTM and the readout over it, of one dtype.

    Raises:
        ValueError: a readout that does not fit the LSTM.
    """

    parameters: Parameters
    readout: Readout

    def __post_init__(self) -> None:
        self.readout.validate(self.config, self.dtype)

    @classmethod
    def of(cls, experiment: Experiment) -> "Network":
        """Return what learns in an experiment.

        Raises:
            ValueError: it has no readout.
        """
        readout = experiment.objective.readout
        if readout is None:
            raise ValueError(tr("training needs a readout. Choose V and b, targets and a loss"))
        return cls(experiment.parameters, readout)

    @property
    def config(self) -> LSTMConfig:
        """Options of the LSTM."""
        return self.parameters.config

    @property
    def dtype(self) -> np.dtype[Any]:
        """Dtype of all arrays: float32 or float64."""
        return self.parameters.dtype

    @property
    def arrays(self) -> dict[str, Array]:
        """Every array by its name, read-only: those of the LSTM in torch's order, then V and b."""
        named = zip(READOUT_NAMES, self.readout.arrays, strict=False)
        return {**self.parameters.arrays, **dict(named)}

    def with_arrays(self, arrays: Mapping[str, Array]) -> "Network":
        """Replace some arrays by others of their shapes and dtype; what did not change is shared.

        Raises:
            KeyError: there is no array of that name. ValueError: a shape that does not fit.
        """
        old = self.arrays
        new = {name: array for name, array in arrays.items() if array is not old[name]}
        of_lstm = {name: array for name, array in new.items() if name not in READOUT_NAMES}
        parameters = self.parameters.with_arrays(of_lstm) if of_lstm else self.parameters
        readout = self.readout
        if WEIGHT in new or BIAS in new:
            weight, bias = new.get(WEIGHT, readout.weight), new.get(BIAS, readout.bias)
            readout = replace(readout, weight=weight, bias=bias)
        return Network(parameters, readout)

    def put_into(self, experiment: Experiment) -> Experiment:
        """Return an experiment with these parameters and this readout.

        Arrays that it already has are shared. An experiment that has all of them is returned.
        """
        readout, objective = self.readout, experiment.objective
        if objective.readout is not readout:
            objective = replace(objective, readout=readout)
        if self.parameters is experiment.parameters and objective is experiment.objective:
            return experiment
        return replace(experiment, parameters=self.parameters, objective=objective)

    def astype(self, dtype: Any) -> "Network":
        """Convert every array to another dtype."""
        arrays = {name: cast(array, dtype) for name, array in self.parameters.arrays.items()}
        return Network(Parameters(self.config, arrays), self.readout.astype(dtype))
