"""LogHeights: gradients on two mirrored log axes, as curves are drawn."""

from typing import Any

import numpy as np

from simulator.arrays import Array
from ui.style.decades import DecadeRange
from ui.widgets.downsampling import Recorded


class LogHeights:
    """Heights of gradients over time, −1…1, computed only where they are indexed."""

    def __init__(self, source: Recorded, reach: DecadeRange) -> None:
        self._source, self._reach = source, reach
        self.shape: tuple[int, ...] = source.shape
        self.dtype: np.dtype[Any] = np.dtype(np.float64)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, key: Any) -> Array:
        return self._reach.heights(np.asarray(self._source[key]))
