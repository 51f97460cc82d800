"""ValueTable: a matrix as a table with a spreadsheet's keys; numbers are typed exactly."""

from functools import partial

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from simulator.translation import tr
from ui.matrix.cells.overlay import Mark
from ui.matrix.keys import command_of
from ui.matrix.matrix import Block, Matrix
from ui.matrix.table_model import Index, RowHeader, ValueModel
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.fields.leaving import Leaving
from ui.widgets.fields.number_edit import NumberEdit
from ui.widgets.key_filter import give_back_keys

_Role = Qt.ItemDataRole
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class ValueTable(QTableView):
    """Table. Typing replaces, Enter goes down, Tab goes right; blocks are copied and pasted.

    Signals:
        typed: a block of one cell and its new number.
        commanded: a Command for the selection.
        cell_clicked: a (row, column). cell_hovered: the one under the mouse.
        menu_asked: the selected block and the place on the screen.
    """

    typed = Signal(object, object)
    commanded = Signal(object)
    cell_clicked = Signal(object)
    cell_hovered = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = ValueModel(theme, self)
        self._values.typed.connect(self.typed)
        self.setModel(self._values)
        self._row_header = RowHeader(theme, self)
        self.setVerticalHeader(self._row_header)
        self._delegate = _NumberDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self._fix_sizes()
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._click)
        self.entered.connect(self._enter)

    @property
    def selected(self) -> tuple[int, int] | None:
        """Current cell."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix."""
        self.setAccessibleName(tr("{name}, table", name=matrix.title))
        self._values.bind(matrix)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight the names of the rows in use."""
        self._row_header.set_marks(marks)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._values.set_theme(theme)
        self._delegate.theme = theme
        self._row_header.set_theme(theme)
        self._fix_sizes()
        self.setStyleSheet(
            "QHeaderView, QTableCornerButton::section"
            f" {{ background: {theme.panel}; border: none; }}"
            f"ValueTable {{ border: 2px solid {theme.panel}; }}"
            f"ValueTable:focus {{ border-color: {theme.accent}; }}"
        )
        self.viewport().update()

    def select(self, cell: tuple[int, int]) -> None:
        """Go to a cell."""
        self.setCurrentIndex(self._values.index(*cell))

    @property
    def selected_block(self) -> Block | None:
        """Selected rectangle; None when nothing is selected."""
        ranges = self.selectionModel().selection()
        if ranges.isEmpty():
            return None
        part = ranges.first()
        return Block(part.top(), part.left(), part.bottom() + 1, part.right() + 1)

    def select_block(self, block: Block) -> None:
        """Select a rectangle, from its first cell."""
        first = self._values.index(block.top, block.left)
        last = self._values.index(block.bottom - 1, block.right - 1)
        self.setCurrentIndex(first)
        self.selectionModel().select(
            QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def block_rect(self, block: Block) -> QRect:
        """Return the visible part of a block's rectangle in this widget."""
        first = self.visualRect(self._values.index(block.top, block.left))
        last = self.visualRect(self._values.index(block.bottom - 1, block.right - 1))
        seen = first.united(last) & self.viewport().rect()
        return seen.translated(self.viewport().pos())

    def event(self, event: QEvent) -> bool:
        """Keep copy and paste from the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and command_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle spreadsheet keys; Tab leaves the table at its ends."""
        command = command_of(event)
        if command is not None:
            self.commanded.emit(command)
        elif event.key() in _ENTERS:
            self._move_down(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self._is_at_rest:
            give_back_keys(self)
        elif event.key() in _TABS and self._at_end(event.key() == Qt.Key.Key_Tab):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        elif event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go to the widget beside the table (Qt would never leave it)."""
        return QWidget.focusNextPrevChild(self, next)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down after Enter, right after Tab, without opening the next cell's editor."""
        Hint = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, Hint.NoHint)
        index = self.currentIndex()
        if hint == Hint.SubmitModelCache:
            self._move_down(1)
        elif hint in (Hint.EditNextItem, Hint.EditPreviousItem):
            step = 1 if hint == Hint.EditNextItem else -1
            place = index.row() * self._values.columnCount() + index.column() + step
            cell = divmod(place, self._values.columnCount())
            if 0 <= cell[0] < self._values.rowCount():
                self.select(cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Report that no cell is under the mouse."""
        super().leaveEvent(event)
        self.cell_hovered.emit(None)

    def _move_down(self, rows: int) -> None:
        row, column = self.selected or (-1, 0)
        self.select((min(max(row + rows, 0), self._values.rowCount() - 1), column))

    @property
    def _is_at_rest(self) -> bool:
        return self.state() == QAbstractItemView.State.NoState

    def _at_end(self, forwards: bool) -> bool:
        last = (self._values.rowCount() - 1, self._values.columnCount() - 1)
        return self.selected in (None, last if forwards else (0, 0))

    def _fix_sizes(self) -> None:
        """Take the rooms that the numbers and names need in the text size."""
        fonts.wear(self, fonts.mono_text)
        metrics = QFontMetricsF(fonts.mono_text())
        width = int(metrics.horizontalAdvance("−00.0000")) + 12
        for header, size in (
            (self.horizontalHeader(), width),
            (self.verticalHeader(), int(metrics.height()) + 6),
        ):
            fonts.wear(header, fonts.mono_caption)
            header.setMinimumSectionSize(4)
            header.setDefaultSectionSize(size)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _ask_menu(self, position: QPoint) -> None:
        block = self.selected_block
        if block is not None:
            self.menu_asked.emit(block, self.viewport().mapToGlobal(position))

    def _click(self, index: QModelIndex) -> None:
        self.cell_clicked.emit((index.row(), index.column()))

    def _enter(self, index: QModelIndex) -> None:
        self.cell_hovered.emit((index.row(), index.column()))


class _NumberDelegate(QStyledItemDelegate):
    """Delegate that edits numbers exactly; an invalid text stays in its line, with the reason."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make a line edit for a number of the cell's dtype."""
        edit = NumberEdit(_number_at(index).dtype, self.theme, parent)
        edit.refused.connect(self._say)
        leaving = Leaving(edit, edit)
        leaving.left.connect(partial(_leave, edit))
        leaving.listen()
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show every digit, unless the user is typing."""
        if isinstance(editor, NumberEdit) and not editor.isModified():
            editor.set_number(_number_at(index))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over a typed number; an invalid text changes nothing."""
        if isinstance(editor, NumberEdit) and editor.isModified() and editor.hasAcceptableInput():
            model.setData(index, editor.number())

    def _say(self, reason: str) -> None:
        edit = self.sender()
        if isinstance(edit, NumberEdit):
            edit.setToolTip(reason)
            edit.setAccessibleDescription(reason)
            QToolTip.showText(edit.mapToGlobal(QPoint(0, edit.height())), reason, edit)


def _leave(edit: NumberEdit) -> None:
    """Take the keys from a line that the mouse leaves, so that Qt keeps its number.

    Many clickable widgets, as tabs, do not take the focus themselves.
    """
    around = edit.parentWidget()
    if edit.hasFocus() and around is not None:
        around.setFocus()


def _number_at(index: Index) -> np.floating:
    model = index.model()
    assert isinstance(model, ValueModel)
    assert model.matrix is not None
    return model.matrix.values[index.row(), index.column()]
