"""The clipboard: blocks of a matrix to it, exactly, and back, all or nothing."""

from PySide6.QtGui import QGuiApplication

from simulator.arrays import Array
from ui.widgets import cell_text
from ui.widgets.matrix import Block, Matrix


def copy(matrix: Matrix, block: Block) -> None:
    """Put a block on the clipboard as tab-separated text.

    Raises:
        ValueError: it has too many cells.
    """
    if block.size > cell_text.MOST_CELLS:
        raise ValueError(
            f"{block.size:,} cells are too many to copy: at most {cell_text.MOST_CELLS:,}"
        )
    QGuiApplication.clipboard().setText(cell_text.to_text(matrix.values[block.slices]))


def pasted(matrix: Matrix, block: Block) -> tuple[Block, Array]:
    """The clipboard's numbers, and where they go: to the top left of `block`; one fills all of it.

    Raises:
        ValueError: they are no block of numbers, or do not fit.
    """
    values = cell_text.from_text(QGuiApplication.clipboard().text(), matrix.values.dtype)
    if values.size == 1:
        return block, values
    rows, columns = values.shape
    target = Block(block.top, block.left, block.top + rows, block.left + columns)
    if target.bottom > matrix.shape[0] or target.right > matrix.shape[1]:
        room = (matrix.shape[0] - block.top, matrix.shape[1] - block.left)
        raise ValueError(
            f"the clipboard's {rows} × {columns} cells do not fit into "
            f"{room[0]} × {room[1]} from {matrix.cell_name(block.top, block.left)}"
        )
    return target, values
