"""aⁿbⁿ: words of n a's and as many b's, whose end can be told by counting alone.

Gers and Schmidhuber, 2001. A row is one word behind a start sign; the answer at each timestep is
the next letter, and after the last b the end sign.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from ...arrays import Array, Rng
from .drawn import Drawn

LONGEST: Final = 8
"""Largest n of the words to learn from."""

LETTERS: Final = ("start", "a", "b")
NEXT: Final = ("a", "b", "end")
"""Columns of the input, and the classes of the answers."""


def a_n_b_n(rng: Rng, rows: int) -> Drawn:
    """Draw words with n from 1 to 8; every next letter is asked for, also where none can know it.

    Only guesses are possible while a's come: how many there will be is not known.
    """
    return words(rng.integers(1, LONGEST + 1, rows).tolist())


def every_word(rng: Rng, rows: int) -> Drawn:
    """Return the eight words once each; asked is what the first b decides: later b's, the end."""
    numbers = range(1, LONGEST + 1)
    drawn = words(numbers)
    t, n = np.arange(len(drawn.inputs))[:, None], np.array(numbers)
    return drawn._replace(counted=drawn.counted & (t > n))


def words(numbers: Sequence[int]) -> Drawn:
    """Return words with these n, each a row of 2n + 1 timesteps, in as many as the longest takes.

    Args:
        numbers: n of each row, at least 1. Words up to 8 take 17 timesteps, also short ones alone.
    """
    n = np.array(numbers)
    t = np.arange(2 * max(LONGEST, *numbers) + 1)[:, None]
    counted = t <= 2 * n
    read = np.where(t == 0, 0, np.where(t <= n, 1, 2))
    following = np.where(t < n, 0, np.where(t < 2 * n, 1, 2))
    inputs: Array = np.eye(len(LETTERS))[read] * counted[..., None]
    return Drawn(inputs, following, counted, tuple((2 * n + 1).tolist()))
