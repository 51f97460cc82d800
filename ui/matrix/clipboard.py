"""The clipboard: blocks of a matrix to it, exactly, and back, all or nothing."""

from PySide6.QtGui import QGuiApplication

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix import cell_text
from ui.matrix.matrix import Block, Matrix


def copy(matrix: Matrix, block: Block) -> None:
    """Put a block on the clipboard as tab-separated text.

    Raises:
        ValueError: it has too many cells.
    """
    if block.size > cell_text.MOST_CELLS:
        raise ValueError(
            tr(
                "{count:,} cells are too many to copy: at most {most:,}",
                count=block.size,
                most=cell_text.MOST_CELLS,
            )
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
            tr(
                "the clipboard's {rows} × {columns} cells do not fit into "
                "{room_rows} × {room_columns} from {name}",
                rows=rows,
                columns=columns,
                room_rows=room[0],
                room_columns=room[1],
                name=matrix.cell_name(block.top, block.left),
            )
        )
    return target, values
