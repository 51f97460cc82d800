"""Readout check: torch computes y, p and the loss again from the very numbers that ours came from.

`nn.Linear` starts from the recorded h, and p and each loss from the recorded y. Which h a readout
reads, and which steps count, is stated a second time here. Then torch's Linear and loss together
compute the loss of a few steps; and in the end the loss of the whole from the recorded ones.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Array, json_number
from ..engine.run import Run
from ..network.lane import Lane
from ..network.quantities import LOSS, P, Y
from ..objective.loss import Loss
from ..objective.readout import EVERY, H_N, SIGMOID, Readout
from .findings import Findings, Places
from .readout_bounds import (
    loss_error,
    readout_error,
    sigmoid_answer_error,
    softmax_error,
    whole_error,
)
from .report import CheckKind
from .window_check import STEPS

if TYPE_CHECKING:
    from ..reference.torch_objective import TorchReadout

VALUES_AT_ONCE = 1 << 16
"""Number of outputs checked at a time."""


@dataclass(frozen=True, eq=False)
class ReadoutSteps:
    """Numbers of a readout at n places where it gives an answer, in the order of computation.

    Attributes:
        readout, loss: the experiment's.
        h: (n, F), as recorded. y, p: (n, K); p empty where it is y. losses: (n,); empty without a
            loss. target: (n, K), or classes (n,). counts: (n,) True where the loss counts.
        together: for some last timesteps, how many of the n places are theirs, and their loss as
            our engine takes it of all of them; None without a loss.
        whole: of a finished run, the losses of all steps that count, and ours of the whole.
    """

    readout: Readout
    loss: Loss | None
    places: Places
    h: Array
    y: Array
    p: Array
    losses: Array
    target: Array
    counts: Array
    together: tuple[int, float] | None
    whole: tuple[Array, float] | None

    @classmethod
    def of(cls, run: Run, first_cell: int, last_cell: int) -> "ReadoutSteps | None":
        """Collect the readouts among the cells first_cell … last_cell - 1; None without any."""
        experiment, schedule, trace = run.experiment, run.schedule, run.trace
        objective, lengths = experiment.objective, np.array(experiment.lengths)
        first, last = map(schedule.readouts_of, (first_cell, last_cell))
        readout, loss, targets = objective.readout, objective.loss, objective.targets
        if readout is None or first == last:
            return None
        if readout.over == EVERY:
            step, rows = np.nonzero(np.arange(first, last)[:, None] < lengths)
            t = first + step
        else:
            rows, t = np.arange(len(lengths)), lengths - 1
        top, D = experiment.config.num_layers - 1, experiment.config.num_directions
        h = [trace.values("h", Lane(top))[t, rows]]
        if D == 2:
            begun = 0 * t if readout.over == H_N else t
            h.append(trace.values("h", Lane(top, 1))[begun, rows])
        y, nothing = trace.values("y", Lane())[t, rows], np.empty(0)
        recorded = trace.readout
        has_p = "p" in objective.quantities
        losses, target, counts = nothing, nothing, np.zeros(len(t), bool)
        together = whole = None
        if loss is not None and targets is not None and recorded is not None:
            losses = trace.values("loss", Lane())[t, rows, 0]
            target, counts = targets.values[t, rows], targets.counted[t, rows]
            if loss.of_classes:
                counts = counts & (target != loss.ignore_index)
            few = t >= max(t) - STEPS + 1 if readout.over == EVERY else t >= 0
            together = int(few.sum()), recorded.whole(losses[few][None], counts[few][None])
            if last == schedule.num_readouts:
                every = _losses_that_count(run)
                whole = every, trace.loss()
        return cls(
            readout,
            loss,
            Places(Lane(), schedule.readout_number(t), t, rows),
            np.concatenate(h, axis=1),
            y,
            trace.values("p", Lane())[t, rows] if has_p else nothing,
            losses,
            target,
            counts,
            together,
            whole,
        )

    def cut(self, part: slice) -> "ReadoutSteps":
        """Return a part of the n places."""
        names = ("h", "y", "p", "losses", "target", "counts")
        arrays = {name: getattr(self, name) for name in names}
        own = {name: array[part] if len(array) else array for name, array in arrays.items()}
        return replace(self, places=self.places.cut(part), **own)

    def check(self, findings: Findings, dtype: str) -> int:
        """Compare a readout with torch's, in its dtype and in float64; return the number compared.

        A weight that is wrong by a millionth hides in the rounding of float32, but not of float64.
        """
        from ..reference.torch_objective import TorchReadout

        readout, loss = self.readout, self.loss
        compared = 0
        for precision in dict.fromkeys((dtype, "float64")):
            kind, reduction = ("", "mean") if loss is None else (loss.kind, loss.reduction)
            arrays = readout.weight, readout.bias
            theirs = TorchReadout(*arrays, readout.function, precision, kind, reduction)
            at_once = max(1, VALUES_AT_ONCE // readout.width)
            comparable = [
                _compare(findings, self.cut(slice(k, k + at_once)), dtype, precision, theirs)
                for k in range(0, len(self.y), at_once)
            ]
            compared = compared or int(np.concatenate(comparable).sum())
        if loss is not None:
            _check_together(findings, self, dtype)
        return compared


def _losses_that_count(run: Run) -> Array:
    """Return the recorded losses of all steps that count, row after row."""
    objective, losses = run.experiment.objective, run.trace.values("loss", Lane())[..., 0]
    kept: list[Array] = []
    for row, n in enumerate(run.experiment.lengths):
        steps = slice(0 if objective.readout and objective.readout.over == EVERY else n - 1, n)
        assert objective.targets is not None
        assert objective.loss is not None
        counts = objective.targets.counted[steps, row]
        if objective.loss.of_classes:
            counts = counts & (objective.targets.values[steps, row] != objective.loss.ignore_index)
        kept.append(losses[steps, row][counts])
    return np.concatenate(kept)


def torch_answers(steps: ReadoutSteps, dtype: str) -> dict[str, Array]:
    """Return torch's y and p (n, K) and loss (n, 1) at n places, 0 where no target counts."""
    from ..reference.torch_objective import TorchReadout

    readout, loss = steps.readout, steps.loss
    taken = () if loss is None else (loss.kind, loss.reduction)
    theirs = TorchReadout(readout.weight, readout.bias, readout.function, dtype, *taken)
    losses = np.zeros((len(steps.y), 1), steps.y.dtype)
    if steps.counts.any():
        counts = steps.counts
        losses[counts, 0] = theirs.losses(steps.y[counts], steps.target[counts])
    return {Y: theirs.y(steps.h), P: theirs.p(steps.y), LOSS: losses}


