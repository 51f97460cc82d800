"""Ledger: one number of a trace, term by term."""

from dataclasses import replace

from ...cells.terms import terms
from ...engine.trace import Trace
from ...network.activation import Activation
from ...network.hold_table import hold_on
from ...network.quantities import READOUT
from ..address import Address
from .cell_ledger import activation_of, cell_parts, unheld_value
from .readout_ledger import readout_ledger
from .terms import Ledger


def ledger(trace: Trace, at: Address) -> Ledger:
    """Return the terms of a number, which must be computed already.

    Of a number with a function, as a gate, they are the terms of its argument.

    Raises:
        KeyError: no such quantity or lane. IndexError: no such timestep, row or unit.
    """
    experiment, quantity = trace.experiment, at.quantity
    width = trace.width(quantity, at.lane)
    if not 0 <= at.row < experiment.batch_size:
        raise IndexError(f"row {at.row} of {experiment.batch_size}")
    if not 0 <= at.t < experiment.lengths[at.row]:
        raise IndexError(f"timestep {at.t} of {experiment.lengths[at.row]} in row {at.row}")
    if quantity == "z" or not 0 <= at.unit < width:
        raise IndexError(f"unit {at.unit} of {width} in {quantity}")
    if quantity in READOUT:
        return readout_ledger(trace, at)
    value = at.value(trace)
    held = hold_on(experiment.holds, quantity, at.lane, at.t, at.row, at.unit) is not None
    would_be = unheld_value(trace, at) if held else None
    formula_gives = value if would_be is None else would_be
    what = experiment.config.quantity(quantity)
    if what.function:
        argument = replace(at, quantity=what.argument)
        total = argument.value(trace)
        stands = Activation(what.function, float(total), float(formula_gives))
        return Ledger(at, value, total, cell_parts(trace, argument), stands, would_be)
    activation = activation_of(trace, at, terms(experiment.config.cell, quantity))
    return Ledger(at, value, formula_gives, cell_parts(trace, at), activation, would_be)
