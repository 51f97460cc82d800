"""Flow: how large the gradient of a lane is on its way back, and what carried it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..engine.step_interventions import LaneInterventions
from ..engine.walk_order import span
from ..lstm.lane import Lane
from ..lstm.quantities import GATES
from .adjoint_cell import slopes, tanh_slope
from .backward_run import BackwardRun
from .direct_part import direct_part

FLAT: Final = 0.05
"""Slope of σ or tanh below which it is flat: next to nothing goes through it."""

CURVES: Final = (*GATES, "tanh c")
"""Curves whose slopes are counted, in the order of `Flow.flat`."""


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """Gradients of one lane and batch row over its n timesteps; NaN where it is not walked yet.

    Attributes:
        lane, row: where.
        dh: (n, R). dc: (n, H), by unit, as recorded.
        direct: (n, H), the part of dc that came along c alone (`direct_part`).
        gates: (n, 4, R), the parts of dh_prev that go through i, f, g and o: they add up to it.
        flat: (n, 5), share of the units whose slope is below `FLAT`, for i f g o and tanh(c).
    """

    lane: Lane
    row: int
    dh: Array
    dc: Array
    direct: Array
    gates: Array
    flat: Array

    @property
    def growth(self) -> Array:
        """‖dc‖ by that of the step taken before on the way back, (n,); NaN at the first."""
        norm = norms(self.dc)
        found = np.full(len(norm), np.nan)
        with np.errstate(all="ignore"):
            if self.lane.reverse:
                found[1:] = norm[1:] / norm[:-1]
            else:
                found[:-1] = norm[:-1] / norm[1:]
        return found

    @property
    def flat_share(self) -> Array:
        """Share of flat slopes over all units and timesteps walked, (5,); NaN without any."""
        walked = self.flat[~np.isnan(self.flat[:, 0])]
        return walked.mean(axis=0) if len(walked) else np.full(len(CURVES), np.nan)


def flow(back: BackwardRun, lane: Lane, row: int = 0) -> Flow:
    """Return the gradient flow of a lane and batch row, as far as it is walked.

    The parts through the gates cost as much as the products of a pass: 4H·R for each timestep.
    """
    forward, n = back.run.trace.lanes[lane], back.run.experiment.lengths[row]
    gradients = back.trace.lanes[lane]
    gates, c = forward.gates[:n, row], forward.c[:n, row]
    steep = np.concatenate([slopes(gates), tanh_slope(np.tanh(c))], axis=-1)
    flat = (steep < FLAT).reshape(n, len(CURVES), -1).mean(axis=-1)
    found = (
        gradients.dh[:n, row],
        gradients.dc[:n, row],
        direct_part(back, lane, row),
        _through_gates(back, lane, row),
        flat,
    )
    walked = walked_timesteps(back, lane, row)
    return Flow(lane, row, *(_only(walked, values) for values in found))


def norms(values: Array) -> Array:
    """Return Euclidean norms over the last axis, in float64; no square vanishes or overflows."""
    size = np.abs(values.astype(np.float64))
    largest = size.max(axis=-1, initial=0, keepdims=True)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1)
    with np.errstate(all="ignore"):
        return np.asarray(scale[..., 0] * np.sqrt(np.square(size / scale).sum(axis=-1)))


def walked_timesteps(back: BackwardRun, lane: Lane, row: int) -> slice:
    """Return the timesteps of a row at which a lane's way back is computed."""
    n, T = back.run.experiment.lengths[row], back.run.experiment.num_timesteps
    first = min(T - back.order.lane_cells(lane, back.cells_done), n)
    return slice(*span(lane.direction, n, first, n))


def _only(walked: slice, values: Array) -> Array:
    """Return values in float64, NaN but at some timesteps."""
    found = np.full(values.shape, np.nan)
    found[walked] = values[walked]
    return found


def _through_gates(back: BackwardRun, lane: Lane, row: int) -> Array:
    """Return Σ over the rows of one gate of W_hhᵀ dz, (n, 4, R)."""
    experiment, n = back.run.experiment, back.run.experiment.lengths[row]
    W = back.run.weights[lane].W_hh.astype(np.float64)
    dz = back.trace.lanes[lane].dz[:n, row].astype(np.float64).reshape(n, len(GATES), -1)
    H, R = dz.shape[-1], W.shape[-1]
    by_gate = W.reshape(len(GATES), H, R)
    with np.errstate(all="ignore"):
        found = np.matmul(dz.swapaxes(0, 1), by_gate).swapaxes(0, 1)
        held = LaneInterventions.of(experiment, lane).at(np.arange(n), np.full(n, row))
        for t in sorted({int(t) for kept in held.cuts.values() for t in np.flatnonzero(kept.rows)}):
            kept_W = W.copy()
            for j, kept in held.cuts.items():
                kept_W[j, ~kept.h[t]] = 0
            found[t] = np.matmul(dz[t, :, None], kept_W.reshape(by_gate.shape))[:, 0]
    return np.asarray(found)
