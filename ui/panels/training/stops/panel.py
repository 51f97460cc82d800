"""Stops panel: conditions that pause training, and what happened at the step that is shown."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from simulator.training.stops import HOW, Stop, parse
from simulator.translation import tr
from ui.panels.panel import Panel
from ui.panels.training.stops.stop_row import Judged, StopRow
from ui.panels.training.stops.story import Story
from ui.session.snapshot import Snapshot
from ui.session.training_state.setting import TrainingSetting
from ui.session.training_state.view import TrainingView
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import tool_button
from ui.widgets.scrolled import Scrolled


class StopsPanel(Panel):
    """List of conditions, a field for another one, and the story of the step.

    Signals:
        setting_asked: another TrainingSetting. step_followed: a training step to look at.
    """

    setting_asked = Signal(object)
    step_followed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows: list[StopRow] = []
        self._heads = QLabel(tr("Stop training when")), QLabel(tr("first true at"))
        self._heads[0].setToolTip(tr("Training pauses as soon as one of these is met"))
        self._heads[1].setToolTip(tr("The first step of this run at which it was true"))
        self.field = self.first_keys = QLineEdit(placeholderText="val_loss > 10 * best")
        self.field.setAccessibleName(tr("Condition that stops training"))
        self.field.setToolTip(tr(HOW))
        fonts.wear(self.field, fonts.mono_text)
        self.add_button = tool_button(tr("Add"), tr("Add this line (Enter)"))
        self.problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.problem.hide()
        self.story = Story(theme)
        self._line = QFrame()
        self._list = QVBoxLayout()
        self._lay_out()
        self.field.returnPressed.connect(self._add)
        self.field.textEdited.connect(self._forgive)
        self.add_button.clicked.connect(self._add)
        self.story.followed.connect(self.step_followed)
        self.set_theme(theme)

    @property
    def at_rest(self) -> bool:
        """True while nothing is searched."""
        return self.story.at_rest

    def draw(self, snapshot: Snapshot) -> None:
        """Show the conditions, when each was first true, and the story of the step."""
        self.snapshot = snapshot
        setting, view = snapshot.setting, snapshot.training
        if [row.stop for row in self.rows] != list(setting.stops):
            self._make_rows(setting.stops)
        for row in self.rows:
            judged = _judged(view) if row.stop.validation else None
            row.draw(row.stop not in setting.off, _first_met(row.stop, view), judged)
        self.story.draw(view)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        for row in self.rows:
            row.set_theme(theme)
        self.story.set_theme(theme)
        restyle(self._heads[1], f"color: {theme.faint};")
        restyle(self.problem, f"color: {theme.bad};")
        restyle(self._line, f"background: {theme.rule}; border: none;")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.story.wake()

    # Requests

    @property
    def _setting(self) -> TrainingSetting:
        return TrainingSetting() if self.snapshot is None else self.snapshot.setting

    def _add(self) -> None:
        try:
            stop = parse(self.field.text())
        except ValueError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return
        self.field.clear()
        self._forgive()
        self._ask(self._setting.with_stop(stop))

    def _switch(self, stop: Stop, on: bool) -> None:
        off = self._setting.off
        self._ask(replace(self._setting, off=off - {stop} if on else off | {stop}))

    def _remove(self, stop: Stop) -> None:
        self._ask(self._setting.without_stop(stop))

    def _ask(self, setting: TrainingSetting) -> None:
        if setting != self._setting:
            self.setting_asked.emit(setting)

    def _forgive(self, _text: str = "") -> None:
        self.problem.hide()

    # Construction

    def _make_rows(self, stops: tuple[Stop, ...]) -> None:
        """Make rows for what is new, and keep the others: one of them may have the keys."""
        known = {row.stop: row for row in self.rows}
        for gone in (row for stop, row in known.items() if stop not in stops):
            if gone.isAncestorOf(self.focusWidget()):
                self.field.setFocus()
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.rows = [known.get(stop) or self._row_of(stop) for stop in stops]
        for number, row in enumerate(self.rows):
            self._list.insertWidget(number, row)

    def _row_of(self, stop: Stop) -> StopRow:
        row = StopRow(stop, self.theme)
        row.switched.connect(self._switch)
        row.removed.connect(self._remove)
        row.followed.connect(self.step_followed)
        return row

    def _lay_out(self) -> None:
        self._heads[0].setFont(fonts.bold(fonts.text()))
        fonts.wear(self._heads[0], fonts.text)
        fonts.wear(self._heads[1], fonts.caption)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._heads[0], 1)
        head.addWidget(self._heads[1])
        foot.addWidget(self.field, 1)
        foot.addWidget(self.add_button)
        self._line.setFixedHeight(1)
        self._list.setSpacing(1)
        inside = QWidget()
        column = QVBoxLayout()
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addLayout(foot)
        column.addWidget(self.problem)
        column.addSpacing(4)
        column.addWidget(self._line)
        column.addSpacing(2)
        column.addWidget(self.story)
        column.addStretch(1)
        inside.setLayout(column)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(inside))


def _first_met(stop: Stop, view: TrainingView | None) -> int | None:
    """Return the step at which a condition was first true by now."""
    met = None if view is None else view.run.met.get(stop)
    return met if view is not None and met is not None and met <= view.length else None


def _judged(view: TrainingView | None) -> Judged | None:
    """Return when the validation is judged, where steps came after the last time."""
    if view is None or view.run.validation is None:
        return None
    run, every = view.run, view.run.judged_every
    last = view.length - view.length % every
    if view.length in (last, run.first):
        return None
    return Judged(every, max(last, run.first), last + every)
