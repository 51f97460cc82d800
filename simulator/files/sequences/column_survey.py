"""Columns of a file that can become features, and the choice that is clear without asking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...experiment.normalisation import Statistics
from ...network.config import Shape
from ..errors import StrPath
from ..registry import Format, Opened, recognise
from ..tables.columns import check_width, columns_named
from ..tables.csv_survey import SHOWN, TableColumn, csv_start, survey_csv
from ..tables.parquet import parquet_names, survey_parquet
from .batch import check_alike, check_flat
from .column_choice import ALL, ColumnChoice
from .sequence import array_shape, load_array, misfit

_LABEL_NAMES: Final = frozenset(
    (
        *("year", "month", "day", "date", "time", "datetime", "timestamp", "timestep", "step"),
        *("t", "index", "label", "labels", "token"),
    )
)
"""Names of columns that usually give a time or a label, not a feature."""


class SurveyedColumn(NamedTuple):
    """A column that can be chosen.

    Attributes:
        name: empty where the file gives none. first: its first values, as texts.
        statistics: None for a column that cannot be a feature; `problem` gives the reason.
        names_timesteps: True for a column that looks like timestep labels, not like a feature.
    """

    name: str
    first: tuple[str, ...]
    statistics: Statistics | None
    problem: str = ""
    names_timesteps: bool = False

    def title(self, place: int) -> str:
        """Return the column's name, or its place when it has none."""
        return self.name or str(place)


@dataclass(frozen=True, eq=False, slots=True)
class Overview:
    """Columns of a file, or of several files with equal columns.

    Attributes:
        paths: the files. array: the array's name in an archive.
        shapes: one per file: (T, I), or three axes as stored. columns: I of them.
    """

    paths: tuple[Path, ...]
    array: str | None
    shapes: tuple[Shape, ...]
    columns: tuple[SurveyedColumn, ...]

    @property
    def shape(self) -> Shape:
        """Shape of the first file."""
        return self.shapes[0]

    @property
    def flat(self) -> bool:
        """True for a file with two axes."""
        return len(self.shape) == 2

    def clear(self, input_size: int) -> ColumnChoice | None:
        """Return the choice for files with just a model's features and at most one label column."""
        if not self.flat:
            return None
        if len(self.columns) == input_size:
            return ALL
        return self._with_labels() if len(self.columns) == input_size + 1 else None

    @property
    def names(self) -> tuple[str, ...] | None:
        """Column names, where the file gives them."""
        names = tuple(column.name for column in self.columns)
        return names if any(names) else None

    def proposal(self, input_size: int) -> ColumnChoice:
        """Propose the first numeric columns as features, and the first label column."""
        labels = self._labels()
        numeric = [
            place
            for place, column in enumerate(self.columns)
            if column.statistics is not None and place != labels
        ]
        return ColumnChoice(tuple(numeric[:input_size]), labels)

    def _labels(self) -> int | None:
        if not self.flat:
            return None
        return next((k for k, c in enumerate(self.columns) if c.names_timesteps), None)

    def _with_labels(self) -> ColumnChoice | None:
        """Choose all columns but the label column; None without one."""
        labels = self._labels()
        if labels is None:
            return None
        others = tuple(place for place in range(len(self.columns)) if place != labels)
        return ColumnChoice(others, labels)


def look(paths: Sequence[StrPath], array: str | None = None) -> Overview:
    """Survey a file of numbers, or several with equal columns.

    Raises:
        FileError: one cannot be read, is ragged, or has other columns than the first.
    """
    return overview_of(paths, array, [_survey(recognise(path), array) for path in paths])


def overview_of(
    paths: Sequence[StrPath],
    array: str | None,
    surveys: Sequence[tuple[Shape, Sequence[TableColumn]]],
) -> Overview:
    """Join the surveys of files: their shapes and columns.

    Raises:
        FileError: one has other columns than the first.
    """
    first = surveys[0][1]
    for path, (shape, columns) in zip(paths, surveys, strict=True):
        if len(paths) > 1:
            check_flat(path, shape)
        check_alike(path, [c.name for c in columns], paths[0], [c.name for c in first])
    headed = any(column.name for column in first)
    merged = (
        _column(place, parts, headed)
        for place, parts in enumerate(zip(*(columns for _, columns in surveys), strict=True))
    )
    shapes = tuple(shape for shape, _ in surveys)
    return Overview(tuple(map(Path, paths)), array, shapes, tuple(merged))


