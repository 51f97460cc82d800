"""Foretold: what a step promises, g·Δ to the first order, beside what it does to the loss.

All in float64, whatever the dtype of the network: a short step changes the loss by less than
float32 tells apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array, cast
from .batch import Batch
from .network import Network
from .passes import Passes

ALONG: Final = tuple(k / 8 for k in range(13))
"""Shares of a step at which the loss is shown: 0 … 1.5, the whole step among them."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """Loss along a step.

    Attributes:
        predicted: g·Δ, the change of the loss if it went straight on. true: its change.
        alphas: shares of the step. losses: of the network that far along it.
    """

    predicted: float
    true: float
    alphas: tuple[float, ...]
    losses: tuple[float, ...]

    @property
    def line(self) -> tuple[float, ...]:
        """Return the losses that the first order predicts at `alphas`."""
        start = self.losses[self.alphas.index(0.0)]
        return tuple(start + alpha * self.predicted for alpha in self.alphas)


def foretold(
    network: Network,
    batch: Batch,
    after: Mapping[str, Array],
    alphas: Sequence[float] = ALONG,
) -> Foretold:
    """Return what a step to other weights does to the loss of a batch.

    Args:
        batch: what the step learns from, with its dropout masks if any.
        after: weights after the step, by name; those that are missing stay.
        alphas: shares of the step. 0 and 1 are taken in any case.
    """
    shares = tuple(sorted({0.0, 1.0, *map(float, alphas)}))
    wide, batch = network.astype(np.float64), batch.astype(np.float64)
    start = wide.arrays
    with np.errstate(all="ignore"):
        way = {name: cast(array, np.float64) - start[name] for name, array in after.items()}
        passes = Passes(wide)
        gradients = passes.gradients(start, batch).gradients
        predicted = sum(float(np.vdot(gradients[name], delta)) for name, delta in way.items())
        losses = tuple(
            passes.judge(
                {n: a + share * way[n] if n in way else a for n, a in start.items()}, batch
            ).loss
            for share in shares
        )
        true = losses[shares.index(1.0)] - losses[shares.index(0.0)]
    return Foretold(predicted, true, shares, losses)
