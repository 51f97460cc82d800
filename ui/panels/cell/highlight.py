"""Levels of the cell diagram's parts: coming, known, read or computed by the present step."""

from enum import IntEnum

from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.network.gradient_quantities import ALL_GRADIENTS, ARRIVALS, cell_gradients
from simulator.network.quantities import GATES, READOUT, STEPS, SUMS, cell_quantities, step_of
from ui.panels.cell.cell_values import CellValues
from ui.panels.cell.layout import NODES, WIRES

PARTS_OF_DZ = tuple(f"dz_{gate}" for gate in GATES)
"""Gradients that the step dz computes, one in each gate."""


class Highlight(IntEnum):
    """Highlight of a part: ahead, known, read by the present step, computed by it."""

    FUTURE = 0
    KNOWN = 1
    READ = 2
    LIT = 3


def plates_read(quantity: str | None, projected: bool) -> frozenset[str]:
    """Return the vectors that a step reads. A gate reads x and h through its sum z.

    A step of the way back, or a gradient, reads gradients and values.
    """
    if quantity is None:
        return frozenset()
    if quantity in ALL_GRADIENTS or quantity == STEP_OF_WEIGHTS:
        return _read_back(quantity, projected)
    if quantity in READOUT:
        return frozenset(READOUT[quantity].reads)
    of_cell = cell_quantities(bias=True, projected=projected)
    reads = of_cell[quantity].reads
    return frozenset(reads).union(*(of_cell[key].reads for key in reads if key in SUMS))


def _read_back(key: str, projected: bool) -> frozenset[str]:
    """Return the gradients and values of a cell that a step back reads, or one of its gradients.

    dW reads dz, x and h_prev. What comes in from other cells is none of them.
    """
    if key == STEP_OF_WEIGHTS:
        return frozenset((*PARTS_OF_DZ, "x", "h_prev"))
    of_cell = cell_gradients(projected, reverse=False)
    reads = set((of_cell[key] if key in of_cell else ALL_GRADIENTS[key]).reads)
    if "dz" in reads:
        reads = reads - {"dz"} | set(PARTS_OF_DZ)
    return frozenset(reads.difference(ARRIVALS))


def plate_levels(values: CellValues) -> dict[str, Highlight]:
    """Return the level of every vector's plate."""
    reads = plates_read(values.lit, "m" in values.vectors)
    levels = {}
    for key, vector in values.vectors.items():
        computed = step_of(key) == values.lit
        if vector.values is None:
            levels[key] = Highlight.FUTURE
        elif computed:
            levels[key] = Highlight.LIT
        else:
            levels[key] = Highlight.READ if key in reads else Highlight.KNOWN
    return levels


def wire_levels(values: CellValues) -> dict[str, Highlight]:
    """Return each wire's level. The step that is lit gives its wires its hue."""
    out = "m" if "m" in values.vectors else "h"
    levels = {}
    for name, (carried, lights) in WIRES.items():
        carried = out if carried == "out" else carried
        lit_by = {out if step == "out" else step for step in lights}
        known = carried in values.vectors and values.vectors[carried].values is not None
        if not known or not values.begun:
            levels[name] = Highlight.FUTURE
        else:
            levels[name] = Highlight.LIT if values.lit in lit_by else Highlight.KNOWN
    return levels


def node_quantity(name: str, values: CellValues) -> str:
    """Return the quantity that a node helps to compute in this cell."""
    quantity = NODES[name].step
    return ("m" if "m" in values.vectors else "h") if quantity == "out" else quantity


def node_level(name: str, values: CellValues) -> Highlight:
    """Return the level of a node: lit by its own step, and by the gate that it takes in."""
    quantity, gate = node_quantity(name, values), NODES[name].gate
    if gate and values.lit == gate:
        return Highlight.LIT
    if values.vectors[quantity].values is None:
        return Highlight.FUTURE
    return Highlight.LIT if quantity == values.lit else Highlight.KNOWN


def step_numbers(values: CellValues) -> dict[str, int]:
    """Return the number of each step of the cell, from 1."""
    steps = (step for step in STEPS if step in values.vectors)
    return {step: number for number, step in enumerate(steps, start=1)}
