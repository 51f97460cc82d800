"""Attribution panel: what each timestep of the input has contributed, in bars and in words."""

from collections import OrderedDict
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.attribution import Attribution
from simulator.analysis.meaning.gradients.goal import goal
from simulator.experiment.experiment import Experiment
from simulator.network.lane import Lane
from simulator.translation import mark, tr
from ui.panels.attribution.asked import Asked, AskedBar
from ui.panels.attribution.bars import ContributionBars
from ui.panels.attribution.shown import Shown, completeness
from ui.panels.attribution.tokens import ContributionWords
from ui.panels.panel import Panel
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.session.trace_memory import why_too_large
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.number_format import short
from ui.style.theme import Theme
from ui.widgets.quiet_bar import QuietBar
from ui.widgets.scrolled import Scrolled
from ui.worker.idle_work import IdleWork

_KEPT: Final = 8
"""Attributions that are kept, so that undo brings them back."""

_NO_SOURCE = mark(
    "Contributions need a loss or a value. Set a readout with a loss: {way}. Or "
    "right-click a value and choose “Gradients of this value”"
)
_WHAT = mark(
    "How much each timestep of the input contributes to {source}. A gradient is "
    "different: it says how {source} responds to a small change"
)
_WITHOUT_MISTAKE = mark("{said}. The injected error is not included")
_FOUND = mark("{sums} · {source} is {at_input} here, and {at_baseline} at the baseline")

_Key = tuple[Experiment, Asked]


