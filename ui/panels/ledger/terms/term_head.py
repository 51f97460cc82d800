"""TermHead: the heads of a ledger's columns; over the bars, the numbers of their axis."""

from dataclasses import replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.panels.ledger.curve import write_axis
from ui.panels.ledger.terms.drawing import GAP, Drawing
from ui.panels.ledger.terms.term_model import BAR, ORIGIN, alignment
from ui.style import fonts


class TermHead(QHeaderView):
    """Heads in the font of captions."""

    def __init__(self, table: QTableView, drawing: Drawing) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table, self._drawing = table, drawing
        fonts.wear(self, fonts.caption)
        self.setMinimumSectionSize(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Return the height of one line."""
        return QSize(0, self.fontMetrics().height() + 6)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Write one head."""
        painter.save()
        painter.fillRect(rect, QColor(self._drawing.theme.panel))
        painter.setPen(QColor(self._drawing.theme.faint))
        painter.setFont(self.font())
        if column == BAR and not self._drawing.look.apart:
            self._paint_axis(painter, QRectF(rect))
        elif column != ORIGIN or rect.width() >= self._needed(column):
            inside = rect.adjusted(GAP, 0, -GAP, 0)
            painter.drawText(inside, alignment(column), self._drawing.terms.head(column))
        painter.restore()

    def _needed(self, column: int) -> int:
        return self.fontMetrics().horizontalAdvance(self._drawing.terms.head(column)) + 2 * GAP

    def _paint_axis(self, painter: QPainter, rect: QRectF) -> None:
        axis = self._drawing.axis
        shift = rect.left() - self._table.columnViewportPosition(BAR)
        placed = replace(axis, left=axis.left + shift)
        write_axis(painter, placed, rect, self._drawing.theme)
