"""Cell of an LSTM's lane backwards, right or wrong: each equation by itself.

With the right equations it has the very bits of `cells.step_back.step_back`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells.functions import sigmoid_slope, tanh_slope
from ..cells.interventions import StepInterventions, zeroed
from ..cells.step_back import StepBack, without_cuts_back
from ..cells.weights import CellWeights
from ..network.quantities import GATES

TOLD: Final = ("do", "dg", "di", "df", "dc_prev")
"""Gradients of a cell that are told beside its `StepBack`, (n, H) each."""


@dataclass(slots=True)
class CellBack:
    """Numbers of a cell on the way back, (n, H) each, in the letters of the equations.

    Attributes:
        dm: the gradient of o ⊙ tanh(c). t, slope, through, dc: as the equations give them, one
            after the other.
    """

    i: Array
    f: Array
    g: Array
    o: Array
    c: Array
    c_prev: Array
    dm: Array
    dc_in: Array
    t: Array
    slope: Array
    through: Array
    dc: Array


Equation = Callable[[CellBack], Array]


@dataclass(frozen=True, slots=True)
class EquationsBack:
    """Equations of a cell backwards, in the order of computation.

    Attributes:
        t: tanh(c). slope: that of the tanh at c. through: what reaches c through h.
        dc, do, dg, di, df, dc_prev: the gradients.
        slope_i, slope_f, slope_g, slope_o: those of the gates' curves.
        stacked: the gates in the order in which they are put together to dz.
    """

    t: Equation = lambda v: np.tanh(v.c)
    slope: Equation = lambda v: tanh_slope(v.t)
    through: Equation = lambda v: v.dm * v.o * v.slope
    dc: Equation = lambda v: v.through + v.dc_in
    do: Equation = lambda v: v.dm * v.t
    dg: Equation = lambda v: v.dc * v.i
    di: Equation = lambda v: v.dc * v.g
    df: Equation = lambda v: v.dc * v.c_prev
    dc_prev: Equation = lambda v: v.dc * v.f
    slope_i: Equation = lambda v: sigmoid_slope(v.i)
    slope_f: Equation = lambda v: sigmoid_slope(v.f)
    slope_g: Equation = lambda v: tanh_slope(v.g)
    slope_o: Equation = lambda v: sigmoid_slope(v.o)
    stacked: tuple[str, ...] = GATES


RIGHT_CELL: Final = EquationsBack()
"""The equations without a mistake."""


def step(
    equations: EquationsBack,
    weights: CellWeights,
    recorded: Mapping[str, Array],
    arriving: Sequence[Array],
    held: StepInterventions,
) -> tuple[StepBack, dict[str, Array]]:
    """Compute one step back of one cell for n rows of a batch, and what is `TOLD` beside it.

    Args:
        weights, recorded, arriving, held: as of `cells.step_back.step_back`.
    """
    (dh, dc_in), W_hr = arriving, weights.W_hr
    of_m = held.stop("h", dh)
    of = {"h": dh}
    if W_hr is not None:
        of["m"] = np.matmul(of_m, W_hr)
        of_m = held.stop("m", of["m"])
    unknown = np.empty_like(dc_in)
    i, f, g, o = np.split(recorded["gates"], len(GATES), axis=-1)
    c, c_prev = recorded["c_states"], recorded["c'"]
    v = CellBack(i, f, g, o, c, c_prev, of_m, dc_in, unknown, unknown, unknown, unknown)
    v.t = equations.t(v)
    v.slope = equations.slope(v)
    in_c = held.stopped("c")
    in_o = held.stopped("h" if W_hr is None else "m")
    v.through = zeroed(equations.through(v), in_o)
    of["c"] = v.dc = equations.dc(v)
    above = {"i": in_c, "f": in_c, "g": in_c, "o": in_o}
    found = {gate: getattr(equations, f"d{gate}")(v) for gate in GATES}
    told = {f"d{gate}": zeroed(found[gate], above[gate]) for gate in GATES}
    told["dc_prev"] = zeroed(equations.dc_prev(v), in_c)
    parts = {}
    for gate in GATES:
        slope = getattr(equations, f"slope_{gate}")(v)
        parts[gate] = zeroed(found[gate] * slope, held.stopped(gate), above[gate])
    dz = np.concatenate([parts[gate] for gate in equations.stacked], axis=-1)
    ((given, W),) = weights.backwards.items()
    back = np.matmul(dz, W)
    without_cuts_back(weights, given, back, dz, held)
    I = weights.W_ih.shape[1]
    return StepBack(of, dz, back, (back[:, I:], told["dc_prev"])), told
