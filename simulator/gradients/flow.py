"""Flow: how large the gradient of a lane is on its way back, and what carried it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells.functions import tanh_slope
from ..cells.step_back import gate_slopes
from ..engine.lane_interventions import LaneInterventions
from ..engine.time_order import span
from ..network.lane import Lane
from ..network.quantities import GATES
from ..progress import finish
from .backward_run import BackwardRun
from .direct_part import direct_part

FLAT: Final = 0.05
"""Slope of σ or tanh below which it is flat: next to nothing goes through it."""

CURVES: Final = (*GATES, "tanh c")
"""Curves whose slopes are counted, in the order of `Flow.flat`."""

_PRODUCTS: Final = 8_000_000
_NUMBERS: Final = 500_000
_MOST_AT_ONCE: Final = 256
"""Products of numbers, numbers, and timesteps, in a slice."""


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """Gradients of one lane and batch row over its n timesteps; NaN where it is not walked yet.

    Attributes:
        lane, row: where.
        dh: (n, R). dc: (n, H), by unit, as recorded.
        direct: (n, H), the part of dc that came along c alone (`direct_part`).
        flat: (n, 5), share of the units whose slope is below `FLAT`, for i f g o and tanh(c).
        walked: the timesteps at which it is walked.
    """

    lane: Lane
    row: int
    dh: Array
    dc: Array
    direct: Array
    flat: Array
    walked: slice

    @property
    def growth(self) -> Array:
        """‖dc‖ divided by that of the step before it on the way back, (n,); NaN at the first."""
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
        walked = self.flat[self.walked]
        return walked.mean(axis=0) if len(walked) else np.full(len(CURVES), np.nan)


def flow(back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None) -> Flow:
    """Return the gradient flow of a lane and batch row, as far as it is walked.

    It takes no product of matrices but that of a projection: for T = 1,000 5 ms at H = 32, 40 ms
    at H = 512.

    Args:
        walked: the timesteps that count as walked, from the first of the way back on; by default
            all that are computed.
    """
    return finish(flow_in_slices(back, lane, row, walked))


def flow_in_slices(
    back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None
) -> Generator[float, None, Flow]:
    """Return the `flow`, in slices that tell the fraction done."""
    forward, n = back.run.trace.lanes[lane], back.run.experiment.lengths[row]
    gradients, flat = back.trace.lanes[lane], np.empty((n, len(CURVES)))
    cell = back.run.experiment.config.cell
    at_once = max(1, _NUMBERS // forward.gates.shape[-1])
    for start in range(0, n, at_once):
        yield 0.5 * start / n
        part = slice(start, min(start + at_once, n))
        gates, c = forward.gates[part, row], forward.c[part, row]
        steep = np.concatenate([gate_slopes(cell, gates), tanh_slope(np.tanh(c))], axis=-1)
        flat[part] = (steep < FLAT).reshape(len(c), len(CURVES), -1).mean(axis=-1)
    yield 0.5
    direct = direct_part(back, lane, row)
    if walked is None:
        walked = walked_timesteps(back, lane, row)
    yield 0.9
    return Flow(
        lane,
        row,
        dh=_only(walked, gradients.dh[:n, row]),
        dc=_only(walked, gradients.dc[:n, row]),
        direct=_only(walked, direct),
        flat=_only(walked, flat),
        walked=walked,
    )


def through_gates(back: BackwardRun, lane: Lane, row: int = 0, part: slice = slice(None)) -> Array:
    """Return the parts of dh_prev that go through i, f, g and o, (k, 4, R) float64.

    They are Σ over the rows of one gate of W_hhᵀ dz, and add up to dh_prev; NaN where the lane is
    not walked yet. They cost 4H·R products a timestep: at H = 512 ask for some 100 at once.

    Args:
        part: the k timesteps.
    """
    experiment, n = back.run.experiment, back.run.experiment.lengths[row]
    t = np.arange(n)[part]
    W = back.run.weights[lane].W_hh.astype(np.float64)
    H = len(W) // len(GATES)
    by_gate = W.reshape(len(GATES), H, W.shape[-1])
    dz = back.trace.lanes[lane].dz[t, row].astype(np.float64).reshape(len(t), len(GATES), H)
    found = np.empty((len(t), len(GATES), W.shape[-1]))
    held = LaneInterventions.of(experiment, lane).at(t, np.full(len(t), row))
    with np.errstate(all="ignore"):
        for gate in range(len(GATES)):
            found[:, gate] = np.ascontiguousarray(dz[:, gate]) @ by_gate[gate]
        for k in {k for kept in held.cuts.values() for k in np.flatnonzero(kept.rows).tolist()}:
            kept_W = W.copy()
            for j, kept in held.cuts.items():
                kept_W[j, ~kept.h[k]] = 0
            found[k] = np.matmul(dz[k, :, None], kept_W.reshape(by_gate.shape))[:, 0]
    found[~np.isin(t, np.arange(n)[walked_timesteps(back, lane, row)])] = np.nan
    return found


def norms_through_gates(
    back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None
) -> Generator[float, None, Array]:
    """Return the norms of what of dh came back through i, f, g and o, (n, 4), in slices.

    Row t has the parts that arrive there, from the timestep taken before on the way back; NaN at
    the first, and where it is not walked.

    Args:
        walked: as for `flow`.
    """
    W, n = back.run.weights[lane].W_hh, back.run.experiment.lengths[row]
    if walked is None:
        walked = walked_timesteps(back, lane, row)
    found = np.full((n, len(GATES)), np.nan)
    arrives = 1 if lane.reverse else -1  # timesteps from where it leaves
    first, stop = max(walked.start, walked.start - arrives), min(walked.stop, walked.stop - arrives)
    size = min(_MOST_AT_ONCE, max(1, _PRODUCTS // W.size))
    for start in range(first, stop, size):
        yield (start - first) / (stop - first)
        last = min(start + size, stop)
        parts = through_gates(back, lane, row, slice(start, last))
        found[start + arrives : last + arrives] = norms(parts)
    return found


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
