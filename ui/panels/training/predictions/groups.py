"""Groups of answers: a histogram of p for each target, what is right and wrong apart."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from simulator.arrays import Array
from simulator.translation import tr
from ui.panels.training.validation.judged import Judged

BINS: Final = 30
"""Bars of a histogram, over p from 0 to 1."""


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """Answers that have one target.

    Attributes:
        name: of the target. right, wrong: (`BINS`,) numbers of answers by p: of yes where the
            answer is yes or no, of the target where it is a class.
    """

    name: str
    right: Array
    wrong: Array

    @property
    def count(self) -> int:
        """Number of answers."""
        return int(self.right.sum() + self.wrong.sum())

    @property
    def num_right(self) -> int:
        """Number of right answers."""
        return int(self.right.sum())

    @property
    def num_wrong(self) -> int:
        """Number of wrong answers."""
        return int(self.wrong.sum())

    @property
    def heights(self) -> Array:
        """Answers by p, right and wrong together: (`BINS`,)."""
        return np.asarray(self.right + self.wrong)


def groups_of(judged: Judged) -> list[Group]:
    """Return the groups of answers that are right or wrong; none where they are numbers.

    Yes and no: first those that are to be yes. Classes: those with most answers first, so that
    their order is that of the batch, whatever the network says. An answer whose p is NaN is wrong,
    at 0.
    """
    if judged.of_numbers:
        return []
    answers, p = judged.answers, judged.p
    if not judged.loss.of_classes:
        yes, right = answers.targets > 0.5, answers.right
        named = ((tr("target {target}", target=1), yes), (tr("target {target}", target=0), ~yes))
        return [_group(name, p[of], right[of]) for name, of in named if of.any()]
    classes, right = answers.targets.astype(int), answers.right
    numbers = np.bincount(classes, minlength=p.shape[1])
    order = np.argsort(-numbers, kind="stable")
    of_target = np.take_along_axis(p, classes[:, None], -1)[:, 0]
    return [
        _group(_name(judged, k), of_target[classes == k], right[classes == k])
        for k in order[: np.count_nonzero(numbers)].tolist()
    ]


def _group(name: str, p: Array, right: Array) -> Group:
    bins = np.minimum((np.nan_to_num(p, nan=0.0) * BINS).astype(int), BINS - 1)
    counted = (np.bincount(bins[of], minlength=BINS) for of in (right, ~right))
    return Group(name, *counted)


def _name(judged: Judged, output: int) -> str:
    named = judged.readout.name(output)
    return tr("target {target}", target=named or output)
