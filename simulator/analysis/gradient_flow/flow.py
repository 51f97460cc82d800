"""Flow: how large the gradient of a lane is in its backward pass, and what carried it."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...arrays import Array
from ...cells.functions import FUNCTIONS
from ...cells.sheet import Cell, Row
from ...engine.time_order import span
from ...gradients.backward_run import BackwardRun
from ...network.lane import Lane
from ...progress import finish
from .direct_part import along_memory, arriving
from .lane_row import LaneRow

FLAT: Final = 0.05
"""Slope of σ or tanh below which it is flat: almost no gradient goes through it."""

_PRODUCTS: Final = 8_000_000
_NUMBERS: Final = 500_000
_MOST_AT_ONCE: Final = 256
"""Products of numbers, numbers, and timesteps, in a slice."""


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """Gradients of one lane and batch row over its n timesteps; NaN where it is not computed yet.

    Attributes:
        lane, row: where.
        dh: (n, R). dc: (n, H), by unit, as recorded.
        direct: (n, H), the part of dc that came along c only (`direct_part`).
        curves: the curves whose slopes are counted: of an LSTM i f g o and tanh c.
        flat: (n, curves), share of the units whose slope is below `FLAT`.
        walked: the timesteps at which it is computed.
    """

    lane: Lane
    row: int
    dh: Array
    dc: Array
    direct: Array
    curves: tuple[str, ...]
    flat: Array
    walked: slice

    @property
    def growth(self) -> Array:
        """‖dc‖ divided by ‖dc‖ of the step before it, backwards, (n,); NaN at the first."""
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
        """Share of flat slopes over all units and timesteps computed; NaN without any."""
        walked = self.flat[self.walked]
        return walked.mean(axis=0) if len(walked) else np.full(len(self.curves), np.nan)


def flow(back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None) -> Flow:
    """Return the gradient flow of a lane and batch row, for the steps that are computed.

    Its only product of matrices is a projection's: for T = 1,000 5 ms at H = 32, 40 ms
    at H = 512.

    Args:
        walked: the timesteps that count as computed, from the first of the backward pass on; by
            default all that are computed.
    """
    return finish(flow_in_slices(back, lane, row, walked))


def flow_in_slices(
    back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None
) -> Generator[float, None, Flow]:
    """Return the `flow`, in slices that yield the fraction done."""
    of, gradients = LaneRow(back.run, lane, row), back.trace.lanes[lane]
    n, curves = len(of), _curves(of.cell)
    flat = np.empty((n, len(curves)))
    at_once = max(1, _NUMBERS // (len(curves) * back.run.experiment.config.hidden_size))
    for start in range(0, n, at_once):
        yield 0.5 * start / n
        part = slice(start, min(start + at_once, n))
        steep = np.stack([_slope(of, each, part) for each in curves.values()], axis=1)
        flat[part] = (steep < FLAT).mean(axis=-1)
    yield 0.5
    direct = along_memory(of, arriving(back, of))
    if walked is None:
        walked = walked_timesteps(back, lane, row)
    yield 0.9
    return Flow(
        lane,
        row,
        dh=_only(walked, gradients.values(f"d{of.cell.output}")[:n, row]),
        dc=_only(walked, gradients.values(f"d{of.memory}")[:n, row]),
        direct=_only(walked, direct),
        curves=tuple(curves),
        flat=_only(walked, flat),
        walked=walked,
    )


def _curves(cell: Cell) -> dict[str, Row]:
    """Return the rows with a function, the gates first, in the order in which they lie."""
    gates = cell.arrays.get("gates", ())
    keys = dict.fromkeys([*gates, *(row.key for row in cell.rows if row.function)])
    rows = [cell.row[key] for key in keys]
    return {row.key if row.kept else f"{row.function} {row.reads[0]}": row for row in rows}


def _slope(of: LaneRow, row: Row, part: slice) -> Array:
    """Return the slopes of a row's function at some timesteps, (k, width)."""
    function = FUNCTIONS[row.function]
    value = of.values(row.key if row.kept else row.reads[0])[part]
    return function.slope(value if row.kept else function(value))


def through_gates(back: BackwardRun, lane: Lane, row: int = 0, part: slice = slice(None)) -> Array:
    """Return the parts of dh_prev that go through each gate, i f g o, (k, 4, R) float64.

    They are Σ over the rows of one gate of W_hhᵀ dz, and add up to dh_prev; NaN where the lane is
    not computed yet. They cost 4H·R products a timestep: at H = 512 ask for some 100 at once.

    Args:
        part: the k timesteps.
    """
    of = LaneRow(back.run, lane, row)
    t, sums = np.arange(len(of))[part], _fed_back(of.cell)
    gradients, W = back.trace.lanes[lane], of.weights.W_hh
    dz = [gradients.values(f"d{key}")[t, row].astype(np.float64) for key in sums]
    found = np.empty((len(t), len(sums), W.shape[-1]))
    held = of.held(t)
    with np.errstate(all="ignore"):
        for gate, of_gate in enumerate(np.split(W, len(sums))):
            found[:, gate] = dz[gate] @ of_gate
        for k in {k for kept in held.cuts.values() for k in np.flatnonzero(kept.rows).tolist()}:
            by_gate = held.without_cuts(W, k).reshape(len(sums), -1, W.shape[-1])
            found[k] = np.matmul(np.stack([of[k] for of in dz])[:, None], by_gate)[:, 0]
    found[~np.isin(t, np.arange(len(of))[walked_timesteps(back, lane, row)])] = np.nan
    return found


def _fed_back(cell: Cell) -> list[str]:
    """Return the sums that the output before the step feeds, in torch's order."""
    return [cell.matrices[name][0] for name in cell.stacks["weight_hh"]]


def norms_through_gates(
    back: BackwardRun, lane: Lane, row: int = 0, walked: slice | None = None
) -> Generator[float, None, Array]:
    """Return the norms of what of dh came back through i, f, g and o, (n, 4), in slices.

    Row t has the parts that arrive there, from the timestep that is taken before it backwards; NaN
    at the first, and where it is not computed.

    Args:
        walked: as for `flow`.
    """
    W, n = back.run.weights[lane].W_hh, back.run.experiment.lengths[row]
    if walked is None:
        walked = walked_timesteps(back, lane, row)
    found = np.full((n, len(_fed_back(back.run.experiment.config.cell))), np.nan)
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
    """Return the timesteps of a row at which the gradients of a lane are computed."""
    n, T = back.run.experiment.lengths[row], back.run.experiment.num_timesteps
    first = min(T - back.order.lane_cells(lane, back.cells_done), n)
    return slice(*span(lane.direction, n, first, n))


def _only(walked: slice, values: Array) -> Array:
    """Return values in float64, NaN but at some timesteps."""
    found = np.full(values.shape, np.nan)
    found[walked] = values[walked]
    return found
