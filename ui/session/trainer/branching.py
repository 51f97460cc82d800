"""Where the next training step is taken: in the open run, in a branch of it, or in a new one."""

from simulator.training.network import Network
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.setting import Opened, TrainingSetting, same_sequences


def goes_on(place: TrainingCheckpoint, opened: Opened, setting: TrainingSetting) -> bool:
    """Return True when the next step from what is open would be one of the place's run."""
    same = setting.same_batches(place.given, opened.experiment)
    return same and place.setting.learns_like(setting) and place.shows(opened.experiment)


def next_place(
    place: TrainingCheckpoint, opened: Opened, setting: TrainingSetting
) -> TrainingCheckpoint:
    """Return the newest place of the run, or that of a branch where something has changed.

    Raises:
        ValueError: what is open cannot be trained, in words.
    """
    if opened.mistake:
        setting.source_for(opened)
    if goes_on(place, opened, setting):
        place.check()
        return place.at(place.newest)
    edited = not place.shows(opened.experiment)
    network = Network.of(opened.experiment) if edited else None
    source = setting.source_for(opened)
    run = place.run.branch(place.step, network, setting.plan, source, seed=setting.seed)
    run.watch(setting.stops)
    return TrainingCheckpoint.begun(run, setting, opened.experiment)


class UntrainedRuns:
    """Places in runs that have taken no step; the last one is kept until it has taken some."""

    def __init__(self) -> None:
        self._last: TrainingCheckpoint | None = None

    def of(self, opened: Opened, setting: TrainingSetting) -> TrainingCheckpoint:
        """Return the place at which what is open begins to learn.

        Raises:
            ValueError: it cannot be trained, in words.
        """
        known, experiment = self._last, opened.experiment
        if (
            known is not None
            and not opened.mistake
            and known.newest == 0
            and known.setting.learns_like(setting)
            and known.shows(experiment)
            and same_sequences(known.given, experiment)
        ):
            known.run.watch(setting.stops)
            return known
        self._last = TrainingCheckpoint.begun(setting.run_for(opened), setting, experiment)
        return self._last

    def forget(self) -> None:
        """Keep none: it is about to take a step."""
        self._last = None
