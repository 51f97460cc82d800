"""Statistics of units: one figure for each unit, over the computed steps of a lane's walk."""

from typing import Protocol

import numpy as np

from ..arrays import Array
from ..engine.time_order import span
from ..network.activation import LEFT_END, RIGHT_END, on_curve
from ..network.lane import Lane
from ..network.parameters import Parameters
from ..network.quantities import EVERY

_SUM, _SQUARES, _SIZES, _LEFT, _RIGHT, _UNDEFINED = range(6)
_LOST = 1e-9
"""Share of a total that a subtraction may leave: of less, too few digits would be right."""


class Values(Protocol):
    """Numbers over time, (n, width): an array, or differences that are computed when indexed."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape: (n, width)."""

    def __getitem__(self, key: slice) -> Array: ...


class UnitStatistics:
    """Figures of every unit over the computed steps of a walk; follows it forwards and back.

    All figures are (width,) float64: NaN before the first step. NaN and infinite numbers count only
    in `undefined`, and make a unit's mean and variance NaN.

    Attributes:
        steps: the number of steps counted.
    """

    def __init__(self, values: Values, direction: int, quantity: str = "") -> None:
        """Start with no steps counted.

        Args:
            values: (n, width), one batch row over time. direction: of the walk, 0 forward,
                1 reverse. quantity: its curve has the two ends; empty for numbers without a curve.
        """
        self._values, self._direction = values, direction
        self._quantity = EVERY[quantity] if quantity and EVERY[quantity].curve else None
        self._length, self._width = values.shape
        self._totals = np.zeros((6, self._width))
        # Sums of distances from each unit's first number keep digits that sums of numbers lose.
        self._first: Array | None = None
        self.steps = 0

    def follow(self, steps: int, budget: int) -> int:
        """Count up or back to `steps`, reading about `budget` numbers at most.

        Returns the rest of the budget. Call again for the steps not reached.
        """
        most = max(1, budget // max(1, self._width))
        if steps < self.steps:
            far = 2 * steps < self.steps
            to = max(steps, self.steps - most)
            left = None if far else self._without(to)
            if left is None:  # from the start there is less to read, or digits are lost
                self._totals, self.steps = np.zeros_like(self._totals), 0
            else:
                budget -= (self.steps - to) * self._width
                self._totals, self.steps = left, to
        if steps > self.steps:
            to = min(steps, self.steps + most)
            with np.errstate(all="ignore"):
                self._totals = self._totals + self._counted(self.steps, to)
            budget -= (to - self.steps) * self._width
            self.steps = to
        return budget

    @property
    def mean(self) -> Array:
        """Mean of each unit's numbers."""
        return self._defined(self._start() + self._of_steps(_SUM))

    @property
    def mean_size(self) -> Array:
        """Mean of each unit's magnitudes."""
        return self._defined(self._of_steps(_SIZES))

    @property
    def variance(self) -> Array:
        """Variance of each unit's numbers, 0 for constant ones."""
        with np.errstate(all="ignore"):
            variance = self._of_steps(_SQUARES) - self._of_steps(_SUM) ** 2
        return self._defined(np.maximum(variance, 0))

    @property
    def left(self) -> Array:
        """Share of the steps at which each unit is below the curve's left end: a gate is closed."""
        return self._of_steps(_LEFT)

    @property
    def right(self) -> Array:
        """Share of the steps at which each unit is above the curve's right end: a gate is open."""
        return self._of_steps(_RIGHT)

    @property
    def undefined(self) -> Array:
        """Share of the steps at which each unit is NaN or infinite."""
        return self._of_steps(_UNDEFINED)

    def _of_steps(self, row: int) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(self._totals[row] / (self.steps or np.nan))

    def _defined(self, figures: Array) -> Array:
        return np.where(self._totals[_UNDEFINED] > 0, np.nan, figures)

    def _start(self) -> Array:
        if self._first is None:
            first = np.asarray(self._part(0, 1), np.float64)[0]
            self._first = np.where(np.isfinite(first), first, 0.0)
        return self._first

    def _without(self, steps: int) -> Array | None:
        """Return the totals of the first `steps` steps; None where digits would be lost."""
        before = self._totals
        with np.errstate(all="ignore"):
            left = before - self._counted(steps, self.steps)
            sums = [_SQUARES, _SIZES]
            whole = bool((left[sums] >= _LOST * before[sums]).all()) and np.isfinite(left).all()
        return np.asarray(left) if whole else None

    def _counted(self, start: int, stop: int) -> Array:
        """Return the totals of steps start … stop-1, (6, width)."""
        part = self._part(start, stop)
        numbers = np.asarray(part, np.float64)
        finite = np.isfinite(numbers)
        whole = bool(finite.all())
        away = numbers - self._start()
        if not whole:
            numbers, away = (np.where(finite, of, 0.0) for of in (numbers, away))
        totals = np.zeros((6, self._width))
        totals[_SUM] = away.sum(axis=0)
        totals[_SQUARES] = np.einsum("tu,tu->u", away, away)
        totals[_SIZES] = np.abs(numbers).sum(axis=0)
        if self._quantity is not None:
            stands, curve = on_curve(self._quantity, part), self._quantity.curve
            totals[_LEFT] = np.count_nonzero(stands < LEFT_END[curve], axis=0)
            totals[_RIGHT] = np.count_nonzero(stands > RIGHT_END[curve], axis=0)
        if not whole:
            totals[_UNDEFINED] = np.count_nonzero(~finite, axis=0)
        return totals

    def _part(self, start: int, stop: int) -> Array:
        return self._values[slice(*span(self._direction, self._length, start, stop))]


def weight_norms(parameters: Parameters, lane: Lane, quantity: str) -> Array:
    """Return the norm of the weights of each unit, (width,) float64.

    Of a gate: its unit's rows of W_ih, W_hh and b, the sum of both biases. Of c and m, and of h
    without a projection: the rows of all gates. Of h with a projection: the row of W_hr.
    """
    weights = parameters.cell(lane)
    if quantity == weights.cell.output and weights.W_hr is not None:
        return np.sqrt(_squares(weights.W_hr))
    parts = [weights.W_ih, weights.W_hh]
    if weights.b_ih is not None and weights.b_hh is not None:
        parts.append((weights.b_ih + weights.b_hh)[:, None])
    units = parameters.config.hidden_size
    gates = tuple(weights.cell.gates["torch"])
    chosen = (quantity,) if quantity in gates else gates
    rows_of_gates = [parameters.config.rows_of(gate) for gate in chosen]
    with np.errstate(all="ignore"):
        return np.sqrt(
            sum(
                (_squares(part[rows]) for part in parts for rows in rows_of_gates),
                np.zeros(units),
            )
        )


def _squares(rows: Array) -> Array:
    """Return the sum of squares of each row."""
    squares: Array = np.einsum("uw,uw->u", rows, rows, dtype=np.float64)
    return squares
