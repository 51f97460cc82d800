"""Writer of a trace as Parquet, the rows of `rows`: wide or long, every bit kept.

A unit that a quantity does not have is null; a NaN stays NaN. The metadata `gatestep` holds the
description. pyarrow is imported when the first row is written. The numbers of a readout are the
rows of `readout_rows`: wide in a file beside it, with the same description, long at its end.
"""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...lstm.lane import DIRECTIONS
from ..atomic import atomic_write
from ..errors import StrPath
from ..optional_packages import loading, need
from ..registry import Format
from .input_columns import LABEL, UNNAMED, InputNames
from .readout_rows import ReadoutRows, Table
from .rows import Cells, TraceRows
from .selection import EVERYTHING, TorchValues, TraceSelection
from .sidecar import readout_path

ABOUT: Final = "gatestep"
_NUMBERS_AT_ONCE = 1 << 18


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
    need(path, Format.PARQUET.row.package, Format.PARQUET.row.extra, writing=True)
    with loading(path, writing=True):
        import pyarrow as pa
        import pyarrow.parquet as pq

    rows = TraceRows(run, layout, selection, torch, names, with_input)
    read = ReadoutRows(run, selection, torch, names, with_input)
    told = {ABOUT: json.dumps(about)}
    parts = [(path, _fields(pa, rows, run.experiment.dtype), _cells(rows))]
    if read.quantities and not rows.wide:
        parts.append((path, parts[0][1], read.long(_NUMBERS_AT_ONCE)))
    elif read.quantities:
        beside = readout_path(path) if selection.has_cells else path
        parts = parts if selection.has_cells else []
        parts.append((beside, _readout_fields(pa, read), read.wide(_NUMBERS_AT_ONCE)))
    with ExitStack() as stack:
        schemas = {target: pa.schema(fields, told) for target, fields, _ in parts}
        files = {
            target: stack.enter_context(_writing(pa, pq, target, schema))
            for target, schema in schemas.items()
        }
        for number, (target, _, tables) in enumerate(parts):
            for table in tables:
                files[target](table.columns)
                yield (number + table.fraction) / len(parts)
    yield 1.0


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


def _cells(rows: TraceRows) -> Iterator[Table]:
    for cells in rows.cells(_NUMBERS_AT_ONCE):
        yield Table(_columns(rows, cells), cells.fraction)


def _fields(pa: Any, rows: TraceRows, dtype: Any) -> list[Any]:
    """Return the columns' names and types."""
    word, number = pa.dictionary(pa.int8(), pa.string()), pa.from_numpy_dtype(dtype)
    label = pa.dictionary(pa.int32(), pa.string())
    kinds = {"direction": word, "quantity": word, LABEL: label}
    kinds |= dict.fromkeys(rows.places[:3], pa.int32()) | {"unit": pa.int32()}
    return [pa.field(name, kinds.get(name, number)) for name in rows.columns]


def _readout_fields(pa: Any, read: ReadoutRows) -> list[Any]:
    """Return the names and types of the columns of a wide readout."""
    word = pa.dictionary(pa.int32(), pa.string())
    return [
        pa.field(
            name,
            word if isinstance(column, tuple) else pa.from_numpy_dtype(np.ma.getdata(column).dtype),
        )
        for name, column in read.wide_table(0, 0).columns.items()
    ]


def _columns(rows: TraceRows, cells: Cells) -> dict[str, Any]:
    """Return the columns of some cells' rows by name.

    Numbers are masked arrays; words are codes with their list of words.
    """
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
