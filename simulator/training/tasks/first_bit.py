"""First bit: remember the first number's sign through 50 timesteps of noise.

What is asked at the end must have lain in c all the while. So must the gradient on its way back,
which a forget gate of σ(1) = 0.73 has shrunk to 0.73⁵⁰ ≈ 10⁻⁷, and one of σ(5) to 0.7.
"""

import numpy as np

from ...arrays import Rng
from .drawn import Drawn, at_the_end, bits, signs

NOISE = 0.3
"""Standard deviation of the noise; the first number is ±1."""


def first_bit(rng: Rng, rows: int, noisy: int = 50) -> Drawn:
    """Draw a bit, read as ±1, and so many timesteps of normal noise; the answer is the bit."""
    first, steps = bits(rng, rows), noisy + 1
    inputs = np.concatenate([signs(first)[None], NOISE * rng.standard_normal((noisy, rows))])
    answers = np.zeros((steps, rows, 1))
    answers[-1, :, 0] = first
    return Drawn(inputs[..., None], answers, at_the_end(steps, rows))
