"""Readout: the Linear layer after an LSTM, y = V h + b, and the answer p that y stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..arrays import Array, cast, check_shape, read_only
from ..cells.functions import sigmoid
from ..network.config import LSTMConfig
from ..translation import tr

EVERY, LAST, H_N = "every", "last", "h_n"
OVER: Final = (EVERY, LAST, H_N)
"""What a readout reads: `output` at every timestep, `output` at each row's last timestep, or `h_n`
of the top layer, its directions side by side. With two directions the last two differ: the reverse
state in `output` at the last timestep has seen one timestep only."""

IDENTITY, SIGMOID, SOFTMAX = "identity", "sigmoid", "softmax"


def softmax(y: Array) -> Array:
    """Return e^y / Σ e^y over the last axis; the largest y is subtracted first."""
    with np.errstate(all="ignore"):
        e = np.exp(y - y.max(axis=-1, keepdims=True))
        return np.asarray(e / e.sum(axis=-1, keepdims=True))


ANSWERS: Final[Mapping[str, Callable[[Array], Array]]] = {
    IDENTITY: lambda y: y,
    SIGMOID: sigmoid,
    SOFTMAX: softmax,
}
"""Functions that make p of y, (…, K) both."""


@dataclass(frozen=True, eq=False, slots=True)
class Readout:
    """A `torch.nn.Linear` over the LSTM's output, and the answer that is made of it.

    Attributes:
        weight: V, (K, D*R). bias: b, (K,); None without one. Both by `nn.Linear`'s names.
        over: one of `OVER`. function: one of `ANSWERS`, which makes p of y.
        names: names of the K outputs; none where they have none.
        layer: the name of the Linear layer in the checkpoint that it came from; empty for none.

    Raises:
        ValueError: a shape or a word that does not fit.
    """

    weight: Array
    bias: Array | None = None
    over: str = EVERY
    function: str = IDENTITY
    names: tuple[str, ...] = ()
    layer: str = ""

    def __post_init__(self) -> None:
        if self.over not in OVER:
            raise ValueError(tr("a readout must read one of {over}", over=", ".join(OVER)))
        if self.function not in ANSWERS:
            raise ValueError(
                tr(
                    "p must be one of these functions of y: {functions}",
                    functions=", ".join(ANSWERS),
                )
            )
        if self.weight.ndim != 2 or not self.weight.size:
            raise ValueError(tr("the readout's weight needs 2 dimensions, (outputs, inputs)"))
        if self.bias is not None:
            check_shape(tr("the readout's bias"), self.bias, self.weight.shape[:1])
            object.__setattr__(self, "bias", read_only(self.bias))
        if len(self.names) not in (0, self.width):
            raise ValueError(
                tr(
                    "{count} outputs need {count} names, got {got}",
                    count=self.width,
                    got=len(self.names),
                )
            )
        object.__setattr__(self, "weight", read_only(self.weight))
        object.__setattr__(self, "names", tuple(self.names))

    def __repr__(self) -> str:
        """Return shape and options, without the numbers."""
        bias = "" if self.bias is None else ", bias"
        return f"Readout({self.weight.shape}{bias}, over={self.over!r}, {self.function!r})"

    @property
    def width(self) -> int:
        """K, the number of outputs."""
        return len(self.weight)

    @property
    def arrays(self) -> tuple[Array, ...]:
        """V, and b if there is one."""
        return (self.weight,) if self.bias is None else (self.weight, self.bias)

    def validate(self, config: LSTMConfig, dtype: Any) -> None:
        """Check that the readout fits an LSTM.

        Raises:
            ValueError: says which shape or dtype is needed.
        """
        wanted = (self.width, config.num_directions * config.output_size)
        check_shape(tr("the readout's weight"), self.weight, wanted)
        if any(array.dtype != dtype for array in self.arrays):
            raise ValueError(
                tr("the readout must be {dtype}, like the parameters", dtype=np.dtype(dtype).name)
            )

    def fits(self, dtype: Any) -> bool:
        """Return True when no finite number of V and b becomes infinite in a dtype."""
        with np.errstate(over="ignore"):
            return all(
                np.array_equal(np.isfinite(array.astype(dtype)), np.isfinite(array))
                for array in self.arrays
            )

    def astype(self, dtype: Any) -> "Readout":
        """Convert V and b to another dtype."""
        bias = None if self.bias is None else cast(self.bias, dtype)
        return replace(self, weight=cast(self.weight, dtype), bias=bias)

    def y(self, read: Array) -> Array:
        """Return V h + b for n rows: (n, B, D*R) → (n, B, K).

        Each of the n products is one of (B, D*R) with (D*R, K), so that its bits do not depend on
        how many there are.
        """
        y = np.matmul(read, self.weight.T)
        return y if self.bias is None else np.asarray(y + self.bias)

    def p(self, y: Array) -> Array:
        """Return the answer: (…, K) → (…, K)."""
        return ANSWERS[self.function](y)

    def name(self, output: int) -> str:
        """Return the name of an output; empty without one."""
        return self.names[output] if self.names else ""
