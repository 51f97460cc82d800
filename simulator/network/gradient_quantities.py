"""Gradients of a cell: one table, and the order of the steps backwards.

The gradient of a number says how the loss (or the chosen number) reacts to it: raised by a little
ε, the number raises the loss by its gradient times ε. Keys are the letters of the equations after a
d. All have the shape of their quantity; `network.quantities` has the forward pass. The equations
follow from the cell's sheet, the words stand here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ..cells.edges import edges_to, products_to
from ..cells.lstm import lstm
from ..cells.sheet import INPUT, Cell, before
from ..cells.text import (
    carried_equation,
    equation_of_gradient_of_sum,
    equation_of_gradients_of_sums,
    gradient_equation,
    gradient_reads,
    reads_along,
)
from ..translation import mark
from .quantities import FULL, Quantity


@cache
def steps_back(cell: Cell) -> tuple[str, ...]:
    """Return the steps that a cell takes backwards, the mirror of its steps forwards."""
    of_rows = (f"d{step}" for step in reversed(cell.steps))
    of_states = (f"d{state}_prev" for state in cell.states)
    return (*of_rows, "dz", f"d{INPUT}", *of_states, STEP_OF_WEIGHTS)


STEP_OF_WEIGHTS: Final = "dW"
"""The step backwards that adds a cell's share to the gradient of every weight."""

DY: Final = "dy"
"""The gradient of a readout, and the step backwards that computes it."""

ARRIVALS: Final = ("above", "dh_next", "dc_next")
"""What comes into a cell backwards: from above, and from the next step through h and c."""

_OF_SUMS: Final = (
    mark("gradient of the pre-activation"),
    mark("Each gradient times the slope of its curve: a saturated gate gets none."),
    mark("dL/dz, stacked i f g o: each gradient times the slope of its σ or tanh"),
)

_PROJECTED: Final = "projected"
"""Key of the words of a row that a matrix of its own multiplies."""

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "state": (
            mark("gradient of the hidden state"),
            mark(
                "How the loss, or the chosen value, responds to this output, through the "
                "layer above and the next timestep."
            ),
            mark("dL/dh: from above, plus the gradient from the next timestep"),
        ),
        _PROJECTED: (
            mark("gradient of the hidden state before W_hr"),
            mark("The gradient of m, the h before the projection."),
            mark("dL/dm: W_hr^T dh"),
        ),
        "memory": (
            mark("gradient of the cell state"),
            mark(
                "The gradient of the cell state: directly along c from the next step, "
                "and through h."
            ),
            mark("dL/dc: from the next step along c, plus the part through h"),
        ),
        "out": (
            mark("gradient of the output gate"),
            mark(
                "Would a more open output gate have helped? The gradient of the output times "
                "tanh(c)."
            ),
            mark("dL/do: dm ⊙ tanh(c)"),
        ),
        "candidate": (
            mark("gradient of the candidate"),
            mark("Would a higher candidate have helped? The gradient of c times the input gate."),
            mark("dL/dg: dc ⊙ i"),
        ),
        "write": (
            mark("gradient of the input gate"),
            mark(
                "Would a more open input gate have helped? The gradient of c times the candidate."
            ),
            mark("dL/di: dc ⊙ g"),
        ),
        "keep": (
            mark("gradient of the forget gate"),
            mark("Would a more open forget gate have helped? The gradient of c times the old c."),
            mark("dL/df: dc ⊙ c_prev"),
        ),
        INPUT: (
            mark("gradient of the input"),
            mark("How the loss responds to the input; passed on to the layer below."),
            mark("dL/dx: W_ih^T dz"),
        ),
        before("state"): (
            mark("gradient of the previous hidden state"),
            mark("The gradient that goes back in time through W_hh, summed over the four gates."),
            mark("the gradient that this step passes to the previous h: W_hh^T dz"),
        ),
        before("memory"): (
            mark("gradient of the previous cell state"),
            mark("Gradient passed back along c: only multiplied by f; no matrix, no slope."),
            mark("the gradient that this step passes to the previous c: dc ⊙ f"),
        ),
    }
)
"""Meaning, sentence and line on the numbers of each gradient, by the role of its row.

With a mark they are of a state before the step.
"""

