"""Ledger panel: the terms of one number, each with a link to its source."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from simulator.analysis.address import Address, Source
from simulator.analysis.ledger.terms import Ledger
from simulator.analysis.meaning.scene import Scene
from simulator.analysis.wanted import Change
from simulator.engine.run import Run
from simulator.lstm.lane import DIRECTIONS
from simulator.lstm.quantities import READOUT
from simulator.translation import mark, tr
from ui.cards.spot import Spot
from ui.panels.ledger.page import LedgerPage
from ui.panels.ledger.subject_tools import SubjectTools
from ui.panels.ledger.terms.digits import HIDDEN
from ui.panels.ledger.wanted_sheet import WantedSheet
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts, number_format
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle
from ui.widgets.key_filter import give_back_keys

_HOW_TO_BEGIN = mark("Next timestep: {timestep}\nNext gate step: {gate}")


class LedgerPanel(Panel):
    """Ledger of the pinned number, else of the newest one of the selected unit.

    Signals:
        looked_back: return to the number that the ledger came from.
    """

    looked_back = Signal()

    play_waits = True
    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._run: Run | None = None
        self._subject: Address | None = None
        self._ledger: Ledger | None = None
        self._drawn: tuple[object, ...] = ()
        self._left_rows: dict[Address, int] = {}
        self._tools = SubjectTools(theme)
        self.tools = self._tools
        self._message_page = QWidget()
        self._covered = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._plate = QLabel(HIDDEN)
        self._message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._page = LedgerPage(theme)
        self._terms, self._foot = self._page.table, self._page.foot
        self._foot.installEventFilter(self)
        self._pages = QStackedWidget()
        self._lay_out()
        self._sheet = WantedSheet(theme, self)
        self._connect()
        self._colour()

    def caption(self, snapshot: Snapshot) -> str:
        """Return the lane and row where there are several, and that a number stays.

        A readout's number has no lane: it says so.
        """
        subject = snapshot.subject
        if subject is None:
            return ""
        lane = tr("readout") if subject.quantity in READOUT else subject.lane.text()
        words = [
            lane if snapshot.experiment.config.num_lanes > 1 else "",
            tr("row {row}", row=subject.row) if snapshot.experiment.batch_size > 1 else "",
            tr("stays until a step") if snapshot.pinned is not None else "",
        ]
        return " · ".join(filter(None, words))

    def draw(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        subject = snapshot.subject
        if subject is None or not snapshot.shows_number(subject):
            self._run = self._subject = self._ledger = None
            self._drawn = ()
            self._sheet.leave()
            self._say_why_not(snapshot, subject)
            self._pages.setCurrentWidget(self._message_page)
            self._tools.draw(snapshot, subject)
            return
        drawn = (
            snapshot.run, subject, snapshot.cover, snapshot.knows_number(subject),
            snapshot.document.input_names, snapshot.ranges.number,
        )  # fmt: skip
        if drawn != self._drawn:
            self._drawn = drawn
            self._bind(snapshot, subject)
        self._pages.setCurrentWidget(self._page)
        self._tools.draw(snapshot, subject)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._drawn = ()
        self._tools.set_theme(theme)
        self._sheet.set_theme(theme)
        self._terms.horizontalHeader().viewport().update()
        self._colour()
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _name_keys(self) -> None:
        if self.snapshot is not None and self._pages.currentWidget() is self._message_page:
            self._say_why_not(self.snapshot, self.snapshot.subject)

    def heading(self) -> str:
        """Return the number with its name and how it comes about, in one line."""
        return self._foot.accessibleName()

    def ask_wanted(self) -> None:
        """Ask what would make the number another one."""
        snapshot, subject = self.snapshot, self._subject
        if snapshot is not None and subject is not None:
            self._sheet.ask(snapshot.run, subject, _scene(snapshot))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Backspace."""
        if event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the texts to copy, and the question."""
        if self._ledger is None:
            return
        row = self._terms.currentIndex().row()
        if row >= 0:
            menu.addAction(tr("Copy row"), partial(self._copy_row, row))
        menu.addAction(tr("Copy table"), lambda: _copy(self._page.text()))
        menu.addAction(tr("Copy sentence"), self._copy_sentence)
        if self._foot.ask.isEnabled():
            menu.addSeparator()
            menu.addAction(tr("What would make this number …?"), self.ask_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the question in its place."""
        super().resizeEvent(event)
        if not self._sheet.isHidden():
            self._sheet.fit(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report the exact value while the mouse is on the foot."""
        if event.type() == QEvent.Type.Enter and self._ledger and self._subject:
            exact = number_format.exact(self._ledger.value)
            self.hovered.emit(f"{self._subject.text()} = {exact}")
            self.card_asked.emit(self._spot_of_heading())
        elif event.type() == QEvent.Type.Leave:
            self.hovered.emit("")
            self.card_asked.emit(None)
        return False

    def spot_of_keys(self) -> Spot | None:
        """Return the number of the table's current row; without the keys, the ledger's own."""
        return self._terms.spot_of_keys() if self._terms.hasFocus() else self._spot_of_heading()

    def _spot_of_heading(self) -> Spot | None:
        if self._subject is None:
            return None
        return Spot(self._subject, self._foot.value, self._foot.value.rect)

    # Drawing

    def _bind(self, snapshot: Snapshot, subject: Address) -> None:
        scene, by_size = _scene(snapshot), self._tools.by_size.isChecked()
        before, shown = self._ledger, self._subject
        self._ledger = book = self._page.bind(snapshot, scene, subject, by_size, self.theme)
        moved = before is not None and not _is_same(before.value, book.value)
        if moved and subject == shown and snapshot.run is not self._run:
            self._foot.flash()
        if snapshot.run is not self._run:
            self._left_rows.clear()
        self._run, self._subject = snapshot.run, subject
        if not self._sheet.isHidden():
            self._sheet.bind(snapshot.run, subject, scene)

    def _say_why_not(self, snapshot: Snapshot, subject: Address | None) -> None:
        self._plate.setVisible(subject is not None)
        self._covered.setVisible(subject is not None)
        if subject is not None:
            self._covered.setText(subject.text())
        self._message.setText(_why_not(snapshot, subject))

    def _colour(self) -> None:
        theme = self.theme
        restyle(
            self._plate,
            f"background: {theme.zero}; color: {theme.faint}; border-radius: 4px;"
            " padding: 2px 18px;",
        )

    # Requests

    def _follow(self, number: Address, row: int) -> None:
        if self._subject is not None:
            self._left_rows[self._subject] = row
        self.looked_at.emit(number)
        self._terms.choose_row(0)

    def _lead(self, source: Source) -> None:
        if isinstance(source, Address):
            self.looked_at.emit(source)
        else:
            self.parameter_shown.emit(source.name, source.indices)

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
        if self.snapshot.pinned is None and self._subject.quantity not in READOUT:
            self.unit_selected.emit(unit)
        else:
            self.looked_at.emit(replace(self._subject, unit=unit))

    def _choose_number(self, number: Address) -> None:
        if self.snapshot is not None and number != self.snapshot.subject:
            self.looked_at.emit(number)

    def _choose_order(self) -> None:
        self._drawn = ()
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _make_change(self, change: Change) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        name, index = change.source
        parameters = snapshot.experiment.parameters.with_value(name, index, float(change.after))
        label = _scene(snapshot).number(change.source).text
        self.edited.emit(snapshot.experiment.with_parameters(parameters), label, None)
        self.settled.emit()

    def _copy_row(self, row: int) -> None:
        _copy(self._terms.terms.text(row))

    def _copy_sentence(self) -> None:
        if self.snapshot is not None and self._subject is not None:
            said = self.snapshot.meaning
            assert said is not None
            _copy(said.full)

    # Construction

    def _lay_out(self) -> None:
        fonts.wear(self._covered, fonts.mono_text)
        fonts.wear(self._plate, fonts.mono_lit)
        message = QVBoxLayout(self._message_page)
        message.addStretch()
        for label in (self._covered, self._plate, self._message):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        message.addWidget(self._covered)
        message.addWidget(self._plate, 0, Qt.AlignmentFlag.AlignHCenter)
        message.addWidget(self._message)
        message.addStretch()
        self._pages.addWidget(self._message_page)
        self._pages.addWidget(self._page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        NAMES.changed.connect(self._name_keys)
        self._tools.back.clicked.connect(self._go_back)
        self._tools.unit_chosen.connect(self._choose_unit)
        self._tools.chosen.connect(self._choose_number)
        self._tools.by_size.clicked.connect(self._choose_order)
        self._foot.asked.connect(self.ask_wanted)
        self._sheet.proposed.connect(self._make_change)
        self._sheet.closed.connect(partial(give_back_keys, self))
        self._terms.followed.connect(self._follow)
        self._terms.hovered.connect(self.hovered)
        self._terms.card_asked.connect(self.card_asked)
        self._terms.row_chosen.connect(self._show_parameter)
        self._terms.row_pointed.connect(self._point_at_parameter)
        self._page.led.connect(self._lead)
        self._terms.copied.connect(self._copy_row)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _scene(snapshot: Snapshot) -> Scene:
    """Return the run with the document's names, and what may be shown of it."""
    return Scene(snapshot.run, snapshot.names, snapshot.shows_number)


def _is_same(before: np.floating, after: np.floating) -> bool:
    """Return True for equal numbers, and for NaN twice."""
    return bool(before == after or (np.isnan(before) and np.isnan(after)))


def _why_not(snapshot: Snapshot, subject: Address | None) -> str:
    if subject is not None:
        if subject in snapshot.cover.numbers:
            return tr("This number is covered.")
        return f"{tr('It is not computed yet.')}\n\n{_how_to_begin()}"
    if snapshot.position:
        lane = snapshot.lane
        direction = tr(DIRECTIONS[lane.direction])
        why = tr(
            "Layer {layer} {direction} has not begun yet.", layer=lane.layer, direction=direction
        )
    else:
        why = tr(
            "Here the newest number is taken apart, term by term.\n"
            "Each term leads back to where it comes from."
        )
    return f"{why}\n\n{_how_to_begin()}"


def _how_to_begin() -> str:
    return tr(_HOW_TO_BEGIN, timestep=NAMES.way("next_timestep"), gate=NAMES.way("next_gate"))
