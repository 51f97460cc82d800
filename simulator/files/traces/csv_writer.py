"""Writer of a trace as CSV: every known number, in text that reads back to the same bits.

Its lines are the rows of `rows`, in UTF-8. A unit that a quantity does not have is empty. The
numbers of a readout are the rows of `readout_rows`: wide in a file beside it, long at its end.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, NamedTuple

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...network.lane import DIRECTIONS, Lane
from ..atomic import atomic_write
from ..errors import StrPath
from .input_columns import UNNAMED, InputNames, csv_cell
from .readout_rows import ReadoutRows
from .rows import CellRows, Cells, TraceRows
from .selection import EVERYTHING, TorchValues, TraceSelection
from .sidecar import readout_path

_BLOCK = 1 << 15
_CHARACTERS_AT_ONCE = 1 << 20
_TENS = 10.0 ** np.arange(23)  # the powers of ten that float64 holds exactly


class CsvBlock(NamedTuple):
    """Some complete lines of the file, and the fraction done with them, 0…1."""

    text: str
    fraction: float


def writing_csv(
    run: Run,
    path: StrPath,
    layout: str = "wide",
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
    names: InputNames = UNNAMED,
    with_input: bool = False,
) -> Generator[float, None, None]:
    """Write the computed part of a run, completely or not at all; yields the fraction done.

    Of a wide trace the readout's part goes into a file of its own, `readout_path`; with no cells
    chosen, into `path`.

    Args:
        run: finished or not.
        path: the target.
        layout: "wide" or "long".
        selection: the part to write.
        torch: torch's values for that part, to be written beside ours.
        names: those of timesteps and features. with_input: whether to write the input too.

    Raises:
        FileError: the file cannot be written.
        ValueError: another layout, or a part that does not exist.
    """
    rows = TraceRows(run, layout, selection, torch, names, with_input)
    read = ReadoutRows(run, selection, torch, names, with_input)
    yield 0.0
    parts = [(path, cell_blocks(rows))] if selection.has_cells or not rows.wide else []
    if read.quantities and rows.wide:
        parts.append((readout_path(path) if selection.has_cells else path, _wide_readout(read)))
    elif read.quantities:
        parts.append((path, _long_readout(read)))
    with ExitStack() as stack:
        targets = dict.fromkeys(target for target, _ in parts)
        files = {target: stack.enter_context(atomic_write(target)) for target in targets}
        for number, (target, blocks) in enumerate(parts):
            for block in blocks:
                files[target].write(block.text.encode())
                yield (number + block.fraction) / len(parts)


def trace_blocks(
    run: Run,
    layout: str = "wide",
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
    names: InputNames = UNNAMED,
    with_input: bool = False,
) -> Iterator[CsvBlock]:
    """Yield the cells' text in blocks of some ten thousand numbers, milliseconds each.

    The call fixes which numbers are known, before the first block is asked for.

    Raises:
        ValueError: a layout other than "wide" and "long", or a part that does not exist.
    """
    return cell_blocks(TraceRows(run, layout, selection, torch, names, with_input))


def cell_blocks(rows: CellRows, header: bool = True) -> Iterator[CsvBlock]:
    """Yield the text of cells' rows in blocks, the header first if it is wanted."""
    order = _order(rows)
    templates = [_template(rows, lane) for lane in rows.lanes]
    if header:
        names = ",".join(map(csv_cell, rows.columns))
        yield CsvBlock(f"{names}\n", 0.0 if len(rows) else 1.0)
    if rows.labels or rows.inputs:
        yield from _blocks_with_input(rows, templates, order)
        return
    for cells in rows.cells(_BLOCK):
        template = "".join(
            templates[lane].replace("@", f"{t},{row}")
            for t, row, lane in zip(
                cells.t.tolist(), cells.batch.tolist(), cells.lane.tolist(), strict=True
            )
        )
        numbers = cells.numbers.reshape(len(cells.t), -1)[:, order]
        text = template % tuple(_shortest(numbers.ravel()).tolist())
        yield CsvBlock(text, cells.fraction)


def _wide_readout(read: ReadoutRows) -> Iterator[CsvBlock]:
    header = ",".join(read.wide_table(0, 0).columns)
    yield CsvBlock(f"{header}\n", 0.0 if len(read) else 1.0)
    for table in read.wide(_BLOCK):
        yield CsvBlock(csv_lines(table.columns), table.fraction)


def _long_readout(read: ReadoutRows) -> Iterator[CsvBlock]:
    for table in read.long(_BLOCK):
        yield CsvBlock(csv_lines(table.columns), table.fraction)


def csv_lines(columns: Mapping[str, Any]) -> str:
    """Write the rows of a `readout_rows.Table`, without a header."""
    texts = map(_texts, columns.values())
    return "".join(f"{','.join(row)}\n" for row in zip(*texts, strict=True))


