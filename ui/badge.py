"""CheckBadge: what torch says of the numbers on screen, in words and colour."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from simulator.config import DIRECTIONS
from simulator.report import Disagreement
from ui import numbers
from ui.snapshot import Snapshot
from ui.theme import Theme, restyle


class CheckBadge(QToolButton):
    """Agrees through a step, or DISAGREES and where, or why it can not tell. A click says more."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName("Check against torch")
        self._paint(theme.faint)

    def draw(self, snapshot: Snapshot) -> None:
        """Say what is known of the present run."""
        text, colour = self._verdict(snapshot)
        if text != self.text():
            self.setText(text)
        self.setToolTip(details(snapshot))
        self._paint(colour)
        # A tool bar may leave a button the width of a former text.
        self.setMinimumWidth(self.sizeHint().width())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours; the next `draw` shows them."""
        self.theme = theme

    def _verdict(self, snapshot: Snapshot) -> tuple[str, str]:
        check, report = snapshot.check, snapshot.check.report
        if check.unavailable is not None:
            return f"not checked: {check.unavailable.partition(';')[0]}", self.theme.warn
        if report is not None and report.first_disagreement is not None:
            return f"✗ torch DISAGREES: {_where(report.first_disagreement)}", self.theme.bad
        if snapshot.position == 0:
            return "torch: nothing to check yet", self.theme.faint
        if report is None or report.steps_checked == 0:
            return "… torch is checking", self.theme.faint
        through = min(report.cells_to * len(snapshot.schedule.phases), snapshot.position)
        text = f"✓ torch agrees through step {through} · {numbers.share(report.max_ratio_to_bound)}"
        held = " · with holds" if snapshot.experiment.holds else ""
        return f"{text} of bound{held}", self.theme.good

    def _paint(self, colour: str) -> None:
        restyle(
            self,
            f"QToolButton {{ color: {colour}; background: {self.theme.paper};"
            f" border: 1px solid {colour}; border-radius: 11px; padding: 2px 10px; }}"
            f" QToolButton:focus {{ border: 2px solid {colour}; }}",
        )


def details(snapshot: Snapshot) -> str:
    """The check in full sentences, as plain text."""
    check, report = snapshot.check, snapshot.check.report
    if check.unavailable is not None:
        return f"These numbers are not checked: {check.unavailable}"
    if report is None:
        return "torch recomputes every step from the values recorded before it."
    lines = [
        f"{report.steps_checked:,} steps compared with torch {report.torch_version} "
        f"in {report.dtype} and in float64.",
        f"Largest difference {report.max_abs_difference:.2e}, "
        f"{numbers.share(report.max_ratio_to_bound)} of what rounding may cause.",
    ]
    if report.not_comparable:
        lines.append(f"{report.not_comparable:,} steps overflow and can not be compared.")
    if snapshot.experiment.holds:
        lines.append("What is held was put in place in torch too, and had to be exactly that.")
    if report.windows_skipped:
        runs = "run" if report.windows_skipped == 1 else "runs"
        lines.append(
            f"torch.nn.LSTM can not hold: it was spared {report.windows_skipped} short {runs} over "
            "what is held."
        )
    if report.first_disagreement is not None:
        lines.insert(0, report.first_disagreement.text())
    return "\n".join(lines)


def _where(found: Disagreement) -> str:
    direction = DIRECTIONS[found.direction]
    return f"layer {found.layer} {direction} · t {found.t} · {found.quantity}[{found.unit}]"
