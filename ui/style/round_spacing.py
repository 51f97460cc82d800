"""Round spacing: steps between the labels of an axis."""

from itertools import chain


def round_spacing(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, … that is at least `least`."""
    sizes = chain.from_iterable((10**k, 2 * 10**k, 5 * 10**k) for k in range(20))
    return next(size for size in sizes if size >= least)
