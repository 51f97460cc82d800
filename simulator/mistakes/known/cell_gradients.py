"""Mistakes inside a cell in the backward pass: its equations, slopes and weights."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from ...arrays import Array
from ...cells.lstm import lstm
from ...cells.mistakes import Operator, gate, let_out, of_function
from ...cells.mistakes_back import (
    of_early_state,
    of_next_only,
    stacked,
    with_factors,
    with_slope,
    without_edges_to,
    without_next,
)
from ...cells.sheet import Cell, before
from ...cells.weights import CellWeights
from ...experiment.experiment import Experiment
from ...translation import mark
from ..backward import Weights
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


def _in_cell(operator: Operator) -> ComputationChange:
    """Change the edges, or the slopes, of a cell."""
    return in_backward(operator=operator)


def _with_slope(other: str, of: Callable[[Cell], Sequence[str]]) -> ComputationChange:
    """Take another slope of the functions of some rows."""
    return _in_cell(lambda cell: with_slope(cell, other, of(cell)))


def _at_edges(roles: Sequence[tuple[str, str, str]]) -> ComputationChange:
    """Take other numbers on the edges to numbers: each the target, the number, and the other.

    A number is written by its role: `memory'` before the step, `let out` what is read of it.
    """

    def operator(cell: Cell) -> Cell:
        of = _by_role(cell)
        return with_factors(cell, {of[to]: {of[old]: of.get(new, "")} for to, old, new in roles})

    return _in_cell(operator)


def _only(key: str, cell: Cell) -> tuple[str, ...]:
    return (key,)


def _by_role(cell: Cell) -> dict[str, str]:
    (memory,), (out,) = cell.with_role("memory"), let_out(cell)
    gates = {role: gate(cell, role) for role in ("keep", "write", "candidate", "out")}
    return {**gates, "memory": memory, "memory'": before(memory), "let out": out}


def _in_W_hh(change: Callable[[str, Array], Array]) -> Weights:
    """Change the rows of W_hh that gradients go back through, by role: (H, R) each."""

    def changed(weights: CellWeights) -> CellWeights:
        cell = weights.cell
        roles = [cell.role_of[key] for key in cell.sums]
        parts = zip(roles, np.split(weights.W_hh, len(roles)), strict=True)
        return replace(weights, W_hh=np.concatenate([change(role, rows) for role, rows in parts]))

    return changed


def _wrong_by_a_millionth(role: str, rows: Array) -> Array:
    return np.asarray(rows * rows.dtype.type(1 + _MILLIONTH))


def _without_projection(weights: CellWeights) -> CellWeights:
    assert weights.W_hr is not None
    return replace(weights, W_hr=np.eye(*weights.W_hr.shape, dtype=weights.W_hr.dtype))


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
    """Yield the mistakes in the order of the backward pass."""
    yield from _OF_C
    yield from _of_slopes()
    yield from _OF_WEIGHTS


_OF_C: Final = (
    _of_cell(
        mark("dc and do with tanh(c_prev) instead of tanh(c)"),
        change=_in_cell(lambda cell: of_early_state(cell, *let_out(cell))),
    ),
    _of_cell(
        mark("do with c instead of tanh(c)"), change=_at_edges([("out", "let out", "memory")])
    ),
    _of_cell(mark("dc without the slope of tanh(c)"), change=_with_slope("of 1", let_out)),
    _of_cell(
        mark("dc with 1 − tanh(c) as the slope of tanh(c)"),
        change=_with_slope("1 − y", let_out),
    ),
    _of_cell(
        mark("dc with the slope of tanh taken at tanh(c), not at c"),
        change=_with_slope("at its value", let_out),
    ),
    _of_cell(
        mark("dc without the output gate"),
        change=_at_edges([("memory", "out", "")]),
    ),
    _of_cell(
        mark("dc without the part through h"),
        change=_in_cell(lambda cell: without_edges_to(cell, *cell.with_role("memory"))),
    ),
    _carried(
        mark("dc without the gradient from the next step"),
        change=in_backward(step=without_next),
    ),
    _of_cell(
        mark("df with c instead of c_prev"), change=_at_edges([("keep", "memory'", "memory")])
    ),
    _of_cell(
        mark("di and dg swapped"),
        change=_at_edges([("write", "candidate", "write"), ("candidate", "write", "candidate")]),
    ),
    _of_cell(
        mark("dc_prev without the forget gate"),
        change=_at_edges([("memory'", "keep", "")]),
    ),
    _of_cell(
        mark("dc_prev from the next step's gradient only"),
        change=in_backward(step=of_next_only),
    ),
)


def _of_slopes() -> Iterator[Mistake]:
    for key in lstm().arrays["gates"]:
        yield _of_cell(
            f"dz without the slope of {key}",
            change=_with_slope("of 1", partial(_only, key)),
            phrase=Text(mark("dz without the slope of {gate}"), gate=key),
        )
    yield _of_cell(
        mark("dz with the sigmoid slope for g"),
        change=_with_slope("of σ", lambda cell: cell.with_role("candidate")),
    )
    yield _of_cell(
        mark("dz with the tanh slope for o"),
        change=_with_slope("of tanh", lambda cell: [gate(cell, "out")]),
    )
    yield _of_cell(
        mark("dz with s·s instead of the sigmoid slope s(1 − s)"),
        change=_with_slope("y²", lambda cell: of_function(cell, "σ")),
    )
    for order in ("iofg", "ifog"):
        yield _of_cell(
            f"dz stacked {order}",
            change=in_backward(step=partial(stacked, order=order)),
            phrase=Text(mark("dz stacked in the order {order}"), order=", ".join(order)),
        )


_OF_WEIGHTS: Final = (
    _of_cell(
        mark("dh_prev with W_hh instead of its transpose"),
        change=in_backward(weights=_in_W_hh(lambda role, rows: rows.T)),
        needs=all_of(goes_back, without(projects), _turnable),
    ),
    _of_cell(
        mark("dh_prev without the o rows of W_hh"),
        change=in_backward(weights=_in_W_hh(lambda role, rows: rows * (role != "out"))),
    ),
    _of_cell(
        mark("dh_prev through the g rows of W_hh only"),
        change=in_backward(weights=_in_W_hh(lambda role, rows: rows * (role == "candidate"))),
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
