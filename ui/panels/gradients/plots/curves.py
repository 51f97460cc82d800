"""Curves of gradient flow: what a plot draws, as numbers on its own axis."""

import math
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import numpy as np

from simulator.arrays import Array
from ui.panels.gradients.flows.reading import FlowReading, FlowRow, FlowView

DC, DH, GROWTH = "dc", "dh", "growth"
"""Kinds of plots."""

FLOAT32_EDGE: Final = 2.0**-24
"""Share of a float32 sum below which a summand changes no bit of it."""

_LEAST_DECADES: Final = 3.0
_USUAL_GROWTH: Final = (math.log2(0.5), math.log2(1.2))
_FARTHEST_GROWTH: Final = math.log2(200.0)
_MOST_POINTS: Final = 2_000
_MOST_OF_DOTTED: Final = 300
"""Points of a dotted line, whose dots tell no more. Qt needs 15 µs for each."""


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """One line of a plot.

    Attributes:
        name: of the run. present: it is of this run. t, y: its points, NaN where there is none.
        direct: t and y of the dotted line, the direct part of ‖dc‖, or the growth of the direction
            that grows most; None for a line that has none.
        end: index of the point at which the way back ends; -1 where nothing is finite.
    """

    name: str
    present: bool
    t: Array
    y: Array
    direct: tuple[Array, Array] | None
    end: int


def curves_of(view: FlowView, kind: str) -> list[Curve]:
    """Return the lines of a plot, this run's first."""
    names = _short([row.name for row in view.rows])
    return [
        _curve(name, row, row.reading, kind)
        for name, row in zip(names, view.rows, strict=True)
        if row.reading is not None
    ]


def _short(names: list[str]) -> list[str]:
    """Leave out the words that all names begin with, but for the last of them."""
    words = [name.split() for name in names]
    alike = takewhile(lambda of: len(set(of)) == 1, zip(*words, strict=False))
    shared = len(list(alike)) if len(words) > 1 else 0
    shared = min([shared, *(len(of) - 1 for of in words)])
    return [" ".join(of[max(0, shared - 1) :]) for of in words]


def _curve(name: str, row: FlowRow, reading: FlowReading, kind: str) -> Curve:
    if kind == GROWTH:
        y, direct = _log(np.log2, reading.growth), _strongest(row)
    else:
        y = _log(np.log10, reading.dc if kind == DC else reading.dh)
        direct = _log(np.log10, reading.direct) if kind == DC else None
    t, y = _points(y, _MOST_POINTS)
    dotted = None if direct is None else _points(direct, _MOST_OF_DOTTED)
    finite = np.flatnonzero(np.isfinite(y))
    end = -1
    if len(finite):
        end = int(finite[-1] if reading.flow.lane.reverse else finite[0])
    return Curve(name, row.present, t, y, dotted, end)


def _strongest(row: FlowRow) -> Array | None:
    """Return log2 of the growth of the direction that grows most, of this run alone."""
    figures = row.figures
    if not row.present or figures is None or figures.growth is None:
        return None
    return _log(np.log2, figures.growth[:, 0])


def gate_curves_of(view: FlowView) -> dict[str, tuple[Array, Array]]:
    """Return the part of ‖dh‖ of this run that came through each gate: t and y of its line."""
    figures = view.figures
    norms = (figures and figures.gates) or {}
    return {gate: _points(_log(np.log10, norm), _MOST_OF_DOTTED) for gate, norm in norms.items()}


def edge_of(reading: FlowReading | None) -> float:
    """Return log10 of the size below which a share is lost in a float32 sum; NaN without one."""
    if reading is None or reading.verdict is None:
        return math.nan
    size = float(reading.dc[reading.verdict.begin])
    return math.log10(size * FLOAT32_EDGE) if size > 0 and math.isfinite(size) else math.nan


def decades_of(view: FlowView) -> tuple[float, float]:
    """Return the ends of the axis that ‖dc‖ and ‖dh‖ share, in decades."""
    every = [curve.y for kind in (DC, DH) for curve in curves_of(view, kind)]
    values = np.concatenate(every or [np.zeros(0)])
    values = values[np.isfinite(values)]
    if not len(values):
        return -_LEAST_DECADES, 0.5
    low, high = float(values.min()), float(values.max())
    edge = edge_of(view.present)
    if low < edge + 2:  # so that a line that falls below it is seen to do so
        low = min(low, edge - 0.5)
    low = min(low, high - _LEAST_DECADES)
    margin = 0.05 * (high - low)
    return low - margin, high + 2 * margin


def growths_of(view: FlowView) -> tuple[float, float]:
    """Return the ends of the axis of growth, as log2: all but some outliers."""
    every = [curve.y for curve in curves_of(view, GROWTH)]
    values = np.concatenate(every or [np.zeros(0)])
    values = values[np.isfinite(values)]
    low, high = _USUAL_GROWTH
    if len(values):
        low = min(low, float(np.percentile(values, 2)))
        high = max(high, float(np.percentile(values, 98)))
    low, high = max(low, -_FARTHEST_GROWTH), min(high, _FARTHEST_GROWTH)
    margin = 0.06 * (high - low)
    return low - margin, high + margin


def _log(of: np.ufunc, sizes: Array) -> Array:
    """Return a logarithm, NaN where it is not finite."""
    with np.errstate(all="ignore"):
        found = np.asarray(of(sizes))
    return np.where(np.isfinite(found), found, np.nan)


def _points(y: Array, most: int) -> tuple[Array, Array]:
    """Return t and y of the points to draw: of many, the lowest and the highest of each block."""
    t = np.arange(len(y), dtype=np.float64)
    if len(y) <= most:
        return t, y
    chosen = []
    for block in np.array_split(np.arange(len(y)), most // 2):
        finite = block[np.isfinite(y[block])]
        some = finite if len(finite) else block
        chosen += [int(some[np.argmin(y[some])]), int(some[np.argmax(y[some])])]
    drawn = np.unique([0, *chosen, len(y) - 1])
    return t[drawn], y[drawn]
