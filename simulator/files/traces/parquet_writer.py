"""Writer of a trace as Parquet, the rows of `rows`: wide or long, every bit kept.

A unit that a quantity does not have is null; a NaN stays NaN. The metadata `gatestep` holds the
description. pyarrow is imported when the first row is written. The numbers of a readout are the
rows of `readout_rows`: wide in a file beside it, with the same description, long at its end.
"""

import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...network.lane import DIRECTIONS
from ..atomic import atomic_write
from ..errors import StrPath
from ..optional_packages import loading, need
from ..registry import Format
from .input_columns import LABEL, UNNAMED, InputNames
from .readout_rows import ReadoutRows, Table
from .rows import CellRows, Cells, TraceRows
from .selection import EVERYTHING, TorchValues, TraceSelection
from .sidecar import readout_path

ABOUT: Final = "gatestep"
NUMBERS_AT_ONCE: Final = 1 << 18


class Words(NamedTuple):
    """Type of a column of words: codes of an integer type, and a list of words."""

    codes: str


Kind = Words | np.dtype[Any]
"""Type of a column."""


class Part(NamedTuple):
    """Rows for a file.

    Attributes:
        path: the file. columns: its columns' types by name. tables: the rows, some at a time.
    """

    path: StrPath
    columns: Mapping[str, Kind]
    tables: Iterator[Table]


def writing_parquet(
    run: Run,
    path: StrPath,
    about: Mapping[str, Any],
    layout: str = "wide",
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
    names: InputNames = UNNAMED,
    with_input: bool = False,
) -> Generator[float, None, None]:
    """Write the computed part of a run, completely or not at all; yields the fraction done.

    Args:
        run: finished or not.
        path: the target.
        about: the description (see `sidecar.about`).
        layout: "wide", one row a unit, or "long", one row a number.
        selection: the part to write.
        torch: torch's values for that part, to be written beside ours.
        names: those of timesteps and features. with_input: whether to write the input too.

    Raises:
        FileError: the file cannot be written, or pyarrow is not installed.
        ValueError: another layout, or a part that does not exist.
    """
    rows = TraceRows(run, layout, selection, torch, names, with_input)
    read = ReadoutRows(run, selection, torch, names, with_input)
    parts = [cells_part(path, rows, run.experiment.dtype)]
    if read.quantities and not rows.wide:
        parts.append(Part(path, parts[0].columns, read.long(NUMBERS_AT_ONCE)))
    elif read.quantities:
        beside = readout_path(path) if selection.has_cells else path
        parts = parts if selection.has_cells else []
        columns = {name: _kind(column) for name, column in read.wide_table(0, 0).columns.items()}
        parts.append(Part(beside, columns, read.wide(NUMBERS_AT_ONCE)))
    yield from writing_parts(parts, about)


def writing_parts(parts: Sequence[Part], about: Mapping[str, Any]) -> Generator[float, None, None]:
    """Write tables into their files, all of them or none; yields the fraction done.

    Args:
        parts: one file may take several, one after another, all with the columns of the first.
        about: the description that each file gets.

    Raises:
        FileError: a file cannot be written, or pyarrow is not installed.
    """
    path = parts[0].path
    need(path, Format.PARQUET.row.package, Format.PARQUET.row.requirement, writing=True)
    with loading(path, writing=True):
        import pyarrow as pa
        import pyarrow.parquet as pq

    told, columns = {ABOUT: json.dumps(about)}, dict[StrPath, Mapping[str, Kind]]()
    for part in parts:
        columns.setdefault(part.path, part.columns)
    with ExitStack() as stack:
        files = {
            target: stack.enter_context(_writing(pa, pq, target, _schema(pa, kinds, told)))
            for target, kinds in columns.items()
        }
        for number, part in enumerate(parts):
            for table in part.tables:
                files[part.path](table.columns)
                yield (number + table.fraction) / len(parts)
    yield 1.0


def cells_part(path: StrPath, rows: CellRows, dtype: Any) -> Part:
    """Return the rows of cells, whose numbers have a dtype, for a file."""
    kinds: dict[str, Kind] = {"direction": Words("int8"), "quantity": Words("int8")}
    kinds[LABEL] = Words("int32")
    kinds |= dict.fromkeys((*rows.places[:3], "unit"), np.dtype(np.int32))
    columns = {name: kinds.get(name, np.dtype(dtype)) for name in rows.columns}
    return Part(path, columns, cell_tables(rows))


