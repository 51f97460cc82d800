"""TermTable: the terms of a ledger, with signed bars, and links to their sources.

Up and Down move among the terms, Enter follows a term's link, Left and Right choose between two.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.ledger import Ledger
from simulator.translation import tr
from ui.panels.ledger.term_model import (
    BAR,
    FACTORS,
    ORIGIN,
    SUM,
    TERM,
    Index,
    TermModel,
    TermOrigin,
    alignment,
)
from ui.style.colours import map_of
from ui.style.theme import Theme, mono_font

_GAP = 4
_LARGEST_BAR = 150
_LOOKS = ((False, 9.5, 80), (False, 8.5, 36), (True, 8.5, 20), (True, 7.5, 0))
"""Looks from wide to narrow: brief or not, font size in points, and room for bars."""

_FAINT = (FACTORS, SUM)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TermTable(QTableView):
    """Table that holds the model and paints its rows.

    Signals:
        followed: the Address at a link, and the link's row.
        row_chosen: the row that the user made current. row_pointed: the row under the mouse, -1 for
            none.
        hovered: the term under the mouse with every digit; empty when there is none.
    """

    followed = Signal(object, int)
    row_chosen = Signal(int)
    row_pointed = Signal(int)
    hovered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.terms = TermModel(self)
        self.chosen_link = 0
        self._pointed = -1
        self.setModel(self.terms)
        self.setItemDelegate(_TermDelegate(self))
        self.setAccessibleName(tr("Terms"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        self._set_points(_LOOKS[0][1])
        header = self.horizontalHeader()
        header.setStyleSheet("font-size: 8pt")
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)

    def set_ledger(
        self, ledger: Ledger, by_size: bool, features: tuple[str, ...], theme: Theme
    ) -> None:
        """Show another ledger; the current row stays if the new one has it."""
        row = max(0, self.currentIndex().row())
        self.theme = theme
        self.terms.set_ledger(ledger, by_size, features)
        self._fit()
        self.choose_row(min(row, self.terms.rowCount() - 1))
        self.viewport().update()

    def choose_row(self, row: int) -> None:
        """Make a row current and scroll to it."""
        if self.currentIndex().row() != row:
            self.setCurrentIndex(self.terms.index(row, TERM))
        self.chosen_link = min(self.chosen_link, max(0, len(self._links(row)) - 1))

    def link_at(self, place: QPoint) -> Address | None:
        """Return the number of the link at a place of the viewport, or None."""
        index = self.indexAt(place)
        if not index.isValid() or index.column() != ORIGIN:
            return None
        origins = self.terms.row(index.row()).origins
        for origin, rect in zip(origins, self.origin_rects(index), strict=True):
            if rect.contains(place):
                return origin.number
        return None

    def origin_rects(self, index: QModelIndex) -> list[QRect]:
        """Return the rectangles of a row's origins."""
        rect = self.visualRect(index).adjusted(_GAP, 0, 0, 0)
        return _spans(rect, self.terms.row(index.row()).origins, self.fontMetrics())

    def currentChanged(self, current: Index, previous: Index) -> None:
        if current.row() != previous.row():
            self.chosen_link = 0
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        links = self._links(row) if row >= 0 else []
        key = event.key()
        if key in _ENTER and links:
            self.followed.emit(links[self.chosen_link], row)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers():
            step = 1 if key == Qt.Key.Key_Right else -1
            self.chosen_link = min(max(self.chosen_link + step, 0), max(0, len(links) - 1))
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
        self.hovered.emit(self.terms.row(index.row()).exact if index.isValid() else "")
        hand = self.link_at(place) is not None
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
        elif row >= 0:
            self.row_chosen.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit("")
        self._point_at(-1)
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _point_at(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.row_pointed.emit(row)

    def _links(self, row: int) -> list[Address]:
        return [o.number for o in self.terms.row(row).origins if o.number is not None]

    def _fit(self) -> None:
        """Give each column the width of its text, and the bars the rest; be brief when tight."""
        if self.terms.ledger is None:
            return
        room = self.viewport().width()
        for brief, points, bar in _LOOKS:
            self.terms.set_brief(brief)
            widths = self._text_widths(points)
            if sum(widths.values()) + bar <= room:
                break
        self._set_points(points)
        rest = room - sum(widths.values())
        widths[BAR] = min(max(rest, 0), _LARGEST_BAR)
        widths[ORIGIN] += max(0, rest - widths[BAR])
        for column, width in widths.items():
            self.setColumnWidth(column, width)

    def _set_points(self, points: float) -> None:
        if self.font().pointSizeF() != points:
            self.setFont(mono_font(points))
            self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 4)

    def _text_widths(self, points: float) -> dict[int, int]:
        # Measured without setting the font, which would lay out the table for each.
        character = QFontMetrics(mono_font(points)).horizontalAdvance("0")
        return {
            column: count * character + 2 * _GAP if count else 0
            for column, count in self.terms.widths().items()
        }


