"""TrainingCheckpoint: the step of a training run whose network is open. Frozen."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.training.network import Network
from simulator.training.source import NoBatches
from ui.session.training_state.setting import TrainingSetting

if TYPE_CHECKING:
    from simulator.training.run import TrainingRun


@dataclass(frozen=True, eq=False, slots=True)
class TrainingCheckpoint:
    """Place in a training run, which only grows.

    Attributes:
        run: the run. step: the network that is shown is the one after so many steps.
        network: that network.
        setting: what the run was begun with. given: the experiment that was open then, whose
            sequences it learns from unless it learns a task or a folder.
        length: the run's newest step when the place was made.
        kept: weights that the run kept by then, counted as the history's memory.
    """

    run: "TrainingRun"
    step: int
    network: Network
    setting: TrainingSetting
    given: Experiment
    length: int
    kept: tuple[Array, ...]

    @classmethod
    def begun(
        cls, run: "TrainingRun", setting: TrainingSetting, given: Experiment
    ) -> "TrainingCheckpoint":
        """Return the newest place of a run."""
        network, kept = run.network, run.kept.arrays
        return cls(run, run.step, network, setting, given, run.step, kept)

    def at(self, step: int) -> "TrainingCheckpoint":
        """Return another place of the run, or the nearest that it has."""
        step = self.run.nearest(step)
        network, kept = self.run.network_at(step), self.run.kept.arrays
        return replace(self, step=step, network=network, length=self.run.step, kept=kept)

    @property
    def missing(self) -> str:
        """Why the run's batches are gone, in words; empty where they are there."""
        source = self.run.source
        return source.why if isinstance(source, NoBatches) else ""

    def check(self) -> None:
        """Check that the run can go on.

        Raises:
            ValueError: its batches are gone, in words.
        """
        if self.missing:
            raise ValueError(self.missing)

    @property
    def newest(self) -> int:
        """Number of steps that the run has taken."""
        return self.run.step

    @property
    def is_back(self) -> bool:
        """True when the run has gone on from here."""
        return self.step < self.run.step

    def shows(self, experiment: Experiment) -> bool:
        """Return True when an experiment has this place's network, without an edit."""
        network, readout = self.network, experiment.objective.readout
        return experiment.parameters is network.parameters and readout is network.readout

    def fits(self, experiment: Experiment) -> bool:
        """Return True when the network of any step can be put into an experiment."""
        readout, own = experiment.objective.readout, self.network.readout
        return (
            readout is not None
            and experiment.parameters.config == self.network.config
            and experiment.parameters.dtype == self.network.dtype
            and readout.weight.shape == own.weight.shape
            and (readout.bias is None) == (own.bias is None)
            and readout.over == own.over
            and readout.function == own.function
        )

    def is_like(self, other: "TrainingCheckpoint | None") -> bool:
        """Return True when both are one step of one run, of one length."""
        if other is None:
            return False
        here, there = (self.step, self.length), (other.step, other.length)
        return self.run is other.run and here == there
