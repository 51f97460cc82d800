"""TrainingSetting: each task's own conditions can be met by what it answers."""

import math

import pytest

from simulator.training.network import Network
from simulator.training.run import TrainingRun
from simulator.training.stops import NAN
from simulator.training.tasks.catalogue import TASKS
from ui.session.training_state.setting import TrainingSetting
from ui.session.training_state.tasks import task_of


@pytest.mark.parametrize("key", TASKS)
def test_a_stop_of_a_task_asks_for_a_number_that_its_answers_have(key):
    setting, task = TrainingSetting.of_task(key), task_of(key)
    experiment = task.experiment(0, "float32")
    run = TrainingRun(Network.of(experiment), setting.plan, task.source(0, "float32"))
    (judged,) = run.judgements
    assert setting.stops[-1].quantity == NAN
    for stop in setting.stops[:-1]:
        assert stop.validation
        assert not math.isnan(getattr(judged, stop.quantity))
        assert not stop.of_judgement(judged)  # nothing is learnt yet
