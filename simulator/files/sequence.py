"""Sequences and initial states from files: the numbers that an LSTM reads."""

from dataclasses import dataclass
from pathlib import Path

from simulator.arrays import Array, read_only, shape_text
from simulator.config import Shape
from simulator.files.csv_sequence import read_csv
from simulator.files.errors import FileError, StrPath, cannot_read, plain
from simulator.files.npy import read_npy
from simulator.files.npz import read_npz
from simulator.files.sniff import Format, format_of

_SHOWN = 12


@dataclass(frozen=True, eq=False, slots=True)
class Sequence:
    """The numbers of one file.

    Attributes:
        path: the file.
        values: float64, read-only: (T, I), or three axes as the file has them, (T, B, I) or
            (B, T, I). Exact: every float32, float64 or whole number of the file is kept.
        columns: the names of the I features, where the file names them.
    """

    path: Path
    values: Array
    columns: tuple[str, ...] | None = None

    @property
    def width(self) -> int:
        """I: the number of features."""
        return int(self.values.shape[-1])


def arrays(path: StrPath) -> dict[str, Shape]:
    """The arrays of an `.npz` archive that can be a sequence, by name, with their shapes.

    Raises:
        FileError: the file can not be read, or there are none.
    """
    return {name: array.shape for name, array in read_npz(path, others=True).items()}


def load(path: StrPath, array: str | None = None) -> Sequence:
    """A sequence from `.npy` or `.npz` (2-D or 3-D), `.csv` or `.tsv` ((T, I), header or none).

    Args:
        path: the file.
        array: which array of an `.npz` archive; needed where there are several.

    Raises:
        FileError: the file can not be read or holds something else, with the row and column.
    """
    match format_of(path):
        case Format.NPY:
            return Sequence(Path(path), read_only(read_npy(path)))
        case Format.NPZ:
            return Sequence(Path(path), read_only(_of_archive(path, array)))
        case Format.CSV:
            values, columns = read_csv(path)
            return Sequence(Path(path), read_only(values), columns)
        case other:
            raise cannot_read(
                path, f"it is a {other.holds}, not a sequence: open a .npy, .npz or .csv"
            )


def _of_archive(path: StrPath, name: str | None) -> Array:
    there = read_npz(path, others=True)
    if name is None and len(there) == 1:
        return next(iter(there.values()))
    if name is None or name not in there:
        names = ", ".join(plain(known, 30) for known in list(there)[:_SHOWN])
        more = ", …" if len(there) > _SHOWN else ""
        why = "it holds several arrays" if name is None else f"it has no array {plain(name, 40)}"
        raise cannot_read(path, f"{why}: choose one of {names}{more}")
    return there[name]


def load_state(path: StrPath) -> Array:
    """`h_0` or `c_0` from `.npy` in nn.LSTM's shape, (L*D, R or H) or (L*D, B, R or H): float64.

    Raises:
        FileError: the file can not be read or holds something else.
    """
    if format_of(path) is not Format.NPY:
        raise cannot_read(path, "an initial state is read from .npy: save it with numpy.save")
    return read_only(read_npy(path))


def fit_width(sequence: Sequence, input_size: int) -> None:
    """Check that a sequence has as many features as a model reads.

    Raises:
        FileError: it has not; names the columns, and says what fits.
    """
    width = sequence.width
    if width == input_size:
        return
    has = f"{width} column" + "s" * (width != 1)
    if sequence.columns:
        more = ", …" if len(sequence.columns) > _SHOWN else ""
        has += f" ({', '.join(plain(name, 30) for name in sequence.columns[:_SHOWN])}{more})"
    has += "" if sequence.columns else f" (its shape is {shape_text(sequence.values.shape)})"
    difference = abs(width - input_size)
    todo = f"remove {difference} of them" if width > input_size else f"add {difference}"
    raise FileError(
        f"{plain(sequence.path, 1000)} does not fit the model: it has {has}, and the model's "
        f"input_size is {input_size}: {todo}, or open a model with input_size {width}"
    )
