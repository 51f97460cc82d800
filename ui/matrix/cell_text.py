"""Blocks of numbers as tab-separated text, as spreadsheets copy and paste them, bit-exactly."""

import numpy as np

from simulator.arrays import Array
from simulator.translation import tr
from ui.style import number_format

MOST_CELLS = 50_000
"""The most cells that are copied or pasted at once: more would hold the window up."""


def to_text(block: Array) -> str:
    """A 2-D block as text: the fewest digits that read back as the same bits in its dtype."""
    return "\n".join("\t".join(row) for row in block.astype("U32").tolist())


def from_text(text: str, dtype: np.dtype) -> Array:
    """The block that a text holds.

    Raises:
        ValueError: naming the first place that is not a number, or rows of different lengths.
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
                    "the clipboard's row {row} has {count} cells, row 1 has {first}",
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
