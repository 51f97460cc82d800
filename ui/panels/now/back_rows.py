"""Rows of the Now panel on the way back: each value of the cell, and its gradient below it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simulator.analysis.address import Address, Given
from simulator.cells.sheet import INPUT, Cell
from simulator.network.gradient_quantities import DY
from simulator.network.quantities import Y
from simulator.translation import tr
from ui.panels.cell.cell_values import CellValues, Vector
from ui.panels.now.answer_vectors import answer_vectors
from ui.session.snapshot import Snapshot


def back_rows(snapshot: Snapshot, values: CellValues) -> list[Vector]:
    """Return the vectors of the cell that is looked at, each with its gradient after it.

    They begin with what the readout said there; a gradient that is not walked yet has no values.
    """
    rows: list[Vector] = []
    for key, vector in answer_vectors(snapshot, values.timestep).items():
        rows.append(vector)
        if key == Y and snapshot.schedule.source == "readout":
            t = vector.origins[0].t
            rows += [_of_readout(snapshot, vector, t), *_targets(snapshot, vector, t)]
    for key in _in_order_of_gradients(snapshot.experiment.config.cell):
        if key in values.vectors:
            rows += [values.vectors[key], values.gradients[f"d{key}"]]
    return rows


def _in_order_of_gradients(cell: Cell) -> Iterator[str]:
    """Yield the values of a cell in the order in which the backward pass computes gradients."""
    yield from reversed(cell.steps)
    yield from (row.key for row in reversed(cell.rows) if row.key in cell.sums)
    yield from (INPUT, *(f"{state}_prev" for state in cell.states))


def _targets(snapshot: Snapshot, said: Vector, t: int) -> list[Vector]:
    """Return what is right of the outputs: numbers, or 1 for the class; none where none counts."""
    targets, row = snapshot.experiment.objective.targets, snapshot.row
    if targets is None or not targets.counted[t, row] or snapshot.experiment.objective.seeds:
        return []
    right, given = targets.values[t, row], None
    if targets.classes:
        values = np.zeros(said.width)
        values[np.arange(said.width) == right] = 1.0
    else:
        values, given = right, Given("target", (t, row, 0))
    return [
        Vector(
            "target", Y, tr("target"), tr("target"), values, said.width, (), said.names, given=given
        )
    ]


def _of_readout(snapshot: Snapshot, said: Vector, t: int) -> Vector:
    """Return dy at a timestep of the selected row, as far as it is walked."""
    number = Address(DY, t=t, row=snapshot.row)
    known = None
    if snapshot.back is not None and snapshot.knows_number(number):
        known = snapshot.back.trace.values(DY, number.lane, (t, snapshot.row))
    covered = frozenset(n.unit for n in snapshot.cover.numbers if replace(n, unit=0) == number)
    title = f"d{said.title}"
    return replace(
        said, key=DY, title=title, values=known, origins=(number,), ahead=None, covered=covered
    )
