"""Names of single weights, as the matrices write them: `W_hg[5,11]`, with their quantities."""

from typing import NamedTuple

from simulator.network.config import LSTMConfig
from simulator.network.lane import split_name
from simulator.network.quantities import Y


class WeightName(NamedTuple):
    """Name of one number, and the quantity whose hue it has; lane in words where several are."""

    text: str
    quantity: str
    lane: str = ""


class WeightRow(NamedTuple):
    """Row of one of torch's parameters.

    Attributes:
        name: of its part of the parameter, `W_hf`. adds_to: the row of the cell that it adds to.
        quantity: the gate of `adds_to`, or that row itself. unit: of the quantity.
    """

    name: str
    adds_to: str
    quantity: str
    unit: int


def row_of(config: LSTMConfig, kind: str, row: int) -> WeightRow:
    """Return what a row of a kind of parameter, as `weight_hh`, is in the cell."""
    cell = config.cell
    place, unit = divmod(row, config.hidden_size)
    name = cell.stacks[kind][place]
    adds_to = cell.matrices[name][0] if name in cell.matrices else cell.vectors[name]
    return WeightRow(name, adds_to, cell.gate_of.get(adds_to, adds_to), unit)


def name_of(config: LSTMConfig, name: str, indices: tuple[int, ...]) -> WeightName:
    """Return the name of a number of an array, by torch's name of it.

    Raises:
        KeyError: no array of an LSTM or its readout has this name.
    """
    if name.startswith("readout."):
        letter = "V" if name == "readout.weight" else "b"
        return WeightName(f"{letter}{_places(indices)}", Y)
    kind, lane = split_name(name)
    row, *column = indices
    of = row_of(config, kind, row)
    where = lane.text() if config.num_lanes > 1 else ""
    return WeightName(f"{of.name}{_places((of.unit, *column))}", of.quantity, where)


def _places(indices: tuple[int, ...]) -> str:
    return f"[{','.join(map(str, indices))}]"
