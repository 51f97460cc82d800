"""Ledgers of a cell: the terms of its numbers, from the rows of its sheet."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from ...arrays import Array
from ...cells.edges import kept_numbers
from ...cells.functions import FUNCTIONS
from ...cells.sheet import INPUT
from ...cells.step import row_value
from ...cells.terms import SLOPE, CellTerm, TermFactor, terms
from ...engine.time_order import timestep_at, walk_at
from ...engine.trace import Trace
from ...network.activation import Activation
from ...network.config import LSTMConfig
from ...network.hold_table import columns_cut
from ...network.lane import Lane
from ..address import Address, Given
from .terms import LedgerColumn, LedgerPart, one


def cell_parts(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Return the terms of a number before its function, kind by kind."""
    config = trace.experiment.config

    def columns(term: CellTerm) -> tuple[LedgerColumn, ...]:
        matrix, *multiplied = term.factors
        if matrix.of not in config.cell.matrices:
            return tuple(unit_column(trace, at, factor) for factor in term.factors)
        return _weights(trace, at, matrix.of), *_numbers(trace, at, multiplied[0].of)

    found = terms(config.cell, at.quantity)
    return tuple(part_of(term, at.unit, columns(term) if term.factors else ()) for term in found)


def part_of(
    term: CellTerm, unit: int, columns: tuple[LedgerColumn, ...], after: str = ""
) -> LedgerPart:
    """Return the terms of one kind for one unit, with their factors. after: ends their labels."""
    label = term.label + after
    return LedgerPart(term.name, lambda k: label.format(unit=unit, k=k), columns, term.sign)


def unit_column(trace: Trace, at: Address, factor: TermFactor) -> LedgerColumn:
    """Return one unit's factor: a vector of parameters, a number, or what is computed from it."""
    config = trace.experiment.config
    if factor.of in config.cell.vectors:
        name, first, _ = stacked(config, at.lane, factor.of)
        row = first + at.unit
        values = trace.experiment.parameters[name][row : row + 1]
        return LedgerColumn(values, lambda _: Given(name, (row,)))
    number = _number(trace, at, _kept(trace, factor.of))
    if not factor.function:
        return number
    of = config.cell.row[factor.of]
    values = number.values.astype(np.float64) if of.kept else _value(trace, at, factor.of)
    if factor.kind == SLOPE:
        with np.errstate(all="ignore"):
            values = FUNCTIONS[of.function].slope(values)
    return LedgerColumn(values, number.source, factor.function)


def activation_of(trace: Trace, at: Address, found: Sequence[CellTerm]) -> Activation | None:
    """Return the place on the first curve whose value or slope is a factor of some terms."""
    for factor in (factor for term in found for factor in term.factors if factor.function):
        row = trace.experiment.config.cell.row[factor.of]
        if row.function:
            argument = row.reads[0] if row.kept else _kept(trace, factor.of)
            argument_there = _number(trace, at, argument).values[0]
            value = _value(trace, at, factor.of)[0]
            return Activation(row.function, float(argument_there), float(value))
    return None


def _kept(trace: Trace, of: str) -> str:
    """Return a number, or the first kept one that it is computed from."""
    return kept_numbers(trace.experiment.config.cell, of)[0]


def _value(trace: Trace, at: Address, of: str) -> Array:
    """Return one unit's number in float64, (1,), computed from kept ones where it is not kept."""
    cell = trace.experiment.config.cell
    kept = kept_numbers(cell, of)
    found = {key: _number(trace, at, key).values.astype(np.float64) for key in kept}
    if of in found:
        return found[of]
    with np.errstate(all="ignore"):
        return np.asarray(row_value(cell, of)(None, found, None))


def _number(trace: Trace, at: Address, of: str) -> LedgerColumn:
    """Return one unit of a kept number of the cell, or of a state before it."""
    return one(_numbers(trace, at, of)[0], at.unit)


