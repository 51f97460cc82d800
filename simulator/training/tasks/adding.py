"""Adding: the sum of two marked numbers among many, asked for at the end.

Hochreiter and Schmidhuber, 1997. Saying the mean, 1, has a squared error of 1/6.
"""

from functools import partial

import numpy as np

from ...arrays import Rng
from .drawn import Draw, Drawn, at_the_end


def adding(steps: int) -> Draw:
    """Return a function that draws numbers in [0, 1), one marked in each half of the timesteps.

    Feature 0 is the number, feature 1 its mark, 1 or 0.
    """
    return partial(_draw, steps)


def _draw(steps: int, rng: Rng, rows: int) -> Drawn:
    numbers, marks, half = rng.random((steps, rows)), np.zeros((steps, rows)), steps // 2
    row = np.arange(rows)
    marks[rng.integers(0, half, rows), row] = 1
    marks[rng.integers(half, steps, rows), row] = 1
    answers = np.zeros((steps, rows, 1))
    answers[-1, :, 0] = (numbers * marks).sum(axis=0)
    return Drawn(np.stack([numbers, marks], axis=-1), answers, at_the_end(steps, rows))