class AttributionPanel(Panel):
    """Controls, and a bar and a tinted word for each timestep of the selected row.

    It computes when it is asked to, in slices, and stops at another experiment.
    """

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._found: OrderedDict[_Key, Attribution] = OrderedDict()
        self._under_way: _Key | None = None
        self._problem = ""
        self._shown_of: tuple[Attribution, int, Document] | None = None
        self.shown: Shown | None = None
        self.asked = AskedBar()
        self.button = self.first_keys = QPushButton(tr("Compute"))
        self.progress = QuietBar(1000)
        self.said = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.message = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.sums = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.bars, self.words = ContributionBars(theme), ContributionWords(theme)
        self._pages, self._scroll = QStackedWidget(), QScrollArea(widgetResizable=True)
        self._work = IdleWork(self)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True while nothing is computed."""
        return not self._work.busy

    def draw(self, snapshot: Snapshot) -> None:
        """Show what is found for this experiment; stop what is under way for another."""
        before, self.snapshot = self.snapshot, snapshot
        if before is None or before.experiment is not snapshot.experiment:
            self._problem = ""
        if self._under_way is not None and self._under_way[0] is not snapshot.experiment:
            self._stop()
        if self.isVisible():
            self._show(snapshot)

    def caption(self, snapshot: Snapshot) -> str:
        """Name the row where there are several."""
        return tr("row {row}", row=snapshot.row) if snapshot.experiment.batch_size > 1 else ""

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        self.bars.set_theme(theme)
        self.words.set_theme(theme)
        for label in (self.said, self.message):
            label.setStyleSheet(f"color: {theme.faint};")
        self.progress.setFixedHeight(fonts.px(5))
        self.progress.setStyleSheet(
            f"QProgressBar {{ border: none; background: {theme.rule}; }}"
            f" QProgressBar::chunk {{ background: {theme.accent}; }}"
        )
        self._colour()

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the texts to copy."""
        if self.shown is not None:
            menu.addAction(tr("Copy contributions"), self._copy)
        super().add_entries_to(menu)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()  # Qt forgets palettes when a dock takes the panel
        self._show_again()

    # Drawing

    def _show(self, snapshot: Snapshot) -> None:
        experiment = snapshot.experiment
        if not experiment.source:
            way = NAMES.way("readout")
            way = tr("Edit → Readout and loss…") if way == "readout" else way
            self.message.setText(tr(_NO_SOURCE, way=way))
            self._pages.setCurrentIndex(0)
            return
        self._pages.setCurrentIndex(1)
        found = self._found.get((experiment, self.asked.asked))
        self._take_shown(snapshot, found)
        self.bars.draw(self.shown, snapshot.timestep)
        self.words.draw(self.shown, snapshot.timestep)
        self._say(snapshot, found)

    def _take_shown(self, snapshot: Snapshot, found: Attribution | None) -> None:
        """Take the row's contributions, unless they are shown already."""
        document, row, known = snapshot.document, snapshot.row, self._shown_of
        if found is None:
            self.shown = self._shown_of = None
        elif known is None or known[0] is not found or known[1:] != (row, document):
            self._shown_of = found, row, document
            labels = [document.label_of(t) for t in range(snapshot.experiment.lengths[row])]
            self.shown = Shown.of(found, row, labels, document.feature_names)

    def _say(self, snapshot: Snapshot, found: Attribution | None) -> None:
        source, busy = goal(snapshot.experiment).text, self._work.busy
        said = tr(_WHAT, source=source)
        if snapshot.document.mistake:
            said = tr(_WITHOUT_MISTAKE, said=said)
        if said != self.said.text():
            self.said.setText(said)
        text = tr("Cancel") if busy else tr("Compute")
        if text != self.button.text():
            self.button.setText(text)
        self.button.setEnabled(busy or found is None)
        told = self._problem
        if found is not None:
            told = tr(
                _FOUND,
                sums=completeness(found),
                source=source,
                at_input=short(found.at_input, 4),
                at_baseline=short(found.at_baseline, 4),
            )
        if told != self.sums.text():
            self.sums.setText(told)

    def _show_again(self) -> None:
        if self.snapshot is not None:
            self._show(self.snapshot)

    def _colour(self) -> None:
        palette = self.sums.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self.theme.ink)
        self.sums.setPalette(palette)

    # Work

    def _toggle(self) -> None:
        """Compute, or cancel what is under way."""
        if self._work.busy:
            self._stop()
        elif self.snapshot is not None and self.snapshot.experiment.source:
            experiment, asked = self.snapshot.experiment, self.asked.asked
            self._problem = why_too_large(experiment)
            if not self._problem:
                self._under_way = experiment, asked
                self._work.begin(asked.work(experiment))
        self._show_again()

    def _stop(self) -> None:
        self._under_way = None
        self._work.stop()
        self.progress.setValue(0)

    def _ask_for_another(self) -> None:
        self._stop()
        self._problem = ""
        self._show_again()

    def _tell(self, fraction: float) -> None:
        self.progress.setValue(round(1000 * fraction))

    def _take(self, found: Attribution) -> None:
        key, self._under_way = self._under_way, None
        self.progress.setValue(0)
        if key is not None:
            self._found[key] = found
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        self._show_again()

    def _fail(self, line: str) -> None:
        self._stop()
        self._problem = line
        self._show_again()

    # Requests

    def _look_at(self, t: int) -> None:
        """Look at a timestep: at what the input gets back where that is walked, else at h."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        lane, row = snapshot.lane, snapshot.row
        number = Address("dx", Lane(0, lane.direction), t, row)
        if not snapshot.goes_back or not snapshot.shows_number(number):
            unit = min(snapshot.unit, snapshot.experiment.config.output_size - 1)
            number = Address("h", lane, t, row, unit)
        self.looked_at.emit(number)

    def _point(self, t: int | None) -> None:
        self.hovered.emit("" if t is None or self.shown is None else self.shown.sentence(t))

    def _copy(self) -> None:
        if self.shown is None:
            return
        lines = [self.sums.text()]
        for t, value in enumerate(self.shown.over_time.tolist()):
            lines.append(f"{t}\t{self.shown.words[t]}\t{value!r}")
        QGuiApplication.clipboard().setText("\n".join(lines))

    # Construction

    def _lay_out(self) -> None:
        for label, font in ((self.said, fonts.caption), (self.sums, fonts.text)):
            fonts.wear(label, font)
        self.sums.setToolTip(
            tr(
                "If complete, the contributions add up to the value here minus the "
                "value at the baseline"
            )
        )
        controls = QHBoxLayout()
        controls.setSpacing(6)
        controls.addWidget(self.asked, 1)
        controls.addWidget(self.button)
        self._scroll.setWidget(self.words)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setMinimumHeight(fonts.px(24))
        page, none = QWidget(), QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(12, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(controls)
        column.addWidget(self.progress)
        column.addWidget(self.sums)
        column.addWidget(self.bars, 3)
        column.addWidget(self._scroll, 2)
        column.addWidget(self.said)
        page.setLayout(column)
        why = QVBoxLayout(none)
        why.setContentsMargins(12, 6, 8, 6)
        why.addWidget(self.message)
        why.addStretch(1)
        self._pages.addWidget(none)
        self._pages.addWidget(Scrolled(page))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        NAMES.changed.connect(self._show_again)
        self.asked.changed.connect(self._ask_for_another)
        self.button.clicked.connect(self._toggle)
        self._work.progressed.connect(self._tell)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._fail)
        for part in (self.bars, self.words):
            part.picked.connect(self._look_at)
            part.went_to.connect(self.went_to_timestep)
            part.pointed.connect(self._point)
