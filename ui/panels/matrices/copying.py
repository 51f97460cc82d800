"""Copying gradients out of a view that only shows them, by key and from a menu."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from simulator.translation import tr
from ui.matrix import clipboard
from ui.matrix.array_view import ArrayView
from ui.matrix.keys import COPY, Command
from ui.matrix.matrix import Block


def obey(view: ArrayView, command: Command) -> None:
    """Do what a key asks of the selected block, if it changes nothing."""
    block = view.selected_block
    if command.kind == COPY and block is not None:
        copy(view, block)


def copy(view: ArrayView, block: Block) -> None:
    """Put a block on the clipboard, or say in the view why not."""
    view.complain("")
    try:
        clipboard.copy(view.matrix, block)
    except ValueError as error:
        view.complain(str(error))


def popup(parent: QWidget, view: ArrayView, block: Block, place: QPoint) -> None:
    """Open the menu of a right click on a block."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    what = tr("value")
    if block.size > 1:
        rows, columns = block.shape
        what = tr("{rows} × {columns} values", rows=rows, columns=columns)
    for text, of in ((what, block), (view.matrix.title, view.matrix.whole)):
        menu.addAction(tr("Copy {what}", what=text), partial(copy, view, of))
    menu.addAction(tr("Fit"), view.fit)
    menu.popup(place)
