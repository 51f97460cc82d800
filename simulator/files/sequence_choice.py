"""What there is to choose of a file of numbers, and what is clear without asking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.config import Shape
from simulator.files.csv_survey import SHOWN, TableColumn, csv_start, survey_csv
from simulator.files.errors import StrPath
from simulator.files.parquet_sequence import parquet_names, survey_parquet
from simulator.files.pick import ALL, Pick, columns_named
from simulator.files.sequence import TABLES, load_array, misfit
from simulator.files.sniff import Format, format_of
from simulator.scaling import Statistics

_LABEL_NAMES: Final = frozenset(
    (
        *("year", "month", "day", "date", "time", "datetime", "timestamp", "timestep", "step"),
        *("t", "index", "label", "labels", "token"),
    )
)
"""What people call a column that says when, and is nothing to learn from."""


class Column(NamedTuple):
    """A column that can be chosen.

    Attributes:
        name: empty where the file gives none. first: its first values, as texts.
        statistics: None of what can not be a feature, for `problem`.
        names_timesteps: true of what looks like a name for each timestep rather than a feature.
    """

    name: str
    first: tuple[str, ...]
    statistics: Statistics | None
    problem: str = ""
    names_timesteps: bool = False

    def title(self, place: int) -> str:
        """Its name, or its place."""
        return self.name or str(place)


@dataclass(frozen=True, eq=False, slots=True)
class Overview:
    """What a file has.

    Attributes:
        path: the file. array: which array of an archive.
        shape: (T, I), or three axes as they are. columns: I of them.
    """

    path: Path
    array: str | None
    shape: Shape
    columns: tuple[Column, ...]

    @property
    def flat(self) -> bool:
        """True with two axes."""
        return len(self.shape) == 2

    def clear(self, input_size: int) -> Pick | None:
        """The pick of a file that has just the features of a model, and at most one label."""
        if not self.flat:
            return None
        if len(self.columns) == input_size:
            return ALL
        return self._with_labels() if len(self.columns) == input_size + 1 else None

    @property
    def names(self) -> tuple[str, ...] | None:
        """What the columns are called, where the file names them."""
        names = tuple(column.name for column in self.columns)
        return names if any(names) else None

    def proposal(self, input_size: int) -> Pick:
        """The first features that there are, and the first labels."""
        labels = self._labels()
        numeric = [
            place
            for place, column in enumerate(self.columns)
            if column.statistics is not None and place != labels
        ]
        return Pick(tuple(numeric[:input_size]), labels)

    def _labels(self) -> int | None:
        if not self.flat:
            return None
        return next((k for k, c in enumerate(self.columns) if c.names_timesteps), None)

    def _with_labels(self) -> Pick | None:
        """Everything beside a column of labels."""
        labels = self._labels()
        if labels is None:
            return None
        others = tuple(place for place in range(len(self.columns)) if place != labels)
        return Pick(others, labels)


def look(path: StrPath, array: str | None = None) -> Overview:
    """What a file of numbers has.

    Raises:
        FileError: it can not be read, is ragged, or is something else.
    """
    if format_of(path) in TABLES:
        survey = survey_csv if format_of(path) is Format.CSV else survey_parquet
        steps, found = survey(path)
        return Overview(Path(path), None, (steps, len(found)), tuple(_of_table(found)))
    values = load_array(path, array)
    columns = map(_of_array, np.moveaxis(values, -1, 0))
    return Overview(Path(path), array, values.shape, tuple(columns))


def what_is_clear(path: StrPath, array: str | None, input_size: int) -> Pick | Overview:
    """How a file is read for a model, or what there is to choose.

    A file that is too narrow is read whole; whoever reads it says so.

    Raises:
        FileError: as `look` does.
    """
    if format_of(path) in TABLES and _table_start(path)[1] <= input_size:
        return ALL
    overview = look(path, array)
    if len(overview.columns) < input_size:
        return ALL
    return overview.clear(input_size) or overview


def picked(path: StrPath, array: str | None, words: Sequence[str] | None, input_size: int) -> Pick:
    """How a file is read for a model when nobody can be asked.

    Args:
        path: the file. array: which array of an archive. input_size: the model's.
        words: the columns by their names or their numbers from 0; None to see what is clear.

    Raises:
        FileError: it can not be read, has no such column, or too many without `words`.
    """
    if words is not None:
        if format_of(path) in TABLES:
            names, width = _table_start(path)
        else:
            names, width = None, load_array(path, array).shape[-1]
        return Pick(columns_named(path, words, names, width))
    clear = what_is_clear(path, array, input_size)
    if isinstance(clear, Pick):
        return clear
    if len(clear.columns) == input_size:
        return ALL
    todo = f"choose {input_size} of them with --columns"
    raise misfit(path, clear.names, clear.shape, input_size, todo)


def _table_start(path: StrPath) -> tuple[Sequence[str] | None, int]:
    """The names of a table's columns, if it has them, and their number."""
    if format_of(path) is Format.CSV:
        return csv_start(path)
    names = parquet_names(path)
    return names, len(names)


def _of_table(found: Sequence[TableColumn]) -> Iterator[Column]:
    headed = any(column.name for column in found)
    for place, column in enumerate(found):
        fitted = None if column.numbers is None else Statistics.of(column.numbers)
        # An index is often written without a name.
        index = headed and place == 0 and not column.name
        called = column.worded or index or column.name.casefold() in _LABEL_NAMES
        yield Column(column.name, column.first, fitted, column.problem, called)


def _of_array(numbers: Array) -> Column:
    first = tuple(f"{number:.5g}" for number in numbers.ravel()[:SHOWN].tolist())
    return Column("", first, Statistics.of(numbers))
