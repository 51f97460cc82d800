"""Terms of dy: how a loss reacts to each output of a readout."""

import numpy as np

from ...cells.functions import sigmoid
from ...gradients.gradient_trace import GradientTrace
from ...network.lane import Lane
from ...network.quantities import LOSS, Y
from ...objective.gradient import counted_numbers
from ...objective.loss import BCE, MEAN, MSE
from ...objective.readout import softmax
from ..address import Address, Given
from .terms import LedgerColumn, LedgerPart


def loss_parts(trace: GradientTrace, at: Address) -> tuple[LedgerPart, ...]:
    """Return the two terms of an answer that counts: its value and its target.

    MSE: (y − target)·2/N. BCE: (σ(y) − target)/N. Cross entropy: (p − onehot)/N, p = softmax(y),
    onehot 1 for the target's class. N is the count of a mean, and 1 for a sum. Seeds take the
    loss's place; what does not count has no term.
    """
    experiment = trace.trace.experiment
    objective, place = experiment.objective, (at.t, at.row)
    readout, targets, loss = objective.readout, objective.targets, objective.loss
    if objective.seeds or readout is None or targets is None or loss is None:
        return ()
    counts = experiment.counts()
    if not counts[place]:
        return ()
    number = counted_numbers(loss, counts, readout.width) if loss.reduction == MEAN else 1
    y, u = trace.trace.values(Y, Lane())[place].astype(np.float64), at.unit
    said, function = {MSE: (y, ""), BCE: (sigmoid(y), "σ")}.get(loss.kind, (softmax(y), "softmax"))
    output = Address(Y, Lane(), at.t, at.row, u)
    answer = LedgerColumn(said[u : u + 1], lambda _: output, function)
    name = f"{function}(y[{u}])" if function else f"y[{u}]"
    if loss.of_classes:
        given = Given("target", place)
        onehot = np.array([float(targets.values[place] == u)])
        right, of_right = LedgerColumn(onehot, lambda _: given, "onehot"), f"onehot[{u}]"
    else:
        given = Given("target", (*place, u))
        right = LedgerColumn(targets.values[place][u : u + 1], lambda _: given)
        of_right = f"target[{u}]"
    top = 2 if loss.kind == MSE else 1
    over = f"/{number}" if number > 1 else ""
    scale = f"{top}{over}" if top > 1 or over else ""
    of_loss = Address(LOSS, Lane(), at.t, at.row)

    def part(sign: int, column: LedgerColumn, what: str) -> LedgerPart:
        written = ("−" if sign < 0 else "") + what + (f"·{scale}" if scale else "")
        factor = LedgerColumn(np.array([sign * top / number]), lambda _: of_loss, scale or "1")
        return LedgerPart("y" if sign > 0 else "target", lambda _: written, (column, factor))

    return part(1, answer, name), part(-1, right, of_right)
