"""Faults in a table, reported with their row and column."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from ...translation import tr
from ..errors import FileError, cannot_read, plain

# Characters that no ASCII number contains. Without them, `float` is strict: no nan, no 1_000, no ٣.
_FOREIGN = re.compile(r"[^0-9eE+\-. \t]")

_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_FIRST_PART = re.compile(r"[+-]?[1-9][0-9]{0,2}")
_NEXT_PART = re.compile(r"[0-9]{3}(\.[0-9]*)?")

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
    split = _split_number(cells) if len(cells) > width else None
    if split is not None:
        return cannot_read(
            path,
            tr(
                "row {line} has a width of {count}, but earlier rows have a width of "
                "{width}. If {parts} is one number, write it without the comma",
                line=line,
                count=len(cells),
                width=width,
                parts=split,
            ),
        )
    return cannot_read(
        path,
        tr(
            "row {line} has a width of {count}, but earlier rows have a width of "
            "{width}. Give every row the same number of columns",
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
            path, tr("{place} is empty. Write a number, or remove the row", place=place)
        )
    if _THOUSANDS.fullmatch(cell) and (cell.count(",") > 1 or "." in cell):
        return cannot_read(
            path,
            tr(
                "{place} is {cell}. Write thousands without commas, as {plain}",
                place=place,
                cell=plain(cell, 40),
                plain=plain(cell.replace(",", ""), 40),
            ),
        )
    if _THOUSANDS.fullmatch(cell):
        return cannot_read(
            path,
            tr(
                "{place} is {cell}. Write decimals with a point, and thousands without a comma",
                place=place,
                cell=cell,
            ),
        )
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", cell):
        return cannot_read(
            path, tr("{place} is {cell}. Write decimals with a point", place=place, cell=cell)
        )
    return cannot_read(
        path,
        tr(
            "{place} is {cell}, which is not a finite number. Correct it, or remove "
            "its column or row",
            place=place,
            cell=plain(cell, 40),
        ),
    )


def too_large(path: Path, line: int, column: int, names: Names) -> FileError:
    """Make the error for a number too large for float64."""
    return cannot_read(
        path,
        tr(
            "{place} is too large for a float64. Correct it",
            place=_place(line, column, names),
        ),
    )


def _split_number(cells: Sequence[str]) -> str | None:
    """Return the first neighbours that a comma among thousands may have parted, as `1,234`."""
    for first, following in pairwise(map(str.strip, cells)):
        if _FIRST_PART.fullmatch(first) and _NEXT_PART.fullmatch(following):
            return f"{first},{following}"
    return None


def _place(line: int, column: int, names: Names) -> str:
    name = f" ({plain(names[column], 40)})" if names and names[column] else ""
    return tr("row {line}, column {column}{name}", line=line, column=column + 1, name=name)
