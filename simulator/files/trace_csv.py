"""Writing a trace as CSV: every known number, in text that reads back to the same bits.

Wide, one row a unit:  t,batch,layer,direction,unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h  (m before h with a
projection, and h empty for the units that it leaves out).
Long, one row a value: t,batch,layer,direction,quantity,unit,value.

Rows are in the order of their columns before the values: by timestep, batch row, layer, direction.
What is not computed yet, and padding past a sequence's length, has no row.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from simulator.arrays import Array
from simulator.config import DIRECTIONS, GATES, LSTMConfig
from simulator.files.atomic import atomic_write
from simulator.files.errors import StrPath
from simulator.run import Run

LAYOUTS = ("wide", "long")
_INDEX = "t,batch,layer,direction"
_BLOCK = 1 << 15
_TENS = 10.0 ** np.arange(23)  # the powers of ten that float64 holds exactly


class Block(NamedTuple):
    """Some whole lines of the file, and how much of it is done with them, 0…1."""

    text: str
    fraction: float


class _Cancelled(Exception):
    pass


def write_trace(
    run: Run,
    path: StrPath,
    layout: str = "wide",
    progress: Callable[[float], object] | None = None,
) -> bool:
    """Write what a run has computed to a CSV file, whole or not at all.

    Args:
        run: finished or not; it may advance meanwhile, and what is written is as of the call.
        layout: "wide" or "long".
        progress: is called with the fraction that is done; returning False cancels.

    Returns:
        True when the file is there, False when it was cancelled and nothing has changed.

    Raises:
        FileError: the file can not be written.
        ValueError: another layout.
    """
    blocks = trace_blocks(run, layout)
    try:
        with atomic_write(path) as file:
            for block in blocks:
                file.write(block.text.encode("ascii"))
                if progress is not None and progress(block.fraction) is False:
                    raise _Cancelled
    except _Cancelled:
        return False
    return True


def trace_blocks(run: Run, layout: str = "wide") -> Iterator[Block]:
    """The text of the file in blocks of some ten thousand numbers, each a matter of milliseconds.

    What is known is settled by the call, before the first block is asked for.

    Raises:
        ValueError: a layout other than "wide" and "long".
    """
    if layout not in LAYOUTS:
        raise ValueError(f"layout must be wide or long, got {layout!r}")
    return _blocks(run, layout, _known_cells(run))


def _blocks(run: Run, layout: str, known: Array) -> Iterator[Block]:
    config = run.experiment.config
    lanes = list(config.lanes())
    quantities = _quantities(config)
    order = _order(quantities, layout)
    templates = [_template(quantities, layout, *lane) for lane in lanes]
    cells = np.flatnonzero(known)
    columns = "unit," + ",".join(quantities) if layout == "wide" else "quantity,unit,value"
    yield Block(f"{_INDEX},{columns}\n", 1.0 if not len(cells) else 0.0)
    count = max(1, _BLOCK // len(order))
    for start in range(0, len(cells), count):
        t, batch, lane = np.unravel_index(cells[start : start + count], known.shape)
        numbers = np.empty((len(t), len(order)), run.experiment.dtype)
        for index, key in enumerate(lanes):
            own = lane == index
            if own.any():
                parts = [run.trace.values(q, *key)[t[own], batch[own]] for q in quantities]
                numbers[own] = np.concatenate(parts, axis=-1)[:, order]
        template = "".join(
            templates[index].replace("@", f"{step},{row}")
            for step, row, index in zip(t.tolist(), batch.tolist(), lane.tolist(), strict=True)
        )
        text = template % tuple(_shortest(numbers.ravel()).tolist())
        yield Block(text, min(1.0, (start + count) / len(cells)))


def _known_cells(run: Run) -> Array:
    """(T, B, L*D) of booleans: the cells that are computed and not padding."""
    schedule, config = run.schedule, run.experiment.config
    position = run.cells_done * len(schedule.phases)
    t = np.arange(schedule.num_timesteps)[:, None]
    lengths = np.array(schedule.lengths)
    known = np.empty((len(t), len(lengths), config.num_layers * config.num_directions), bool)
    for index, (layer, direction) in enumerate(config.lanes()):
        walk = lengths - 1 - t if direction else np.broadcast_to(t, known.shape[:2])
        walked = schedule.walked(position, layer, direction, "h")
        known[..., index] = (walk < walked) & (t < lengths)
    return known


def _quantities(config: LSTMConfig) -> dict[str, int]:
    """The columns of the wide layout with the units that each has."""
    names = [f"z_{gate}" for gate in GATES] + [*GATES, "c"] + ["m"] * bool(config.proj_size)
    return {**dict.fromkeys(names, config.hidden_size), "h": config.output_size}


def _order(quantities: dict[str, int], layout: str) -> Array:
    """Where in a cell's values, side by side by quantity, each number of its rows stands."""
    widths = np.array(list(quantities.values()))
    starts = np.cumsum(widths) - widths
    if layout == "long":
        return np.arange(widths.sum())
    units = np.arange(widths.max())[:, None]
    return np.asarray((starts + units)[units < widths])


def _template(quantities: dict[str, int], layout: str, layer: int, direction: int) -> str:
    """The rows of one cell, `@` for its timestep and batch row and `%r` for each number."""
    head = f"@,{layer},{DIRECTIONS[direction]}"
    if layout == "long":
        return "".join(
            f"{head},{name},{unit},%r\n"
            for name, width in quantities.items()
            for unit in range(width)
        )
    return "".join(
        f"{head},{unit},{','.join('%r' if unit < w else '' for w in quantities.values())}\n"
        for unit in range(max(quantities.values()))
    )


def _shortest(numbers: Array) -> Array:
    """Float64 numbers whose `repr` are the shortest texts that read back to the given bits.

    For float64 they are the numbers themselves. For float32 they are rounded to the 6 to 9 decimal
    digits that tell them from their neighbours: 0.1 rather than 0.10000000149011612.
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
