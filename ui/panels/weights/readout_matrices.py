"""A readout's V and b as matrices to read: a row for each output; they belong to no lane."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from simulator.analysis import tensor_shapes as shapes
from simulator.arrays import Array, shape_text
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import Draws
from simulator.network.quantities import P, Y
from simulator.network.refills import REFILLS
from simulator.objective.objective import Objective
from simulator.translation import mark
from ui.matrix.matrix import Band, Fill, Matrix, bits
from ui.session.document import Document

V, B_Y = "V", "b_y"
TABS: Final = (V, B_Y)
TIPS: Final[Mapping[str, str]] = {
    V: mark("Readout: y = V h + b, one row per output, one column per h."),
    B_Y: mark("Readout bias: the b in y = V h + b, one number per output."),
}
"""What each matrix is; pass it to `tr`."""

NAMES: Final = {V: "readout.weight", B_Y: "readout.bias"}
"""Names of the arrays, by `Objective.named`."""

_FILLS: Final = {V: ("xavier", "orthogonal", "identity", "zeros"), B_Y: ("zeros",)}


def tabs(objective: Objective) -> tuple[str, ...]:
    """Return those of V and b that there are."""
    return tuple(tab for tab in TABS if objective.named(NAMES[tab]) is not None)


def rows_of(experiment: Experiment, quantity: str | None) -> range:
    """Return the rows that compute a quantity: all for y, and for p, which is made of it."""
    return range(experiment.width(Y) if quantity in (Y, P) else 0)


def heading(experiment: Experiment, tab: str) -> tuple[str, str]:
    """Return the name of a tab's array in its layer, and its shape as a formula and in numbers."""
    formula = ", ".join(shapes.readout_formula(experiment.config, NAMES[tab]))
    array = experiment.objective.named(NAMES[tab])
    assert array is not None
    return _stored(experiment.objective, tab), f"({formula}) = {shape_text(array.shape)}"


def matrix_of(document: Document, tab: str) -> Matrix:
    """Return V, (K, D*R), or b as a column, (K, 1)."""
    experiment = document.experiment
    objective, config = experiment.objective, experiment.config
    values = values_of(objective, tab)
    assert values is not None
    stored, names = _stored(objective, tab), objective.readout and objective.readout.names
    read = config.num_directions * config.output_size
    return Matrix(
        key=(document.original, NAMES[tab]),
        title=tab,
        values=values,
        original=original(document, tab),
        row_name=names.__getitem__ if names else str,
        column_name=column_namer(config) if tab == V else lambda _: "b",
        cell_name="V[{}, {}]".format if tab == V else lambda row, _: f"b[{row}]",
        stored_as=lambda row, column: f"{stored}[{row}{f', {column}' if tab == V else ''}]",
        told=(lambda row, _: names[row]) if names else None,
        named_by=(config, names, stored),
        bands=(Band(Y, 0, len(values), Y),),
        fills=_fills(experiment, tab, read),
        sizes=(("1/√in_features", 1 / math.sqrt(read)),),
    )


def values_of(objective: Objective, tab: str) -> Array | None:
    """Return V, (K, D*R), or b as a column, (K, 1); None where there is none."""
    array = objective.named(NAMES[tab])
    return array if array is None or tab == V else array[:, None]


def with_matrix(experiment: Experiment, tab: str, values: Array) -> Experiment:
    """Put numbers into V or b; with equal bits it stays the same experiment."""
    before = values_of(experiment.objective, tab)
    assert before is not None
    if not (bits(values) != bits(before)).any():
        return experiment
    array = values if tab == V else values[:, 0]
    return experiment.with_objective(experiment.objective.with_named(NAMES[tab], array))


def original(document: Document, tab: str) -> Array | None:
    """Return the numbers that edits are compared with; None where shapes differ.

    They are those that were opened, or that training has made.
    """
    opened, place = document.original.objective, document.training
    if place is not None:
        opened = replace(document.experiment.objective, readout=place.network.readout)
    before, present = (
        values_of(objective, tab) for objective in (opened, document.experiment.objective)
    )
    same = before is not None and present is not None and before.shape == present.shape
    return before if same else None


def column_namer(config: LSTMConfig) -> Callable[[int], str]:
    """Return the names of what reads both directions side by side: `h3`, or `→h3` and `←h3`."""
    if not config.bidirectional:
        return "h{}".format
    R = config.output_size
    return lambda column: f"{'→←'[column // R]}h{column % R}"


def _stored(objective: Objective, tab: str) -> str:
    """Return an array's name in its checkpoint; in none, that of a layer called readout."""
    layer = objective.readout and objective.readout.layer
    return f"{layer}.{NAMES[tab].partition('.')[2]}" if layer else NAMES[tab]


def _fills(experiment: Experiment, tab: str, read: int) -> tuple[Fill, ...]:
    """Return ways to fill it: nn.Linear's own, and those of one block of weights, as of W_hr."""
    kind, dtype = "weight_hr" if tab == V else "bias_ih", experiment.dtype
    cell = experiment.config.cell

    def fill_by(name: str) -> Callable[[Array, int, float], Array]:
        fill = REFILLS[name].fill
        return lambda block, seed, size: fill(block, kind, read, Draws(seed, dtype), cell)

    own = mark("PyTorch's default: uniform in ±1/√in_features")
    return (
        Fill(own, fill_by("default")),
        *(Fill(REFILLS[n].title, fill_by(n), REFILLS[n].seeded) for n in _FILLS[tab]),
    )
