"""Columns of a Parquet file, read by their names.

Importing this module imports pyarrow; the sandbox does so in a process of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...arrays import Array
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain, reading
from ..limits import check_fits
from ..tensors import EXACT, NOTHING, TensorInfo

ABOUT: Final = "gatestep"
"""Key of the file's metadata that holds the description of a trace."""
AS_TEXT: Final = "\0as text"
"""Suffix of a column's name, under which a column without numbers is read as text."""
LONGEST_TEXT: Final = 200
ORDER: Final = "columns"
"""Key of the note that lists all column names, in their order."""

_MOST_COLUMNS = 100_000
_MOST_ABOUT = 2**24  # as in `sidecar`, which this process need not import
_ROWS_AT_ONCE = 1 << 16


class ParquetTable:
    """An opened Parquet file (see `tensors.TensorFile`); its tensors are its columns, 1-D.

    `infos` has the numeric columns, and the others as texts. `problems` has the reason why a column
    is not numeric. `notes` has all names in their order, and the file's description.

    Raises:
        FileError: it is damaged, or repeats a column name.
    """

    undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        with reading(path), understood(path):
            self._file = pq.ParquetFile(
                path, memory_map=False, pre_buffer=False, page_checksum_verification=True
            )
        schema, self._rows = self._file.schema_arrow, int(self._file.metadata.num_rows)
        if len(schema) > _MOST_COLUMNS or self._rows < 0:
            raise _is_damaged(path)
        names = list(schema.names)
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise cannot_read(
                path, tr("two of its columns are called {name}: rename one", name=plain(twice, 40))
            )
        self._places = {name: place for place, name in enumerate(names)}
        self.infos: dict[str, TensorInfo] = {}
        self.problems: dict[str, str] = {}
        for name, kind in zip(names, schema.types, strict=True):
            self._look_at(name, kind)
        about = (schema.metadata or {}).get(ABOUT.encode(), b"")
        self.notes: dict[str, tuple[str, ...]] = {ORDER: tuple(names)}
        if 0 < len(about) <= _MOST_ABOUT:
            self.notes[ABOUT] = (about.decode(errors="replace"),)

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read columns of numbers by name, (T,) float64; NaN for nulls and inexact numbers.

        Raises:
            FileError: damaged data.
        """
        wanted = list(names)
        check_fits(self._path, 24 * self._rows * len(wanted))
        with understood(self._path):
            return {
                name: self._texts(name) if name.endswith(AS_TEXT) else self._column(name)
                for name in wanted
            }

    def _look_at(self, name: str, kind: Any) -> None:
        if is_numeric(kind):
            self.infos[name] = TensorInfo((self._rows,), str(kind))
        else:
            self.problems[name] = _problem(name, kind)
            if not pa.types.is_nested(kind):
                self.infos[f"{name}{AS_TEXT}"] = TensorInfo((self._rows,), "text")

    def _column(self, name: str) -> Array:
        """Read one column; NaN for nulls, and for numbers that float64 cannot hold exactly."""
        values, row = np.empty(self._rows), 0
        for batch in self._batches(name):
            missing = np.asarray(batch.is_null())
            whole = not pa.types.is_floating(batch.type)
            filled = batch.fill_null(pa.scalar(0).cast(batch.type)) if whole else batch
            part = filled.to_numpy(zero_copy_only=False)
            if part.dtype.kind in "iu" and part.dtype.itemsize == 8:
                missing |= (part > EXACT) | (part < -EXACT)
            values[row : row + len(part)] = np.where(missing, np.nan, part)
            row += len(part)
        return values

    def _texts(self, name: str) -> Array:
        """Read a column without numbers as texts; nulls become empty."""
        texts: list[str] = []
        for batch in self._batches(name.removesuffix(AS_TEXT)):
            try:
                cells = batch.cast(pa.string()).to_pylist()
            except pa.ArrowException:  # a type without texts, as bytes
                cells = batch.to_pylist()
            texts += ["" if c is None else plain(str(c).strip(), LONGEST_TEXT) for c in cells]
        return np.array(texts, np.str_)

    def _batches(self, name: str) -> Iterator[Any]:
        """Yield a column's values in batches, and check that they have the declared rows."""
        rows = 0
        found = self._file.iter_batches(_ROWS_AT_ONCE, columns=[name], use_threads=False)
        for batch in found:
            rows += len(batch)
            if rows > self._rows or batch.num_columns != 1:
                raise self._damaged()
            yield batch.column(0)
        if rows != self._rows:
            raise self._damaged()

    def _damaged(self) -> FileError:
        return cannot_read(
            self._path, tr("it is damaged: its columns have not the rows that it says they have")
        )


@contextmanager
def understood(path: StrPath) -> Iterator[None]:
    """Turn pyarrow's errors about a damaged file into a FileError; the system's errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise _is_damaged(path) from None
    except (pa.ArrowException, UnicodeDecodeError):
        raise _is_damaged(path) from None


def _is_damaged(path: StrPath) -> FileError:
    return cannot_read(path, tr("it is damaged: {todo}", todo=tr("save it again")))


def is_numeric(kind: Any) -> bool:
    """Return True for types that are plain numbers: floats, whole numbers, booleans."""
    types = pa.types
    return bool(types.is_floating(kind) or types.is_integer(kind) or types.is_boolean(kind))


def _problem(name: str, kind: Any) -> str:
    """Explain why a column cannot be a feature."""
    types, column = pa.types, plain(name, 40)
    text = kind.value_type if types.is_dictionary(kind) else kind
    if types.is_string(text) or types.is_large_string(text) or types.is_string_view(text):
        return tr("its column {name} holds text, not numbers: leave it out", name=column)
    if types.is_nested(kind):
        return tr(
            "its column {name} is nested ({kind}): save its numbers in columns of their own",
            name=column,
            kind=plain(kind, 60),
        )
    return tr(
        "its column {name} holds {kind}, not plain numbers: save it as float64",
        name=column,
        kind=plain(kind, 60),
    )
