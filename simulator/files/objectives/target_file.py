"""Targets from a file: numbers or classes for the timesteps and rows of an experiment."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...objective.readout import EVERY
from ...objective.targets import Targets
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, Opened, recognise
from ..tables.cells import Column, column_names, is_numeric, read_cells
from ..tables.columns import columns_named, names_text
from ..tables.npy import read_npy
from ..tables.npz import npz_shapes, read_npz
from .target_layout import arranged

TARGET: Final = "target"
"""Name of the array of targets in an archive of several."""
_SHOWN: Final = 8


class Answers(NamedTuple):
    """Numbers of a file that may be targets, before they are laid out for an experiment.

    Attributes:
        file: the file. values: float64, NaN where there is no answer.
        classes: whether they are classes; None for numbers where these fit, else classes.
    """

    file: Opened
    values: Array
    classes: bool | None


def columns(path: StrPath) -> tuple[str, ...]:
    """List the columns of a table by names that choose one each; none for a file of arrays.

    A column without a name of its own goes by its number from 0.

    Raises:
        FileError: the file cannot be read.
    """
    file = recognise(path)
    if not file.format.is_table:
        return ()
    names, width = column_names(file)
    names = names or ("",) * width
    return tuple(
        name if name and names.count(name) == 1 else str(place) for place, name in enumerate(names)
    )


def load_targets(
    path: StrPath,
    experiment: Experiment,
    outputs: int,
    classes: bool | None,
    over: str = EVERY,
    column: str | None = None,
    names: tuple[str, ...] = (),
) -> Targets:
    """Read targets for an experiment from a `.npy`, `.npz`, CSV or Parquet file.

    Numbers are (T, B, K), classes are whole numbers (T, B) or one-hot (T, B, K), where B stands
    first with batch_first, and is left out of one row; K is left out where it is 1. For a readout
    that gives one answer a row, T is left out, or what stands at each row's last timestep counts.
    Where a number is NaN, a cell is empty, or a one-hot vector is zero, there is no answer.

    Args:
        path: the file; of an archive of several arrays, the one named `target` is read.
        experiment: whose T, B, lengths and dtype they are. outputs: K, of the readout.
        classes: True for a loss over classes; None for numbers where these fit, else classes.
        over: one of `readout.OVER`.
        column: of a table, by name or number; None for all its columns.
        names: those of the classes, by which words in a table are looked up.

    Raises:
        FileError: the file cannot be read; its shape does not fit (names those that do); a class
            or a number that cannot be one (gives its place).
    """
    found = read_answers(path, outputs, classes, column, names)
    return arranged(found.file, found.values, experiment, outputs, found.classes, over)


def read_answers(
    path: StrPath,
    outputs: int,
    classes: bool | None,
    column: str | None = None,
    names: tuple[str, ...] = (),
) -> Answers:
    """Read what `load_targets` lays out, as it lies in the file.

    Raises:
        FileError: the file cannot be read, or has a class or a number that cannot be one.
    """
    file = recognise(path)
    if file.format.is_table:
        return Answers(file, *_of_table(file, outputs, classes, column, names))
    return Answers(file, _of_array(file, column), classes)


def load_columns(
    paths: Sequence[StrPath],
    experiment: Experiment,
    outputs: int,
    classes: bool | None,
    over: str,
    column: str,
    names: tuple[str, ...] = (),
) -> Targets:
    """Read targets from a column of the tables that are an experiment's rows, (T,) each.

    Args:
        paths: a table for each batch row. column: by name or number, in each of them. The others
            are those of `load_targets`.

    Raises:
        FileError: as for `load_targets`.
    """
    files = [recognise(path) for path in paths]
    read = []
    for file in files:
        if not file.format.is_table:
            raise cannot_read(file, tr("it is not a table and has no columns"))
        values, classes = _of_table(file, outputs, classes, column, names)
        read.append(values)
    if not experiment.batched:
        return arranged(files[0], read[0], experiment, outputs, classes, over)
    rows = np.full((len(read), max(map(len, read))), np.nan)
    for row, values in zip(rows, read, strict=True):
        row[: len(values)] = values
    given = rows if experiment.config.batch_first else rows.T
    return arranged(files[0], given, experiment, outputs, classes, over)


def _of_array(file: Opened, column: str | None) -> Array:
    if column is not None:
        raise cannot_read(file, tr("it is not a table and has no columns. Do not specify a column"))
    match file.format:
        case Format.NPY:
            return read_npy(file, any_axes=True)
        case Format.NPZ:
            there = npz_shapes(file, any_axes=True)
            name = next(iter(there)) if len(there) == 1 else TARGET
            if name not in there:
                raise cannot_read(
                    file,
                    tr(
                        "it holds several arrays, {names}. Name the right one “{target}”",
                        names=_listed(there),
                        target=TARGET,
                    ),
                )
            return read_npz(file, others=True, names=(name,), any_axes=True)[name]
    raise cannot_read(
        file,
        tr(
            "it is a {holds}, but targets must be .npy, .npz, .csv, .tsv or .parquet",
            holds=tr(file.format.row.holds[0]),
        ),
    )


def _of_table(
    file: Opened, outputs: int, classes: bool | None, column: str | None, names: Sequence[str]
) -> tuple[Array, bool | None]:
    """Read one column, (T,), or as many as there are outputs, (T, K).

    Returns:
        the numbers, and whether they are classes: words are.
    """
    titles, width = column_names(file)
    if column is not None:
        places = columns_named(file, (column,), titles, width)
    elif width in (1, outputs):
        places = tuple(range(width))
    else:
        raise cannot_read(
            file,
            tr(
                "it has {width} columns. Choose one as the target: {names}",
                width=width,
                names=names_text(titles, width),
            ),
        )
    read = read_cells(file, places)
    if classes is None and any(cells.numbers is None for cells in read):
        classes = True
    ids = {name: number for number, name in enumerate(names)} if classes else None
    found = [_numbers(file, cells, ids) for cells in read]
    return found[0] if len(found) == 1 else np.stack(found, axis=-1), classes


def _numbers(file: Opened, column: Column, ids: dict[str, int] | None) -> Array:
    """Return a column's numbers, or the classes that its words name; NaN for empty cells."""
    if column.numbers is not None:
        return column.numbers
    if ids:
        found = [np.nan if not word else ids.get(word) for word in column.words]
        if None not in found:
            return np.array(found, np.float64)
        at = found.index(None)
        raise _no_class(file, column, at, ids)
    at = next(k for k, word in enumerate(column.words) if not is_numeric(word))
    todo = (
        tr("a number is needed")
        if ids is None
        else tr("the classes have no names. Write the class number, counted from 0")
    )
    raise cannot_read(
        file,
        tr(
            "{place} is {word}, but {todo}",
            place=column.place(at),
            word=plain(column.words[at], 40),
            todo=todo,
        ),
    )


def _no_class(file: Opened, column: Column, at: int, ids: dict[str, int]) -> FileError:
    return cannot_read(
        file,
        tr(
            "{place} is {word}, which is not a class: the classes are {names}",
            place=column.place(at),
            word=plain(column.words[at], 40),
            names=_listed(ids),
        ),
    )


def _listed(names: Iterable[str]) -> str:
    shown = [plain(name, 30) for name in names]
    return ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "")
