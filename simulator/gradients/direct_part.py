"""Direct part: what of dc arrives along the memory alone, and what came through the gates.

    D_t = a_t + f_{t+1} ⊙ D_{t+1}
    a_t = (dm from above and seeds) ⊙ o ⊙ (1 − tanh²(c)) + seeds on c

It is dc with h' taken as a constant, the truncated gradient of Hochreiter & Schmidhuber (1997). For
one seed it is the product of all f on the way. dc − D came through h' and the gates. Only the
lane's own h' is constant: what comes from above is all of it.
"""

from itertools import pairwise

import numpy as np

from ..arrays import Array
from ..cells.functions import tanh_slope
from ..cells.interventions import zeroed
from ..engine.lane_interventions import LaneInterventions
from ..network.lane import Lane
from .backward_run import BackwardRun
from .sources import Sources


def order_back(lane: Lane, length: int) -> range:
    """Return the timesteps of a row in the order of a lane's way back."""
    return range(length) if lane.reverse else range(length - 1, -1, -1)


def arriving(back: BackwardRun, lane: Lane, row: int) -> Array:
    """Return a_t: what reaches c of each timestep from above and from seeds, (n, H), n the length.

    It has the dtype of the run, and is complete where the lane is walked.
    """
    run, n = back.run, back.run.experiment.lengths[row]
    forward, weights, t = run.trace.lanes[lane], run.weights[lane], np.arange(n)
    held = LaneInterventions.of(run.experiment, lane).at(t, np.full(n, row))
    found = np.zeros((n, run.experiment.config.hidden_size), run.experiment.dtype)
    above, seeds = back.from_above(lane), Sources(run).seeds(lane, "c")
    with np.errstate(all="ignore"):
        if above is not None:
            through = zeroed(above[:n, row], held.stopped("h"))
            if weights.W_hr is not None:
                through = zeroed(through @ weights.W_hr, held.stopped("m"))
            found += (
                through * forward.values("o")[:n, row] * tanh_slope(np.tanh(forward.c[:n, row]))
            )
        if seeds is not None:
            found += seeds[:n, row]
    return found


def along_memory(back: BackwardRun, lane: Lane, row: int, begins: Array) -> Array:
    """Carry numbers back along c alone: D_t = begins_t + f_{t+1} ⊙ D_{t+1}, (n, H) float64."""
    experiment, n = back.run.experiment, back.run.experiment.lengths[row]
    f = back.run.trace.lanes[lane].values("f")[:n, row].astype(np.float64)
    held = LaneInterventions.of(experiment, lane).at(np.arange(n), np.full(n, row))
    f = zeroed(f, held.stopped("c"))
    found = begins.astype(np.float64)
    with np.errstate(all="ignore"):
        for after, t in pairwise(order_back(lane, n)):
            found[t] += f[after] * found[after]
    return found


def direct_part(back: BackwardRun, lane: Lane, row: int = 0) -> Array:
    """Return D_t of one lane and batch row, (n, H) float64, where the lane is walked."""
    return along_memory(back, lane, row, arriving(back, lane, row))
