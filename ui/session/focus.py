"""Attention: what the user looks at: a lane, a unit, and the number that the ledger stays at."""

from dataclasses import dataclass, replace

from simulator.breakpoints.conditions import Hit
from simulator.engine.schedule import GateStep
from simulator.experiment.experiment import Experiment
from ui.session.subject import Lane, Subject


@dataclass(frozen=True, slots=True)
class Attention:
    """See `Snapshot` for what the fields mean."""

    lane: Lane = Lane()  # noqa: RUF009, for it is frozen
    unit: int = 0
    pinned: Subject | None = None
    trail: tuple[Subject, ...] = ()

    def following(self) -> "Attention":
        """Let the ledger follow the steps again."""
        return Attention(self.lane, self.unit)

    def on_lane(self, lane: Lane) -> "Attention":
        """Look at another lane."""
        return Attention(lane, self.unit)

    def on_unit(self, unit: int) -> "Attention":
        """Look at another unit."""
        return Attention(self.lane, unit)

    def on_step(self, step: GateStep, whole_tick: bool, bidirectional: bool) -> "Attention":
        """Look at the lane of the step that was taken, where it would be out of sight.

        A whole tick of one direction computes every layer, one of two directions a single layer.
        """
        layer, direction, _ = step.cell
        if not whole_tick:
            return replace(self, lane=replace(self.lane, layer=layer, direction=direction))
        return replace(self, lane=replace(self.lane, layer=layer)) if bidirectional else self

    def on_hit(self, hit: Hit) -> "Attention":
        """Look at the number that stopped a run."""
        number = hit.number
        return Attention(Lane(number.layer, number.direction, number.row), number.unit)

    def on_subject(self, subject: Subject, shown: Subject | None) -> "Attention":
        """Look at one number and stay there; the way back to the one that was shown is kept."""
        trail = self.trail if shown in (None, subject) else (*self.trail, shown)
        return Attention(subject.lane, subject.unit, subject, trail)

    def back(self) -> "Attention":
        """Return to the number that the ledger came from; from the first, follow the steps."""
        if not self.trail:
            return replace(self, pinned=None)
        *rest, subject = self.trail
        return Attention(subject.lane, subject.unit, subject if rest else None, tuple(rest))

    def fits(self, experiment: Experiment) -> bool:
        """True when an experiment has what is looked at."""
        config, lane, number = experiment.config, self.lane, self.pinned
        if (lane.layer, lane.direction) not in config.lanes() or lane.row >= experiment.batch_size:
            return False
        if self.unit >= config.hidden_size or number is None:
            return self.unit < config.hidden_size
        quantity = number.quantity.partition("_")[0]
        there = quantity in config.quantities and number.unit < config.width(quantity)
        return there and number.timestep < experiment.lengths[lane.row]

    def within(self, experiment: Experiment) -> "Attention":
        """Let go of what an experiment of another shape lacks."""
        lane = self.lane
        if (lane.layer, lane.direction) not in experiment.config.lanes():
            lane = Lane(row=lane.row)
        lane = replace(lane, row=min(lane.row, experiment.batch_size - 1))
        return Attention(lane, min(self.unit, experiment.config.hidden_size - 1))
