"""Gradients as what lies beneath them receives them: 0 under a hold, and through a cut."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ...cells.interventions import StepInterventions
from ...cells.terms import GRADIENT, CellTerm, TermFactor
from ...engine.lane_interventions import LaneInterventions
from ...gradients.gradient_trace import GradientTrace
from ...network.interventions import CUT_KINDS
from ...translation import tr
from ..address import Address, Given
from .cell_ledger import part_of, stacked, unit_column
from .terms import LedgerColumn, LedgerPart


def received(
    trace: GradientTrace, at: Address, found: Sequence[CellTerm], mask: Given | None = None
) -> tuple[LedgerPart, ...]:
    """Return terms of a gradient that come from one cell.

    Args:
        at: the cell's lane, timestep and row, and the unit whose gradient it is.
        mask: the dropout that each term is multiplied with.
    """
    cell, lane = trace.trace.experiment.config.cell, at.lane
    holds = LaneInterventions.of(trace.trace.experiment, lane)
    interventions = holds.at(np.array([at.t]), np.array([at.row]))

    def column(factor: TermFactor, unit: int | None) -> LedgerColumn:
        if factor.kind == GRADIENT:
            return _gradient(trace, at, factor.of, interventions, unit)
        return unit_column(trace.trace, at, factor)

    def part(term: CellTerm) -> LedgerPart:
        matrix, *multiplied = term.factors
        if matrix.of not in cell.matrices:
            columns = tuple(column(factor, at.unit) for factor in term.factors)
            return part_of(term, at.unit, columns)
        weights = _weights(trace, at, matrix.of, interventions)
        columns = weights, column(multiplied[0], None)
        if mask is not None:
            values = np.full(len(weights.values), mask.value(trace))
            columns = *columns, LedgerColumn(values, lambda _: mask)
        of_given = cell.matrices[matrix.of][1] not in cell.row
        side = f" {tr('reverse')}" if of_given and lane.reverse else ""
        return part_of(term, at.unit, columns, side)

    return tuple(map(part, found))


def _gradient(
    trace: GradientTrace,
    at: Address,
    row: str,
    interventions: StepInterventions,
    unit: int | None,
) -> LedgerColumn:
    """Return a row's gradient as it goes on beneath the row: of all units, or of one."""
    key = f"d{row}"
    values = trace.values(key, at.lane, (at.t, at.row))
    stopped, held = interventions.stopped(row), frozenset[int]()
    if stopped is not None:
        held = frozenset(np.flatnonzero(stopped[0]).tolist())
        values = np.where(stopped[0], 0, values)
    if unit is None:
        return LedgerColumn(values, lambda k: replace(at, quantity=key, unit=k), held=held)
    of_unit = frozenset({0} if unit in held else ())
    here = values[unit : unit + 1]
    return LedgerColumn(here, lambda _: replace(at, quantity=key, unit=unit), held=of_unit)


def _weights(
    trace: GradientTrace, at: Address, matrix: str, interventions: StepInterventions
) -> LedgerColumn:
    """Return a column of a matrix, 0 where the connection is cut."""
    experiment = trace.trace.experiment
    name, first, rows = stacked(experiment.config, at.lane, matrix)
    kind, _ = experiment.config.cell.stacked[matrix]
    weights = experiment.parameters[name][first : first + rows, at.unit]
    cuts = interventions.cuts.items() if kind in CUT_KINDS else ()
    cut = frozenset(
        j - first for j, kept in cuts if first <= j < first + rows and not kept.of(kind)[0, at.unit]
    )
    if cut:
        weights = weights.copy()
        weights[list(cut)] = 0
    return LedgerColumn(weights, lambda j: Given(name, (first + j, at.unit)), cut=cut)
