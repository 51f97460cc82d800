"""CheckBadge: torch's verdict on the numbers on screen, in words and colour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.check.report import Disagreement
from simulator.translation import mark, tr
from ui.session.check_state import CheckVerdict
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, restyle

_WORDS = {
    CheckVerdict.UNAVAILABLE: mark("not checked: {why}"),
    CheckVerdict.DISAGREES: mark("✗ torch DISAGREES: {where}"),
    CheckVerdict.SILENT: mark("torch does not answer"),
    CheckVerdict.NOT_COMPARABLE: mark("torch: nothing to compare, every step overflows"),
    CheckVerdict.NOTHING_CHECKED: mark("… torch is checking"),
    CheckVerdict.AGREES: mark("✓ torch agrees through gate step {step} · {share} of bound"),
}

_AT_ANY_STEP = (CheckVerdict.UNAVAILABLE, CheckVerdict.DISAGREES, CheckVerdict.SILENT)
"""Verdicts that are told before the first step too."""


class CheckBadge(QToolButton):
    """Verdict: agrees through a step, DISAGREES and where, or cannot tell. A click says more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(tr("Check against torch"))
        self._paint(theme.faint)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the verdict on the present run."""
        text, colour = self._verdict(snapshot)
        if text != self.text():
            self.setText(text)
        self.setToolTip(details(snapshot))
        self._paint(colour)
        # A tool bar may keep a button at the width of a former text.
        self.setMinimumWidth(self.sizeHint().width())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours; the next `draw` shows them."""
        self.theme = theme

    def _verdict(self, snapshot: Snapshot) -> tuple[str, str]:
        """Return the verdict in a few words, and its colour."""
        check, verdict = snapshot.check, snapshot.check.verdict
        if verdict not in _AT_ANY_STEP and snapshot.position == 0:
            return tr("torch: nothing to check yet"), self.theme.faint
        found = check.first_disagreement
        text = tr(
            _WORDS[verdict],
            why=(check.unavailable or "").partition(";")[0],
            where="" if found is None else _where(found),
            **_reach(snapshot),
        )
        if verdict is CheckVerdict.AGREES and snapshot.experiment.holds:
            text += tr(" · with holds")
        return text, verdict.colour(self.theme)

    def _paint(self, colour: str) -> None:
        restyle(
            self,
            f"QToolButton {{ color: {colour}; background: {self.theme.paper};"
            f" border: 1px solid {colour}; border-radius: 11px; padding: 2px 10px; }}"
            f" QToolButton:focus {{ border: 2px solid {colour}; }}",
        )


def _reach(snapshot: Snapshot) -> dict[str, object]:
    """Return the number of checked gate steps, and the largest share of the bound."""
    report = snapshot.check.report
    if report is None:
        return {}
    steps = min(snapshot.schedule.position_after_cells(report.cells_to), snapshot.position)
    return {"step": steps, "share": number_format.share(report.max_ratio_to_bound)}


def details(snapshot: Snapshot) -> str:
    """Describe the check in full sentences, as plain text."""
    check, report = snapshot.check, snapshot.check.report
    if check.unavailable is not None:
        return tr("These numbers are not checked: {why}", why=check.unavailable)
    if report is None:
        return tr("torch recomputes every step from the values recorded before it.")
    lines = [
        tr(
            "{count:,} cell steps compared with torch {version} in {dtype} and in float64.",
            count=report.steps_checked,
            version=report.torch_version,
            dtype=report.dtype,
        ),
        tr(
            "Largest difference {difference:.2e}, {share} of what rounding may cause.",
            difference=report.max_abs_difference,
            share=number_format.share(report.max_ratio_to_bound),
        ),
    ]
    if report.not_comparable:
        count = report.not_comparable
        lines.append(tr("{count:,} cell steps overflow and can not be compared.", count=count))
    if snapshot.experiment.holds:
        lines.append(tr("What is held was put in place in torch too, and had to be exactly that."))
    if report.windows_skipped:
        lines.append(_spared(report.windows_skipped))
    if report.first_disagreement is not None:
        lines.insert(0, report.first_disagreement.text())
    return "\n".join(lines)


def _spared(runs: int) -> str:
    if runs == 1:
        return tr("torch.nn.LSTM can not hold: it was spared 1 short run over what is held.")
    return tr(
        "torch.nn.LSTM can not hold: it was spared {runs} short runs over what is held.", runs=runs
    )


def _where(found: Disagreement) -> str:
    return f"{found.at.lane.text()} · t {found.at.t} · {found.at.name}"
