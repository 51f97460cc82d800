"""Parameters of one lane, and a readout, as matrices to read: by gate, unit and column."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from simulator.analysis import tensor_shapes as shapes
from simulator.analysis.address import Given
from simulator.arrays import Array, shape_text
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import quantity_of_gradient
from simulator.network.initialisers import Draws
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from simulator.network.quantities import Y
from simulator.network.refills import REFILLS, Refill
from simulator.translation import mark
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Band, Block, Fill, Matrix, bits, edited_cells
from ui.panels.weights import readout_matrices
from ui.panels.weights.readout_matrices import B_Y, V, column_namer
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.session.weight_names import row_of

W_IH, W_HH, BIASES, W_HR = "W_ih", "W_hh", "b", "W_hr"
TABS: tuple[str, ...] = (W_IH, W_HH, BIASES, W_HR, *readout_matrices.TABS)
COLUMNS: Final = (BIASES, B_Y)
"""Tabs whose arrays are vectors, each a column."""

TIPS: Mapping[str, str] = {
    W_IH: mark("Input weights: one row per gate and unit, one column per feature."),
    W_HH: mark(
        "Recurrent weights, on the previous h: one row per gate and unit, one column per h."
    ),
    BIASES: mark("Biases: two numbers that are added for each gate and unit."),
    W_HR: mark("Projection: h = W_hr m, one row per h, one column per unit."),
    **readout_matrices.TIPS,
}
"""What each matrix is; pass it to `tr`."""

_KINDS: Final = {
    W_IH: ("weight_ih",),
    W_HH: ("weight_hh",),
    BIASES: ("bias_ih", "bias_hh"),
    W_HR: ("weight_hr",),
}


def tabs(experiment: Experiment) -> tuple[str, ...]:
    """Return the matrices that a lane has under these options, and those of a readout."""
    config, read = experiment.config, readout_matrices.tabs(experiment.objective)
    biases = (BIASES,) if config.bias else ()
    return (W_IH, W_HH, *biases, *((W_HR,) if config.proj_size else ()), *read)


def names_of(config: LSTMConfig, lane: Lane, tab: str) -> tuple[str, ...]:
    """Return torch's names of a tab's arrays: two, as columns, for the biases."""
    if tab in readout_matrices.TABS:
        return (readout_matrices.NAMES[tab],)
    names = config.parameter_names(lane)
    return tuple(names[kind] for kind in _KINDS[tab])


def place_of(
    experiment: Experiment, name: str, index: tuple[int, ...]
) -> tuple[Lane | None, str, tuple[int, int] | None] | None:
    """Return a parameter's lane and tab, and the cell of one of its numbers.

    A readout's has no lane. None for a name that there is not.
    """
    for lane in experiment.config.lanes():
        for tab in tabs(experiment):
            names = names_of(experiment.config, lane, tab)
            if name in names:
                row_and_column = (*index, names.index(name))[:2]
                cell = (row_and_column[0], row_and_column[1]) if index else None
                return (None if tab in readout_matrices.TABS else lane), tab, cell
    return None


def number_of(config: LSTMConfig, lane: Lane, row: int, tab: str, cell: tuple[int, int]) -> Given:
    """Return the address of a cell's number."""
    names = names_of(config, lane, tab)
    return Given(names[cell[1]], cell[:1]) if tab in COLUMNS else Given(names[0], cell)


def heading(experiment: Experiment, lane: Lane, row: int, tab: str) -> tuple[str, str]:
    """Return torch's names of a tab's arrays, and their shape as torch's formula and in numbers."""
    if tab in readout_matrices.TABS:
        return readout_matrices.heading(experiment, tab)
    config = experiment.config
    names = names_of(config, lane, tab)
    formula = ", ".join(shapes.parameter_formula(config, lane.layer, _KINDS[tab][0]))
    shape = shape_text(config.parameter_shapes()[names[0]])
    return ", ".join(names), f"({formula}) = {shape}"


