"""Faults in a table, reported with their row and column."""

import re
from collections.abc import Sequence
from pathlib import Path

from ...translation import tr
from ..errors import FileError, cannot_read, plain

# Characters that no ASCII number contains. Without them, `float` is strict: no nan, no 1_000, no ٣.
_FOREIGN = re.compile(r"[^0-9eE+\-. \t]")

Names = tuple[str, ...] | None


def is_foreign(cells: Sequence[str]) -> bool:
    """Return True when some cell has a character that no plain number has."""
    return _FOREIGN.search("".join(cells)) is not None


def is_number(cell: str) -> bool:
    """Return True for a cell that Python reads as a float."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def ragged(path: Path, line: int, cells: Sequence[str], width: int) -> FileError:
    """Make the error for a row whose width differs from the rows before it."""
    return cannot_read(
        path,
        tr(
            "row {line} is {count} wide, and the rows before it are {width} wide: give every row "
            "the same number of columns",
            line=line,
            count=len(cells),
            width=width,
        ),
    )


def no_number(
    path: Path, line: int, cells: Sequence[str], columns: Sequence[int], names: Names
) -> FileError:
    """Make the error for a row's first cell that is no number; `columns` gives their places."""
    index = next(
        index for index, cell in enumerate(cells) if is_foreign((cell,)) or not is_number(cell)
    )
    cell = cells[index].strip()
    place = _place(line, columns[index], names)
    if not cell:
        return cannot_read(
            path, tr("{place} is empty: write a number, or remove the row", place=place)
        )
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return cannot_read(
            path, tr("{place} is {cell}: write decimals with a point", place=place, cell=cell)
        )
    return cannot_read(
        path,
        tr(
            "{place} is {cell}, which is no finite number: correct it, or remove its column or row",
            place=place,
            cell=plain(cell, 40),
        ),
    )


def too_large(path: Path, line: int, column: int, names: Names) -> FileError:
    """Make the error for a number too large for float64."""
    return cannot_read(
        path,
        tr(
            "{place} is too large for a float64: correct it",
            place=_place(line, column, names),
        ),
    )


def _place(line: int, column: int, names: Names) -> str:
    name = f" ({plain(names[column], 40)})" if names and names[column] else ""
    return tr("row {line}, column {column}{name}", line=line, column=column + 1, name=name)
