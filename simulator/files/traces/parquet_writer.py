"""Writer of a trace as Parquet, in the columns of `csv_writer`: wide or long, every bit kept.

A unit that a quantity does not have is null; a NaN stays NaN. The metadata `gatestep` holds the
description. pyarrow is imported when the first row is written.
"""

import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...lstm.lane import DIRECTIONS
from ..atomic import atomic_write
from ..errors import StrPath
from ..optional_packages import loading, need
from ..registry import Format
from .selection import EVERYTHING, TorchValues, TraceSelection, beside, chosen_cells, known_cells

ABOUT: Final = "gatestep"
_PREFIXES: Final = ("", "torch_", "difference_")
_KINDS: Final = ("value", "torch", "difference")
_NUMBERS_AT_ONCE = 1 << 18


def writing_parquet(
    run: Run,
    path: StrPath,
    about: Mapping[str, Any],
    layout: str = "wide",
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
) -> Generator[float, None, None]:
    """Write the computed part of a run, completely or not at all; yields the fraction done.

    Args:
        run: finished or not.
        path: the target.
        about: the description (see `sidecar.about`).
        layout: "wide", one row a unit, or "long", one row a number.
        selection: the part to write.
        torch: torch's values for that part, to be written beside ours.

    Raises:
        FileError: the file cannot be written, or pyarrow is not installed.
        ValueError: another layout, or a part that does not exist.
    """
    need(path, Format.PARQUET.row.package, Format.PARQUET.row.extra, writing=True)
    with loading(path, writing=True):
        import pyarrow as pa
        import pyarrow.parquet as pq

    table = _Table(run, layout, selection, torch)
    schema = pa.schema(table.fields(pa), {ABOUT: json.dumps(about)})
    texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    with atomic_write(path) as file:
        # A dictionary of numbers would merge 0.0 and -0.0.
        writer = pq.ParquetWriter(file, schema, use_dictionary=texts, write_page_checksum=True)
        try:
            for columns, fraction in table.parts():
                arrays = [_arrow(pa, schema.field(name).type, columns[name]) for name in columns]
                writer.write_batch(pa.record_batch(arrays, schema=schema))
                yield fraction
        except BaseException:
            with suppress(Exception):  # the first error is already on its way
                writer.close()
            raise
        writer.close()
    yield 1.0


class _Table:
    """Columns of the file, made for some rows at a time."""

    def __init__(
        self, run: Run, layout: str, selection: TraceSelection, torch: TorchValues | None
    ) -> None:
        if layout not in ("wide", "long"):
            raise ValueError(f"layout must be wide or long, got {layout!r}")
        config = run.experiment.config
        selection.validate(config, run.schedule.num_timesteps)
        self._run, self._wide, self._torch = run, layout == "wide", torch
        self._lanes, self._known = list(config.lanes()), known_cells(run)
        self._cells = np.flatnonzero(chosen_cells(self._known, self._lanes, selection))
        widths = selection.widths(config)
        self._widths = widths
        self._units = {name: selection.units_of(width) for name, width in widths.items()}
        self._rows = np.unique(np.concatenate(list(self._units.values())))
        self._kinds = 3 if torch else 1

    def fields(self, pa: Any) -> list[Any]:
        """Return the columns' names and types."""
        word = pa.dictionary(pa.int8(), pa.string())
        number = pa.from_numpy_dtype(self._run.experiment.dtype)
        places = [(name, pa.int32()) for name in ("t", "batch", "layer")] + [("direction", word)]
        names = _KINDS[: self._kinds]
        if self._wide:
            places.append(("unit", pa.int32()))
            names = tuple(f"{p}{q}" for p in _PREFIXES[: self._kinds] for q in self._widths)
        else:
            places += [("quantity", word), ("unit", pa.int32())]
        return [pa.field(*place) for place in (*places, *((name, number) for name in names))]

    def parts(self) -> Iterator[tuple[dict[str, Any], float]]:
        """Yield the columns of some rows by name, and the fraction done with them.

        Numbers are masked arrays; words are codes with their list of words.
        """
        per_cell = self._kinds * sum(len(units) for units in self._units.values())
        count = max(1, _NUMBERS_AT_ONCE // max(1, per_cell))
        for start in range(0, len(self._cells), count):
            cells = self._cells[start : start + count]
            yield self._columns(cells), min(1.0, (start + count) / len(self._cells))

    def _columns(self, cells: Array) -> dict[str, Any]:
        t, batch, lane = np.unravel_index(cells, self._known.shape)
        names = list(self._widths)
        units = self._rows if self._wide else np.concatenate(list(self._units.values()))
        layers, directions = (np.array(part)[lane] for part in zip(*self._lanes, strict=True))
        columns: dict[str, Any] = {
            name: np.repeat(values, len(units)).astype(np.int32)
            for name, values in (("t", t), ("batch", batch), ("layer", layers))
        }
        columns["direction"] = np.repeat(directions, len(units)), DIRECTIONS
        if not self._wide:
            quantities = np.repeat(np.arange(len(names)), [len(u) for u in self._units.values()])
            columns["quantity"] = np.tile(quantities, len(cells)), names
        columns["unit"] = np.tile(units, len(cells)).astype(np.int32)
        values = self._values(t, batch, lane)
        if self._wide:
            for kind in range(self._kinds):
                for name in names:
                    columns[f"{_PREFIXES[kind]}{name}"] = self._spread(name, values[name][kind])
        else:
            for kind in range(self._kinds):
                parts = [values[name][kind] for name in names]
                columns[_KINDS[kind]] = np.ma.masked_array(np.concatenate(parts, -1).ravel())
        return columns

    def _values(self, t: Array, batch: Array, lane: Array) -> dict[str, list[Array]]:
        """Return by quantity ours, torch's and the difference, (cells, units) each."""
        found: dict[str, list[Array]] = {}
        for name, units in self._units.items():
            shape = len(t), len(units)
            kinds = [np.empty(shape, self._run.experiment.dtype) for _ in range(self._kinds)]
            for index, key in enumerate(self._lanes):
                own = np.flatnonzero(lane == index)
                ours = self._run.trace.values(name, key)[t[own], batch[own]][:, units]
                kinds[0][own] = ours
                if self._torch and len(own):
                    theirs = self._torch[name, key][t[own], batch[own]][:, units]
                    kinds[1][own], kinds[2][own] = theirs, beside(ours, theirs)
            found[name] = kinds
        return found

    def _spread(self, name: str, values: Array) -> Any:
        """Spread a quantity's numbers over the rows of all units, masked where it has none."""
        there = np.isin(self._rows, self._units[name])
        spread = np.zeros((len(values), len(there)), values.dtype)
        spread[:, there] = values
        return np.ma.masked_array(spread.ravel(), np.tile(~there, len(values)))


def _arrow(pa: Any, kind: Any, column: Any) -> Any:
    if isinstance(column, tuple):
        codes, words = column
        return pa.DictionaryArray.from_arrays(codes.astype(np.int8), list(words))
    if isinstance(column, np.ma.MaskedArray):
        mask = column.mask
        return pa.array(column.data, kind, mask=None if mask is np.ma.nomask else mask)
    return pa.array(column, kind)
