"""Initialisers: named ways to fill an LSTM's parameters from nothing but a seed.

`default` and `xavier` give torch's own numbers: `initialise(config, seed=s)` equals
`torch.manual_seed(s); torch.nn.LSTM(...)` bit for bit, on a CPU with fused multiply-add, which all
of today's have. Torch draws from the same Mersenne Twister as numpy's `RandomState`.
"""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..translation import mark
from .config import LSTMConfig, Shape
from .lane import split_name
from .parameters import Parameters


class Draws:
    """Numbers drawn from a seed, one after another, in one dtype."""

    def __init__(self, seed: int, dtype: Any) -> None:
        self.dtype = np.dtype(dtype)
        self._words = np.random.RandomState(seed & 0xFFFFFFFF)
        self._normals = np.random.default_rng(seed)

    def uniform(self, shape: Shape, limit: float) -> Array:
        """Draw numbers uniform in [-limit, limit), one by one, as torch's CPU `uniform_` does."""
        size = math.prod(shape)
        low, high = self.dtype.type(-limit), self.dtype.type(limit)
        if self.dtype == np.float32:
            unit = (self._words_of(size) & np.uint32(2**24 - 1)) * 2.0**-24
            # The product and sum are exact in float64: one rounding, as in a fused multiply-add.
            return (unit * float(high - low) + float(low)).astype(np.float32).reshape(shape)
        halves = self._words_of(2 * size).astype(np.uint64)
        words = (halves[0::2] << np.uint64(32)) | halves[1::2]
        unit = (words & np.uint64(2**53 - 1)) * 2.0**-53
        return _fused_multiply_add(unit, high - low, low).reshape(shape)

    def orthogonal(self, rows: int, columns: int) -> Array:
        """Draw orthonormal columns (rows, when there are fewer), uniform over all such matrices."""
        normal = self._normals.standard_normal((max(rows, columns), min(rows, columns)))
        q, r = np.linalg.qr(normal)
        q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
        return (q if rows >= columns else q.T).astype(self.dtype)

    def _words_of(self, size: int) -> Array:
        return self._words.randint(0, 2**32, size, dtype=np.uint32)


def _fused_multiply_add(x: Array, factor: Any, term: Any) -> Array:
    """Return x * factor + term in float64 with one rounding (Dekker's product, Knuth's sum)."""
    product = x * factor
    (x_high, x_low), (f_high, f_low) = _split(x), _split(factor)
    product_error = x_high * f_high - product + x_high * f_low + x_low * f_high + x_low * f_low
    total = product + term
    carried = total - product
    sum_error = (product - (total - carried)) + (term - carried)
    return np.asarray(total + (sum_error + product_error))


def _split(x: Any) -> tuple[Any, Any]:
    """Split a float64 into a sum of two numbers of 26 bits."""
    shifted = x * (2.0**27 + 1)
    high = shifted - (shifted - x)
    return high, x - high


Fill = Callable[[str, Shape, int, Draws], Array]
"""Function that fills the array of one kind (weight_ih, …): (kind, shape, H, draws) → array."""


def _default(kind: str, shape: Shape, hidden_size: int, draws: Draws) -> Array:
    return draws.uniform(shape, 1 / math.sqrt(hidden_size))


def _zeros(kind: str, shape: Shape, hidden_size: int, draws: Draws) -> Array:
    return np.zeros(shape, draws.dtype)


def _xavier(kind: str, shape: Shape, hidden_size: int, draws: Draws) -> Array:
    if len(shape) == 1:
        return _zeros(kind, shape, hidden_size, draws)
    return draws.uniform(shape, math.sqrt(3) * math.sqrt(2 / sum(shape)))


def _orthogonal(kind: str, shape: Shape, hidden_size: int, draws: Draws) -> Array:
    if kind != "weight_hh":
        return _xavier(kind, shape, hidden_size, draws)
    return np.concatenate([draws.orthogonal(hidden_size, shape[1]) for _ in range(4)])


def _identity(kind: str, shape: Shape, hidden_size: int, draws: Draws) -> Array:
    if kind != "weight_hh":
        return _xavier(kind, shape, hidden_size, draws)
    return np.tile(np.eye(hidden_size, shape[1], dtype=draws.dtype), (4, 1))


class Initialiser(NamedTuple):
    """One way to fill parameters: its title (to pass to `tr`), and how it fills one array."""

    title: str
    fill: Fill


INITIALISERS: Final[Mapping[str, Initialiser]] = MappingProxyType(
    {
        "default": Initialiser(mark("PyTorch's default: uniform in ±1/√H"), _default),
        "xavier": Initialiser(mark("Xavier uniform weights, biases 0"), _xavier),
        "orthogonal": Initialiser(
            mark("Orthogonal W_hh per gate, Xavier W_ih, biases 0"), _orthogonal
        ),
        "identity": Initialiser(mark("Identity W_hh per gate, Xavier W_ih, biases 0"), _identity),
        "zeros": Initialiser(mark("Zeros"), _zeros),
    }
)


def initialise(
    config: LSTMConfig, name: str = "default", seed: int = 0, dtype: Any = np.float32
) -> Parameters:
    """Create parameters for the options, filled in torch's order.

    Args:
        name: one of `INITIALISERS`. seed: as for `torch.manual_seed`, not negative.
    """
    draws, fill = Draws(seed, dtype), INITIALISERS[name].fill
    return Parameters(
        config,
        {
            parameter: fill(split_name(parameter)[0], shape, config.hidden_size, draws)
            for parameter, shape in config.parameter_shapes().items()
        },
    )
