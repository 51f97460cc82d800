"""Gradients as what lies beneath them receives them: 0 under a hold, and through a cut."""

from dataclasses import replace

import numpy as np

from ...cells.interventions import StepInterventions
from ...engine.lane_interventions import LaneInterventions
from ...gradients.gradient_trace import GradientTrace
from ...network.gradient_quantities import QUANTITY_OF
from ...network.quantities import GATES
from ...translation import tr
from ..address import Address, Given
from .terms import LedgerColumn, LedgerPart


def held_units(trace: GradientTrace, at: Address, quantity: str) -> frozenset[int]:
    """Return the units of a quantity that are held in the cell of an address."""
    fixed = _interventions(trace, at).fixed
    if quantity not in fixed:
        return frozenset()
    return frozenset(np.flatnonzero(fixed[quantity].where[0]).tolist())


def passed_on(trace: GradientTrace, at: Address, key: str, unit: int | None = None) -> LedgerColumn:
    """Return dh, dm or dc of a cell as it goes on beneath h, m or c: of all units, or of one."""
    values = trace.values(key, at.lane, (at.t, at.row)).copy()
    held = held_units(trace, at, QUANTITY_OF[key])
    values[list(held)] = 0
    if unit is None:
        return LedgerColumn(values, lambda k: replace(at, quantity=key, unit=k), held=held)
    source = replace(at, quantity=key, unit=unit)
    stopped = frozenset({0} if unit in held else ())
    return LedgerColumn(values[unit : unit + 1], lambda _: source, held=stopped)


def gates_back(
    trace: GradientTrace, at: Address, kind: str, column: int, mask: Given | None = None
) -> tuple[LedgerPart, ...]:
    """Return the terms of Σ W[j,column]·dz[j] of one cell, gate by gate.

    Args:
        at: its lane, timestep and row. kind: weight_ih or weight_hh.
        mask: the dropout that each term is multiplied with.
    """
    experiment = trace.trace.experiment
    H, name = experiment.config.hidden_size, experiment.config.parameter_names(at.lane)[kind]
    weights = experiment.parameters[name][:, column].copy()
    cut = _rows_cut(trace, at, kind, column)
    weights[list(cut)] = 0
    side = f" {tr('reverse')}" if at.lane.reverse else ""

    def part(block: int) -> LedgerPart:
        gate, first = GATES[block], block * H
        symbol, dz = f"W_{kind.removeprefix('weight_')[0]}{gate}", f"dz_{gate}"
        columns = [
            LedgerColumn(
                weights[first : first + H],
                lambda j: Given(name, (first + j, column)),
                cut=frozenset(j - first for j in cut if first <= j < first + H),
            ),
            LedgerColumn(
                trace.values(dz, at.lane, (at.t, at.row)),
                lambda j: replace(at, quantity=dz, unit=j),
            ),
        ]
        if mask is not None:
            columns.append(LedgerColumn(np.full(H, mask.value(trace)), lambda _: mask))
        label = f"{symbol}[{{j}},{column}]·{dz}[{{j}}]{side}"
        return LedgerPart(f"{symbol}·{dz}", lambda j: label.format(j=j), tuple(columns))

    return tuple(map(part, range(len(GATES))))


def _interventions(trace: GradientTrace, at: Address) -> StepInterventions:
    lane = LaneInterventions.of(trace.trace.experiment, at.lane)
    return lane.at(np.array([at.t]), np.array([at.row]))


def _rows_cut(trace: GradientTrace, at: Address, kind: str, column: int) -> frozenset[int]:
    """Return the rows of the weights whose connection in a column is cut."""
    cuts = _interventions(trace, at).cuts.items()
    of_input = kind == "weight_ih"
    return frozenset(row for row, kept in cuts if not (kept.x if of_input else kept.h)[0, column])
