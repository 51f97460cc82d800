"""Names of lines, each put beside its line where it hides least."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF

from simulator.arrays import Array

_PLACES: Final = (0.3, 0.6, 0.45, 0.75, 0.15, 0.9)
"""Places of a name along the visible part, in the order in which they are tried."""

_APART: Final = 4.0
"""Pixels between a line and its name."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A line to be named: points in pixels, (n,) each; y is NaN where it has none."""

    key: str
    text: str
    x: Array
    y: Array


def placed(
    lines: Sequence[Line],
    area: QRectF,
    width: Callable[[str], float],
    height: float,
    marks: Sequence[tuple[Array, Array]] = (),
) -> dict[str, QRectF]:
    """Return the box of each name, by the line's key; of two lines with one key the last is named.

    A box lies inside the area, above, below or behind its line, on no other box, and hides as few
    pixels of lines and marks as may be. Lines without a point, and names without room, have none.
    """
    boxes: dict[str, QRectF] = {}
    dots = [*map(_dots, lines), *marks]
    for line in reversed(lines):
        finite = np.isfinite(line.y)
        if line.key in boxes or not finite.any():
            continue
        wide = width(line.text)
        found: list[tuple[float, int, QRectF]] = []
        end = int(np.flatnonzero(finite)[-1])
        behind = QRectF(
            float(line.x[end]) + 3 * _APART, float(line.y[end]) - height / 2, wide, height
        )
        if area.contains(behind) and not any(map(behind.intersects, boxes.values())):
            found.append((_hidden(behind, dots), len(_PLACES), behind))
        for order, share in enumerate(_PLACES):
            at = area.left() + share * area.width()
            nearest = int(np.abs(np.where(finite, line.x - at, np.inf)).argmin())
            middle = float(line.x[nearest])
            left = min(max(middle - wide / 2, area.left() + 2), area.right() - wide - 2)
            for above in (True, False):
                y = float(line.y[nearest])
                top = y - _APART - height if above else y + _APART
                top = min(max(top, area.top()), area.bottom() - height)
                box = QRectF(left, top, wide, height)
                if any(box.intersects(other) for other in boxes.values()):
                    continue
                found.append((_hidden(box, dots), order, box))
        if found:
            boxes[line.key] = min(found, key=lambda one: one[:2])[2]
    return boxes


def _dots(line: Line) -> tuple[Array, Array]:
    """Return points along a line, about a pixel apart across, at most 2,000."""
    if len(line.x) < 2:
        return line.x, line.y
    x = np.linspace(line.x[0], line.x[-1], min(2000, max(2, int(line.x[-1] - line.x[0]))))
    return x, np.interp(x, line.x, line.y)


def _hidden(box: QRectF, dots: Sequence[tuple[Array, Array]]) -> float:
    """Return how many points of lines a box hides."""
    hidden = 0
    for x, y in dots:
        inside = (x > box.left() - 2) & (x < box.right() + 2)
        hidden += int(np.count_nonzero(inside & (y > box.top()) & (y < box.bottom())))
    return hidden
