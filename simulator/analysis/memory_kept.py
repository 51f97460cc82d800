"""memory_kept: how much of a unit's memory is still there later: the product of its forget gates.

c_{t} = f_{t} c_{t−1} + i_{t} g_{t}: with the gates as they are, dc_{T}/dc_{t0} is the product of
f after t0.
"""

import numpy as np

from ..arrays import Array


def memory_kept(forget: Array, start: int, known: slice, reverse: bool = False) -> Array:
    """Return the share of c at `start` that is in c at each later timestep of its walk: (T,).

    It is 1 at `start`, and NaN before it and at timesteps that are not known. Logarithms are added,
    so that a long product neither loses digits nor becomes 0 before it must.

    Args:
        forget: (T,) f of one unit. start: a timestep. known: the timesteps whose f is known.
        reverse: the walk goes from the last timestep to the first.
    """
    kept = np.full(len(forget), np.nan)
    if not known.start <= start < known.stop:
        return kept
    part = slice(known.start, start) if reverse else slice(start + 1, known.stop)
    walked = np.asarray(forget[part], np.float64)[:: -1 if reverse else 1]
    with np.errstate(divide="ignore"):
        sizes = np.exp(np.cumsum(np.log(np.abs(walked))))
    signs = np.cumprod(np.where(walked < 0, -1.0, 1.0))
    kept[start] = 1.0
    kept[part] = (sizes * signs)[:: -1 if reverse else 1]
    return kept
