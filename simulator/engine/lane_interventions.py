"""The holds and cuts on one lane, in the form that the engine's steps use."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from ..arrays import Array
from ..cells.interventions import NONE, HeldValues, KeptInputs, StepInterventions
from ..experiment.experiment import Experiment
from ..network.config import LSTMConfig
from ..network.interventions import Cut, Hold, Intervention
from ..network.lane import Lane


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
        """Return the holds and cuts of an experiment on a lane."""
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


def next_held(held: Array, step: int, steps: int) -> int:
    """Return the next of some steps, in order, from `step` on; all `steps` where there is none."""
    index = held.searchsorted(step) if len(held) else 0
    return int(held[index]) if index < len(held) else steps


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
