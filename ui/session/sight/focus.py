"""Focus of the user: lane, batch row, unit, and the number that the ledger is pinned to."""

from dataclasses import dataclass, replace

from simulator.analysis.address import WITHOUT_LANE, Address
from simulator.breakpoints.conditions import Hit
from simulator.engine.schedule import GateStep
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.gradient_quantities import DY
from simulator.lstm.lane import Lane
from simulator.lstm.quantities import Y


@dataclass(frozen=True, slots=True)
class Focus:
    """Focus of the user; `Snapshot` describes the fields."""

    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    row: int = 0
    unit: int = 0
    pinned: Address | None = None
    trail: tuple[Address, ...] = ()

    def following(self) -> "Focus":
        """Let the ledger follow the steps again."""
        return Focus(self.lane, self.row, self.unit)

    def on_lane(self, lane: Lane, row: int) -> "Focus":
        """Look at another lane or batch row, following the steps there."""
        return Focus(lane, row, self.unit)

    def on_unit(self, unit: int) -> "Focus":
        """Look at another unit; of the pinned number's quantity and timestep, if one is pinned.

        An output of a readout is no unit: it is pinned no longer.
        """
        pinned = self.pinned
        if pinned is not None:
            pinned = None if pinned.quantity in WITHOUT_LANE else replace(pinned, unit=unit)
        return replace(self, unit=unit, pinned=pinned, trail=())

    def on_step(self, step: GateStep, whole_tick: bool, bidirectional: bool) -> "Focus":
        """Look at the lane of the step just taken, when it would be hidden.

        A tick with one direction computes every layer; with two directions, a single layer.
        """
        lane = step.cell.lane
        if not whole_tick or (bidirectional and step.quantity in (Y, DY)):
            return replace(self, lane=lane)
        return replace(self, lane=self.lane._replace(layer=lane.layer)) if bidirectional else self

    def on_hit(self, hit: Hit, config: LSTMConfig) -> "Focus":
        """Look at the number that stopped a run."""
        return self._beside(hit.number, config)

    def on_subject(self, subject: Address, shown: Address | None, config: LSTMConfig) -> "Focus":
        """Pin one number; the way back to the one shown before is kept."""
        trail = self.trail if shown in (None, subject) else (*self.trail, shown)
        return replace(self._beside(subject, config), pinned=subject, trail=trail)

    def _beside(self, number: Address, config: LSTMConfig) -> "Focus":
        """Follow the steps where a number is; what is no unit of a cell keeps the unit."""
        of_cell = number.quantity not in WITHOUT_LANE and number.unit < config.hidden_size
        unit = number.unit if of_cell else self.unit
        return Focus(number.lane_in(config), number.row, unit)

    def back(self, config: LSTMConfig) -> "Focus":
        """Return to the number that the ledger came from; from the first, follow the steps."""
        if not self.trail:
            return replace(self, pinned=None)
        *rest, subject = self.trail
        pinned = subject if rest else None
        return replace(self._beside(subject, config), pinned=pinned, trail=tuple(rest))

    def fits(self, experiment: Experiment) -> bool:
        """Return True when an experiment has this lane, unit and number."""
        config, number = experiment.config, self.pinned
        if self.lane not in config.lanes() or self.row >= experiment.batch_size:
            return False
        there = number is None or number.exists(experiment)
        return there and self.unit < config.hidden_size

    def within(self, experiment: Experiment) -> "Focus":
        """Drop what an experiment of another shape lacks."""
        config, row = experiment.config, min(self.row, experiment.batch_size - 1)
        lane = self.lane if self.lane in config.lanes() else Lane()
        return Focus(lane, row, min(self.unit, config.hidden_size - 1))
