"""Running parity: is the number of ones so far odd? One bit of memory that each one turns over."""

import numpy as np

from ...arrays import Rng
from .drawn import Drawn, bits, signs


def running_parity(rng: Rng, rows: int, steps: int = 20) -> Drawn:
    """Draw bits, read as ±1; the answer at each timestep is the parity of all so far."""
    drawn = bits(rng, steps, rows)
    parity = np.cumsum(drawn, axis=0) % 2
    return Drawn(
        signs(drawn)[..., None], parity[..., None].astype(float), np.ones((steps, rows), bool)
    )
