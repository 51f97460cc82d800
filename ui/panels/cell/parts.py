"""Levels of the cell diagram's parts: coming, known, read or computed by the present step.

The wiring of the cell is stated here once: the parts that a quantity reads, and those it lights.
"""

from enum import IntEnum

from simulator.lstm.config import GATES
from simulator.translation import mark
from ui.panels.cell.cell_values import CellValues


class Level(IntEnum):
    """Level of a part: grey, in its colour, read by the present step, computed by it."""

    FUTURE = 0
    KNOWN = 1
    READ = 2
    LIT = 3


def plates_read(quantity: str | None, projected: bool) -> frozenset[str]:
    """Return the vectors that a gate step reads. A gate reads x and h through its sum z."""
    if quantity in GATES:
        return frozenset({f"z_{quantity}", "x", "h_prev"})
    out = frozenset({"o", "c"})
    reads = {
        "z": frozenset({"x", "h_prev"}),
        "c": frozenset({"f", "c_prev", "i", "g"}),
        "m": out,
        "h": frozenset({"m"}) if projected else out,
    }
    return reads.get(quantity or "", frozenset())


def plate_levels(values: CellValues) -> dict[str, Level]:
    """Return the level of every vector's plate."""
    reads = plates_read(values.lit, "m" in values.vectors)
    levels = {}
    for key, vector in values.vectors.items():
        computed = key == values.lit or (values.lit == "z" and key.startswith("z_"))
        if vector.values is None:
            levels[key] = Level.FUTURE
        elif computed:
            levels[key] = Level.LIT
        else:
            levels[key] = Level.READ if key in reads else Level.KNOWN
    return levels


WIRES: dict[str, tuple[str, str, str]] = {
    # name: (its colour's quantity, the vector it is known with, the step that lights it)
    "c_in": ("c", "c_prev", "c"),
    "c_kept": ("c", "c", "c"),
    "c_out": ("c", "c", "c"),
    "f_out": ("f", "f", "c"),
    "i_out": ("i", "i", "c"),
    "g_out": ("g", "g", "c"),
    "new": ("c", "c", "c"),
    "x_in": ("x", "x", "zifgo"),
    "bus_f": ("h", "h_prev", "zfigo"),
    "bus_i": ("h", "h_prev", "zigo"),
    "bus_g": ("h", "h_prev", "zgo"),
    "bus_o": ("h", "h_prev", "zo"),
    **{f"sum_{gate}": (gate, "z_i", f"z{gate}") for gate in "figo"},
    **{f"act_{gate}": (gate, gate, gate) for gate in "figo"},
    "tap": ("c", "c", "out"),
    "squashed": ("c", "out", "out"),
    "o_out": ("o", "o", "out"),
    "out": ("out", "out", "out"),
    "m_out": ("m", "h", "h"),
    "h_out": ("h", "h", "h"),
}
"""Wires of the diagram. `out` stands for the result of o ⊙ tanh(c): m when projected, else h."""


def wire_levels(values: CellValues) -> dict[str, tuple[str, Level]]:
    """Return each wire's quantity, which sets its colour, and its level."""
    out = "m" if "m" in values.vectors else "h"
    levels = {}
    for name, (colour, carried, lights) in WIRES.items():
        carried = out if carried == "out" else carried
        lit_by = out if lights == "out" else lights
        if carried not in values.vectors or values.vectors[carried].values is None:
            level = Level.FUTURE
        elif values.lit is not None and values.lit in lit_by:
            level = Level.LIT
        elif not values.begun:
            level = Level.FUTURE
        else:
            level = Level.KNOWN
        levels[name] = (out if colour == "out" else colour, level)
    return levels


NODES: dict[str, tuple[str, str, str]] = {
    # name: (sign, the quantity that it helps to compute, its meaning)
    "keep": ("⊙", "c", mark("f ⊙ {c_prev}: what stays of the old memory")),
    "write": ("⊙", "c", mark("i ⊙ g: what is written of the new")),
    "add": ("+", "c", "c = f ⊙ {c_prev} + i ⊙ g"),
    "squash": ("tanh", "out", mark("tanh(c): the memory brought into −1…1")),
    "let_out": ("⊙", "out", mark("o ⊙ tanh(c): what of the memory is let out")),
    "project": ("W_hr", "h", mark("h = W_hr m: the projection")),
}
"""Signs between the plates."""


def node_quantity(name: str, values: CellValues) -> str:
    """Return the quantity that a node helps to compute in this cell."""
    quantity = NODES[name][1]
    return ("m" if "m" in values.vectors else "h") if quantity == "out" else quantity


def node_level(name: str, values: CellValues) -> Level:
    """Return the level of a node: lit by its own step."""
    quantity = node_quantity(name, values)
    if values.vectors[quantity].values is None:
        return Level.FUTURE
    return Level.LIT if quantity == values.lit else Level.KNOWN
