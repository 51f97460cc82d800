"""Breakpoint search: finds what stops a run while it advances. The workbench owns it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.engine.schedule import Schedule
from simulator.engine.trace import Trace
from simulator.gradients.backward_run import BackwardRun
from simulator.gradients.gradient_trace import GradientTrace
from simulator.translation import tr
from ui.session.watching import Watching
from ui.style import number_format

if TYPE_CHECKING:
    from simulator.breakpoints.conditions import Condition, Hit
    from simulator.check.report import CheckReport


CELLS_AT_ONCE = 2048
"""Largest number of cells searched before events are processed."""

UNITS_AT_ONCE = 2**20
"""Number of units of all rows in these cells: some twenty numbers each are searched for NaN."""


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
        self._goal = 0

    @property
    def looking(self) -> bool:
        """True while the run goes on until something stops it."""
        return self._looked is not None

    def goal(self, schedule: Schedule, position: int) -> int:
        """Return where a search from a position on ends: with the pass that it stands in.

        Where a breakpoint looks at gradients, it goes on through the bend to the end of the way
        back.
        """
        goes_on = any(condition.looks_back for condition in self.watching.conditions)
        return schedule.last if goes_on or position >= schedule.end else schedule.end

    def begin(self, schedule: Schedule, position: int) -> None:
        """Search from a position on; the position itself does not count."""
        if not self.looking:
            self._from = self._looked = position
            self._goal = self.goal(schedule, position)
            self.hit, self.notice = None, ""

    def fall_short(self, position: int) -> None:
        """End the search at a position, which the run cannot pass."""
        self._goal = min(self._goal, position)

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
        self.notice = tr("The run is at its end. Step back or go to the start, then run again")

    def tell(self, notice: str) -> None:
        """Show a notice, beside one that is shown, until the user moves."""
        if notice not in self.notice:
            self.notice = " · ".join(filter(None, (self.notice, notice)))

    def forget(self) -> None:
        """Clear the notice, which was about the former run."""
        if not self.looking:
            self.leave()

    def limit(self, run: Run, position: int) -> int:
        """Return how far towards a position the run may go at once."""
        if self._looked is None or position <= self._looked:
            return position
        schedule, experiment = run.schedule, run.experiment
        units = experiment.batch_size * experiment.config.hidden_size
        cells = min(CELLS_AT_ONCE, max(1, UNITS_AT_ONCE // units))
        ahead = schedule.position_some_cells_on(self._looked, cells)
        if ahead == schedule.end:  # no pause at the bend
            ahead = schedule.position_some_cells_on(ahead, cells)
        return min(position, ahead)

    def look(self, run: Run, back: BackwardRun | None, position: int) -> "Hit | None":
        """Search up to a position that the run has reached; return the first hit."""
        from simulator.breakpoints.conditions import TORCH, first_hit

        if self._looked is None or (position <= self._looked and position < self._goal):
            return None
        values = [c for c in self.watching.conditions if c.test != TORCH]
        hit = first_hit(values, _numbers(run, back), run.schedule, self._looked, position)
        self._looked = max(self._looked, position)
        if hit is not None:
            self._looked = None
            self._say(run, back, hit)
        elif position >= self._goal:
            self._looked = None
            self._say_nothing(run, values)
        return hit

    def look_at_report(
        self, run: Run, back: BackwardRun | None, position: int, report: "CheckReport"
    ) -> "Hit | None":
        """Search a check report on one pass over the positions passed; return the first hit."""
        from simulator.breakpoints.conditions import TORCH, first_hit

        if self._from is None or position <= self._from:
            return None
        asked = [c for c in self.watching.conditions if c.test == TORCH]
        hit = first_hit(asked, run.trace, run.schedule, self._from, position, [report])
        if hit is not None:
            self.rest()
            self._say(run, back, hit)
        return hit

    def look_back(
        self, run: Run, back: BackwardRun | None, position: int, reports: "Sequence[CheckReport]"
    ) -> "Hit | None":
        """Return the last hit before a position, over the bend too."""
        from simulator.breakpoints.conditions import last_hit

        self.leave()
        conditions = self.watching.conditions
        numbers = _numbers(run, back)
        hit = last_hit(conditions, numbers, run.schedule, 0, position - 1, reports)
        if hit is not None:
            self._say(run, back, hit)
        else:
            self.notice = tr("No breakpoint was hit before this step")
        return hit

    def _say_nothing(self, run: Run, searched: "Sequence[Condition]") -> None:
        """Say that nothing was met, and which gradient there is none of; keep what was told."""
        nothing = tr("No breakpoint was hit before the end") if searched else ""
        lacks = ((c.text(), c.obstacle(run.experiment)) for c in searched)
        lacking = next((f"{text}: {why}" for text, why in lacks if why), "")
        self.notice = " · ".join(filter(None, (self.notice, nothing, lacking)))

    def _say(self, run: Run, back: BackwardRun | None, hit: "Hit") -> None:
        number = hit.number
        if isinstance(number, Address):
            value = number_format.exact(number.value(_numbers(run, back)))
        else:
            assert back is not None
            value = number_format.exact(number.value(back))
        self.hit = hit
        self.notice = tr(
            "Stopped by {condition}: {number} = {value}",
            condition=hit.condition.text(),
            number=number.text(),
            value=value,
        )


def _numbers(run: Run, back: BackwardRun | None) -> Trace | GradientTrace:
    """Return everything recorded, with the gradients where the run has gone back."""
    return run.trace if back is None else back.trace
