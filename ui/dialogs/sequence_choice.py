"""SequenceChoice: the columns of a file that an LSTM reads, and the one that labels timesteps."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import shape_text
from simulator.experiment.normalisation import AS_READ
from simulator.files.errors import plain
from simulator.files.sequences.column_choice import ColumnChoice
from simulator.files.sequences.column_survey import Overview
from simulator.network.config import Shape
from simulator.translation import tr
from ui.dialogs.column_list import ColumnList, ColumnModel
from ui.dialogs.form import OPEN, Form, give_room
from ui.dialogs.normalise_fields import NormaliseFields
from ui.documents.opening import OpenedNumbers
from ui.style.theme import Theme
from ui.widgets.asked import asked


class SequenceChoice(Form):
    """Form for a `ColumnChoice`: as many columns as the model reads, in its order."""

    def __init__(self, numbers: OpenedNumbers, theme: Theme, parent: QWidget | None = None) -> None:
        title = tr("What should be read from {name}?", name=_called(numbers.paths))
        super().__init__(title, parent, lines=2, bad=theme.bad, button=OPEN)
        self._numbers, self._theme = numbers, theme
        overview, self._wanted = numbers.overview, numbers.input_size
        begun = overview.proposal(self._wanted)
        self.model = ColumnModel(overview.columns, self._wanted, begun.columns or ())
        self.list = ColumnList(self.model)
        self.earlier = QPushButton(tr("Move &up"))
        self.earlier.setToolTip(tr("Read this column before the one above (Alt+Up)"))
        self.later = QPushButton(tr("Move &down"))
        self.later.setToolTip(tr("Read this column after the one below (Alt+Down)"))
        self.labels = QComboBox()
        self.labels.addItem(tr("numbers: 0, 1, 2, …"), None)
        if overview.flat:
            for place, column in enumerate(overview.columns):
                self.labels.addItem(plain(column.title(place), 40), place)
        self.axes = QComboBox()
        self.axes.setAccessibleName(tr("Axes"))
        if not overview.flat:
            for first, text in enumerate(_axes(overview.shape)):
                self.axes.addItem(text, bool(first))
            self.axes.setCurrentIndex(int(numbers.batch_first))
        self.normalise = NormaliseFields(AS_READ, theme)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.model.chose.connect(self._judge)
        self.earlier.clicked.connect(self._move_earlier)
        self.later.clicked.connect(self._move_later)
        self.normalise.changed.connect(self._judge)
        self.labels.currentIndexChanged.connect(self._mark_labels)
        self.labels.setCurrentIndex(self.labels.findData(begun.labels))
        self.list.selectionModel().currentRowChanged.connect(self._judge)
        self.list.setFocus()
        self._judge()

    def pick(self) -> ColumnChoice:
        """Return the choice."""
        return ColumnChoice(
            tuple(self.model.chosen),
            self.labels.currentData(),
            self.normalise.wanted(),
            self.axes.currentData(),
        )

    def _lay_out(self) -> None:
        heading = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        heading.setText(
            tr(
                "{has}, but the model's input_size is {input_size}. Choose the "
                "columns to read, in order.",
                has=_has(self._numbers.overview),
                input_size=self._wanted,
            )
        )
        order = QVBoxLayout()
        order.addWidget(self.earlier)
        order.addWidget(self.later)
        order.addStretch(1)
        choice = QHBoxLayout()
        choice.addWidget(self.list, 1)
        choice.addLayout(order)
        self.form = QFormLayout()
        self.labels.setAccessibleName(tr("Timestep names"))
        self.form.addRow(tr("&Timestep names"), self.labels)
        self.form.addRow(tr("&Axes"), self.axes)
        self.form.addRow(tr("&Values"), self.normalise)
        self.form.setRowVisible(self.axes, not self._numbers.overview.flat)
        self.form.setRowVisible(self.labels, self._numbers.overview.flat)
        column = QVBoxLayout()
        column.addWidget(heading)
        column.addLayout(choice, 1)
        column.addLayout(self.form)
        column.addWidget(self.message)
        column.addWidget(self.buttons)
        self.setLayout(column)
        give_room(self, 720, 540)

    def _mark_labels(self) -> None:
        self.model.set_labels(self.labels.currentData())

    def _move_earlier(self) -> None:
        self.list.move_current(-1)

    def _move_later(self) -> None:
        self.list.move_current(1)

    def _tell(self) -> bool:
        """Report missing columns, or describe the current column."""
        chosen = self.model.chosen
        here = self.list.currentIndex().row()
        order = chosen.index(here) if here in chosen else None
        self.earlier.setEnabled(order is not None and order > 0)
        self.later.setEnabled(order is not None and order < len(chosen) - 1)
        missing = self._wanted - len(chosen)
        columns = [self._numbers.overview.columns[place] for place in chosen]
        possible = self.normalise.tell(
            [column.statistics for column in columns if column.statistics is not None],
            [plain(column.name, 40) for column in columns],
        )
        problem = self._numbers.overview.columns[here].problem if here >= 0 else ""
        there = sum(c.statistics is not None for c in self._numbers.overview.columns)
        if missing:
            said = tr("choose {missing} more", missing=missing)
            if there < self._wanted:
                said = tr("its only numeric columns: {there}. Correct the others", there=there)
            raise ValueError(f"{said}\n{plain(problem, 300)}" if problem else said)
        self._say(plain(problem, 300), self._theme.faint)
        return possible


def _called(paths: tuple[str, ...]) -> str:
    if len(paths) == 1:
        return plain(Path(paths[0]).name)
    return tr("{count} files", count=len(paths))


def _has(overview: Overview) -> str:
    """Describe the files in words."""
    count = len(overview.columns)
    if len(overview.shapes) == 1:
        return tr("It has {count} columns, {shape}", count=count, shape=shape_text(overview.shape))
    steps = [str(shape[0]) for shape in overview.shapes]
    return tr(
        "The files are rows of one batch, with {steps} timesteps and {count} columns",
        steps=", ".join(steps[:8]) + (", …" if len(steps) > 8 else ""),
        count=count,
    )


def _axes(shape: Shape) -> tuple[str, str]:
    """Describe three axes in the two possible orders, with their lengths."""
    first, second, width = shape
    written = shape_text(shape)
    return (
        tr(
            "(T, B, I) = {shape}: {steps} timesteps of {rows} rows, {width} features",
            shape=written,
            steps=first,
            rows=second,
            width=width,
        ),
        tr(
            "(B, T, I) = {shape}: {rows} rows of {steps} timesteps, {width} features",
            shape=written,
            steps=second,
            rows=first,
            width=width,
        ),
    )


def ask(numbers: OpenedNumbers, theme: Theme, parent: QWidget) -> ColumnChoice | None:
    """Ask for the choice; None when the user cancels."""
    with asked(SequenceChoice(numbers, theme, parent)) as dialog:
        return dialog.pick() if dialog.exec() else None
