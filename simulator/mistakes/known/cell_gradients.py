"""Mistakes inside a cell on the way back: its equations, its slopes, the weights it goes by."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np

from ...arrays import Array
from ...cells.functions import sigmoid_slope, tanh_slope
from ...cells.weights import CellWeights
from ...experiment.experiment import Experiment
from ...network.quantities import GATES
from ...translation import mark
from ..backward import Weights
from ..cell_back import CellBack
from ..mistake import (
    STEP,
    WINDOW,
    ComputationChange,
    Mistake,
    Text,
    all_of,
    goes_back,
    in_backward,
    long,
    nowhere,
    projects,
    without,
)

_MILLIONTH: Final = 1e-6


def _in_equations(**changes: Any) -> ComputationChange:
    """Change the equations of a cell backwards."""
    return lambda c: in_backward(equations=replace(c.backward.equations, **changes))(c)


def _squared(gate: str) -> Callable[[CellBack], Array]:
    return lambda v: np.asarray(getattr(v, gate) ** 2)


def _flat(v: CellBack) -> Array:
    """Return a slope of 1 everywhere."""
    return np.ones_like(v.c)


def _in_W_hh(change: Callable[[str, Array], Array]) -> Weights:
    """Change the rows of W_hh that gradients go back through, gate by gate: (H, R) each."""

    def changed(weights: CellWeights) -> CellWeights:
        parts = zip(GATES, np.split(weights.W_hh, len(GATES)), strict=True)
        W_hh = np.concatenate([change(gate, rows) for gate, rows in parts])
        return CellWeights(weights.W_ih, W_hh, weights.b_ih, weights.b_hh, weights.W_hr)

    return changed


def _wrong_by_a_millionth(gate: str, rows: Array) -> Array:
    return np.asarray(rows * rows.dtype.type(1 + _MILLIONTH))


def _without_projection(weights: CellWeights) -> CellWeights:
    assert weights.W_hr is not None
    W_hr = np.eye(*weights.W_hr.shape, dtype=weights.W_hr.dtype)
    return CellWeights(weights.W_ih, weights.W_hh, weights.b_ih, weights.b_hh, W_hr)


def _turnable(experiment: Experiment) -> bool:
    """Return True where the rows of a gate in W_hh are square, and differ from their columns."""
    return experiment.config.hidden_size > 1


_of_cell = partial(
    Mistake,
    family="cell back",
    group=mark("gradients in a cell"),
    needs=goes_back,
    caught_by=STEP,
    seen=nowhere,
    backwards=True,
)
_carried = partial(_of_cell, needs=all_of(goes_back, long))


def of_cells_back() -> Iterator[Mistake]:
    """Yield the mistakes in the order of the way back."""
    yield from _OF_C
    yield from _of_slopes()
    yield from _OF_WEIGHTS


_OF_C: Final = (
    _of_cell(
        mark("dc and do with tanh(c_prev) instead of tanh(c)"),
        change=_in_equations(t=lambda v: np.tanh(v.c_prev)),
    ),
    _of_cell(mark("do with c instead of tanh(c)"), change=_in_equations(do=lambda v: v.dm * v.c)),
    _of_cell(mark("dc without the slope of tanh(c)"), change=_in_equations(slope=_flat)),
    _of_cell(
        mark("dc with 1 − tanh(c) as the slope of tanh(c)"),
        change=_in_equations(slope=lambda v: 1 - v.t),
    ),
    _of_cell(
        mark("dc with the slope of tanh taken at tanh(c), not at c"),
        change=_in_equations(slope=lambda v: tanh_slope(np.tanh(v.t))),
    ),
    _of_cell(
        mark("dc without the output gate"),
        change=_in_equations(through=lambda v: v.dm * v.slope),
    ),
    _of_cell(
        mark("dc without the part through h"), change=_in_equations(dc=lambda v: v.dc_in.copy())
    ),
    _carried(
        mark("dc without the gradient from the next step"),
        change=_in_equations(dc=lambda v: v.through.copy()),
    ),
    _of_cell(mark("df with c instead of c_prev"), change=_in_equations(df=lambda v: v.dc * v.c)),
    _of_cell(
        mark("di and dg swapped"),
        change=_in_equations(di=lambda v: v.dc * v.i, dg=lambda v: v.dc * v.g),
    ),
    _of_cell(
        mark("dc_prev without the forget gate"),
        change=_in_equations(dc_prev=lambda v: v.dc.copy()),
    ),
    _of_cell(
        mark("dc_prev from the next step's gradient only"),
        change=_in_equations(dc_prev=lambda v: v.dc_in * v.f),
    ),
)


def _of_slopes() -> Iterator[Mistake]:
    for gate in GATES:
        yield _of_cell(
            f"dz without the slope of {gate}",
            change=_in_equations(**{f"slope_{gate}": _flat}),
            phrase=Text(mark("dz without the slope of {gate}"), gate=gate),
        )
    yield _of_cell(
        mark("dz with the sigmoid slope for g"),
        change=_in_equations(slope_g=lambda v: sigmoid_slope(v.g)),
    )
    yield _of_cell(
        mark("dz with the tanh slope for o"),
        change=_in_equations(slope_o=lambda v: tanh_slope(v.o)),
    )
    squared = {f"slope_{gate}": _squared(gate) for gate in GATES if gate != "g"}
    yield _of_cell(
        mark("dz with s·s instead of the sigmoid slope s(1 − s)"), change=_in_equations(**squared)
    )
    for order in ("iofg", "ifog"):
        yield _of_cell(
            f"dz stacked {order}",
            change=_in_equations(stacked=tuple(order)),
            phrase=Text(mark("dz stacked in the order {order}"), order=", ".join(order)),
        )


_OF_WEIGHTS: Final = (
    _of_cell(
        mark("dh_prev with W_hh instead of its transpose"),
        change=in_backward(weights=_in_W_hh(lambda gate, rows: rows.T)),
        needs=all_of(goes_back, without(projects), _turnable),
    ),
    _of_cell(
        mark("dh_prev without the o rows of W_hh"),
        change=in_backward(weights=_in_W_hh(lambda gate, rows: rows * (gate != "o"))),
    ),
    _of_cell(
        mark("dh_prev through the g rows of W_hh only"),
        change=in_backward(weights=_in_W_hh(lambda gate, rows: rows * (gate == "g"))),
    ),
    _of_cell(
        mark("dh_prev with W_hh off by a millionth"),
        change=in_backward(weights=_in_W_hh(_wrong_by_a_millionth)),
        also_told_by=WINDOW,  # where it is too small in one step, it may not be in a few
        fine=True,
    ),
    _of_cell(
        mark("dm without W_hr, dh used directly"),
        change=in_backward(weights=_without_projection),
        needs=all_of(goes_back, projects),
    ),
)
