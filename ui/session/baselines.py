"""Baselines: the runs that are kept, by name, for the present one to be compared with. Frozen."""

from dataclasses import dataclass, replace

from simulator.analysis.comparison import RunComparison
from simulator.engine.recorded_run import RecordedRun
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.translation import tr

MOST = 16


@dataclass(frozen=True, eq=False, slots=True)
class Pin:
    """An experiment that is kept under a name; its run is computed again where it is needed.

    One that a trace was read for has that instead (see `engine.recorded_run`), and in a line how it
    differs from the run that it was first compared with. With a mistake it is the run of an engine
    that makes it.
    """

    name: str
    experiment: Experiment
    recorded: RecordedRun | None = None
    remark: str = ""
    mistake: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Baselines:
    """What is pinned, in the order in which it was, and what is chosen of it.

    chosen: None for the run before the last edit.
    """

    pins: tuple[Pin, ...] = ()
    chosen: Pin | None = None

    def with_pin(
        self,
        name: str,
        experiment: Experiment,
        recorded: RecordedRun | None = None,
        mistake: str = "",
    ) -> "Baselines":
        """Pin another experiment and choose it. The name is made its own where it is taken.

        Raises:
            ValueError: there are as many as can be kept.
        """
        if len(self.pins) >= MOST:
            raise ValueError(tr("{most} runs are pinned already: unpin one first", most=MOST))
        pin = Pin(self._own_name(name), experiment, recorded, mistake=mistake)
        return Baselines((*self.pins, pin), pin)

    def choosing(self, pin: Pin | None) -> "Baselines":
        """Compare with another."""
        return replace(self, chosen=pin)

    def choosing_next(self) -> "Baselines":
        """Compare with the next in order: the run before the last edit, then each pin."""
        order = (None, *self.pins)
        return self.choosing(order[(order.index(self.chosen) + 1) % len(order)])

    def renamed(self, pin: Pin, name: str) -> "Baselines":
        """Call a pin something else; an empty name changes nothing."""
        if name.strip() in ("", pin.name):
            return self
        other = replace(pin, name=self._own_name(name))
        pins = tuple(other if p is pin else p for p in self.pins)
        return Baselines(pins, other if self.chosen is pin else self.chosen)

    def remarked(self, recorded: RecordedRun, remark: str) -> "Baselines":
        """Say something of the pin of a recording."""
        pins = tuple(replace(p, remark=remark) if p.recorded is recorded else p for p in self.pins)
        at = None if self.chosen is None else self.pins.index(self.chosen)
        return Baselines(pins, None if at is None else pins[at])

    def without(self, pin: Pin) -> "Baselines":
        """Let go of a pin."""
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
    """What the present run is compared with.

    Attributes:
        baselines: what there is to compare with.
        name: what the baseline is called; empty when there is none.
        comparison: with the baseline; None when there is none, or it can not be compared.
        position: up to which both are compared.
        obstacle: why they can not be, in words.
    """

    baselines: Baselines = Baselines()
    name: str = ""
    comparison: RunComparison | None = None
    position: int = 0
    obstacle: str | None = None

    @property
    def baseline(self) -> Run | None:
        """The run that is compared with."""
        return None if self.comparison is None else self.comparison.before
