"""Targets of one batch row as a matrix to read: timesteps × outputs, or a column of classes.

NaN stands where nothing counts. A forecast has no matrix: its targets are the input's own numbers.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from simulator.analysis import tensor_shapes
from simulator.analysis.address import Given
from simulator.arrays import Array, shape_text
from simulator.experiment.experiment import Experiment
from simulator.network.quantities import Y
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.translation import mark, tr
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block, Fill, Matrix, bits
from ui.session.document import Document
from ui.session.snapshot import Snapshot

TARGET: Final = "target"
TIP: Final = mark(
    "The targets: one row per timestep; one column per output, or one class number. "
    "nan is left out of the loss."
)


def targets_of(experiment: Experiment) -> Targets | None:
    """Return the targets that can be edited; None for a forecast, and without any."""
    targets = experiment.objective.targets
    return None if targets is None or targets.ahead else targets


def source_of(experiment: Experiment, given: Given) -> Given:
    """Return the number to edit for another one: of a forecast's target that of the input."""
    targets = experiment.objective.targets
    if given.name != TARGET or targets is None or not targets.ahead:
        return given
    t, row, column = given.indices
    last = experiment.lengths[row] - 1
    return Given("input", (min(t + targets.ahead, last), row, column))


def heading(experiment: Experiment) -> str:
    """Return the shape of the target, as a formula and in numbers."""
    targets = targets_of(experiment)
    assert targets is not None
    formula = ", ".join(tensor_shapes.target_formula(targets.classes))
    return f"({formula}) = {shape_text(targets.values.shape)}"


def matrix_of(document: Document, row: int) -> Matrix:
    """Return the target of a batch row, within its length: (n, K), or (n, 1) of classes."""
    experiment = document.experiment
    targets, readout = targets_of(experiment), experiment.objective.readout
    assert targets is not None
    assert readout is not None
    labels = document.timestep_labels
    return Matrix(
        key=(document.original, TARGET, row),
        title=TARGET,
        values=values_of(experiment, row),
        original=_original(document, row),
        row_name=lambda t: document.label_of(t) or str(t),
        column_name=_column_namer(targets, readout),
        cell_name=lambda t, k: tr("{name} at {place}", name=_name(targets, k), place=f"t {t}"),
        stored_as=_place_namer(targets, row),
        told=_teller(experiment, row),
        named_by=(readout.names, labels),
        fills=(
            Fill(mark("Zeros"), lambda block, seed, size: np.zeros_like(block), seeded=False),
            Fill(mark("No targets"), _nothing, seeded=False),
        ),
        sizes=(("1", 1.0),),
    )


def values_of(experiment: Experiment, row: int) -> Array:
    """Return the numbers of a row, within its length, in the experiment's dtype.

    NaN where nothing counts; a timestep that lacks some of its numbers keeps the others.
    """
    targets, length = targets_of(experiment), experiment.lengths[row]
    assert targets is not None
    counted = targets.counted[:length, row]
    if targets.classes:
        loss = experiment.objective.loss
        classes = targets.values[:length, row]
        if loss is not None:
            counted = counted & (classes != loss.ignore_index)
        values = np.where(counted, classes, np.nan)[:, None].astype(experiment.dtype)
    else:
        values = targets.values[:length, row]
        kept = counted | np.isnan(values).any(axis=-1)
        values = np.where(kept[:, None], values, values.dtype.type(np.nan))
    values.flags.writeable = False
    return values


def with_matrix(experiment: Experiment, row: int, values: Array) -> Experiment:
    """Put numbers into the target of a row; timesteps without a NaN count from then on.

    Raises:
        ValueError: a number that is no class.
    """
    targets, readout = targets_of(experiment), experiment.objective.readout
    assert targets is not None
    assert readout is not None
    before = values_of(experiment, row)
    other = np.flatnonzero((bits(values) != bits(before)).any(axis=1))
    if not len(other):
        return experiment
    there = ~np.isnan(values[other]).any(axis=1)
    numbers, counted = targets.values.copy(), targets.counted.copy()
    if targets.classes:
        _check(values[other[there], 0], readout.width)
        numbers[other[there], row] = values[other[there], 0]
    else:
        numbers[other, row] = values[other]
    counted[other, row] = there
    changed = Targets(numbers, counted)
    return experiment.with_objective(experiment.objective.with_targets(changed))


def differs(document: Document, row: int) -> bool:
    """Return True when a number of a row's target was edited."""
    if targets_of(document.experiment) is None:
        return False
    before, present = _original(document, row), values_of(document.experiment, row)
    return before is not None and bool((bits(before) != bits(present)).any())


def marks_of(snapshot: Snapshot) -> tuple[Mark, ...]:
    """Mark the timestep that is looked at."""
    t, targets = snapshot.timestep, targets_of(snapshot.experiment)
    if t is None or targets is None:
        return ()
    columns = 1 if targets.classes else targets.values.shape[-1]
    return (Mark(Block(t, 0, t + 1, columns), Y, True),)


def _check(classes: Array, outputs: int) -> None:
    wrong = classes[(classes != np.round(classes)) | (classes < 0) | (classes >= outputs)]
    if len(wrong):
        raise ValueError(
            tr(
                "{number} is not a class: the classes are 0 to {last}",
                number=f"{wrong[0]:g}",
                last=outputs - 1,
            )
        )


def _original(document: Document, row: int) -> Array | None:
    present, before = targets_of(document.experiment), targets_of(document.original)
    if present is None or before is None or present.values.shape != before.values.shape:
        return None
    if document.original.lengths[row] != document.experiment.lengths[row]:
        return None
    return values_of(document.original, row)


def _nothing(block: Array, seed: int, size: float) -> Array:
    return np.full_like(block, np.nan)


def _name(targets: Targets, output: int) -> str:
    return TARGET if targets.classes else f"{TARGET}[{output}]"


def _column_namer(targets: Targets, readout: Readout) -> Callable[[int], str]:
    if targets.classes:
        return lambda _: tr("class")
    return lambda output: readout.name(output) or f"y{output}"


def _place_namer(targets: Targets, row: int) -> Callable[[int, int], str]:
    if targets.classes:
        return lambda t, _: f"{TARGET}[{t}, {row}]"
    return lambda t, output: f"{TARGET}[{t}, {row}, {output}]"


def _teller(experiment: Experiment, row: int) -> Callable[[int, int], str]:
    """Return what a cell's number stands for: the name of its class or output, or nothing."""
    targets, readout = targets_of(experiment), experiment.objective.readout
    assert targets is not None
    assert readout is not None
    values = values_of(experiment, row)

    def told(t: int, column: int) -> str:
        if np.isnan(values[t, column]):
            return tr("not in the loss")
        return readout.name(int(values[t, 0]) if targets.classes else column)

    return told
