"""Sine: the next value of a wave whose frequency and phase the values before it must tell."""

import math

import numpy as np

from ...arrays import Rng
from .drawn import Drawn

SLOWEST, FASTEST = 0.25, 0.75
"""Frequencies in radians a timestep: a period takes 25 to 8 timesteps."""

HEARD = 5
"""Timesteps that are listened to before anything is asked."""


def sine(rng: Rng, rows: int, steps: int = 40) -> Drawn:
    """Draw waves of random frequency and phase; the answer at each timestep is the next value."""
    frequencies = rng.uniform(SLOWEST, FASTEST, rows)
    phases = rng.uniform(0, 2 * math.pi, rows)
    wave = np.sin(frequencies * np.arange(steps + 1)[:, None] + phases)[..., None]
    counted = np.ones((steps, rows), bool)
    counted[:HEARD] = False
    return Drawn(wave[:-1], wave[1:], counted)
