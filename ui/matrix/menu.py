"""Menus of an ArrayEditor: actions on a block of cells, and on a whole matrix."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from simulator.translation import mark, tr
from ui.matrix import matrix as fills
from ui.matrix.matrix import Block, Matrix
from ui.style import number_format
from ui.style.mnemonic import literal

if TYPE_CHECKING:
    from ui.matrix.array_editor import ArrayEditor


def add_block_entries(menu: QMenu, editor: "ArrayEditor", matrix: Matrix, block: Block) -> None:
    """Add the actions on a block."""
    rows, columns = block.shape
    what = tr("value")
    if block.size > 1:
        what = tr("{rows} × {columns} values", rows=rows, columns=columns)
    menu.addAction(tr("Copy {what}", what=what), partial(editor.copy, block))
    menu.addAction(tr("Copy {what}", what=matrix.title), partial(editor.copy, matrix.whole))
    menu.addAction(tr("Paste"), partial(editor.paste, block))
    menu.addSeparator()
    menu.addAction(tr("Set to 0") + "\tDel", partial(editor.zero, block))
    _add_changes(menu, editor, block)
    step = number_format.fixed(editor.step, 6).rstrip("0")
    higher, lower = tr("Raise by {step}", step=step), tr("Lower by {step}", step=step)
    for text, steps in ((f"{higher}\tAlt+↑", 1), (f"{lower}\tAlt+↓", -1)):
        menu.addAction(text, partial(editor.nudge, block, steps))
    _add_other_bands(menu, editor, matrix, block)
    menu.addSeparator()
    cells = menu.addAction(tr("Reset {what}", what=what), partial(editor.reset, block))
    cells.setEnabled(bool(matrix.edited[block.slices].any()))
    whole = menu.addAction(
        tr("Reset {what}", what=matrix.title), partial(editor.reset, matrix.whole)
    )
    whole.setEnabled(bool(matrix.edited_count))


def add_matrix_entries(menu: QMenu, editor: "ArrayEditor", matrix: Matrix) -> None:
    """Add the actions on a whole matrix, and the parts of it to select."""
    for number, fill in enumerate(matrix.fills):
        if fill.seeded or fill.sized:
            text, act = f"{tr(fill.title)}…", partial(editor.open_initialiser, number)
        else:
            text, act = tr(fill.title), partial(editor.initialise, number)
        menu.addAction(literal(text), act)
    menu.addSeparator()
    _add_changes(menu, editor, matrix.whole)
    menu.addSeparator()
    select = menu.addMenu(tr("Select"))
    every = tr("All of {name}", name=matrix.title)
    select.addAction(f"{every}\tCtrl+A", partial(editor.select, matrix.whole))
    for band in matrix.bands:
        block = Block(band.start, 0, band.stop, matrix.shape[1])
        select.addAction(literal(matrix.name_of(block)), partial(editor.select, block))
    selected = editor.selected_block
    if selected is not None:
        cells = menu.addMenu(tr("Selected: {name}", name=literal(matrix.name_of(selected))))
        add_block_entries(cells, editor, matrix, selected)
    menu.addSeparator()
    menu.addAction(tr("Copy {what}", what=matrix.title), partial(editor.copy, matrix.whole))
    reset = menu.addAction(
        tr("Reset {what}", what=matrix.title), partial(editor.reset, matrix.whole)
    )
    reset.setEnabled(bool(matrix.edited_count))


def _add_changes(menu: QMenu, editor: "ArrayEditor", block: Block) -> None:
    menu.addAction(tr("Fill…"), partial(editor.open_fill, block))
    menu.addAction(tr("Scale…"), partial(editor.open_scale, block))
    label = mark("randomise {name}")
    menu.addAction(tr("Randomise…"), partial(editor.open_draws, block, fills.RANDOM, 0, label))


def _add_other_bands(menu: QMenu, editor: "ArrayEditor", matrix: Matrix, block: Block) -> None:
    """Add the bands that a block of one band can be copied to."""
    own = matrix.band_around(block)
    others = [band for band in matrix.bands if band is not own]
    if own is None or not others:
        return
    copies = menu.addMenu(tr("Copy to gate"))
    for band in others:
        copies.addAction(band.letter, partial(editor.copy_to_band, block, band))
