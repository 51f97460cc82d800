"""TrainingView: what panels draw of training. Frozen."""

from dataclasses import dataclass

from simulator.training.run import TrainingRun
from ui.session.training.place import TrainingPlace
from ui.session.training.setting import TrainingSetting


@dataclass(frozen=True, eq=False, slots=True)
class TrainingView:
    """State of training at one moment.

    Attributes:
        place: where it stands; before the first step, in a run that has taken none.
        length: the run's newest step at this moment; the run itself may go on.
        running: True while steps are taken.
        setting: what the next step is taken by. status: why it paused, in words; empty for none.
        pinned: the baseline's place, when it is one of this run. beside: when it is another run's.
        edited: True when the network is no longer the run's: the next step begins another run.
    """

    place: TrainingPlace
    length: int
    running: bool
    setting: TrainingSetting
    status: str = ""
    pinned: TrainingPlace | None = None
    beside: TrainingPlace | None = None
    edited: bool = False

    @property
    def run(self) -> TrainingRun:
        """The run, of which steps up to `length` are this moment's."""
        return self.place.run

    @property
    def step(self) -> int:
        """Number of steps of the network that is shown."""
        return self.place.step

    @property
    def is_back(self) -> bool:
        """True when the network that is shown is not the newest."""
        return self.place.step < self.length
