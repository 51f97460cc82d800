"""Every task is learnt by nine seeds of ten, within the steps that it tells and a half more."""

import pytest

from simulator.training.tasks.catalogue import TASKS
from tests import depth
from tests.simulator.training.tasks.learning import Class, Pupil

LEARNT = {key: task for key, task in TASKS.items() if task.steps}
QUICK = ("parity", "anbn", "sine", "sunspots", "first-bit")


@pytest.mark.parametrize("key", QUICK)
def test_one_seed_learns(key):
    pupil = Pupil(TASKS[key], 0)
    assert not TASKS[key].learnt(pupil.run.network, pupil.trial)
    while pupil.learnt_at is None and pupil.run.step < 1.5 * TASKS[key].steps:
        pupil.go_on()
    assert pupil.learnt_at
    assert pupil.learnt_at <= 1.5 * TASKS[key].steps


@pytest.mark.slow
@pytest.mark.parametrize("key", LEARNT)
def test_nine_seeds_of_ten_learn(key):
    steps = int(1.5 * TASKS[key].steps)
    learnt_at = Class.of(TASKS[key]).train(steps, enough=9)
    assert len(learnt_at) >= 9, f"{key}: learnt after {learnt_at} steps"


def test_with_a_forget_bias_of_1_no_seed_keeps_the_first_bit():
    assert TASKS["first-bit-1"].steps == 0
    pupils = Class.of(TASKS["first-bit-1"], depth.count(10, by_default=1))
    assert pupils.train(depth.count(800, by_default=300), enough=1) == []