@contextmanager
def _writing(
    pa: Any, pq: Any, path: StrPath, schema: Any
) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """Open a file for rows of a schema; gives the function that writes some of their columns."""

    def write(columns: Mapping[str, Any]) -> None:
        arrays = [_arrow(pa, schema.field(name).type, columns[name]) for name in columns]
        writer.write_batch(pa.record_batch(arrays, schema=schema))

    texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with atomic_write(path) as file:
        # A dictionary of numbers would merge 0.0 and -0.0.
        writer = pq.ParquetWriter(file, schema, use_dictionary=texts, write_page_checksum=True)
        try:
            yield write
        except BaseException:
            with suppress(Exception):  # the first error is already on its way
                writer.close()
            raise
        writer.close()


def _kind(column: Any) -> Kind:
    """Return the type of a column of a `readout_rows.Table`."""
    return Words("int32") if isinstance(column, tuple) else np.ma.getdata(column).dtype


def _schema(pa: Any, columns: Mapping[str, Kind], told: Mapping[str, str]) -> Any:
    def arrow(kind: Kind) -> Any:
        if isinstance(kind, Words):
            return pa.dictionary(pa.from_numpy_dtype(np.dtype(kind.codes)), pa.string())
        return pa.from_numpy_dtype(kind)

    return pa.schema([pa.field(name, arrow(kind)) for name, kind in columns.items()], told)


def cell_tables(rows: CellRows) -> Iterator[Table]:
    """Yield the rows of cells, some at a time, as columns by name.

    Numbers are masked arrays; words are codes with their list of words.
    """
    for cells in rows.cells(NUMBERS_AT_ONCE):
        yield Table(_columns(rows, cells), cells.fraction)


def _columns(rows: CellRows, cells: Cells) -> dict[str, Any]:
    """Return the columns of some cells' rows by name, as `cell_tables` does."""
    units = rows.rows if rows.wide else np.concatenate(list(rows.units.values()))
    layers, directions = (np.array(part)[cells.lane] for part in zip(*rows.lanes, strict=True))
    columns: dict[str, Any] = {
        name: np.repeat(values, len(units)).astype(np.int32)
        for name, values in (("t", cells.t), ("batch", cells.batch), ("layer", layers))
    }
    columns["direction"] = np.repeat(directions, len(units)), DIRECTIONS
    if not rows.wide:
        quantities = np.repeat(np.arange(len(rows.units)), [len(u) for u in rows.units.values()])
        columns["quantity"] = np.tile(quantities, len(cells.t)), list(rows.units)
    columns["unit"] = np.tile(units, len(cells.t)).astype(np.int32)
    if rows.wide:
        numbers = [
            _spread(cells.numbers[:, kind, part], np.isin(rows.rows, rows.units[name]))
            for kind in range(rows.kinds)
            for name, part in rows.slices.items()
        ]
    else:
        numbers = [np.ma.masked_array(cells.numbers[:, k].ravel()) for k in range(rows.kinds)]
    columns |= zip(rows.values, numbers, strict=True)
    count = rows.rows_per_cell
    if rows.labels:
        there, codes = np.unique(cells.t, return_inverse=True)
        columns[LABEL] = np.repeat(codes, count), [rows.labels[t] for t in there.tolist()]
    if rows.inputs:
        came_in = np.repeat(rows.input_at(cells.t, cells.batch), count, axis=0)
        columns |= zip(rows.inputs, came_in.T, strict=True)
    return columns


def _spread(values: Array, there: Array) -> Any:
    """Spread a quantity's numbers over the rows of all units, masked where it has none."""
    spread = np.zeros((len(values), len(there)), values.dtype)
    spread[:, there] = values
    return np.ma.masked_array(spread.ravel(), np.tile(~there, len(values)))


def _arrow(pa: Any, kind: Any, column: Any) -> Any:
    if isinstance(column, tuple):
        codes, words = column
        return pa.DictionaryArray.from_arrays(_arrow(pa, kind.index_type, codes), list(words))
    if isinstance(column, np.ma.MaskedArray):
        mask = column.mask
        return pa.array(column.data, kind, mask=None if mask is np.ma.nomask else mask)
    return pa.array(column, kind)
