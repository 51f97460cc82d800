"""Ledgers of gradients: every number of the way back, term by term."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from ...cells.functions import sigmoid_slope, tanh_slope
from ...engine.time_order import timestep_at, walk_at
from ...gradients.backward_run import BackwardRun
from ...gradients.gradient_trace import GradientTrace
from ...gradients.sources import place_of
from ...network.activation import Activation
from ...network.gradient_quantities import ALL_GRADIENTS, DY, SLOPES
from ...network.lane import Lane
from ...network.quantities import Y
from ...objective.readout import EVERY, H_N
from ...translation import tr
from ..address import Address, Given
from .cell_ledger import let_out, state_before
from .loss_ledger import loss_parts
from .received_gradients import gates_back, held_units, passed_on
from .terms import Ledger, LedgerColumn, LedgerPart

TANH_SLOPE: Final = "1 − tanh²"
"""Function of the factor that is the slope of tanh at c."""


def gradient_ledger(back: BackwardRun, at: Address) -> Ledger:
    """Return the terms of a gradient that is walked: any key of `gradient_quantities` but dz.

    A factor leads to the trace, to a gradient walked before, to a weight, or to what was given:
    a seed or a target. Beneath a held number, and through a cut connection, goes 0.

    Raises:
        KeyError: there is no such gradient or lane. IndexError: no such timestep, row or unit, or
            the way back has not come so far.
    """
    trace, experiment = back.trace, back.run.experiment
    if at.quantity not in ALL_GRADIENTS:
        raise KeyError(at.quantity)
    if at.quantity == "dz" or min(at.unit, at.row, at.t) < 0 or not at.exists(experiment):
        raise IndexError(f"there is no {at.typed()}")
    if at.position(back.run.schedule) > back.run.schedule.end + back.computed_until:
        raise IndexError(f"{at.typed()} is not computed yet")
    value = at.value(trace)
    return Ledger(at, value, value, _parts(trace, at), _activation(trace, at))


def _parts(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    if at.quantity in _PARTS:
        return _PARTS[at.quantity](trace, at)
    return _slope(trace, at, at.quantity.removeprefix("dz_"))


def _activation(trace: GradientTrace, at: Address) -> Activation | None:
    """Return the place on the curve whose slope, or value, is a factor."""
    if at.quantity in ("dc", "do"):
        return let_out(trace.trace, at)
    if not at.quantity.startswith("dz_"):
        return None
    gate = at.quantity.removeprefix("dz_")
    z, value = (float(replace(at, quantity=key).value(trace)) for key in (f"z_{gate}", gate))
    return Activation("tanh" if gate == "g" else "σ", z, value)


# Between the cells


def _hidden(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of dh: seeds, what comes from above, and what the next step sends back."""
    config, after = trace.trace.experiment.config, next_step(trace, at)
    top = at.lane.layer == config.num_layers - 1
    above = _from_readout(trace, at) if top else _from_layer_above(trace, at)
    back = () if after is None else gates_back(trace, after, "weight_hh", at.unit)
    return (*_seeds(trace, at, "h"), *above, *back)


