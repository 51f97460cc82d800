"""GradientSeries: one gradient of a lane and row over time."""

from typing import Any

import numpy as np

from ..lstm.lane import Lane
from .gradient_trace import GradientTrace


class GradientSeries:
    """Gradient over time, (T, width); one that is not kept is computed only where it is indexed.

    Indexing takes timesteps, or timesteps and units, and gives arrays or numbers.

    Raises:
        KeyError: the trace has no such gradient.
    """

    def __init__(self, trace: GradientTrace, key: str, lane: Lane, row: int) -> None:
        self._trace, self._key, self._lane, self._row = trace, key, lane, row
        none = trace.values(key, lane, np.s_[:0, row])
        steps = trace.lanes[lane].dc.shape[0]
        self.shape: tuple[int, ...] = (steps, none.shape[1])
        self.dtype: np.dtype[Any] = none.dtype

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, key: Any) -> Any:
        timesteps, units = key if isinstance(key, tuple) else (key, slice(None))
        at = timesteps, self._row
        return self._trace.values(self._key, self._lane, at)[..., units]
