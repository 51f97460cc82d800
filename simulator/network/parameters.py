"""Parameters: the arrays of one `torch.nn.LSTM` by torch's names. Frozen; edits make new ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from ..arrays import DTYPES, Array, cast, check_shape, read_only, replaced
from ..cells.weights import CellWeights
from ..translation import tr
from .config import LSTMConfig
from .lane import Lane


@dataclass(frozen=True, eq=False, slots=True)
class Parameters:
    """All parameters of an LSTM by torch's names, read-only, of one dtype.

    Raises:
        ValueError: a missing or unexpected name, a wrong shape, a dtype other than float32/float64.
    """

    config: LSTMConfig
    arrays: Mapping[str, Array]

    def __repr__(self) -> str:
        """Return options, dtype and the number of weights, without the weights."""
        count = sum(array.size for array in self.arrays.values())
        return f"Parameters({self.config}, {self.dtype}, {count} weights)"

    def __post_init__(self) -> None:
        shapes = self.config.parameter_shapes()
        missing = shapes.keys() - self.arrays.keys()
        extra = self.arrays.keys() - shapes.keys()
        if missing or extra:
            raise ValueError(
                tr(
                    "parameters do not fit the options: missing {missing}, unexpected {extra}",
                    missing=sorted(missing),
                    extra=sorted(extra),
                )
            )
        dtypes = {array.dtype for array in self.arrays.values()}
        if len(dtypes) != 1 or dtypes.isdisjoint(DTYPES):
            raise ValueError(
                tr(
                    "parameters must all be float32 or all float64, got {dtypes}",
                    dtypes=", ".join(sorted(map(str, dtypes))),
                )
            )
        for name, shape in shapes.items():
            check_shape(name, self.arrays[name], shape)
        frozen = {name: read_only(self.arrays[name]) for name in shapes}
        object.__setattr__(self, "arrays", MappingProxyType(frozen))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as plain arrays, which are checked and frozen again on arrival."""
        return Parameters, (self.config, dict(self.arrays))

    @property
    def dtype(self) -> np.dtype[Any]:
        """Dtype of the arrays: float32 or float64."""
        return next(iter(self.arrays.values())).dtype

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def cell(self, lane: Lane) -> CellWeights:
        """Return the weights of one lane."""
        return weights_of(self.arrays, lane)

    def cells(self) -> dict[Lane, CellWeights]:
        """Return the weights of every lane."""
        return {lane: self.cell(lane) for lane in self.config.lanes()}

    def with_arrays(self, arrays: Mapping[str, Array]) -> "Parameters":
        """Replace some arrays; the others are shared."""
        return replace(self, arrays={**self.arrays, **arrays})

    def with_value(self, name: str, index: tuple[int, ...], value: float) -> "Parameters":
        """Replace one number, rounded to the dtype."""
        return self.with_arrays({name: replaced(self.arrays[name], index, value)})

    def with_config(self, config: LSTMConfig) -> "Parameters":
        """Put the arrays under other options, which must have these shapes."""
        return Parameters(config, self.arrays)

    def astype(self, dtype: Any) -> "Parameters":
        """Convert the parameters to another dtype."""
        return replace(self, arrays={n: cast(a, dtype) for n, a in self.arrays.items()})


def weights_of(arrays: Mapping[str, Array], lane: Lane) -> CellWeights:
    """Return the weights of one lane from parameters by torch's names."""
    of = lane.suffix
    W_ih, W_hh = arrays["weight_ih" + of], arrays["weight_hh" + of]
    b_ih, b_hh, W_hr = (arrays.get(kind + of) for kind in ("bias_ih", "bias_hh", "weight_hr"))
    return CellWeights(W_ih, W_hh, b_ih, b_hh, W_hr)
