"""Gradients of a cell: one table, and the order of the steps on the way back.

The gradient of a number says how the loss (or the seeded number) reacts to it: raised by a little
ε, the number raises the loss by its gradient times ε. Keys are the letters of the equations after a
d. All have the shape of their quantity; `lstm.quantities` has the forward pass.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ..translation import mark
from .quantities import GATES, Quantity

STEPS_BACK: Final = (
    "dh", "dm", "dc", "do", "dg", "di", "df", "dz", "dx", "dh_prev", "dc_prev", "dW",
)  # fmt: skip
"""Steps that a cell takes backwards, the mirror of `quantities.STEPS`; dm only with a projection.

The last step adds the cell's share to the gradient of every weight.
"""

DY: Final = "dy"
"""The gradient of a readout, and the step of the way back that computes it."""

ARRIVALS: Final = ("above", "dh_next", "dc_next")
"""What comes into a cell on the way back: from above, and from the next step through h and c."""

SLOPES: Final[Mapping[str, str]] = MappingProxyType(
    {gate: "1 − g²" if gate == "g" else f"{gate}(1 − {gate})" for gate in GATES}
)
"""Slope of each gate's curve, in letters."""


@cache
def cell_gradients(projected: bool, reverse: bool) -> Mapping[str, Quantity]:
    """Return the gradients of a cell by key, in the order of the way back, dz before its parts.

    Args:
        projected: True for a cell with W_hr; only it has dm. reverse: True for one that walks from
            the last timestep on: its next step is that of t−1.
    """
    rows = _rows(projected, reverse)
    return MappingProxyType({row.key: row for row in rows if row.key != "dm" or projected})


