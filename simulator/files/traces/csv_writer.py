"""Writer of a trace as CSV: every known number, in text that reads back to the same bits.

Wide, one row a unit:  t,batch,layer,direction,unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h  (m before h with a
projection, and h empty for the units that it leaves out). Long, one row a value:
t,batch,layer,direction,quantity,unit,value.

Rows are sorted by timestep, batch row, layer, direction. Numbers not computed yet, and padding past
a sequence's length, have no row. Torch's values, if wanted, follow ours, and the differences (ours
− torch's) follow those: wide torch_i … and difference_i …, long torch and difference.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from ...arrays import Array
from ...engine.run import Run
from ...lstm.lane import DIRECTIONS, Lane
from ..atomic import atomic_write
from ..errors import StrPath
from .selection import EVERYTHING, TorchValues, TraceSelection, beside, chosen_cells, known_cells

LAYOUTS = ("wide", "long")
_INDEX = "t,batch,layer,direction"
_BLOCK = 1 << 15
_TENS = 10.0 ** np.arange(23)  # the powers of ten that float64 holds exactly


class CsvBlock(NamedTuple):
    """Some complete lines of the file, and the fraction done with them, 0…1."""

    text: str
    fraction: float


class _Cancelled(Exception):
    pass


def write_trace(
    run: Run,
    path: StrPath,
    layout: str = "wide",
    progress: Callable[[float], object] | None = None,
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
) -> bool:
    """Write the computed part of a run to a CSV file, completely or not at all.

    Args:
        run: finished or not; it may advance meanwhile: the state at the call is written.
        layout: "wide" or "long".
        progress: is called with the fraction done; returning False cancels.
        selection: the part to write.
        torch: torch's values for that part, to be written beside ours.

    Returns:
        True when the file was written, False when it was cancelled and nothing has changed.

    Raises:
        FileError: the file cannot be written.
        ValueError: another layout, or a part that does not exist.
    """
    blocks = trace_blocks(run, layout, selection, torch)
    try:
        with atomic_write(path) as file:
            for block in blocks:
                file.write(block.text.encode("ascii"))
                if progress is not None and progress(block.fraction) is False:
                    raise _Cancelled
    except _Cancelled:
        return False
    return True


def trace_blocks(
    run: Run,
    layout: str = "wide",
    selection: TraceSelection = EVERYTHING,
    torch: TorchValues | None = None,
) -> Iterator[CsvBlock]:
    """Yield the text of the file in blocks of some ten thousand numbers, milliseconds each.

    The call fixes which numbers are known, before the first block is asked for.

    Raises:
        ValueError: a layout other than "wide" and "long", or a part that does not exist.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"layout must be wide or long, got {layout!r}")
    selection.validate(run.experiment.config, run.schedule.num_timesteps)
    return _blocks(run, layout, known_cells(run), selection, torch)


def _blocks(
    run: Run, layout: str, known: Array, selection: TraceSelection, torch: TorchValues | None
) -> Iterator[CsvBlock]:
    config = run.experiment.config
    lanes = list(config.lanes())
    widths = selection.widths(config)
    units = {quantity: selection.units_of(width) for quantity, width in widths.items()}
    kinds = 3 if torch else 1
    order = _order(widths, units, layout, kinds)
    templates = [_template(units, layout, kinds, lane) for lane in lanes]
    cells = np.flatnonzero(chosen_cells(known, lanes, selection))
    yield CsvBlock(_header(widths, layout, kinds), 1.0 if not len(cells) else 0.0)
    count = max(1, _BLOCK // len(order))
    for start in range(0, len(cells), count):
        t, batch, lane = np.unravel_index(cells[start : start + count], known.shape)
        numbers = np.empty((len(t), len(order)), run.experiment.dtype)
        for index, key in enumerate(lanes):
            own = lane == index
            if own.any():
                ours = _side_by_side([run.trace.values(q, key)[t[own], batch[own]] for q in widths])
                if torch:
                    theirs = _side_by_side([torch[q, key][t[own], batch[own]] for q in widths])
                    ours = _side_by_side([ours, theirs, beside(ours, theirs)])
                numbers[own] = ours[:, order]
        template = "".join(
            templates[index].replace("@", f"{step},{row}")
            for step, row, index in zip(t.tolist(), batch.tolist(), lane.tolist(), strict=True)
        )
        text = template % tuple(_shortest(numbers.ravel()).tolist())
        yield CsvBlock(text, min(1.0, (start + count) / len(cells)))


def _side_by_side(parts: list[Array]) -> Array:
    return np.concatenate(parts, axis=-1)


def _header(widths: dict[str, int], layout: str, kinds: int) -> str:
    prefixes = ("", "torch_", "difference_")[:kinds]
    columns = [f"{prefix}{name}" for prefix in prefixes for name in widths]
    if layout == "long":
        columns = ["value", "torch", "difference"][:kinds]
        return f"{_INDEX},quantity,unit,{','.join(columns)}\n"
    return f"{_INDEX},unit,{','.join(columns)}\n"


def _order(widths: dict[str, int], units: dict[str, Array], layout: str, kinds: int) -> Array:
    """Return the index of each number of a cell's rows in its values, joined by quantity."""
    total, start = sum(widths.values()), 0
    starts = {}
    for quantity, width in widths.items():
        starts[quantity], start = start, start + width
    if layout == "long":
        ours = np.concatenate([starts[q] + units[q] for q in widths])
        return np.asarray((ours[:, None] + total * np.arange(kinds)).ravel())
    places = [
        kind * total + starts[quantity] + unit
        for unit in _rows(units)
        for kind in range(kinds)
        for quantity, width in widths.items()
        if unit < width
    ]
    return np.array(places, np.intp)


def _rows(units: dict[str, Array]) -> list[int]:
    """Return the units that have a row in the wide layout: those that any quantity has."""
    return sorted(set().union(*(part.tolist() for part in units.values())))


def _template(units: dict[str, Array], layout: str, kinds: int, lane: Lane) -> str:
    """Write the rows of one cell: `@` for its timestep and batch row, `%r` for each number."""
    head = f"@,{lane.layer},{DIRECTIONS[lane.direction]}"
    if layout == "long":
        numbers = ",".join(["%r"] * kinds)
        return "".join(
            f"{head},{name},{unit},{numbers}\n" for name, own in units.items() for unit in own
        )
    has = [set(own.tolist()) for own in units.values()] * kinds
    return "".join(
        f"{head},{unit},{','.join('%r' if unit in own else '' for own in has)}\n"
        for unit in _rows(units)
    )


def _shortest(numbers: Array) -> Array:
    """Return float64 numbers whose `repr` is the shortest text that reads back to the same bits.

    For float64 they are the numbers themselves. Float32 numbers are rounded to the 6 to 9 decimal
    digits that separate them from their neighbours: 0.1, not 0.10000000149011612.
    """
    if numbers.dtype == np.float64:
        return numbers
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
    return short
