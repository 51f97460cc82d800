"""Reader of a trace exported as Parquet: the inverse of `parquet_writer`.

As with CSV, rows may come in any order and may be missing, and torch's values are not read.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from ...arrays import Array
from ...engine.recorded_run import Key, Points
from ...network.lane import Lane
from ...network.quantities import KEYS, LOSS, READOUT, TARGET, WRITTEN_OF_READOUT
from ...translation import tr
from .. import contents
from ..errors import FileError, StrPath, cannot_read
from ..registry import Format
from ..sandbox import SandboxedFile
from .csv_reader import OF_OUTPUT, PLACE

TRACE: Final = replace(
    Format.PARQUET.row, title="Parquet trace", reader=".traces.parquet_columns:ParquetTrace"
)
_WORDS: Final = (*KEYS, *WRITTEN_OF_READOUT)  # as in `parquet_columns`, which imports pyarrow
_LARGEST: Final = 10**9


def is_trace_parquet(path: StrPath) -> bool:
    """Return True for a Parquet file whose footer says that Gatestep wrote a trace into it."""
    return contents.holds_parquet(path, contents.TRACE)


def read_trace_parquet(path: StrPath) -> tuple[dict[Key, Points], str]:
    """Read the numbers of a trace by quantity and lane, and its description as text.

    Raises:
        FileError: a part that is not as in a trace; or pyarrow is not installed.
    """
    file = SandboxedFile(path, TRACE)
    points = _of_outputs(path, file) if "output" in file.infos else _of_cells(path, file)
    if not points:
        raise cannot_read(path, tr("it contains no trace values"))
    return points, "".join(file.notes.get("gatestep", ()))


def _of_cells(path: StrPath, file: SandboxedFile) -> dict[Key, Points]:
    """Read a trace of either layout; a long one may end with the numbers of a readout."""
    long = "quantity" in file.infos
    quantities = ["value"] if long else [name for name in KEYS if name in file.infos]
    read = _read(path, file, [*PLACE, "unit", *(["quantity"] if long else [])], quantities)
    if long:
        words = _whole(path, "quantity", read["quantity"])
        of_readout = np.isin(words, range(len(KEYS), len(_WORDS)))
        read["unit"] = np.where(of_readout & np.isnan(read["unit"]), 0, read["unit"])
    keys = {name: _whole(path, name, read[name]) for name in (*PLACE, "unit")}
    found: dict[Key, Points] = {}
    for lane in _lanes(keys):
        of_lane = (keys["layer"] == lane.layer) & (keys["direction"] == lane.direction)
        for index, quantity in enumerate(_WORDS):
            if long:
                own, values = of_lane & (words == index), read["value"]
                own &= read["value?"] > 0
            elif quantity in read:
                own, values = of_lane & (read[f"{quantity}?"] > 0), read[quantity]
            else:
                continue
            if quantity != TARGET and own.any():
                where = np.stack([keys[name][own] for name in ("t", "batch", "unit")], -1)
                found[quantity, lane] = where, values[own]
    return found


def _of_outputs(path: StrPath, file: SandboxedFile) -> dict[Key, Points]:
    """Read y, p and loss from the table of a wide readout; the loss is in each output's row."""
    quantities = [name for name in READOUT if name in file.infos]
    read = _read(path, file, OF_OUTPUT, quantities)
    where = np.stack([_whole(path, name, read[name]) for name in OF_OUTPUT], -1)
    found: dict[Key, Points] = {}
    for quantity in quantities:
        own = (read[f"{quantity}?"] > 0) & ((quantity != LOSS) | (where[:, 2] == 0))
        if own.any():
            found[quantity, Lane()] = where[own], read[quantity][own]
    return found


def _read(
    path: StrPath, file: SandboxedFile, places: Sequence[str], quantities: Sequence[str]
) -> dict[str, Array]:
    """Read the columns of places, and of quantities with their validity."""
    missing = [name for name in (*places, *quantities) if name not in file.infos]
    if missing or not quantities:
        raise _damaged(path, tr("it has no column {name}", name=(missing or ["value"])[0]))
    return file.read([*places, *quantities, *(f"{name}?" for name in quantities)])


def _lanes(keys: dict[str, Array]) -> list[Lane]:
    pairs = np.unique(np.stack([keys["layer"], keys["direction"]], -1), axis=0)
    return [Lane(int(layer), int(direction)) for layer, direction in pairs]


def _whole(path: StrPath, name: str, column: Array) -> Array:
    if not ((column >= 0) & (column < _LARGEST) & (column == np.floor(column))).all():
        raise _damaged(
            path, tr("its column {name} has a value that is not a whole number", name=name)
        )
    return column.astype(np.intp)


def _damaged(path: StrPath, what: str) -> FileError:
    return cannot_read(
        path, tr("it is not a complete trace ({what}). Export the trace again", what=what)
    )
