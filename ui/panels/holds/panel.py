"""Holds panel: the experiment's holds and cuts, to read, to visit and to release."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
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
from simulator.experiment.experiment import Experiment
from simulator.lstm.interventions import Cut, Hold, Intervention
from simulator.translation import mark, tr
from ui.panels.panel import Panel
from ui.session import hold_edits
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

_NOTHING = mark(
    "Nothing is held.\n\n"
    "{key} holds the ledger's number at its value from there on. A right click on the timeline "
    "holds the number there. A right click on a weight cuts its connection.\n\n"
    "All that follows is computed with the held values. torch is given the same values, and "
    "checks the rest."
)


class HoldsPanel(Panel):
    """List of holds, one a row. Delete releases the chosen one, Enter shows its first number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._told: tuple[object, ...] = ()
        self.list = _List()
        self.list.setAccessibleName(tr("What is held"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._name_keys()
        NAMES.changed.connect(self._name_keys)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        form, release = (
            tr("Opens a form: which number to hold, where, and at which value"),
            tr("Releases every held value, and restores every connection that was cut"),
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
        if count:  # the height of one row is that of all
            self.list.item(0).setSizeHint(self._line(snapshot.experiment, 0).sizeHint())
        self.list.setCurrentRow(min(row, count - 1))
        self.clear_button.setEnabled(count > 0)
        self._pages.setCurrentWidget(self.list if count else self._empty)
        self._fill_visible()

    def _fill_visible(self) -> None:
        """Make the lines of the rows in sight: thousands of widgets would hold the window."""
        if self.snapshot is None or not self.list.count():
            return
        experiment = self.snapshot.experiment
        height = max(1, self.list.sizeHintForRow(0))
        first = max(0, self.list.indexAt(QPoint(1, 1)).row())
        last = min(self.list.count(), first + self.list.viewport().height() // height + 2)
        for row in range(first, last):
            item = self.list.item(row)
            if self.list.itemWidget(item) is None:
                text = hold_edits.words(experiment.holds[row], experiment)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, text)
                item.setToolTip(text)
                line = self._line(experiment, row)
                line.remove.clicked.connect(partial(self._release, experiment.holds[row]))
                self.list.setItemWidget(item, line)

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
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.addWidget(self._pages, 1)
        column.addLayout(buttons)


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
    """One hold: a chip in its quantity's colour, its text, and a release button."""

    def __init__(
        self, hold: Intervention, name: str, rest: str, release: str, theme: Theme
    ) -> None:
        super().__init__()
        colour = theme.colour(hold.quantity).name() if isinstance(hold, Hold) else theme.ink
        chip = QLabel(tr("cut") if isinstance(hold, Cut) else tr("held"))
        chip.setStyleSheet(
            f"border: 2px solid {colour}; border-radius: 4px; padding: 0 3px; color: {colour};"
        )
        what, where = ElidedLabel(), ElidedLabel()
        fonts.wear(what, fonts.mono_text)
        what.set_text(name)
        where.set_text(rest)
        palette = where.palette()
        palette.setColor(where.foregroundRole(), theme.faint)
        where.setPalette(palette)
        self.remove = tool_button("✕", release, name=release)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(what)
        lines.addWidget(where)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 3, 4, 3)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(lines, 1)
        row.addWidget(self.remove)
