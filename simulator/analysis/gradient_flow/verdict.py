"""Verdict: does the gradient arrive at the far end of a lane, and what carried it there."""

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...arrays import Array
from ...cells.interventions import zeroed
from ...cells.sheet import Cell
from ...cells.weights import CellWeights
from ...gradients.backward_run import BackwardRun
from ...progress import finish
from .direct_part import along_memory, arriving
from .flow import Flow, norms
from .lane_row import LaneRow

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
    flat, almost none of it is in dc.

    Attributes:
        kind: VANISHED (ratio below 1e-12), VANISHES (1e-6), EXPLODES (above 1e6), else ARRIVES;
            NOTHING where nothing reaches the lane, NOT_FINITE where the ratio is NaN.
        begin, end: timesteps at which the gradient comes into the lane, and at which it is looked
            at: the last one computed. steps: the number of steps between them.
        ratio: ‖(dh, dc)‖ at the end divided by ‖(dh, dc)‖ at the begin.
        direct: share of dc at the end that came along c only, ‖D‖/‖dc‖.
        flat: share of f's slopes that are flat, 0…1, over the timesteps computed; NaN without f.
        forget_bias: mean of b_if + b_hf over the units; None without biases.
        alone: True where more comes from above on the way, and the ratio is of the gradient that
            comes in at the begin.
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
    """Return what becomes of the gradient of a lane and batch row, for the steps that are computed.

    It begins at the last step of the walk that the loss, a seed or the layer above reaches. Where
    these reach earlier steps too, as a loss of every timestep does, what is recorded at the end
    says nothing of the way: what comes in at the begin is then carried back by itself, through the
    lane's own cells, 20 µs a step at H = 32.
    """
    return finish(verdict_in_slices(back, of))


def verdict_in_slices(back: BackwardRun, of: Flow) -> Generator[float, None, Verdict]:
    """Return the `verdict`, in slices that yield the fraction done."""
    lane, row = of.lane, of.row
    path = LaneRow(back.run, lane, row)
    given = path.given(back)
    flat, forget_bias = _keep_gate(path.cell, back.run.weights[lane], of)
    seen = path.order[: of.walked.stop - of.walked.start]
    held = path.held(range(len(path)))
    comes = {
        state: zeroed(gradient, held.stopped(state)) if state == path.cell.output else gradient
        for state, gradient in given.items()
    }
    reached = [t for t in seen if any((gradient[t] != 0).any() for gradient in comes.values())]
    if not reached:
        t = path.order[0]
        return Verdict(NOTHING, t, t, 0, math.nan, math.nan, flat, forget_bias, False)
    begin, end = reached[0], seen[-1]
    alone = len(reached) > 1
    if alone:
        brought = arriving(back, path)
        only = np.zeros_like(brought)
        only[begin] = brought[begin]
        gradients = yield from _carried_alone(path, given, seen[seen.index(begin) :])
        direct = along_memory(path, only)[end]
    else:
        kept = back.trace.lanes[lane]
        gradients = {state: kept.values(f"d{state}")[:, row] for state in path.cell.states}
        direct = of.direct[end]
    ends = np.concatenate([*gradients.values()], axis=-1)[[begin, end]]
    first, last = norms(ends).tolist()
    straight, remembered = norms(np.stack([direct, gradients[path.memory][end]])).tolist()
    ratio = last / first if first else math.nan
    share = straight / remembered if remembered else math.nan
    steps = abs(end - begin)
    return Verdict(_kind(ratio), begin, end, steps, ratio, share, flat, forget_bias, alone)


def _keep_gate(cell: Cell, weights: CellWeights, of: Flow) -> tuple[float, float | None]:
    """Return the share of flat slopes of the gate that keeps the memory, and its mean bias.

    NaN for the share where no gate does; None for the bias without biases.
    """
    for key, gate in cell.gate_of.items():
        if cell.role_of[gate] == "keep":
            names = [name for name in cell.row[key].reads if name in cell.vectors]
            biases = sum(weights.part(name).astype(np.float64) for name in names)
            mean = float(np.mean(biases)) if names else None
            return float(of.flat_share[of.curves.index(gate)]), mean
    return math.nan, None


def _kind(ratio: float) -> str:
    if math.isnan(ratio):
        return NOT_FINITE
    if ratio < _VANISHES:
        return VANISHED if ratio < _VANISHED else VANISHES
    return EXPLODES if ratio > _EXPLODES else ARRIVES


def _carried_alone(
    path: LaneRow, given: Mapping[str, Array], order: range
) -> Generator[float, None, dict[str, Array]]:
    """Carry the gradients of the first timestep back through a lane, with nothing from above.

    Args:
        given: the gradients from above and from seeds. order: the timesteps, as they are taken.

    Returns:
        The gradient of each state, (n, width).
    """
    states = path.cell.states
    found = {s: np.zeros((len(path), w)) for s, w in zip(states, path.widths, strict=True)}
    sent = [np.zeros((1, width)) for width in path.widths]
    for on, state in zip(sent, states, strict=True):
        on += given[state][order[0]] if state in given else 0
    for number, t in enumerate(order):
        step = path.step_back(t, sent)
        for state in states:
            found[state][t] = step.of[state][0]
        sent = [*step.before]
        yield number / len(order)
    return found