_NO_WORDS: Final = ("", "", "")


def _words(cell: Cell, row: str) -> tuple[str, str, str]:
    """Return the words of a row's gradient."""
    multiplied = row in products_to(cell)
    return _WORDS.get(_PROJECTED if multiplied else cell.role_of[row], _NO_WORDS)


@cache
def is_gradient(key: str) -> bool:
    """Return True for the key of a gradient: of a cell of any kind, or of a readout."""
    of_weights, arrives = key == STEP_OF_WEIGHTS, key.endswith("_next")
    return key.startswith("d") and not of_weights and not arrives


def quantity_of_gradient(key: str) -> str:
    """Return the quantity whose gradient a key is: c of dc and of dc_prev; any other is its own."""
    return key.removeprefix("d").removesuffix("_prev") if is_gradient(key) else key


@cache
def cell_gradients(cell: Cell, reverse: bool) -> Mapping[str, Quantity]:
    """Return the gradients of a cell by key, in the order of computation, dz before its parts.

    A gradient with an `array` is recorded; any other comes back with the same bits when it is
    asked for.

    Args:
        reverse: True for a cell that walks from the last timestep on: its next step is at t−1.
    """
    return MappingProxyType({row.key: row for row in _rows(cell, reverse)})


def _rows(cell: Cell, reverse: bool) -> Iterator[Quantity]:
    """Yield the rows of all gradients of a cell."""
    for step in reversed(cell.steps):
        key, kept = f"d{step}", step in cell.states or step in products_to(cell)
        yield Quantity(
            key,
            cell.row[step].width,
            gradient_reads(cell, step),
            gradient_equation(cell, step, reverse),
            *_words(cell, step),
            array=key if kept else "",
            role=cell.role_of[step],
        )
    reads = {key: gradient_reads(cell, key) for key in cell.sums}
    of_all = dict.fromkeys(of for found in reads.values() for of in found)
    yield Quantity(
        "dz",
        "4H",
        tuple(sorted(of_all, key=lambda of: not is_gradient(of))),
        equation_of_gradients_of_sums(cell),
        *_OF_SUMS,
        array="dz",
    )
    for place, key in enumerate(cell.sums):
        equation, role = equation_of_gradient_of_sum(cell, key), cell.role_of[key]
        yield Quantity(
            f"d{key}", "H", reads[key], equation, *_OF_SUMS, array="dz", block=place, role=role
        )
    dx = "dx_{t} = W_{ih}^T dz_{t}"
    yield Quantity("dx", "I", ("dz",), dx, *_WORDS[INPUT], array="dx")
    for state in cell.states:
        key, fed = f"d{state}_prev", before(state) in products_to(cell)
        along = reads_along(cell, edges_to(cell).get(before(state), ()))
        yield Quantity(
            key,
            cell.row[state].width,
            (("dz",) if fed else ()) + along,
            carried_equation(cell, state),
            *_WORDS.get(before(cell.role_of[state]), _NO_WORDS),
            array=key if fed else "",
            role=cell.role_of[state],
        )


GRADIENT_OF_READOUT: Final = Quantity(
    DY,
    "K",
    ("y",),
    "dy_{t} = dL/dy_{t}",
    mark("gradient of the readout"),
    mark("How the loss, or the chosen value, responds to each output."),
    mark("dL/dy: how the loss, or the chosen value, responds to the readout"),
    array="dy",
)

EVERY_GRADIENT: Final[Mapping[str, Quantity]] = MappingProxyType(
    {
        **cell_gradients(FULL, reverse=False),
        **cell_gradients(lstm(), reverse=False),
        DY: GRADIENT_OF_READOUT,
    }
)
"""All gradients by key, the readout's last, for tables that are made before a document is open.

Reads and equations are a cell's without a projection, forwards; `LSTMConfig.gradient` has a
document's own.
"""
