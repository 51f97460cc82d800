"""Verdict: does the gradient arrive at the far end of a lane, and what carried it there."""

import math
from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells.interventions import zeroed
from ..cells.step_back import reads_back, step_back
from ..cells.weights import CellWeights
from ..engine.lane_interventions import LaneInterventions
from ..network.lane import Lane
from ..network.quantities import GATES
from ..progress import finish
from .backward_run import BackwardRun
from .direct_part import along_memory, arriving, order_back
from .flow import Flow, norms
from .sources import Sources

VANISHED, VANISHES, ARRIVES, EXPLODES = "vanished", "vanishes", "arrives", "explodes"
NOTHING, NOT_FINITE = "nothing", "not_finite"
"""Kinds of a verdict: the last two where no gradient comes, and where it is NaN."""

_VANISHED: Final = 1e-12
_VANISHES: Final = 1e-6
_EXPLODES: Final = 1e6
"""Bounds of the ratio: less has vanished, less vanishes, more explodes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the gradient of the state (h, c) on its way through a lane.

    Both are counted, since what reaches h goes on through c and through the gates: where tanh(c) is
    flat, next to nothing of it is in dc.

    Attributes:
        kind: VANISHED (ratio below 1e-12), VANISHES (1e-6), EXPLODES (above 1e6), else ARRIVES;
            NOTHING where nothing reaches the lane, NOT_FINITE where the ratio is NaN.
        begin, end: timesteps at which the gradient comes into the lane, and at which it is looked
            at: the last one walked. steps: the number of steps between them.
        ratio: ‖(dh, dc)‖ at the end divided by ‖(dh, dc)‖ at the begin.
        direct: share of dc at the end that came along c alone, ‖D‖/‖dc‖.
        flat: share of f's slopes that are flat, 0…1, over the timesteps walked.
        forget_bias: mean of b_if + b_hf over the units; None without biases.
        alone: True where more comes from above on the way, and the ratio is that of what comes in
            at the begin alone.
    """

    kind: str
    begin: int
    end: int
    steps: int
    ratio: float
    direct: float
    flat: float
    forget_bias: float | None
    alone: bool

    @property
    def per_step(self) -> float:
        """Growth of the gradient in one step back, ratio^(1/steps); NaN without a step."""
        return self.ratio ** (1 / self.steps) if self.steps and self.ratio >= 0 else math.nan


def verdict(back: BackwardRun, of: Flow) -> Verdict:
    """Return what becomes of the gradient of a lane and batch row, as far as it is walked.

    It begins at the last step of the walk that the loss, a seed or the layer above reaches. Where
    these reach earlier steps too, as a loss of every timestep does, what is recorded at the end
    says nothing of the way: what comes in at the begin is then carried back alone, through the
    lane's own cells, 20 µs a step at H = 32.
    """
    return finish(verdict_in_slices(back, of))


def verdict_in_slices(back: BackwardRun, of: Flow) -> Generator[float, None, Verdict]:
    """Return the `verdict`, in slices that tell the fraction done."""
    lane, row, n = of.lane, of.row, len(of.dc)
    weights, flat = back.run.weights[lane], float(of.flat_share[GATES.index("f")])
    seen = order_back(lane, n)[: of.walked.stop - of.walked.start]
    comes = _coming(back, lane, row)
    reached = [t for t in seen if (comes[t] != 0).any()]
    if not reached:
        t = order_back(lane, n)[0]
        return Verdict(NOTHING, t, t, 0, math.nan, math.nan, flat, _forget_bias(weights), False)
    begin, end = reached[0], seen[-1]
    alone = len(reached) > 1
    if alone:
        brought = arriving(back, lane, row)
        only = np.zeros_like(brought)
        only[begin] = brought[begin]
        dh, dc = yield from _carried_alone(back, lane, row, seen[seen.index(begin) :])
        direct = along_memory(back, lane, row, only)[end]
    else:
        dh, dc, direct = of.dh, of.dc, of.direct[end]
    first, last = norms(np.concatenate([dh, dc], axis=-1)[[begin, end]]).tolist()
    straight, remembered = norms(np.stack([direct, dc[end]])).tolist()
    ratio = last / first if first else math.nan
    share = straight / remembered if remembered else math.nan
    steps = abs(end - begin)
    return Verdict(
        _kind(ratio), begin, end, steps, ratio, share, flat, _forget_bias(weights), alone
    )


def _forget_bias(weights: CellWeights) -> float | None:
    if weights.b_ih is None or weights.b_hh is None:
        return None
    both = weights.b_ih.astype(np.float64) + weights.b_hh
    return float(np.split(both, len(GATES))[GATES.index("f")].mean())


def _kind(ratio: float) -> str:
    if math.isnan(ratio):
        return NOT_FINITE
    if ratio < _VANISHES:
        return VANISHED if ratio < _VANISHED else VANISHES
    return EXPLODES if ratio > _EXPLODES else ARRIVES


def _coming(back: BackwardRun, lane: Lane, row: int) -> Array:
    """Return what comes to h from above and from seeds, and to c from seeds: (n, R + H).

    0 where h is held, for nothing goes on beneath it.
    """
    experiment, n = back.run.experiment, back.run.experiment.lengths[row]
    R, H = experiment.config.output_size, experiment.config.hidden_size
    held = LaneInterventions.of(experiment, lane).at(np.arange(n), np.full(n, row))
    above, seeds = back.from_above(lane), Sources(back.run).seeds(lane, "c")
    on_h = np.zeros((n, R)) if above is None else zeroed(above[:n, row], held.stopped("h"))
    on_c = np.zeros((n, H)) if seeds is None else seeds[:n, row]
    return np.concatenate([on_h, on_c], axis=-1)


def _carried_alone(
    back: BackwardRun, lane: Lane, row: int, order: range
) -> Generator[float, None, tuple[Array, Array]]:
    """Carry dh and dc of the first timestep back through a lane, with nothing from above.

    Args:
        order: the timesteps in the order of the way back.

    Returns:
        dh (n, R) and dc (n, H).
    """
    run = back.run
    forward, weights = run.trace.lanes[lane], run.weights[lane].astype(np.float64)
    interventions = LaneInterventions.of(run.experiment, lane)
    first, H = order[0], run.experiment.config.hidden_size
    n, R = run.experiment.lengths[row], weights.W_hh.shape[1]
    found_h, found_c = np.zeros((n, R)), np.zeros((n, H))
    above, seeds = back.from_above(lane), Sources(run).seeds(lane, "c")
    dh = np.zeros((1, R)) + (0 if above is None else above[first, row])
    dc_in = np.zeros((1, H)) + (0 if seeds is None else seeds[first, row])
    arrays = {name: forward.recorded(name) for name in reads_back(weights.cell)}
    for number, t in enumerate(order):
        with np.errstate(all="ignore"):
            recorded = {name: a[t, row][None].astype(np.float64) for name, a in arrays.items()}
            held = interventions.at(np.array([t]), np.array([row]))
            step = step_back(weights, recorded, (dh, dc_in), held)
            found_h[t], found_c[t] = dh[0], step.of["c"][0]
            dh, dc_in = step.before
        yield number / len(order)
    return found_h, found_c
