"""SideBySide: the matrices that a step reads, beside each other: b + W x + W h is read across."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.cells.overlay import Mark
from ui.matrix.colour_bar import ColourBar
from ui.matrix.matrix import Block, Matrix, Reading
from ui.panels.weights.parameter_matrices import COLUMNS, TIPS
from ui.panels.weights.readings import RowSum
from ui.panels.weights.row_overlays import HEAD, SUM, Light, Sums
from ui.panels.weights.row_scroll import RowScroll
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel

_GAP, _FRAME = 8, 2
_THIN = 40
"""Width of the biases where cells have no numbers, in pixels."""
_CELL, _MOST_CELL = 38, 110
_ROW, _MOST_ROW, _LEAST_ROWS = 15, 34, 3
"""Height of a row with numbers, usually and at most, and the rows that must have it."""
_TIGHT = 13
"""Height of rows whose numbers are still read: better than to hide one."""
_AXES = 36
_FEW_ROWS, _FEW_COLUMNS = 16, 16
_APART = 8
"""Pixels from what is said of a matrix to the name of the next."""
_ROOMY = 320
"""Height from which the matrices leave room for the colour bar."""
LEAST_WIDTH, LEAST_HEIGHT = 360, 120


def few(rows: int, columns: int) -> bool:
    """Return True for matrices whose numbers are written."""
    return rows <= _FEW_ROWS and columns <= _FEW_COLUMNS


def least_width(rows: int, columns: int) -> int:
    """Return the pixels that the matrices of a step need beside each other."""
    if not few(rows, columns):
        return LEAST_WIDTH
    return fonts.px(45) + columns * fonts.px(_CELL) + 3 * _GAP + fonts.px(SUM)


class SideBySide(QWidget):
    """An editor for each matrix, their rows at one height; the lit row framed, its sum at its end.

    Where the rows of few numbers have no room at once they scroll together, to the lit one.

    Signals:
        edited: the tab, the array asked for, the edit's label and its merge key. settled,
            cancelled, hovered: as of an `ArrayEditor`.
        cell_clicked: the tab and the cell; cell_pointed: the same of the mouse, None where it
            is on none. menu_made: the tab, a menu and its block.
        chosen: the tab that the keys go to. made: an editor, once.
    """

    edited = Signal(str, object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    hovered = Signal(str)
    cell_clicked = Signal(str, object)
    cell_pointed = Signal(str, object)
    menu_made = Signal(str, object, object)
    chosen = Signal(str)
    made = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.editors: dict[str, ArrayEditor] = {}
        self._heads: dict[str, tuple[ElidedLabel, ElidedLabel]] = {}
        self._places: dict[str, QRect] = {}
        self.tabs: tuple[str, ...] = ()
        self._told = ""
        self.few = False
        self._moving = False
        self._height = 0
        self._lit: int | None = None
        self._shown: int | None = None
        self._scroll = RowScroll(self)
        self._scroll.valueChanged.connect(self._scroll_to)
        self._bar = ColourBar(theme, self)
        self._sums = Sums(theme, self, self)
        self._light = Light(theme, self, self)
        self.setMinimumHeight(LEAST_HEIGHT)

    def editor_of(self, tab: str) -> ArrayEditor:
        """Return the editor of a tab; it is made when it is first needed."""
        if tab not in self.editors:
            self.editors[tab] = self._make(tab)
            self._light.raise_()  # not at every edit: what lies below would be painted anew
        return self.editors[tab]

    def show_tabs(
        self, matrices: Mapping[str, Matrix], show: Callable[[ArrayEditor, Matrix], None]
    ) -> None:
        """Show these matrices, from the left; `show` binds one of them."""
        tabs = tuple(matrices)
        rows = max(m.shape[0] for m in matrices.values())
        self.few = few(rows, sum(m.shape[1] for m in matrices.values()))
        for tab, matrix in matrices.items():
            show(self.editor_of(tab), matrix)
        if tabs != self.tabs:
            self.tabs = tabs
            for tab, editor in self.editors.items():
                shown = tab in tabs
                for widget in (editor, *self._heads[tab]):
                    widget.setVisible(shown)
                editor.heat_map.show_rows(tab == tabs[0])
        self._arrange()

    def show_heads(self, heads: Mapping[str, tuple[str, str]], total: str) -> None:
        """Write the names over the matrices, what they read, and what the rows add up to."""
        for tab, (name, reads) in heads.items():
            texts = zip(self._heads[tab], (name, reads), strict=True)
            if any(label.text() != text for label, text in texts):
                self._heads[tab][0].set_text(name)
                self._heads[tab][1].set_text(reads)
                self._place_head(tab, self._places[tab])
        self._sums.total = total

    def show_cell(
        self,
        readings: Mapping[str, Reading],
        sums: Mapping[int, RowSum],
        lit: int | None,
        quantity: str,
    ) -> None:
        """Show the vectors over the columns, the sums, and frame the row of a quantity."""
        for tab, reading in readings.items():
            self.editors[tab].show_reading(reading, not self.writes)
        self._sums.show_sums(sums, lit)
        self._light.show_row(lit, quantity)
        self._share_height()
        if lit is not None and lit != self._lit and self._scrolls:
            self._bring(lit)
        self._lit = lit

    def set_marks(self, tab: str, marks: tuple[Mark, ...]) -> None:
        """Highlight the blocks in use of a matrix."""
        self.editors[tab].set_marks(marks)

    @property
    def writes(self) -> bool:
        """True where there is room for the numbers, and for two lines in the lit row."""
        return self.few and self._room() >= _LEAST_ROWS * fonts.px(_ROW)

    def row_rect(self, row: int) -> QRectF:
        """Return the place of a row, across all matrices; empty where it is out of sight."""
        heat_map = self.editors[self.tabs[0]].heat_map
        rect = heat_map.block_rect(Block(row, 0, row + 1, heat_map.matrix_width))
        top = heat_map.mapTo(self, rect.topLeft()).y()
        return QRectF(0, top, self.width(), rect.height() if heat_map.shows_row(row) else 0)

    @property
    def summed_rows(self) -> range:
        """Rows that have room for their sums; the lit one has it always."""
        rows = self.editors[self.tabs[0]].matrix.shape[0]
        return range(rows if self.writes else 0)

    def sum_rect(self, row: int) -> QRectF:
        """Return the place of a row's sum; empty where it is not written."""
        place = self.row_rect(row)
        return QRectF(self._sums.x(), place.top(), fonts.px(SUM), place.height())

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for editor in self.editors.values():
            editor.set_theme(theme)
        for _, reads in self._heads.values():
            reads.setStyleSheet(f"color: {theme.faint};")
        for part in (self._bar, self._sums, self._light):
            part.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the width."""
        super().resizeEvent(event)
        self._arrange()

    def _room(self) -> int:
        """Return the pixels that the rows have."""
        return self._height - fonts.px(_AXES) - 2 * _FRAME

    @property
    def _scrolls(self) -> bool:
        """True where the rows that have numbers have no room at once, with one of two lines."""
        rows = self.editors[self.tabs[0]].matrix.shape[0]
        return self.writes and self._room() < (rows + 1) * fonts.px(_TIGHT)

    def _arrange(self) -> None:
        if not self.tabs:
            return
        columns = {tab: self.editors[tab].matrix.shape[1] for tab in self.tabs}
        names = self.editors[self.tabs[0]].heat_map.names_width
        rows = self.editors[self.tabs[0]].matrix.shape[0]
        self._height = height = self._maps_height(rows)
        room = self.width() - names - fonts.px(SUM) - (_GAP + 2 * _FRAME) * len(self.tabs)
        if self._scrolls:
            room -= self._scroll.sizeHint().width()
        widths = _widths(columns, room, self.few)
        x = 0
        for tab in self.tabs:
            before = names if tab == self.tabs[0] else 0
            wide = before + widths[tab] + 2 * _FRAME
            self.editors[tab].setGeometry(x, fonts.px(HEAD), wide, height)
            self._places[tab] = QRect(x + before + _FRAME, 0, widths[tab] + _GAP, fonts.px(HEAD))
            self._place_head(tab, self._places[tab])
            x += wide + _GAP
        self._place_bar(fonts.px(HEAD) + height + _GAP, x)
        self._sums.setGeometry(x, 0, fonts.px(SUM), self.height())
        self._light.setGeometry(0, 0, x + fonts.px(SUM), self.height())
        slim = self._scroll.sizeHint().width()
        over = fonts.px(HEAD) + fonts.px(_AXES)
        self._scroll.setGeometry(x + fonts.px(SUM), over, slim, height + fonts.px(HEAD) - over)
        self._share_height()

    def _maps_height(self, rows: int) -> int:
        """Return the height of the matrices: the colour bar has what they leave."""
        height = self.height() - fonts.px(HEAD)
        axes = fonts.px(_AXES) + 2 * _FRAME
        bar = self._bar.sizeHint().height() + _GAP
        least = axes + (rows + 1) * fonts.px(_TIGHT) if self.few else 0
        if height > fonts.px(_ROOMY) and height - bar >= least:
            height -= bar
        return min(height, axes + (rows + 1) * fonts.px(_MOST_ROW)) if self.few else height

    def _share_height(self) -> None:
        """Show as many rows as are read, the lit one among them; a bar leads to the others."""
        shown = self._room() // fonts.px(_ROW) if self._scrolls else None
        for tab in self.tabs:
            self.editors[tab].heat_map.show_part(shown)
        self._scroll.show_of(self.editors[self.tabs[0]].heat_map.places, shown)
        before, self._shown = self._shown, shown
        rows = self.editors[self.tabs[0]].matrix.shape[0]
        if shown not in (before, None) and self._lit is not None and self._lit < rows:
            self._bring(self._lit)

    def _bring(self, row: int) -> None:
        """See a row that is lit now, with its gate where there is room.

        Under the mouse, which may have lit it by a click, the rows move as little as they can.
        """
        band = self.editors[self.tabs[0]].matrix.band_of(row)
        if band is None or self.underMouse():
            self._scroll.bring(row, 2)
        else:
            self._scroll.bring(band.start, band.stop - band.start + 1)
            self._scroll.bring(row, 2)

    def _scroll_to(self, top: int) -> None:
        if self._scrolls and not self._moving:
            self.editors[self.tabs[0]].heat_map.move_rows_to(top, top + self._scroll.pageStep())

    def _place_bar(self, top: int, width: int) -> None:
        """Show the colour bar where the matrices leave room for it."""
        tall = self._bar.sizeHint().height()
        self._bar.setGeometry(0, top, width - _GAP, tall)
        self._bar.setVisible(top + tall <= self.height())
        self._bind_bar()

    def _place_head(self, tab: str, place: QRect) -> None:
        name, reads = self._heads[tab]
        wide = min(name.fontMetrics().horizontalAdvance(name.text()) + 6, place.width())
        room = place.width() - wide
        name.setGeometry(place.x(), place.y(), wide, place.height())
        reads.setGeometry(place.x() + wide, place.y(), max(0, room), place.height())
        needed = reads.fontMetrics().horizontalAdvance(reads.text()) + _APART
        reads.setVisible(needed <= room)

    def _make(self, tab: str) -> ArrayEditor:
        editor = ArrayEditor(self._theme, self, self)
        editor.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is never shown
        name, reads = ElidedLabel(self), ElidedLabel(self)
        name.about = tr(TIPS[tab])
        reads.about = tr("The vector that this matrix multiplies, above its columns.")
        name.setFont(fonts.bold(fonts.mono_text()))
        fonts.wear(name, fonts.mono_text)
        fonts.wear(reads, fonts.caption)
        reads.setStyleSheet(f"color: {self._theme.faint};")
        self._heads[tab] = name, reads
        editor.edited.connect(partial(self.edited.emit, tab))
        editor.settled.connect(self.settled)
        editor.cancelled.connect(self.cancelled)
        editor.hovered.connect(self.hovered)
        editor.cell_clicked.connect(partial(self.cell_clicked.emit, tab))
        editor.cell_pointed.connect(partial(self.cell_pointed.emit, tab))
        editor.menu_made.connect(partial(self.menu_made.emit, tab))
        editor.heat_map.entered.connect(partial(self._enter, tab))
        editor.heat_map.rows_moved.connect(partial(self._move_rows, tab))
        editor.heat_map.viewport().installEventFilter(self._scroll)
        self.made.emit(editor)
        return editor

    def _enter(self, tab: str) -> None:
        """Take the keys to a matrix: to the row that was selected in the one before."""
        heat_map, tabs = self.editors[tab].heat_map, self.tabs
        for other, editor in self.editors.items():
            left = editor.heat_map.selected if other != tab else None
            if left is not None and other in tabs and tab in tabs:
                rows, columns = self.editors[tab].matrix.shape
                column = 0 if tabs.index(other) < tabs.index(tab) else columns - 1
                heat_map.select((min(left[0], rows - 1), column))
            if other != tab:
                editor.heat_map.clear_selection()
        self._told = tab
        self._bind_bar()
        self.chosen.emit(tab)

    def _bind_bar(self) -> None:
        """Show the scale of all, over the values of the matrix that was chosen last."""
        tab = self._told if self._told in self.tabs else self.tabs[0]
        if self._bar.isVisibleTo(self):
            self._bar.bind(self.editors[tab].matrix)

    def _move_rows(self, tab: str, top: float, bottom: float) -> None:
        """Show the same rows everywhere; a matrix that is not shown has rows of its own."""
        if self._moving or tab not in self.tabs:
            return
        self._moving = True
        for other in self.tabs:
            if other != tab:
                self.editors[other].heat_map.move_rows_to(top, bottom)
        self._scroll.setValue(round(top))
        self._moving = False
        self._sums.update()
        self._light.place()


def _widths(columns: Mapping[str, int], room: int, few: bool) -> dict[str, int]:
    """Share out the pixels: by columns where numbers are written; else none is much narrower."""
    if few:
        cell = min(_MOST_CELL, room // max(1, sum(columns.values())))
        return {tab: cell * count for tab, count in columns.items()}
    thin = {tab: fonts.px(_THIN) for tab in columns if tab in COLUMNS}
    rest = {tab: count**0.5 for tab, count in columns.items() if tab not in thin}
    free, total = room - sum(thin.values()), sum(rest.values())
    return {**{tab: int(free * share / total) for tab, share in rest.items()}, **thin}
