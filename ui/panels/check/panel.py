"""Check panel: everything compared with torch, the differences, and the first disagreement."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import COPIES
from simulator.check.selftest import CASES, HEALTHY, summary
from simulator.translation import mark, tr
from ui.panels.check.lane_strips import LaneStrips, StripPlace
from ui.panels.check.share_matrix import ShareFound, ShareMatrix, ShareRow
from ui.panels.panel import Panel
from ui.session.check_state import ALLOWANCE, VERDICT_TIP, CheckState, CheckVerdict, fact_tips
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, restyle
from ui.widgets.fact_list import FactList
from ui.widgets.quiet_bar import QuietBar

_HEADLINES = {
    CheckVerdict.UNAVAILABLE: mark("These numbers are not checked"),
    CheckVerdict.DISAGREES: mark("torch disagrees"),
    CheckVerdict.SILENT: mark("torch is not responding"),
    CheckVerdict.NOT_COMPARABLE: mark("Nothing to compare, because every step overflows."),
    CheckVerdict.NOTHING_CHECKED: mark("Nothing is checked yet"),
    CheckVerdict.AGREES: mark("torch agrees so far"),
}
BESIDE = 620
"""Width from which the numbers stand beside the verdict, not below it."""


class CheckPanel(Panel):
    """Verdict and its grounds; a heat map over time; the drift; the self-test.

    Signals:
        went_there: the Source to look at, a number or a weight, and the position at which it shows.
        place_picked: a timestep of the selected row, and the Lane to select.
        self_test_asked: start or stop the self-test. sabotage_asked: choose a sabotage.
    """

    went_there = Signal(object, object)
    place_picked = Signal(int, object)
    self_test_asked = Signal()
    sabotage_asked = Signal()

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._run: object = None
        self._report: object = self
        self.facts = FactList("", theme)
        self.facts.heading.setToolTip(tr(VERDICT_TIP))
        self.story = _plain_text()
        self.go = QPushButton(tr("Go there"))
        self.go.clicked.connect(self._go_to_disagreement)
        self.self_test = QPushButton(tr("Run the self-test"))
        self.self_test.clicked.connect(self.self_test_asked)
        self.sabotage = QPushButton(tr("Inject an error…"))
        self.sabotage.setToolTip(
            tr("Puts a mistake into the engine, for the check to find. It can be removed.")
        )
        self.sabotage.clicked.connect(self.sabotage_asked)
        self.progress = QuietBar(len(CASES))
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(tr("Self-test progress"))
        self.tested = _plain_text()
        tests = tr(
            "Puts each known mistake into the engine in turn, and tests whether the "
            "check finds it. Your run is not changed."
        )
        self.tested.setToolTip(tests)
        self.self_test.setToolTip(tests)
        self.go.setToolTip(tr("Goes to the first value that disagrees, and shows its calculation"))
        self.matrix, self.strips = ShareMatrix(theme), LaneStrips(theme)
        self.matrix.setAccessibleName(tr("Largest differences by check and quantity"))
        over_time = tr("Rounding allowance used per timestep, by layer and direction")
        self.strips.setAccessibleName(over_time)
        self.drift = _plain_text()
        for part in (self.matrix, self.strips):
            part.setToolTip(tr(ALLOWANCE))
        self.matrix.hovered.connect(self.hovered)
        self.strips.hovered.connect(self.hovered)
        self.strips.picked.connect(self._pick)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        verdict, numbers = QWidget(), QWidget()
        left, right = QVBoxLayout(verdict), QVBoxLayout(numbers)
        self._of_test = QWidget()
        of_test = QVBoxLayout(self._of_test)
        of_test.addWidget(self.tested)
        of_test.addWidget(self.progress)
        self._test = QGridLayout()
        self._test.setContentsMargins(12, 4, 10, 6)
        self._test.setHorizontalSpacing(10)
        self._test.setVerticalSpacing(4)
        self._test.setColumnStretch(1, 1)
        self._test.addWidget(self.self_test, 1, 0)
        self._test.addWidget(self._of_test, 1, 1)
        self._test.addWidget(self.sabotage, 1, 2)
        left.addWidget(self.facts)
        left.addWidget(self.story)
        left.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.drift)
        left.addStretch(1)
        right.addWidget(self.matrix)
        right.addWidget(self.strips, 1)
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
        around = QVBoxLayout()
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(area, 1)
        around.addLayout(self._test)
        self.setLayout(around)

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
        elsewhere = snapshot.timestep if snapshot.elsewhere else None
        self.strips.stand(
            *(
                None if t is None else StripPlace(snapshot.lane, t)
                for t in (snapshot.timestep_here, elsewhere)
            )
        )
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
        self.facts.set_facts(facts_of(snapshot), fact_tips())
        why = check.unavailable or (found.text() if found is not None else "")
        self.story.setText(why[:1].upper() + why[1:])
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
        self.tested.setText(_self_test_text(check))
        self._place_test()

    def _go_to_disagreement(self) -> None:
        """Go where the number shows, select its lane, and look at it in the ledger."""
        found = None if self.snapshot is None else self.snapshot.check.first_disagreement
        if found is not None and self.snapshot is not None:
            self.went_there.emit(found.target, found.position(self.snapshot.schedule))

    def _pick(self, place: StripPlace) -> None:
        self.place_picked.emit(place.timestep, place.lane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the numbers below the verdict where the panel is narrow."""
        direction = QBoxLayout.Direction
        beside = direction.LeftToRight if self._wide else direction.TopToBottom
        self._columns.setDirection(beside)
        self._place_test()

    @property
    def _wide(self) -> bool:
        return self.width() >= BESIDE

    def _place_test(self) -> None:
        """Tell of the self-test between the buttons; in a narrow panel over them, once it ran."""
        place = (1, 1, 1, 1) if self._wide else (0, 0, 1, 3)
        if self._test.getItemPosition(self._test.indexOf(self._of_test)) != place:
            # Taken out first: PySide keeps the item of a widget that Qt itself takes out.
            self._test.removeWidget(self._of_test)
            self._test.addWidget(self._of_test, *place)
        check = None if self.snapshot is None else self.snapshot.check
        ran = check is not None and bool(check.testing or check.verdicts)
        self._of_test.setVisible(self._wide or ran)


