"""Steps and seconds that the tasks take to be learnt: ten seeds each, one core."""

import time

import numpy as np
import pytest

from simulator.training.run import JUDGED_EVERY
from simulator.training.tasks.catalogue import TASKS
from tests.simulator.training.tasks.learning import Pupil


@pytest.mark.parametrize("key", [key for key, task in TASKS.items() if task.steps])
def test_a_task_is_learnt(versus, key):
    task = TASKS[key]
    most = int(1.5 * task.steps)

    def learn(seed):
        """Return the steps and seconds of a seed; infinitely many where it does not learn."""
        pupil, start = Pupil(task, seed), time.perf_counter()
        while pupil.learnt_at is None and pupil.run.step + JUDGED_EVERY <= most:
            pupil.go_on()
        return pupil.learnt_at or np.inf, time.perf_counter() - start

    steps, seconds = np.array(versus.once(lambda: [learn(seed) for seed in range(10)])).T
    learnt = np.isfinite(steps)
    text = (
        f"{learnt.sum()} of 10, {np.median(steps[learnt]):.0f} ({steps[learnt].max():.0f}) steps, "
        f"{np.median(seconds[learnt]):.2f} ({seconds[learnt].max():.2f}) s"
    )
    goal = f"9 of 10 within {most} steps"
    versus.limit(f"{key} learnt: median (most)", np.sum(~learnt), 1, text, goal)
