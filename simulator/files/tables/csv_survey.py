"""Survey of a table's columns, some of which may not hold numbers."""

from array import array
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import numpy as np

from ...arrays import Array
from ..errors import StrPath, plain
from .csv_faults import Names, is_foreign, is_number, no_number, ragged, too_large
from .csv_table import reading_csv, start_csv

SHOWN: Final = 4
"""Number of a column's first values that are kept as written."""

SHORT: Final = 24
"""Number of characters kept of a first value."""


class TableColumn(NamedTuple):
    """A column of a table.

    Attributes:
        name: empty where the file gives none. first: its first values as written.
        numbers: (T,) float64; None for a column that holds anything else.
        problem: the first fault in words, for such a column. worded: True when it has no number.
    """

    name: str
    first: tuple[str, ...]
    numbers: Array | None
    problem: str = ""
    worded: bool = False


def csv_start(path: StrPath) -> tuple[Names, int]:
    """Return the names of a table's columns, if it has a header, and their number.

    Raises:
        FileError: it has no rows, or is no table.
    """
    path = Path(path)
    with reading_csv(path) as file:
        start = start_csv(path, file)
        return start.names, start.width


def survey_csv(path: StrPath) -> tuple[int, tuple[TableColumn, ...]]:
    """Return the number of a table's rows, and every column.

    Raises:
        FileError: it has no rows, or they are ragged.
    """
    path = Path(path)
    with reading_csv(path) as file:
        return survey_text(path, file)


def survey_text(path: Path, file: TextIO) -> tuple[int, tuple[TableColumn, ...]]:
    """Survey a text that is a table, as `survey_csv` does; `path` names it in errors.

    Raises:
        FileError: it has no rows, or they are ragged.
        csv.Error: quotes that do not end.
    """
    names, width, first_line, rows = start_csv(path, file)
    survey = _Survey(path, names, width, first_line)
    for line, cells in rows:
        survey.take(line, cells)
    return survey.count, tuple(map(survey.column, range(width)))


class _Survey:
    """Survey of each column, row by row."""

    def __init__(self, path: Path, names: Names, width: int, line: int) -> None:
        self._path, self._names, self._width, self._line = path, names, width, line
        self.count = 0
        self._stores = [array("d") for _ in range(width)]
        self._numeric = list(range(width))
        self._problems: dict[int, str] = {}
        self._worded: set[int] = set()
        self._first: list[list[str]] = []

    def take(self, line: int, cells: list[str]) -> None:
        """Add one row."""
        if len(cells) != self._width:
            raise ragged(self._path, line, cells, self._width)
        self.count += 1
        if len(self._first) < SHOWN:
            self._first.append([plain(cell.strip(), SHORT) for cell in cells])
        self._worded -= {place for place in self._worded if _is_plain(cells[place])}
        numbers = self._numbers(cells)
        if numbers is None:
            for place in [place for place in self._numeric if not _is_plain(cells[place])]:
                self._give_up(place, line, cells[place])
            numbers = [float(cells[place]) for place in self._numeric]
        for place, number in zip(self._numeric, numbers, strict=True):
            self._stores[place].append(number)

    def column(self, place: int) -> TableColumn:
        """Return the survey of a column."""
        name = self._names[place] if self._names else ""
        shown = tuple(row[place] for row in self._first)
        if place in self._problems:
            return TableColumn(name, shown, None, self._problems[place], place in self._worded)
        numbers = np.frombuffer(self._stores[place])
        if not np.isfinite(numbers).all():
            line = self._line + int(np.argmin(np.isfinite(numbers)))
            problem = too_large(self._path, line, place, self._names)
            return TableColumn(name, shown, None, str(problem))
        return TableColumn(name, shown, numbers)

    def _numbers(self, cells: list[str]) -> list[float] | None:
        """Return a row's numbers in the columns that were numeric so far; None when one is not."""
        if len(self._numeric) < self._width:
            cells = [cells[place] for place in self._numeric]
        if is_foreign(cells):
            return None
        try:
            return list(map(float, cells))
        except ValueError:
            return None

    def _give_up(self, place: int, line: int, cell: str) -> None:
        """Treat a column as text from now on."""
        self._problems[place] = str(no_number(self._path, line, (cell,), (place,), self._names))
        if not self._stores[place]:
            self._worded.add(place)
        self._numeric.remove(place)


def _is_plain(cell: str) -> bool:
    return not is_foreign((cell,)) and is_number(cell)