def matrix_of(document: Document, lane: Lane, row: int, tab: str) -> Matrix:
    """Return a tab's matrix: the parameters of a lane, with names of rows and columns."""
    if tab in readout_matrices.TABS:
        return readout_matrices.matrix_of(document, tab)
    experiment = document.experiment
    config = experiment.config
    names = names_of(config, lane, tab)
    return Matrix(
        key=(document.original, names),
        title=tab if tab != BIASES else "b_ih, b_hh",
        values=_values(experiment.parameters, names),
        original=_original(_unedited(document), config, names),
        row_name=_row_namer(config, tab),
        column_name=_column_namer(document, lane, tab),
        cell_name=_cell_namer(config, tab),
        stored_as=_place_namer(names),
        named_by=(config, document.feature_names),
        bands=_bands(config, tab),
        fills=_fills(config, tab, experiment.dtype),
        sizes=(("1/√hidden_size", 1 / math.sqrt(config.hidden_size)),),
    )


def with_matrix(
    experiment: Experiment, lane: Lane, row: int, tab: str, values: Array
) -> Experiment:
    """Replace the arrays of a tab; those with equal bits are shared."""
    if tab in readout_matrices.TABS:
        return readout_matrices.with_matrix(experiment, tab, values)
    names = names_of(experiment.config, lane, tab)
    columns = (values,) if len(names) == 1 else tuple(values.T)
    changed = {
        name: column
        for name, column in zip(names, columns, strict=True)
        if (bits(column) != bits(experiment.parameters[name])).any()
    }
    return experiment.with_parameters(experiment.parameters.with_arrays(changed))


def edited_tabs(document: Document, lane: Lane, row: int) -> frozenset[str]:
    """Return the tabs with an edited value."""
    return frozenset(tab for tab in tabs(document.experiment) if _differs(document, lane, tab))


