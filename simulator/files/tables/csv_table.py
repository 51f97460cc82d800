"""Reader of `.csv` and `.tsv`: numbers only, strictly, with the place of every fault."""

import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np

from ...arrays import Array
from ...translation import tr
from ..encodings import HEAD, check_encoding
from ..errors import StrPath, cannot_read, plain, reading
from ..limits import check_fits
from .columns import check_columns, check_width
from .csv_faults import Names, is_foreign, is_number, no_number, ragged, too_large
from .csv_lines import Lines

_QUOTED = re.compile(r'(?<![^\t;,])"[^"]*(?:""[^"]*)*"')
"""A cell in quotes, where delimiters do not count."""
_LABEL = 200
"""Largest number of characters in a row's label."""

Row = tuple[int, list[str]]


class Table(NamedTuple):
    """Numbers of a table, (T, I) in float64, with its column names and row labels.

    The names are None without a header, the labels empty without a label column.
    """

    values: Array
    names: Names
    labels: tuple[str, ...] = ()


class Start(NamedTuple):
    """A table whose header has been read: its names, its width, and its rows.

    `line` is the number of the first row.
    """

    names: Names
    width: int
    line: int
    rows: Iterator[Row]


def read_csv(
    path: StrPath, columns: Sequence[int] | None = None, labels: int | None = None
) -> Table:
    """Read the numbers of a CSV file.

    The delimiter is a tab, `;` or `,`: the first of these that occurs outside quotes in the first
    line. Without one, it is spaces, as numpy.savetxt writes them. Lines at the top that start with
    `#` are comments. The first row is a header if no cell in it is a number.

    Args:
        path: the file.
        columns: the columns to read, in this order; all by default.
        labels: the column of row labels, which need not be numbers.

    Raises:
        FileError: a cell that is no number, empty or ragged rows; gives row and column.
    """
    path = Path(path)
    with reading_csv(path) as file:
        return parse_csv(path, file, columns, labels)


def csv_cells(path: StrPath, columns: Sequence[int]) -> tuple[int, list[list[str]]]:
    """Read the cells of some columns as they are written, without white space around them.

    A cell may be empty: so is a blank line between two rows of a table of one column.

    Returns:
        the line of the first row, and the cells of each column.

    Raises:
        FileError: no such column, or ragged rows; gives the row.
    """
    path = Path(path)
    with reading_csv(path) as file:
        _names, width, first, rows = start_csv(path, file, blanks=True)
        check_columns(path, columns, width)
        found: list[list[str]] = [[] for _ in columns]
        for line, cells in rows:
            if len(cells) != width:
                raise ragged(path, line, cells, width)
            for own, column in zip(found, columns, strict=True):
                own.append(plain(cells[column].strip(), _LABEL))
    return first, found


@contextmanager
def reading_csv(path: Path) -> Iterator[TextIO]:
    """Open a text file for parsing; decoding and CSV errors become a FileError."""
    with reading(path), open(path, encoding="utf-8-sig", newline="") as file:
        # A value takes at least two characters of the file, and eight bytes in memory, twice.
        check_fits(path, 8 * path.stat().st_size)
        check_encoding(path, _head(path))
        try:
            yield file
        except UnicodeDecodeError:
            raise cannot_read(path, tr("it is not UTF-8 text. Save it as CSV in UTF-8")) from None
        except csv.Error as error:
            raise cannot_read(
                path, tr("it is not a valid CSV file ({error}). Save it again", error=plain(error))
            ) from None


def _head(path: Path) -> bytes:
    with open(path, "rb") as file:
        return file.read(HEAD)


def parse_csv(
    path: Path, file: TextIO, columns: Sequence[int] | None = None, labels: int | None = None
) -> Table:
    """Parse a text that is a table (see `read_csv`); `path` names it in errors.

    Raises:
        FileError: a cell that is no number, empty or ragged rows; gives row and column.
        csv.Error: quotes that do not end.
    """
    names, width, first, rows = start_csv(path, file)
    chosen = range(width) if columns is None else columns
    check_columns(path, (*chosen, *(() if labels is None else (labels,))), width)
    values, texts = array("d"), []
    for line, cells in rows:
        if len(cells) != width:
            raise ragged(path, line, cells, width)
        if labels is not None:
            texts.append(plain(cells[labels].strip(), _LABEL))
        if columns is not None:
            cells = [cells[column] for column in columns]
        if is_foreign(cells):
            raise no_number(path, line, cells, chosen, names)
        try:
            values.extend(map(float, cells))
        except ValueError:
            raise no_number(path, line, cells, chosen, names) from None
    numbers = np.frombuffer(values).reshape(-1, len(chosen))
    if not np.isfinite(numbers).all():
        row, column = np.argwhere(~np.isfinite(numbers))[0]
        raise too_large(path, int(first + row), chosen[column], names)
    picked = None if names is None else tuple(names[column] for column in chosen)
    return Table(numbers, picked, tuple(texts))


def start_csv(path: Path, file: TextIO, blanks: bool = False) -> Start:
    """Read up to the first row of numbers.

    Args:
        path: the file's name in errors. file: the open file.
        blanks: whether a blank line is a row with one empty cell.

    Raises:
        FileError: there is none.
    """
    rows = _rows(path, file, blanks)
    first = next(rows, None)
    if first is None:
        raise cannot_read(path, tr("it has no rows: at least one line of numbers is needed"))
    names = None
    if any(cell.strip() for cell in first[1]) and not any(map(is_number, first[1])):
        names = tuple(cell.strip() for cell in first[1])
        first = next(rows, None)
        if first is None:
            raise cannot_read(path, tr("it has a header but no rows of numbers below it"))
    width = len(names or first[1])
    check_width(path, width)
    return Start(names, width, first[0], chain((first,), rows))


def _rows(path: Path, file: TextIO, blanks: bool) -> Iterator[Row]:
    """Yield each row's line number and cells. Comments come first, blank lines only last.

    With `blanks`, blank lines are rows with an empty cell; the last ones only if it is quoted.
    """
    comments = 0
    source = Lines(path, file)
    line = next(source, "")
    while line.startswith("#"):
        comments += 1
        source.start_row()
        line = next(source, "")
    source.start_row()
    second = next(source, "")
    source.start_row()
    unquoted = _QUOTED.sub("", line)
    delimiter = next((mark for mark in "\t;," if mark in unquoted), ",")
    lines: Iterable[str] = chain((line, second), source)
    if delimiter not in unquoted and _has_spaces(line, second):
        delimiter, lines = "\t", ("\t".join(text.split()) + "\n" for text in lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    blank: list[int] = []
    for cells in source.rows(reader):
        number = comments + reader.line_num
        if len(cells) < 2 and not "".join(cells).strip() and not (blanks and cells):
            blank.append(number)
            continue
        if blank and not blanks:
            raise cannot_read(path, tr("row {blank} is empty. Remove it", blank=blank[0]))
        yield from ((line, [""]) for line in blank)
        blank.clear()
        yield number, cells


def _has_spaces(first: str, second: str) -> bool:
    """Return True where spaces separate the first numbers, and the names above them, if any."""
    names, cells = first.split(), second.split()
    if all(map(is_number, names)):
        return len(names) > 1
    return 1 < len(names) == len(cells) and all(map(is_number, cells))
