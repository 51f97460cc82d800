"""CheckState: torch's results on the present run, and their verdict."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from simulator.check.drift import Drift
from simulator.check.report import CheckReport, Disagreement
from simulator.check.selftest import Verdict

if TYPE_CHECKING:
    from ui.style.theme import Theme


class CheckVerdict(Enum):
    """Verdict of the check on the present run, from the worst to the best."""

    UNAVAILABLE = auto()  # there is no torch to compare with
    DISAGREES = auto()
    SILENT = auto()  # torch does not answer, so that later steps are not checked
    NOT_COMPARABLE = auto()  # every step that was looked at overflows
    NOTHING_CHECKED = auto()
    AGREES = auto()  # with all steps so far

    def colour(self, theme: "Theme") -> str:
        """Colour of the verdict's text."""
        match self:
            case CheckVerdict.DISAGREES:
                return theme.bad
            case CheckVerdict.AGREES:
                return theme.good
            case CheckVerdict.NOTHING_CHECKED:
                return theme.faint
            case _:
                return theme.warn


@dataclass(frozen=True, slots=True)
class CheckState:
    """Torch's results for the present run so far.

    Attributes:
        unavailable: why nothing can be checked. silent: torch gives no sign of life.
        drift: the run's, once it is measured.
        verdicts: of the self-test, which is not about the run. testing: it is running.
    """

    report: CheckReport | None = None
    torch_version: str | None = None
    unavailable: str | None = None
    silent: bool = False
    drift: Drift | None = None
    verdicts: tuple[Verdict, ...] = ()
    testing: bool = False

    @property
    def first_disagreement(self) -> Disagreement | None:
        """First number that torch disagrees with, or None."""
        return None if self.report is None else self.report.first_disagreement

    @property
    def verdict(self) -> CheckVerdict:
        """Verdict of all results."""
        if self.unavailable is not None:
            return CheckVerdict.UNAVAILABLE
        if self.first_disagreement is not None:
            return CheckVerdict.DISAGREES
        if self.silent:
            return CheckVerdict.SILENT
        if self.report is not None and self.report.compares_nothing:
            return CheckVerdict.NOT_COMPARABLE
        if self.report is None or not self.report.steps_checked:
            return CheckVerdict.NOTHING_CHECKED
        return CheckVerdict.AGREES
