"""BackTable: values of the present cell, each above its gradient, with the gradients' bars."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.panels.now.back_model import BackModel
from ui.panels.now.number_table import NumberTable, above_note
from ui.style import fonts
from ui.style.theme import Theme

BAR = 3
"""Width of the bar at the right of a gradient, in pixels; a value has its bar at the left."""

_BESIDE = 6
_WASH = 0.09
"""Share of the accent in the ground of the lit rows."""


class BackTable(NumberTable):
    """Table whose rows are values and gradients. It brings the lit rows into sight.

    Signals:
        unit_moved: the column that the arrow keys moved to.
    """

    unit_moved = Signal(int)

    def __init__(self, model: BackModel, theme: Theme, parent: QWidget | None = None) -> None:
        self._rows = model
        super().__init__(model, theme, (3, 2), uniform=True, parent=parent)
        self.setAccessibleName(tr("Values of the cell, each above its gradient"))

    def show_lit(self) -> None:
        """Bring the lit rows into sight, the first of them for certain."""
        for row in reversed(self._rows.lit_rows()):
            self.scrollTo(self._rows.index(row, max(self.columnAt(0), 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Wash the lit rows, write the numbers, and set the gradients' bars beside them."""
        lit = self._rows.lit_rows()
        painter = QPainter(self.viewport())
        for row in lit:
            self._wash(painter, self._across(row))
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for row in filter(self._rows.is_gradient, lit):
            self._write_bold(painter, row, self._rows.unit)
        panel = QColor(self._theme.panel)
        for row in filter(self._rows.is_gradient, self._visible_rows()):
            bar = self._across(row)
            bar.setLeft(bar.right() + 1 - BAR - _BESIDE // 2)
            painter.fillRect(bar, panel)
            bar.setLeft(bar.right() + 1 - BAR)
            painter.fillRect(bar.adjusted(0, 1, 0, -1), self._rows.hue(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select the unit that the arrow keys come to."""
        before = self.currentIndex().column()
        super().keyPressEvent(event)
        if self.currentIndex().column() != before:
            self.unit_moved.emit(self.currentIndex().column())

    def _room(self) -> int:
        return super()._room() - BAR - _BESIDE

    def _across(self, row: int) -> QRect:
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        return QRect(0, top, self.viewport().width(), height)

    def _wash(self, painter: QPainter, rect: QRect) -> None:
        wash = QColor(self._theme.accent)
        wash.setAlphaF(_WASH)
        painter.fillRect(rect, wash)

    def _write_bold(self, painter: QPainter, row: int, column: int) -> None:
        """Write the number of the selected unit again, bold."""
        if self._rows.place(row, column) is None:
            return
        rect = self.visualRect(self._rows.index(row, column))
        if self._rows.noted and any(self._rows.note(row, c) for c in self._visible_columns()):
            rect = above_note(rect)
        painter.fillRect(rect, QColor(self._theme.panel))
        self._wash(painter, rect)
        painter.setFont(fonts.bold(self.font()))
        painter.setPen(self._rows.ink(row, column))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._rows.text(row, column))
