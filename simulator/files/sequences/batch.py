"""Batch of several files: each file is one batch row with its own length."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ...arrays import read_only, shape_text
from ...network.config import Shape
from ...translation import tr
from ..errors import StrPath, cannot_read, plain
from ..limits import check_fits
from ..tables.columns import names_text
from . import sequence
from .column_choice import ALL, ColumnChoice


def load_batch(
    paths: Sequence[StrPath], pick: ColumnChoice = ALL, array: str | None = None
) -> sequence.Sequence:
    """Read several files of shape (T, I) as one batch (T, B, I), in their order; T is the longest.

    Shorter rows are padded with zeros, which the LSTM does not read.

    Args:
        paths: the files. pick: the columns to take from each. array: the name in `.npz` archives.

    Raises:
        FileError: one cannot be read, is a batch itself, or has other columns than the first.
    """
    rows = [sequence.load(path, array, pick) for path in paths]
    for row in rows:
        check_flat(row.path, row.values.shape)
        check_alike(row.path, _names(row), rows[0].path, _names(rows[0]))
    lengths = tuple(len(row.values) for row in rows)
    shape = max(lengths), len(rows), rows[0].width
    check_fits(paths[0], 16 * shape[0] * shape[1] * shape[2])
    values = np.zeros(shape)
    for place, row in enumerate(rows):
        values[: lengths[place], place] = row.values
    return sequence.Sequence(
        rows[0].path,
        read_only(values),
        rows[0].columns,
        _labels(rows),
        normalisation=pick.normalisation,
        batch_first=False,
        lengths=lengths,
        rows=tuple(plain(Path(path).name) for path in paths),
    )


def check_flat(path: StrPath, shape: Shape) -> None:
    """Refuse a file that cannot be one batch row.

    Raises:
        FileError: it holds a batch itself.
    """
    if len(shape) != 2:
        raise cannot_read(
            path,
            tr(
                "its shape is {shape}: with several files, each must be one batch "
                "row, (T, I). Open this file on its own",
                shape=shape_text(shape),
            ),
        )


def check_alike(path: StrPath, names: Sequence[str], other: StrPath, wanted: Sequence[str]) -> None:
    """Refuse a file whose columns differ from those of another file in the batch.

    Raises:
        FileError: names the columns of both.
    """
    if list(names) != list(wanted):
        raise cannot_read(
            path,
            tr(
                "its {count} columns ({names}) do not match the {wanted_count} in "
                "{other} ({wanted}): all files in a batch need the same columns",
                count=len(names),
                names=names_text(names, len(names)),
                wanted_count=len(wanted),
                other=plain(Path(other).name),
                wanted=names_text(wanted, len(wanted)),
            ),
        )


def _names(row: sequence.Sequence) -> Sequence[str]:
    return row.columns or [""] * row.width


def _labels(rows: Sequence[sequence.Sequence]) -> tuple[str, ...]:
    """Return the timestep labels of the longest row; none when the rows' labels disagree."""
    longest = max((row.labels for row in rows), key=len)
    agree = all(row.labels == longest[: len(row.labels)] for row in rows)
    return longest if agree else ()
