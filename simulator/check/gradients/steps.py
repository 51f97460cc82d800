"""Step check of the way back: torch's autograd goes back through every cell again.

It gets the very numbers that our cell read forwards, the dh that our engine recorded, and what
arrived at its c; so it finds every mistake in the equations, and none in the wiring (`links`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Array
from ...cells.bounds import exact, step_bounds
from ...cells.bounds_back import gradient_bounds
from ...cells.interventions import StepInterventions
from ...cells.weights import CellWeights
from ...engine.lane_interventions import OneStep
from ...gradients.backward_run import BackwardRun
from ...gradients.gradient_trace import KEPT, LaneGradients
from ...gradients.lane_backward import FastLaneBackward, LaneBackward
from ...network.config import LSTMConfig
from ...network.gradient_quantities import GRADIENTS
from ...network.lane import Lane
from ..findings import Places
from ..report import CheckKind
from ..step_check import (
    FEWEST_ROWS,
    FULLY_CHECKED,
    Reference,
    StepCounts,
    held_on,
    our_step,
    places_of,
    rows_at_once,
)
from .findings import GradientFindings
from .links import Arrivals

if TYPE_CHECKING:
    from ...reference.autograd import AutogradCell


@dataclass(frozen=True, eq=False)
class GradientSteps:
    """Numbers of one lane at n (cell, batch row) pairs of the way back.

    Attributes:
        places: their addresses; the cells are counted on the way back.
        inputs: x (n, I), h' (n, R), c' (n, H), as the cells read them forwards.
        arriving: dh (n, R), as recorded, and dc_in (n, H), what else reaches c.
        gradients: those that are compared, by key (n, width).
    """

    places: Places
    inputs: dict[str, Array]
    arriving: dict[str, Array]
    gradients: dict[str, Array]

    @classmethod
    def of(cls, back: BackwardRun, lane: Lane, walked: range) -> "GradientSteps":
        """Collect some steps back of a lane's walk, for the rows long enough to take them."""
        places = places_back(back, lane, walked)
        at = places.t, places.rows
        forward = back.run.trace.lanes[lane]
        inputs = {
            "x": back.run.trace.inputs[lane.layer][at],
            "h'": forward.h_prev[at],
            "c'": forward.c_prev[at],
        }
        values = back.trace.values
        arriving = {"dh": values("dh", lane)[at], "dc_in": Arrivals(back, lane, *at).dc_in}
        gradients = {key: values(key, lane, at) for key in compared(back.run.experiment.config)}
        return cls(places, inputs, arriving, gradients)

    def chunks(self) -> Iterator["GradientSteps"]:
        """Yield parts of bounded size."""
        size = rows_at_once(self.inputs["c'"].shape[1])
        for start in range(0, len(self.places.cells), size):
            yield self.cut(slice(start, start + size))

    def cut(self, part: slice | Array) -> "GradientSteps":
        """Return a part of the n pairs."""
        named = (self.inputs, self.arriving, self.gradients)
        parts = ({name: array[part] for name, array in arrays.items()} for arrays in named)
        return GradientSteps(self.places.cut(part), *parts)


def compared(config: LSTMConfig) -> tuple[str, ...]:
    """Return the gradients of a cell that are compared, in the order of computation."""
    return tuple(key for key in config.gradients if key not in ("dh", "dz"))


def places_back(back: BackwardRun, lane: Lane, walked: range) -> Places:
    """Return a lane's addresses at some steps back of its walk, in the order of the way back."""
    T, order = back.run.experiment.num_timesteps, back.order
    places = places_of(back.run, lane, range(T - walked.stop, T - walked.start))
    lengths = np.array(back.run.experiment.lengths)[places.rows]
    walks = lengths - 1 - places.t if lane.direction else places.t
    cells = order.num_cells - 1 - order.forward.cell_numbers(lane, walks)
    return places._replace(cells=cells).cut(np.argsort(cells, kind="stable"))


class GradientReference(Reference):
    """Reference for the check: torch's cells under autograd, and the magnitudes of the weights."""

    def cell_back(self, lane: Lane, dtype: str) -> "AutogradCell":
        """Return one layer and direction under autograd, in a dtype; made once."""
        from ...reference.autograd import AutogradCell

        key = lane, dtype
        if key not in self._cells_back:
            self._cells_back[key] = AutogradCell(self.config, self.arrays, *key, self.holds)
        return self._cells_back[key]

    @cached_property
    def _cells_back(self) -> "dict[tuple[Lane, str], AutogradCell]":
        return {}


