"""CheckState: torch's results on the present run, and their verdict."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from simulator.translation import mark, tr

if TYPE_CHECKING:
    from simulator.check.disagreement import Disagreement
    from simulator.check.drift import Drift
    from simulator.check.optimisers import StepReport
    from simulator.check.report import CheckReport
    from simulator.check.selftest import Verdict
    from ui.style.theme import Theme


ALLOWANCE = mark(
    "Two correct programs can round differently. The rounding allowance is how far "
    "this may move a value: a difference above 100 % of it is an error."
)
"""What the rounding allowance is, in English."""

_SUMS = mark("Sums of weight gradients over some timesteps, recomputed in float64")

FACT_TIPS = {
    mark("largest difference"): mark(
        "The largest difference between a value in Gatestep and the same value in torch"
    ),
    mark("rounding allowance used"): ALLOWANCE,
    mark("cell steps"): mark("Cells compared, out of the total: one per timestep and layer"),
    mark("cell steps checked"): mark("Cells compared: one for each timestep and layer"),
    mark("also in float64"): mark(
        "Cells that were recomputed in float64, where rounding errors are smaller"
    ),
    mark("short runs of nn.LSTM"): mark(
        "A few timesteps at a time, computed by torch.nn.LSTM itself, not by a single cell"
    ),
    mark("short runs skipped"): mark(
        "Short runs with holds or cuts, which torch.nn.LSTM cannot run"
    ),
    mark("cell steps that overflow"): mark(
        "Cells with values too large for the dtype. They cannot be compared."
    ),
    mark("cell steps of the backward pass"): mark(
        "Cells whose gradients were compared with autograd, out of the total"
    ),
    mark("rounding allowance used, backward"): ALLOWANCE,
    mark("sums of weight gradients"): _SUMS,
    mark("allowance used"): ALLOWANCE,
    mark("wiring"): mark(
        "Each step's inputs match the recorded values they come from, bit for bit"
    ),
    mark("sums of dW"): _SUMS,
}
"""What each figure of a check is, by its name; both are marked."""


VERDICT_TIP = mark("PyTorch's result for this run: PyTorch recomputes every step")


def fact_tips() -> dict[str, str]:
    """Return what each figure is, by its name, in the user's language."""
    return {tr(name): tr(tip) for name, tip in FACT_TIPS.items()}


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
        report: on the way forwards. back: on the way back. steps: on steps of the training run.
        unavailable: why nothing can be checked. silent: torch gives no sign of life.
        drift: the run's, once it is measured.
        verdicts: of the self-test, which is not about the run. testing: it is running.
    """

    report: "CheckReport | None" = None
    back: "CheckReport | None" = None
    steps: "StepReport | None" = None
    torch_version: str | None = None
    unavailable: str | None = None
    silent: bool = False
    drift: "Drift | None" = None
    verdicts: "tuple[Verdict, ...]" = ()
    testing: bool = False

    @property
    def reports(self) -> "tuple[CheckReport, ...]":
        """Reports on what is checked: of the forward pass, then of the way back."""
        return tuple(report for report in (self.report, self.back) if report is not None)

    @property
    def first_disagreement(self) -> "Disagreement | None":
        """First number that torch disagrees with, forwards before backwards; or None."""
        both = (report.first_disagreement for report in self.reports)
        return next((found for found in both if found is not None), None)

    @property
    def both_passes(self) -> bool:
        """True when steps of both passes were compared."""
        return all(r is not None and r.steps_checked for r in (self.report, self.back))

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
