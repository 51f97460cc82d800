"""CheckBadge: torch's verdict on the numbers on screen, in words and colour."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.translation import mark, tr
from ui.session.check_state import ALLOWANCE, CheckVerdict
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, restyle
from ui.widgets.fixed import fit

if TYPE_CHECKING:
    from simulator.check.optimisers import StepReport
    from simulator.check.report import CheckReport


_WORDS = {
    CheckVerdict.UNAVAILABLE: mark("not checked: {why}"),
    CheckVerdict.DISAGREES: mark("torch differs at t {t}"),
    CheckVerdict.SILENT: mark("torch is not responding"),
    CheckVerdict.NOT_COMPARABLE: mark("not checked: every step overflows"),
    CheckVerdict.NOTHING_CHECKED: mark("checking…"),
    CheckVerdict.AGREES: mark("✓ torch agrees"),
}

_DIFFERS_ON_THE_WAY_BACK = mark("torch differs at t {t}, backward")

_NOTHING_YET = mark("not checked yet")
_USUAL = (
    _NOTHING_YET,
    _WORDS[CheckVerdict.NOTHING_CHECKED],
)
"""Words that come before those of agreement while one steps: the badge has room for each."""

_BOTH, _HELD = mark(" · both passes"), mark(" · with held values")
"""What is added to the words once gradients are checked too, and where something is held."""

_STEPS, _A_STEP = mark(" · {count:,} {optimiser} steps"), mark(" · 1 {optimiser} step")
_DIFFERS_AT_A_STEP = mark("torch.optim differs at training step {step}")

_AROUND = 36
"""Pixels beside the words."""

_LONGEST = 48
"""Characters of a reason, which can be as long as a system's own words: the rest is under the
mouse."""

_BEFORE_THE_CURE = re.compile(r"[.;] ")
"""Parts a problem from its cure, in each language."""

_AT_ANY_STEP = (CheckVerdict.UNAVAILABLE, CheckVerdict.DISAGREES, CheckVerdict.SILENT)
"""Verdicts that are told before the first step too."""


class CheckBadge(QToolButton):
    """Verdict: agrees, differs and when, or cannot tell. Figures are under the mouse."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._adds: tuple[str, ...] = ()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(tr("Check against torch"))
        self._paint(theme.faint)

    def sizeHint(self) -> QSize:
        metrics, hint = self.fontMetrics(), super().sizeHint()
        longest = "".join((tr(_WORDS[CheckVerdict.AGREES]), *self._adds))
        usual = (*map(tr, _USUAL), longest)
        widest = max(map(metrics.horizontalAdvance, usual))
        return hint.expandedTo(QSize(widest + _AROUND, 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def draw(self, snapshot: Snapshot) -> None:
        """Show the verdict on the present run, with room for what it may say at any step."""
        returns, holds = snapshot.schedule.backward is not None, bool(snapshot.experiment.holds)
        learns = snapshot.training is not None and snapshot.document.training is not None
        of_steps = [_room_of_steps(snapshot)] if learns else []
        adds = (*([tr(_BOTH)] if returns else []), *([tr(_HELD)] if holds else []), *of_steps)
        self._adds = adds
        text, colour = self._verdict(snapshot)
        if text != self.text():
            self.setText(text)
        self.setToolTip(details(snapshot))
        self._paint(colour)
        fit(self)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours; the next `draw` shows them."""
        self.theme = theme

    def _verdict(self, snapshot: Snapshot) -> tuple[str, str]:
        """Return the verdict in a few words, and its colour."""
        check, verdict = snapshot.check, snapshot.check.verdict
        steps = check.steps
        if steps is not None and steps.first_disagreement is not None:
            step = steps.first_disagreement.step
            return tr(_DIFFERS_AT_A_STEP, step=step), self.theme.bad
        trains = snapshot.training is not None and snapshot.training.running
        unseen = snapshot.position == 0 or (trains and verdict is CheckVerdict.NOTHING_CHECKED)
        if verdict not in _AT_ANY_STEP and unseen and steps is not None and steps.confirms:
            text = tr(_WORDS[CheckVerdict.AGREES]) + _said_of_steps(snapshot)
            return text, CheckVerdict.AGREES.colour(self.theme)
        if verdict not in _AT_ANY_STEP and snapshot.position == 0:
            return tr(_NOTHING_YET), self.theme.faint
        found = check.first_disagreement
        words = _WORDS[verdict]
        if verdict is CheckVerdict.DISAGREES and found is not None and found.of_gradient:
            words = _DIFFERS_ON_THE_WAY_BACK
        text = tr(
            words,
            why=_BEFORE_THE_CURE.split(check.unavailable or "")[0],
            t="" if found is None else found.at.t,
        )
        if verdict is CheckVerdict.UNAVAILABLE and len(text) > _LONGEST:
            text = f"{text[: _LONGEST - 1]}…"
        if verdict is CheckVerdict.AGREES and snapshot.goes_back and check.both_passes:
            text += tr(_BOTH)
        if verdict is CheckVerdict.AGREES and snapshot.experiment.holds:
            text += tr(_HELD)
        if verdict is CheckVerdict.AGREES and steps is not None and steps.confirms:
            text += _said_of_steps(snapshot)
        return text, verdict.colour(self.theme)

    def _paint(self, colour: str) -> None:
        restyle(
            self,
            f"QToolButton {{ color: {colour}; background: {self.theme.paper};"
            f" border: 1px solid {colour}; border-radius: 11px; padding: 2px 10px; }}"
            f" QToolButton:focus {{ border: 2px solid {colour}; }}",
        )


def _said_of_steps(snapshot: Snapshot) -> str:
    """Say how many training steps agree."""
    steps = snapshot.check.steps
    return _count_of_steps(snapshot, 0 if steps is None else steps.steps_checked)


def _room_of_steps(snapshot: Snapshot) -> str:
    """Return words as long as those on all steps of the run, and on a few more."""
    assert snapshot.training is not None
    return _count_of_steps(snapshot, 10 ** max(3, len(str(snapshot.training.length))) - 1)


def _count_of_steps(snapshot: Snapshot, count: int) -> str:
    assert snapshot.training is not None
    optimiser = type(snapshot.training.run.plan.optimiser).__name__
    return tr(_A_STEP if count == 1 else _STEPS, count=count, optimiser=optimiser)


def details(snapshot: Snapshot) -> str:
    """Describe the check in full sentences, as plain text."""
    check, report = snapshot.check, snapshot.check.report
    if check.unavailable is not None:
        return tr("These numbers are not checked: {why}", why=check.unavailable)
    if report is None and check.steps is not None:
        return "\n".join(_of_steps(check.steps))
    if report is None:
        return tr("torch recomputes every step from its recorded inputs.")
    lines = [
        tr(
            "{count:,} cell steps compared with torch {version} in {dtype} and in float64.",
            count=report.steps_checked,
            version=report.torch_version,
            dtype=report.dtype,
        ),
        tr(
            "Largest difference: {difference:.2e}; rounding allowance used: {share}.",
            difference=report.max_abs_difference,
            share=number_format.share(report.max_ratio_to_bound),
        ),
        tr(ALLOWANCE),
    ]
    if report.not_comparable:
        count = report.not_comparable
        lines.append(tr("{count:,} cell steps overflow and cannot be compared.", count=count))
    if snapshot.experiment.holds:
        lines.append(tr("The held values were set in torch too, and must match exactly."))
    if report.windows_skipped:
        lines.append(_skipped(report.windows_skipped))
    if check.back is not None:
        lines += _of_gradients(check.back)
    if check.steps is not None:
        lines += _of_steps(check.steps)
    if check.first_disagreement is not None:
        lines.insert(0, check.first_disagreement.text())
    return "\n".join(lines)


def _of_gradients(report: "CheckReport") -> list[str]:
    """Describe the check of the way back."""
    lines = [
        tr(
            "{count:,} cell steps of the backward pass compared with autograd, and "
            "{sums:,} weight-gradient sums.",
            count=report.steps_checked,
            sums=report.sums_checked,
        ),
        tr(
            "Largest difference in the backward pass: {difference:.2e}; rounding "
            "allowance used: {share}.",
            difference=report.max_abs_difference,
            share=number_format.share(report.max_ratio_to_bound),
        ),
    ]
    if report.not_comparable:
        count = report.not_comparable
        lines.append(
            tr(
                "{count:,} cell steps of the backward pass overflow and cannot be compared.",
                count=count,
            )
        )
    return lines


def _of_steps(report: "StepReport") -> list[str]:
    """Describe the check of training steps."""
    lines = [
        tr(
            "{count:,} training steps repeated by torch.optim, each from the same "
            "weights, gradients and state: {numbers:,} values compared.",
            count=report.steps_checked,
            numbers=report.numbers_checked,
        ),
        tr(
            "Rounding allowance used by training steps: {share}.",
            share=number_format.share(report.max_ratio_to_bound),
        ),
    ]
    if report.not_comparable:
        lines.append(
            tr("{count:,} of these values cannot be compared.", count=report.not_comparable)
        )
    if report.first_disagreement is not None:
        lines.insert(0, report.first_disagreement.text())
    return lines


def _skipped(runs: int) -> str:
    if runs == 1:
        return tr("torch.nn.LSTM cannot use held values, so 1 short run was skipped.")
    return tr("torch.nn.LSTM cannot use held values, so {runs} short runs were skipped.", runs=runs)