def marks_of(snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
    """Mark the parts in use: the rows of the newest quantity, and of the number looked at.

    What goes back through a matrix is summed down its columns.
    """
    experiment, marks = snapshot.experiment, []
    columns = width_of(experiment, snapshot.lane, tab)
    column = _lit_column(snapshot, tab)
    if column is not None:
        (name, *_) = names_of(experiment.config, snapshot.lane, tab)
        height = len(experiment.parameters[name])
        return (Mark(Block(0, column, height, column + 1), _THROUGH[tab], strong=True),)
    rows = rows_of(experiment, tab, snapshot.quantity)
    if rows:
        block = Block(rows.start, 0, rows.stop, columns)
        marks.append(Mark(block, snapshot.quantity or ""))
    row, subject = lit_row(snapshot, tab), snapshot.subject
    if row is not None and subject is not None:
        marks.append(Mark(Block(row, 0, row + 1, columns), subject.quantity, strong=True))
    return tuple(marks)


_THROUGH: Final = {W_IH: "dx", W_HH: "dh_prev", W_HR: "dm"}
"""Gradients that come through a matrix, one for each of its columns."""


def _lit_column(snapshot: Snapshot, tab: str) -> int | None:
    """Return the column whose sum is the gradient that is looked at; None when none is."""
    subject = snapshot.subject
    through = subject is not None and subject.quantity == _THROUGH.get(tab)
    here = through and subject is not None and subject.lane == snapshot.lane
    return subject.unit if here and subject is not None else None


def lit_row(snapshot: Snapshot, tab: str) -> int | None:
    """Return the row that computes the number looked at; None when no row does."""
    subject, experiment = snapshot.subject, snapshot.experiment
    if subject is None or subject.row != snapshot.row:
        return None
    if subject.lane_in(experiment.config) != snapshot.lane:
        return None
    rows = rows_of(experiment, tab, subject.quantity)
    return rows[subject.unit] if subject.unit < len(rows) else None


def rows_of(experiment: Experiment, tab: str, quantity: str | None) -> range:
    """Return the rows that compute a quantity: a gate's block, those of W_hr for h, of V for y.

    Of a gradient those of its quantity: they learn from it.
    """
    if quantity is not None and not quantity.endswith("_prev"):
        quantity = quantity_of_gradient(quantity)
    if tab in readout_matrices.TABS:
        return readout_matrices.rows_of(experiment, quantity)
    key = quantity or ""
    gate = experiment.config.cell.gate_of.get(key, key)
    bands = _bands(experiment.config, tab)
    found = (range(band.start, band.stop) for band in bands if band.quantity == gate)
    return next(found, range(0))


def subject_of(config: LSTMConfig, tab: str, row: int) -> tuple[str, int]:
    """Return the quantity and unit that a row computes."""
    if tab in readout_matrices.TABS:
        return Y, row
    of = row_of(config, _KINDS[tab][0], row)
    return of.quantity, of.unit


_KEPT: Final = 4
_stacked: list[tuple[tuple[Array, ...], Array]] = []
"""The last biases, side by side: the same arrays give the same matrix, which is not drawn anew."""


def _values(parameters: Parameters, names: tuple[str, ...]) -> Array:
    if len(names) == 1:
        return parameters[names[0]]
    arrays = tuple(parameters[name] for name in names)
    for known, values in _stacked:
        if all(a is b for a, b in zip(known, arrays, strict=True)):
            return values
    values = np.stack(arrays, axis=1)
    values.flags.writeable = False
    _stacked.insert(0, (arrays, values))
    del _stacked[_KEPT:]
    return values


def _unedited(document: Document) -> Parameters:
    """Return what edits are compared with: the parameters as opened, or as training made them."""
    place = document.training
    return document.original.parameters if place is None else place.network.parameters


def _original(original: Parameters, config: LSTMConfig, names: tuple[str, ...]) -> Array | None:
    """Return the values that edits are compared with; None when shapes differ."""
    shapes, before = config.parameter_shapes(), original.config.parameter_shapes()
    if any(before.get(name) != shapes[name] for name in names):
        return None
    return _values(original, names)


def _differs(document: Document, lane: Lane, tab: str) -> bool:
    if tab in readout_matrices.TABS:
        values = readout_matrices.values_of(document.experiment.objective, tab)
        before = readout_matrices.original(document, tab)
        return values is not None and bool(edited_cells(values, before).any())
    present, original = document.experiment.parameters, _unedited(document)
    names = names_of(present.config, lane, tab)
    if all(present.arrays[name] is original.arrays.get(name) for name in names):
        return False
    before = _original(original, present.config, names)
    return bool(edited_cells(_values(present, names), before).any())


def width_of(experiment: Experiment, lane: Lane, tab: str) -> int:
    """Return the columns of a tab."""
    config, names = experiment.config, names_of(experiment.config, lane, tab)
    if tab == V:
        return config.num_directions * config.output_size
    return len(names) if tab in COLUMNS else config.parameter_shapes()[names[0]][1]


def _bands(config: LSTMConfig, tab: str) -> tuple[Band, ...]:
    (kind, *_), H = _KINDS[tab], config.hidden_size
    starts = range(0, len(config.cell.stacks.get(kind, ())) * H, H)
    bands = ((start, row_of(config, kind, start).quantity) for start in starts)
    return tuple(Band(key, start, start + config.width(key), key) for start, key in bands)


def _fills(config: LSTMConfig, tab: str, dtype: np.dtype) -> tuple[Fill, ...]:
    kinds, H = _KINDS[tab], config.hidden_size

    def fill_by(refill: Refill) -> Fill:
        def numbers(block: Array, seed: int, size: float) -> Array:
            draws = Draws(seed, dtype)
            if len(kinds) == 1:
                return refill.fill(block, kinds[0], H, draws, config.cell)
            columns = zip(block.T, kinds, strict=True)
            filled = [refill.fill(c, kind, H, draws, config.cell) for c, kind in columns]
            return np.stack(filled, axis=1)

        return Fill(refill.title, numbers, refill.seeded)

    return tuple(fill_by(r) for r in REFILLS.values() if set(kinds) <= set(r.kinds))


def _row_namer(config: LSTMConfig, tab: str) -> Callable[[int], str]:
    return lambda row: str(subject_of(config, tab, row)[1])


def _column_namer(document: Document, lane: Lane, tab: str) -> Callable[[int], str]:
    config, features = document.experiment.config, document.feature_names
    if tab == BIASES:
        return ("b_ih", "b_hh").__getitem__
    if tab == W_HR:
        return "m{}".format
    if tab == W_HH:
        return "h{}".format
    if lane.layer == 0:
        return features.__getitem__ if len(features) == config.input_size else "x{}".format
    return column_namer(config)


def _cell_namer(config: LSTMConfig, tab: str) -> Callable[[int, int], str]:
    def name(row: int, column: int) -> str:
        if tab == BIASES:
            of = row_of(config, _KINDS[tab][column], row)
            return f"{of.name}[{of.unit}]"
        of = row_of(config, _KINDS[tab][0], row)
        return f"{of.name}[{of.unit}, {column}]"

    return name


def _place_namer(names: tuple[str, ...]) -> Callable[[int, int], str]:
    if len(names) == 1:
        return lambda row, column: f"{names[0]}[{row}, {column}]"
    return lambda row, column: f"{names[column]}[{row}]"
