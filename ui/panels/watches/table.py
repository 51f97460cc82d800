"""WatchTable: the table of watches and breakpoints, with a small curve in each row."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from simulator.analysis.address import Address
from simulator.analysis.gradient_series import GradientSeries
from simulator.arrays import Array
from simulator.breakpoints.conditions import Condition
from simulator.translation import tr
from ui.matrix.matrix import same_memory
from ui.panels.watches.model import CURVE, NAME, VALUE, WatchModel, WatchRow
from ui.panels.watches.sparkline import Sparkline, mark_gradient
from ui.session.watching import Breakpoint, Unread
from ui.style import fonts
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_OWN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_CURVE_SHARE, _VALUE_CHARACTERS = 0.3, 8


class WatchTable(QTableView):
    """Table. Space switches a breakpoint, Delete removes a row, Enter looks at its number.

    Signals:
        removed: the Address, Condition or Unread to remove. picked: the WatchRow to look at.
        pointed: the WatchRow under the mouse, None when there is none.
    """

    removed = QtSignal(object)
    picked = QtSignal(object)
    pointed = QtSignal(object)

    def __init__(self, model: WatchModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._delegate = _Delegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        fonts.wear(self, fonts.mono_text)
        self.setAccessibleName(tr("Watches and breakpoints"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setMinimumSectionSize(10)
        self.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._pick)
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._delegate.theme = theme
        self._fit()
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that act on a row from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in _OWN_KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._row(self.currentIndex())
        key = event.key()
        if row is None or key not in (*_OWN_KEYS, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self._switch(row)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(row.key)
        else:
            self.picked.emit(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(self._row(self.indexAt(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fit()

    def rect_of(self, row: WatchRow) -> QRect:
        """Return the rectangle of a row's value in the viewport; of none, an empty one."""
        for number, other in enumerate(self._rows.rows):
            if other.key == row.key:
                return self.visualRect(self._rows.index(number, VALUE))
        return QRect()

    def row_of_keys(self) -> WatchRow | None:
        """Return the current row."""
        return self._row(self.currentIndex())

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(fonts.px(24))
        digit = QFontMetricsF(self.font()).horizontalAdvance("0")
        self.setColumnWidth(VALUE, round(_VALUE_CHARACTERS * digit + 8))
        self.setColumnWidth(CURVE, round(_CURVE_SHARE * self.viewport().width()))

    def give_room(self) -> None:
        """Give the name the whole width in rows without a single number."""
        for number, row in enumerate(self._rows.rows):
            columns = 1 if row.series is not None or isinstance(row.item, Address) else CURVE + 1
            if self.columnSpan(number, NAME) != columns:
                self.setSpan(number, NAME, 1, columns)

    def forget(self) -> None:
        """Drop the curves of a run that is no longer shown."""
        self._delegate.lines.clear()

    def remove_current(self) -> None:
        """Request the removal of the current row."""
        row = self._row(self.currentIndex())
        if row is not None:
            self._remove(row.key)

    def _remove(self, key: Address | Condition | Unread) -> None:
        number = self.currentIndex().row()
        self.removed.emit(key)
        last = self._rows.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._rows.index(min(number, last), NAME))

    def _switch(self, row: WatchRow) -> None:
        if isinstance(row.item, Breakpoint):
            self._rows.switched.emit(row.item.condition, not row.item.enabled)

    def _pick(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is not None:
            self.picked.emit(row)

    def _row(self, index: Index) -> WatchRow | None:
        inside = index.isValid() and index.row() < len(self._rows.rows)
        return self._rows.rows[index.row()] if inside else None


class _Delegate(QStyledItemDelegate):
    """Paints the curves, and a frame around the current row."""

    def __init__(self, model: WatchModel, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self.theme, self._rows, self._table = theme, model, table
        self.lines: dict[int, Sparkline] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell of the table."""
        cell: Any = option
        row = self._rows.rows[index.row()]
        painter.save()
        if index.column() != CURVE:
            super().paint(painter, option, index)
        elif row.series is not None and row.subject is not None:
            rect = QRectF(cell.rect).adjusted(6, 4, -6, -4)
            line = self._line(index.row(), row, round(rect.width()))
            quantity, told = row.subject.quantity, row.subject.t
            of = row.known, quantity, self.theme, told, row.thresholds, row.elsewhere
            line.draw(painter, rect, *of)
        number = row.number
        if index.column() == CURVE and number is not None and number.is_gradient:
            mark_gradient(
                painter, QRectF(cell.rect).adjusted(0, 3, 0, -3), number.quantity, self.theme
            )
        painter.restore()
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            y = cell.rect.bottom()
            painter.drawLine(cell.rect.left(), y, cell.rect.right(), y)
            painter.drawLine(cell.rect.left(), cell.rect.top(), cell.rect.right(), cell.rect.top())

    def _line(self, number: int, row: WatchRow, pixels: int) -> Sparkline:
        line = self.lines.get(number)
        same = line is not None and line.pixels == pixels and _same(line.values, row.series)
        if line is None or not same:
            assert row.series is not None
            line = self.lines[number] = Sparkline(row.series, pixels)
        return line


def _same(a: Array | GradientSeries | None, b: Array | GradientSeries | None) -> bool:
    """Return True for one number over time of one run."""
    if isinstance(a, GradientSeries) or isinstance(b, GradientSeries):
        return type(a) is type(b) and a == b
    return same_memory(a, b)
