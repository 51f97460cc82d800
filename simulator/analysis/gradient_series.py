"""GradientSeries: one gradient of a lane and row over time."""

from typing import Any

import numpy as np

from ..gradients.gradient_trace import GradientTrace
from ..network.lane import Lane


class GradientSeries:
    """Gradient over time, (T, width); one that is not kept is computed only where it is indexed.

    Indexing takes timesteps, or timesteps and units, and gives arrays or numbers. Series of one
    number of one trace are equal.

    Args:
        unit: the only one; then it is (T,), and only timesteps are indexed.

    Raises:
        KeyError: the trace has no such gradient.
    """

    def __init__(
        self, trace: GradientTrace, key: str, lane: Lane, row: int, unit: int | None = None
    ) -> None:
        self._trace, self._key, self._lane, self._row = trace, key, lane, row
        self._unit = unit
        dz, width = trace.lanes[lane].values("dz"), trace.width(key, lane)
        self.shape: tuple[int, ...] = (len(dz),) if unit is not None else (len(dz), width)
        self.dtype: np.dtype[Any] = dz.dtype

    def __len__(self) -> int:
        return int(self.shape[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GradientSeries):
            return NotImplemented
        return self._trace is other._trace and self._place == other._place

    def __hash__(self) -> int:
        return hash((id(self._trace), self._place))

    @property
    def _place(self) -> tuple[object, ...]:
        return self._key, self._lane, self._row, self._unit

    def __getitem__(self, key: Any) -> Any:
        whole = slice(None) if self._unit is None else self._unit
        timesteps, units = key if isinstance(key, tuple) else (key, whole)
        at = timesteps, self._row
        return self._trace.values(self._key, self._lane, at)[..., units]
