"""Ledgers of a cell: the terms of z_i z_f z_g z_o, c, m and h."""

from dataclasses import replace

import numpy as np

from ...cells.functions import FUNCTIONS
from ...engine.time_order import timestep_at, walk_at
from ...engine.trace import Trace
from ...network.activation import Activation
from ...network.hold_table import columns_cut
from ...network.lane import Lane
from ...network.quantities import GATES, SUMS
from ..address import Address, Given
from .terms import LedgerColumn, LedgerPart, one


def cell_parts(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Return the terms of z_i z_f z_g z_o, c, m or h, kind by kind."""
    reads = trace.experiment.config.quantity(at.quantity).reads
    if at.quantity in SUMS:
        return _pre_activation(trace, at, at.quantity.removeprefix("z_"))
    if at.quantity == "c":
        return _memory(trace, at)
    return _projection(trace, at) if "m" in reads else _exposed_memory(trace, at)


def _pre_activation(trace: Trace, at: Address, gate: str) -> tuple[LedgerPart, ...]:
    """Terms of b_ih + b_hh + Σ W_ih x + Σ W_hh h_prev: one row of the parameters."""
    config, holds = trace.experiment.config, trace.experiment.holds
    names = config.parameter_names(at.lane)
    unit, row = at.unit, GATES.index(gate) * config.hidden_size + at.unit

    def bias(kind: str, symbol: str) -> LedgerPart:
        name, values = names[kind], trace.experiment.parameters[names[kind]]
        column = LedgerColumn(values[row : row + 1], lambda _: Given(name, (row,)))
        return LedgerPart(symbol, lambda _: f"{symbol}[{unit}]", (column,))

    def product(
        kind: str, symbol: str, letter: str, columns: tuple[LedgerColumn, ...]
    ) -> LedgerPart:
        cut = columns_cut(holds, kind, at.lane, at.t, at.row, row)
        weights = _weights(trace, names[kind], row, cut)
        return LedgerPart(
            f"{symbol}·{letter}",
            lambda k: f"{symbol}[{unit},{k}]·{letter}[{k}]",
            (weights, *columns),
        )

    biases = (bias("bias_ih", f"b_i{gate}"), bias("bias_hh", f"b_h{gate}")) if config.bias else ()
    return (
        *biases,
        product("weight_ih", f"W_i{gate}", "x", layer_input(trace, at)),
        product("weight_hh", f"W_h{gate}", "h", (state_before(trace, at, "h"),)),
    )


def _memory(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of f·c_prev + i·g."""
    f, i, g = (one(_recorded(trace, at, q), at.unit) for q in "fig")
    c_prev, u = one(state_before(trace, at, "c"), at.unit), at.unit
    return (
        LedgerPart("f·c_prev", lambda _: f"f[{u}]·c_prev[{u}]", (f, c_prev)),
        LedgerPart("i·g", lambda _: f"i[{u}]·g[{u}]", (i, g)),
    )


def _exposed_memory(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Term of o·tanh(c)."""
    o, c = (one(_recorded(trace, at, q), at.unit) for q in "oc")
    tanh_c, u = LedgerColumn(np.tanh(c.values.astype(np.float64)), c.source, "tanh"), at.unit
    return (LedgerPart("o·tanh(c)", lambda _: f"o[{u}]·tanh(c[{u}])", (o, tanh_c)),)


def let_out(trace: Trace, at: Address) -> Activation:
    """Return the place of c on the tanh through which it goes out."""
    c = float(replace(at, quantity="c").value(trace))
    return Activation("tanh", c, float(np.tanh(c)))


def _projection(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of Σ W_hr m."""
    name = trace.experiment.config.parameter_names(at.lane)["weight_hr"]
    columns = (_weights(trace, name, at.unit), _recorded(trace, at, "m"))
    return (LedgerPart("W_hr·m", lambda k: f"W_hr[{at.unit},{k}]·m[{k}]", columns),)


def _weights(trace: Trace, name: str, row: int, cut: frozenset[int] = frozenset()) -> LedgerColumn:
    values = trace.experiment.parameters[name][row]
    if cut:
        values = values.copy()
        values[list(cut)] = 0
    return LedgerColumn(values, lambda k: Given(name, (row, k)), cut=cut)


def _recorded(trace: Trace, at: Address, quantity: str) -> LedgerColumn:
    """Return all units of another quantity of the cell."""
    values = trace.at(quantity, at.lane, at.t, at.row)
    return LedgerColumn(values, lambda k: replace(at, quantity=quantity, unit=k))


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
    """Compute the formula of i f g o c m or h at one address, in the run's dtype, without holds."""

    def recorded(quantity: str) -> np.floating:
        return replace(at, quantity=quantity).value(trace)

    what = trace.experiment.config.quantity(at.quantity)
    with np.errstate(all="ignore"):
        if what.function:
            result = FUNCTIONS[what.function](np.asarray(recorded(what.argument)))
        elif at.quantity == "c":
            c_prev = trace.before("c", at.lane, at.t, at.row)[at.unit]
            result = recorded("f") * c_prev + recorded("i") * recorded("g")
        elif "m" in what.reads:
            m = trace.at("m", at.lane, at.t, at.row)
            names = trace.experiment.config.parameter_names(at.lane)
            result = trace.experiment.parameters[names["weight_hr"]][at.unit] @ m
        else:
            result = recorded("o") * np.tanh(recorded("c"))
    return trace.experiment.dtype.type(result)  # type: ignore[no-any-return]
