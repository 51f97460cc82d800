"""Cell and gate step: places in the order in which an LSTM is computed."""

from typing import NamedTuple

from ..network.lane import Lane


class Cell(NamedTuple):
    """One cell of the unrolled LSTM: a lane at one step of its walk."""

    lane: Lane
    walk: int


class GateStep(NamedTuple):
    """One gate step: its place in the order, and the quantity that it is named by."""

    tick: int
    cell: Cell
    phase: int
    quantity: str