def losses_of(run: Run) -> dict[str, Any] | None:
    """Return the loss of a finished run as ours and as torch's, for `json.dumps`. Imports torch.

    Torch computes it by its Linear layer and its loss over the recorded h of all steps that count.
    None without a loss.
    """
    from ..reference.torch_objective import TorchReadout

    steps = ReadoutSteps.of(run, 0, run.schedule.num_cells)
    if steps is None or steps.loss is None:
        return None
    readout, loss = steps.readout, steps.loss
    dtype = run.experiment.dtype
    arrays = readout.weight, readout.bias, readout.function
    theirs = TorchReadout(*arrays, dtype, loss.kind, loss.reduction)
    at_once, losses = max(1, VALUES_AT_ONCE // readout.width), [np.empty(0)]
    for start in range(0, len(steps.y), at_once):
        part = steps.cut(slice(start, start + at_once))
        y, target = theirs.y(part.h[part.counts]), part.target[part.counts]
        losses.append(theirs.losses(y, target) if len(y) else y[:, 0])
    return {
        "kind": loss.kind,
        "reduction": loss.reduction,
        "answers": int(steps.counts.sum()),
        "ours": json_number(run.trace.loss()),
        "torch": json_number(theirs.reduced(np.concatenate(losses))),
    }


def _compare(
    findings: Findings, part: ReadoutSteps, dtype: str, precision: str, theirs: "TorchReadout"
) -> Array:
    """Compare y, p and the losses of some places; return (n,) True where y can be compared."""
    readout, loss, places = part.readout, part.loss, part.places
    y, p, losses = part.y, part.p, part.losses
    with np.errstate(all="ignore"):
        if precision != dtype:
            wide = readout.astype(precision)
            y = wide.y(part.h.astype(precision)[:, None])[:, 0]
        bound, overflow = readout_error(readout.weight, readout.bias, part.h, precision)
        expected = theirs.y(part.h)
        findings.compare(CheckKind("step", precision, "y"), places, y, expected, bound, ~overflow)
        sound = np.asarray(np.isfinite(y).all(axis=1))
        if len(p):
            p = p if precision == dtype else readout.p(y)
            expected = theirs.p(y)
            bound = (
                sigmoid_answer_error(expected.astype(np.float64), precision)
                if readout.function == SIGMOID
                else softmax_error(y, expected, precision)
            )
            findings.compare(CheckKind("step", precision, "p"), places, p, expected, bound, sound)
        count = part.counts & sound if loss is not None else np.zeros(len(y), bool)
        if loss is not None and count.any():
            target, y = part.target[count], y[count]
            losses = losses[count] if precision == dtype else loss.of_steps(y, target)
            bound, too_large = loss_error(loss, y, target, precision)
            findings.compare(
                CheckKind("step", precision, "loss"),
                places.cut(count),
                losses[:, None],
                theirs.losses(y, target)[:, None],
                bound[:, None],
                np.asarray(~too_large),
            )
    return ~overflow


def _check_together(findings: Findings, steps: ReadoutSteps, dtype: str) -> None:
    """Compare the loss of the last few timesteps, from h on, and of the whole run."""
    from ..reference.torch_objective import TorchReadout

    readout, loss = steps.readout, steps.loss
    assert loss is not None
    arrays = readout.weight, readout.bias, readout.function
    theirs = TorchReadout(*arrays, dtype, loss.kind, loss.reduction)
    kind, last = CheckKind("window", dtype, "loss"), steps.places.cut(slice(-1, None))

    def compare(ours: float, expected: float, bound: float) -> None:
        numbers = (np.array([[number]]) for number in (ours, expected, bound))
        findings.compare(kind, last, *numbers)

    if steps.together is not None:
        few, ours = steps.together
        part = steps.cut(slice(len(steps.y) - few, None))
        count = part.counts
        if count.any():
            h, target, losses = part.h[count], part.target[count], part.losses[count]
            with np.errstate(all="ignore"):
                D_y, overflow = readout_error(readout.weight, readout.bias, h, dtype)
                errors, too_large = loss_error(loss, part.y[count], target, dtype, D_y)
                bound = whole_error(loss, losses, errors, dtype)
            if not (overflow | too_large).any():
                compare(ours, theirs.whole(h, target), bound)
    if steps.whole is not None:
        losses, ours = steps.whole
        if len(losses):
            with np.errstate(all="ignore"):
                bound = whole_error(loss, losses, np.zeros(len(losses)), "float64")
            compare(ours, theirs.reduced(losses), bound)
