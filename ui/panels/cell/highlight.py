"""Highlight of the cell diagram's parts: coming, known, read or computed by the present step."""

from enum import IntEnum

from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import ARRIVALS, DY, is_gradient
from simulator.network.quantities import READOUT
from ui.panels.cell.cell_values import CellValues
from ui.panels.cell.diagram import ABOVE, Sign, Wire, named


class Highlight(IntEnum):
    """Highlight of a part: ahead, known, read by the present step, computed by it."""

    FUTURE = 0
    KNOWN = 1
    READ = 2
    LIT = 3


def plates_read(key: str | None, config: LSTMConfig) -> frozenset[str]:
    """Return the vectors that a step or a quantity of either pass reads.

    A gate reads x and h through its sum. Arrivals from other cells are not among them.
    """
    if key is None:
        return frozenset()
    if key in READOUT:
        return frozenset(READOUT[key].reads)
    sums = config.cell.sums
    if key == STEP_OF_WEIGHTS:
        fed = (named(of) for row, of in config.cell.matrices.values() if row in sums)
        return frozenset((*gradients_of("dz", config), *fed))
    if is_gradient(key):
        reads = (gradients_of(of, config) for of in config.gradient(key).reads)
        return frozenset().union(*reads).difference(ARRIVALS)
    own = config.quantity(key).reads
    return frozenset(own).union(*(config.quantity(of).reads for of in own if of in sums))


def gradients_of(step: str | None, config: LSTMConfig) -> tuple[str, ...]:
    """Return the vectors with a box that a step computes: dz in each gate, none of dW."""
    if step is None or step == STEP_OF_WEIGHTS:
        return ()
    return tuple(f"d{key}" for key in config.cell.sums) if step == "dz" else (step,)


def plate_levels(values: CellValues) -> dict[str, Highlight]:
    """Return the level of every vector's plate in the forward pass."""
    reads, step_of = plates_read(values.lit, values.config), values.config.cell.step_of
    levels = {}
    for key, vector in values.vectors.items():
        if vector.values is None:
            levels[key] = Highlight.FUTURE
        elif step_of.get(key) == values.lit is not None:
            levels[key] = Highlight.LIT
        else:
            levels[key] = Highlight.READ if key in reads else Highlight.KNOWN
    return levels


def wire_level(wire: Wire, values: CellValues) -> Highlight:
    """Return the level of a wire."""
    if values.gradients:
        if wire.target == ABOVE and values.lit == DY:
            return Highlight.LIT
        return _level_back(wire, values)
    if values.vectors[wire.carries].values is None or not values.begun:
        return Highlight.FUTURE
    return Highlight.LIT if values.lit in wire.lit_by else Highlight.KNOWN


def sign_level(sign: Sign, values: CellValues) -> Highlight:
    """Return the level of a sign: lit by its row's step, and by the gate that it takes in."""
    if values.gradients:
        return _level_back(sign, values)
    if sign.gate and values.lit == sign.gate:
        return Highlight.LIT
    if values.vectors[sign.row].values is None:
        return Highlight.FUTURE
    return Highlight.LIT if sign.row == values.lit else Highlight.KNOWN


def _level_back(part: Sign | Wire, values: CellValues) -> Highlight:
    """Return the level by the gradients that have gone through a part."""
    steps = [f"d{number}" for number in part.numbers]
    if values.lit in steps:
        return Highlight.LIT
    return Highlight.FUTURE if values.taken.isdisjoint(steps) else Highlight.KNOWN


def step_numbers(values: CellValues) -> dict[str, int]:
    """Return the number of each step of the cell, from 1."""
    return {step: number for number, step in enumerate(values.config.cell.steps, start=1)}
