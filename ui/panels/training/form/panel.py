"""Training panel: what is learnt and how, and the buttons that train."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from simulator.training.kept_steps import Keeping
from simulator.training.run import bytes_a_step
from simulator.translation import tr
from ui.panels.panel import Panel
from ui.panels.training.form.form import MOST, TrainingForm, choose, fill, narrow
from ui.panels.training.form.words import PACES
from ui.session.snapshot import Snapshot
from ui.session.training_state.view import TrainingView
from ui.style.theme import Theme, restyle
from ui.widgets.fields.number_choice import NumberChoice
from ui.widgets.scrolled import Scrolled

_MORE: Final = "training_more"
"""Key of a choice that is remembered: that the further settings are shown."""

_LINE: Final = "\N{NO-BREAK SPACE}"
"""Text of a line that says nothing, and is as high as one that does."""

_MEGABYTE: Final = 1e6

_LEAST: Final = 48
"""Pixels that a button or a field of the foot may be narrowed to."""

_PADDING: Final = 22
"""Pixels of a button beside its text."""


class TrainingPanel(Panel):
    """Form of the training setting, and buttons.

    Signals:
        setting_asked: another TrainingSetting. folder_asked: a folder to learn from.
        step_asked, train_asked, pause_asked, undo_run_asked: what the buttons say.
    """

    setting_asked = Signal(object)
    folder_asked = Signal()
    step_asked = Signal()
    train_asked = Signal()
    pause_asked = Signal()
    undo_run_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._problem = ""
        self.form = TrainingForm(theme)
        self.one_step = QPushButton(tr("One step"))
        self.train = QPushButton(tr("Train"))
        self.undo_run = QPushButton(tr("Undo run"))
        self._until_label = QLabel(tr("until step"))
        self.until, self.pace = NumberChoice(), QComboBox()
        self.message = QLabel(_LINE, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        policy = self.message.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the buttons would move from under the mouse
        self.message.setSizePolicy(policy)
        self._tell()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the setting, and what can be done."""
        before, self.snapshot = self.snapshot, snapshot
        if before is None or before.setting != snapshot.setting:
            self._problem = ""
        self.form.draw(snapshot)
        self.until.show_number(snapshot.setting.until, 1, MOST)
        choose(self.pace, snapshot.setting.pace)
        view = snapshot.training
        running = view is not None and view.running
        for button in (self.one_step, self.train):
            button.setEnabled(view is not None)
        self.first_keys = self.form.task if view is None else self.train
        text = tr("Pause") if running else tr("Train")
        if text != self.train.text():
            self.train.setText(text)
        begun = None if view is None else view.begun
        self.undo_run.setEnabled(begun is not None and begun.newest > begun.run.first)
        tip = tr("The step at which training pauses")
        self._until_label.setToolTip(tip)
        self.until.setToolTip(tip if view is None else f"{tip}. {_kept(view)}")
        self._say()

    def caption(self, snapshot: Snapshot) -> str:
        """Return the step whose network is shown, and the newest one."""
        view = snapshot.training
        if view is None or not view.length:
            return ""
        if view.is_back:
            return tr("step {step} of {newest}", step=view.step, newest=view.length)
        return tr("step {step}", step=view.step)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.form.set_theme(theme)
        restyle(self._until_label, f"color: {theme.faint};")
        self._say()

    def remember(self, settings: QSettings) -> None:
        """Bring back and keep whether the further settings are shown."""
        self.form.more.setChecked(bool(settings.value(_MORE, False, type=bool)))
        self.form.more.toggled.connect(lambda shown: settings.setValue(_MORE, shown))

    # Drawing

    def _say(self) -> None:
        """Tell why a number is not taken, why nothing can be trained, or why training paused."""
        if self.snapshot is None:
            return
        view, theme = self.snapshot.training, self.theme
        if self._problem:
            told, colour = self._problem, theme.bad
        elif view is None:
            told, colour = self.snapshot.obstacle, theme.warn
        elif view.status:
            told, colour = view.status, theme.ink
        else:
            told, colour = "", theme.faint
        if told[:1].isascii():  # β has no capital that reads as one
            told = told[:1].upper() + told[1:]
        self.message.setVisible(bool(told))
        if (told or _LINE) != self.message.text():
            self.message.setText(told or _LINE)
        restyle(self.message, f"color: {colour};")

    # Requests

    def _toggle(self) -> None:
        view = None if self.snapshot is None else self.snapshot.training
        running = view is not None and view.running
        (self.pause_asked if running else self.train_asked).emit()

    def _choose_until(self, until: int) -> None:
        if self.snapshot is not None:
            self.setting_asked.emit(replace(self.snapshot.setting, until=until))

    def _choose_pace(self) -> None:
        if self.snapshot is not None:
            self.setting_asked.emit(replace(self.snapshot.setting, pace=self.pace.currentData()))

    def _refuse(self, why: str) -> None:
        self._problem = why
        self._say()

    # Construction

    def _tell(self) -> None:
        self.train.setDefault(True)
        fill(self.pace, {pace: tr(text) for pace, text in PACES.items()})
        narrow(self.pace)
        self.pace.setAccessibleName(tr("Speed"))
        self.until.setAccessibleName(tr("Until step"))
        self.until.setMinimumWidth(_LEAST)
        for button in (self.one_step, self.train, self.undo_run):
            button.setMinimumWidth(_LEAST)
        for part, tip in (
            (self.pace, tr("Steps per screen update (at most 60 updates per second)")),
            (self.one_step, tr("Takes one optimiser step, as an edit")),
            (self.train, tr("Runs to the step below, or until a stop condition is met")),
            (self.undo_run, tr("Undoes all steps of this run")),
        ):
            part.setToolTip(tip)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 6)
        whole.setSpacing(6)
        whole.addWidget(Scrolled(self.form), 1)
        buttons = {
            self.one_step: _width(self.one_step),
            self.train: max(_width(self.train), _width(self.train, tr("Pause"))),
            self.undo_run: _width(self.undo_run),
        }
        for shares in (
            buttons,
            {self._until_label: 0, self.until: 1, self.pace: 1},
            {self.message: 1},
        ):
            row = QHBoxLayout()
            whole.addLayout(row)
            row.setContentsMargins(12, 0, 10, 0)
            row.setSpacing(6)
            for part, share in shares.items():
                row.addWidget(part, share)

    def _connect(self) -> None:
        self.form.asked.connect(self.setting_asked)
        self.form.folder_asked.connect(self.folder_asked)
        self.form.refused.connect(self._refuse)
        self.until.chosen.connect(self._choose_until)
        self.pace.activated.connect(self._choose_pace)
        self.one_step.clicked.connect(self.step_asked)
        self.train.clicked.connect(self._toggle)
        self.undo_run.clicked.connect(self.undo_run_asked)


def _width(button: QPushButton, text: str = "") -> int:
    """Return the width that a button needs for a text, its own by default."""
    return button.fontMetrics().horizontalAdvance(text or button.text()) + _PADDING


def _kept(view: TrainingView) -> str:
    """Tell, before a run too, what is kept of it."""
    run = view.run
    steps = max(view.setting.until, view.length) - run.first
    keeping = Keeping.of(steps, bytes_a_step(run.network, view.setting.plan))
    size = f"{keeping.nbytes / _MEGABYTE:.1f}"
    if keeping.every == 1:
        return tr("Keeps all {steps} networks, {size} MB", steps=keeping.kept, size=size)
    return tr("Keeps one in {every} networks, {size} MB", every=keeping.every, size=size)