def what_is_clear(
    paths: Sequence[StrPath], array: str | None, input_size: int
) -> ColumnChoice | Overview:
    """Return the clear choice of columns for a model, or the overview to choose from.

    Files that are too narrow are read whole: their reader reports the width.

    Raises:
        FileError: as for `look`.
    """
    files = [recognise(path) for path in paths]
    if all(_is_no_wider(file, array, input_size) for file in files):
        return ALL
    overview = look(files, array)
    if len(overview.columns) < input_size:
        return ALL
    return overview.clear(input_size) or overview


def picked(
    paths: Sequence[StrPath],
    array: str | None,
    words: Sequence[str] | None,
    input_size: int,
    target: str | None = None,
) -> ColumnChoice:
    """Choose columns for a model when the user cannot be asked.

    Args:
        paths: one file or several. array: the array's name in an archive. input_size: the model's.
        words: the columns by their names or their numbers from 0; None for the clear choice.
        target: the column of targets, which is no feature unless `words` name it; None for none.

    Raises:
        FileError: one cannot be read, has no such column, or too many without `words`.
    """
    first = recognise(paths[0])
    names, shape = start_of(first, array)
    if words is not None:
        return ColumnChoice(columns_named(first, words, names, shape[-1]))
    if target is not None:
        (place,) = columns_named(first, (target,), names, shape[-1])
        if found := picked_beside((first, *paths[1:]), place, shape[-1], input_size):
            return found
    elif shape[-1] <= input_size + 1:  # a wider one is not clear, whatever is in it
        clear = what_is_clear((first, *paths[1:]), array, input_size)
        if isinstance(clear, ColumnChoice):
            return clear
        if len(clear.columns) == input_size:
            return ALL
    todo = f"Choose {input_size} of them with --columns"
    raise misfit(first, names, shape, input_size, todo)


def picked_beside(
    paths: Sequence[StrPath], target: int, width: int, input_size: int
) -> ColumnChoice | None:
    """Choose all columns of a table but that of targets, and one of labels; None if not clear.

    Args:
        paths: one file or several. target: the column's place, of so many. input_size: the model's.

    Raises:
        FileError: one cannot be read.
    """
    others = tuple(place for place in range(width) if place != target)
    if len(others) not in (input_size, input_size + 1):
        return None
    overview = look(paths)
    rest = replace(overview, columns=tuple(overview.columns[place] for place in others))
    clear = rest.clear(input_size)
    if clear is ALL:  # a year that is all there is beside the targets is hardly meant
        return ColumnChoice(others) if rest.proposal(input_size).labels is None else None
    if clear is None or clear.columns is None or clear.labels is None:
        return None
    return ColumnChoice(tuple(others[k] for k in clear.columns), others[clear.labels])


def _is_no_wider(file: Opened, array: str | None, input_size: int) -> bool:
    """Return True for a 2-D file with at most `input_size` columns, without a survey."""
    shape = start_of(file, array)[1]
    return len(shape) < 3 and shape[-1] <= input_size


def start_of(file: Opened, array: str | None) -> tuple[tuple[str, ...] | None, Shape]:
    """Return the names of a file's columns, if it has them, and its shape, without its numbers.

    The shape of a table is (I,): its rows have not been counted.

    Raises:
        FileError: the file cannot be read.
    """
    if not file.format.is_table:
        return None, array_shape(file, array)
    if file.format is Format.CSV:
        names, width = csv_start(file)
        return names, (width,)
    names = parquet_names(file)
    return names, (len(names),)


def _survey(file: Opened, array: str | None) -> tuple[Shape, tuple[TableColumn, ...]]:
    if file.format.is_table:
        steps, found = (survey_csv if file.format is Format.CSV else survey_parquet)(file)
        return (steps, len(found)), found
    check_width(file, array_shape(file, array)[-1])
    values = load_array(file, array)
    return values.shape, tuple(map(_of_array, np.moveaxis(values, -1, 0)))


def _of_array(numbers: Array) -> TableColumn:
    first = tuple(f"{number:.5g}" for number in numbers.ravel()[:SHOWN].tolist())
    return TableColumn("", first, numbers.ravel())


def _column(place: int, parts: Sequence[TableColumn], headed: bool) -> SurveyedColumn:
    """Join the same column of all files."""
    first = parts[0]
    numbers = [part.numbers for part in parts if part.numbers is not None]
    fitted = Statistics.of(np.concatenate(numbers)) if len(numbers) == len(parts) else None
    problem = next((part.problem for part in parts if part.problem), "")
    # An index column often has no name.
    index = headed and place == 0 and not first.name
    worded = all(part.worded for part in parts)
    called = worded or index or first.name.casefold() in _LABEL_NAMES
    return SurveyedColumn(first.name, first.first, fitted, problem, called)
