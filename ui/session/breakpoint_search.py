"""Breakpoint search: finds what stops a run while it advances. The workbench owns it."""

from simulator.breakpoints.conditions import TORCH, Hit, first_hit, last_hit
from simulator.check.report import CheckReport
from simulator.engine.run import Run
from simulator.translation import tr
from ui.session.watching import Watching
from ui.style import number_format

CELLS_AT_ONCE = 2048
"""Number of cells searched before events are processed."""


class BreakpointSearch:
    """While searching, tests every position that the run reaches against the breakpoints.

    Torch's results come later: until the user moves, they may still stop the run at an earlier
    position.

    Attributes:
        watching: the breakpoints to search for.
        hit: the hit that stopped the run. notice: that hit in words, or that there was none, or
            nothing left to search.
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
        """Search from a position on; the position itself does not count."""
        if not self.looking:
            self._from = self._looked = position
            self.hit, self.notice = None, ""

    def rest(self) -> None:
        """End the search; the notice stays."""
        self._from = self._looked = None

    def leave(self) -> None:
        """End the search and clear the notice, after the user has moved."""
        self.rest()
        self.hit, self.notice = None, ""

    def find_nothing_left(self) -> None:
        """Say that the run is at its end already."""
        self.leave()
        self.notice = tr("The run is at its end. Step back, or go to the start, and on from there")

    def tell(self, notice: str) -> None:
        """Show a notice until the user moves."""
        self.notice = notice

    def forget(self) -> None:
        """Clear the notice, which was about the former run."""
        if not self.looking:
            self.leave()

    def limit(self, run: Run, position: int) -> int:
        """Return how far towards a position the run may go at once."""
        if self._looked is None or position <= self._looked:
            return position
        return min(position, run.schedule.position_some_cells_on(self._looked, CELLS_AT_ONCE))

    def look(self, run: Run, position: int) -> Hit | None:
        """Search up to a position that the run has reached; return the first hit."""
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
        """Search a check report over the positions passed; return the first hit."""
        if self._from is None or position <= self._from:
            return None
        asked = [c for c in self.watching.conditions if c.test == TORCH]
        hit = first_hit(asked, run.trace, run.schedule, self._from, position, report)
        if hit is not None:
            self.rest()
            self._say(run, hit)
        return hit

    def look_back(self, run: Run, position: int, report: CheckReport | None) -> Hit | None:
        """Return the last hit before a position."""
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
            number=hit.number.text(),
            value=value,
        )
