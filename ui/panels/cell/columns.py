"""Columns of the cell diagram: their widths, from the narrowest to those with room to spare.

All lengths are in pixels at scale 1; the caller multiplies them by the scale.
"""

from dataclasses import dataclass
from itertools import accumulate, pairwise

_SIGNED, _GATE = 24.0, 18.0
"""Pixels of a state's and a gate's box beside its number."""

_LEAST_DIGITS = 5
"""Characters of the shortest number that a box holds: `−0.98`."""

_SIDE, _OUT = 112.0, 66.0
_COMPACT_GATE, _FULL_GATE, _WIDEST_GATE = 123.0, 157.0, 240.0
_LEAST_GAPS = (14.0, 8.0, 8.0, 8.0, 14.0, 8.0)
_GAPS = (40.0, 20.0, 20.0, 20.0, 46.0, 24.0)
_MOST_STRETCH = 1.6
"""How much wider gaps become where there is room to spare."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edge and width of each column: the states before, f, i, g, o, the output, the states."""

    edges: tuple[tuple[float, float], ...]


def least_width(digit: float, projected: bool) -> float:
    """Return the width that the diagram needs at scale 1, with a digit of 16 px so wide."""
    return sum(_least(digit, projected)) + sum(_LEAST_GAPS)


def columns_in(width: float, digit: float, projected: bool) -> Columns:
    """Share out a width: gaps and states grow first, then the gates; the rest is left at both ends.

    Args:
        digit: the width of a digit of 16 px. projected: with a box for m.
    """
    out = _SIDE if projected else _OUT
    least = (*_least(digit, projected), *_LEAST_GAPS)
    stages = [
        least,
        (_SIDE, *[_COMPACT_GATE] * 4, out, _SIDE, *_GAPS),
        (_SIDE, *[_FULL_GATE] * 4, out, _SIDE, *_GAPS),
        (_SIDE, *[_WIDEST_GATE] * 4, out, _SIDE, *(gap * _MOST_STRETCH for gap in _GAPS)),
    ]
    # A font with wide digits may need more than the usual widths.
    stages = [tuple(map(max, stage, least)) for stage in stages]
    sizes = stages[0]
    for before, after in pairwise(stages):
        room, more = width - sum(before), sum(after) - sum(before)
        share = min(max(room / more, 0.0), 1.0) if more else 0.0
        sizes = tuple(a + share * (b - a) for a, b in zip(before, after, strict=True))
        if share < 1:
            break
    widths, gaps = sizes[:7], sizes[7:]
    start = max(0.0, (width - sum(sizes)) / 2)
    steps = (w + gap for w, gap in zip(widths, gaps, strict=False))
    lefts = accumulate(steps, initial=start)
    return Columns(tuple(zip(lefts, widths, strict=True)))


def _least(digit: float, projected: bool) -> tuple[float, ...]:
    number = _LEAST_DIGITS * digit
    side = number + _SIGNED
    return (side, *[number + _GATE] * 4, side if projected else _OUT - 4, side)