def matrix_of(snapshot: Snapshot) -> tuple[tuple[str, ...], list[ShareRow]]:
    """Return the quantities, and a row of results for each kind of check."""
    report = snapshot.check.report
    config, dtype = snapshot.experiment.config, snapshot.experiment.dtype.name
    columns = (*config.readers, *config.cell.kept, *COPIES)
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
    if snapshot.check.unavailable is not None:
        programs = tr("computed by numpy {numpy} only", numpy=np.__version__)
    elif torch is not None:
        programs = tr("torch {torch} and numpy {numpy}", torch=torch, numpy=np.__version__)
    versions = (programs, "")
    if report is None:
        return [versions]
    config = snapshot.experiment.config
    total = sum(snapshot.experiment.lengths) * config.num_lanes
    checked = tr("{checked:,} of {total:,}", checked=report.steps_checked, total=total)
    facts = [
        (tr("cell steps"), checked),
        (tr("largest difference"), number_format.short(report.max_abs_difference)),
        (tr("rounding allowance used"), number_format.share(report.max_ratio_to_bound)),
    ]
    if report.dtype != "float64":
        facts.append((tr("also in float64"), f"{report.steps_in_float64:,}"))
    facts.append((tr("short runs of nn.LSTM"), f"{report.windows_checked:,}"))
    if report.windows_skipped:
        facts.append((tr("short runs skipped"), f"{report.windows_skipped:,}"))
    if report.not_comparable:
        facts.append((tr("cell steps that overflow"), f"{report.not_comparable:,}"))
    if (back := snapshot.check.back) is not None:
        walked = tr("{checked:,} of {total:,}", checked=back.steps_checked, total=total)
        share = number_format.share(back.max_ratio_to_bound)
        facts += [
            (tr("cell steps of the backward pass"), walked),
            (tr("rounding allowance used, backward"), share),
            (tr("sums of weight gradients"), f"{back.sums_checked:,}"),
        ]
    return [*facts, versions]


def _complete(snapshot: Snapshot) -> bool:
    report = snapshot.check.report
    return report is not None and report.cells_to >= snapshot.schedule.num_cells


def _drift_text(snapshot: Snapshot) -> str:
    if snapshot.check.drift is not None:
        return tr("Drift. {text}", text=snapshot.check.drift.text())
    if snapshot.experiment.holds:
        return tr(
            "Drift is not measured while values are held, because torch.nn.LSTM cannot hold values."
        )
    return tr("Drift is measured after all steps are checked.")


def _self_test_text(check: CheckState) -> str:
    verdicts = check.verdicts
    if check.testing:
        return tr(
            "Self-test: {done} of {count} mistakes tried", done=len(verdicts), count=len(CASES)
        )
    if not verdicts:
        return tr("Self-test: does the check find every known mistake?")
    if len(verdicts) == len(CASES) and all(verdict.passed for verdict in verdicts):
        seen = len(CASES) - len(HEALTHY)
        return tr("✓ Self-test: all {count} mistakes found, no false alarms", count=seen)
    if len(verdicts) < len(CASES):
        return tr(
            "Self-test stopped: {done} of {count} mistakes tried",
            done=len(verdicts),
            count=len(CASES),
        )
    return f"✗ {summary(verdicts)}"


def _plain_text() -> QLabel:
    label = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
