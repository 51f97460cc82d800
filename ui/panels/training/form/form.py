"""TrainingForm: the fields of a training setting. Each change is a request."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from simulator.training.optimisers import Optimiser, optimiser_of
from simulator.translation import tr
from ui.panels.training.form.frozen_menu import FrozenMenu, names_of
from ui.panels.training.form.optimiser_rows import OptimiserRows, side_by_side
from ui.panels.training.form.setting_field import SettingField
from ui.panels.training.form.words import (
    ANOTHER,
    FOLDER,
    FOLDER_TIP,
    OPTIMISER_NAMES,
    folder_text,
    task_texts,
)
from ui.session.snapshot import Snapshot
from ui.session.training_state.setting import TrainingSetting
from ui.style.theme import Theme, restyle
from ui.widgets.buttons import tool_button
from ui.widgets.fields.number_choice import NumberChoice

MOST: Final = 10**6
"""Largest batch, seed and number of steps that can be chosen."""

_LEAST: Final = 48
"""Pixels that a field may be narrowed to."""

_THROUGH: Final = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
"""Keys that go through a list that is not open."""


class TrainingForm(QWidget):
    """Task, optimiser, its settings, clip, batch, seed; and further settings when asked for.

    Signals:
        asked: another TrainingSetting. folder_asked: a folder to learn from.
        refused: why a number is not taken; empty once it is mended.
    """

    asked = Signal(object)
    folder_asked = Signal()
    refused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._setting = TrainingSetting()
        self._biases: frozenset[str] = frozenset()
        self._tasks: dict[str, str] = {}
        self._labels: dict[QWidget, QLabel] = {}
        self._grid = QGridLayout()
        self.task, self.optimiser = TaskList(), QComboBox()
        self.folder = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.settings = {key: OptimiserRows(key, theme) for key in OPTIMISER_NAMES}
        self.clip = SettingField(
            theme,
            tr("Clip norm at"),
            tr("The largest ‖g‖ allowed: larger gradients are scaled down to it"),
            tr("no clip"),
        )
        self.batch, self.seed, self.held_out = NumberChoice(), NumberChoice(), NumberChoice()
        self.frozen = FrozenMenu()
        self.decays_biases = QCheckBox(tr("biases decay too"))
        self.more = tool_button(tr("More settings ▾"), checkable=True)
        self._tell()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a setting."""
        self._setting, plan = snapshot.setting, snapshot.setting.plan
        folder = self._setting.folder
        tasks = task_texts(self._setting.task, folder)
        if tasks != self._tasks:
            self._tasks = tasks
            fill(self.task, tasks)
            tip = tr(FOLDER_TIP)
            self.task.setItemData(self.task.findData(ANOTHER), tip, Qt.ItemDataRole.ToolTipRole)
        choose(self.task, FOLDER if folder else self._setting.task)
        self.folder.setText(folder_text(folder, snapshot.experiment))
        self.folder.setVisible(bool(self.folder.text()))
        choose(self.optimiser, plan.optimiser.key)
        self.settings[plan.optimiser.key].draw(plan.optimiser)
        self.clip.show_number(plan.clip)
        every = tr("the task’s") if self._setting.task else tr("all rows")
        self.batch.setSpecialValueText(tr("all files") if folder else every)
        self.batch.show_number(self._setting.batch, 0, MOST)
        self.seed.show_number(self._setting.seed, 0, MOST)
        self.held_out.show_number(round(100 * self._setting.held_out), 0, 90)
        names = names_of(snapshot.experiment)
        self._biases = frozenset(name for name in names if "bias" in name)
        self.frozen.draw(names, plan.frozen)
        self.decays_biases.setChecked(not self._biases <= plan.undecayed)
        self.decays_biases.setEnabled(bool(self._biases) and plan.optimiser.weight_decay > 0)
        self._show_rows()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.clip.set_theme(theme)
        for rows in self.settings.values():
            rows.set_theme(theme)
        for label in (*self._labels.values(), self.folder):
            restyle(label, f"color: {theme.faint};")

    def _show_rows(self) -> None:
        """Show the rows of the present optimiser, and the further ones when asked for."""
        more, present = self.more.isChecked(), self._setting.plan.optimiser.key
        for key, rows in self.settings.items():
            for first in (True, False):
                for _, field in rows.rows(first):
                    self._set_visible(field, key == present and (first or more))
        for field in (self.frozen, self.decays_biases):
            self._set_visible(field, more)
        self._set_visible(self.held_out, more and not self._setting.task)

    def _set_visible(self, field: QWidget, visible: bool) -> None:
        field.setVisible(visible)
        if field in self._labels:
            self._labels[field].setVisible(visible)

    # Requests

    def _ask(self, **changes: Any) -> None:
        """Ask for the setting with something changed."""
        setting = replace(self._setting, **changes)
        if setting != self._setting:
            self.asked.emit(setting)

    def _ask_plan(self, **changes: Any) -> None:
        self._ask(plan=replace(self._setting.plan, **changes))

    def _choose_task(self) -> None:
        """Ask for a task, for the open sequences, or for a folder, which is first to be chosen."""
        key, folder = self.task.currentData(), self._setting.folder
        if key == ANOTHER:
            choose(self.task, FOLDER if folder else self._setting.task)
            self.folder_asked.emit()
        elif key != FOLDER:
            self._ask(task=key, folder=None, batch=0 if folder else self._setting.batch)

    def _choose_key(self) -> None:
        """Take another optimiser with its own defaults, but the present learning rate."""
        key, present = self.optimiser.currentData(), self._setting.plan.optimiser
        if key != present.key:
            self._ask_plan(optimiser=optimiser_of(key, {"lr": present.lr}))

    def _choose_optimiser(self, optimiser: Optimiser) -> None:
        self._ask_plan(optimiser=optimiser)

    def _choose_clip(self, clip: float | None) -> None:
        try:
            self._ask_plan(clip=clip)
        except ValueError as error:
            self.clip.refuse(str(error))

    def _choose_batch(self, rows: int) -> None:
        self._ask(batch=rows)

    def _choose_seed(self, seed: int) -> None:
        self._ask(seed=seed)

    def _choose_held_out(self, percent: int) -> None:
        self._ask(held_out=percent / 100)

    def _choose_frozen(self, frozen: frozenset[str]) -> None:
        self._ask_plan(frozen=frozen)

    def _choose_decay(self, decays: bool) -> None:
        undecayed = self._setting.plan.undecayed
        self._ask_plan(undecayed=undecayed - self._biases if decays else undecayed | self._biases)

    # Construction

    def _tell(self) -> None:
        fill(self.optimiser, OPTIMISER_NAMES)
        self.folder.setToolTip(tr(FOLDER_TIP))
        for box in (self.task, self.optimiser):
            narrow(box)
        for field in (self.batch, self.seed, self.held_out):
            field.setMinimumWidth(_LEAST)
        for part, name, tip in (
            (self.task, tr("Task"), tr("What is learnt. Opening a task starts a new network")),
            (self.optimiser, tr("Optimiser"), tr("How gradients become steps, as in torch.optim")),
            (self.batch, tr("Batch"), tr("Sequences per batch (for a folder: files)")),
            (self.seed, tr("Seed"), tr("Batch seed: the same seed gives the same run")),
            (
                self.held_out,
                tr("Held out"),
                tr("Share of the rows, timesteps or files used only for validation"),
            ),
            (
                self.decays_biases,
                "",
                tr("Off: no weight decay for b_ih, b_hh and the readout’s b"),
            ),
            (self.more, "", tr("Frozen weights, held-out rows, and rarely used settings")),
        ):
            part.setToolTip(tip)
            if name:
                part.setAccessibleName(name)

    def _lay_out(self) -> None:
        self._add(tr("task"), self.task)
        self._add("", self.folder)
        self._add(tr("optimiser"), self.optimiser)
        for rows in self.settings.values():
            for text, field in rows.rows(first=True):
                self._add(text, field)
        self._add(tr("clip norm at"), self.clip)
        self._add(tr("batch, seed"), side_by_side(self.batch, self.seed))
        self._grid.addWidget(self.more, self._grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self._add(tr("weights"), self.frozen)
        self._add(tr("held out, %"), self.held_out)
        for rows in self.settings.values():
            for text, field in rows.rows(first=False):
                self._add(text, field)
        self._add("", self.decays_biases)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        column = QVBoxLayout()
        column.setContentsMargins(12, 4, 10, 2)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setLayout(column)

    def _add(self, text: str, field: QWidget) -> None:
        row = self._grid.rowCount()
        if text:
            label = self._labels[field] = QLabel(text)
            parts = (field, *field.findChildren(QWidget))
            label.setToolTip(next((tip for part in parts if (tip := part.toolTip())), ""))
            self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)

    def _connect(self) -> None:
        self.task.activated.connect(self._choose_task)
        self.optimiser.activated.connect(self._choose_key)
        for rows in self.settings.values():
            rows.setParent(self)
            rows.hide()  # it has fields, and shows nothing itself
            rows.chosen.connect(self._choose_optimiser)
            rows.refused.connect(self.refused)
        self.clip.chosen.connect(self._choose_clip)
        self.clip.refused.connect(self.refused)
        self.batch.chosen.connect(self._choose_batch)
        self.seed.chosen.connect(self._choose_seed)
        self.held_out.chosen.connect(self._choose_held_out)
        self.frozen.chosen.connect(self._choose_frozen)
        self.decays_biases.clicked.connect(self._choose_decay)
        self.more.toggled.connect(self._show_rows)


class TaskList(QComboBox):
    """List of tasks, which is chosen from when it is open: each choice opens a document."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by the keys that would else go through the tasks."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        elif event.key() not in _THROUGH:
            super().keyPressEvent(event)


def narrow(box: QComboBox) -> None:
    """Let a list be as narrow as its place; when it opens, it has room for its texts."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(6)


def fill(box: QComboBox, texts: Mapping[Any, str]) -> None:
    """Give a list its texts, with the keys that they stand for."""
    box.clear()
    for key, text in texts.items():
        box.addItem(text, key)


def choose(box: QComboBox, key: object) -> None:
    """Show the text of a key."""
    place = box.findData(key)
    if place != box.currentIndex():
        box.setCurrentIndex(place)
