"""Curve of the loss along a step: the ends and labels of its axis, and its stretches."""

import math
from typing import Final

from simulator.training.one_step.along import Point
from ui.panels.training.step.view import StepView
from ui.style.number_format import MINUS, in_figures

_MOST_DECIMALS: Final = 5


def ends_of(view: StepView | None) -> tuple[float, float] | None:
    """Return the ends of the axis of the loss, with 0 where it is near; None without a number."""
    if view is None:
        return None
    losses = [p.loss for p in view.along.line() if math.isfinite(p.loss)]
    if not losses:
        return None
    start = view.start
    if start is not None and view.predicted is not None and math.isfinite(start.loss):
        losses.append(start.loss + view.predicted)
    low, high = min(losses), max(losses)
    if 0 < low < 0.4 * high:
        low = 0.0
    margin = 0.06 * (high - low) or 0.05 * abs(high) or 1.0
    return low - margin, high + 1.6 * margin


def labels_of(ends: tuple[float, float], most: float) -> list[tuple[float, str]]:
    """Return round numbers between the ends, at most about so many, as they are written."""
    low, high = ends
    least = (high - low) / max(1.0, most)
    exponent = math.floor(math.log10(least))
    spacing = next(k * 10.0**exponent for k in (1, 2, 5, 10) if k * 10.0**exponent >= least)
    values = [k * spacing for k in range(math.ceil(low / spacing), math.floor(high / spacing) + 1)]
    decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
    if decimals > _MOST_DECIMALS:
        return [(value, in_figures(value, 2)) for value in values]
    texts = (f"{value:.{decimals}f}".replace("-", MINUS) for value in values)
    return list(zip(values, texts, strict=True))


def plateaus_of(points: list[Point]) -> list[tuple[int, list[Point]]]:
    """Return runs of neighbours with as many right answers."""
    runs: list[tuple[int, list[Point]]] = []
    for point in points:
        if point.right is None or not math.isfinite(point.loss):
            continue
        if runs and runs[-1][0] == point.right:
            runs[-1][1].append(point)
        else:
            runs.append((point.right, [point]))
    return runs
