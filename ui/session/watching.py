"""Watching: the watches, and the breakpoints that stop a run. Frozen."""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.analysis.address import Address
from simulator.analysis.address_parser import AT, PartialAddress
from simulator.breakpoints.condition_parser import parse
from simulator.files.errors import plain
from simulator.network.lane import Lane

if TYPE_CHECKING:
    from simulator.breakpoints.conditions import Condition


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Condition that stops a run, unless it is disabled."""

    condition: "Condition"
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Unread:
    """Watch or breakpoint of a file that is not understood: kept for the next save, does nothing.

    Attributes:
        kind: the list that it was in. stored: its JSON.
    """

    kind: str
    stored: str

    @property
    def text(self) -> str:
        """Words of the user in it, for the table."""
        match json.loads(self.stored):
            case str(text) | [str(text), *_]:
                return plain(text)
            case _:
                return plain(self.stored)


@dataclass(frozen=True, slots=True)
class Watching:
    """Watches and breakpoints, each in the order in which they were added.

    Attributes:
        watches: units, each in its lane and row, at the present timestep: the t of each is 0.
        unread: those that a file has and that are not understood.
    """

    watches: tuple[Address, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def conditions(self) -> "tuple[Condition, ...]":
        """Conditions of the enabled breakpoints."""
        return tuple(b.condition for b in self.breakpoints if b.enabled)

    def typed(self, text: str, lane: Lane, row: int) -> "Watching":
        """Add what the user typed: `c[2]` is a watch, `c[2] > 1.5` a breakpoint.

        A watch gets the given lane and row, where the text names no others.

        Raises:
            ValueError: in words for the user.
        """
        meant = parse(text)
        if isinstance(meant, PartialAddress):
            return self.with_watch(meant.filled(lane, row))
        return self.with_breakpoint(meant)

    def with_watch(self, address: Address) -> "Watching":
        """Add the watch of an address, whatever its t; an existing one keeps its place."""
        watch = replace(address, t=0)
        there = watch in self.watches
        return self if there else replace(self, watches=(*self.watches, watch))

    def with_breakpoint(self, condition: "Condition") -> "Watching":
        """Add a breakpoint, enabled; an existing one is enabled in its place."""
        if any(b.condition == condition for b in self.breakpoints):
            return self.enabling(condition, True)
        return replace(self, breakpoints=(*self.breakpoints, Breakpoint(condition)))

    def enabling(self, condition: "Condition", enabled: bool) -> "Watching":
        """Enable or disable a breakpoint."""
        return replace(
            self,
            breakpoints=tuple(
                Breakpoint(condition, enabled) if b.condition == condition else b
                for b in self.breakpoints
            ),
        )

    def with_unread(self, kind: str, entry: Any) -> "Watching":
        """Add a JSON entry of a list of watches or breakpoints that is not understood.

        Raises:
            ValueError: JSON cannot hold it.
        """
        unread = Unread(kind, json.dumps(entry, allow_nan=False))
        return self if unread in self.unread else replace(self, unread=(*self.unread, unread))

    def without(self, item: "Address | Condition | Unread") -> "Watching":
        """Remove a watch, the breakpoint of a condition, or what was not understood."""
        return Watching(
            tuple(w for w in self.watches if w != item),
            tuple(b for b in self.breakpoints if b.condition != item),
            tuple(u for u in self.unread if u != item),
        )

    def toggled(self, condition: "Condition") -> "Watching":
        """Add the breakpoint of a condition, or remove it when it exists."""
        there = any(b.condition == condition for b in self.breakpoints)
        return self.without(condition) if there else self.with_breakpoint(condition)


def at_subject(subject: Address) -> "Condition":
    """Return the condition that stops where one number is computed."""
    from simulator.breakpoints.conditions import Condition

    unit, t = subject.unit, subject.t
    return Condition(AT, subject.quantity, unit, number=t, where=subject.where)
