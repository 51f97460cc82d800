"""Sequences from Parquet: each column is a feature. A sandboxed process reads the file."""

from collections.abc import Sequence

import numpy as np

from ...arrays import Array
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format
from ..sandbox import SandboxedFile
from .columns import check_columns, label_text
from .csv_survey import SHORT, SHOWN, TableColumn
from .csv_table import Table

ORDER, AS_TEXT, BEGUN = "columns", "\0as text", "\0begun"
"""Copies of constants in `parquet_columns`, which only the sandbox may import."""


def read_parquet(
    path: StrPath, columns: Sequence[int] | None = None, labels: int | None = None
) -> Table:
    """Read the numbers of a Parquet file (see `csv_table.read_csv`).

    Args:
        path: the file.
        columns: the columns to read, in this order; all by default.
        labels: the column of row labels, of any type.

    Raises:
        FileError: a column that holds text, is nested, or lacks a number (by its name); damage.
    """
    file = SandboxedFile(path, Format.PARQUET.row)
    names = _names(path, file)
    check_columns(path, [*(columns or ()), *([] if labels is None else [labels])], len(names))
    chosen = range(len(names)) if columns is None else columns
    features = [names[place] for place in chosen]
    for name in features:
        if name in file.problems:
            raise cannot_read(path, file.problems[name])
    named = [] if labels is None else [_as_text(path, file, names[labels])]
    read = file.read(dict.fromkeys([*features, *named]))
    values = np.stack([read[name] for name in features], axis=-1)
    if not np.isfinite(values).all():
        row, place = (int(index) for index in np.argwhere(~np.isfinite(values))[0])
        raise _no_number(path, features[place], row)
    called = tuple(_text(label) for name in named for label in read[name].tolist())
    return Table(values, tuple(features), called)


def parquet_cells(path: StrPath, columns: Sequence[int]) -> list[Array]:
    """Read some columns: (T,) float64 with NaN where a cell is empty, or (T,) texts.

    Raises:
        FileError: as for `read_parquet`, but for empty cells and texts.
    """
    file = SandboxedFile(path, Format.PARQUET.row)
    names = _names(path, file)
    check_columns(path, columns, len(names))
    wanted = [_as_text(path, file, names[place]) for place in columns]
    read = file.read(dict.fromkeys(wanted))
    return [read[name] for name in wanted]


def parquet_names(path: StrPath) -> tuple[str, ...]:
    """Return the names of all columns, in their order.

    Raises:
        FileError: as for `read_parquet`.
    """
    return _names(path, SandboxedFile(path, Format.PARQUET.row))


def survey_parquet(path: StrPath) -> tuple[int, tuple[TableColumn, ...]]:
    """Return the number of rows, and every column, whether it can be a feature or not.

    Raises:
        FileError: as for `read_parquet`.
    """
    file = SandboxedFile(path, Format.PARQUET.row)
    names, found = _names(path, file), []
    read = file.read([name for name in file.infos if not name.endswith(AS_TEXT)])
    for name in names:
        if name in file.problems:
            texts = read.get(f"{name}{BEGUN}", np.empty(0, np.str_))
            first = tuple(plain(text, SHORT) for text in texts.tolist())
            worded = f"{name}{BEGUN}" in read
            found.append(TableColumn(name, first, None, file.problems[name], worded))
            continue
        column = read[name]
        first = tuple(map(repr, column[:SHOWN].tolist()))
        finite = bool(np.isfinite(column).all())
        row = int(np.argmin(np.isfinite(column)))
        problem = "" if finite else str(_no_number(path, name, row))
        found.append(TableColumn(name, first, column if finite else None, problem))
    rows = next(iter(file.infos.values())).shape[0] if file.infos else 0
    return rows, tuple(found)


def _as_text(path: StrPath, file: SandboxedFile, name: str) -> str:
    """Return the name under which a column is read as row labels."""
    if name not in file.problems:
        return name
    if f"{name}{AS_TEXT}" not in file.infos:
        raise cannot_read(path, file.problems[name])
    return f"{name}{AS_TEXT}"


def _text(label: str | float) -> str:
    return label if isinstance(label, str) else label_text(label)


def _names(path: StrPath, file: SandboxedFile) -> tuple[str, ...]:
    if not file.notes[ORDER] or any(info.numel == 0 for info in file.infos.values()):
        raise cannot_read(path, tr("it contains no numbers"))
    return file.notes[ORDER]


def _no_number(path: StrPath, name: str, row: int) -> FileError:
    return cannot_read(
        path,
        tr(
            "column {name}, row {row} is empty or not a finite float64 number. "
            "Correct it, or leave the column out",
            name=plain(name, 40),
            row=row,
        ),
    )
