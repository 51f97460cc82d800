"""Holds panel: the experiment's holds and cuts, to read, to visit and to release."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.hold_gradient import HoldGradient
from simulator.experiment.experiment import Experiment
from simulator.network.interventions import Cut, Hold, Intervention
from simulator.translation import mark, tr
from ui.panels.panel import Panel
from ui.session.edits import hold_edits
from ui.session.snapshot import Snapshot
from ui.style import fonts, number_format
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

_BAR = 3
"""Width of the bar that marks a gradient."""

_NOTHING = mark(
    "No value is held.\n\n{key} holds the selected value from here on. Right-click the "
    "timeline to hold the value there. Right-click a weight to cut its connection.\n\n"
    "Everything after a hold is computed with the held values. torch gets the same "
    "values and checks the rest."
)


class HoldsPanel(Panel):
    """List of holds, one a row. Delete releases the chosen one, Enter shows its first number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._told: tuple[object, ...] = ()
        self._gradients_at: tuple[object, int] | None = None
        self.list = _List()
        self.list.setAccessibleName(tr("List of held values"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._name_keys()
        NAMES.changed.connect(self._name_keys)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        form, release = (
            tr("Opens a form that asks what to hold, where, and at what value"),
            tr("Releases all held values, and restores all cut connections"),
        )
        self.add_button = tool_button(tr("Hold…"), form, name=form)
        self.clear_button = tool_button(tr("Release all"), release, name=release)
        self._pages = QStackedWidget()
        self._lay_out()
        self.add_button.clicked.connect(self._ask)
        self.clear_button.clicked.connect(self._release_all)
        self.list.itemActivated.connect(self._look_at)
        self.list.itemClicked.connect(self._look_at)
        self.list.removal_asked.connect(self._release_row)
        self.list.uncovered.connect(self._fill_visible)
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """List the holds again when they or their texts have changed."""
        self.snapshot = snapshot
        experiment = snapshot.experiment
        told = (experiment.holds, experiment.dtype, experiment.config, experiment.batch_size)
        if told != self._told:
            self._told = told
            self._fill(snapshot)
        self._tell_gradients(snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self._empty.setStyleSheet(f"color: {theme.faint};")
        # Outlined: on the accent, as Qt fills it, the colours of a row would be unreadable.
        self.list.setStyleSheet(
            "QListWidget { outline: none; } QListWidget::item:selected { background: transparent;"
            f" border: 1px solid {theme.faint}; border-radius: 4px; }}"
            f"QListWidget::item:selected:focus {{ border-color: {theme.accent}; }}"
        )
        if self.snapshot is not None:
            self._fill(self.snapshot)

    def _name_keys(self) -> None:
        self._empty.setText(tr(_NOTHING, key=NAMES.way("hold")))

    def texts(self) -> list[str]:
        """Return the texts of the rows."""
        if self.snapshot is None:
            return []
        experiment = self.snapshot.experiment
        return [hold_edits.words(hold, experiment) for hold in experiment.holds]

    def _fill(self, snapshot: Snapshot) -> None:
        row, count = self.list.currentRow(), len(snapshot.experiment.holds)
        self.list.clear()
        self.list.addItems([""] * count)
        for one in {0, count - 1} if count else ():  # Qt takes the last row's height for all
            self.list.item(one).setSizeHint(self._line(snapshot.experiment, one).sizeHint())
        self.list.setCurrentRow(min(row, count - 1))
        self.clear_button.setEnabled(count > 0)
        self._pages.setCurrentWidget(self.list if count else self._empty)
        self._fill_visible()

    def _fill_visible(self) -> None:
        """Make the lines of the rows in sight: thousands of widgets would hold the window."""
        if self.snapshot is None:
            return
        experiment = self.snapshot.experiment
        for row in self._in_sight():
            item = self.list.item(row)
            if self.list.itemWidget(item) is None:
                text = hold_edits.words(experiment.holds[row], experiment)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
                item.setToolTip(text)
                line = self._line(experiment, row)
                line.remove.clicked.connect(partial(self._release, experiment.holds[row]))
                self.list.setItemWidget(item, line)
        self._gradients_at = None
        self._tell_gradients(self.snapshot)

    def _in_sight(self) -> range:
        """Return the rows in sight."""
        if not self.list.count():
            return range(0)
        height = max(1, self.list.sizeHintForRow(0))
        first = max(0, self.list.indexAt(QPoint(1, 1)).row())
        last = first + self.list.viewport().height() // height + 2
        return range(first, min(self.list.count(), last))

    def _tell_gradients(self, snapshot: Snapshot) -> None:
        """Tell in the rows in sight what moving a held value would do, where it is walked back."""
        at = (snapshot.back, snapshot.position) if snapshot.goes_back else (None, 0)
        if at == self._gradients_at:
            return
        self._gradients_at = at
        experiment = snapshot.experiment
        for row in self._in_sight():
            item = self.list.item(row)
            line = self.list.itemWidget(item)
            if not isinstance(line, _Line):
                continue
            text, told = hold_edits.words(experiment.holds[row], experiment), ""
            found = hold_edits.gradient_at(snapshot, row) if snapshot.goes_back else None
            if found is not None:
                told = hold_edits.gradient_words(found, experiment)
                exact = number_format.exact(np.float64(found.value))
                text += tr(" · gradient {value}: {what}", value=exact, what=told)
            line.tell(found, told)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
            item.setToolTip(text)

    def _line(self, experiment: Experiment, row: int) -> "_Line":
        hold = experiment.holds[row]
        text = hold_edits.words(hold, experiment)
        name, _, where = text.partition(" · ")
        if isinstance(hold, Cut):
            name = hold_edits.name_of(hold, experiment)  # its chip says "cut"
        return _Line(hold, name, where, tr("Release {name}", name=text), self.theme)

    # Requests

    def _ask(self) -> None:
        self.hold_asked.emit(None)

    def _release(self, hold: Intervention) -> None:
        if self.snapshot is not None:
            self.edited.emit(*hold_edits.without(self.snapshot.experiment, hold), None)

    def _release_row(self, row: int) -> None:
        if self.snapshot is not None:
            self._release(self.snapshot.experiment.holds[row])

    def _release_all(self) -> None:
        if self.snapshot is not None and self.snapshot.experiment.holds:
            holds = self.snapshot.experiment.holds
            self.edited.emit(*hold_edits.without(self.snapshot.experiment, *holds), None)

    def _look_at(self, item: QListWidgetItem) -> None:
        """Show a hold's first number in the ledger; before it is known, select its lane."""
        if self.snapshot is None:
            return
        hold = self.snapshot.experiment.holds[self.list.row(item)]
        row = self.snapshot.row if hold.row is None else hold.row
        last = self.snapshot.experiment.lengths[row] - 1
        quantity, unit = hold_edits.first_number(hold, self.snapshot.experiment)
        t = min(hold.last, last) if hold.direction else hold.first
        subject = Address(quantity, hold.lane, t, row, unit)
        if t <= last and self.snapshot.knows_number(subject):
            self.looked_at.emit(subject)
        elif (hold.lane, row) != (self.snapshot.lane, self.snapshot.row):
            self.lane_selected.emit(hold.lane, row)

    def _lay_out(self) -> None:
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.list)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        buttons.addWidget(self.clear_button)
        column = QVBoxLayout()
        column.setContentsMargins(10, 6, 10, 8)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)
        self.setLayout(column)


class _List(QListWidget):
    """List that requests a row's removal by Delete or Backspace.

    Signals:
        removal_asked: the row. uncovered: other rows have come in sight.
    """

    removal_asked = Signal(int)
    uncovered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.verticalScrollBar().valueChanged.connect(self.uncovered)
        self.setFrameShape(self.Shape.NoFrame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.uncovered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.removal_asked.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class _Line(QWidget):
    """One hold: a chip in its quantity's colour, its text, and a release button.

    On the way back also the gradient of its value, with the bar on the right that marks one.
    """

    def __init__(
        self, hold: Intervention, name: str, rest: str, release: str, theme: Theme
    ) -> None:
        super().__init__()
        self._colour = theme.colour(hold.quantity).name() if isinstance(hold, Hold) else theme.ink
        chip = QLabel(tr("cut") if isinstance(hold, Cut) else tr("held"))
        chip.setStyleSheet(
            f"border: 2px solid {self._colour}; border-radius: 4px; padding: 0 3px;"
            f" color: {self._colour};"
        )
        what, self._where, self._rest = ElidedLabel(), ElidedLabel(), rest
        self._gradient = _Gradient(self._colour)
        for label in (what, self._gradient):
            fonts.wear(label, fonts.mono_text)
        what.set_text(name)
        self._where.set_text(rest)
        palette = self._where.palette()
        palette.setColor(self._where.foregroundRole(), theme.faint)
        self._where.setPalette(palette)
        self.remove = tool_button("✕", release, name=release)
        head, lines = QHBoxLayout(), QVBoxLayout()
        head.addWidget(what, 1)
        head.addWidget(self._gradient)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(self._where)
        row = QHBoxLayout()
        row.setContentsMargins(4, 3, 4, 3)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        row.addWidget(self.remove)
        self.setLayout(row)

    def tell(self, found: HoldGradient | None, words: str) -> None:
        """Show the gradient of the held value, and what it says; None for none."""
        text = "" if found is None else number_format.scientific(found.value)
        if text != self._gradient.text():
            self._gradient.setText(text)
        self._where.set_text(f"{self._rest} · {words}" if words else self._rest)


class _Gradient(QLabel):
    """Text of a gradient, with the bar of its quantity's hue on the right."""

    def __init__(self, colour: str) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self._colour = QColor(colour)
        self.setContentsMargins(0, 0, 2 * _BAR, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text():
            bar = self.rect().adjusted(self.width() - _BAR, 2, 0, -2)
            QPainter(self).fillRect(bar, self._colour)
