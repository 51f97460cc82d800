"""Reader of a trace exported as CSV, in either layout: the inverse of `csv_writer`.

Rows may come in any order and may be missing, and so may the columns of quantities. An empty cell
is a unit that the quantity does not have. Torch's values beside ours, and the columns that tell
what came in, are not read.
"""

import csv
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ...engine.recorded_run import Key, Points
from ...lstm.lane import DIRECTIONS, Lane
from ...lstm.quantities import KEYS
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain, reading
from ..limits import check_fits
from ..tables.csv_lines import Lines
from .input_columns import is_input_column

PLACE: Final = ("t", "batch", "layer", "direction")

_LONGEST_START: Final = 1000
_LONG: Final = ["quantity", "unit", "value"]
_Place = tuple[int, int, Lane]


def is_trace(path: StrPath) -> bool:
    """Return True when the first line of a file is that of an exported trace."""
    with reading(path), open(path, encoding="utf-8-sig", errors="replace") as file:
        return file.readline(_LONGEST_START).strip().split(",")[:4] == list(PLACE)


def read_trace(path: StrPath) -> dict[Key, Points]:
    """Read the numbers of a trace by quantity and lane.

    Raises:
        FileError: a part that is not as in a trace; gives its row.
    """
    with reading(path), open(path, encoding="utf-8-sig", newline="") as file:
        # A number takes at least two characters of the file, and 32 bytes in memory.
        check_fits(path, 16 * file.seek(0, 2))
        file.seek(0)
        lines = Lines(path, file)
        rows = lines.rows(csv.reader(lines, strict=True))
        try:
            return _read(path, next(rows), rows)
        except UnicodeDecodeError:
            raise cannot_read(path, tr("it is not UTF-8 text: export the trace again")) from None
        except csv.Error as error:
            raise cannot_read(
                path, tr("it is no CSV ({error}): export the trace again", error=plain(error))
            ) from None


def _read(path: StrPath, header: list[str], rows: Iterator[list[str]]) -> dict[Key, Points]:
    columns = header[len(PLACE) :]
    of_numbers = [name for name in columns if not is_input_column(name)]
    long = of_numbers in (_LONG, [*_LONG, "torch", "difference"]) and columns[:3] == _LONG
    ours = [name for name in of_numbers[1:] if not name.startswith(("torch_", "difference_"))]
    wide = columns[:1] == ["unit"] and set(ours) <= set(KEYS) and len(ours) > 0
    if not long and not wide:
        raise cannot_read(
            path,
            tr(
                "after {place} its columns are {columns}: a trace has "
                "unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h or quantity,unit,value",
                place=",".join(PLACE),
                columns=plain(",".join(columns), 80),
            ),
        )
    if len(set(columns)) != len(columns):
        raise cannot_read(path, tr("two of its columns have one name: export the trace again"))
    places: dict[Key, array[int]] = {}
    values: dict[Key, array[float]] = {}
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise _wrong(
                path,
                number,
                tr("has {count} columns and the header {width}", count=len(row), width=len(header)),
            )
        t, batch, lane = _place(path, number, row)
        unit = _whole(path, number, row[5] if long else row[4])
        named = [(row[4], row[6])] if long else list(zip(columns[1:], row[5:], strict=True))
        for quantity, text in named if long else [pair for pair in named if pair[0] in ours]:
            if quantity not in KEYS:
                raise _wrong(
                    path,
                    number,
                    tr("has {quantity!r}, which is no quantity", quantity=plain(quantity, 40)),
                )
            if text:
                key = (quantity, lane)
                places.setdefault(key, array("q")).extend((t, batch, unit))
                values.setdefault(key, array("d")).append(_number(path, number, text))
    if not values:
        raise cannot_read(path, tr("it has a header and no numbers below it"))
    return {key: (np.array(places[key]).reshape(-1, 3), np.array(values[key])) for key in values}


def _place(path: StrPath, number: int, row: Sequence[str]) -> _Place:
    if row[3] not in DIRECTIONS:
        raise _wrong(
            path,
            number,
            tr("has the direction {direction!r}: forward or reverse", direction=plain(row[3], 40)),
        )
    t, batch, layer = (_whole(path, number, text) for text in row[:3])
    return t, batch, Lane(layer, DIRECTIONS.index(row[3]))


def _whole(path: StrPath, number: int, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _wrong(
            path, number, tr("has {text!r} where a whole number is needed", text=plain(text, 40))
        )
    return int(text)


def _number(path: StrPath, number: int, text: str) -> float:
    try:
        if not text.isascii() or "_" in text:
            raise ValueError
        return float(text)
    except ValueError:
        raise _wrong(
            path, number, tr("has {text!r}, which is no number", text=plain(text, 40))
        ) from None


def _wrong(path: StrPath, number: int, why: str) -> FileError:
    return cannot_read(
        path,
        tr("row {number} {why}: correct it, or export the trace again", number=number, why=why),
    )
