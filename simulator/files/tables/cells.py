"""Cells of a table's columns, which may be empty, or words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...arrays import Array
from ...translation import tr
from ..errors import StrPath, plain
from ..registry import Format, recognise
from .csv_faults import is_foreign, is_number
from .csv_survey import csv_start
from .csv_table import csv_cells
from .parquet import parquet_cells, parquet_names


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        title: its name, or its number from 0. first: the row of its first cell, as messages count.
        numbers: (T,) float64, NaN where a cell is empty; None where a cell is another word.
        words: the cells of such a column, empty ones too; else none.
    """

    title: str
    first: int
    numbers: Array | None
    words: tuple[str, ...] = ()

    def place(self, index: int) -> str:
        """Name the place of a cell: `row 3, column tag`."""
        column = plain(self.title, 40)
        return tr("row {row}, column {column}", row=self.first + index, column=column)


def column_names(path: StrPath) -> tuple[tuple[str, ...] | None, int]:
    """Return the names of a table's columns, None without a header, and their number.

    Raises:
        FileError: it cannot be read.
    """
    file = recognise(path)
    if file.format is Format.CSV:
        return csv_start(file)
    names = parquet_names(file)
    return names, len(names)


def read_cells(path: StrPath, columns: Sequence[int]) -> list[Column]:
    """Read some columns of a CSV or Parquet table, by their places.

    Raises:
        FileError: it cannot be read, has no such column, or is ragged.
    """
    file = recognise(path)
    names, _ = column_names(file)
    titles = [(names and names[place]) or str(place) for place in columns]
    if file.format is Format.CSV:
        first, found = csv_cells(file, columns)
        return [_of_texts(title, first, cells) for title, cells in zip(titles, found, strict=True)]
    read = parquet_cells(file, columns)
    return [
        Column(title, 0, cells) if cells.dtype.kind == "f" else _of_texts(title, 0, cells.tolist())
        for title, cells in zip(titles, read, strict=True)
    ]


def is_numeric(cell: str) -> bool:
    """Return True for a plain number, and for an empty cell or NaN."""
    return _is_empty(cell) or (not is_foreign((cell,)) and is_number(cell))


def _of_texts(title: str, first: int, cells: Sequence[str]) -> Column:
    if not all(map(is_numeric, cells)):
        return Column(title, first, None, tuple(cells))
    numbers = (np.nan if _is_empty(cell) else float(cell) for cell in cells)
    return Column(title, first, np.fromiter(numbers, np.float64, len(cells)))


def _is_empty(cell: str) -> bool:
    return cell.casefold() in ("", "nan")
