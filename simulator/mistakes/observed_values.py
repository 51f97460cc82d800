"""Observed: the numbers that somebody's code gave, which a mistake may explain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from ..arrays import Array, rounded
from ..experiment.experiment import Experiment
from .engine import States
from .series import Series

_GRIDS: Final = ("bfloat16", "float16", "float32")
_DECIMALS: Final = range(2, 8)


@dataclass(frozen=True, eq=False)
class Observed:
    """Numbers by series, float64.

    Attributes:
        values: by series, in the layout of `Results`; not a number anywhere is infinite here.
        given: where there is a number, of the same shapes.
        text: True when the numbers were read from text, and may be rounded to some decimals.
    """

    values: Mapping[Series, Array]
    given: Mapping[Series, Array]
    text: bool = False

    @property
    def count(self) -> int:
        """Number of values."""
        return sum(int(given.sum()) for given in self.given.values())

    @property
    def over_time(self) -> bool:
        """True when a series has a time axis."""
        return any(name.over_time for name in self.values)

    @cached_property
    def grid(self) -> str:
        """Coarsest dtype that holds all values: bfloat16, float16, float32 or float64."""
        numbers = np.concatenate([v[self.given[n]] for n, v in self.values.items()])
        for dtype in _GRIDS:
            with np.errstate(all="ignore"):
                if np.array_equal(rounded(numbers, dtype), numbers):
                    return dtype
        return "float64"

    @cached_property
    def half_decimal(self) -> float:
        """Half a unit of the last decimal of numbers that were written as text; else 0."""
        if self.text:
            numbers = np.concatenate([v[self.given[n]] for n, v in self.values.items()])
            numbers = numbers[np.isfinite(numbers)]
            for decimals in _DECIMALS:
                # A sum of decimals is exact only to the last bits of a float64.
                if np.allclose(np.round(numbers, decimals), numbers, rtol=1e-14, atol=0):
                    return 0.5 * 10.0**-decimals if numbers.any() else 0.0
        return 0.0

    def rounding(self, values: Array) -> Array:
        """Return the largest rounding error of storing or writing values of this size."""
        share = {"float16": 2.0**-11, "bfloat16": 2.0**-8}.get(self.grid, 0.0)
        return share * np.nan_to_num(np.abs(values), posinf=0.0) + self.half_decimal

    def states(self, experiment: Experiment) -> States | None:
        """Return the states after every step of every lane, if all are given."""
        inside = np.arange(len(experiment.sequence))[:, None] < np.array(experiment.lengths)
        states = {}
        for lane in experiment.config.lanes():
            found = []
            for state in experiment.config.cell.states:
                name = Series(state, lane)
                if name not in self.values or not self.given[name][inside].all():
                    return None
                found.append(np.where(self.given[name], self.values[name], 0.0))
            states[lane] = tuple(found)
        return states

    def leading(self, steps: int) -> "Observed":
        """Return the values of the first timesteps."""
        names = [name for name in self.values if name.over_time]
        return replace(
            self,
            values={name: self.values[name][:steps] for name in names},
            given={name: self.given[name][:steps] for name in names},
        )
