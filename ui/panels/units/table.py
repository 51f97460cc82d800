"""UnitTable: the list of units, which paints only the rows in view."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from simulator.translation import tr
from ui.panels.units.bars import paint_bar
from ui.panels.units.model import BAR, FIGURE, UNIT, UnitModel
from ui.panels.units.words import head_of_bars
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.key_filter import KEEPS_ESCAPE, give_back_keys

Index = QModelIndex | QPersistentModelIndex
_ROW, _PADDING = 23, 8
_FIGURE_CHARACTERS = 7
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTED, _CHOSEN = 0.10, 0.05
"""Share of the accent in the ground of the selected unit's row, and of other chosen rows."""


class UnitTable(QTableView):
    """Table. Click and Enter select a unit; Ctrl and Shift choose several rows, as everywhere.

    Signals:
        picked: the unit that was clicked, or that Enter was pressed on. pointed: the unit under the
        mouse, or None. moved: other rows are in view, or chosen.
    """

    picked = QtSignal(int)
    pointed = QtSignal(object)
    moved = QtSignal()

    def __init__(self, model: UnitModel, theme: Theme) -> None:
        super().__init__()
        self._units = model
        self._delegate = _Delegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        fonts.wear(self, fonts.mono_text)
        self.setAccessibleName(tr("Units"))
        self.setProperty(KEEPS_ESCAPE, True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(10)
        header.setStyleSheet("QHeaderView::section { padding: 2px 4px; }")
        fonts.wear(header, fonts.caption)  # a style sheet would take its font away
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)
        self.verticalScrollBar().valueChanged.connect(self.moved)
        self.selectionModel().selectionChanged.connect(self.moved)
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._delegate.theme = theme
        self.fit()
        self.viewport().update()

    def fit(self) -> None:
        """Give the columns the widths that their texts need."""
        self.verticalHeader().setDefaultSectionSize(fonts.px(_ROW))
        digit = QFontMetricsF(self.font()).horizontalAdvance("0")
        heads = QFontMetricsF(self.horizontalHeader().font())
        widths = {UNIT: 4.5 * digit, FIGURE: _FIGURE_CHARACTERS * digit}
        for column, width in widths.items():
            head = self._units.headerData(column, Qt.Orientation.Horizontal) or ""
            # Room for the arrow too, wherever it is: so that no column moves with it.
            wanted = max(width, heads.horizontalAdvance("▾ " + head.strip("▾▴ ")))
            wanted = round(wanted + _PADDING)
            if self.columnWidth(column) != wanted:
                self.setColumnWidth(column, wanted)
        self._fit_head(heads)

    def _fit_head(self, heads: QFontMetricsF) -> None:
        """Give the bars the head that there is room for."""
        view = self._units.view
        if view is None:
            return
        room = self.columnWidth(BAR) - _PADDING
        short = heads.horizontalAdvance(head_of_bars(view.quantity, short=False)) > room
        if short != self._units.short_head:
            self._units.short_head = short
            self._units.headerDataChanged.emit(Qt.Orientation.Horizontal, BAR, BAR)

    def units_in_view(self) -> tuple[int, ...]:
        """Return the units of the rows that are wholly in view."""
        height = max(1, self.verticalHeader().defaultSectionSize())
        first = -(-self.verticalScrollBar().value() // height)
        if self.verticalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerItem:
            first = self.verticalScrollBar().value()
        return tuple(self._units.units[first : first + self.viewport().height() // height])

    def figure_rect(self, unit: int) -> QRect:
        """Return the rectangle of a unit's figure in the viewport; empty when it is not listed."""
        row = self._units.row_of(unit)
        return QRect() if row is None else self.visualRect(self._units.index(row, FIGURE))

    def chosen(self) -> tuple[int, ...]:
        """Return the units of the chosen rows, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._units.units[row] for row in rows)

    def show_unit(self, unit: int) -> None:
        """Choose a unit's row alone, and bring it into view; without one, no row."""
        row = self._units.row_of(unit)
        if row is None:
            self.clearSelection()
        else:
            self.setCurrentIndex(self._units.index(row, UNIT))  # selects it
            self.selectRow(row)

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the window's shortcuts."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            unit = self._unit(self.currentIndex())
            if unit is not None:
                self.picked.emit(unit)
        elif event.key() == Qt.Key.Key_Escape:
            give_back_keys(self)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointed.emit(self._unit(self.indexAt(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head(QFontMetricsF(self.horizontalHeader().font()))
        self.moved.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        unit = self._unit(index)
        if unit is not None and len(self.selectionModel().selectedRows()) == 1:
            self.picked.emit(unit)

    def _unit(self, index: Index) -> int | None:
        inside = index.isValid() and index.row() < len(self._units.units)
        return self._units.units[index.row()] if inside else None


class _Delegate(QStyledItemDelegate):
    """Paints the cells: Qt's own painting by a style sheet takes ten times as long."""

    def __init__(self, model: UnitModel, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self.theme, self._units, self._table = theme, model, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        view = self._units.view
        if view is None or index.row() >= len(self._units.units):
            return
        cell: Any = option
        theme, unit = self.theme, self._units.units[index.row()]
        rect, column = QRectF(cell.rect), index.column()
        selected = unit == view.unit
        chosen = bool(cell.state & QStyle.StateFlag.State_Selected)
        if selected or chosen:
            if chosen:
                painter.fillRect(rect, QColor(theme.panel))  # over the full accent of Qt's table
            tint = QColor(theme.accent)
            tint.setAlphaF(_SELECTED if selected else _CHOSEN)
            painter.fillRect(rect, tint)
        if column == BAR:
            paint_bar(painter, rect, view, unit, theme)
        else:
            ahead = view.ahead and column == FIGURE
            font = fonts.bold(cell.font) if selected and not ahead else cell.font
            painter.setFont(font)
            painter.setPen(QColor(theme.faint if ahead else theme.ink))
            text = str(unit) if column == UNIT else view.text(unit)
            place = rect.adjusted(0, 0, -_PADDING / 2, 0)
            sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, sides, text)
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawLine(cell.rect.topLeft(), cell.rect.topRight())
            painter.drawLine(cell.rect.bottomLeft(), cell.rect.bottomRight())
