"""Direct part: the part of dc that arrives along the memory only, not through the gates.

    D_t = a_t + f_{t+1} ⊙ D_{t+1}
    a_t = (dm from above and seeds) ⊙ o ⊙ (1 − tanh²(c)) + seeds on c

It is dc with h' taken as a constant, the truncated gradient of Hochreiter & Schmidhuber (1997). For
one seed it is the product of all f on the way. dc − D came through h' and the gates. Only the
lane's own h' is constant: the gradient from above is complete.

Of another cell c is its memory, or its output where it has none, and f is the factor on the edge
from a step's c to the c before it. Without such an edge D is a.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from ...arrays import Array
from ...cells.edges import edges_to
from ...cells.interventions import zeroed
from ...cells.sheet import before
from ...cells.step_back import along_edges
from ...gradients.backward_run import BackwardRun
from ...network.lane import Lane
from .lane_row import LaneRow


def arriving(back: BackwardRun, of: LaneRow) -> Array:
    """Return a_t: the gradient of c at each timestep from above and from seeds, (n, H).

    It has the dtype of the run, and is complete where the lane is computed.
    """
    cell, weights, given = of.cell, back.run.weights[of.lane], of.given(back)
    held = of.held(range(len(of)))

    def through(key: str) -> Array:
        total: Any = given.get(key, 0)  # a 0 of no dtype
        for matrix, (source, product) in cell.matrices.items():
            if product == key and source not in cell.sums:
                total = total + through(source) @ weights.part(matrix)
        return zeroed(total, held.stopped(key))

    found = np.zeros_like(of.values(of.memory))
    with np.errstate(all="ignore"):
        if of.memory != cell.output and cell.output in given:
            found += along_edges(cell, of.memory, through, of.values, lambda key: None)
        found += given.get(of.memory, 0)
    return found


def along_memory(of: LaneRow, begins: Array) -> Array:
    """Carry numbers back along c only: D_t = begins_t + f_{t+1} ⊙ D_{t+1}, (n, H) float64."""
    found, target = begins.astype(np.float64), before(of.memory)
    if of.memory not in (edge.source for edge in edges_to(of.cell).get(target, ())):
        return found
    with np.errstate(all="ignore"):
        f = along_edges(
            of.cell,
            target,
            lambda key: np.asarray(key == of.memory, np.float64),
            lambda key: of.values(key).astype(np.float64),
            of.held(range(len(of))).stopped,
        )
        for after, t in pairwise(of.order):
            found[t] += f[after] * found[after]
    return found


def direct_part(back: BackwardRun, lane: Lane, row: int = 0) -> Array:
    """Return D_t of one lane and batch row, (n, H) float64, where the lane is computed."""
    of = LaneRow(back.run, lane, row)
    return along_memory(of, arriving(back, of))
