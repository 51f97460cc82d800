"""Next step: which step of which run would be taken now, and that step before it is taken."""

import math
import time
from typing import NamedTuple
from weakref import WeakKeyDictionary

from simulator.progress import Parts
from simulator.training.network import Network
from simulator.training.one_step.trial import Trial
from simulator.training.passes import Passes
from simulator.training.run import TrainingRun
from ui.session.training_state.setting import Opened
from ui.session.training_state.view import TrainingView

_KEPT = 2


class NextStep(NamedTuple):
    """The step that follows `number` steps of a run."""

    run: TrainingRun
    number: int

    def trial(self) -> Trial:
        """Return the step before it is taken; the last ones are kept, for several panels ask."""
        trial = self.trial_within(math.inf)
        assert trial is not None
        return trial

    def trial_within(self, seconds: float) -> Trial | None:
        """Return the step if it takes no longer; else None, and the next time goes on from there.

        Only the step that was asked for last goes on.
        """
        known, deadline = _of(self.run), time.perf_counter() + seconds
        if self.number in known.trials:
            return known.trials[self.number]
        if known.making is None or known.making[0] != self.number:
            known.making = self.number, Trial.making_at(self.run, self.number, known.passes)
        try:
            next(known.making[1])
            while time.perf_counter() < deadline:
                next(known.making[1])
        except StopIteration as end:
            trial: Trial = end.value
            known.making = None
            known.trials[self.number] = trial
            while len(known.trials) > _KEPT:
                del known.trials[next(iter(known.trials))]
            return trial
        return None


class _Known:
    """What is known of a run: its last trials by number, one that is being made, and its passes.

    To make the arrays of passes takes as long as a step.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.passes, self.trials = Passes(run.network), dict[int, Trial]()
        self.making: tuple[int, Parts[Trial]] | None = None


_known: WeakKeyDictionary[TrainingRun, _Known] = WeakKeyDictionary()
"""Of the run that was asked last."""

_branch: WeakKeyDictionary[TrainingRun, tuple[tuple[object, ...], TrainingRun]] = (
    WeakKeyDictionary()
)
"""The last branch, by the run that it leaves; and what it is begun with."""


def _of(run: TrainingRun) -> _Known:
    if run not in _known:
        _known.clear()
        _known[run] = _Known(run)
    return _known[run]


def next_step(document: Opened, view: TrainingView) -> NextStep:
    """Return the next step of what is open: the run's own, or the first of a branch.

    It is a branch's where the network was edited, or is to learn otherwise.

    Raises:
        ValueError: the document cannot be trained, in words.
    """
    place, setting, experiment = view.place, view.setting, document.experiment
    if document.mistake:
        setting.source_for(document)
    alike = setting.same_batches(place.given, experiment)
    if alike and place.setting.learns_like(setting) and not view.edited:
        place.check()
        return NextStep(place.run, place.step)
    of = place.step, setting, experiment, document.mistake
    known, run = _branch.get(place.run, ((), place.run))
    if known != of:
        source = setting.source_for(document)
        network = Network.of(experiment) if view.edited else None
        run = place.run.branch(place.step, network, setting.plan, source, seed=setting.seed)
        _branch.clear()
        _branch[place.run] = of, run
    return NextStep(run, place.step)
