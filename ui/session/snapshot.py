"""Snapshot: everything that a panel needs to draw the window at one moment. Frozen.

It adds to `RunView` what is said of it, which several panels tell.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.analysis.address import Address, Source
from simulator.analysis.weight_gradient import WeightGradient
from simulator.network.gradient_quantities import DY
from simulator.network.lane import DIRECTIONS, Lane
from simulator.network.quantities import Y
from simulator.translation import tr
from ui.session.lessons.view import LessonView
from ui.session.training_state.setting import TrainingSetting
from ui.session.training_state.view import TrainingView
from ui.session.viewing.run_view import RunView

if TYPE_CHECKING:
    from simulator.analysis.meaning.context import Names
    from simulator.analysis.meaning.facts import Meaning
    from simulator.analysis.meaning.gradients.facts import GradientMeaning


TIMESTEP, GATE = "timestep", "gate"
"""Granularities of a step."""


@dataclass(frozen=True, eq=False)
class Snapshot(RunView):
    """State of the whole window. Snapshots of one run share it: compare runs by identity.

    Attributes:
        training: how training stands; None where the document cannot be trained.
        setting: how it is to learn. obstacle: why it cannot be trained, in words; else empty.
        lesson: what the strip of a lesson shows; None without one.
    """

    training: TrainingView | None = None
    setting: TrainingSetting = field(default_factory=TrainingSetting)
    obstacle: str = ""
    lesson: LessonView | None = None

    def place(self) -> str:
        """Position in words, of the selected layer: `layer 1 · forward t 5 · reverse t 7`.

        With one direction `layer 1 · t 5`.
        """
        directions = range(self.experiment.config.num_directions)
        lanes = [self.lane._replace(direction=direction) for direction in directions]
        places = []
        for lane in lanes:
            t = self.timestep_of(lane)
            place = tr("start") if t is None else f"t {t}"
            places.append(f"{tr(DIRECTIONS[lane.direction])} {place}" if len(lanes) > 1 else place)
        return " · ".join([tr("layer {layer}", layer=self.lane.layer), *places])

    @cached_property
    def subject(self) -> Address | None:
        """The number that is looked at: the pinned one, else the lit gate's selected unit."""
        if self.pinned is not None:
            return self.pinned
        if self.timestep is None or self.quantity is None:
            return None
        if self.quantity == Y:
            return self.said(self.timestep)
        quantity, t = self.quantity, self.timestep
        if quantity == "dz":
            quantity = f"d{self.experiment.config.cell.rows[0].key}"
        if quantity == DY and not self.reads_at(t):
            t = self.experiment.lengths[self.row] - 1
        first = Address(quantity, self.lane, t, self.row)
        return replace(first, unit=min(self.unit, first.width(self.experiment) - 1))

    @cached_property
    def weight_subject(self) -> WeightGradient | None:
        """Gradient of the weight that the ledger stays at, as far as it is walked; else None."""
        if self.parameter is None:
            return None
        return WeightGradient.at(self.parameter, self.schedule, self.position)

    @property
    def stays(self) -> bool:
        """True while the ledger stays at a number or a weight, and follows no step."""
        return self.pinned is not None or self.parameter is not None

    @property
    def in_ledger(self) -> Source | None:
        """What the ledger takes apart: a number, or a weight, whose gradient it is."""
        return self.subject if self.parameter is None else self.parameter

    def said(self, timestep: int) -> Address:
        """Return the largest of the outputs of a readout, at a timestep of the selected row."""
        y = self.run.trace.values(Y, self.lane)[timestep, self.row]
        return Address(Y, t=timestep, row=self.row, unit=int(y.argmax()))

    @property
    def names(self) -> "Names":
        """Names that the document gives to features and timesteps."""
        from simulator.analysis.meaning.context import Names

        features = self.document.feature_names
        fits = len(features) == self.experiment.config.input_size
        return Names(features if fits else (), self.document.timestep_labels)

    @cached_property
    def meaning(self) -> "Meaning | None":
        """What the number that is looked at means, which several panels tell; None without one."""
        subject = self.subject
        if subject is None or subject.is_gradient:
            return None
        return self.meaning_of(subject)

    @cached_property
    def blame(self) -> "GradientMeaning | None":
        """What the gradient that is looked at means; None for any other number."""
        subject = self.subject
        return None if subject is None or not subject.is_gradient else self.blame_of(subject)

    @cached_property
    def teaching(self) -> "GradientMeaning | None":
        """What taught the weight that the ledger stays at; None before the way back begins."""
        return None if self.weight_subject is None else self.blame_of(self.weight_subject)

    def meaning_of(self, subject: Source) -> "Meaning":
        """Return what a number means, a weight's at the looked-at timestep."""
        from simulator.analysis.meaning.context import MeaningContext
        from simulator.analysis.meaning.facts import Meaning
        from simulator.analysis.meaning.meaning import meaning
        from simulator.analysis.meaning.subjects import hidden

        if isinstance(subject, Address) and subject in self.cover.numbers:
            context = MeaningContext(self.run, self.names, self.shows_number)
            return Meaning(subject, None, hidden(context, subject))
        shows, covered = self.shows_number, self.cover.numbers
        return meaning(self.run, subject, self.names, shows, self.timestep, self.row, covered)

    def blame_of(self, gradient: Address | WeightGradient) -> "GradientMeaning | None":
        """Return what a gradient means, a weight's as far as the reader has come; None before."""
        from simulator.analysis.meaning.context import MeaningContext
        from simulator.analysis.meaning.gradients.facts import GradientMeaning
        from simulator.analysis.meaning.gradients.meaning import gradient_meaning
        from simulator.analysis.meaning.subjects import hidden

        if isinstance(gradient, Address) and gradient in self.cover.numbers:
            context = MeaningContext(self.run, self.names, self.shows_number)
            return GradientMeaning(gradient, None, hidden(context, gradient))
        if self.back is None:
            return None
        if isinstance(gradient, WeightGradient):
            gradient = WeightGradient.at(gradient.parameter, self.schedule, self.position)
        return gradient_meaning(self.back, gradient, self.names, self.position, self.shows_number)

    def followed(self, lane: Lane, row: int, unit: int) -> Address | None:
        """Return the number that the ledger follows in another lane, row and unit."""
        return replace(self, lane=lane, row=row, unit=unit, pinned=None).subject
