"""Stops: looks for what stops a run while it goes on. The workbench owns it."""

from simulator.breakpoints.conditions import TORCH, Hit, first_hit, last_hit
from simulator.check.report import CheckReport
from simulator.engine.run import Run
from simulator.translation import tr
from ui.session.watching import Watching
from ui.style import number_format

CELLS_AT_ONCE = 2048
"""How far is looked before the events are let through."""


class Stops:
    """While it looks, every position that the run comes to is held against the breakpoints.

    What torch says comes later: until someone moves by hand, it may still stop the run at an
    earlier position.

    Attributes:
        watching: what there is to look for.
        hit: what stopped the run. notice: in words, that, or that there was nothing to stop it.
    """

    def __init__(self) -> None:
        self.watching = Watching()
        self.hit: Hit | None = None
        self.notice = ""
        self._from: int | None = None
        self._looked: int | None = None

    @property
    def looking(self) -> bool:
        """True while the run goes on until something stops it."""
        return self._looked is not None

    def begin(self, position: int) -> None:
        """Look from a position on, which does not count itself."""
        if not self.looking:
            self._from = self._looked = position
            self.hit, self.notice = None, ""

    def rest(self) -> None:
        """Look no further; what was said stays."""
        self._from = self._looked = None

    def leave(self) -> None:
        """Look no further, and say nothing: someone has moved by hand."""
        self.rest()
        self.hit, self.notice = None, ""

    def forget(self) -> None:
        """Another run has come: what was said of the former no longer holds."""
        if not self.looking:
            self.leave()

    def limit(self, run: Run, position: int) -> int:
        """How far of the way to a position may be gone at once."""
        if self._looked is None or position <= self._looked:
            return position
        cells = run.schedule.cells_until(self._looked) + CELLS_AT_ONCE
        return min(position, run.schedule.position_after_cells(cells))

    def look(self, run: Run, position: int) -> Hit | None:
        """What is met on the way to a position that the run has come to."""
        if self._looked is None or position <= self._looked:
            return None
        values = [c for c in self.watching.conditions if c.test != TORCH]
        hit = first_hit(values, run.trace, run.schedule, self._looked, position)
        self._looked = position
        if hit is not None:
            self._looked = None
            self._say(run, hit)
        elif position == run.schedule.end:
            self._looked = None
            if values:
                self.notice = tr("No breakpoint was met on the way to the end")
        return hit

    def look_at_report(self, run: Run, position: int, report: CheckReport) -> Hit | None:
        """What torch says of the way that the run has come."""
        if self._from is None or position <= self._from:
            return None
        asked = [c for c in self.watching.conditions if c.test == TORCH]
        hit = first_hit(asked, run.trace, run.schedule, self._from, position, report)
        if hit is not None:
            self.rest()
            self._say(run, hit)
        return hit

    def look_back(self, run: Run, position: int, report: CheckReport | None) -> Hit | None:
        """The last hit before a position."""
        self.leave()
        conditions = self.watching.conditions
        hit = last_hit(conditions, run.trace, run.schedule, 0, position - 1, report)
        if hit is not None:
            self._say(run, hit)
        else:
            self.notice = tr("No breakpoint was met before this step")
        return hit

    def _say(self, run: Run, hit: Hit) -> None:
        value = number_format.exact(hit.number.value(run.trace))
        self.hit = hit
        self.notice = tr(
            "Stopped by {condition}: {number} = {value}",
            condition=hit.condition.text(),
            number=hit.number,
            value=value,
        )