def _memory(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of dc: seeds, dc of the next step through its f, and what comes down through h."""
    after, u = next_step(trace, at), at.unit
    parts = [*_seeds(trace, at, "c")]
    if after is not None:
        f, dc = _number(trace, after, "f"), passed_on(trace, after, "dc", u)
        parts.append(LedgerPart("f·dc", lambda _: f"f[{u}]·dc[{u}]", (f, dc)))
    c = replace(at, quantity="c")
    with np.errstate(all="ignore"):
        slope = tanh_slope(np.tanh(np.array([float(c.value(trace))])))
    curve = LedgerColumn(slope, lambda _: c, TANH_SLOPE)
    key = through(trace)
    factors = passed_on(trace, at, key, u), _number(trace, at, "o"), curve
    name = f"{key}·o·(1 − tanh²(c))"
    label = f"{key}[{u}]·o[{u}]·(1 − tanh²(c[{u}]))"
    return (*parts, LedgerPart(name, lambda _: label, factors))


def next_step(trace: GradientTrace, at: Address) -> Address | None:
    """Return a number's address at the next step of its walk; None at the last."""
    length = trace.trace.experiment.lengths[at.row]
    walk = walk_at(at.lane.direction, length, at.t) + 1
    if walk == length:
        return None
    return replace(at, t=timestep_at(at.lane.direction, length, walk))


def _seeds(trace: GradientTrace, at: Address, quantity: str) -> tuple[LedgerPart, ...]:
    """Terms of the seeds that lie on h, c or y."""
    experiment = trace.trace.experiment
    laid = []
    for number, seed in enumerate(experiment.objective.seeds):
        key, lane, unit = place_of(seed, experiment)
        there = key == quantity and (lane == at.lane or key == Y)
        if there and (seed.t, seed.row, unit) == (at.t, at.row, at.unit):
            laid.append(number)
    if not laid:
        return ()
    sources = [Given("seed", (number,)) for number in laid]
    values = np.array([source.value(trace) for source in sources])

    def label(k: int) -> str:
        return tr("chosen value") if len(laid) == 1 else tr("chosen value {number}", number=laid[k])

    return (LedgerPart("seed", label, (LedgerColumn(values, lambda k: sources[k]),)),)


def _from_readout(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of Vᵀ dy, where the readout reads this h."""
    experiment, last = trace.trace.experiment, trace.trace.experiment.lengths[at.row] - 1
    readout, direction = experiment.objective.readout, at.lane.direction
    if trace.dy is None or readout is None:
        return ()
    read = timestep_at(direction, last + 1, last) if readout.over == H_N else last
    if readout.over != EVERY and at.t != read:
        return ()
    t = at.t if readout.over == EVERY else last
    column = direction * experiment.config.output_size + at.unit
    weights = LedgerColumn(
        readout.weight[:, column], lambda k: Given("readout.weight", (k, column))
    )
    dy = LedgerColumn(trace.dy[t, at.row], lambda k: Address(DY, Lane(), t, at.row, k))
    label = f"V[{{k}},{column}]·dy[{{k}}]"
    return (LedgerPart("V·dy", lambda k: label.format(k=k), (weights, dy)),)


def _from_layer_above(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of W_ihᵀ dz of the layer above, both its directions, times the dropout mask."""
    experiment, (layer, direction) = trace.trace.experiment, at.lane
    column = direction * experiment.config.output_size + at.unit
    mask = Given(f"mask_l{layer}", (at.t, at.row, column)) if experiment.masks else None
    return tuple(
        part
        for side in range(experiment.config.num_directions)
        for part in gates_back(
            trace, replace(at, lane=Lane(layer + 1, side)), "weight_ih", column, mask
        )
    )


# Inside a cell


def through(trace: GradientTrace) -> str:
    """Return the gradient of o·tanh(c): dm with a projection, else dh."""
    return "dm" if trace.trace.experiment.config.proj_size else "dh"


def _projection(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of W_hrᵀ dh."""
    experiment = trace.trace.experiment
    name = experiment.config.parameter_names(at.lane)["weight_hr"]
    weights = LedgerColumn(
        experiment.parameters[name][:, at.unit], lambda k: Given(name, (k, at.unit))
    )
    dh = passed_on(trace, at, "dh")
    return (LedgerPart("W_hr·dh", lambda k: f"W_hr[{k},{at.unit}]·dh[{k}]", (weights, dh)),)


def _output_gate(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Term of do = dm·tanh(c)."""
    c, key, u = replace(at, quantity="c"), through(trace), at.unit
    tanh_c = LedgerColumn(np.tanh(np.array([float(c.value(trace))])), lambda _: c, "tanh")
    factors = passed_on(trace, at, key, u), tanh_c
    return (LedgerPart(f"{key}·tanh(c)", lambda _: f"{key}[{u}]·tanh(c[{u}])", factors),)


def _of_memory(factor: str) -> Callable[[GradientTrace, Address], tuple[LedgerPart, ...]]:
    """Return what writes the only term of dg, di, df or dc_prev: dc times a factor."""

    def parts(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
        u = at.unit
        if factor == "c_prev":
            before = state_before(trace.trace, at, "c")
            other = LedgerColumn(before.values[u : u + 1], lambda _: before.source(u))
        else:
            other = _number(trace, at, factor)
        label = f"dc[{u}]·{factor}[{u}]"
        return (
            LedgerPart(f"dc·{factor}", lambda _: label, (passed_on(trace, at, "dc", u), other)),
        )

    return parts


def _slope(trace: GradientTrace, at: Address, gate: str) -> tuple[LedgerPart, ...]:
    """Term of dz = dq·slope."""
    value, u = replace(at, quantity=gate), at.unit
    steep = tanh_slope if gate == "g" else sigmoid_slope
    with np.errstate(all="ignore"):
        values = steep(np.array([float(value.value(trace))]))
    slope = LedgerColumn(values, lambda _: value, SLOPES[gate])
    blame = _number(trace, at, f"d{gate}")
    if u in held_units(trace, at, gate):
        blame = replace(blame, values=np.zeros(1), held=frozenset({0}))
    written = SLOPES[gate].replace(gate, f"{gate}[{u}]")
    written = f"({written})" if gate == "g" else written
    label = f"d{gate}[{u}]·{written}"
    return (LedgerPart(f"d{gate}·slope", lambda _: label, (blame, slope)),)


def _number(trace: GradientTrace, at: Address, quantity: str) -> LedgerColumn:
    """Return one number of the same cell and unit as a factor."""
    source = replace(at, quantity=quantity)
    return LedgerColumn(np.array([source.value(trace)]), lambda _: source)


_PARTS: Final[Mapping[str, Callable[[GradientTrace, Address], tuple[LedgerPart, ...]]]] = {
    "dh": _hidden,
    "dm": _projection,
    "dc": _memory,
    "do": _output_gate,
    "dg": _of_memory("i"),
    "di": _of_memory("g"),
    "df": _of_memory("c_prev"),
    "dx": lambda trace, at: gates_back(trace, at, "weight_ih", at.unit),
    "dh_prev": lambda trace, at: gates_back(trace, at, "weight_hh", at.unit),
    "dc_prev": _of_memory("f"),
    DY: lambda trace, at: (*_seeds(trace, at, Y), *loss_parts(trace, at)),
}
