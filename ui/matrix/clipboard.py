"""Clipboard for blocks of a matrix: exact numbers as text, pasted completely or not at all."""

import numpy as np
from PySide6.QtGui import QGuiApplication

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix.matrix import Block, Matrix
from ui.style import number_format


def copy(matrix: Matrix, block: Block) -> None:
    """Put a block on the clipboard as tab-separated text.

    Raises:
        ValueError: it has too many cells.
    """
    if block.size > MOST_CELLS:
        raise ValueError(
            tr(
                "{count:,} cells are too many to copy: at most {most:,}",
                count=block.size,
                most=MOST_CELLS,
            )
        )
    QGuiApplication.clipboard().setText(to_text(matrix.values[block.slices]))


def pasted(matrix: Matrix, block: Block) -> tuple[Block, Array]:
    """Return the clipboard's numbers and their block, at the top left of `block`.

    One number fills all of `block`.

    Raises:
        ValueError: they are no block of numbers, or do not fit.
    """
    values = from_text(QGuiApplication.clipboard().text(), matrix.values.dtype)
    if values.size == 1:
        return block, values
    rows, columns = values.shape
    target = Block(block.top, block.left, block.top + rows, block.left + columns)
    if target.bottom > matrix.shape[0] or target.right > matrix.shape[1]:
        room = (matrix.shape[0] - block.top, matrix.shape[1] - block.left)
        raise ValueError(
            tr(
                "the clipboard's {rows} × {columns} cells do not fit in the "
                "{room_rows} × {room_columns} starting at {name}",
                rows=rows,
                columns=columns,
                room_rows=room[0],
                room_columns=room[1],
                name=matrix.cell_name(block.top, block.left),
            )
        )
    return target, values


MOST_CELLS = 50_000
"""Largest number of cells copied or pasted at once: more would block the window."""


def to_text(block: Array) -> str:
    """Write a 2-D block as text, in the fewest digits that read back to the same bits."""
    return "\n".join("\t".join(row) for row in block.astype("U32").tolist())


def from_text(text: str, dtype: np.dtype) -> Array:
    """Parse a block of numbers from text.

    Raises:
        ValueError: names the first place that is no number, or rows of different lengths.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    rows = [line.split("\t") for line in lines]
    if sum(map(len, rows)) > MOST_CELLS:
        raise ValueError(tr("the clipboard holds more than {most} cells", most=MOST_CELLS))
    values = []
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise ValueError(
                tr(
                    "clipboard row {row} has {count} cells, but row 1 has {first}",
                    row=number,
                    count=len(row),
                    first=len(rows[0]),
                )
            )
        values.append([_cell(cell, number, column, dtype) for column, cell in enumerate(row, 1)])
    return np.array(values, dtype)


def _cell(text: str, row: int, column: int, dtype: np.dtype) -> np.floating:
    try:
        return number_format.parse_as(text, dtype)
    except ValueError as error:
        text = tr(
            "the clipboard's row {row}, column {column}: {error}",
            row=row,
            column=column,
            error=error,
        )
        raise ValueError(text) from None
