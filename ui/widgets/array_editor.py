"""ArrayEditor: a matrix to look at and to edit, as a heat map or as a table of the same cells.

It knows arrays, not what they are for: it asks for another array, and shows what comes back.
"""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QVBoxLayout, QWidget

from simulator.arrays import Array
from ui import numbers
from ui.theme import Theme, mono_font
from ui.widgets import cell_keys, cell_text
from ui.widgets.colour_bar import ColourBar
from ui.widgets.heat_map import HeatMap
from ui.widgets.heat_map_cells import Mark
from ui.widgets.matrix import Block, Matrix, bits
from ui.widgets.value_field import ValueField, placed
from ui.widgets.value_table import ValueTable

Cell = tuple[int, int]


@dataclass(eq=False)
class _Typing:
    """A number being typed: the matrix before it, the cell, and the value last asked for."""

    before: Matrix
    cell: Cell
    value: np.floating
    asked: bool = False
    merge_key: object = field(default_factory=object)

    @property
    def changed(self) -> bool:
        """True when the value has other bits than before."""
        return not _same(self.value, self.before.values[self.cell])


class ArrayEditor(QWidget):
    """Shows a Matrix and asks for it to be changed.

    Signals:
        edited: a whole array (rows, columns) to take the present one's place, the edit's label, a
            merge key (None for an edit of its own). It is expected back by `bind`.
        settled: the number typed so far stays. cancelled: the merge key of edits to take back.
        hovered: the exact value under the mouse, in words; empty when there is none.
        cell_clicked: a (row, column).
        zoomed: True when the heat map shows a part only.
        menu_made: a QMenu before it opens, for more entries, and the Block that it is for.
    """

    edited = Signal(object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    hovered = Signal(str)
    cell_clicked = Signal(object)
    zoomed = Signal(bool)
    menu_made = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matrix: Matrix | None = None
        self._typing: _Typing | None = None
        self.heat_map = HeatMap(theme)
        self.table = ValueTable(theme)
        self.field = ValueField(theme, self.heat_map)
        self._bar = ColourBar(theme)
        self._card = QLabel(self.heat_map, textFormat=Qt.TextFormat.PlainText)
        self._card.setFont(mono_font(8.5))
        self._card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._complaint = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix. A number being typed is let go when its cell has changed otherwise."""
        if self._matrix is None or self._matrix.key != matrix.key:
            self._complain("")
        typing = self._typing
        if typing is not None and not (
            typing.before.key == matrix.key
            and typing.before.shape == matrix.shape
            and _same(matrix.values[typing.cell], typing.value)
        ):
            self._typing = None
            self.field.close_silently()
        self._matrix = matrix
        self.heat_map.bind(matrix)
        self.table.bind(matrix)
        self._bar.set_limit(matrix.limit)

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Light the blocks that are in use."""
        self.heat_map.set_marks(marks)
        self.table.set_marks(marks)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        for part in (self.heat_map, self.table, self.field, self._bar):
            part.set_theme(theme)
        self._complaint.setStyleSheet(f"color: {theme.bad};")
        self._card.setStyleSheet(
            f"background: {theme.panel}; color: {theme.ink}; border: 1px solid {theme.faint};"
            " border-radius: 4px; padding: 3px 6px;"
        )

    def show_as_table(self, table: bool) -> None:
        """Show the table, or the heat map; the selected cell stays selected."""
        before, after = (self.heat_map, self.table) if table else (self.table, self.heat_map)
        if before.selected is not None:
            after.select(before.selected)
        self._stack.setCurrentWidget(after)
        self._bar.setVisible(not table)

    def fit(self) -> None:
        """Show the whole heat map."""
        self.heat_map.fit()

    # Edits

    def open_field(self, cell: Cell, first: str = "") -> None:
        """Type the number of a cell, beginning with `first` when given."""
        assert self._matrix is not None
        value = self._matrix.values[cell]
        self._card.hide()
        self._complain("")
        self.heat_map.select(cell)
        self._typing = _Typing(self._matrix, cell, value)
        name = self._matrix.cell_name(*cell)
        self.field.open(self.heat_map.cell_rect(cell), name, value, first)

    def put(self, block: Block, values: Array | np.floating, verb: str) -> None:
        """Ask for a block to get other values, as one undo step, if they are other ones."""
        assert self._matrix is not None
        self._complain("")
        array = self._matrix.with_block(block, values)
        if (bits(array) != bits(self._matrix.values)).any():
            self.edited.emit(array, f"{verb} {self._matrix.name_of(block)}", None)

    def zero(self, block: Block) -> None:
        """Put 0 in a block."""
        self.put(block, np.float64(0), "zero")

    def reset(self, block: Block) -> None:
        """Put the original values back into a block."""
        assert self._matrix is not None
        if self._matrix.original is not None:
            self.put(block, self._matrix.original[block.slices], "reset")

    def copy(self, block: Block) -> None:
        """Put a block on the clipboard as tab-separated text, exactly."""
        assert self._matrix is not None
        if block.size > cell_text.MOST_CELLS:
            self._complain(
                f"{block.size:,} cells are too many to copy: at most {cell_text.MOST_CELLS:,}"
            )
            return
        self._complain("")
        text = cell_text.to_text(self._matrix.values[block.slices])
        QGuiApplication.clipboard().setText(text)

    def paste(self, block: Block) -> None:
        """Put the clipboard's block at the top left of `block`; one number fills all of it."""
        assert self._matrix is not None
        try:
            values = cell_text.from_text(
                QGuiApplication.clipboard().text(), self._matrix.values.dtype
            )
            target = self._target_of(values, block)
        except ValueError as error:
            self._complain(f"Nothing was pasted: {error}")
        else:
            self.put(target, values, "paste into")

    def menu_for(self, block: Block) -> QMenu:
        """What can be done with a block."""
        assert self._matrix is not None
        matrix = self._matrix
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows, columns = block.shape
        what = "value" if block.size == 1 else f"{rows} × {columns} values"
        menu.addAction(f"Copy {what}", partial(self.copy, block))
        menu.addAction(f"Copy {matrix.title}", partial(self.copy, matrix.whole))
        menu.addAction("Paste", partial(self.paste, block))
        menu.addSeparator()
        menu.addAction("Set to 0", partial(self.zero, block))
        cells = menu.addAction(f"Reset {what}", partial(self.reset, block))
        cells.setEnabled(bool(matrix.edited[block.slices].any()))
        whole = menu.addAction(f"Reset {matrix.title}", partial(self.reset, matrix.whole))
        whole.setEnabled(bool(matrix.edited_count))
        self.menu_made.emit(menu, block)
        menu.addSeparator()
        menu.addAction("Fit", self.fit)
        return menu

    # Inside

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.heat_map)
        self._stack.addWidget(self.table)
        self._complaint.hide()
        self._card.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self._complaint)

    def _connect(self) -> None:
        self.field.typed.connect(self._typed)
        self.field.kept.connect(self._kept)
        self.field.abandoned.connect(self._abandoned)
        self.heat_map.cell_opened.connect(self.open_field)
        self.heat_map.menu_asked.connect(self._cell_menu)
        self.heat_map.zoomed.connect(self.zoomed)
        self.table.typed.connect(self._typed_in_table)
        self.table.menu_asked.connect(self._block_menu)
        for view in (self.heat_map, self.table):
            view.cell_hovered.connect(self._hovered)
            view.cell_clicked.connect(self.cell_clicked)
            view.commanded.connect(self._command)

    def _typed(self, value: np.floating) -> None:
        typing = self._typing
        if typing is None or _same(value, typing.value):
            return
        typing.value, typing.asked = value, True
        label = f"set {typing.before.cell_name(*typing.cell)}"
        array = typing.before.with_block(Block.cell(*typing.cell), value)
        self.edited.emit(array, label, typing.merge_key)

    def _kept(self) -> None:
        typing, self._typing = self._typing, None
        if typing is not None and typing.asked:
            if typing.changed:
                self.settled.emit()
            else:
                self.cancelled.emit(typing.merge_key)

    def _abandoned(self) -> None:
        typing, self._typing = self._typing, None
        if typing is not None and typing.asked:
            self.cancelled.emit(typing.merge_key)

    def _typed_in_table(self, block: Block, value: np.floating) -> None:
        self.put(block, value, "set")

    def _command(self, command: str) -> None:
        if self._stack.currentWidget() is self.table:
            block = self.table.selected_block()
        else:
            cell = self.heat_map.selected
            block = None if cell is None else Block.cell(*cell)
        if block is not None:
            acts = {cell_keys.COPY: self.copy, cell_keys.PASTE: self.paste}
            acts.get(command, self.zero)(block)

    def _target_of(self, values: Array, block: Block) -> Block:
        assert self._matrix is not None
        if values.size == 1:
            return block
        rows, columns = values.shape
        target = Block(block.top, block.left, block.top + rows, block.left + columns)
        if target.bottom > self._matrix.shape[0] or target.right > self._matrix.shape[1]:
            room = (self._matrix.shape[0] - block.top, self._matrix.shape[1] - block.left)
            raise ValueError(
                f"the clipboard's {rows} × {columns} cells do not fit into "
                f"{room[0]} × {room[1]} from {self._matrix.cell_name(block.top, block.left)}"
            )
        return target

    def _hovered(self, cell: Cell | None) -> None:
        if cell is None or self._matrix is None:
            self._card.hide()
            self.hovered.emit("")
            return
        text = self._matrix.describe(*cell)
        self.hovered.emit(text)
        if self._stack.currentWidget() is self.heat_map and not self.field.is_open:
            self._show_card(cell, text)

    def _show_card(self, cell: Cell, text: str) -> None:
        assert self._matrix is not None
        self._card.setText(text.replace("   ", "\n"))
        original = self._matrix.original
        if original is not None and self._matrix.edited[cell]:
            self._card.setText(f"{self._card.text()}\nwas {numbers.exact(original[cell])}")
        around = self.heat_map.rect().adjusted(2, 2, -2, -2)
        size = self._card.sizeHint().boundedTo(around.size())
        self._card.resize(QSize(size))
        self._card.move(placed(self.heat_map.cell_rect(cell), size, around))
        self._card.setVisible(True)

    def _cell_menu(self, cell: Cell, place: QPoint) -> None:
        self.menu_for(Block.cell(*cell)).popup(place)

    def _block_menu(self, block: Block, place: QPoint) -> None:
        self.menu_for(block).popup(place)

    def _complain(self, reason: str) -> None:
        self._complaint.setText(reason)
        self._complaint.setVisible(bool(reason))


def _same(a: np.floating, b: np.floating) -> bool:
    return a.tobytes() == b.tobytes()
