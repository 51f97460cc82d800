"""Next step: which step of which run would be taken now, and that step before it is taken."""

import weakref
from typing import NamedTuple

from simulator.training.network import Network
from simulator.training.one_step.trial import Trial
from simulator.training.passes import Passes
from simulator.training.run import TrainingRun
from ui.session.training.setting import Opened, same_sequences
from ui.session.training.view import TrainingView

_KEPT = 2


class NextStep(NamedTuple):
    """The step that follows `number` steps of a run."""

    run: TrainingRun
    number: int

    def trial(self) -> Trial:
        """Return the step before it is taken; the last ones are kept, for several panels ask."""
        for known, number, trial in _trials:
            if known() is self.run and number == self.number:
                return trial
        found = Trial.at(self.run, self.number, _passes_of(self.run))
        _trials.insert(0, (weakref.ref(self.run), self.number, found))
        del _trials[_KEPT:]
        return found


def _passes_of(run: TrainingRun) -> Passes:
    """Return the passes of a run's networks: to make their arrays takes as long as a step."""
    if not _passes or _passes[0][0]() is not run:
        _passes[:] = [(weakref.ref(run), Passes(run.network))]
    return _passes[0][1]


_passes: list[tuple[weakref.ref[TrainingRun], Passes]] = []
_trials: list[tuple[weakref.ref[TrainingRun], int, Trial]] = []
_branch: list[tuple[tuple[object, ...], TrainingRun]] = []


def next_step(document: Opened, view: TrainingView) -> NextStep:
    """Return the next step of what is open: the run's own, or the first of a branch.

    It is a branch's where the network was edited, or is to learn otherwise.

    Raises:
        ValueError: the document cannot be trained, in words.
    """
    place, setting, experiment = view.place, view.setting, document.experiment
    if document.mistake:
        setting.source_for(document)
    alike = bool(setting.task) or same_sequences(place.given, experiment)
    if alike and place.setting.learns_like(setting) and not view.edited:
        return NextStep(place.run, place.step)
    of = place.run, place.step, setting, experiment, document.mistake
    if not _branch or _branch[0][0] != of:
        source = setting.source_for(document)
        network = Network.of(experiment) if view.edited else None
        run = place.run.branch(place.step, network, setting.plan, source, seed=setting.seed)
        _branch[:] = [(of, run)]
    return NextStep(_branch[0][1], place.step)
