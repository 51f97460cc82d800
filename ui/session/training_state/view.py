"""TrainingView: what panels draw of training. Frozen."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.setting import TrainingSetting

if TYPE_CHECKING:
    from simulator.training.run import TrainingRun


@dataclass(frozen=True, eq=False)
class TrainingView:
    """State of training at one moment.

    Attributes:
        begun: where it stands; None before the first step. first: makes the place where the first
            step would be taken, which takes as long as a judgement of the network.
        length: the run's newest step at this moment; the run itself may go on.
        running: True while steps are taken.
        setting: what the next step is taken by. status: why it paused, in words; empty for none.
        pinned: the baseline's place, when it is one of this run. beside: when it is another run's.
        edited: True when the network is no longer the run's: the next step begins another run.
    """

    begun: TrainingCheckpoint | None
    first: Callable[[], TrainingCheckpoint]
    length: int
    running: bool
    setting: TrainingSetting
    status: str = ""
    pinned: TrainingCheckpoint | None = None
    beside: TrainingCheckpoint | None = None
    edited: bool = False

    @cached_property
    def place(self) -> TrainingCheckpoint:
        """Where it stands; before the first step, in a run that has taken none."""
        return self.first() if self.begun is None else self.begun

    @property
    def run(self) -> "TrainingRun":
        """The run, of which steps up to `length` are this moment's."""
        return self.place.run

    @property
    def step(self) -> int:
        """Number of steps of the network that is shown."""
        return 0 if self.begun is None else self.begun.step

    @property
    def is_back(self) -> bool:
        """True when the network that is shown is not the newest."""
        return self.step < self.length
