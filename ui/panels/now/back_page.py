"""BackPage: what the Now panel shows on the way back, in place of the tables of values."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.analysis.meaning.gradients.goal import goal
from ui.cards.anchor import CardAnchor
from ui.panels.cell.cell_values import CellValues
from ui.panels.now.back_model import BackModel
from ui.panels.now.back_rows import back_rows
from ui.panels.now.back_table import BackTable
from ui.panels.now.changes import changes_of
from ui.panels.now.marks_legend import MarksLegend
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme

_ROWS = 8
"""Rows that are seen at least before the legend takes room from them."""


class BackPage(QWidget):
    """Table of values and gradients, with the legend of their marks below it where it has room.

    Signals:
        looked_at: the Address of a clicked number. unit_selected: a unit.
        pointed: row and column of the mouse.
    """

    looked_at = Signal(object)
    unit_selected = Signal(int)
    pointed = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = BackModel(theme, self)
        self.table = BackTable(self.model, theme, self)
        self.legend = MarksLegend(theme, self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.legend)
        self.table.picked.connect(self._pick)
        self.table.unit_moved.connect(self.unit_selected)
        self.table.pointed.connect(self.pointed)

    def draw(self, snapshot: Snapshot, values: CellValues) -> None:
        """Show the cell that is looked at, and bring what was computed last into sight."""
        before = self.model.lit
        config, against = snapshot.experiment.config, snapshot.against
        self.model.compare(
            changes_of(snapshot, values.timestep, (*config.steps, *config.gradients)),
            against.comparison is not None and not against.apart,
        )
        rows = back_rows(snapshot, values)
        reshaped = self.model.take(rows, values.lit, snapshot.unit, config)
        self.legend.say(goal(snapshot.experiment).text)
        self.table.fit_columns()
        row = max(self.table.currentIndex().row(), 0)
        if reshaped or self.table.currentIndex().column() != snapshot.unit:
            self.table.setCurrentIndex(self.model.index(row, snapshot.unit))
        if reshaped or before != self.model.lit:
            self.table.show_lit()

    def minimumSizeHint(self) -> QSize:
        """Need the room of the table alone."""
        return self.table.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the legend where the table needs its room, and keep the lit rows in sight."""
        super().resizeEvent(event)
        rows = self.table.verticalHeader().defaultSectionSize() * _ROWS
        least = rows + self.table.horizontalHeader().sizeHint().height()
        fits = self.height() >= least + self.legend.sizeHint().height()
        if self.legend.isHidden() == fits:
            self.legend.setVisible(fits)
        self._column.activate()
        self.table.show_lit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        for part in (self.model, self.table, self.legend):
            part.set_theme(theme)

    def spot_at(self, row: int, column: int) -> CardAnchor | None:
        """Return the number in a cell of the table; None past a row's end, and for a class."""
        place = self.model.place(row, column)
        if place is None or not (place[0].origins or place[0].given):
            return None
        table = self.table
        across = QRect(
            0, table.rowViewportPosition(row), table.viewport().width(), table.rowHeight(row)
        )
        return CardAnchor(
            place[0].source(place[1]),
            table.viewport(),
            lambda: table.visualRect(self.model.index(row, column)),
            lambda: [across],
        )

    def _pick(self, row: int, column: int) -> None:
        place = self.model.place(row, column)
        subject = None if place is None else place[0].subject(place[1])
        if subject is not None:
            self.looked_at.emit(subject)
        elif column < self.model.columnCount():
            self.unit_selected.emit(column)
