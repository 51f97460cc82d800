"""Ledger panel: the terms of one number, or of a weight's gradient, with links to their sources."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from simulator.analysis.address import WITHOUT_LANE, WITHOUT_UNIT, Address, Source
from simulator.analysis.counterfactual import Change
from simulator.analysis.decomposition.terms import Ledger
from simulator.analysis.meaning.context import MeaningContext
from simulator.analysis.weight_gradient import learns
from simulator.engine.run import Run
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.panels.ledger.message import MessagePage
from ui.panels.ledger.page import LedgerPage
from ui.panels.ledger.subject_tools import SubjectTools
from ui.panels.ledger.taken_apart import shows_terms
from ui.panels.ledger.terms.term_table import TermTable
from ui.panels.ledger.wanted_sheet import WantedSheet
from ui.panels.ledger.weight.page import WeightPage
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.key_names import NAMES
from ui.style.theme import Theme
from ui.widgets.key_filter import give_back_keys


class LedgerPanel(Panel):
    """Ledger of the pinned number or weight, else of the newest number of the selected unit.

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
        self._left_rows: dict[Source, int] = {}
        self._tools = SubjectTools(theme)
        self.tools = self._tools
        self._message = MessagePage()
        self._page, self._weight_page = LedgerPage(theme), WeightPage(theme)
        self._foot = self._page.foot
        self._foot.installEventFilter(self)
        self._pages = QStackedWidget()
        self._lay_out()
        self._sheet = WantedSheet(theme, self)
        self._connect()
        self._message.set_theme(theme)

    @property
    def _terms(self) -> TermTable:
        """Table in front: of a number's terms, or of a weight's."""
        return (self._weight_page if self._of_weight else self._page).table

    @property
    def _of_weight(self) -> bool:
        return self._pages.currentWidget() is self._weight_page

    def caption(self, snapshot: Snapshot) -> str:
        """Return the lane and row where there are several, and that a number stays.

        A readout's number has no lane: it says so. A weight's gradient is of all rows.
        """
        subject, weight = snapshot.subject, snapshot.weight_subject
        if weight is not None:
            lane = tr("readout") if weight.of_readout else weight.lane.text()
            return lane if snapshot.experiment.config.num_lanes > 1 else ""
        if subject is None:
            return ""
        lane = tr("readout") if subject.quantity in WITHOUT_LANE else subject.lane.text()
        words = [
            lane if snapshot.experiment.config.num_lanes > 1 else "",
            tr("row {row}", row=subject.row) if snapshot.experiment.batch_size > 1 else "",
            tr("kept until the next step") if snapshot.pinned is not None else "",
        ]
        return " · ".join(filter(None, words))

    def draw(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        subject = snapshot.subject
        if snapshot.parameter is not None:
            self._draw_weight(snapshot)
            return
        if subject is None or not shows_terms(snapshot, subject):
            self._say_why_not(snapshot)
            return
        drawn = (
            snapshot.run, subject, snapshot.cover, snapshot.knows_number(subject),
            snapshot.document.input_names, snapshot.ranges.number,
        )  # fmt: skip
        if drawn != self._drawn:
            self._drawn = drawn
            self._bind(snapshot, subject)
        self._pages.setCurrentWidget(self._page)
        self._tools.draw(snapshot)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._drawn = ()
        self._tools.set_theme(theme)
        self._sheet.set_theme(theme)
        for page in (self._page, self._weight_page):
            page.table.horizontalHeader().viewport().update()
        self._message.set_theme(theme)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _name_keys(self) -> None:
        if self.snapshot is not None and self._pages.currentWidget() is self._message:
            self._message.say(self.snapshot)

    def heading(self) -> str:
        """Return the number with its name and how it comes about, in one line."""
        return self._weight_page.heading if self._of_weight else self._foot.accessibleName()

    def ask_wanted(self) -> None:
        """Ask what would make the number another one."""
        snapshot, subject = self.snapshot, self._subject
        if snapshot is not None and subject is not None:
            self._sheet.ask(snapshot.run, subject, _context(snapshot))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Backspace."""
        if event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        else:
            super().keyPressEvent(event)

    def add_entries_to(self, menu: QMenu) -> None:
        """Add the texts to copy, and the questions."""
        snapshot = self.snapshot
        if snapshot is None or self._pages.currentWidget() is self._message:
            super().add_entries_to(menu)
            return
        row = self._terms.currentIndex().row()
        if row >= 0:
            menu.addAction(tr("Copy row"), partial(self._copy_row, row))
        menu.addAction(tr("Copy table"), self._copy_table)
        menu.addAction(tr("Copy sentence"), self._copy_sentence)
        weight = self._terms.terms.parameter(row)
        if weight is not None and learns(weight, snapshot.experiment):
            menu.addSeparator()
            menu.addAction(
                tr("Gradient of this weight by timestep"), partial(self.weight_asked.emit, weight)
            )
        if not self._of_weight and self._foot.ask.isEnabled():
            menu.addSeparator()
            menu.addAction(tr("What would make this value …?"), self.ask_wanted)
        menu.addSeparator()
        super().add_entries_to(menu)

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

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the table's current row; without the keys, the ledger's own."""
        return self._terms.spot_of_keys() if self._terms.hasFocus() else self._spot_of_heading()

    def _spot_of_heading(self) -> CardAnchor | None:
        if self._of_weight:
            return self._weight_page.spot()
        if self._subject is None:
            return None
        return CardAnchor(self._subject, self._foot.value, self._foot.value.rect)

    # Drawing

    def _bind(self, snapshot: Snapshot, subject: Address) -> None:
        context, by_size = _context(snapshot), self._tools.by_size.isChecked()
        before, shown = self._ledger, self._subject
        self._ledger = book = self._page.bind(snapshot, context, subject, by_size, self.theme)
        moved = before is not None and not _is_same(before.value, book.value)
        if moved and subject == shown and snapshot.run is not self._run:
            self._foot.flash()
        if snapshot.run is not self._run:
            self._left_rows.clear()
        self._run, self._subject = snapshot.run, subject
        if not self._sheet.isHidden():
            self._sheet.bind(snapshot.run, subject, context)

    def _draw_weight(self, snapshot: Snapshot) -> None:
        """Show what taught a weight, or that nothing is walked yet that does."""
        said, weight = snapshot.teaching, snapshot.weight_subject
        if said is None or weight is None or not weight.walked:
            self._say_why_not(snapshot)
            return
        drawn = snapshot.run, weight, snapshot.document.input_names
        if drawn != self._drawn:
            self._drawn = drawn
            self._forget()
            by_time = self._tools.by_time.isChecked()
            self._weight_page.bind(snapshot, said, _context(snapshot), by_time, self.theme)
        self._pages.setCurrentWidget(self._weight_page)
        self._tools.draw(snapshot)

    def _say_why_not(self, snapshot: Snapshot) -> None:
        self._forget()
        self._drawn = ()
        self._message.say(snapshot)
        self._pages.setCurrentWidget(self._message)
        self._tools.draw(snapshot)

    def _forget(self) -> None:
        """Let go of the number that was taken apart."""
        self._run = self._subject = self._ledger = None
        self._sheet.leave()

    # Requests

    def _follow(self, number: Address, row: int) -> None:
        before = None if self.snapshot is None else self.snapshot.in_ledger
        if before is not None:
            self._left_rows[before] = row
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
        snapshot = self.snapshot
        if snapshot is None or not snapshot.stays:
            return
        self.looked_back.emit()
        came_to = None if self.snapshot is None else self.snapshot.in_ledger
        if came_to in self._left_rows:
            row = min(self._left_rows.pop(came_to), self._terms.terms.rowCount() - 1)
            self._terms.choose_row(row)

    def _choose_unit(self, unit: int) -> None:
        if self.snapshot is None or self._subject is None or unit == self._subject.unit:
            return
        if self.snapshot.pinned is None and self._subject.quantity not in WITHOUT_UNIT:
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
        label = _context(snapshot).number(change.source).text
        self.edited.emit(snapshot.experiment.with_parameters(parameters), label, None)
        self.settled.emit()

    def _copy_row(self, row: int) -> None:
        _copy(self._terms.terms.text(row))

    def _copy_table(self) -> None:
        _copy((self._weight_page if self._of_weight else self._page).text())

    def _copy_sentence(self) -> None:
        snapshot = self.snapshot
        if snapshot is None:
            return
        said = snapshot.teaching if self._of_weight else snapshot.blame or snapshot.meaning
        if said is not None:
            _copy(said.full)

    # Construction

    def _lay_out(self) -> None:
        for page in (self._message, self._page, self._weight_page):
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        NAMES.changed.connect(self._name_keys)
        self._tools.back.clicked.connect(self._go_back)
        self._tools.unit_chosen.connect(self._choose_unit)
        self._tools.chosen.connect(self._choose_number)
        for order in (self._tools.by_size, self._tools.by_time):
            order.clicked.connect(self._choose_order)
        self._foot.asked.connect(self.ask_wanted)
        self._sheet.proposed.connect(self._make_change)
        self._sheet.closed.connect(partial(give_back_keys, self))
        for page in (self._page, self._weight_page):
            page.led.connect(self._lead)
            page.table.followed.connect(self._follow)
            page.table.hovered.connect(self.hovered)
            page.table.card_asked.connect(self.card_asked)
            page.table.row_chosen.connect(self._show_parameter)
            page.table.row_pointed.connect(self._point_at_parameter)
            page.table.copied.connect(self._copy_row)
        self._weight_page.hovered.connect(self.hovered)
        self._weight_page.card_asked.connect(self.card_asked)
        self._weight_page.looked_at.connect(self.looked_at)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _context(snapshot: Snapshot) -> MeaningContext:
    """Return the run with the document's names, and what may be shown of it."""
    return MeaningContext(snapshot.run, snapshot.names, snapshot.shows_number)


def _is_same(before: np.floating, after: np.floating) -> bool:
    """Return True for equal numbers, and for NaN twice."""
    return bool(before == after or (np.isnan(before) and np.isnan(after)))
