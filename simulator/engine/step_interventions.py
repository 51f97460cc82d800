"""StepInterventions: the holds and cuts on one lane, in the form that the engine's steps use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..lstm.config import LSTMConfig
from ..lstm.interventions import Cut, Hold, Intervention
from ..lstm.lane import Lane
from ..lstm.parameters import CellWeights


class HeldValues(NamedTuple):
    """Places where one quantity is held, (n, width) of bools, and the values, (n, width)."""

    where: Array
    values: Array


class KeptInputs(NamedTuple):
    """Effect of cuts on one row of the weights: the (n,) rows touched, and the inputs kept.

    x: (n, I) bools. h: (n, R) bools.
    """

    rows: Array
    x: Array
    h: Array


@dataclass(frozen=True, eq=False, slots=True)
class StepInterventions:
    """Holds and cuts on one step of one cell, for n batch rows.

    Attributes:
        fixed: by quantity. cuts: by the row of the weights, i f g o stacked.
    """

    fixed: Mapping[str, HeldValues] = field(default_factory=dict)
    cuts: Mapping[int, KeptInputs] = field(default_factory=dict)

    def hold(self, quantity: str, computed: Array, reached: Array | None = None) -> Array:
        """Replace computed values by held ones in place, and return the array.

        Args:
            computed: (n, width). reached: bools of the same shape, which become True where a value
                is held.
        """
        if quantity in self.fixed:
            where, values = self.fixed[quantity]
            np.copyto(computed, values, where=where)
            if reached is not None:
                reached |= where
        return computed

    def cut(self, z: Array, weights: CellWeights, x: Array, h_prev: Array) -> Array:
        """Write sums without the cut connections into z (n, 4H).

        A cut product is left out. An infinite weight times 0 would be NaN.
        """
        for row, (rows, keep_x, keep_h) in self.cuts.items():
            from_input = np.where(keep_x, x * weights.W_ih[row], 0)[rows].sum(axis=1)
            from_state = np.where(keep_h, h_prev * weights.W_hh[row], 0)[rows].sum(axis=1)
            if weights.b_ih is not None and weights.b_hh is not None:
                from_input, from_state = (
                    from_input + weights.b_ih[row],
                    from_state + weights.b_hh[row],
                )
            z[rows, row] = from_input + from_state
        return z


NONE = StepInterventions()
"""No holds and no cuts."""


class InterventionsByStep(Protocol):
    """Holds and cuts on the steps of one lane."""

    def timesteps(self) -> Array:
        """Return the timesteps with a hold or cut in some batch row, in order."""

    def at(self, t: Array, rows: Array) -> StepInterventions:
        """Return the holds and cuts at timesteps t (n,) of batch rows (n,), each with its own."""


class LaneInterventions:
    """Holds and cuts on one lane, prepared for queries by step.

    Args:
        holds: the whole LSTM's, other lanes' too. dtype: the values are rounded to it.
    """

    def __init__(
        self,
        holds: Sequence[Intervention],
        config: LSTMConfig,
        lane: Lane,
        dtype: np.dtype[Any],
    ) -> None:
        self._holds = [h for h in holds if (h.layer, h.direction) == lane]
        self._config, self._layer, self._dtype = config, lane.layer, dtype
        if self._holds:
            columns = [(h.first, h.last, -1 if h.row is None else h.row) for h in self._holds]
            self._first, self._last, self._row = np.array(columns).T[..., None]
        self._latest: tuple[tuple[int, bytes], StepInterventions] = (0, b""), NONE

    @classmethod
    def of(cls, experiment: Experiment, lane: Lane) -> "LaneInterventions":
        """Return those of an experiment."""
        return cls(experiment.holds, experiment.config, lane, experiment.dtype)

    def timesteps(self) -> Array:
        """Return the timesteps with a hold or cut in some batch row, in order."""
        if not self._holds:
            return np.empty(0, int)
        first, after = self._first.ravel(), self._last.ravel() + 1
        end = int(after.max()) + 1
        begun, ended = (np.bincount(places, minlength=end) for places in (first, after))
        return np.flatnonzero(np.cumsum(begun - ended) > 0)

    def at(self, t: Array, rows: Array) -> StepInterventions:
        """Return the holds and cuts at timesteps t (n,) of batch rows (n,), each with its own."""
        if not self._holds:
            return NONE
        active = (self._first <= t) & (t <= self._last) & ((self._row < 0) | (self._row == rows))
        key = active.shape[1], active.tobytes()
        if key != self._latest[0]:
            self._latest = key, self._gathered(active)
        return self._latest[1]

    def _gathered(self, active: Array) -> StepInterventions:
        """Gather the holds that apply in each of the n rows: `active` is (holds, n)."""
        n, config = active.shape[1], self._config
        fixed: dict[str, HeldValues] = {}
        cuts: dict[int, KeptInputs] = {}
        for index in np.flatnonzero(active.any(axis=1)).tolist():
            hold, applies = self._holds[index], active[index]
            if isinstance(hold, Hold):
                shape = n, config.width(hold.quantity)
                nothing = HeldValues(np.zeros(shape, bool), np.zeros(shape, self._dtype))
                place = np.ix_(applies, hold.units)
                where, values = fixed.setdefault(hold.quantity, nothing)
                where[place], values[place] = True, hold.value
            else:
                self._add_cut(cuts, hold, applies)
        return StepInterventions(fixed, cuts)

    def _add_cut(self, cuts: dict[int, KeptInputs], cut: Cut, rows: Array) -> None:
        row, column = cut.index
        widths = self._config.layer_input_size(self._layer), self._config.output_size
        if row not in cuts:
            everything = (np.ones((len(rows), width), bool) for width in widths)
            cuts[row] = KeptInputs(np.zeros(len(rows), bool), *everything)
        kept = cuts[row]
        (kept.x if cut.kind == "weight_ih" else kept.h)[rows, column] = False
        kept.rows[:] |= rows


class OneStep:
    """Holds for a walk of one timestep, whose batch rows are steps from anywhere."""

    def __init__(self, held: StepInterventions) -> None:
        self._held = held

    def timesteps(self) -> Array:
        """Return the single timestep, if there is any hold or cut."""
        return np.arange(1 if self._held.fixed or self._held.cuts else 0)

    def at(self, t: Array, rows: Array) -> StepInterventions:
        """Return the holds and cuts on all the batch rows."""
        return self._held


NO_INTERVENTIONS: InterventionsByStep = OneStep(NONE)
"""No holds and cuts on any step of a lane."""
