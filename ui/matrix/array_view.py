"""ArrayView: a matrix to read, as a heat map or as a table."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from simulator.arrays import Array, same_bits
from simulator.translation import tr
from ui.matrix.cells.overlay import Mark
from ui.matrix.colour_bar import ColourBar
from ui.matrix.heat_map import HeatMap
from ui.matrix.matrix import UNREAD, Block, Matrix, Reading
from ui.matrix.selection import Entry
from ui.matrix.table import ValueTable
from ui.style import fonts, number_format
from ui.style.theme import Theme
from ui.widgets.fields.value_field import placed

_SPACING = 6


class ArrayView(QWidget):
    """Heat map and table, one at a time, with a card at the cell under the mouse.

    On a ground that it shares with other views, cards and complaints have room beyond its own.

    Signals:
        hovered: the exact value under the mouse, in words; empty when there is none.
        cell_pointed: the (row, column) under the mouse; None when there is none.
        cell_clicked: a (row, column).
        card_shown: a card stands at another place, or in another size.
        zoomed: True when the heat map is in front and shows a part only.
    """

    hovered = Signal(str)
    cell_pointed = Signal(object)
    cell_clicked = Signal(object)
    card_shown = Signal()
    zoomed = Signal(bool)

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, ground: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._reading = UNREAD
        self._matrix: Matrix | None = None
        self._pointed: Entry | None = None
        self.heat_map = HeatMap(theme)
        self.table = ValueTable(theme)
        self.stack = QStackedWidget()
        self._bar = ColourBar(theme)
        self.ground = ground or self.stack
        self._shares_ground = ground is not None
        self._scaled = True
        self._card = QLabel(self.ground, textFormat=Qt.TextFormat.PlainText)
        self._described: Block | None = None
        fonts.wear(self._card, fonts.mono_caption)
        self._card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._complaint = QLabel(self.ground, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._lay_out()
        self.heat_map.zoomed.connect(self._zoomed)
        self.heat_map.rows_moved.connect(self._place_cards)
        for view in (self.heat_map, self.table):
            view.cell_hovered.connect(self._hovered)
            view.cell_clicked.connect(self.cell_clicked)

    @property
    def matrix(self) -> Matrix:
        """The matrix shown; `bind` comes before any use."""
        assert self._matrix is not None
        return self._matrix

    @property
    def is_bound(self) -> bool:
        """True when a matrix is shown."""
        return self._matrix is not None

    @property
    def foot_height(self) -> int:
        """Pixels below the heat map: those of the colour bar, if it has its own."""
        return 0 if self._bar.isHidden() else self.scale_height

    @property
    def scale_height(self) -> int:
        """Pixels that the colour bar takes below a heat map, which may leave it out."""
        if self.view is self.table or self._shares_ground:
            return 0
        return self._bar.sizeHint().height() + _SPACING

    @property
    def view(self) -> HeatMap | ValueTable:
        """The view in front."""
        return self.table if self.stack.currentWidget() is self.table else self.heat_map

    @property
    def selected_block(self) -> Block | None:
        """Selected cells, on which keys act."""
        return self.view.selected_block

    def shows(self, matrix: Matrix) -> bool:
        """Return True when the view shows this very matrix already."""
        return self._matrix is not None and matrix.is_like(self._matrix)

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix; the view behind takes it when it comes to the front."""
        if self._matrix is None or self._matrix.key != matrix.key:
            self.complain("")
        if self._matrix is None or self._matrix.shape != matrix.shape:
            self._reading = UNREAD  # the factors of other columns
        self._matrix = matrix
        self.view.bind(matrix)
        self._bar.bind(matrix)
        self._tell_anew()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight the blocks in use."""
        self.heat_map.set_marks(marks)
        self.table.set_marks(marks)

    def show_reading(self, reading: Reading, line: bool = False) -> None:
        """Show what the columns are multiplied with, as numbers or as a line of colours."""
        before, self._reading = self._reading.values, reading
        self.heat_map.show_reading(reading, line)
        if self._pointed is not None and not _alike(before, reading.values):
            self._tell_anew()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.theme = theme
        for part in (self.heat_map, self.table, self._bar):
            part.set_theme(theme)
        self._complaint.setStyleSheet(f"color: {theme.bad}; background: {theme.panel};")
        self._card.setStyleSheet(
            f"background: {theme.panel}; color: {theme.ink}; border: 1px solid {theme.faint};"
            " border-radius: 4px; padding: 3px 6px;"
        )
        self._place_cards()

    def show_as_table(self, table: bool) -> None:
        """Show the table, or the heat map; the selection stays."""
        before = self.view
        after = self.table if table else self.heat_map
        if self._matrix is not None:
            after.bind(self._matrix)
        if before.selected_block is not None:
            after.select_block(before.selected_block)
        self.stack.setCurrentWidget(after)
        self.stack.setFocusProxy(after)
        self._show_bar()
        self._zoomed(self.heat_map.is_zoomed)

    def show_scale(self, shown: bool) -> None:
        """Show the colour bar below the heat map, or leave it out."""
        self._scaled = shown
        self._show_bar()

    def fit(self) -> None:
        """Show the whole heat map."""
        self.heat_map.fit()

    def select(self, block: Block) -> None:
        """Select a block for the keys to act on."""
        self.view.select_block(block)
        self.view.setFocus()

    def show_card(self, block: Block, text: str) -> None:
        """Put a card beside a block of the heat map."""
        self._card.setText(text)
        self._described = block
        self._card.setVisible(True)
        self._place_cards()
        self._card.raise_()

    def place_of(self, block: Block) -> QRect:
        """Return the visible part of a block's rectangle on the ground."""
        rect = self.view.block_rect(block) & self.view.rect()
        return QRect(self.view.mapTo(self.ground, rect.topLeft()), rect.size())

    def hide_card(self) -> None:
        """Hide the card."""
        self._card.hide()

    def complain(self, reason: str) -> None:
        """Show why something was not done; an empty reason hides it."""
        self._complaint.setText(reason)
        self._complaint.setVisible(bool(reason))
        if self._shares_ground and reason:
            height = self._complaint.heightForWidth(self.ground.width())
            self._complaint.setGeometry(
                0, self.ground.height() - height, self.ground.width(), height
            )
            self._complaint.raise_()

    @property
    def wants_card(self) -> bool:
        """True where a card may describe the cell under the mouse."""
        return self.view is self.heat_map

    # Private

    def _show_bar(self) -> None:
        self._bar.setVisible(self._scaled and self.scale_height > 0)

    def _place_cards(self) -> None:
        """Put the open cards beside their cells, as large as their texts are now."""
        if self._described is not None and not self._card.isHidden():
            around = self.ground.rect().adjusted(2, 2, -2, -2)
            size = self._card.sizeHint().boundedTo(around.size())
            self._card.resize(QSize(size))
            self._card.move(placed(self.place_of(self._described), size, around))
        self.card_shown.emit()

    def _lay_out(self) -> None:
        self.stack.addWidget(self.heat_map)
        self.stack.addWidget(self.table)
        self.stack.setFocusProxy(self.heat_map)
        self._complaint.hide()
        self._card.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._bar)
        if self._shares_ground:
            self._bar.hide()
        else:
            layout.addWidget(self._complaint)

    def _zoomed(self, zoomed: bool) -> None:
        self.zoomed.emit(zoomed and self.view is self.heat_map)
        self._tell_anew()

    def _tell_anew(self) -> None:
        """Report the cell under the mouse again, after its number or its place has changed."""
        if self._pointed is not None:
            inside = self.matrix.whole.covers(self._pointed)
            self._hovered(self._pointed if inside else None)

    def _hovered(self, cell: Entry | None) -> None:
        self._pointed = cell
        self.cell_pointed.emit(cell)
        if cell is None or self._matrix is None:
            self._card.hide()
            self.hovered.emit("")
            return
        text = self._matrix.describe(*cell)
        self.hovered.emit(text)
        if self.wants_card:
            original, lines = self._matrix.original, [text.replace("   ", "\n")]
            if self._reading.values is not None:
                lines.append(self._product_at(*cell))
            if original is not None and self._matrix.edited[cell]:
                lines.append(tr("was {value}", value=number_format.exact(original[cell])))
            self.show_card(Block.cell(*cell), "\n".join(lines))

    def _product_at(self, row: int, column: int) -> str:
        assert self._reading.values is not None
        factor = self._reading.values[column]
        product = float(self.matrix.values[row, column]) * float(factor)
        return f"× {number_format.exact(factor)} = {number_format.signed(product, 4)}"


def _alike(one: Array | None, other: Array | None) -> bool:
    return one is other or (one is not None and other is not None and same_bits(one, other))
