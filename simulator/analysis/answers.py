"""Answers: the outputs of a readout at a timestep of a row, beside the target."""

import math
from dataclasses import dataclass

import numpy as np

from ..arrays import Array
from ..engine.trace import Trace
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..network.quantities import LOSS, P, Y
from ..objective.loss import BCE, MEAN
from ..objective.readout import IDENTITY, SIGMOID, SOFTMAX

CLASSES, BITS, NUMBERS = "classes", "bits", "numbers"
"""Kinds of answers: one of K classes, K of yes or no, K numbers."""


def largest(values: Array, count: int) -> Array:
    """Return the places of the largest numbers, the largest first; of equal ones the first place.

    NaN counts as the largest of all. It takes time in proportion to K, however many there are.

    Args:
        values: (K,). count: how many; all when there are fewer.
    """
    count = min(count, len(values))
    if count <= 0:
        return np.zeros(0, np.intp)
    keys = _keys(values)
    least = np.partition(keys, len(keys) - count)[len(keys) - count]
    above = np.flatnonzero(keys > least)
    found = np.concatenate([above, np.flatnonzero(keys == least)[: count - len(above)]])
    return found[np.argsort(-keys[found], kind="stable")]


def rank_of(values: Array, place: int) -> int:
    """Return the rank of one of the numbers (K,), in the order of `largest`: 1 for the first."""
    keys = _keys(values)
    equal = np.count_nonzero(keys[:place] == keys[place])
    return 1 + int(np.count_nonzero(keys > keys[place]) + equal)


def kind_of(experiment: Experiment) -> str:
    """Return the kind of the answers of an experiment that has a readout."""
    objective = experiment.objective
    assert objective.readout is not None
    of_classes = objective.targets is not None and objective.targets.classes
    if of_classes or objective.readout.function == SOFTMAX:
        return CLASSES
    of_bits = objective.loss is not None and objective.loss.kind == BCE
    return BITS if of_bits or objective.readout.function == SIGMOID else NUMBERS


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """Answer of a readout at one timestep of one row.

    Attributes:
        kind: one of CLASSES, BITS, NUMBERS.
        quantity: y, or p where the outputs are probabilities. numbers: (K,) of that quantity.
        y: (K,) what the loss takes.
        targets: (K,) what is right for each output; None for classes, and where nothing is right
            or wrong. right: the class that is right; None likewise.
    """

    kind: str
    quantity: str
    numbers: Array
    y: Array
    targets: Array | None = None
    right: int | None = None

    @property
    def said(self) -> int:
        """The predicted class: the first of the largest y."""
        return int(self.y.argmax())

    @property
    def is_right(self) -> bool | None:
        """Whether the class, or every yes and no, is right; None where that has no answer."""
        if self.kind == CLASSES:
            return None if self.right is None else self.said == self.right
        if self.kind == NUMBERS or self.targets is None:
            return None
        return self.mistakes == 0

    def says_yes(self, output: int) -> bool:
        """Return True where an output of yes or no says yes: p > ½."""
        return bool(self.y[output] > 0)

    def is_wrong(self, output: int) -> bool:
        """Return True for an output that says yes where no is right, or no where yes is."""
        if self.kind != BITS or self.targets is None:
            return False
        return self.says_yes(output) != bool(self.targets[output] > 0.5)

    @property
    def mistakes(self) -> int:
        """Number of outputs of yes or no that are wrong."""
        if self.kind != BITS or self.targets is None:
            return 0
        return int(np.count_nonzero((self.y > 0) != (self.targets > 0.5)))

    def error(self, output: int) -> float | None:
        """Return y − target of a number; None where there is no target."""
        if self.kind != NUMBERS or self.targets is None:
            return None
        with np.errstate(all="ignore"):
            return float(self.y[output] - self.targets[output])

    def shown(self, count: int) -> tuple[int, ...]:
        """Return the classes to show in so many lines: the largest, and always the right one.

        Where the right one is not among the largest it takes the last line.
        """
        if count <= 0:
            return ()
        found = [int(k) for k in largest(self.y, count)]
        if self.right is not None and self.right not in found:
            found[-1] = self.right
        return tuple(found)

    def rank(self, output: int) -> int:
        """Return the rank of a class: 1 for the largest."""
        return rank_of(self.y, output)


def answer_at(trace: Trace, t: int, row: int, counted: bool) -> Answer:
    """Return the answer at a timestep that has one.

    Args:
        counted: whether the target counts there (see `counted_of`).
    """
    experiment = trace.experiment
    objective, kind = experiment.objective, kind_of(experiment)
    y = trace.values(Y, Lane())[t, row]
    readout, targets = objective.readout, objective.targets
    assert readout is not None
    quantity = Y if readout.function == IDENTITY else P
    numbers = trace.values(quantity, Lane())[t, row]
    if targets is None or not counted:
        return Answer(kind, quantity, numbers, y)
    if targets.classes:
        return Answer(kind, quantity, numbers, y, right=int(targets.values[t, row]))
    return Answer(kind, quantity, numbers, y, targets=targets.values[t, row])


def counted_of(experiment: Experiment, row: int) -> Array:
    """Return the timesteps of a row at which something is right or wrong: (T,)."""
    objective, steps = experiment.objective, experiment.num_timesteps
    if objective.loss is not None:
        return np.asarray(experiment.counts()[:, row])
    if objective.targets is None:
        return np.zeros(steps, bool)
    reads = objective.reads(steps, experiment.lengths)[:, row]
    return np.asarray(reads & objective.targets.counted[:steps, row])


def loss_up_to(trace: Trace, t: int, row: int, counted: Array) -> float:
    """Return the loss of a row's timesteps up to and with one; NaN where none of them counts.

    Args:
        counted: (T,), of `counted_of`.
    """
    loss = trace.experiment.objective.loss
    assert loss is not None
    losses = trace.values(LOSS, Lane())[: t + 1, row, 0][counted[: t + 1]]
    if not len(losses):
        return math.nan
    with np.errstate(all="ignore"):
        total = float(losses.sum(dtype=np.float64))
    return total / len(losses) if loss.reduction == MEAN else total


def _keys(values: Array) -> Array:
    return np.where(np.isnan(values), np.inf, values)
