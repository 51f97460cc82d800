"""TrainingSetting: all that the form of the Training panel says. Frozen."""

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, Protocol

from simulator.experiment.experiment import Experiment
from simulator.training.network import Network
from simulator.training.optimisers import Adam
from simulator.training.plan import Plan
from simulator.training.source import OwnSequences, Source
from simulator.training.stops import ACCURACY, LOSS, NAN, Stop
from simulator.translation import tr

if TYPE_CHECKING:
    from simulator.files.training.folder import BatchFolder
    from simulator.training.run import TrainingRun
    from simulator.training.tasks.success import Success
    from simulator.training.tasks.task import Task


UNTIL: Final = 200
"""Steps of a run, where its task names no number."""

PACES: Final = (1, 4, 16, 0)
"""Steps a frame; 0 for as many as there is time for."""

STOPS: Final = (Stop(ACCURACY, ">", 0.99, validation=True), Stop(NAN))
"""Conditions to pause at, where no task has its own."""


class Opened(Protocol):
    """What is open, as far as training asks: a document."""

    @property
    def experiment(self) -> Experiment:
        """The present experiment."""
        ...

    @property
    def mistake(self) -> str:
        """The key of a mistake made on purpose; empty for none."""
        ...


@dataclass(frozen=True, slots=True)
class TrainingSetting:
    """How the open network is to learn.

    Attributes:
        task: a key of `tasks.task_of`; empty for the open sequences, or a folder.
        folder: files to learn from, each a batch; None for a task or the open sequences.
        plan: optimiser, clip, what is frozen. batch: rows of a batch, or files of a folder; 0 for
            as many as the task has, or all that there are. seed: of the batches and dropout masks.
        until: the step at which the run pauses. pace: one of `PACES`.
        stops: conditions to pause at. off: those of them that are only told.
        held_out: part of the open rows or timesteps, or of the files, that the network is judged
            by.
    """

    task: str = ""
    plan: Plan = field(default_factory=lambda: Plan(Adam(0.01), clip=1.0))
    batch: int = 0
    seed: int = 0
    until: int = UNTIL
    pace: int = 1
    stops: tuple[Stop, ...] = STOPS
    off: frozenset[Stop] = frozenset()
    held_out: float = 0.0
    folder: "BatchFolder | None" = None

    @classmethod
    def of_task(cls, key: str, seed: int = 0) -> "TrainingSetting":
        """Return a task's own setting.

        Raises:
            KeyError: there is no such task.
        """
        from ui.session.training_state.tasks import task_of

        task = task_of(key)
        until = task.steps or UNTIL
        return cls(key, task.plan, task.rows, seed, until, stops=_stops_of(task.success))

    def learns_like(self, other: "TrainingSetting") -> bool:
        """Return True when the steps of both have the same bits, on the same sequences."""
        return self._steps() == other._steps()

    def opened_from(self, before: "TrainingSetting") -> "TrainingSetting":
        """Return its task's own setting, but for what differs from the setting of another task."""
        names = (each.name for each in fields(self) if each.name != "task")
        changed = {n: getattr(self, n) for n in names if getattr(self, n) != getattr(before, n)}
        return replace(TrainingSetting.of_task(self.task), **changed)

    def same_batches(self, one: Experiment, other: Experiment) -> bool:
        """Return True when two experiments learn from the same batches by this setting."""
        from simulator.files.training.folder import kind_of

        if self.folder is not None:
            return kind_of(one) == kind_of(other)
        return bool(self.task) or same_sequences(one, other)

    def with_stop(self, stop: Stop) -> "TrainingSetting":
        """Return the setting with another condition; one that it has is switched on."""
        stops = self.stops if stop in self.stops else (*self.stops, stop)
        return replace(self, stops=stops, off=self.off - {stop})

    def without_stop(self, stop: Stop) -> "TrainingSetting":
        """Return the setting without a condition."""
        stops = tuple(other for other in self.stops if other != stop)
        return replace(self, stops=stops, off=self.off - {stop})

    def source_for(self, document: Opened) -> Source:
        """Return the batches of a document.

        Raises:
            ValueError: it cannot be trained, in words.
        """
        experiment = document.experiment
        if document.mistake:
            raise ValueError(tr("training does not work with an injected error. Remove it first"))
        if self.task:
            task = self._task()
            check_task(task, experiment)
            return task.source(self.seed, experiment.parameters.dtype)
        if self.folder is not None:
            return self.folder.source(experiment, self.batch, self.held_out, self.seed)
        return OwnSequences(experiment, self.batch or None, self.held_out, self.seed)

    def check(self, document: Opened) -> None:
        """Check that a document can be trained, without the cost of a run.

        Raises:
            ValueError: as `run_for`.
        """
        self.source_for(document)
        self.plan.check_some_learn(Network.of(document.experiment).arrays)

    def run_for(self, document: Opened) -> "TrainingRun":
        """Return a run that begins with a document's network.

        Raises:
            ValueError: as `source_for`; every weight is frozen.
        """
        from simulator.training.run import TrainingRun

        source = self.source_for(document)
        network = Network.of(document.experiment)
        return TrainingRun(network, self.plan, source, seed=self.seed, stops=self.stops)

    def _task(self) -> "Task":
        from ui.session.training_state.tasks import task_of

        task = task_of(self.task)
        return replace(task, rows=self.batch) if self.batch else task

    def _steps(self) -> tuple[object, ...]:
        return self.task, self.folder, self.plan, self.batch, self.seed, self.held_out


def check_task(task: "Task", experiment: Experiment) -> None:
    """Check that an experiment can learn a task.

    Raises:
        ValueError: it reads or answers something else, in words.
    """
    readout, recipe = experiment.objective.readout, task.recipe
    if readout is None:
        raise ValueError(tr("training needs a readout. Choose V and b, targets and a loss"))
    asked = recipe.config.input_size, recipe.outputs, recipe.over
    got = experiment.config.input_size, len(readout.weight), readout.over
    if asked != got:
        raise ValueError(
            tr(
                "the task {task} has different inputs or targets. Open it again",
                task=tr(task.title),
            )
        )


def same_sequences(a: Experiment, b: Experiment) -> bool:
    """Return True when two experiments give the same batches, array for array."""
    states = zip(a.states.values(), b.states.values(), strict=True)
    same = a.sequence is b.sequence and all(one is other for one, other in states)
    one, other = a.objective, b.objective
    rest = a.lengths == b.lengths and one.targets is other.targets and one.loss == other.loss
    return same and rest


def _stops_of(success: "Success") -> tuple[Stop, ...]:
    """Return conditions that tell when a task is learnt, as far as stops can, and when it fails."""
    from simulator.training.tasks.success import against_same_again, mean_squared_error

    if success.measure is mean_squared_error:
        return Stop(LOSS, "<", success.limit, validation=True), Stop(NAN)
    return STOPS if success.measure is not against_same_again else (Stop(NAN),)
