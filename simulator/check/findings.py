"""Findings: compares arrays with their bounds, and keeps the first disagreement and the largest."""

from typing import Final, NamedTuple

import numpy as np

from ..analysis.address import COPIES, Address, Given
from ..arrays import Array, equal_or_nan
from ..network.config import LSTMConfig
from ..network.gradient_quantities import DY
from ..network.lane import Lane
from ..network.quantities import READOUT
from .disagreement import CHECKS, GIVEN, Disagreement
from .report import CheckKind, Largest, Strip

WEIGHTS: Final = (
    *("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"),
    *("readout.weight", "readout.bias"),
)
"""Kinds of parameters that have a gradient, the readout's last."""

_CHECKS_BACK: Final = ("step", "link", "sum", "window")
"""The checks of the backward pass, in the order in which they test one number.

dc is not kept apart from what arrived at it. So its link has the cell's equation in it, and the
step check, which knows the equation better, speaks first.
"""


class Places(NamedTuple):
    """Addresses of n rows of numbers: a lane, and each row's cell, timestep and batch row.

    For rows of weights' gradients, `weight` is torch's name and `of_weight` (n,) each row's own row
    in it.
    """

    lane: Lane
    cells: Array
    t: Array
    rows: Array
    weight: str = ""
    of_weight: Array | None = None

    def cut(self, part: slice | Array) -> "Places":
        """Return a part of the n rows."""
        own = None if self.of_weight is None else self.of_weight[part]
        cells, t, rows = self.cells[part], self.t[part], self.rows[part]
        return self._replace(cells=cells, t=t, rows=rows, of_weight=own)

    def parameter(self, row: int, unit: int) -> Given | None:
        """Return the weight whose gradient a number is; None for a number of a cell."""
        if self.of_weight is None:
            return None
        column = () if "bias" in self.weight else (unit,)
        return Given(self.weight, (int(self.of_weight[row]), *column))


class Findings:
    """Results of the comparisons of one pass so far."""

    def __init__(self, config: LSTMConfig, backward: bool = False) -> None:
        forwards = (*config.readers, *config.cell.kept, *READOUT, *COPIES)
        self._backward = backward
        self._phases = (DY, *config.gradients, *GIVEN, *WEIGHTS) if backward else forwards
        self.first: Disagreement | None = None
        self.largest: dict[CheckKind, Largest] = {}
        self._shares: dict[Lane, list[tuple[Array, Array]]] = {}

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
        if comparable is not None and comparable.all():
            comparable = None
        with np.errstate(all="ignore"):
            # The subtraction in their own dtype is exact for numbers that are nearly equal.
            difference = np.asarray(ours - expected)
            np.abs(difference, out=difference)
            ratio = difference / bound
            shares = _row_maxima(ratio)
            if comparable is not None or not (shares <= 1).all():
                ratio = np.divide(difference, bound, dtype=np.float64)
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
            self._shares.setdefault(places.lane, []).append((places.t, shares))

    def strips(self) -> dict[Lane, Strip]:
        """Return the largest share of the bound at each timestep, by lane."""
        result = {}
        for lane, noted in self._shares.items():
            t, shares = (np.concatenate(arrays) for arrays in zip(*noted, strict=True))
            ratios = np.full(int(t.max() - t.min()) + 1, np.nan)
            np.fmax.at(ratios, t - t.min(), shares)
            known = np.flatnonzero(~np.isnan(ratios))
            if len(known):
                inside = slice(int(known[0]), int(known[-1]) + 1)
                result[lane] = Strip(int(t.min()) + inside.start, ratios[inside].copy())
        return result

    def order(self, kind: CheckKind, cell: int, batch: int, unit: int) -> tuple[int, ...]:
        """Return a place in the order of computation; the smallest is the first."""
        phase = self._phases.index(kind.quantity)
        if self._backward:  # all checks of one number, then the next number
            return cell, phase, _CHECKS_BACK.index(kind.check), batch, unit
        return cell, CHECKS.index(kind.check), phase, batch, unit

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
        among = batch if places.of_weight is None else int(places.of_weight[row])
        order = self.order(kind, int(places.cells[row]), among, unit)
        if self.first is None or order < self.first.order:
            t, parameter = int(places.t[row]), places.parameter(row, unit)
            at = Address(kind.quantity, places.lane, t, batch, unit)
            numbers = ours, expected, bound
            self.first = Disagreement(kind.check, at, *numbers, kind.dtype, order, parameter)


def _row_maxima(array: Array) -> Array:
    # Like `array.max(axis=1)`, which takes several times as long.
    return np.asarray(array[np.arange(len(array)), array.argmax(axis=1)])
