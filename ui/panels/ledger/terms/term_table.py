"""TermTable: the terms of a ledger, as a waterfall of signed bars, with links to their sources.

Up and Down move among the terms, Enter follows a term's link or opens a fold, Left and Right choose
between two links.
"""

from collections.abc import Collection
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from simulator.analysis.address import Address, Source
from simulator.analysis.decomposition.terms import Ledger
from simulator.analysis.decomposition.weight_ledger import WeightLedger
from simulator.analysis.meaning.context import MeaningContext
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.panels.ledger.axis import Axis
from ui.panels.ledger.terms.columns import Columns, fit_columns, row_height
from ui.panels.ledger.terms.drawing import GAP, Drawing, Look
from ui.panels.ledger.terms.term_head import TermHead
from ui.panels.ledger.terms.term_model import (
    FACTORS,
    ORIGIN,
    TERM,
    Index,
    TermModel,
)
from ui.panels.ledger.terms.term_painter import TermPainter, spans_of
from ui.style import fonts
from ui.style.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TermTable(QTableView):
    """Table that holds the model and paints its rows.

    Signals:
        followed: the Address at a link, and the link's row.
        row_chosen: the row that the user made current. row_pointed: the row under the mouse, -1 for
            none.
        hovered: the term under the mouse with every digit; empty when there is none.
        folded: a fold was opened or closed.
        card_asked: as in `Panel`. copied: the row to copy. fitted: the columns have other places.
    """

    followed = Signal(object, int)
    row_chosen = Signal(int)
    row_pointed = Signal(int)
    hovered = Signal(str)
    card_asked = Signal(object)
    folded = Signal()
    copied = Signal(int)
    fitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms = TermModel(self)
        self._drawing = Drawing(theme, self.terms, Look(), Axis(1.0))
        self._pointed = -1
        self.setModel(self.terms)
        self.setItemDelegate(TermPainter(self, self._drawing))
        self.setHorizontalHeader(TermHead(self, self._drawing))
        self.setAccessibleName(tr("Terms"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        self.columns: Columns | None = None
        self.worn: fonts.Maker = fonts.mono_text
        fonts.wear(self, self.worn)
        self._fit_rows()

    def set_ledger(
        self,
        ledger: Ledger | WeightLedger,
        by_size: bool,
        context: MeaningContext,
        hidden: Collection[int],
        look: Look,
        theme: Theme,
    ) -> None:
        """Show another ledger; the current row stays if the new one has it."""
        row = max(0, self.currentIndex().row())
        self._drawing.theme, self._drawing.look = theme, look
        self.terms.set_ledger(ledger, by_size, context, hidden)
        self.choose_row(min(row, self.terms.rowCount() - 1))
        self.viewport().update()

    def set_limit(self, limit: float) -> None:
        """Give the axis its end."""
        if limit != self._drawing.axis.limit:
            self._drawing.axis = replace(self._drawing.axis, limit=limit)
            self.viewport().update()
            self.horizontalHeader().viewport().update()

    def choose_row(self, row: int) -> None:
        """Make a row current and scroll to it."""
        if self.currentIndex().row() != row:
            self.setCurrentIndex(self.terms.index(row, TERM))
        if self._drawing.chosen_link:
            self._drawing.chosen_link = min(
                self._drawing.chosen_link, max(0, len(self._links(row)) - 1)
            )

    @property
    def axis(self) -> Axis:
        """Axis of the sums, in pixels of the viewport."""
        return self._drawing.axis

    @property
    def row_height(self) -> int:
        """Height of a row."""
        return row_height(self.worn)

    @property
    def head_height(self) -> int:
        """Height of the heads."""
        return self.horizontalHeader().sizeHint().height()

    def link_at(self, place: QPoint) -> Address | None:
        """Return the number of the link, or of the factor, at a place of the viewport; or None."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        if index.column() == ORIGIN:
            origins = self.terms.row(index.row()).origins
            for origin, rect in zip(origins, self.origin_rects(index), strict=True):
                if rect.contains(place):
                    return origin.number
        if index.column() == FACTORS:
            return self._factor_at(index, place)
        return None

    def origin_rects(self, index: QModelIndex) -> list[QRect]:
        """Return the rectangles of a row's origins."""
        rect = self.visualRect(index).adjusted(GAP, 0, 0, 0)
        return spans_of(rect, self.terms.row(index.row()).origins, self.fontMetrics())

    def set_columns(self, columns: Columns) -> None:
        """Arrange the columns."""
        if columns == self.columns:
            return
        self.columns = columns
        self.terms.set_brief(columns.brief)
        self._wear(columns.worn)
        for column, width in columns.widths.items():
            self.setColumnHidden(column, column in columns.left_out)
            if column not in columns.left_out:
                self.setColumnWidth(column, width)
        left, width = columns.axis
        self._drawing.axis = replace(self._drawing.axis, left=left, width=width)
        self.horizontalHeader().viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        if current.row() != previous.row():
            self._drawing.chosen_link = 0
        super().currentChanged(current, previous)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Give the rows the height of another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "worn"):
            self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        links = self._links(row) if row >= 0 else []
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy) and row >= 0:
            self.copied.emit(row)
        elif key in _ENTER and links:
            self.followed.emit(links[self._drawing.chosen_link], row)
        elif key in _ENTER and self._toggle(row):
            pass
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            step = 1 if key == Qt.Key.Key_Right else -1
            self._drawing.chosen_link = min(
                max(self._drawing.chosen_link + step, 0), max(0, len(links) - 1)
            )
            self.viewport().update()
        elif key in (Qt.Key.Key_Backspace, *_ENTER) or event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
            if self.currentIndex().row() != row:
                self.row_chosen.emit(self.currentIndex().row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        self._point_at(index.row())
        row = self.terms.row(index.row()) if index.isValid() else None
        self.hovered.emit("" if row is None else row.exact)
        spot = self._spot_at(place)
        self.card_asked.emit(spot)
        hand = spot is not None or (row is not None and row.fold is not None)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        number, row = self.link_at(place), self.indexAt(place).row()
        if number is not None:
            self.followed.emit(number, row)
        elif row >= 0 and not self._toggle(row):
            self.row_chosen.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")
        self.card_asked.emit(None)
        self._point_at(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.terms.ledger is not None:
            terms = self.terms
            self.set_columns(fit_columns(terms, terms.lines, self.viewport().width()))
        self.fitted.emit()

    def sizeHint(self) -> QSize:
        """Return the size of all rows."""
        rows = self.terms.rowCount() * self.row_height
        return QSize(super().sizeHint().width(), self.head_height + rows)

    def _toggle(self, row: int) -> bool:
        """Open or close the fold in a row; return False where there is none."""
        fold = self.terms.row(row).fold if 0 <= row < self.terms.rowCount() else None
        if fold is None:
            return False
        self.terms.toggle(fold.kind)
        self.choose_row(row)
        self.folded.emit()
        return True

    def _factor_at(self, index: QModelIndex, place: QPoint) -> Address | None:
        row = self.terms.row(index.row())
        if row.fold is not None or self.terms.ledger is None or not isinstance(row.line.what, int):
            return None
        if row.line.what < 0:
            return None
        written = row.texts[FACTORS].split(" × ")
        factors = self.terms.ledger.term(row.line.what).factors
        right, metrics = self.visualRect(index).right() - GAP, self.fontMetrics()
        for factor, text in zip(reversed(factors), reversed(written), strict=True):
            left = right - metrics.horizontalAdvance(text)
            if left <= place.x() <= right:
                return factor.source if isinstance(factor.source, Address) else None
            right = left - metrics.horizontalAdvance(" × ")
        return None

    def _point_at(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.row_pointed.emit(row)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the current row's chosen link, or its weight."""
        index = self.currentIndex()
        links = self._links(index.row()) if index.isValid() else []
        source = links[self._drawing.chosen_link] if links else self.terms.parameter(index.row())
        return None if source is None else self._spot_of(index, source)

    def _spot_at(self, place: QPoint) -> CardAnchor | None:
        """Return the number of the link at a place, else the weight of its row."""
        index = self.indexAt(place)
        if not index.isValid():
            return None
        source = self.link_at(place) or self.terms.parameter(index.row())
        return None if source is None else self._spot_of(index, source)

    def _spot_of(self, index: QModelIndex, source: Source) -> CardAnchor:
        row, column = index.row(), ORIGIN if isinstance(source, Address) else FACTORS
        top, height = self.rowViewportPosition(row), self.rowHeight(row)

        def rect() -> QRect:
            cells = self.visualRect(self.terms.index(row, column))
            if column == ORIGIN:
                return cells
            return cells | self.visualRect(self.terms.index(row, TERM))

        across = QRect(0, top, self.viewport().width(), height)
        return CardAnchor(source, self.viewport(), rect, lambda: [across])

    def _links(self, row: int) -> list[Address]:
        if not 0 <= row < self.terms.rowCount():
            return []
        return [o.number for o in self.terms.row(row).origins if o.number is not None]

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height)

    def _wear(self, worn: fonts.Maker) -> None:
        if worn is not self.worn:
            self.worn = worn
            fonts.wear(self, worn)
