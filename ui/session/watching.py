"""Watching: the watches, and the breakpoints that stop a run. Frozen."""

from dataclasses import dataclass, replace

from simulator.analysis.address import Address
from simulator.breakpoints.condition_parser import Target, parse
from simulator.breakpoints.conditions import AT, Condition, Where
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import DIRECTIONS, Lane
from simulator.translation import tr


@dataclass(frozen=True, slots=True)
class Watch:
    """One unit of a quantity in a lane and row, at the present timestep."""

    quantity: str
    unit: int
    layer: int = 0
    direction: int = 0
    row: int = 0

    @property
    def lane(self) -> Lane:
        """Layer and direction."""
        return Lane(self.layer, self.direction)

    def text(self) -> str:
        """Write it as `c[2]`."""
        return f"{self.quantity}[{self.unit}]"

    def place(self, config: LSTMConfig, batch: int) -> str:
        """Write its place as `layer 1 reverse row 0`, without parts that the options fix."""
        words = []
        if config.num_layers > 1 or self.layer:
            words.append(tr("layer {layer}", layer=self.layer))
        if config.bidirectional or self.direction:
            words.append(tr(DIRECTIONS[self.direction]))
        if batch > 1 or self.row:
            words.append(tr("row {row}", row=self.row))
        return " ".join(words)

    def exists(self, config: LSTMConfig, batch: int) -> bool:
        """Return True when an LSTM of these options has this number."""
        lanes = list(config.lanes())
        return (
            self.quantity in config.quantities
            and self.unit < config.width(self.quantity)
            and self.lane in lanes
            and self.row < batch
        )


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Condition that stops a run, unless it is disabled."""

    condition: Condition
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Watching:
    """Watches and breakpoints, each in the order in which they were added."""

    watches: tuple[Watch, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Conditions of the enabled breakpoints."""
        return tuple(b.condition for b in self.breakpoints if b.enabled)

    def typed(self, text: str, lane: Lane, row: int) -> "Watching":
        """Add what the user typed: `c[2]` is a watch, `c[2] > 1.5` a breakpoint.

        A watch gets the given lane and row, where the text names no others.

        Raises:
            ValueError: in words for the user.
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
        """Add a watch; an existing one keeps its place."""
        there = watch in self.watches
        return self if there else replace(self, watches=(*self.watches, watch))

    def with_breakpoint(self, condition: Condition) -> "Watching":
        """Add a breakpoint, enabled; an existing one is enabled in its place."""
        if any(b.condition == condition for b in self.breakpoints):
            return self.enabling(condition, True)
        return replace(self, breakpoints=(*self.breakpoints, Breakpoint(condition)))

    def enabling(self, condition: Condition, enabled: bool) -> "Watching":
        """Enable or disable a breakpoint."""
        return replace(
            self,
            breakpoints=tuple(
                Breakpoint(condition, enabled) if b.condition == condition else b
                for b in self.breakpoints
            ),
        )

    def without(self, item: Watch | Condition) -> "Watching":
        """Remove a watch, or the breakpoint of a condition."""
        return Watching(
            tuple(w for w in self.watches if w != item),
            tuple(b for b in self.breakpoints if b.condition != item),
        )

    def toggled(self, condition: Condition) -> "Watching":
        """Add the breakpoint of a condition, or remove it when it exists."""
        there = any(b.condition == condition for b in self.breakpoints)
        return self.without(condition) if there else self.with_breakpoint(condition)


def at_subject(subject: Address) -> Condition:
    """Return the condition that stops where one number is computed."""
    where = Where(*subject.lane, subject.row)
    return Condition(AT, subject.quantity, subject.unit, number=subject.t, where=where)


def watch_of(subject: Address) -> Watch:
    """Return the watch of one number."""
    return Watch(subject.quantity, subject.unit, *subject.lane, subject.row)
