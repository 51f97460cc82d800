"""Echo: repeat the bit of some timesteps ago. As many bits of memory, passed on like a queue."""

from functools import partial

import numpy as np

from ...arrays import Rng
from .drawn import Draw, Drawn, bits, signs


def echo(delay: int, steps: int = 30) -> Draw:
    """Return a function that draws bits, read as ±1, to be answered `delay` timesteps later.

    The first `delay` timesteps have no answer.
    """
    return partial(_draw, delay, steps)


def _draw(delay: int, steps: int, rng: Rng, rows: int) -> Drawn:
    drawn = bits(rng, steps, rows)
    answers = np.zeros((steps, rows, 1))
    answers[delay:, :, 0] = drawn[: steps - delay]
    counted = np.zeros((steps, rows), bool)
    counted[delay:] = True
    return Drawn(signs(drawn)[..., None], answers, counted)
