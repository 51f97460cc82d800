"""Steps of the way back in the diagram: what each reads, and the wires that it lights."""

from typing import NamedTuple

from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.network.gradient_quantities import ALL_GRADIENTS, STEPS_BACK, step_back_of
from simulator.network.quantities import GATES
from ui.panels.cell.cell_values import CellValues
from ui.panels.cell.highlight import PARTS_OF_DZ, Highlight

OUT = "out"
"""Stands for the result of o ⊙ tanh(c), as in `layout.WIRES`: m with a projection, else h."""


class Part(NamedTuple):
    """Wire or sign of the diagram on the way back.

    Attributes:
        walked: the step after which blame has gone through it. lights: the steps that light it.
        quantity: the one whose gradient it carries, for its hue.
    """

    walked: str
    lights: tuple[str, ...]
    quantity: str


_ALONG_C = ("dg", "di", "df", "dc_prev")

WIRES_BACK = {
    "h_out": Part("dm", ("dm",), "h"),
    "m_out": Part("dm", ("dm",), "h"),
    "out": Part("dc", ("dc", "do"), OUT),
    "squashed": Part("dc", ("dc",), OUT),
    "tap": Part("dc", ("dc",), "c"),
    "joins": Part("dc", ("dc",), "c"),
    "o_out": Part("do", ("do",), "o"),
    "c_out": Part("dg", _ALONG_C, "c"),
    "new": Part("dg", ("dg", "di"), "c"),
    "g_out": Part("dg", ("dg",), "g"),
    "i_out": Part("di", ("di",), "i"),
    "c_kept": Part("df", ("df", "dc_prev"), "c"),
    "f_out": Part("df", ("df",), "f"),
    **{f"sum_{gate}": Part("dx", ("dx", "dh_prev"), gate) for gate in GATES},
    **{f"bus_{gate}": Part("dx", ("dx", "dh_prev"), "x") for gate in ("i", "g", "o")},
    "bus_x": Part("dx", ("dx", "dh_prev"), "x"),
    "x_in": Part("dx", ("dx",), "x"),
    "bus_h": Part("dh_prev", ("dh_prev",), "h"),
    "c_in": Part("dc_prev", ("dc_prev",), "c"),
    "above": Part("dh", ("dh", "dy"), "h"),
}
"""Wires of the diagram on the way back: those of `layout.WIRES`, and those of `back_wires`.

Without a projection h_out is no wire of the layout: `out` reaches h.
"""

NODES_BACK = {
    "keep": Part("df", ("df", "dc_prev"), "c"),
    "write": Part("dg", ("dg", "di"), "c"),
    "add": Part("dg", _ALONG_C, "c"),
    "squash": Part("dc", ("dc",), "c"),
    "let_out": Part("dc", ("dc", "do"), OUT),
    "project": Part("dm", ("dm",), "h"),
}
"""Signs of the diagram: see `layout.NODES`."""


class OtherFactor(NamedTuple):
    """Factor that a step multiplies blame by.

    Attributes:
        wires: those that carry it, from its box. label: the room of its name in the layout.
        texts: its name, the longest form first, with the keys of vectors for their names; none
            where the step names it itself.
    """

    wires: tuple[str, ...]
    label: str
    texts: tuple[str, ...]


FACTORS = {
    "dc": OtherFactor(("o_out",), "× o", ("× o",)),
    "do": OtherFactor(("tap", "squashed"), "× tanh(c)", ("× tanh(c)", "× tanh")),
    "dg": OtherFactor(("i_out",), "× i", ("× i",)),
    "di": OtherFactor(("g_out",), "× g", ("× g",)),
    "df": OtherFactor(("c_in",), "× c_prev", ("× {c_prev}",)),
    "dx": OtherFactor((), "× W", ("× W_ih",)),
    "dh_prev": OtherFactor((), "× W", ("× W_hh",)),
    "dc_prev": OtherFactor(("f_out",), "× f", ("× f",)),
    STEP_OF_WEIGHTS: OtherFactor(
        ("x_in", "bus_h", "bus_x", "bus_i", "bus_g", "bus_o", *(f"sum_{g}" for g in GATES)),
        "",
        (),
    ),
}
"""Other factor of each step that has one; that of dz, a slope, is taken from the gate itself."""


def level_of(part: Part, values: CellValues) -> Highlight:
    """Return the level of a wire or sign: walked, lit by the present step, or still ahead."""
    if values.lit in part.lights:
        return Highlight.LIT
    return Highlight.KNOWN if part.walked in values.walked else Highlight.FUTURE


def quantity_of(part: Part, values: CellValues) -> str:
    """Return the quantity whose hue a wire or sign has."""
    return result_of(values) if part.quantity == OUT else part.quantity


def result_of(values: CellValues) -> str:
    """Return the result of o ⊙ tanh(c): m with a projection, else h."""
    return "m" if "m" in values.vectors else "h"


def boxes_lit(step: str | None) -> tuple[str, ...]:
    """Return the gradients that a step back computes: dz in four boxes, dW in none."""
    if step not in STEPS_BACK or step == STEP_OF_WEIGHTS:
        return ()
    return PARTS_OF_DZ if step == "dz" else (step,)


def box_of(step: str) -> str:
    """Return the gradient at whose box the keys stand for a step; dz stands at the first gate."""
    return "dz_f" if step == "dz" else step


def step_at(key: str) -> str:
    """Return the step back that computes the gradient of a vector: dz of `z_f`, dc of `c`."""
    return step_back_of(key if key in ALL_GRADIENTS else f"d{key}")
