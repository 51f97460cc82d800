"""Readout check of the backward pass: dy and Vᵀ dy by torch's own loss and Linear layer.

dy starts from the recorded y, and Vᵀ dy from the recorded dy, so that each is compared from equal
bits. Where no target counts, dy is exactly 0; a y with seeds has exactly its seeds (`links`).
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Array, limits
from ...cells.bounds import function_error, sum_error
from ...cells.functions import sigmoid
from ...gradients.backward_run import BackwardRun
from ...network.gradient_quantities import DY
from ...network.lane import Lane
from ...network.quantities import Y
from ...objective.gradient import loss_gradient
from ...objective.loss import BCE, CROSS_ENTROPY, MEAN, Loss
from ...objective.readout import EVERY, Readout, softmax
from ..findings import Findings, Places
from ..readout_bounds import softmax_error
from ..readout_check import VALUES_AT_ONCE
from ..report import CheckKind
from ..wiring_check import counts

if TYPE_CHECKING:
    from ...reference.torch_objective import TorchReadout

_ROUNDINGS = 4
"""Roundings of each engine after σ(y) or p: the difference, 2/N or 1/N, and the product."""


@dataclass(frozen=True, eq=False)
class ReadoutGradients:
    """Gradients of a readout at n places where it gives an answer.

    Attributes:
        readout, loss: the experiment's; no loss where seeds take its place. lanes: the top ones.
        places: the addresses; cells count in the backward pass. number: N, by which a mean divides.
        y, dy: (n, K), as recorded. target: (n, K), or classes (n,); empty without a loss.
        counts: (n,) True where the loss counts.
    """

    readout: Readout
    loss: Loss | None
    lanes: tuple[Lane, ...]
    places: Places
    number: int
    y: Array
    dy: Array
    target: Array
    counts: Array

    @classmethod
    def of(cls, back: BackwardRun, first_cell: int, last_cell: int) -> "ReadoutGradients | None":
        """Collect the readouts among the cells first_cell … last_cell - 1; None without any."""
        experiment, order = back.run.experiment, back.order
        config = experiment.config
        objective, lengths = experiment.objective, np.array(experiment.lengths)
        first, last = map(order.readouts, (first_cell, last_cell))
        if first == last or objective.readout is None:
            return None
        if objective.readout.over == EVERY:
            steps = max(lengths) - 1 - np.arange(first, last)
            step, rows = np.nonzero(steps[:, None] < lengths)
            t = steps[step]
        else:
            rows, t = np.arange(len(lengths)), lengths - 1
        cells = order.num_cells - 1 - order.forward.readout_number(t)
        places = Places(Lane(), cells, t, rows)
        seeded, targets = bool(objective.seeds), objective.targets
        counted, target, number = np.zeros(len(t), bool), np.empty(0), 1
        if not seeded and targets is not None and objective.loss is not None:
            counted, target = counts(back, places), targets.values[t, rows]
            number = _counted_numbers(back)
        return cls(
            objective.readout,
            None if seeded else objective.loss,
            tuple(lane for lane in config.lanes() if lane.layer == config.num_layers - 1),
            places,
            number,
            back.run.trace.values(Y, Lane())[t, rows],
            back.trace.values(DY, Lane())[t, rows],
            target,
            counted,
        )

    def cut(self, part: slice | Array) -> "ReadoutGradients":
        """Return a part of the n places."""
        names = ("y", "dy", "target", "counts")
        arrays = {name: getattr(self, name) for name in names}
        own = {name: array[part] if len(array) else array for name, array in arrays.items()}
        return replace(self, places=self.places.cut(part), **own)

    def check(self, findings: Findings, dtype: str) -> int:
        """Compare dy and Vᵀ dy with torch's; return the number of places that can be compared.

        Both in the run's dtype, and once more in float64 with both engines from the same bits.
        """
        from ...reference.torch_objective import TorchReadout

        readout, loss = self.readout, self.loss
        compared = 0
        for precision in dict.fromkeys((dtype, "float64")):
            of_loss = ("", MEAN) if loss is None else (loss.kind, loss.reduction)
            arrays = readout.weight, readout.bias, readout.function
            theirs = TorchReadout(*arrays, precision, *of_loss)
            at_once = max(1, VALUES_AT_ONCE // readout.width)
            comparable = []
            for start in range(0, len(self.y), at_once):
                part = self.cut(slice(start, start + at_once))
                with np.errstate(all="ignore"):
                    comparable.append(_compare_dh(findings, part, theirs, dtype, precision))
                    part = part.cut(part.counts)
                    if loss is not None and len(part.dy):
                        _compare_dy(findings, part, loss, theirs, dtype, precision)
            compared = compared or int(np.concatenate(comparable).sum())
        return compared


def _counted_numbers(back: BackwardRun) -> int:
    """Return N: the steps that count in all rows, times the outputs but for classes."""
    objective, lengths = back.run.experiment.objective, back.run.experiment.lengths
    assert objective.readout is not None
    over_every, number = objective.readout.over == EVERY, 0
    for row, n in enumerate(lengths):
        t = np.arange(0 if over_every else n - 1, n)
        number += int(counts(back, Places(Lane(), t, t, np.full(len(t), row))).sum())
    of_classes = objective.loss is not None and objective.loss.of_classes
    return number if of_classes else number * objective.readout.width


def _compare_dy(
    findings: Findings,
    part: ReadoutGradients,
    loss: Loss,
    theirs: "TorchReadout",
    dtype: str,
    precision: str,
) -> None:
    ours, expected = part.dy, theirs.dy(part.y, part.target, part.number)
    if precision != dtype:
        target = part.target if loss.of_classes else part.target.astype(precision)
        ours = loss_gradient(loss, part.y.astype(precision), target, part.number)
    number = part.number if loss.reduction == MEAN else 1
    bound, overflow = loss_gradient_error(loss, part.y, part.target, number, precision)
    kind = CheckKind("step", precision, DY)
    findings.compare(kind, part.places, ours, expected, bound, ~overflow)


def loss_gradient_error(
    loss: Loss, y: Array, target: Array, number: int, dtype: str
) -> tuple[Array, Array]:
    """Bound the difference of two engines' dy from equal bits of y.

    Cross entropy: (p − onehot)/N, with the bound of p, which one engine may take from log p. BCE:
    (σ(y) − target)/N. MSE: (y − target)·2/N.

    Args:
        y: (n, K). target: (n, K), or classes (n,). number: N; 1 for a sum.

    Returns:
        The bounds (n, K), and (n,) True where one may pass the largest float.
    """
    info = limits(dtype)
    y = y.astype(np.float64)
    if loss.kind == CROSS_ENTROPY:
        p = softmax(y)
        error = softmax_error(y, p, dtype)
        np.put_along_axis(p, target[:, None], np.take_along_axis(p, target[:, None], -1) - 1, -1)
        size = np.abs(p)
        overflow = info.max <= y.max(axis=-1) - y.min(axis=-1)
    else:
        target = target.astype(np.float64)
        if loss.kind == BCE:
            s = sigmoid(y)
            error, size = function_error("σ", s, np.zeros_like(s), dtype), np.abs(s - target)
        else:
            size = 2 * np.abs(y - target)
            error = np.zeros_like(size)
        overflow = np.any(info.max <= size, axis=-1)
    overflow = overflow | np.isinf(y).any(axis=-1)
    bound = (error + sum_error(size + error, _ROUNDINGS, dtype)) / number
    return bound + 2 * info.smallest_subnormal, np.asarray(overflow)


def _compare_dh(
    findings: Findings,
    part: ReadoutGradients,
    theirs: "TorchReadout",
    dtype: str,
    precision: str,
) -> Array:
    """Compare Vᵀ dy, which the link check takes as it is; return (n,) True where it can be."""
    expected = theirs.dh(part.dy)
    readout = part.readout if precision == dtype else part.readout.astype(precision)
    ours = np.matmul(part.dy.astype(precision), readout.weight)
    size = np.abs(part.dy, dtype=np.float64) @ np.abs(readout.weight, dtype=np.float64)
    comparable = np.all(size < limits(precision).max, axis=1) | np.isnan(size).any(axis=1)
    bound, kind = sum_error(size, readout.width, precision), CheckKind("step", precision, "dh")
    width = readout.weight.shape[1] // len(part.lanes)
    for lane in part.lanes:
        columns = slice(lane.direction * width, (lane.direction + 1) * width)
        places = part.places._replace(lane=lane)
        recorded, theirs_of, allowed = (a[:, columns] for a in (ours, expected, bound))
        findings.compare(kind, places, recorded, theirs_of, allowed, comparable)
    return np.asarray(comparable)
