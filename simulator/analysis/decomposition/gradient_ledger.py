"""Ledgers of gradients: every number of the backward pass, term by term."""

from dataclasses import replace

import numpy as np

from ...cells.sheet import INPUT, before
from ...cells.terms import gradient_terms
from ...engine.time_order import timestep_at, walk_at
from ...gradients.backward_run import BackwardRun
from ...gradients.gradient_trace import GradientTrace
from ...gradients.sources import place_of
from ...network.gradient_quantities import DY, is_gradient
from ...network.lane import Lane
from ...network.quantities import Y
from ...objective.readout import EVERY, H_N
from ...translation import tr
from ..address import Address, Given
from .cell_ledger import activation_of
from .loss_ledger import loss_parts
from .received_gradients import received
from .terms import Ledger, LedgerColumn, LedgerPart


def gradient_ledger(back: BackwardRun, at: Address) -> Ledger:
    """Return the terms of a computed gradient: any key of `gradient_quantities` but dz.

    A factor leads to the trace, to a gradient computed before, to a weight, or to a given
    number: a seed or a target. Beneath a held number, and through a cut connection, goes 0.

    Raises:
        KeyError: there is no such gradient or lane. IndexError: no such timestep, row or unit, or
            the backward pass has not come so far.
    """
    trace, experiment = back.trace, back.run.experiment
    if not is_gradient(at.quantity):
        raise KeyError(at.quantity)
    if at.quantity == "dz" or min(at.unit, at.row, at.t) < 0 or not at.exists(experiment):
        raise IndexError(f"there is no {at.typed()}")
    if at.position(back.run.schedule) > back.run.schedule.end + back.computed_until:
        raise IndexError(f"{at.typed()} is not computed yet")
    value = at.value(trace)
    if at.quantity == DY:
        return Ledger(at, value, value, (*_seeds(trace, at, Y), *loss_parts(trace, at)))
    of, cell = at.quantity.removeprefix("d"), experiment.config.cell
    if of.endswith("_prev"):
        of = before(of.removesuffix("_prev"))
    found = gradient_terms(cell, of)
    parts = (*_from_outside(trace, at, of), *received(trace, at, found))
    return Ledger(at, value, value, parts, activation_of(trace.trace, at, found))


# Between the cells


def _from_outside(trace: GradientTrace, at: Address, of: str) -> tuple[LedgerPart, ...]:
    """Terms of a state's gradient: seeds, and from layer or readout above and the next step."""
    config = trace.trace.experiment.config
    if of not in config.cell.states:
        return ()
    parts = _seeds(trace, at, of)
    if of == config.cell.output:
        top = at.lane.layer == config.num_layers - 1
        parts += _from_readout(trace, at) if top else _from_layer_above(trace, at)
    after = _next_step(trace, at)
    if after is None:
        return parts
    return parts + received(trace, after, gradient_terms(config.cell, before(of), later=True))


def _next_step(trace: GradientTrace, at: Address) -> Address | None:
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
    found = gradient_terms(experiment.config.cell, INPUT)
    above = (Lane(layer + 1, side) for side in range(experiment.config.num_directions))
    return tuple(
        part
        for lane in above
        for part in received(trace, replace(at, lane=lane, unit=column), found, mask)
    )
