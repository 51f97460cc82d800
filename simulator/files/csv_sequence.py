"""Reading `.csv` and `.tsv`: numbers only, strictly, with the place of everything that is none."""

import csv
import re
from array import array
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

import numpy as np

from simulator.arrays import Array
from simulator.files.errors import FileError, StrPath, cannot_read, plain, reading
from simulator.files.memory import check_fits

# What no ASCII number is written with. Without these, `float` is strict: no nan, no 1_000, no ٣.
_FOREIGN = re.compile(r"[^0-9eE+\-. \t]")

Row = tuple[int, list[str]]


def read_csv(path: StrPath) -> tuple[Array, tuple[str, ...] | None]:
    """The numbers of a CSV file, (T, I) in float64, and its header's names if it has one.

    Cells are parted by a tab, `;` or `,`, whichever its first line has, in this order. Lines at the
    top that start with `#` are comments. The first row is a header if no cell in it is a number.

    Raises:
        FileError: what is no number, empty or ragged, with its row and column.
    """
    path = Path(path)
    with reading(path), open(path, encoding="utf-8-sig", newline="") as file:
        # A value takes at least two characters of the file, and eight bytes in memory, twice.
        check_fits(path, 8 * path.stat().st_size)
        try:
            return _parse(path, file)
        except UnicodeDecodeError:
            raise cannot_read(path, "it is not UTF-8 text: save it as CSV in UTF-8") from None
        except csv.Error as error:
            raise cannot_read(path, f"it is no CSV ({error}): save it again") from None


def _parse(path: Path, file: TextIO) -> tuple[Array, tuple[str, ...] | None]:
    rows = _rows(path, file)
    first = next(rows, None)
    if first is None:
        raise cannot_read(path, "it has no rows: at least one line of numbers is needed")
    header = None
    if any(cell.strip() for cell in first[1]) and not any(map(_is_number, first[1])):
        header = tuple(cell.strip() for cell in first[1])
        first = next(rows, None)
        if first is None:
            raise cannot_read(path, "it has a header and no rows of numbers below it")
    width = len(header or first[1])
    values = array("d")
    for line, cells in chain((first,), rows):
        if len(cells) != width:
            raise _ragged(path, line, cells, width)
        if _FOREIGN.search("".join(cells)):
            raise _no_number(path, line, cells, header)
        try:
            values.extend(map(float, cells))
        except ValueError:
            raise _no_number(path, line, cells, header) from None
    numbers = np.array(values).reshape(-1, width)
    if not np.isfinite(numbers).all():
        row, column = np.argwhere(~np.isfinite(numbers))[0]
        raise cannot_read(
            path,
            f"{_place(int(first[0] + row), int(column), header)} is too large for a float64: "
            "correct it",
        )
    return numbers, header


def _rows(path: Path, file: TextIO) -> Iterator[Row]:
    """The line number and the cells of each row. Comments come first, blank lines only last."""
    comments = 0
    line = file.readline()
    while line.startswith("#"):
        comments += 1
        line = file.readline()
    delimiter = next((mark for mark in "\t;," if mark in line), ",")
    reader = csv.reader(chain((line,), file), delimiter=delimiter, strict=True)
    blank = None
    for cells in reader:
        number = comments + reader.line_num
        if len(cells) < 2 and not "".join(cells).strip():
            blank = blank or number
            continue
        if blank:
            raise cannot_read(path, f"row {blank} is empty: remove it")
        yield number, cells


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _ragged(path: Path, line: int, cells: list[str], width: int) -> FileError:
    return cannot_read(
        path,
        f"row {line} has {len(cells)} columns, and the rows before it have {width}: "
        "give every row the same number",
    )


def _no_number(
    path: Path, line: int, cells: list[str], header: tuple[str, ...] | None
) -> FileError:
    """The error for the first cell of a row that is no number."""
    column = next(
        index for index, cell in enumerate(cells) if _FOREIGN.search(cell) or not _is_number(cell)
    )
    cell = cells[column].strip()
    place = _place(line, column, header)
    if not cell:
        return cannot_read(path, f"{place} is empty: write a number, or remove the row")
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return cannot_read(path, f"{place} is {cell}: write decimals with a point")
    return cannot_read(
        path,
        f"{place} is {plain(cell, 40)}, which is no finite number: correct it, or remove its "
        "column or row",
    )


def _place(line: int, column: int, header: tuple[str, ...] | None) -> str:
    name = f" ({plain(header[column], 40)})" if header and header[column] else ""
    return f"row {line}, column {column + 1}{name}"
