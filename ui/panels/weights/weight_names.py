"""Names of single weights, as the matrices write them: `W_hg[5,11]`, with their quantities."""

from typing import NamedTuple

from simulator.network.config import LSTMConfig
from simulator.network.lane import split_name
from simulator.network.quantities import GATES, Y


class WeightName(NamedTuple):
    """Name of one number, and the quantity whose hue it has; lane in words where several are."""

    text: str
    quantity: str
    lane: str = ""


def name_of(config: LSTMConfig, name: str, indices: tuple[int, ...]) -> WeightName:
    """Return the name of a number of an array, by torch's name of it.

    Raises:
        KeyError: it is no array of an LSTM or its readout.
    """
    if name.startswith("readout."):
        letter = "V" if name == "readout.weight" else "b"
        return WeightName(f"{letter}{_places(indices)}", Y)
    kind, lane = split_name(name)
    where = lane.text() if config.num_lanes > 1 else ""
    row, *column = indices
    if kind == "weight_hr":
        return WeightName(f"W_hr{_places(indices)}", "h", where)
    gate, unit = divmod(row, config.hidden_size)
    matrix, _, reads = kind.partition("_")
    letter = {"weight": "W", "bias": "b"}[matrix]
    text = f"{letter}_{reads[0]}{GATES[gate]}{_places((unit, *column))}"
    return WeightName(text, GATES[gate], where)


def _places(indices: tuple[int, ...]) -> str:
    return f"[{','.join(map(str, indices))}]"
