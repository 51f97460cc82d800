"""Ledger panel: the terms of one number, each with a link to its source."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.ledger import Ledger, ledger
from simulator.engine.run import Run
from simulator.lstm.lane import DIRECTIONS
from simulator.lstm.quantities import EVERY, GATES, SUMS
from simulator.translation import mark, tr
from ui.panels.ledger.activation_curve import ActivationCurve
from ui.panels.ledger.formula import equation, rich_text, worked_out
from ui.panels.ledger.part_bars import PartBars, sums_of
from ui.panels.ledger.term_table import TermTable
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, mono_font
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

_LEAST_SIDE, _MOST_SIDE = 112, 240
_BESIDE, _BELOW = 540, 150
"""Width from which pictures stand beside formula and terms; below them they have this height."""
_UNBOUND = (1 << 24) - 1
_HOW_TO_BEGIN = mark("Press → for the next timestep, or . for the next gate step.")


class LedgerPanel(Panel):
    """Ledger of the pinned number, else of the newest one of the selected unit.

    Signals:
        looked_back: return to the number that the ledger came from.
    """

    looked_back = Signal()

    play_waits = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._run: Run | None = None
        self._subject: Address | None = None
        self._ledger: Ledger | None = None
        self._left_rows: dict[Address, int] = {}
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._colour_standing()

    def draw(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        subject = snapshot.subject
        if subject is None or not snapshot.knows_subject(subject):
            self._run = self._subject = self._ledger = None
            self._message.setText(_nothing_yet(snapshot, subject))
            self._pages.setCurrentWidget(self._message)
            return
        if snapshot.run is not self._run or subject != self._subject:
            self._bind(snapshot, subject)
        self._say_how_it_stands(snapshot, subject)
        self._pages.setCurrentWidget(self._page)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._run = None
        self._colour_standing()
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Backspace and Alt+Left."""
        alt_left = event.key() == Qt.Key.Key_Left and (
            event.modifiers() == Qt.KeyboardModifier.AltModifier
        )
        if event.key() == Qt.Key.Key_Backspace or alt_left:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column below when formula and terms need the whole width.

        The picture is shown only if there is room.
        """
        super().resizeEvent(event)
        width, direction = event.size().width(), QBoxLayout.Direction
        if width >= _BESIDE:
            self._second.setDirection(direction.LeftToRight)
            self._body.setDirection(direction.LeftToRight)
            self._side.setMaximumHeight(_UNBOUND)
            self._side.setFixedWidth(min(max(round(0.28 * width) - 60, _LEAST_SIDE), _MOST_SIDE))
            self._side.setVisible(True)
        else:
            self._second.setDirection(direction.TopToBottom)
            self._body.setDirection(direction.TopToBottom)
            self._side.setMinimumWidth(0)
            self._side.setMaximumSize(_UNBOUND, _BELOW)
            self._side.setVisible(event.size().height() >= 2 * _BELOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report the exact value while the mouse is on the heading."""
        if event.type() == QEvent.Type.Enter and self._ledger and self._subject:
            exact = number_format.exact(self._ledger.value)
            self.hovered.emit(f"{self._subject.text()} = {exact}")
        elif event.type() == QEvent.Type.Leave:
            self.hovered.emit("")
        return False

    # Drawing

    def _bind(self, snapshot: Snapshot, subject: Address) -> None:
        self._ledger = book = ledger(snapshot.run.trace, subject)
        if snapshot.run is not self._run:
            self._left_rows.clear()
        self._run, self._subject = snapshot.run, subject
        colour = self.theme.colour(subject.quantity).name()
        name, value = subject.text(), worked_out(book)
        self._name.setText(f'<b style="color:{colour}">{name}</b>')
        self._value.set_text(value)
        self._heading.setAccessibleName(f"{name} {value}")
        config = snapshot.experiment.config
        formula = equation(subject.quantity, config, subject.lane.direction)
        self._formula.setText(rich_text(formula, self.theme))
        self._bind_selectors(subject, config.width(subject.quantity) - 1)
        self._bind_table(snapshot)
        self._bind_picture(book)

    def _bind_selectors(self, subject: Address, last: int) -> None:
        # In this order the box never clips a value by itself: its signal always comes from the
        # user.
        if last > self._unit.maximum():
            self._unit.setMaximum(last)
        self._unit.setValue(subject.unit)
        if last < self._unit.maximum():
            self._unit.setMaximum(last)
        for gate, button in self._gates.items():
            button.setVisible(subject.quantity in SUMS)
            button.setChecked(subject.quantity == f"z_{gate}")

    def _bind_table(self, snapshot: Snapshot) -> None:
        assert self._ledger is not None
        features = snapshot.document.feature_names
        self._terms.set_ledger(self._ledger, self._by_size.isChecked(), features, self.theme)

    def _bind_picture(self, book: Ledger) -> None:
        if book.activation is None:
            self._bars.set_sums(sums_of(book), self.theme)
            self._pictures.setCurrentWidget(self._bars)
            return
        quantity = book.number.quantity
        of = EVERY[quantity].argument or "c"
        coloured = quantity if EVERY[quantity].function else of
        self._curve.set_activation(book.activation, of, coloured, self.theme)
        self._pictures.setCurrentWidget(self._curve)

    def _say_how_it_stands(self, snapshot: Snapshot, subject: Address) -> None:
        pinned = snapshot.pinned is not None
        self._back.setEnabled(pinned)
        came_from = snapshot.trail[-1].text() if snapshot.trail else tr("the newest number")
        self._back.setToolTip(tr("Back to {number} (Backspace)", number=came_from))
        config, lane = snapshot.experiment.config, subject.lane
        several_lanes = config.num_lanes > 1
        words = [
            lane.text() if several_lanes else "",
            tr("row {row}", row=subject.row) if snapshot.experiment.batch_size > 1 else "",
            tr("stays until a step") if pinned else tr("follows the steps"),
        ]
        self._standing.set_text(" · ".join(filter(None, words)))

    def _colour_standing(self) -> None:
        palette = QPalette(self._standing.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self.theme.faint))
        self._standing.setPalette(palette)

    # Requests

    def _follow(self, number: Address, row: int) -> None:
        if self._subject is not None:
            self._left_rows[self._subject] = row
        self.looked_at.emit(number)
        self._terms.choose_row(0)

    def _show_parameter(self, row: int) -> None:
        given = self._terms.terms.parameter(row)
        if given is not None:
            self.parameter_shown.emit(given.name, given.indices)

    def _point_at_parameter(self, row: int) -> None:
        given = self._terms.terms.parameter(row)
        self.parameter_pointed.emit(*(given or ("", ())))

    def _go_back(self) -> None:
        if self.snapshot is None or self.snapshot.pinned is None:
            return
        self.looked_back.emit()
        if self._subject in self._left_rows:
            row = min(self._left_rows.pop(self._subject), self._terms.terms.rowCount() - 1)
            self._terms.choose_row(row)

    def _choose_unit(self, unit: int) -> None:
        if self.snapshot is None or self._subject is None or unit == self._subject.unit:
            return
        if self.snapshot.pinned is None:
            self.unit_selected.emit(unit)
        else:
            self.looked_at.emit(replace(self._subject, unit=unit))

    def _choose_gate(self, button: QToolButton) -> None:
        if self._subject is not None and button.text() != self._subject.quantity:
            self.looked_at.emit(replace(self._subject, quantity=button.text()))

    def _choose_order(self) -> None:
        if self.snapshot is not None and self._ledger is not None:
            self._bind_table(self.snapshot)

    # Construction

    def _make_widgets(self) -> None:
        self._message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page = QWidget()
        self._back = tool_button(tr("◂ Back"), name=tr("Back"))
        self._heading = QWidget()
        self._heading.installEventFilter(self)
        self._name = QLabel(textFormat=Qt.TextFormat.RichText)
        # Elided in the middle: the number stands at the end.
        self._value = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle, asks=True)
        for part in (self._name, self._value):
            part.setFont(mono_font(10))
        self._formula = QLabel(textFormat=Qt.TextFormat.RichText)
        self._formula.setMinimumWidth(1)
        self._formula.setAccessibleName(tr("Formula"))
        self._gates = {gate: tool_button(f"z_{gate}", checkable=True) for gate in GATES}
        self._gate_group = QButtonGroup(self)
        for button in self._gates.values():
            self._gate_group.addButton(button)
        self._unit = QSpinBox(prefix=tr("unit "), maximum=0)
        self._unit.setAccessibleName(tr("Unit"))
        self._unit.setKeyboardTracking(False)
        self._by_size = tool_button(tr("by size"), checkable=True)
        self._by_size.setToolTip(tr("Largest terms first, or in the order of the sum"))
        self._terms = TermTable(self.theme)
        self._curve = ActivationCurve(self.theme)
        self._bars = PartBars(self.theme)
        self._side = QWidget()
        self._standing = ElidedLabel()
        self._pictures = QStackedWidget()
        self._pages = QStackedWidget()

    def _lay_out(self) -> None:
        for small in (self._standing, self._curve):
            font = QFont(small.font())
            font.setPointSizeF(8.5)
            small.setFont(font)
        self._pictures.addWidget(self._curve)
        self._pictures.addWidget(self._bars)
        beside = QVBoxLayout(self._side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self._pictures, 1)
        heading = QHBoxLayout(self._heading)
        heading.setContentsMargins(0, 0, 0, 0)
        heading.addWidget(self._name)
        heading.addWidget(self._value)
        top, self._second, choices, self._body = (QHBoxLayout() for _ in range(4))
        top.addWidget(self._back)
        top.addWidget(self._heading)
        top.addSpacing(8)
        top.addWidget(self._standing, 1)
        for choice in (*self._gates.values(), self._by_size, self._unit):
            choices.addWidget(choice)
        choices.addStretch()
        self._second.setSpacing(3)
        self._second.addWidget(self._formula, 1)
        self._second.addLayout(choices)
        self._body.addWidget(self._terms, 1)
        self._body.addWidget(self._side)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(10, 2, 10, 4)
        page.setSpacing(3)
        page.addLayout(top)
        page.addLayout(self._second)
        page.addLayout(self._body, 1)
        self._pages.addWidget(self._message)
        self._pages.addWidget(self._page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        self._back.clicked.connect(self._go_back)
        self._unit.valueChanged.connect(self._choose_unit)
        self._gate_group.buttonClicked.connect(self._choose_gate)
        self._by_size.clicked.connect(self._choose_order)
        self._terms.followed.connect(self._follow)
        self._terms.hovered.connect(self.hovered)
        self._terms.row_chosen.connect(self._show_parameter)
        self._terms.row_pointed.connect(self._point_at_parameter)


def _nothing_yet(snapshot: Snapshot, subject: Address | None) -> str:
    if subject is not None:
        why = tr("{number} is not computed yet.", number=subject.text())
    elif snapshot.position:
        lane = snapshot.lane
        direction = tr(DIRECTIONS[lane.direction])
        why = tr(
            "Layer {layer} {direction} has not begun yet.", layer=lane.layer, direction=direction
        )
    else:
        why = tr(
            "Here the newest number is taken apart, term by term,\n"
            "each with the way back to where it came from."
        )
    return f"{why}\n\n{tr(_HOW_TO_BEGIN)}"
