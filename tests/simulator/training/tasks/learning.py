"""Seeds of a task that learn side by side, and what it takes them."""

from dataclasses import dataclass

from simulator.training.run import JUDGED_EVERY, TrainingRun


class Pupil:
    """One seed of a task.

    Attributes:
        learnt_at: the step at which it was first seen to have learnt it; None before.
    """

    def __init__(self, task, seed):
        self.task, self.learnt_at = task, None
        self.run = TrainingRun(task.network(seed), task.plan, task.source(seed), seed=seed)
        self.trial = task.trial(seed)

    def go_on(self):
        """Train to the next look, and look."""
        self.run.advance(JUDGED_EVERY)
        if self.task.learnt(self.run.network, self.trial):
            self.learnt_at = self.run.step


@dataclass
class Class:
    """Ten seeds of a task."""

    pupils: list

    @classmethod
    def of(cls, task, seeds=10):
        return cls([Pupil(task, seed) for seed in range(seeds)])

    @property
    def learnt_at(self):
        """Steps that those who have learnt it took, the quickest first."""
        return sorted(pupil.learnt_at for pupil in self.pupils if pupil.learnt_at)

    def train(self, steps, enough=10):
        """Train all side by side up to so many steps, or until enough have learnt it."""
        for _ in range(steps // JUDGED_EVERY):
            for pupil in self.pupils:
                if pupil.learnt_at is None and len(self.learnt_at) < enough:
                    pupil.go_on()
        return self.learnt_at
