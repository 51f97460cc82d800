"""Edits of a block of numbers. The dtype stays, and finite numbers stay finite.

Raises, in every function: ValueError for a result that the dtype cannot hold.
"""

import math
from typing import Any

import numpy as np

from ..arrays import Array, limits
from ..translation import tr
from .initialisers import Draws


def scaled(block: Array, factor: Any) -> Array:
    """Multiply every number by a factor, in the block's dtype."""
    with np.errstate(over="ignore", invalid="ignore"):
        return _held(block * block.dtype.type(factor), block)


def shifted(block: Array, amount: float) -> Array:
    """Add an amount to every number, in decimals as a person reads them.

    In float32, 0.29 + 0.02 gives 0.31; adding to the bits of 0.29 may give a neighbour of it.
    """
    decimals = block.astype("U32").astype(np.float64)
    with np.errstate(over="ignore"):
        return _held((decimals + amount).astype(block.dtype), block)


def uniform(block: Array, seed: int, limit: float) -> Array:
    """Draw numbers of the block's shape, uniform in ±limit, as torch draws them under the seed."""
    if not 2 * abs(limit) <= limits(block.dtype).max:
        raise ValueError(tr("that is too large for {dtype}", dtype=block.dtype))
    return Draws(seed, block.dtype).uniform(block.shape, abs(limit))


def normal(block: Array, seed: int, deviation: float) -> Array:
    """Draw normal numbers of the block's shape, with mean 0 and a standard deviation, by a seed."""
    drawn = np.random.default_rng(seed).standard_normal(block.shape)
    with np.errstate(over="ignore"):
        return _held((deviation * drawn).astype(block.dtype), np.zeros((), block.dtype))


def step_for(limit: float) -> float:
    """Return the step to nudge numbers up to ±limit: 1, 2 or 5 · 10ᵏ, at most 1 % of the limit.

    The step is 0.01 when all numbers are zero.
    """
    if limit == 0:
        return 0.01
    exponent = math.floor(math.log10(limit))
    mantissa = limit / 10.0**exponent
    digit = 5 if mantissa >= 5 else 2 if mantissa >= 2 else 1
    return float(f"{digit}e{exponent - 2}")


def _held(result: Array, before: Array) -> Array:
    if (~np.isfinite(result) & np.isfinite(before)).any():
        raise ValueError(tr("that is too large for {dtype}", dtype=result.dtype))
    return result
