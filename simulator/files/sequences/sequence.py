"""Sequences from files: the input of an LSTM."""

from dataclasses import dataclass
from pathlib import Path

from ...arrays import Array, read_only, shape_text
from ...experiment.normalisation import AS_READ, Wanted
from ...experiment.tokens import Tokens
from ...network.config import Shape
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, format_of, recognise
from ..tables.csv_table import read_csv
from ..tables.npy import check_axes, npy_shape, read_npy
from ..tables.npz import npz_shapes, read_npz
from ..tables.parquet import read_parquet
from .column_choice import ALL, ColumnChoice

_SHOWN = 12


@dataclass(frozen=True, eq=False, slots=True)
class Sequence:
    """Numbers of one file, as an LSTM's input.

    Attributes:
        path: the file.
        values: float64, or bytes for one-hot vectors, read-only: (T, I), or three axes as the file
            has them, (T, B, I) or (B, T, I). Exact: every number of the file is kept.
        columns: the names of the I features, where the file names them.
        labels: the names of the T timesteps, from a column or from tokens; else empty.
        notes: remarks for the user on how it was read, one sentence each.
        normalisation: how the features are normalised.
        batch_first: whether three axes are (B, T, I); None to follow the model's option.
        lengths: the timesteps of each batch row; None for all. rows: the names of the rows.
        tokens: what its rows stand for, where they are rows of an embedding.
    """

    path: Path
    values: Array
    columns: tuple[str, ...] | None = None
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    normalisation: Wanted = AS_READ
    batch_first: bool | None = None
    lengths: tuple[int, ...] | None = None
    rows: tuple[str, ...] = ()
    tokens: Tokens | None = None

    @property
    def width(self) -> int:
        """I, the number of features."""
        return int(self.values.shape[-1])

    def as_input(self, batch_first: bool) -> Array:
        """Return the numbers as a model takes them: three axes are batch first or not."""
        if self.values.ndim < 3 or self.batch_first in (None, batch_first):
            return self.values
        return self.values.swapaxes(0, 1)


def arrays(path: StrPath) -> dict[str, Shape]:
    """List the arrays of an `.npz` archive that can be a sequence, by name, with their shapes.

    Raises:
        FileError: the file cannot be read, or has none.
    """
    return npz_shapes(path)


def load(path: StrPath, array: str | None = None, pick: ColumnChoice = ALL) -> Sequence:
    """Read a sequence from `.npy` or `.npz` (2-D or 3-D), `.csv`, `.tsv` or `.parquet` ((T, I)).

    Args:
        path: the file.
        array: the array's name in an `.npz` archive; needed when there are several.
        pick: the columns to take; all by default.

    Raises:
        FileError: the file cannot be read or holds something else; gives the row and column.
    """
    file = recognise(path)
    if file.format.is_table:
        read = read_csv if file.format is Format.CSV else read_parquet
        values, columns, labels = read(path, pick.columns, pick.labels)
    else:
        values, labels = pick.of_array(path, load_array(file, array))
        columns = None
    return Sequence(
        Path(path),
        read_only(values),
        columns,
        labels,
        normalisation=pick.normalisation,
        batch_first=pick.batch_first,
    )


def load_array(path: StrPath, array: str | None = None) -> Array:
    """Read the numbers of a file without column names: (T, I) or three axes, float64.

    Raises:
        FileError: as for `load`.
    """
    match format_of(path):
        case Format.NPY:
            return read_npy(path)
        case Format.NPZ:
            name = _name_in(path, array)
            return read_npz(path, others=True, names=(name,))[name]
        case Format.TEXT:
            raise cannot_read(path, tr("it is text, not numbers. Open a .npy, .npz or .csv"))
        case other:
            raise cannot_read(
                path,
                tr(
                    "it is a {holds}, not a sequence. Open a .npy, .npz or .csv",
                    holds=tr(other.row.holds[0]),
                ),
            )


def array_shape(path: StrPath, array: str | None = None) -> Shape:
    """Return the shape of what `load_array` reads, from the file's header.

    Raises:
        FileError: as for `load_array`.
    """
    match format_of(path):
        case Format.NPY:
            shape = npy_shape(path)
            check_axes(path, shape)
            return shape
        case Format.NPZ:
            return npz_shapes(path)[_name_in(path, array)]
    return load_array(path, array).shape  # refuses every other format


def _name_in(path: StrPath, name: str | None) -> str:
    """Return the name of an archive's array: the one wanted, or the only one."""
    there = npz_shapes(path)
    if name is None and len(there) == 1:
        return next(iter(there))
    if name is None or name not in there:
        names = ", ".join(plain(known, 30) for known in list(there)[:_SHOWN])
        more = ", …" if len(there) > _SHOWN else ""
        why = (
            tr("it holds several arrays")
            if name is None
            else tr("it has no array {name}", name=plain(name, 40))
        )
        raise cannot_read(
            path, tr("{why}. Choose one of {names}{more}", why=why, names=names, more=more)
        )
    return name


def fit_width(sequence: Sequence, input_size: int) -> None:
    """Check that a sequence has as many features as a model reads.

    Raises:
        FileError: it has not; names the columns, and a cure.
    """
    if sequence.width != input_size:
        raise misfit(sequence.path, sequence.columns, sequence.values.shape, input_size)


def misfit(
    path: StrPath, columns: tuple[str, ...] | None, shape: Shape, input_size: int, todo: str = ""
) -> FileError:
    """Make the error for a file whose width is not the model's.

    Args:
        path: the file. columns: the names of its features.
        shape: the shape of its array; (I,) for a table whose rows have not been counted.
        input_size: the model's.
        todo: the cure, where it is known; else to add or to remove columns.
    """
    width = shape[-1]
    has = tr("1 column") if width == 1 else tr("{width} columns", width=width)
    if columns:
        more = ", …" if len(columns) > _SHOWN else ""
        has += f" ({', '.join(plain(name, 30) for name in columns[:_SHOWN])}{more})"
    elif len(shape) > 1:
        has += tr(" (its shape is {shape})", shape=shape_text(shape))
    difference = abs(width - input_size)
    todo = todo or (
        tr("Remove {difference} of them", difference=difference)
        if width > input_size
        else tr("Add {difference}", difference=difference)
    )
    return FileError(
        tr(
            "{path} does not fit the model: it has {has}, but the model's input_size "
            "is {input_size}. {todo}, or open a model with input_size {width}",
            path=plain(path, 1000),
            has=has,
            input_size=input_size,
            todo=todo,
            width=width,
        )
    )
