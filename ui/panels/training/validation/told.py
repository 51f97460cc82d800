"""Told: what is said of a network by the validation batch: its loss, and how many are right."""

import math
from dataclasses import dataclass

from simulator.training.log import Judgement
from ui.panels.training.validation.judged import Judged


@dataclass(frozen=True, slots=True)
class Told:
    """A judged network in four numbers.

    Attributes:
        step: the step that it is after. loss: of the batch. right: how many answers are right.
        count: of how many; 0 where answers are numbers, that are near their targets or not.
    """

    step: int
    loss: float
    right: int = 0
    count: int = 0

    @classmethod
    def of(cls, judged: Judged, step: int) -> "Told":
        """Tell of a network that was judged."""
        return cls(step, judged.whole_loss, judged.right, judged.count)

    @classmethod
    def of_judgement(cls, judgement: Judgement, count: int) -> "Told":
        """Tell of a run's own judgement of a batch with so many answers."""
        counts = 0 if math.isnan(judgement.accuracy) else count
        right = round(judgement.accuracy * count) if counts else 0
        return cls(judgement.step, judgement.loss, right, counts)

    @property
    def wrong(self) -> int:
        """Number of answers that are wrong."""
        return self.count - self.right

    def better_than(self, other: "Told") -> bool:
        """Return True for more right answers, or else a smaller loss; NaN is worse than all."""
        if self.count and self.right != other.right:
            return self.right > other.right
        return self.loss < other.loss or (math.isnan(other.loss) and not math.isnan(self.loss))
