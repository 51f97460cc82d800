"""Columns of a Parquet file, read by their names.

Importing this module imports pyarrow; the sandbox does so in a process of its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...arrays import Array
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain, reading
from ..limits import UNPACKED, check_explained
from ..tensors import EXACT, NOTHING, TensorInfo
from .columns import check_width
from .csv_survey import SHOWN

ABOUT: Final = "gatestep"
"""Key of the file's metadata that holds the description of a trace."""
AS_TEXT: Final = "\0as text"
"""Suffix of a column's name, under which a column without numbers is read as text."""
BEGUN: Final = "\0begun"
"""Suffix of such a column's name, under which only its first `SHOWN` texts are read."""
LONGEST_TEXT: Final = 200
ORDER: Final = "columns"
"""Key of the note that lists all column names, in their order."""

_MOST_ABOUT = 2**24  # as in `sidecar`, which this process need not import
_ROWS_AT_ONCE = 1 << 16
_COLUMNS_AT_ONCE = 4096
_NUMBERS_AT_ONCE = 1 << 20


class ParquetTable:
    """An opened Parquet file (see `tensors.TensorFile`); its tensors are its columns, 1-D.

    `infos` has the numeric columns, and the others as texts. `problems` has the reason why a column
    is not numeric. `notes` has all names in their order, and the file's description.

    Raises:
        FileError: it is damaged, has too many columns, or repeats a column name.
    """

    undecided = NOTHING
    _unpacked = UNPACKED

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        with reading(path), understood(path):
            self._file = pq.ParquetFile(
                path, memory_map=False, pre_buffer=False, page_checksum_verification=True
            )
        schema, self._rows = self._file.schema_arrow, int(self._file.metadata.num_rows)
        if self._rows < 0:
            raise _is_damaged(path)
        names = list(schema.names)
        check_width(path, len(names))
        twice = next((name for name, count in Counter(names).items() if count > 1), None)
        if twice is not None:
            raise cannot_read(
                path, tr("two of its columns are called {name}. Rename one", name=plain(twice, 40))
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
        numeric = [name for name in wanted if not name.endswith((AS_TEXT, BEGUN))]
        check_explained(self._path, 8 * self._rows * len(numeric), self._unpacked)
        found: dict[str, Array] = {}
        with understood(self._path):
            for start in range(0, len(numeric), _COLUMNS_AT_ONCE):
                found |= self._columns(numeric[start : start + _COLUMNS_AT_ONCE])
            for name in wanted:
                if name.endswith(AS_TEXT):
                    found[name] = self._texts(name.removesuffix(AS_TEXT))
                elif name.endswith(BEGUN):
                    found[name] = self._begun(name.removesuffix(BEGUN))
        return found

    def _look_at(self, name: str, kind: Any) -> None:
        if is_numeric(kind):
            self.infos[name] = TensorInfo((self._rows,), str(kind))
        else:
            self.problems[name] = _problem(name, kind)
            if not pa.types.is_nested(kind):
                self.infos[f"{name}{AS_TEXT}"] = TensorInfo((self._rows,), "text")
                self.infos[f"{name}{BEGUN}"] = TensorInfo((min(SHOWN, self._rows),), "text")

    def _columns(self, names: Sequence[str]) -> dict[str, Array]:
        """Read some columns; NaN for nulls, and for numbers that float64 cannot hold exactly."""
        values, row = {name: np.empty(self._rows) for name in names}, 0
        for batch in self._batches(names):
            for name in names:
                values[name][row : row + len(batch)] = _numbers(batch.column(name))
            row += len(batch)
        return values

    def _texts(self, name: str) -> Array:
        """Read a column without numbers as texts; nulls become empty."""
        texts: list[str] = []
        seen: dict[str, str] = {}
        longest = 1
        for batch in self._batches((name,)):
            part = _as_texts(batch.column(name))
            texts += [seen.setdefault(text, text) for text in part]
            longest = max(longest, *map(len, part))
            # Numpy gives each text the room of the longest, four bytes a character.
            check_explained(self._path, 4 * longest * self._rows)
        return np.array(texts, np.str_)

    def _begun(self, name: str) -> Array:
        """Read the first texts of a column without numbers."""
        first = next(self._file.iter_batches(SHOWN, columns=[name], use_threads=False))
        return np.array(_as_texts(first.column(name))[:SHOWN], np.str_)

    def _batches(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield columns in batches of rows, and check that they have the declared rows."""
        rows, at_once = 0, min(_ROWS_AT_ONCE, _NUMBERS_AT_ONCE // len(names))
        for batch in self._file.iter_batches(at_once, columns=list(names), use_threads=False):
            rows += len(batch)
            if rows > self._rows or not {*names} <= {*batch.schema.names}:
                raise self._damaged()
            yield batch
        if rows != self._rows:
            raise self._damaged()

    def _damaged(self) -> FileError:
        return cannot_read(
            self._path,
            tr("it is damaged: its columns do not have the number of rows that it declares"),
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
    return cannot_read(path, tr("it is damaged. {todo}", todo=tr("Save it again")))


def is_numeric(kind: Any) -> bool:
    """Return True for types that are plain numbers: floats, whole numbers, booleans."""
    types = pa.types
    return bool(types.is_floating(kind) or types.is_integer(kind) or types.is_boolean(kind))


def _numbers(column: Any) -> Array:
    """Return a batch of numbers as float64; NaN for nulls and inexact numbers."""
    missing = np.asarray(column.is_null())
    whole = not pa.types.is_floating(column.type)
    filled = column.fill_null(pa.scalar(0).cast(column.type)) if whole else column
    part = filled.to_numpy(zero_copy_only=False)
    if part.dtype.kind in "iu" and part.dtype.itemsize == 8:
        missing |= (part > EXACT) | (part < -EXACT)
    return np.where(missing, np.nan, part)


def _as_texts(column: Any) -> list[str]:
    """Return a batch of values as texts; nulls become empty."""
    try:
        cells = column.cast(pa.string()).to_pylist()
    except pa.ArrowException:  # a type without texts, as bytes
        cells = column.to_pylist()
    return ["" if c is None else plain(str(c).strip(), LONGEST_TEXT) for c in cells]


def _problem(name: str, kind: Any) -> str:
    """Explain why a column cannot be a feature."""
    types, column = pa.types, plain(name, 40)
    text = kind.value_type if types.is_dictionary(kind) else kind
    if types.is_string(text) or types.is_large_string(text) or types.is_string_view(text):
        return tr("its column {name} holds text, not numbers. Leave it out", name=column)
    if types.is_nested(kind):
        return tr(
            "its column {name} is nested ({kind}). Save its numbers in separate columns",
            name=column,
            kind=plain(kind, 60),
        )
    return tr(
        "its column {name} holds {kind}, not plain numbers. Save it as float64",
        name=column,
        kind=plain(kind, 60),
    )
