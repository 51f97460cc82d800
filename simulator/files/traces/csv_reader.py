"""Reader of a trace exported as CSV, in either layout: the inverse of `csv_writer`.

Rows may come in any order and may be missing, and so may the columns of quantities. An empty cell
is a unit that the quantity does not have. Torch's values beside ours, targets, and the columns that
tell what came in, are not read. The table of a wide readout is read too.
"""

import csv
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ...engine.recorded_run import Key, Points
from ...network.lane import DIRECTIONS, Lane
from ...network.quantities import KEYS, LOSS, READOUT, TARGET, WRITTEN_OF_READOUT
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain, reading
from ..limits import check_fits
from ..tables.csv_lines import Lines
from .input_columns import is_input_column

PLACE: Final = ("t", "batch", "layer", "direction")
OF_OUTPUT: Final = ("t", "batch", "output")
"""First columns of the table of a wide readout, before the name and the quantities."""

_LONGEST_START: Final = 1000
_LONG: Final = ["quantity", "unit", "value"]
_Place = tuple[int, int, Lane]


def is_trace(path: StrPath) -> bool:
    """Return True when the first line of a file is that of an exported trace or readout."""
    with reading(path), open(path, encoding="utf-8-sig", errors="replace") as file:
        header = file.readline(_LONGEST_START).strip().split(",")
    return header[:4] == list(PLACE) or is_readout(header)


def is_readout(header: Sequence[str]) -> bool:
    """Return True for the columns of the table of a wide readout."""
    first, *others = header[3:5] or [""]
    quantity = others[0] if first == "name" and others else first
    return tuple(header[:3]) == OF_OUTPUT and quantity in (*WRITTEN_OF_READOUT, "counted")


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
            raise cannot_read(path, tr("it is not UTF-8 text. Export the trace again")) from None
        except csv.Error as error:
            raise cannot_read(
                path,
                tr(
                    "it is not a valid CSV file ({error}). Export the trace again",
                    error=plain(error),
                ),
            ) from None


def _read(path: StrPath, header: list[str], rows: Iterator[list[str]]) -> dict[Key, Points]:
    if is_readout(header):
        return _read_readout(path, header, rows)
    columns = header[len(PLACE) :]
    of_numbers = [name for name in columns if not is_input_column(name)]
    long = of_numbers in (_LONG, [*_LONG, "torch", "difference"]) and columns[:3] == _LONG
    ours = [name for name in of_numbers[1:] if not name.startswith(("torch_", "difference_"))]
    wide = columns[:1] == ["unit"] and set(ours) <= set(KEYS) and len(ours) > 0
    if not long and not wide:
        raise cannot_read(
            path,
            tr(
                "after {place} its columns are {columns}, but a trace needs "
                "unit,z_i,z_f,z_g,z_o,i,f,g,o,c,h or quantity,unit,value",
                place=",".join(PLACE),
                columns=plain(",".join(columns), 80),
            ),
        )
    if len(set(columns)) != len(columns):
        raise _two_alike(path)
    found = _Found(path)
    for number, row in enumerate(_whole_rows(path, header, rows), 2):
        t, batch, lane = _place(path, number, row)
        of_readout = long and row[4] in WRITTEN_OF_READOUT
        unit = 0 if of_readout and not row[5] else _whole(path, number, row[5] if long else row[4])
        named = [(row[4], row[6])] if long else list(zip(columns[1:], row[5:], strict=True))
        for quantity, text in named if long else [pair for pair in named if pair[0] in ours]:
            if quantity not in KEYS and not of_readout:
                raise _wrong(
                    path,
                    number,
                    tr("has {quantity!r}, which is not a quantity", quantity=plain(quantity, 40)),
                )
            if text and quantity != TARGET:
                found.add(
                    number, (quantity, Lane() if of_readout else lane), (t, batch, unit), text
                )
    return found.points()


def _read_readout(path: StrPath, header: list[str], rows: Iterator[list[str]]) -> dict[Key, Points]:
    """Read y, p and loss from the table of a wide readout; the loss is in each output's row."""
    quantities = {name: header.index(name) for name in READOUT if name in header}
    if len(set(header)) != len(header):
        raise _two_alike(path)
    found = _Found(path)
    for number, row in enumerate(_whole_rows(path, header, rows), 2):
        t, batch, output = (_whole(path, number, text) for text in row[:3])
        for quantity, column in quantities.items():
            if row[column] and (quantity != LOSS or output == 0):
                found.add(number, (quantity, Lane()), (t, batch, output), row[column])
    return found.points()


def _whole_rows(path: StrPath, header: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise _wrong(
                path,
                number,
                tr(
                    "has {count} columns; the header has {width}", count=len(row), width=len(header)
                ),
            )
        yield row


class _Found:
    """Numbers read so far, by quantity and lane."""

    def __init__(self, path: StrPath) -> None:
        self._path = path
        self._places: dict[Key, array[int]] = {}
        self._values: dict[Key, array[float]] = {}

    def add(self, number: int, key: Key, place: tuple[int, int, int], text: str) -> None:
        """Take the number that row `number` of the file has at a timestep, batch row and unit."""
        self._places.setdefault(key, array("q")).extend(place)
        self._values.setdefault(key, array("d")).append(_number(self._path, number, text))

    def points(self) -> dict[Key, Points]:
        """Return the numbers; raise FileError when there are none."""
        if not self._values:
            raise cannot_read(self._path, tr("it has a header but no numbers below it"))
        return {
            key: (np.array(self._places[key]).reshape(-1, 3), np.array(values))
            for key, values in self._values.items()
        }


def _place(path: StrPath, number: int, row: Sequence[str]) -> _Place:
    if row[3] not in DIRECTIONS:
        raise _wrong(
            path,
            number,
            tr(
                "has the direction {direction!r}, neither forward nor reverse",
                direction=plain(row[3], 40),
            ),
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
            path, number, tr("has {text!r}, which is not a number", text=plain(text, 40))
        ) from None


def _two_alike(path: StrPath) -> FileError:
    return cannot_read(path, tr("two of its columns have the same name. Export the trace again"))


def _wrong(path: StrPath, number: int, why: str) -> FileError:
    return cannot_read(
        path,
        tr("row {number} {why}. Correct it, or export the trace again", number=number, why=why),
    )
