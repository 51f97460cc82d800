"""BothPasses: the figures of the check on the way back, those of both passes side by side."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from simulator.check.report import CheckReport
from simulator.translation import tr
from ui.session.check_state import CheckState, fact_tips
from ui.style import fonts, number_format
from ui.style.theme import Theme, restyle

AGREES, DISAGREES, NOTHING = "✓", "✗", "·"


class Figure(NamedTuple):
    """What is written of one pass, and whether it is beyond what rounding explains."""

    text: str = NOTHING
    wrong: bool = False


class Line(NamedTuple):
    """One figure of both passes."""

    name: str
    forward: Figure
    back: Figure


class BothPasses(QWidget):
    """Table with a column a pass. What is beyond its bound has the colour of a disagreement."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._lines = theme, lines_of(CheckState())
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        passes = tr("forward pass"), tr("backward pass")
        self._heads = tuple(QLabel(name.split()[0], self) for name in passes)
        self._labels = [[QLabel(self) for _ in line] for line in self._lines]
        for column, (head, name) in enumerate(zip(self._heads, passes, strict=True), 1):
            head.setToolTip(name)  # there is room for its first word
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        for row, (labels, line) in enumerate(zip(self._labels, self._lines, strict=True), 1):
            for column, label in enumerate(labels):
                label.setToolTip(fact_tips().get(line.name, ""))
                grid.addWidget(label, row, column)
            labels[0].setText(line.name)
            labels[0].setWordWrap(True)
            for label in labels[1:]:
                fonts.wear(label, fonts.mono_text)
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.set_theme(theme)

    def draw(self, check: CheckState) -> None:
        """Show what was compared so far."""
        self._lines = lines_of(check)
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for label in (*self._heads, *(labels[0] for labels in self._labels)):
            restyle(label, f"color: {theme.faint}")
        self._write()

    def line(self, name: str) -> Line:
        """Return what is written beside a name.

        Raises:
            StopIteration: no line has that name.
        """
        return next(line for line in self._lines if line.name == name)

    def _write(self) -> None:
        for labels, (name, *figures) in zip(self._labels, self._lines, strict=True):
            for label, figure in zip(labels[1:], figures, strict=True):
                label.setText(figure.text)
                label.setAccessibleName(f"{name}: {figure.text}")
                restyle(label, f"color: {self._theme.bad if figure.wrong else self._theme.ink}")


def lines_of(check: CheckState) -> list[Line]:
    """Return the figures of both passes; a dot where nothing was compared."""
    kinds = (
        (tr("allowance used"), _share),
        (tr("largest difference"), _difference),
        (tr("cell steps checked"), _steps),
        (tr("wiring"), _links),
        (tr("sums of dW"), _sums),
    )
    passes = check.report, check.back
    return [
        Line(name, *(Figure() if report is None else figure_of(report) for report in passes))
        for name, figure_of in kinds
    ]


def _share(report: CheckReport) -> Figure:
    return Figure(number_format.share(report.max_ratio_to_bound), report.max_ratio_to_bound > 1)


def _difference(report: CheckReport) -> Figure:
    return Figure(number_format.short(report.max_abs_difference))


def _steps(report: CheckReport) -> Figure:
    return Figure(f"{report.steps_checked:,}")


def _links(report: CheckReport) -> Figure:
    return _mark(report, "link")


def _sums(report: CheckReport) -> Figure:
    return _mark(report, "sum")


def _mark(report: CheckReport, check: str) -> Figure:
    """Say whether one kind of check found anything."""
    ratios = [found.ratio for kind, found in report.largest.items() if kind.check == check]
    if not ratios:
        return Figure()
    return Figure(DISAGREES, wrong=True) if max(ratios) > 1 else Figure(AGREES)
