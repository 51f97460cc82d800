"""Ledgers of a readout: the terms of y, p and the loss of a timestep."""

from dataclasses import replace

import numpy as np

from ...arrays import Array
from ...engine.time_order import timestep_at
from ...engine.trace import Trace
from ...network.activation import Activation
from ...network.lane import Lane
from ...network.quantities import LOSS, Y
from ...objective.loss import BCE, MSE, SUM, log_of_one_more, log_softmax
from ...objective.readout import H_N, SIGMOID
from ..address import Address, Given
from ..number_text import MINUS
from .terms import Ledger, LedgerColumn, LedgerPart

LOG_SUM = "log Σ e^y"
"""Function of a factor that is taken of all outputs; its source is the largest."""


def readout_ledger(trace: Trace, at: Address) -> Ledger:
    """Return the terms of y, p or loss at a timestep that has an answer.

    y = b + V·h. p = σ(y): the terms of y. p = softmax(y): log p = y − log Σ e^y. The loss: for each
    output (y − target)², or max(y, 0) − y·target + log(1 + e^−|y|), over K with reduction "mean";
    for cross entropy log Σ e^y − y of the target's class. Where no target counts, its weight 0.

    Raises:
        KeyError: there is no such quantity. IndexError: there is no such number.
    """
    experiment, value = trace.experiment, at.value(trace)
    readout = experiment.objective.readout
    if at.quantity == Y:
        return Ledger(at, value, value, _weighed(trace, at))
    y = replace(at, quantity=Y)
    if at.quantity == LOSS:
        return Ledger(at, value, value, _of_loss(trace, at))
    if readout is not None and readout.function == SIGMOID:
        total = y.value(trace)
        stands = Activation("σ", float(total), float(value))
        return Ledger(at, value, total, _weighed(trace, y), stands)
    outputs = trace.values(Y, Lane())[at.t, at.row]
    log_p = log_softmax(outputs)[at.unit]
    return Ledger(at, value, log_p, _log_p(outputs, y))


def state_read(trace: Trace, at: Address) -> LedgerColumn:
    """Return the h that the readout of an address reads, of both directions side by side: D*R."""
    experiment, config = trace.experiment, trace.experiment.config
    R, top, readout = config.output_size, config.num_layers - 1, experiment.objective.readout
    length = experiment.lengths[at.row]
    lanes = [Lane(top, direction) for direction in range(config.num_directions)]
    of_last = readout is not None and readout.over == H_N
    places = [
        timestep_at(lane.direction, length, length - 1) if of_last else at.t for lane in lanes
    ]
    h = [trace.at("h", lane, t, at.row) for lane, t in zip(lanes, places, strict=True)]

    def source(k: int) -> Address:
        direction, unit = divmod(k, R)
        return Address("h", lanes[direction], places[direction], at.row, unit)

    return LedgerColumn(np.concatenate(h), source)


def _weighed(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of b + Σ V h: one row of the readout."""
    readout, row = trace.experiment.objective.readout, at.unit
    assert readout is not None
    weights = LedgerColumn(readout.weight[row], lambda k: Given("readout.weight", (row, k)))
    factors = weights, state_read(trace, at)
    product = LedgerPart("V·h", lambda k: f"V[{row},{k}]·h[{k}]", factors)
    if readout.bias is None:
        return (product,)
    bias = LedgerColumn(readout.bias[row : row + 1], lambda _: Given("readout.bias", (row,)))
    return LedgerPart("b", lambda _: f"b[{row}]", (bias,)), product


def _log_p(outputs: Array, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of log p = y − log Σ e^y."""
    return (_output(outputs, at, 1.0), _log_sum(outputs, at, -1.0))


def _output(outputs: Array, at: Address, sign: float) -> LedgerPart:
    values = sign * outputs[at.unit : at.unit + 1]
    minus = MINUS if sign < 0 else ""
    name = f"{minus}y[{at.unit}]"
    return LedgerPart(f"{minus}y", lambda _: name, (LedgerColumn(values, lambda _: at),))


def _log_sum(outputs: Array, at: Address, sign: float) -> LedgerPart:
    with np.errstate(all="ignore"):
        largest = outputs.max()
        total = largest + np.log(np.exp((outputs - largest).astype(np.float64)).sum())
    source = replace(at, unit=int(outputs.argmax()))
    column = LedgerColumn(np.array([sign * total]), lambda _: source, LOG_SUM)
    name = f"{MINUS if sign < 0 else ''}{LOG_SUM}"
    return LedgerPart(name, lambda _: name, (column,))


def _of_loss(trace: Trace, at: Address) -> tuple[LedgerPart, ...]:
    """Terms of the loss of a timestep: one for each output, or two of cross entropy."""
    experiment, objective = trace.experiment, trace.experiment.objective
    loss, targets = objective.loss, objective.targets
    assert loss is not None
    assert targets is not None
    outputs = trace.values(Y, Lane())[at.t, at.row]
    if not experiment.counts()[at.t, at.row]:
        return (_uncounted(outputs, at, loss.kind),)
    target = targets.values[at.t, at.row]
    if loss.of_classes:
        said = replace(at, quantity=Y, unit=int(target))
        return _log_sum(outputs, said, 1.0), _output(outputs, said, -1.0)
    y, target = outputs.astype(np.float64), target.astype(np.float64)
    divided = loss.reduction != SUM and len(y) > 1
    share, over = np.full(len(y), 1 / len(y) if divided else 1.0), f"/{len(y)}" if divided else ""

    def number(k: int) -> Address:
        return Address(Y, Lane(), at.t, at.row, k)

    def given(k: int) -> Given:
        return Given("target", (at.t, at.row, k))

    if loss.kind == MSE:
        error = LedgerColumn(y - target, number, "y − target")
        weight = LedgerColumn(error.values * share, given, "y − target")
        label = f"(y − target)²{over}"
        return (LedgerPart(label, lambda k: f"(y[{k}] − target[{k}])²{over}", (error, weight)),)
    assert loss.kind == BCE
    with np.errstate(all="ignore"):
        softplus = np.maximum(y, 0) + log_of_one_more(y)
    return (
        LedgerPart(
            f"log(1 + e^y){over}",
            lambda k: f"log(1 + e^y[{k}]){over}",
            (LedgerColumn(softplus * share, number, "log(1 + e^y)"),),
        ),
        LedgerPart(
            f"−target·y{over}",
            lambda k: f"−target[{k}]·y[{k}]{over}",
            (LedgerColumn(-target * share, given), LedgerColumn(y, number)),
        ),
    )


def _uncounted(outputs: Array, at: Address, kind: str) -> LedgerPart:
    """Return the term of a loss that has the weight 0, which leads to the answer."""
    said = replace(at, quantity=Y, unit=int(outputs.argmax()))
    name = f"0·{kind}(y, target)"
    return LedgerPart(name, lambda _: name, (LedgerColumn(np.zeros(1), lambda _: said),))
