"""Check panel: everything compared with torch, the differences, and the first disagreement."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import COPIES, READERS
from simulator.check.selftest import CASES, HEALTHY, summary
from simulator.translation import mark, tr
from ui.panels.check.lane_strips import LaneStrips, StripPlace
from ui.panels.check.share_matrix import ShareFound, ShareMatrix, ShareRow
from ui.panels.panel import Panel
from ui.session.check_state import CheckState, CheckVerdict
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fact_list import FactList

_HEADLINES = {
    CheckVerdict.UNAVAILABLE: mark("These numbers are not checked"),
    CheckVerdict.DISAGREES: mark("torch DISAGREES"),
    CheckVerdict.SILENT: mark("torch does not answer"),
    CheckVerdict.NOT_COMPARABLE: mark("Nothing to compare: every step overflows."),
    CheckVerdict.NOTHING_CHECKED: mark("Nothing is checked yet"),
    CheckVerdict.AGREES: mark("torch agrees so far"),
}
BESIDE = 620
"""Width from which the numbers stand beside the verdict, not below it."""


class CheckPanel(Panel):
    """Verdict and its grounds; a heat map over time; the drift; the self-test.

    Signals:
        went_there: the Address of a number, and the position at which it is known.
        place_picked: a timestep of the selected row, and the Lane to select.
        self_test_asked: start or stop the self-test. sabotage_asked: choose a sabotage.
    """

    went_there = Signal(object, object)
    place_picked = Signal(int, object)
    self_test_asked = Signal()
    sabotage_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._run: object = None
        self._report: object = self
        self.facts = FactList("", theme)
        self.story = _plain_text()
        self.go = QPushButton(tr("Go there"))
        self.go.clicked.connect(self._go_to_disagreement)
        self.self_test = QPushButton(tr("Run the self-test"))
        self.self_test.clicked.connect(self.self_test_asked)
        self.sabotage = QPushButton(tr("Sabotage…"))
        self.sabotage.setToolTip(tr("Put a mistake into our engine and watch the check find it"))
        self.sabotage.clicked.connect(self.sabotage_asked)
        self.progress = QProgressBar(maximum=len(CASES), textVisible=False)
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(tr("Progress of the self-test"))
        self.tested = ElidedLabel()
        self.matrix, self.strips = ShareMatrix(theme), LaneStrips(theme)
        self.matrix.setAccessibleName(tr("Largest differences by check and quantity"))
        self.strips.setAccessibleName(tr("Share of the bound over time, by layer and direction"))
        self.drift = _plain_text()
        self.matrix.hovered.connect(self.hovered)
        self.strips.hovered.connect(self.hovered)
        self.strips.picked.connect(self._pick)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        verdict, numbers = QWidget(), QWidget()
        left, right = QVBoxLayout(verdict), QVBoxLayout(numbers)
        test, of_test = QHBoxLayout(), QVBoxLayout()
        of_test.addWidget(self.tested)
        of_test.addWidget(self.progress)
        test.setSpacing(10)
        test.addWidget(self.self_test)
        test.addLayout(of_test, 1)
        test.addWidget(self.sabotage)
        left.addWidget(self.facts)
        left.addWidget(self.story)
        left.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.drift)
        left.addStretch(1)
        right.addWidget(self.matrix)
        right.addWidget(self.strips, 1)
        right.addLayout(test)
        for layout in (left, right, of_test):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(4)
        inside = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(12, 4, 10, 6)
        self._columns.setSpacing(16)
        self._columns.addWidget(verdict, 27)
        self._columns.addWidget(numbers, 73)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its content takes the focus
        area.setWidget(inside)
        for ground in (inside, area.viewport()):
            ground.setAutoFillBackground(False)  # the panel's own background is visible
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the results for the present run, and the user's position in it."""
        self.snapshot = snapshot
        if snapshot.run is not self._run:
            self._run = snapshot.run
            lanes = [(lane, lane.text()) for lane in snapshot.experiment.config.lanes()]
            document = snapshot.document
            self.strips.set_run(lanes, snapshot.schedule.num_timesteps, document.timestep_labels)
            self._report = self
        if snapshot.check.report is not self._report:
            self._report = snapshot.check.report
            self.matrix.set_rows(*matrix_of(snapshot))
            report = snapshot.check.report
            self.strips.set_strips({} if report is None else report.strips)
        lane = snapshot.lane
        timestep = snapshot.timestep
        self.strips.set_now(None if timestep is None else StripPlace(lane, timestep))
        self._draw_verdict(snapshot)
        self._draw_self_test(snapshot.check)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.facts.set_theme(theme)
        self.matrix.set_theme(theme)
        self.strips.set_theme(theme)
        restyle(self.drift, f"color: {theme.faint};")
        restyle(
            self.progress,
            f"QProgressBar {{ border: none; background: {theme.rule}; }}"
            f" QProgressBar::chunk {{ background: {theme.accent}; }}",
        )
        if self.snapshot is not None:
            self._draw_verdict(self.snapshot)
            self._draw_self_test(self.snapshot.check)

    def _draw_verdict(self, snapshot: Snapshot) -> None:
        check, found = snapshot.check, snapshot.check.first_disagreement
        headline = tr(_HEADLINES[check.verdict])
        if check.verdict is CheckVerdict.AGREES and _complete(snapshot):
            headline = tr("torch agrees")
        self.facts.heading.setText(headline)
        restyle(self.facts.heading, f"color: {check.verdict.colour(self.theme)}")
        self.facts.set_facts(facts_of(snapshot))
        self.story.setText(check.unavailable or (found.text() if found is not None else ""))
        self.story.setVisible(bool(self.story.text()))
        self.go.setVisible(found is not None)
        self.drift.setText(_drift_text(snapshot))
        self.drift.setVisible(not self.story.text())

    def _draw_self_test(self, check: CheckState) -> None:
        verdicts = check.verdicts
        failed = [verdict for verdict in verdicts if not verdict.passed]
        self.self_test.setText(
            tr("Stop the self-test") if check.testing else tr("Run the self-test")
        )
        self.self_test.setEnabled(check.torch_version is not None and check.unavailable is None)
        self.progress.setVisible(check.testing)
        self.progress.setValue(len(verdicts))
        colour = self.theme.bad if failed else self.theme.good if verdicts else self.theme.faint
        restyle(self.tested, f"color: {colour}")
        self.tested.set_text(_self_test_text(check))

    def _go_to_disagreement(self) -> None:
        """Go where the number is known, select its lane, and show it in the ledger."""
        found = None if self.snapshot is None else self.snapshot.check.first_disagreement
        if found is not None and self.snapshot is not None:
            self.went_there.emit(found.at.recorded(), found.at.position(self.snapshot.schedule))

    def _pick(self, place: StripPlace) -> None:
        self.place_picked.emit(place.timestep, place.lane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the numbers below the verdict where the panel is narrow."""
        beside = event.size().width() >= BESIDE
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if beside else direction.TopToBottom)


def matrix_of(snapshot: Snapshot) -> tuple[tuple[str, ...], list[ShareRow]]:
    """Return the quantities, and a row of results for each kind of check."""
    report = snapshot.check.report
    config, dtype = snapshot.experiment.config, snapshot.experiment.dtype.name
    columns = (*READERS, *config.quantities, *COPIES)
    kinds = [("link", tr("wiring"), dtype), ("step", tr("step, {dtype}", dtype=dtype), dtype)]
    if dtype != "float64":
        kinds.append(("step", tr("step, {dtype}", dtype="float64"), "float64"))
    kinds.append(("window", "nn.LSTM", dtype))
    largest = {} if report is None else report.largest
    rows = []
    for check, name, of_dtype in kinds:
        found = {
            kind.quantity: ShareFound(*value)
            for kind, value in largest.items()
            if (kind.check, kind.dtype) == (check, of_dtype)
        }
        rows.append(ShareRow(name, found, exact=check == "link"))
    return columns, rows


def facts_of(snapshot: Snapshot) -> list[tuple[str, str]]:
    """List the extent of the check, and the programs."""
    report, torch = snapshot.check.report, snapshot.check.torch_version
    programs = f"numpy {np.__version__}"
    if torch is not None:
        programs = tr("torch {torch} and numpy {numpy}", torch=torch, numpy=np.__version__)
    versions = (programs, "")
    if report is None:
        return [versions]
    config = snapshot.experiment.config
    total = sum(snapshot.experiment.lengths) * config.num_lanes
    checked = tr("{checked:,} of {total:,}", checked=report.steps_checked, total=total)
    facts = [(tr("cell steps"), checked)]
    if report.dtype != "float64":
        facts.append((tr("in float64 too"), f"{report.steps_in_float64:,}"))
    facts.append((tr("windows of nn.LSTM"), f"{report.windows_checked:,}"))
    if report.windows_skipped:
        facts.append((tr("windows with holds, skipped"), f"{report.windows_skipped:,}"))
    if report.not_comparable:
        facts.append((tr("overflow, not comparable"), f"{report.not_comparable:,}"))
    return [*facts, versions]


def _complete(snapshot: Snapshot) -> bool:
    report = snapshot.check.report
    return report is not None and report.cells_to >= snapshot.schedule.num_cells


def _drift_text(snapshot: Snapshot) -> str:
    if snapshot.check.drift is not None:
        return tr("Drift. {text}", text=snapshot.check.drift.text())
    if snapshot.experiment.holds:
        return tr("Drift is not measured while something is held: torch.nn.LSTM can not hold.")
    return tr("Drift is measured once every step is checked.")


def _self_test_text(check: CheckState) -> str:
    verdicts = check.verdicts
    if check.testing:
        return tr("Self-test: {done} of {count} engines", done=len(verdicts), count=len(CASES))
    if not verdicts:
        return tr("Self-test: does the check see every known mistake?")
    if len(verdicts) == len(CASES) and all(verdict.passed for verdict in verdicts):
        seen = len(CASES) - len(HEALTHY)
        return tr("✓ Self-test: all {count} mistakes seen, healthy engine clean", count=seen)
    if len(verdicts) < len(CASES):
        return tr(
            "Self-test stopped after {done} of {count} engines",
            done=len(verdicts),
            count=len(CASES),
        )
    return f"✗ {summary(verdicts)}"


def _plain_text() -> QLabel:
    label = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