class _TermDelegate(QStyledItemDelegate):
    """Paints one cell, in the colours of the table's theme."""

    def __init__(self, table: TermTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, theme = self._table, self._table.theme
        rect: QRect = option.rect
        row, column = table.terms.row(index.row()), index.column()
        current = table.hasFocus() and index.row() == table.currentIndex().row()
        painter.save()
        painter.setFont(table.font())
        if current:
            self._paint_current(painter, rect, column)
        if column == BAR:
            self._paint_bar(painter, QRectF(rect), row.product)
        elif column == ORIGIN:
            self._paint_origins(painter, rect, row.origins, current)
        else:
            rounding = index.row() == len(table.terms.ledger or ())
            faint = column in _FAINT or rounding
            painter.setPen(QColor(theme.faint if faint and not current else theme.ink))
            inside = rect.adjusted(_GAP, 0, -_GAP, 0)
            painter.drawText(inside, alignment(column), row.texts[column])
        painter.restore()

    def _paint_current(self, painter: QPainter, rect: QRect, column: int) -> None:
        accent = QColor(self._table.theme.accent)
        if column == TERM:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), accent)
        accent.setAlphaF(0.12)
        painter.fillRect(rect, accent)

    def _paint_bar(self, painter: QPainter, rect: QRectF, product: float) -> None:
        theme, scale = self._table.theme, self._table.terms.scale
        rect.adjust(_GAP, 3, -_GAP, -3)
        if rect.width() <= 0:
            return
        middle = rect.center().x()
        if scale and abs(product) <= scale:
            bar = QRectF(middle, rect.top(), product / scale * rect.width() / 2, rect.height())
            painter.fillRect(bar.normalized(), map_of(theme, None).at(float(product > 0)))
        painter.fillRect(QRectF(middle - 0.5, rect.top() - 3, 1, rect.height() + 6), theme.rule)

    def _paint_origins(
        self, painter: QPainter, rect: QRect, origins: tuple[TermOrigin, ...], current: bool
    ) -> None:
        table, theme = self._table, self._table.theme
        font = table.font()
        spans = _spans(rect.adjusted(_GAP, 0, 0, 0), origins, table.fontMetrics())
        links = [o for o in origins if o.number is not None]
        for origin, span in zip(origins, spans, strict=True):
            link = origin.number is not None
            chosen = link and current and origin is links[table.chosen_link]
            font.setUnderline(chosen)
            painter.setFont(font)
            painter.setPen(QColor(theme.accent if link else theme.faint))
            text = table.fontMetrics().elidedText(
                origin.text, Qt.TextElideMode.ElideRight, span.width() + 2
            )
            painter.drawText(span, Qt.AlignmentFlag.AlignVCenter, text)


def _spans(rect: QRect, origins: tuple[TermOrigin, ...], metrics: QFontMetrics) -> list[QRect]:
    """Place origins side by side in `rect`, two spaces apart."""
    spans, left = [], rect.left()
    for origin in origins:
        width = min(metrics.horizontalAdvance(origin.text), rect.right() - left)
        spans.append(QRect(left, rect.top(), max(0, width), rect.height()))
        left += width + metrics.horizontalAdvance("  ")
    return spans