def _numbers(trace: Trace, at: Address, of: str) -> tuple[LedgerColumn, ...]:
    """Return all units of a number of the cell; of its input also the mask."""
    if of == INPUT:
        return layer_input(trace, at)
    if of.endswith("'"):
        return (state_before(trace, at, of[:-1]),)
    values = trace.at(of, at.lane, at.t, at.row)
    return (LedgerColumn(values, lambda k: replace(at, quantity=of, unit=k)),)


@cache
def stacked(config: LSTMConfig, lane: Lane, name: str) -> tuple[str, int, int]:
    """Return torch's parameter that has a matrix or vector, its first row there, and its rows."""
    cell = config.cell
    kind, place = cell.stacked[name]
    parameter = config.parameter_names(lane)[kind]
    rows = config.parameter_shapes()[parameter][0] // len(cell.stacks[kind])
    return parameter, place * rows, rows


def _weights(trace: Trace, at: Address, matrix: str) -> LedgerColumn:
    """Return the row of a matrix that makes one unit, 0 where the connection is cut."""
    experiment = trace.experiment
    name, first, _ = stacked(experiment.config, at.lane, matrix)
    kind, _ = experiment.config.cell.stacked[matrix]
    row = first + at.unit
    values = experiment.parameters[name][row]
    cut = columns_cut(experiment.holds, kind, at.lane, at.t, at.row, row)
    if cut:
        values = values.copy()
        values[list(cut)] = 0
    return LedgerColumn(values, lambda k: Given(name, (row, k)), cut=cut)


def state_before(trace: Trace, at: Address, name: str) -> LedgerColumn:
    """Return h or c before the cell: from the walk's previous step, or the initial state."""
    experiment = trace.experiment
    values = trace.before(name, at.lane, at.t, at.row)
    direction, length = at.lane.direction, experiment.lengths[at.row]
    walk = walk_at(direction, length, at.t)
    if walk == 0:
        index = experiment.config.state_row(at.lane)
        return LedgerColumn(values, lambda k: Given(f"{name}_0", (index, at.row, k)))
    before = timestep_at(direction, length, walk - 1)
    return LedgerColumn(values, lambda k: replace(at, quantity=name, t=before, unit=k))


def layer_input(trace: Trace, at: Address) -> tuple[LedgerColumn, ...]:
    """Return the sequence's x; above layer 0 the lower layer's joined directions and mask."""
    experiment, t, row = trace.experiment, at.t, at.row
    if at.lane.layer == 0:
        return (LedgerColumn(experiment.sequence[t, row], lambda k: Given("input", (t, row, k))),)
    below, R = at.lane.layer - 1, experiment.config.output_size
    directions = range(experiment.config.num_directions)
    h = np.concatenate([trace.at("h", Lane(below, direction), t, row) for direction in directions])
    handed_up = LedgerColumn(h, lambda k: Address("h", Lane(below, k // R), t, row, k % R))
    if not experiment.masks:
        return (handed_up,)
    mask = experiment.masks[below][t, row]
    return handed_up, LedgerColumn(mask, lambda k: Given(f"mask_l{below}", (t, row, k)))


def unheld_value(trace: Trace, at: Address) -> np.floating:
    """Compute a row's equation at one address, in the run's dtype, without its hold."""
    experiment, cell = trace.experiment, trace.experiment.config.cell
    row = cell.row[at.quantity]
    multiplied = {term.product.of for term in row.terms if term.product}
    read = {kept for of in row.reads if cell.is_number(of) for kept in kept_numbers(cell, of)}
    values = {of: _numbers(trace, at, of)[0].values for of in read}
    values |= {of: np.asarray(values[of][at.unit]) for of in read - multiplied}

    def part(name: str) -> Array:
        parameter, first, _ = stacked(experiment.config, at.lane, name)
        return np.asarray(experiment.parameters[parameter][first + at.unit])

    def product(of: str, number: Array) -> Array:
        matrix = next(name for name, ends in cell.matrices.items() if ends == (row.key, of))
        return np.asarray(part(matrix) @ number)

    with np.errstate(all="ignore"):
        result = row_value(cell, row.key)(part, values, product)
    return experiment.dtype.type(result)  # type: ignore[no-any-return]
