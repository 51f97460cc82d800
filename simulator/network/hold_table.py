"""HoldTable: holds and cuts as arrays, so that a question costs no loop over all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from .interventions import Cut, Hold, Intervention
from .lane import Lane

_ALL: Final = -1
"""Batch row of a block that applies to all rows."""


class HeldBlocks(NamedTuple):
    """Blocks of neighbouring units over some timesteps, all ends included: arrays (n,).

    Attributes:
        place: of the hold or cut among all, rising. row: the batch row; -1 for all.
        low, high: the units; of a cut the row of the weights, twice.
        value: of a hold. column: of a cut.
    """

    place: Array
    row: Array
    first: Array
    last: Array
    low: Array
    high: Array
    value: Array
    column: Array

    def taken(self, chosen: Array) -> "HeldBlocks":
        """Return some of the blocks, chosen by bools or places."""
        return HeldBlocks(*(values[chosen] for values in self))

    def in_row(self, row: int) -> "HeldBlocks":
        """Return the blocks that apply to a batch row."""
        return self.taken((self.row == _ALL) | (self.row == row))

    def at(self, timestep: int, row: int) -> "HeldBlocks":
        """Return the blocks that apply at a timestep of a batch row."""
        if not len(self.place):
            return self
        there = (self.first <= timestep) & (timestep <= self.last)
        return self.taken(there & ((self.row == _ALL) | (self.row == row)))


_NOTHING: Final = HeldBlocks(*(np.empty(0, int) for _ in HeldBlocks._fields))

_Key = tuple[str, int, int]


@dataclass(frozen=True, eq=False, slots=True)
class HoldTable:
    """Blocks of all holds and cuts, by quantity or kind of weight, layer and direction."""

    blocks: dict[_Key, HeldBlocks]

    @classmethod
    def of(cls, holds: Sequence[Intervention]) -> "HoldTable":
        """Return the table of these holds; a tuple's is made once."""
        for known, table in _made:
            if known is holds:
                return table
        found: dict[_Key, list[tuple[float, ...]]] = {}
        for place, hold in enumerate(holds):
            row = _ALL if hold.row is None else hold.row
            blocks = found.setdefault((_key_of(hold), hold.layer, hold.direction), [])
            blocks.extend((place, row, hold.first, hold.last, *block) for block in _blocks(hold))
        table = cls({key: _arrays(rows) for key, rows in found.items()})
        if isinstance(holds, tuple) and holds:
            _made.insert(0, (holds, table))
            del _made[_KEPT:]
        return table

    def on(self, key: str, lane: Lane) -> HeldBlocks:
        """Return the blocks of a quantity, or of the cuts in a kind of weight, on one lane."""
        return self.blocks.get((key, lane.layer, lane.direction), _NOTHING)


_KEPT: Final = 4
_made: list[tuple[Sequence[Intervention], HoldTable]] = []


def hold_on(
    holds: Sequence[Intervention],
    quantity: str,
    lane: Lane,
    timestep: int,
    row: int,
    unit: int,
) -> Hold | None:
    """Return the hold that covers one number of a trace; None when the number is computed."""
    there = HoldTable.of(holds).on(quantity, lane).at(timestep, row)
    covering = there.place[(there.low <= unit) & (unit <= there.high)]
    found = holds[covering[-1]] if len(covering) else None
    return found if isinstance(found, Hold) else None


def columns_cut(
    holds: Sequence[Intervention],
    kind: str,
    lane: Lane,
    timestep: int,
    row: int,
    weight_row: int,
) -> frozenset[int]:
    """Return the columns of one weight row whose connections are cut at a timestep."""
    there = HoldTable.of(holds).on(kind, lane).at(timestep, row)
    return frozenset(there.column[there.low == weight_row].tolist())


def _key_of(hold: Intervention) -> str:
    return hold.kind if isinstance(hold, Cut) else hold.quantity


def _blocks(hold: Intervention) -> Iterator[tuple[float, ...]]:
    """Yield (low, high, value, column) of each run of neighbouring units."""
    if isinstance(hold, Cut):
        row, column = hold.index
        yield row, row, 0.0, column
        return
    low = hold.units[0]
    for unit, following in zip(hold.units, (*hold.units[1:], None), strict=True):
        if following != unit + 1:
            yield low, unit, hold.value, 0
            if following is not None:
                low = following


def _arrays(rows: list[tuple[float, ...]]) -> HeldBlocks:
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return HeldBlocks(*columns)
