"""Predictions panel: what the network that is shown says of the validation sequences."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.panels.panel import Panel
from ui.panels.training.predictions import words
from ui.panels.training.predictions.groups import Group, groups_of
from ui.panels.training.predictions.histograms import Bar, Histograms, title_of
from ui.panels.training.predictions.legend import AnswerLegend
from ui.panels.training.predictions.scatter import SaidAgainstWanted
from ui.panels.training.validation.asking import asked_of
from ui.panels.training.validation.judge import Judge
from ui.panels.training.validation.judged import Judged
from ui.session.snapshot import Snapshot
from ui.session.training_state.view import TrainingView
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel


class PredictionsPanel(Panel):
    """Histograms of p by target, or a plane of numbers, and those of the pin.

    While it is visible, the network that is shown and the pinned one are judged in idle time.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.judge = Judge(self)
        self.head, self.kept = ElidedLabel(), ElidedLabel()
        self.histograms, self.plane = Histograms(theme), SaidAgainstWanted(theme)
        self.legend = AnswerLegend(theme)
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.shown: Judged | None = None
        self._of: tuple[Judged | None, Judged | None] = None, None
        self._pinned: list[Group] = []
        self._named = ""
        self._pages, self._page, self._none = QStackedWidget(), QWidget(), QWidget()
        self._answers = QStackedWidget()
        self._lay_out()
        self.judge.found.connect(self._show_again)
        self.histograms.pointed.connect(self._point)
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True when what is shown is judged."""
        return not self.judge.busy

    def draw(self, snapshot: Snapshot) -> None:
        """Show the answers of the network that is shown, once they are known."""
        self.snapshot = snapshot
        training = snapshot.training
        if training is None or not self.isVisible():
            self.judge.let_go()
            if training is None:
                self._say(snapshot.obstacle or tr("No training data yet"))
            return
        if self.judge.batch(training.run) is None:
            self._say(
                training.place.missing
                or tr(
                    "No sequence is held out: the network trains on all of them. Set "
                    "a validation share in the Training panel."
                )
            )
            return
        asked = asked_of(snapshot, training)
        if not self.judge.can(asked[0]):
            self._say(tr("These sequences are too long to be evaluated at each step"))
            return
        self.judge.ask(asked, training.running)
        self._show(snapshot, training)

    def caption(self, snapshot: Snapshot) -> str:
        """Name the step whose network gave the answers, which may not be the newest."""
        return self._named

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        self.theme = theme
        for part in (self.histograms, self.plane, self.legend):
            part.set_theme(theme)
        self.message.setStyleSheet(f"color: {theme.faint};")
        self._colour()

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the numbers to copy."""
        if self.shown is not None:
            menu.addAction(tr("Copy validation"), self._copy)
        super().add_entries_to(menu)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._colour()  # Qt forgets palettes when a dock takes the panel
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.judge.let_go()

    # Drawing

    def _show(self, snapshot: Snapshot, training: TrainingView) -> None:
        """Show what is judged; until the newest is, what was shown before."""
        asked = asked_of(snapshot, training)
        now, key = self.judge.judged(asked[0]), asked[0].key
        if now is None and training.running:  # the newest that is known
            key, now = self.judge.latest(training.run) or (key, None)
        pinned = self.judge.judged(asked[1]) if len(asked) > 1 else None
        self.kept.set_text(words.kept_text(training.run))
        if self.judge.problem:
            self._say(self.judge.problem)
            return
        if now is None and self.shown is None:
            return
        now = now or self.shown
        assert now is not None
        self._pages.setCurrentWidget(self._page)
        if (now, pinned) == self._of:
            return
        self._of, self.shown = (now, pinned), now
        edited = tr("step {step}, edited", step=training.step)
        self._named = tr("step {step}", step=key) if isinstance(key, int) else edited
        self.head.set_text(words.heading(now))
        numbers = now.of_numbers
        self._answers.setCurrentWidget(self.plane if numbers else self.histograms)
        self._pinned = [] if pinned is None else groups_of(pinned)
        if numbers:
            self.plane.draw(now, pinned)
        else:
            self.histograms.draw(groups_of(now), self._pinned)
        before = "" if pinned is None else snapshot.against.pin_name
        remark = words.error_of(now, pinned, before) if numbers else ""
        self.legend.draw(numbers, before, remark)
        self.recaptioned.emit()

    def _show_again(self) -> None:
        snapshot = self.snapshot
        if snapshot is not None and snapshot.training is not None and self.isVisible():
            self._show(snapshot, snapshot.training)

    def _say(self, text: str) -> None:
        self.shown, self._of, self._named = None, (None, None), ""
        self._pages.setCurrentWidget(self._none)
        text = text[:1].upper() + text[1:]
        if text != self.message.text():
            self.message.setText(text)

    def _colour(self) -> None:
        for label, colour in ((self.head, self.theme.ink), (self.kept, self.theme.faint)):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, colour)
            label.setPalette(palette)

    def _point(self, bar: Bar | None) -> None:
        snapshot = self.snapshot
        if bar is None or snapshot is None:
            self.hovered.emit("")
            return
        group = self.histograms.groups[bar.group]
        pinned = next((other for other in self._pinned if other.name == group.name), None)
        self.hovered.emit(words.bar_text(group, bar.bin, pinned, snapshot.against.pin_name))

    def _copy(self) -> None:
        lines = [self.head.text(), *(title_of(group) for group in self.histograms.groups)]
        if self.shown is not None and self.shown.of_numbers:
            lines = [self.head.text(), words.error_of(self.shown, None, "")]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _lay_out(self) -> None:
        for label in (self.head, self.kept):
            fonts.wear(label, fonts.caption)
        self._answers.addWidget(self.histograms)
        self._answers.addWidget(self.plane)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(12, 6, 8, 6)
        page.setSpacing(4)
        page.addWidget(self.head)
        page.addWidget(self._answers, 1)
        page.addWidget(self.legend)
        page.addWidget(self.kept)
        none = QVBoxLayout(self._none)
        none.setContentsMargins(12, 6, 8, 6)
        none.addWidget(self.message)
        none.addStretch(1)
        fonts.wear(self.message, fonts.text)
        self._pages.addWidget(self._none)
        self._pages.addWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
