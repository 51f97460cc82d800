"""ArrayEditor: a matrix to read and edit, as a heat map or as a table.

It knows arrays, not their meaning: it requests another array, and shows the one that comes back.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from simulator.arrays import Array
from simulator.network import block_edits
from simulator.translation import mark, tr
from ui.matrix import clipboard
from ui.matrix import keys as cell_keys
from ui.matrix.array_view import ArrayView
from ui.matrix.draw_form import DrawNumbers
from ui.matrix.keys import Command
from ui.matrix.live_edit import LiveEdit
from ui.matrix.matrix import RANDOM, Band, Block, Fill, Matrix, bits
from ui.matrix.selection import Entry
from ui.style import number_format
from ui.style.mnemonic import literal
from ui.style.theme import Theme
from ui.widgets.fields.value_field import ValueField

_SET, _FILL = mark("set {name}"), mark("fill {name}")
"""Labels for undo of an edit of one cell, and of many: templates, like the others below."""


class ArrayEditor(ArrayView):
    """Editor that shows a Matrix and requests changes.

    Signals:
        edited: a whole array (rows, columns) to replace the present one, the edit's label, and a
            merge key (None for a separate edit). The array is expected back by `bind`.
        settled: the typing, drag or draw so far is kept. cancelled: the merge key of edits to take
            back.
        changed: the Block of the numbers that were asked for, as each is.
        menu_made: a QMenu before it opens, to add entries, and its Block.
        let_go: the change under way ends because its numbers are gone.
    """

    edited = Signal(object, str, object)
    settled = Signal()
    cancelled = Signal(object)
    changed = Signal(object)
    menu_made = Signal(object, object)
    let_go = Signal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, ground: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent, ground)
        self._live: LiveEdit | None = None
        self._dragged: Callable[[Array, float], Array] | None = None
        self._nudging: tuple[Block, object, float] | None = None
        self.field = ValueField(theme, self.ground)
        self._connect()
        self.set_theme(theme)

    @property
    def step(self) -> float:
        """Amount of one nudge or one step of a scrub: about 1 % of the largest |value|."""
        return block_edits.step_for(0.0 if self._matrix is None else self._matrix.limit)

    @property
    def is_editing(self) -> bool:
        """True while a number is typed or dragged."""
        return self._live is not None

    def cards(self) -> tuple[QRect, ...]:
        """Return the places on the ground of the field and the card, as far as they are open."""
        open_ones = [w for w in (self.field, self._card) if not w.isHidden()]
        return tuple(w.geometry() for w in open_ones)

    @property
    def wants_card(self) -> bool:
        """True unless a number is being typed, which has a card of its own."""
        return super().wants_card and not self.field.is_open

    def bind(self, matrix: Matrix) -> None:
        """Show a matrix. A change under way goes on where its cells have changed otherwise.

        It ends where the cells are gone. A drag that has begun to change them ends too.
        """
        live = self._live
        if live is not None and not live.stands_in(matrix):
            drags_on = live.asked and live.apply is self._dragged
            self._live = live.over(matrix) if live.fits(matrix) and not drags_on else None
            if drags_on:
                gone = tr("its numbers have since changed")
                self.complain(tr("The drag ended here: {error}", error=gone))
            self._follow_cells()
        super().bind(matrix)

    def _follow_cells(self) -> None:
        """Let the field show the number that its cell has now, until one is typed."""
        live = self._live
        if live is None:
            self.field.close_silently()
            self.let_go.emit()
        elif self.field.is_open and live.amount is None and live.apply is _itself:
            self.field.renew(live.before.values[live.block.top, live.block.left])

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.field.set_theme(theme)
        super().set_theme(theme)

    # Immediate edits

    def put(self, block: Block, values: Array | np.floating, label: str = _SET) -> None:
        """Request other values for a block, as one undo step, if they differ.

        Args:
            label: the undo label: a template with the block's {name}.
        """
        self._put(block, values, self._label(label, block), None)

    def zero(self, block: Block) -> None:
        """Put 0 in a block."""
        self.put(block, np.float64(0), mark("zero {name}"))

    def reset(self, block: Block) -> None:
        """Put the original values back into a block."""
        original = self.matrix.original
        if original is not None:
            self.put(block, original[block.slices], mark("reset {name}"))

    def nudge(self, block: Block, steps: int, repeated: bool = False) -> None:
        """Add steps to every number of a block; repeated nudges join the first in one undo step."""
        if self._nudging is None or not repeated or self._nudging[0] != block:
            self._nudging = block, object(), self.step
        _, merge_key, step = self._nudging
        self.complain("")
        try:
            values = block_edits.shifted(self.matrix.values[block.slices], steps * step)
        except ValueError as error:
            self.complain(tr("Nothing was changed: {error}", error=error))
        else:
            self._put(block, values, self._label(mark("nudge {name}"), block), merge_key)

    def copy_to_band(self, block: Block, band: Band) -> None:
        """Copy a block of one band to the matching place of another."""
        own = self.matrix.band_around(block)
        assert own is not None
        top = band.start + block.top - own.start
        target = Block(top, block.left, top + block.shape[0], block.right)
        label = tr("copy {name} to {gate}", name=self.matrix.name_of(block), gate=band.letter)
        self._put(target, self.matrix.values[block.slices], label, None)

    def initialise(self, number: int) -> None:
        """Fill the matrix in a way that needs neither seed nor size."""
        matrix = self.matrix
        fill = matrix.fills[number]
        label = f"{matrix.title}: {tr(fill.title)}"
        self._put(matrix.whole, fill.numbers(matrix.values, 0, 0.0), label, None)

    def copy(self, block: Block) -> None:
        """Put a block on the clipboard as tab-separated text, exactly."""
        self.complain("")
        try:
            clipboard.copy(self.matrix, block)
        except ValueError as error:
            self.complain(str(error))

    def paste(self, block: Block) -> None:
        """Paste the clipboard's block at the top left of `block`; one number fills all of it."""
        self.complain("")
        try:
            target, values = clipboard.pasted(self.matrix, block)
        except ValueError as error:
            self.complain(tr("Nothing was pasted: {error}", error=error))
        else:
            self.put(target, values, mark("paste into {name}"))

    # Live edits

    def open_field(self, cell: Entry, first: str = "") -> None:
        """Type the number of a cell, beginning with `first` when given."""
        if self.view is self.heat_map:
            self.heat_map.select(cell)
        self.open_fill(Block.cell(*cell), first)

    def open_fill(self, block: Block, first: str = "") -> None:
        """Type one number for every cell of a block."""
        value = self.matrix.values[block.top, block.left]
        name = self.matrix.name_of(block)
        label = _SET if block.size == 1 else _FILL
        self._open(block, label, name, value, first, _itself)

    def open_scale(self, block: Block) -> None:
        """Type a factor for every cell of a block."""
        one = self.matrix.values.dtype.type(1)
        name = tr("{name} times", name=self.matrix.name_of(block))
        self._open(block, mark("scale {name}"), name, one, "", block_edits.scaled)

    def open_draws(self, block: Block, fills: Sequence[Fill], first: int, label: str) -> None:
        """Draw numbers for a block in a form that shows each draw at once."""
        matrix = self.matrix
        self._live = LiveEdit(matrix, block, self._label(label, block), _itself)
        largest = (tr("max |value|"), matrix.limit)
        sizes = (largest, *matrix.sizes) if matrix.limit else (*matrix.sizes, ("1", 1.0))
        form = DrawNumbers(
            _as_title(self._live.label, matrix.name_of(block)),
            matrix.values[block.slices],
            fills,
            first,
            sizes,
            self.theme,
            self,
        )
        form.drawn.connect(self._ask)
        form.accepted.connect(self._confirm)
        form.rejected.connect(self._give_up)
        self.let_go.connect(form.reject)
        form.begin()

    def open_initialiser(self, number: int) -> None:
        """Fill the matrix in one of its ways, in a form for seed and size."""
        self.open_draws(self.matrix.whole, self.matrix.fills, number, mark("initialise {name}"))

    def menu_for(self, block: Block) -> QMenu:
        """Make the menu of a block."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_block_entries(menu, block)
        self.menu_made.emit(menu, block)
        if self.view is self.heat_map:
            menu.addSeparator()
            menu.addAction(tr("Fit"), self.fit)
        return menu

    def fill_matrix_menu(self, menu: QMenu) -> None:
        """Fill a menu with the actions on the whole matrix."""
        menu.clear()
        for inner in menu.findChildren(QMenu):  # clear() leaves them behind
            inner.deleteLater()
        if self._matrix is not None:
            self._add_matrix_entries(menu)

    # Private

    def _add_block_entries(self, menu: QMenu, block: Block) -> None:
        """Add the actions on a block."""
        matrix = self.matrix
        rows, columns = block.shape
        what = tr("value")
        if block.size > 1:
            what = tr("{rows} × {columns} values", rows=rows, columns=columns)
        menu.addAction(tr("Copy {what}", what=what), partial(self.copy, block))
        menu.addAction(tr("Copy {what}", what=matrix.title), partial(self.copy, matrix.whole))
        menu.addAction(tr("Paste"), partial(self.paste, block))
        menu.addSeparator()
        menu.addAction(tr("Set to 0") + "\tDel", partial(self.zero, block))
        self._add_changes(menu, block)
        step = number_format.fixed(self.step, 6).rstrip("0")
        higher, lower = tr("Raise by {step}", step=step), tr("Lower by {step}", step=step)
        for text, steps in ((f"{higher}\tAlt+↑", 1), (f"{lower}\tAlt+↓", -1)):
            menu.addAction(text, partial(self.nudge, block, steps))
        self._add_other_bands(menu, block)
        menu.addSeparator()
        cells = menu.addAction(tr("Reset {what}", what=what), partial(self.reset, block))
        cells.setEnabled(bool(matrix.edited[block.slices].any()))
        whole = menu.addAction(
            tr("Reset {what}", what=matrix.title), partial(self.reset, matrix.whole)
        )
        whole.setEnabled(bool(matrix.edited_count))

    def _add_matrix_entries(self, menu: QMenu) -> None:
        """Add the actions on the whole matrix, and the parts of it to select."""
        matrix = self.matrix
        for number, fill in enumerate(matrix.fills):
            if fill.seeded or fill.sized:
                text, act = f"{tr(fill.title)}…", partial(self.open_initialiser, number)
            else:
                text, act = tr(fill.title), partial(self.initialise, number)
            menu.addAction(literal(text), act)
        menu.addSeparator()
        self._add_changes(menu, matrix.whole)
        menu.addSeparator()
        select = menu.addMenu(tr("Select"))
        every = tr("All of {name}", name=matrix.title)
        select.addAction(f"{every}\tCtrl+A", partial(self.select, matrix.whole))
        for band in matrix.bands:
            block = Block(band.start, 0, band.stop, matrix.shape[1])
            select.addAction(literal(matrix.name_of(block)), partial(self.select, block))
        selected = self.selected_block
        if selected is not None:
            cells = menu.addMenu(tr("Selected: {name}", name=literal(matrix.name_of(selected))))
            self._add_block_entries(cells, selected)
        menu.addSeparator()
        menu.addAction(tr("Copy {what}", what=matrix.title), partial(self.copy, matrix.whole))
        reset = menu.addAction(
            tr("Reset {what}", what=matrix.title), partial(self.reset, matrix.whole)
        )
        reset.setEnabled(bool(matrix.edited_count))

    def _add_changes(self, menu: QMenu, block: Block) -> None:
        menu.addAction(tr("Fill…"), partial(self.open_fill, block))
        menu.addAction(tr("Scale…"), partial(self.open_scale, block))
        label = mark("randomise {name}")
        menu.addAction(tr("Randomise…"), partial(self.open_draws, block, RANDOM, 0, label))

    def _add_other_bands(self, menu: QMenu, block: Block) -> None:
        """Add the bands that a block of one band can be copied to."""
        own = self.matrix.band_around(block)
        others = [band for band in self.matrix.bands if band is not own]
        if own is None or not others:
            return
        copies = menu.addMenu(tr("Copy to gate"))
        for band in others:
            copies.addAction(band.letter, partial(self.copy_to_band, block, band))

    def _place_cards(self) -> None:
        if self._live is not None and self.field.is_open:
            self.field.stand_at(self.place_of(self._live.block))
        super()._place_cards()

    def _connect(self) -> None:
        self.field.typed.connect(self._ask)
        self.field.confirmed.connect(self._confirm)
        self.field.left.connect(self._keep)
        self.field.abandoned.connect(self._give_up)
        self.heat_map.cell_opened.connect(self.open_field)
        self.heat_map.scrub_began.connect(self._begin_scrub)
        self.heat_map.scrubbed.connect(self._scrub)
        self.heat_map.scrub_ended.connect(self._end_scrub)
        self.table.typed.connect(self._typed_in_table)
        for view in (self.heat_map, self.table):
            view.commanded.connect(self._command)
            view.menu_asked.connect(self._popup)

    def _label(self, template: str, block: Block) -> str:
        return tr(template, name=self.matrix.name_of(block))

    def _put(
        self, block: Block, values: Array | np.floating, label: str, merge_key: object
    ) -> None:
        self.complain("")
        array = self.matrix.with_block(block, values)
        if (bits(array) != bits(self.matrix.values)).any():
            self.changed.emit(block)
            self.edited.emit(array, label, merge_key)

    def _open(
        self,
        block: Block,
        label: str,
        name: str,
        value: np.floating,
        first: str,
        apply: Callable[[Array, Any], Array | np.floating],
    ) -> None:
        self.hide_card()
        self.complain("")
        self._live = LiveEdit(self.matrix, block, self._label(label, block), apply)
        self.field.open(self.place_of(block), name, value, label == _SET, first, self._check)

    def _check(self, amount: np.floating) -> None:
        """Raise ValueError where an amount cannot be applied."""
        if self._live is not None:
            self._live.numbers(amount)

    def _ask(self, amount: Any) -> None:
        live = self._live
        if live is not None and live.take(amount):
            self.changed.emit(live.block)
            self.edited.emit(live.array, live.label, live.merge_key)

    def _confirm(self) -> None:
        """Keep the amount also where its cells have changed since it was typed."""
        if self._live is not None and not self._live.asked and self._live.amount is not None:
            self._ask(self._live.amount)
        self._keep()

    def _keep(self) -> None:
        live, self._live = self._live, None
        if live is not None and live.asked:
            if live.changed:
                self.settled.emit()
            else:
                self.cancelled.emit(live.merge_key)

    def _give_up(self) -> None:
        live, self._live = self._live, None
        if live is not None and live.asked:
            self.cancelled.emit(live.merge_key)

    def _begin_scrub(self, block: Block) -> None:
        step, label = self.step, self._label(mark("drag {name}"), block)
        self.complain("")
        self._dragged = lambda values, steps: block_edits.shifted(values, steps * step)
        self._live = LiveEdit(self.matrix, block, label, self._dragged)

    def _scrub(self, steps: float) -> None:
        live = self._live
        if live is None:
            return
        try:
            self._ask(steps)
        except ValueError as error:
            self.complain(tr("The drag ended here: {error}", error=error))
            return
        cell = live.block.top, live.block.left
        before, now = live.before.values[cell], live.array[cell]
        name = self.matrix.name_of(live.block)
        was = tr("was {value}", value=number_format.exact(before))
        text = f"{name} = {number_format.exact(now)}\n{was}"
        if live.block.size > 1:
            text = f"{name} {number_format.signed(float(now) - float(before), 4)}"
        self.show_card(live.block, text)

    def _end_scrub(self, kept: bool) -> None:
        self.hide_card()
        if kept:
            self._keep()
        else:
            self._give_up()

    def _typed_in_table(self, block: Block, value: np.floating) -> None:
        self.put(block, value)

    def _command(self, command: Command) -> None:
        block = self.selected_block
        if block is None:
            return
        if command.kind == cell_keys.NUDGE:
            self.nudge(block, command.steps, command.repeated)
        else:
            acts = {cell_keys.COPY: self.copy, cell_keys.PASTE: self.paste}
            acts.get(command.kind, self.zero)(block)

    def _popup(self, block: Block, place: QPoint) -> None:
        self.menu_for(block).popup(place)


def _as_title(label: str, name: str) -> str:
    """Capitalise the first letter, unless a name comes first, as in some languages."""
    return label if label.startswith(name) else label[0].upper() + label[1:]


def _itself(_values: Array, amount: Any) -> Any:
    return amount
