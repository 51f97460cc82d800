"""Baselines: named runs that are kept for comparison with the present one. Frozen."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.translation import tr
from ui.session.document import Document
from ui.session.training_state.checkpoint import TrainingCheckpoint

if TYPE_CHECKING:
    from simulator.analysis.comparison import RunComparison
    from simulator.engine.recorded_run import RecordedRun


MOST = 16


@dataclass(frozen=True, eq=False, slots=True)
class Pin:
    """Experiment kept under a name; its run is computed again when needed.

    A pin of a stored trace has the recording instead (see `engine.recorded_run`), and a one-line
    remark on how it differs from the run that it was first compared with. A pin with a mistake has
    the run of an engine that makes it. A pin of a training step has its place.
    """

    name: str
    experiment: Experiment
    recorded: "RecordedRun | None" = None
    remark: str = ""
    mistake: str = ""
    place: TrainingCheckpoint | None = None

    def is_of(self, run: Run) -> bool:
        """Return True when a run is the pinned one; a recording is none that our engine made."""
        same = self.experiment is run.experiment and self.mistake == run.mistake
        return same and self.recorded is None

    def gives(self, baseline: Run | None) -> bool:
        """Return True when a baseline is this pin's run, and not another that stands in for it."""
        if baseline is None:
            return False
        return self.recorded is baseline or self.is_of(baseline)


@dataclass(frozen=True, eq=False, slots=True)
class Baselines:
    """Pins in the order they were made, and the chosen one.

    chosen: None for the run before the last edit.
    """

    pins: tuple[Pin, ...] = ()
    chosen: Pin | None = None

    def with_pin(
        self,
        name: str,
        experiment: Experiment,
        recorded: "RecordedRun | None" = None,
        mistake: str = "",
        place: TrainingCheckpoint | None = None,
    ) -> "Baselines":
        """Pin another experiment and choose it. A name that is taken gets a number.

        Raises:
            ValueError: the largest number of pins is reached.
        """
        if len(self.pins) >= MOST:
            raise ValueError(tr("{most} runs are already pinned. Unpin one first", most=MOST))
        pin = Pin(self._own_name(name), experiment, recorded, mistake=mistake, place=place)
        return Baselines((*self.pins, pin), pin)

    def with_document(self, document: Document, edit: str | None) -> "Baselines":
        """Pin a document's run under the label of its last edit, or else under its title.

        In training it is named by the step.

        Raises:
            ValueError: the largest number of pins is reached.
        """
        experiment, mistake = document.computed
        place = document.training
        if place is not None and place.shows(experiment):
            name = tr("step {step}", step=place.step)
            return self.with_pin(name, experiment, mistake=mistake, place=place)
        edited = document.computed != (document.original, "")
        name = edit if edited and edit is not None else document.title
        return self.with_pin(name, experiment, mistake=mistake)

    def with_place(
        self, place: TrainingCheckpoint, experiment: Experiment, name: str
    ) -> "Baselines":
        """Pin the network of a training step; one that is pinned already is chosen.

        Raises:
            ValueError: the largest number of pins is reached.
        """
        for pin in self.pins:
            known = pin.place
            if known is not None and known.run is place.run and known.step == place.step:
                return self.choosing(pin)
        return self.with_pin(name, experiment, place=place)

    def choosing(self, pin: Pin | None) -> "Baselines":
        """Choose another baseline."""
        return replace(self, chosen=pin)

    def choosing_next(self) -> "Baselines":
        """Choose the next in order: the run before the last edit, then each pin."""
        order = (None, *self.pins)
        return self.choosing(order[(order.index(self.chosen) + 1) % len(order)])

    def renamed(self, pin: Pin, name: str) -> "Baselines":
        """Rename a pin; an empty name changes nothing."""
        if name.strip() in ("", pin.name):
            return self
        other = replace(pin, name=self._own_name(name))
        pins = tuple(other if p is pin else p for p in self.pins)
        return Baselines(pins, other if self.chosen is pin else self.chosen)

    def remarked(self, recorded: "RecordedRun", remark: str) -> "Baselines":
        """Set the remark on the pin of a recording."""
        pins = tuple(replace(p, remark=remark) if p.recorded is recorded else p for p in self.pins)
        at = None if self.chosen is None else self.pins.index(self.chosen)
        return Baselines(pins, None if at is None else pins[at])

    def without(self, pin: Pin) -> "Baselines":
        """Remove a pin."""
        chosen = None if self.chosen is pin else self.chosen
        return Baselines(tuple(p for p in self.pins if p is not pin), chosen)

    def _own_name(self, name: str) -> str:
        plain = own = " ".join(name.split())
        taken, number = {pin.name for pin in self.pins}, 2
        while own in taken:
            own, number = f"{plain} ({number})", number + 1
        return own


@dataclass(frozen=True, eq=False, slots=True)
class Against:
    """Comparison of the present run with its baseline.

    Attributes:
        baselines: the baselines to choose from.
        name: the baseline's name; empty when there is none.
        comparison: with the baseline; None when there is none, or they cannot be compared.
        position: the position compared up to.
        obstacle: why they cannot be compared, in words.
        apart: why their gradients are not compared, in words; empty where they are.
    """

    baselines: Baselines = Baselines()
    name: str = ""
    comparison: "RunComparison | None" = None
    position: int = 0
    obstacle: str | None = None
    apart: str = ""

    @property
    def pin_name(self) -> str:
        """The chosen pin's name, also where the present run has another baseline; or empty."""
        return "" if self.baselines.chosen is None else self.baselines.chosen.name

    @property
    def baseline(self) -> Run | None:
        """The baseline's run, or None."""
        return None if self.comparison is None else self.comparison.before
