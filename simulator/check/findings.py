"""Findings: compares arrays with their bounds, and keeps the first disagreement and the largest."""

from typing import Final, NamedTuple

import numpy as np

from ..analysis.address import Address
from ..arrays import Array, equal_or_nan
from ..lstm.lane import Lane
from ..lstm.quantities import READOUT, in_order_of_steps
from .report import CHECKS, CheckKind, Disagreement, Largest, Strip

QUANTITIES: Final = (
    *("x", "h_prev", "c_prev"),
    *in_order_of_steps(),
    *READOUT,
    *("output", "h_n", "c_n"),
)
"""Quantities that can be compared, in the order of computation."""


class Places(NamedTuple):
    """Addresses of n rows of numbers: a lane, and each row's cell, timestep and batch row."""

    lane: Lane
    cells: Array
    t: Array
    rows: Array

    def cut(self, part: slice | Array) -> "Places":
        """Return a part of the n rows."""
        return self._replace(cells=self.cells[part], t=self.t[part], rows=self.rows[part])


class Findings:
    """Results of the comparisons so far, for a run of T timesteps."""

    def __init__(self, num_timesteps: int) -> None:
        self.first: Disagreement | None = None
        self.largest: dict[CheckKind, Largest] = {}
        self._num_timesteps = num_timesteps
        self._ratios: dict[Lane, Array] = {}

    def compare(
        self,
        kind: CheckKind,
        places: Places,
        ours: Array,
        expected: Array,
        bound: Array | float = 0.0,
        comparable: Array | None = None,
    ) -> Array:
        """Compare n rows of one quantity, in the order of computation.

        Args:
            ours, expected, bound: (n, width). Equal numbers agree, and NaN with NaN.
            comparable: (n,) False for the rows that cannot be compared; all by default.

        Returns:
            (n,) the largest share of the bound in each row.
        """
        with np.errstate(all="ignore"):
            # The subtraction in their own dtype is exact for numbers that are nearly equal.
            difference = np.abs(ours - expected).astype(np.float64)
            ratio = difference / bound
            shares = _row_maxima(ratio)
            if comparable is not None or not np.isfinite(shares).all():
                same = equal_or_nan(ours, expected)
                if comparable is not None:
                    same |= ~comparable[:, None]
                difference[same] = ratio[same] = 0
                # A number against NaN, or against infinity, is as wrong as possible.
                difference[np.isnan(difference)] = np.inf
                ratio[np.isnan(ratio)] = np.inf
                shares = _row_maxima(ratio)
        largest = Largest(float(difference.max(initial=0)), float(shares.max(initial=0)))
        self.largest[kind] = Largest(*map(max, largest, self.largest.get(kind, largest)))
        if largest.ratio > 1:
            row, unit = np.argwhere(ratio > 1)[0].tolist()
            bounds = np.broadcast_to(bound, ours.shape)
            numbers = (float(a[row, unit]) for a in (ours, expected, bounds))
            self._report(kind, places, row, unit, *numbers)
        return shares

    def note_equal(self, kind: CheckKind) -> None:
        """Record one comparison in which everything is equal, with the result of `compare`."""
        self.largest.setdefault(kind, Largest(0.0, 0.0))

    def note(self, places: Places, shares: Array) -> None:
        """Keep the largest share of the bound (n,) at each timestep of a lane for its strip."""
        if len(shares):
            nothing = np.full(self._num_timesteps, np.nan)
            np.fmax.at(self._ratios.setdefault(places.lane, nothing), places.t, shares)

    def strips(self) -> dict[Lane, Strip]:
        """Return the largest share of the bound at each timestep, by lane."""
        result = {}
        for lane, ratios in self._ratios.items():
            known = np.flatnonzero(~np.isnan(ratios))
            result[lane] = Strip(int(known[0]), ratios[known[0] : known[-1] + 1].copy())
        return result

    def _report(
        self,
        kind: CheckKind,
        places: Places,
        row: int,
        unit: int,
        ours: float,
        expected: float,
        bound: float,
    ) -> None:
        batch = int(places.rows[row])
        phase = QUANTITIES.index(kind.quantity)
        order = (int(places.cells[row]), CHECKS.index(kind.check), phase, batch, unit)
        if self.first is None or order < self.first.order:
            t = int(places.t[row])
            at = Address(kind.quantity, places.lane, t, batch, unit)
            self.first = Disagreement(kind.check, at, ours, expected, bound, kind.dtype, order)


def _row_maxima(array: Array) -> Array:
    # Like `array.max(axis=1)`, which takes several times as long.
    return np.asarray(array[np.arange(len(array)), array.argmax(axis=1)])
