"""HeatMap: a picture of a matrix to point at, select in, scrub and edit."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.matrix.cells.view import MOVE, SCRUB, SELECT, CellView, Modifiers
from ui.matrix.keys import EDITS, MOVES, acts_on_cells, command_of
from ui.matrix.matrix import Block, Matrix
from ui.matrix.picture import MatrixPicture
from ui.matrix.selection import Entry, Selection
from ui.style.theme import Theme
from ui.widgets.key_filter import give_back_keys

_Key = Qt.Key
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_PIXELS_A_STEP = 2.0
_FINE = 0.1


class HeatMap(MatrixPicture):
    """Picture of a matrix with mouse and keys.

    The wheel zooms and a drag moves; a double click on an axis shows the whole. The keys ↑ and ↓,
    Tab, and Ctrl with arrows move the selected cell; ← and → alone step. Shift with arrows, a
    Shift-drag, or a click on an axis selects a block. A drag up or down scrubs the values: from any
    cell where all numbers are seen, else from the selection, or from anywhere with Alt. Esc gives
    the keys back.

    Signals:
        entered: the keys come here now.
        block_selected: the selected Block, or None, when it has changed.
        cell_hovered: the (row, column) under the mouse, or None.
        cell_clicked: a (row, column). cell_opened: one to type a number in, and the first text
            (double click, Enter, F2, a digit).
        commanded: a Command for the selected block.
        menu_asked: the selected block and the place on the screen.
        scrub_began: the block to scrub. scrubbed: the steps so far: half a step a pixel, or with
            Shift a tenth of that.
        scrub_ended: True when it is kept, False when Esc gave it up.
    """

    entered = Signal()
    block_selected = Signal(object)
    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_opened = Signal(object, str)
    commanded = Signal(object)
    menu_asked = Signal(object, QPoint)
    scrub_began = Signal(object)
    scrubbed = Signal(float)
    scrub_ended = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._mouse: QPointF | None = None
        self._hovered: Entry | None = None
        super().__init__(CellView(self._kind_of_drag), theme, parent)
        self._selection: Selection | None = None
        self._told: Block | None = None
        self._scrub: tuple[float, float] | None = None
        self.view.clicked.connect(self._clicked)
        self.view.dragged.connect(self._dragged)
        self.view.drag_ended.connect(self._drag_ended)
        for axis in (self._columns, self._rows):
            axis.chosen.connect(self.select_block)

    @property
    def selected(self) -> Entry | None:
        """Selected cell, which the keys move."""
        return None if self._selection is None else self._selection.cell

    @property
    def selected_block(self) -> Block | None:
        """Selected cells, on which keys and menus act."""
        return None if self._selection is None else self._selection.block

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours; a frame shows that the map has the keys."""
        super().set_theme(theme)
        frame = "HeatMap {{ border: 2px solid {} }} HeatMap:focus {{ border-color: {} }}"
        self.setStyleSheet(frame.format(theme.panel, theme.accent))

    def bind(self, matrix: Matrix) -> bool:
        """Show a matrix; another key or shape clears the selection."""
        other = super().bind(matrix)
        if other:
            self._selection = None
            self._outline()
        self._describe()
        return other

    def select(self, cell: Entry, extended: bool = False) -> None:
        """Select a cell and make it visible; `extended` selects from the anchor to it."""
        before = self._selection or Selection.at(cell)
        self._selection = before.to(cell, extended)
        self._bring_into_sight(cell)
        self._outline()
        self._describe()

    def show_selection(self, block: Block) -> None:
        """Outline a block as the selected one; the keys stay where they are."""
        if block != self.selected_block:
            self._selection = Selection.of(block)
            self._outline()

    def clear_selection(self) -> None:
        """Select nothing: the keys act on another matrix."""
        self._selection = None
        self._outline()

    def select_block(self, block: Block) -> None:
        """Select a block, visible or not, for the keys to act on."""
        self.setFocus()
        self._selection = Selection.of(block)
        self._outline()
        self._describe()

    # Qt events

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move and edit from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and self._uses(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        """Accept every click, so that none reaches the widget behind."""
        done = bool(super().viewportEvent(event))
        if isinstance(event, QMouseEvent):
            event.accept()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selected cell, or act on the selection."""
        if event.key() == _Key.Key_Escape:  # the window's own Esc, if it has one, came before
            self._leave()
            return
        if self._matrix is None or not self._uses(event):
            event.ignore()
            return
        selection, command = self._selection or Selection.at((0, 0)), command_of(event)
        if command is not None:
            self.commanded.emit(command)
        elif event.key() == _Key.Key_Menu:
            place = self.block_rect(selection.block).center()
            self.menu_asked.emit(selection.block, self.mapToGlobal(place))
        elif event.key() == _Key.Key_A and event.modifiers() & _CONTROL:
            self.select_block(self._matrix.whole)
        elif event.key() in EDITS:
            self.cell_opened.emit(selection.cell, "")
        elif event.key() in MOVES:
            self._move(event)
        else:
            self.cell_opened.emit(selection.cell, event.text())

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go right by Tab and left by Shift+Tab; leave at the ends of the row."""
        cell = self.selected
        if self._matrix is not None and cell is not None and self.hasFocus():
            column = cell[1] + (1 if next else -1)
            if 0 <= column < self._matrix.shape[1]:
                self.select((cell[0], column))
                return True
        return bool(super().focusNextPrevChild(next))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the cell under the mouse."""
        super().mouseMoveEvent(event)
        dragging = event.buttons() != Qt.MouseButton.NoButton
        self._mouse = None if dragging else event.position()
        self._hover_at_mouse()

    def leaveEvent(self, event: QEvent) -> None:
        """Report that no cell is under the mouse."""
        super().leaveEvent(event)
        self._mouse = None
        self._hover_at_mouse()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Outline the selection, which keys now act on."""
        super().focusInEvent(event)
        if self._selection is None and self._matrix is not None:
            self._selection = Selection.at((0, 0))
        self._outline()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Dim the outline: the keys act elsewhere."""
        super().focusOutEvent(event)
        self._outline()

    # Private

    def _uses(self, event: QKeyEvent) -> bool:
        return self._scrub is not None if event.key() == _Key.Key_Escape else acts_on_cells(event)

    def _move(self, event: QKeyEvent) -> None:
        assert self._matrix is not None
        down, across = MOVES[_Key(event.key())]
        rows, columns = self._matrix.shape
        row, column = self.selected or (0, 0)
        cell = (min(max(row + down, 0), rows - 1), min(max(column + across, 0), columns - 1))
        self.select(cell, bool(event.modifiers() & _SHIFT))

    def _leave(self) -> None:
        """Give up a drag, or else give the keys back."""
        if self._scrub is None:
            give_back_keys(self)
            return
        self.view.give_up_drag()
        self._end_scrub(False)

    def _cell_in_scene(self, place: QPointF) -> Entry | None:
        return self.cell_at(QPointF(self.mapFromScene(place)))

    def _in_selection(self, cell: Entry | None) -> bool:
        block = self.selected_block
        return cell is not None and block is not None and block.covers(cell)

    def _scrubs(self, cell: Entry) -> bool:
        """Return True where a plain drag changes numbers: it could not move a map seen whole."""
        if self._matrix is None or not self._matrix.editable:
            return False
        return self._in_selection(cell) or (not self.is_zoomed and self._cells.has_numbers)

    def _clicked(
        self, place: QPointF, button: Qt.MouseButton, double: bool, modifiers: Modifiers
    ) -> None:
        cell = self._cell_in_scene(place)
        if cell is None:
            return
        self.setFocus()
        if button == Qt.MouseButton.RightButton:
            if not self._in_selection(cell):
                self.select(cell)
            self.menu_asked.emit(self.selected_block, self.mapToGlobal(self.mapFromScene(place)))
            return
        extended = bool(modifiers & _SHIFT)
        self.select(cell, extended)
        if double:
            self.cell_opened.emit(cell, "")
        elif not extended:
            self.cell_clicked.emit(cell)

    def _kind_of_drag(self, place: QPointF, modifiers: Modifiers) -> str:
        cell = self._cell_in_scene(place)
        if cell is None:
            return MOVE
        assert self._matrix is not None
        if modifiers & Qt.KeyboardModifier.AltModifier and self._matrix.editable:
            return SCRUB
        if modifiers & _SHIFT:
            return SELECT
        return SCRUB if self._scrubs(cell) else MOVE

    def _dragged(self, kind: str, start: QPointF, place: QPointF, modifiers: Modifiers) -> None:
        if kind == SELECT:
            self._select_to(start, place)
            return
        if self._scrub is None:
            cell = self._cell_in_scene(start)
            if cell is not None and not self._in_selection(cell):
                self.select(cell)
            self._scrub = start.y(), 0.0
            self.scrub_began.emit(self.selected_block)
        y, steps = self._scrub
        share = _FINE if modifiers & _SHIFT else 1.0
        steps += (y - place.y()) / _PIXELS_A_STEP * share
        self._scrub = place.y(), steps
        self.scrubbed.emit(round(steps, 2 if modifiers & _SHIFT else 1))

    def _select_to(self, start: QPointF, place: QPointF) -> None:
        first, last = self._cell_in_scene(start), self._cell_in_scene(place)
        if first is not None and last is not None:
            self._selection = Selection(first, last)
            self._outline()
            self._describe()

    def _drag_ended(self, kind: str) -> None:
        if kind == SCRUB:
            self._end_scrub(True)

    def _end_scrub(self, kept: bool) -> None:
        if self._scrub is not None:
            self._scrub = None
            self.scrub_ended.emit(kept)

    def _range_changed(self) -> None:
        """Report the cell under a still mouse, after the view has moved."""
        self._hover_at_mouse()
        super()._range_changed()

    def _hover_at_mouse(self) -> None:
        cell = None if self._mouse is None else self.cell_at(self._mouse)
        if cell != self._hovered:
            self._hovered = cell
            row, column = cell if cell is not None else (None, None)
            self._rows.light(row)
            self._columns.light(column)
            self._outline()
            self._show_hand()
            self.cell_hovered.emit(cell)

    def _show_hand(self) -> None:
        scrubs = self._hovered is not None and self._scrubs(self._hovered)
        shape = Qt.CursorShape.SizeVerCursor if scrubs else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(QCursor(shape))

    def _outline(self) -> None:
        self._lights.set_cells(self._hovered, self._selection, self.hasFocus())
        if self.selected_block != self._told:
            self._told = self.selected_block
            self.block_selected.emit(self._told)

    def _describe(self) -> None:
        assert self._matrix is not None
        self.setAccessibleName(tr("{name}, heat map", name=self._matrix.title))
        if self._selection is None:
            return
        if self._selection.block.size == 1:
            self.setAccessibleDescription(self._matrix.describe(*self._selection.cell))
        else:
            name = self._matrix.name_of(self._selection.block)
            self.setAccessibleDescription(tr("{name} selected", name=name))
