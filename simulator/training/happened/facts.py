"""Facts: what can be said of a training run at one of its steps, in numbers. Frozen.

Step n is the n-th step from 0: it makes the network after n + 1 steps from the one after n.
"""

from dataclasses import dataclass
from enum import Enum, auto

from ..one_step.promises import Promise


class Place(Enum):
    """Where numbers come from that are NaN or infinite."""

    INPUTS = auto()
    WEIGHTS = auto()
    LOSS = auto()
    GRADIENT = auto()


@dataclass(frozen=True, slots=True)
class Broken:
    """First step whose loss and gradients are not all finite numbers.

    Attributes:
        step: its number. place: the first of its numbers that were none: the batch's inputs, the
            weights before it, its loss, or a gradient.
        name: of the array, for weights and gradients; the first in torch's order.
        norm: ‖g‖ of the last step with one that is finite; None where there is none.
    """

    step: int
    place: Place
    name: str
    norm: float | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """Earlier gradient that makes most of an optimiser's momentum at a step.

    Attributes:
        step: of that gradient. share: its part of the momentum, along it: 1 for all.
        norm: its ‖g‖. usual: the median of ‖g‖ of the steps before it; None for the first.
        row_share: the part of its batch's loss that one sequence has, the largest. rows: of B.
    """

    step: int
    share: float
    norm: float
    usual: float | None
    row_share: float
    rows: int


@dataclass(frozen=True, slots=True)
class Setback:
    """Loss of what was learnt before, by the validation batch.

    Attributes:
        best_step, best: the network that was best before, and its loss. now: the present loss.
        step: the step in which the loss passes the middle between both, on a log scale.
        before, after: the loss on the validation batch before and after that step.
        promise: what it promised.
        remembered: the gradient that moved it, where it is an earlier one.
    """

    best_step: int
    best: float
    now: float
    step: int
    before: float
    after: float
    promise: Promise
    remembered: Remembered | None


@dataclass(frozen=True, slots=True)
class NormChange:
    """‖g‖ of a step that stands out.

    Attributes:
        step: its number. norm: its ‖g‖. usual: what it is compared with: the median of the steps
            before it, or the largest of all.
        steps: how many steps before it the median is of; 0 for the largest.
    """

    step: int
    norm: float
    usual: float
    steps: int


@dataclass(frozen=True, slots=True)
class Clipped:
    """Steps whose gradients the clip shortened.

    Attributes:
        number: of them, among the last `steps`. coefficient: of the last step; 1 for none.
    """

    number: int
    steps: int
    coefficient: float


@dataclass(frozen=True, slots=True)
class Course:
    """Loss at two steps.

    Attributes:
        validation: True when both are of the validation batch, else each of its own batch.
    """

    step: int
    before: float
    now: float
    validation: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """All that is known of the network after some steps.

    Attributes:
        step: the number of steps taken. promise: of the last of them.
    """

    step: int
    broken: Broken | None = None
    setback: Setback | None = None
    exploded: NormChange | None = None
    vanished: NormChange | None = None
    clipped: Clipped | None = None
    promise: Promise | None = None
    course: Course | None = None

    @property
    def look(self) -> int | None:
        """The step that tells most of it: where to look; None for none but the present one."""
        told = self.broken or self.setback or self.exploded
        return None if told is None or told.step == self.step else told.step
