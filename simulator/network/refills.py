"""Refills: named ways to fill one parameter of an existing LSTM with new numbers.

Unlike an initialiser, a refill fills any array that it makes sense for: an orthogonal or an
identity block also for every gate of W_ih, and for W_hr as a whole.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..translation import mark, tr
from .initialisers import INITIALISERS, Draws
from .lane import split_name
from .parameters import Parameters, gate_rows

_WEIGHTS = ("weight_ih", "weight_hh", "weight_hr")
_BIASES = ("bias_ih", "bias_hh")

RefillFunction = Callable[[Array, str, int, Draws], Array]
"""Function that returns an array's replacement: (array, kind, H, draws), kind as weight_ih."""


class Refill(NamedTuple):
    """One refill: its title, the kinds it can fill, whether it needs a seed, and its function."""

    title: str
    kinds: tuple[str, ...]
    seeded: bool
    fill: RefillFunction


def _as_initialised(name: str) -> RefillFunction:
    return lambda array, kind, H, draws: INITIALISERS[name].fill(kind, array.shape, H, draws)


def _orthogonal(array: Array, kind: str, H: int, draws: Draws) -> Array:
    if kind == "weight_hr":
        return draws.orthogonal(*array.shape)
    return np.concatenate([draws.orthogonal(H, array.shape[1]) for _ in range(4)])


def _identity(array: Array, kind: str, H: int, draws: Draws) -> Array:
    rows, columns = array.shape
    if kind == "weight_hr":
        return np.eye(rows, columns, dtype=array.dtype)
    return np.tile(np.eye(H, columns, dtype=array.dtype), (4, 1))


def _forget_bias(array: Array, kind: str, H: int, draws: Draws) -> Array:
    return _with_bias_of_f(array, kind, H, 1.0)


def _with_bias_of_f(array: Array, kind: str, H: int, bias: float) -> Array:
    filled = array.copy()
    filled[gate_rows("f", H)] = bias if kind == "bias_ih" else 0
    return filled


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
    array = REFILLS[name].fill(parameters[parameter], kind, parameters.config.hidden_size, draws)
    return parameters.with_arrays({parameter: array})


def with_forget_bias(parameters: Parameters, bias: float) -> Parameters:
    """Set the forget gate's bias in every layer and direction: b_ih to it, and b_hh to 0.

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
            filled[names[kind]] = _with_bias_of_f(array, kind, config.hidden_size, bias)
    return parameters.with_arrays(filled)


def forget_bias_of(parameters: Parameters) -> float | None:
    """Return the bias b_if + b_hf that all units of all lanes have; None where they differ."""
    config = parameters.config
    if not config.bias:
        return None
    rows = gate_rows("f", config.hidden_size)
    found = {
        float(both)
        for lane in config.lanes()
        for both in (
            parameters[config.parameter_names(lane)["bias_ih"]][rows].astype(np.float64)
            + parameters[config.parameter_names(lane)["bias_hh"]][rows]
        )
    }
    return found.pop() if len(found) == 1 else None