def check_gradient_steps(
    findings: GradientFindings,
    steps: GradientSteps,
    weights: CellWeights,
    uneven: bool,
    dtype: str,
    reference: GradientReference,
) -> StepCounts:
    """Compare recorded gradients with torch's in `dtype`, and both engines once more in float64.

    As forwards (`step_check.check_steps`), of many steps of a wide cell only some are compared in
    float64, as long as our engine's weights are the very parameters.

    Args:
        weights: those that our engine computed with. uneven: whether rows differ in length.
    """
    overflow = [
        compare_gradients(findings, part, part.gradients, dtype, reference)
        for part in steps.chunks()
    ]
    comparable = ~np.concatenate([np.empty(0, bool), *overflow])
    checked = int(comparable.sum())
    counts = StepCounts(checked, checked, len(comparable) - checked)
    if dtype == "float64":
        return counts
    every = 1
    if len(comparable) > FEWEST_ROWS and reference.has(weights, steps.places.lane):
        every = max(1, reference.config.hidden_size // FULLY_CHECKED)
    turn = (steps.places.t + steps.places.rows) % every == 0
    chosen = replace(steps, gradients={}).cut(np.flatnonzero(comparable & turn))
    wide = weights.astype(np.float64)
    for part in chosen.chunks():
        held = held_on(part.places, reference)
        ours = _our_gradients(reference.config, wide, held, uneven, part)
        compare_gradients(findings, part, ours, "float64", reference)
    return counts._replace(in_float64=len(chosen.places.cells))


def compare_gradients(
    findings: GradientFindings,
    part: GradientSteps,
    ours: Mapping[str, Array],
    dtype: str,
    reference: GradientReference,
) -> Array:
    """Compare our gradients, all or some, with torch's in a dtype.

    Returns:
        (n,) True where one may overflow, so that nothing was compared.
    """
    places, inputs = part.places, part.inputs
    x, h_prev, c_prev = inputs.values()
    dh, dc_in = part.arriving.values()
    cell = reference.cell_back(places.lane, dtype)
    values, theirs = cell.back((x, h_prev, c_prev), dh, dc_in, places.t, places.rows)
    held, weights = held_on(places, reference), reference.magnitudes(places.lane)
    forward = step_bounds(weights, inputs, values, dtype, held=held)
    arriving = {"h": exact(dh), "c": exact(dc_in)}
    given = forward, inputs, arriving, values, theirs, dtype
    bounds = gradient_bounds(weights, *given, held=held)
    comparable = ~bounds.overflow if bounds.overflow.any() else None
    shares = np.zeros(len(places.cells))
    for key, recorded in ours.items():
        kind, bound = CheckKind("step", dtype, key), bounds.errors[key]
        of = findings.compare(kind, places, recorded, theirs[key], bound, comparable)
        np.maximum(shares, of, out=shares)
    findings.note(places, shares)
    return bounds.overflow


def _our_gradients(
    config: LSTMConfig,
    weights: CellWeights,
    held: StepInterventions,
    uneven: bool,
    part: GradientSteps,
) -> dict[str, Array]:
    """Compute our engine's gradients in float64: one step, with the n rows as its batch.

    Only those that are kept: the others are products of these, compared where they were recorded.
    """
    lane = our_step(config, weights, held, uneven, part.inputs)
    n, wide = len(part.places.cells), np.dtype(np.float64)
    gradients = LaneGradients.allocate(config, part.places.lane.layer, (1, n), wide)
    dh, dc_in = (array[None].astype(wide) for array in part.arriving.values())
    kind = LaneBackward if uneven else FastLaneBackward
    holds = OneStep(held)
    walk = kind(weights, lane, gradients, np.ones(n, int), holds, lambda t: dh, {"c": dc_in})
    with np.errstate(all="ignore"):
        walk.advance(1)
    keys = (key for key in compared(config) if key in KEPT or GRADIENTS[key].block is not None)
    return {key: gradients.values(key)[0] for key in keys}
