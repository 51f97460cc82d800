"""Watching: the numbers that are watched, and the breakpoints that stop a run. Frozen."""

from dataclasses import dataclass, replace

from simulator.breakpoints.condition_parser import Target, parse
from simulator.breakpoints.conditions import AT, Condition, Where
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import DIRECTIONS, Lane
from simulator.translation import tr
from ui.session.subject import Subject


@dataclass(frozen=True, slots=True)
class Watch:
    """One unit of a quantity in a lane and row, at whatever timestep is present."""

    quantity: str
    unit: int
    layer: int = 0
    direction: int = 0
    row: int = 0

    @property
    def lane(self) -> Lane:
        """The layer and direction."""
        return Lane(self.layer, self.direction)

    def text(self) -> str:
        """As `c[2]`."""
        return f"{self.quantity}[{self.unit}]"

    def place(self, config: LSTMConfig, batch: int) -> str:
        """As `layer 1 reverse row 0`, as far as an LSTM of these options has a choice."""
        words = []
        if config.num_layers > 1 or self.layer:
            words.append(tr("layer {layer}", layer=self.layer))
        if config.bidirectional or self.direction:
            words.append(tr(DIRECTIONS[self.direction]))
        if batch > 1 or self.row:
            words.append(tr("row {row}", row=self.row))
        return " ".join(words)

    def exists(self, config: LSTMConfig, batch: int) -> bool:
        """True when an LSTM of these options has this number."""
        phase = "z" if self.quantity.startswith("z") else self.quantity
        width = config.output_size if phase == "h" else config.hidden_size
        lanes = list(config.lanes())
        return (
            phase in config.quantities
            and self.unit < width
            and self.lane in lanes
            and self.row < batch
        )


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """A condition that stops a run, unless it is switched off."""

    condition: Condition
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Watching:
    """The watches and the breakpoints, each in the order in which they were added."""

    watches: tuple[Watch, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those that are to stop a run."""
        return tuple(b.condition for b in self.breakpoints if b.enabled)

    def typed(self, text: str, lane: Lane, row: int) -> "Watching":
        """With what a person typed: `c[2]` is a watch, `c[2] > 1.5` a breakpoint.

        A watch is of the lane and row that are given, where the text does not name others.

        Raises:
            ValueError: in words for the person.
        """
        meant = parse(text)
        if isinstance(meant, Target):
            where = meant.where
            place = (
                lane.layer if where.layer is None else where.layer,
                lane.direction if where.direction is None else where.direction,
                row if where.row is None else where.row,
            )
            return self.with_watch(Watch(meant.quantity, meant.unit, *place))
        return self.with_breakpoint(meant)

    def with_watch(self, watch: Watch) -> "Watching":
        """With one more watch; one that is there stays where it is."""
        there = watch in self.watches
        return self if there else replace(self, watches=(*self.watches, watch))

    def with_breakpoint(self, condition: Condition) -> "Watching":
        """With one more breakpoint, enabled; one that is there is enabled where it is."""
        if any(b.condition == condition for b in self.breakpoints):
            return self.enabling(condition, True)
        return replace(self, breakpoints=(*self.breakpoints, Breakpoint(condition)))

    def enabling(self, condition: Condition, enabled: bool) -> "Watching":
        """With a breakpoint switched on or off."""
        return replace(
            self,
            breakpoints=tuple(
                Breakpoint(condition, enabled) if b.condition == condition else b
                for b in self.breakpoints
            ),
        )

    def without(self, item: Watch | Condition) -> "Watching":
        """Without a watch, or the breakpoint of a condition."""
        return Watching(
            tuple(w for w in self.watches if w != item),
            tuple(b for b in self.breakpoints if b.condition != item),
        )

    def toggled(self, condition: Condition) -> "Watching":
        """With a breakpoint that was not there, or without the one that was."""
        there = any(b.condition == condition for b in self.breakpoints)
        return self.without(condition) if there else self.with_breakpoint(condition)


def at_subject(subject: Subject) -> Condition:
    """Stops where one number is computed."""
    where = Where(*subject.lane, subject.row)
    return Condition(AT, subject.quantity, subject.unit, number=subject.timestep, where=where)


def watch_of(subject: Subject) -> Watch:
    """Watches one number."""
    return Watch(subject.quantity, subject.unit, *subject.lane, subject.row)