def _rows(projected: bool, reverse: bool) -> Iterator[Quantity]:
    """Yield the rows of all gradients, dm among them."""
    out = "dm" if projected else "dh"
    after, before = ("t−1", "t+1") if reverse else ("t+1", "t−1")
    through = f"{out}_{{t}} ⊙ o_{{t}} ⊙ (1 − tanh²(c_{{t}}))"
    yield Quantity(
        "dh",
        "R",
        ("above", "dh_next"),
        f"dh_{{t}} = ∂L/∂h_{{t}} + W_{{hh}}^T dz_{{{after}}}",
        mark("gradient of the hidden state"),
        mark(
            "How the loss, or the chosen value, responds to this output, through the "
            "layer above and the next timestep."
        ),
        mark("dL/dh: from above, plus the gradient from the next timestep"),
        array="dh",
    )
    yield Quantity(
        "dm",
        "H",
        ("dh",),
        "dm_{t} = W_{hr}^T dh_{t}",
        mark("gradient of the hidden state before W_hr"),
        mark("The gradient of m, the h before the projection."),
        mark("dL/dm: W_hr^T dh"),
        array="dm",
    )
    yield Quantity(
        "dc",
        "H",
        ("dc_next", out, "o", "c"),
        f"dc_{{t}} = dc_{{{after}}} ⊙ f_{{{after}}} + {through}",
        mark("gradient of the cell state"),
        mark("The gradient of the cell state: directly along c from the next step, and through h."),
        mark("dL/dc: from the next step along c, plus the part through h"),
        array="dc",
    )
    yield Quantity(
        "do",
        "H",
        (out, "c"),
        f"do_{{t}} = {out}_{{t}} ⊙ tanh(c_{{t}})",
        mark("gradient of the output gate"),
        mark(
            "Would a more open output gate have helped? The gradient of the output times tanh(c)."
        ),
        mark("dL/do: dm ⊙ tanh(c)"),
    )
    yield Quantity(
        "dg",
        "H",
        ("dc", "i"),
        "dg_{t} = dc_{t} ⊙ i_{t}",
        mark("gradient of the candidate"),
        mark("Would a higher candidate have helped? The gradient of c times the input gate."),
        mark("dL/dg: dc ⊙ i"),
    )
    yield Quantity(
        "di",
        "H",
        ("dc", "g"),
        "di_{t} = dc_{t} ⊙ g_{t}",
        mark("gradient of the input gate"),
        mark("Would a more open input gate have helped? The gradient of c times the candidate."),
        mark("dL/di: dc ⊙ g"),
    )
    yield Quantity(
        "df",
        "H",
        ("dc", "c_prev"),
        f"df_{{t}} = dc_{{t}} ⊙ c_{{{before}}}",
        mark("gradient of the forget gate"),
        mark("Would a more open forget gate have helped? The gradient of c times the old c."),
        mark("dL/df: dc ⊙ c_prev"),
    )
    yield Quantity(
        "dz",
        "4H",
        ("di", "df", "dg", "do", "i", "f", "g", "o"),
        "dz_{t} = (di, df, dg, do) ⊙ (σ′, σ′, tanh′, σ′)",
        mark("gradient of the pre-activation"),
        mark("Each gradient times the slope of its curve: a saturated gate gets none."),
        mark("dL/dz, stacked i f g o: each gradient times the slope of its σ or tanh"),
        array="dz",
    )
    for gate in GATES:
        yield Quantity(
            f"dz_{gate}",
            "H",
            (f"d{gate}", gate),
            f"dz_{{{gate}}} = d{gate} ⊙ {_factor(SLOPES[gate])}",
            mark("gradient of the pre-activation"),
            mark("Each gradient times the slope of its curve: a saturated gate gets none."),
            mark("dL/dz, stacked i f g o: each gradient times the slope of its σ or tanh"),
            array="dz",
            block=GATES.index(gate),
        )
    yield Quantity(
        "dx",
        "I",
        ("dz",),
        "dx_{t} = W_{ih}^T dz_{t}",
        mark("gradient of the input"),
        mark("How the loss responds to the input; passed on to the layer below."),
        mark("dL/dx: W_ih^T dz"),
        array="dx",
    )
    yield Quantity(
        "dh_prev",
        "R",
        ("dz",),
        "dh_{prev} = W_{hh}^T dz_{t}",
        mark("gradient of the previous hidden state"),
        mark("The gradient that goes back in time through W_hh, summed over the four gates."),
        mark("the gradient that this step passes to the previous h: W_hh^T dz"),
        array="dh_prev",
    )
    yield Quantity(
        "dc_prev",
        "H",
        ("dc", "f"),
        "dc_{prev} = dc_{t} ⊙ f_{t}",
        mark("gradient of the previous cell state"),
        mark("Gradient passed back along c: only multiplied by f; no matrix, no slope."),
        mark("the gradient that this step passes to the previous c: dc ⊙ f"),
    )


def _factor(slope: str) -> str:
    """Write a slope as a factor, a difference in brackets."""
    return f"({slope})" if slope.startswith("1 ") else slope


GRADIENTS: Final[Mapping[str, Quantity]] = MappingProxyType(
    {row.key: row for row in _rows(projected=False, reverse=False)}
)
"""All gradients by key, dm among them, in the order of the way back, dz before its parts.

What each reads, and its equation, are those of a cell without a projection, forwards:
`LSTMConfig.gradient` has those of other cells. Those with an `array` are recorded; the others come
back with the same bits when they are asked for.
"""

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

ALL_GRADIENTS: Final[Mapping[str, Quantity]] = MappingProxyType(
    {**GRADIENTS, DY: GRADIENT_OF_READOUT}
)
"""Gradients by key, that of the readout last."""

QUANTITY_OF: Final[Mapping[str, str]] = MappingProxyType(
    {key: key.removeprefix("d").removesuffix("_prev") for key in ALL_GRADIENTS}
)
"""The quantity whose gradient each is: c for dc and for dc_prev."""


def step_back_of(key: str) -> str:
    """Return the step of the way back that computes a gradient: dz of its parts."""
    return "dz" if key.startswith("dz") else key
