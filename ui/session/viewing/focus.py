"""Focus of the user: lane, batch row, unit, and the number or weight that the ledger stays at."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.analysis.address import WITHOUT_UNIT, Address, Given, Source
from simulator.analysis.weight_gradient import WeightGradient, learns
from simulator.engine.gate_step import GateStep
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY
from simulator.network.lane import Lane, split_name
from simulator.network.quantities import Y

if TYPE_CHECKING:
    from simulator.breakpoints.conditions import Hit


@dataclass(frozen=True, slots=True)
class Focus:
    """Focus of the user; `Snapshot` describes the fields."""

    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    row: int = 0
    unit: int = 0
    pinned: Address | None = None
    parameter: Given | None = None
    trail: tuple[Source, ...] = ()

    def following(self) -> "Focus":
        """Let the ledger follow the steps again."""
        return Focus(self.lane, self.row, self.unit)

    def stepping(self, back: bool) -> "Focus":
        """Look at the position again; on the way back the ledger stays at a weight's gradient."""
        return replace(self.following(), parameter=self.parameter if back else None)

    def on_lane(self, lane: Lane, row: int) -> "Focus":
        """Look at another lane or batch row, following the steps there."""
        return Focus(lane, row, self.unit)

    def on_unit(self, unit: int) -> "Focus":
        """Look at another unit; of the pinned number's quantity and timestep, if one is pinned.

        An output of a readout, or an input, is no unit: it is pinned no longer.
        """
        pinned = self.pinned
        if pinned is not None:
            pinned = None if pinned.quantity in WITHOUT_UNIT else replace(pinned, unit=unit)
        return replace(self, unit=unit, pinned=pinned, parameter=None, trail=())

    def on_step(self, step: GateStep, whole_tick: bool, bidirectional: bool) -> "Focus":
        """Look at the lane of the step just taken, when it would be hidden.

        A tick with one direction computes every layer; with two directions, a single layer.
        """
        lane = step.cell.lane
        if not whole_tick or (bidirectional and step.quantity in (Y, DY)):
            return replace(self, lane=lane)
        return replace(self, lane=self.lane._replace(layer=lane.layer)) if bidirectional else self

    def on_hit(self, hit: "Hit", config: LSTMConfig) -> "Focus":
        """Look at the number that stopped a run, or at the weight whose gradient did."""
        if isinstance(hit.number, WeightGradient):
            return self.on_parameter(hit.number.parameter, None, config)
        return self._beside(hit.number, config)

    def on_subject(self, subject: Address, shown: Source | None, config: LSTMConfig) -> "Focus":
        """Pin one number; the way back to the one shown before is kept."""
        trail = self._trail_to(subject, shown)
        return replace(self._beside(subject, config), pinned=subject, trail=trail)

    def on_parameter(self, parameter: Given, shown: Source | None, config: LSTMConfig) -> "Focus":
        """Let the ledger stay at the gradient of a weight, and look at its lane and unit."""
        lane, unit = self.lane, self.unit
        if not parameter.of_objective:
            kind, lane = split_name(parameter.name)
            unit = unit if kind == "weight_hr" else parameter.indices[0] % config.hidden_size
        trail = self._trail_to(parameter, shown)
        return Focus(lane, self.row, unit, parameter=parameter, trail=trail)

    def _trail_to(self, subject: Source, shown: Source | None) -> tuple[Source, ...]:
        return self.trail if shown is None or shown == subject else (*self.trail, shown)

    def _beside(self, number: Address, config: LSTMConfig) -> "Focus":
        """Follow the steps where a number is; an output or an input keeps the unit."""
        unit = self.unit if number.quantity in WITHOUT_UNIT else number.unit
        return Focus(number.lane_in(config), number.row, unit)

    def back(self, config: LSTMConfig) -> "Focus":
        """Return to the number that the ledger came from; from the first, follow the steps."""
        if not self.trail:
            return self.following()
        *rest, subject = self.trail
        if isinstance(subject, Given):
            return replace(self.on_parameter(subject, None, config), trail=tuple(rest))
        pinned = subject if rest else None
        return replace(self._beside(subject, config), pinned=pinned, trail=tuple(rest))

    def fits(self, experiment: Experiment) -> bool:
        """Return True when an experiment has this lane, unit, number and weight."""
        config, number = experiment.config, self.pinned
        if self.lane not in config.lanes() or self.row >= experiment.batch_size:
            return False
        there = number is None or number.exists(experiment)
        there = there and (self.parameter is None or learns(self.parameter, experiment))
        return there and self.unit < config.hidden_size

    def carried_to(self, experiment: Experiment) -> "Focus":
        """Stay where an experiment has all of it; else follow the steps, within its shape."""
        if self.fits(experiment):
            return self
        config, row = experiment.config, min(self.row, experiment.batch_size - 1)
        lane = self.lane if self.lane in config.lanes() else Lane()
        return Focus(lane, row, min(self.unit, config.hidden_size - 1))
