"""Refills: named ways to fill one parameter of an existing LSTM with new numbers.

Unlike an initialiser, a refill fills any array that it makes sense for: an orthogonal or an
identity block also for every gate of W_ih, and for W_hr as a whole.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..cells.sheet import Cell
from ..translation import mark, tr
from .initialisers import INITIALISERS, Draws
from .lane import split_name
from .parameters import Parameters

_WEIGHTS = ("weight_ih", "weight_hh", "weight_hr")
_BIASES = ("bias_ih", "bias_hh")

RefillFunction = Callable[[Array, str, int, Draws, Cell], Array]
"""Function that returns an array's replacement: (array, kind, H, draws, cell), kind as weight_ih.

The cell is asked for its gates, whose rows lie above each other in the array.
"""


class Refill(NamedTuple):
    """One refill: its title, the kinds it can fill, whether it needs a seed, and its function."""

    title: str
    kinds: tuple[str, ...]
    seeded: bool
    fill: RefillFunction


def _as_initialised(name: str) -> RefillFunction:
    return lambda array, kind, H, draws, _: INITIALISERS[name].fill(kind, array.shape, H, draws)


def _orthogonal(array: Array, kind: str, H: int, draws: Draws, _: Cell) -> Array:
    if kind == "weight_hr":
        return draws.orthogonal(*array.shape)
    return np.concatenate([draws.orthogonal(H, array.shape[1]) for _ in range(0, len(array), H)])


def _identity(array: Array, kind: str, H: int, draws: Draws, _: Cell) -> Array:
    rows, columns = array.shape
    if kind == "weight_hr":
        return np.eye(rows, columns, dtype=array.dtype)
    return np.tile(np.eye(H, columns, dtype=array.dtype), (len(array) // H, 1))


def _forget_bias(array: Array, kind: str, H: int, draws: Draws, cell: Cell) -> Array:
    return _with_forget_bias(array, kind, H, cell, 1.0)


def _with_forget_bias(array: Array, kind: str, H: int, cell: Cell, bias: float) -> Array:
    filled = array.copy()
    for rows in _rows_that_keep(cell, H):
        filled[rows] = bias if kind == "bias_ih" else 0
    return filled


def _rows_that_keep(cell: Cell, H: int) -> list[slice]:
    """Return the rows of the gates that keep a state, in torch's stacked parameters."""
    order = cell.gates["torch"]
    places = [order.index(gate) for gate in cell.with_role("keep") if gate in order]
    return [slice(place * H, (place + 1) * H) for place in places]


REFILLS: Final[Mapping[str, Refill]] = MappingProxyType(
    {
        "default": Refill(
            mark("PyTorch's default: uniform in ±1/√hidden_size"),
            (*_WEIGHTS, *_BIASES),
            True,
            _as_initialised("default"),
        ),
        "xavier": Refill(mark("Xavier uniform"), _WEIGHTS, True, _as_initialised("xavier")),
        "orthogonal": Refill(mark("Orthogonal"), _WEIGHTS, True, _orthogonal),
        "identity": Refill(mark("Identity"), _WEIGHTS, False, _identity),
        "zeros": Refill(mark("Zeros"), (*_WEIGHTS, *_BIASES), False, _as_initialised("zeros")),
        "forget_bias": Refill(
            mark("Forget bias 1: b_ih 1 and b_hh 0 in f"), _BIASES, False, _forget_bias
        ),
    }
)


def refill(parameters: Parameters, parameter: str, name: str, seed: int = 0) -> Parameters:
    """Fill one parameter, given by torch's name, with new numbers.

    Args:
        name: a key of `REFILLS` whose `kinds` include the parameter's kind.
    """
    kind, _ = split_name(parameter)
    draws = Draws(seed, parameters.dtype)
    H, cell = parameters.config.hidden_size, parameters.config.cell
    array = REFILLS[name].fill(parameters[parameter], kind, H, draws, cell)
    return parameters.with_arrays({parameter: array})


def with_forget_bias(parameters: Parameters, bias: float) -> Parameters:
    """Set the forget gate's bias in every layer and direction: b_ih to it, and b_hh to 0.

    A cell without a gate that keeps a state stays as it is.

    Raises:
        ValueError: the LSTM has no biases.
    """
    config = parameters.config
    if not config.bias:
        raise ValueError(tr("this LSTM has no biases (bias=False), so f has none to set"))
    filled = {}
    for lane in config.lanes():
        names = config.parameter_names(lane)
        for kind in _BIASES:
            array = parameters[names[kind]]
            filled[names[kind]] = _with_forget_bias(
                array, kind, config.hidden_size, config.cell, bias
            )
    return parameters.with_arrays(filled)


def forget_bias_of(parameters: Parameters) -> float | None:
    """Return the bias of the forget gate, b_ih + b_hh, of all units; None where they differ."""
    config = parameters.config
    if not config.bias:
        return None
    found = {
        float(both)
        for rows in _rows_that_keep(config.cell, config.hidden_size)
        for lane in config.lanes()
        for both in (
            parameters[config.parameter_names(lane)["bias_ih"]][rows].astype(np.float64)
            + parameters[config.parameter_names(lane)["bias_hh"]][rows]
        )
    }
    return found.pop() if len(found) == 1 else None