def _texts(column: Any) -> list[str]:
    """Write the cells of a column, the masked ones empty."""
    if isinstance(column, tuple):
        codes, words = column
        codes = np.ma.masked_array(codes)
        cells = {code: csv_cell(words[code]) for code in set(codes.compressed().tolist())}
        return [cells.get(code, "") for code in codes.tolist()]
    numbers = np.ma.getdata(column)
    if numbers.dtype.kind == "f":
        numbers = _shortest(numbers)
    texts = list(map(repr, numbers.tolist()))
    for empty in np.flatnonzero(np.ma.getmaskarray(column)).tolist():
        texts[empty] = ""
    return texts


def _blocks_with_input(rows: CellRows, templates: list[str], order: Array) -> Iterator[CsvBlock]:
    """Yield the same lines, each with what came in at its end."""
    names = [csv_cell(label) for label in rows.labels]
    for cells in rows.cells(_BLOCK):
        numbers = _shortest(cells.numbers.reshape(len(cells.t), -1)[:, order])
        ends = _ends(rows, cells, names)
        done, size = list[str](), 0
        places = zip(cells.t.tolist(), cells.batch.tolist(), cells.lane.tolist(), strict=True)
        for (t, row, lane), values, end in zip(places, numbers.tolist(), ends, strict=True):
            lines = (templates[lane].replace("@", f"{t},{row}") % tuple(values)).split("\n")
            for line in lines[:-1]:
                done.append(line + end)
                size += len(line) + len(end)
                if size > _CHARACTERS_AT_ONCE:
                    yield CsvBlock("".join(done), cells.fraction)
                    done, size = [], 0
        yield CsvBlock("".join(done), cells.fraction)


def _ends(rows: CellRows, cells: Cells, names: list[str]) -> Iterator[str]:
    """Yield what ends each cell's lines: the timestep's name, and the numbers that came in."""
    numbers = _shortest(rows.input_at(cells.t, cells.batch)) if rows.inputs else None
    for index, t in enumerate(cells.t.tolist()):
        parts = [names[t]] if names else []
        if numbers is not None:
            parts += map(repr, numbers[index].tolist())
        yield f",{','.join(parts)}\n"


def _order(rows: CellRows) -> Array:
    """Return the index of each number of a cell's lines in its numbers, kinds side by side."""
    total, kinds = sum(map(len, rows.units.values())), np.arange(rows.kinds)
    if not rows.wide:
        return (np.arange(total)[:, None] + total * kinds).ravel()
    places = np.full((len(rows.rows), rows.kinds, len(rows.units)), -1)
    for column, (quantity, own) in enumerate(rows.units.items()):
        first = rows.slices[quantity].start + np.arange(len(own))
        places[np.searchsorted(rows.rows, own), :, column] = first[:, None] + total * kinds
    return places[places >= 0]


def _template(rows: CellRows, lane: Lane) -> str:
    """Write the lines of one cell: `@` for its timestep and batch row, `%r` for each number."""
    head = f"@,{lane.layer},{DIRECTIONS[lane.direction]}"
    if not rows.wide:
        numbers = ",".join(["%r"] * rows.kinds)
        return "".join(
            f"{head},{name},{unit},{numbers}\n" for name, own in rows.units.items() for unit in own
        )
    has = [set(own.tolist()) for own in rows.units.values()] * rows.kinds
    return "".join(
        f"{head},{unit},{','.join('%r' if unit in own else '' for own in has)}\n"
        for unit in rows.rows.tolist()
    )


def _shortest(numbers: Array) -> Array:
    """Return float64 numbers whose `repr` is the shortest text that reads back to the same bits.

    For float64 they are the numbers themselves. Float32 numbers are rounded to the 6 to 9 decimal
    digits that separate them from their neighbours: 0.1, not 0.10000000149011612.
    """
    if numbers.dtype == np.float64:
        return numbers
    shape, numbers = numbers.shape, numbers.ravel()
    exact = numbers.astype(np.float64)
    short = exact.copy()
    magnitude = np.abs(exact)
    plain = (magnitude >= 1e-14) & (magnitude < 1e6)  # here powers of ten are exact
    todo = np.flatnonzero(plain)
    exponent = np.floor(np.log10(magnitude[todo])).astype(np.intp)
    for digits in (6, 7, 8, 9):
        power = _TENS[digits - 1 - exponent]
        rounded = np.rint(exact[todo] * power) / power
        # A neighbour on either side reads back to it too: no tie depends on who rounds.
        settled = (np.nextafter(rounded, -np.inf).astype(np.float32) == numbers[todo]) & (
            np.nextafter(rounded, np.inf).astype(np.float32) == numbers[todo]
        )
        short[todo[settled]] = rounded[settled]
        todo, exponent = todo[~settled], exponent[~settled]
    rare = np.flatnonzero(~plain & np.isfinite(exact) & (exact != 0))
    for index in (*todo.tolist(), *rare.tolist()):
        short[index] = float(str(numbers[index]))
    return short.reshape(shape)
