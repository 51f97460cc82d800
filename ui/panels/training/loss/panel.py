"""Loss panel: how the loss fell, and the slider that shows the network of any step."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from simulator.training.run import TrainingRun
from simulator.translation import mark, tr
from ui.panels.cell.words.sentence_line import SentenceLine
from ui.panels.panel import Panel
from ui.panels.training.loss import words
from ui.panels.training.loss.chart import ChartView, LossChart
from ui.panels.training.loss.legend import CurveLegend
from ui.panels.training.loss.mishap_line import MishapLine
from ui.panels.training.validation.asking import asked_of
from ui.panels.training.validation.judge import Asked, Judge
from ui.panels.training.validation.told import Told
from ui.session.snapshot import Snapshot
from ui.session.training_state.view import TrainingView
from ui.style import fonts
from ui.style.theme import Theme

_EDITED = mark("edited after step {step}: the next step starts a new run")


class LossPanel(Panel):
    """A sentence, and the curves over the steps of training; the sign of a mishap between them.

    While it is visible, the network that is shown and the pinned one are judged in idle time.

    Signals:
        scrubbed: a step whose network is to be shown. mending_asked: the mishap is to be mended.
        pin_asked: the TrainingPlace that is shown is to be pinned.
    """

    scrubbed = Signal(int)
    mending_asked = Signal()
    pin_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line = SentenceLine(theme, about=tr("How well the network does at the selected step"))
        self.mishap = MishapLine()
        self.legend = CurveLegend(theme)
        self.chart = self.first_keys = LossChart(theme)
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.judge = Judge(self)
        self._page, self._none = QWidget(), QWidget()
        self._lay_out()
        self.chart.scrubbed.connect(self.scrubbed)
        self.chart.pointed.connect(self._point)
        self.mishap.mend.clicked.connect(self.mending_asked)
        self.judge.found.connect(self._show_again)
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True when the networks that are compared are judged."""
        return not self.judge.busy

    def draw(self, snapshot: Snapshot) -> None:
        """Show training as far as it is, or say why there is none."""
        self.snapshot = snapshot
        training = snapshot.training
        self._page.setVisible(training is not None)
        self._none.setVisible(training is None)
        if training is None:
            self.judge.let_go()
            self._say_why_not(snapshot)
            return
        self.mishap.draw(snapshot.document.task)
        if self.isVisible():
            asked = asked_of(snapshot, training)
            if training.edited:
                asked.append(Asked.at(training.place))
            self.judge.ask(asked, training.running)
            self._show(snapshot, training)
        else:
            self.judge.let_go()

    def caption(self, snapshot: Snapshot) -> str:
        """Tell of an edit: the network is then no longer the run's."""
        training = snapshot.training
        if training is None or not training.edited or not training.length:
            return ""
        return tr(_EDITED, step=training.step)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        for part in (self.line, self.legend, self.chart):
            part.set_theme(theme)
        self.message.setStyleSheet(f"color: {theme.faint};")

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the step to pin, and the sentence to copy."""
        if self.snapshot is not None and self.snapshot.training is not None:
            place = self.snapshot.training.begun
            if place is not None:
                text = tr("Pin step {step} for comparison", step=place.step)
                menu.addAction(text, partial(self.pin_asked.emit, place))
            menu.addAction(tr("Copy sentence"), self._copy)
        super().add_entries_to(menu)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.judge.let_go()

    # Drawing

    def _show(self, snapshot: Snapshot, training: TrainingView) -> None:
        now, before = self._told(snapshot, training)
        run, pinned, beside = training.run, training.pinned, training.beside
        label = () if training.edited else words.label_of(run, training.step, now)
        name = snapshot.against.pin_name
        self.chart.draw(
            ChartView(
                run,
                training.step,
                training.setting.until,
                None if pinned is None else pinned.step,
                tr("pinned {name}", name=name),
                None if beside is None else beside.run,
                label or (tr("step {step}, edited", step=training.step),),
            )
        )
        edited = self._told_of_edit(snapshot, training) if training.edited else None
        if edited is not None:
            self.line.set_forms(words.forms_of_edit(*edited))
        elif now is not None:
            lost = self.chart.lost_from(run)
            self.line.set_forms(words.forms(now, before, run.first, lost))
        else:
            self.line.set_forms(words.without_validation(run, training.step))
        judged = bool(run.judgements)
        self.legend.draw(judged, tr("pinned: {name}", name=name) if beside is not None else "")

    def _told(self, snapshot: Snapshot, training: TrainingView) -> tuple[Told | None, Told | None]:
        """Return what is known of the network that is shown, and of one to compare it with.

        While the one that is shown is not judged, the run's last judgement before it stands in.
        """
        run, step = training.run, training.step
        judged = self.judge.judged(Asked.at(training.place))
        count = _count(run, self.judge)
        now = None if judged is None else Told.of(judged, step)
        if now is None:
            until = [j for j in run.judgements if j.step <= step]
            now = Told.of_judgement(until[-1], count) if until else None
        if now is None:
            return None, None
        pinned, before = training.pinned, None
        if pinned is not None and pinned.step != now.step:
            other = self.judge.judged(Asked.at(pinned))
            before = None if other is None else Told.of(other, pinned.step)
        if before is None:
            before = words.best_before(run, now.step, count)
        return now, before

    def _told_of_edit(self, snapshot: Snapshot, training: TrainingView) -> tuple[Told, Told] | None:
        """Return what is known of an edited network, and of the step's own; None for not yet."""
        edited = self.judge.judged(asked_of(snapshot, training)[0])
        plain = self.judge.judged(Asked.at(training.place))
        if edited is None or plain is None:
            return None
        return Told.of(edited, training.step), Told.of(plain, training.step)

    def _show_again(self) -> None:
        if self.snapshot is not None and self.snapshot.training is not None and self.isVisible():
            self._show(self.snapshot, self.snapshot.training)

    def _say_why_not(self, snapshot: Snapshot) -> None:
        text = tr("No training data yet. Choose a task in the Train menu.")
        if snapshot.obstacle:
            text = tr("{obstacle}. Or choose a task in the Train menu.", obstacle=snapshot.obstacle)
        text = text[:1].upper() + text[1:]
        if text != self.message.text():
            self.message.setText(text)

    def _point(self, step: int | None) -> None:
        view = self.chart.view
        self.hovered.emit("" if step is None or view is None else words.words_at(view.run, step))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text())

    def _lay_out(self) -> None:
        page = QVBoxLayout(self._page)
        page.setContentsMargins(12, 4, 4, 4)
        page.setSpacing(2)
        page.addWidget(self.line)
        page.addWidget(self.mishap)
        page.addWidget(self.legend)
        page.addWidget(self.chart, 1)
        none = QVBoxLayout(self._none)
        none.setContentsMargins(12, 6, 8, 6)
        none.addWidget(self.message)
        none.addStretch(1)
        fonts.wear(self.message, fonts.text)
        self._none.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._none)
        column.addWidget(self._page)


def _count(run: TrainingRun, judge: Judge) -> int:
    """Return the number of answers that a run is judged by."""
    batch = judge.batch(run)
    if batch is None:
        return 0
    counted = int(batch.counts(run.network.readout).sum())
    return counted if batch.loss.of_classes else counted * run.network.readout.width
