"""Next step: what is shown before a step is the step that the trainer then takes."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from simulator.mistakes.catalogue import MISTAKES
from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from ui.session.trainer.task_document import document_of
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.session.training_state.next_step import next_step
from ui.session.training_state.setting import TrainingSetting
from ui.session.training_state.view import TrainingView
from ui.session.workbench import Workbench


@pytest.fixture
def bench(qapp):
    return Workbench(document_of("parity"))


def step_of(bench):
    now = bench.snapshot()
    return next_step(now.document, now.training)


def assert_taken(bench, trial):
    bench.trainer.take_step()
    place = bench.snapshot().document.training
    assert place.step == trial.number + 1
    for name, array in place.network.arrays.items():
        np.testing.assert_array_equal(array, trial.step.weights[name], err_msg=name)


def another_plan(bench):
    setting = replace(bench.trainer.setting, plan=Plan(SGD(0.1), clip=0.01), seed=3)
    bench.trainer.set_setting(setting)


def an_edit(bench):
    experiment = bench.snapshot().experiment
    bias = experiment.parameters["bias_ih_l0"] + np.float32(1)
    parameters = experiment.parameters.with_arrays({"bias_ih_l0": bias})
    bench.edit(experiment.with_parameters(parameters), "one more")


def both(bench):
    another_plan(bench)
    an_edit(bench)


@pytest.mark.parametrize("change", [None, another_plan, an_edit, both])
@pytest.mark.parametrize("back", [None, 2])
def test_what_is_shown_is_what_is_taken(bench, change, back):
    for _ in range(4):
        bench.trainer.take_step()
    if back is not None:
        bench.trainer.scrub(back)
    if change is not None:
        change(bench)
    trial = step_of(bench).trial()
    assert trial.number == (4 if back is None else back)
    assert_taken(bench, trial)


def test_masks_of_another_seed_are_those_that_are_taken(qapp):
    bench = Workbench(document_of("dropout"))
    bench.trainer.take_step()
    bench.trainer.set_setting(replace(bench.trainer.setting, seed=5))
    assert_taken(bench, step_of(bench).trial())


def test_it_is_known_before_the_first_step(bench):
    assert_taken(bench, step_of(bench).trial())


def test_asked_again_nothing_is_computed_again(bench):
    bench.trainer.take_step()
    one = step_of(bench)
    assert one.trial() is step_of(bench).trial()
    an_edit(bench)
    other = step_of(bench)
    assert other.run is step_of(bench).run is not one.run
    assert one.trial() is one.trial()


def edited_at(place):
    return TrainingView(place, lambda: place, 0, False, place.setting, edited=True)


def test_of_a_run_that_is_gone_nothing_is_kept():
    document = document_of("parity")
    experiment = document.experiment
    setting = TrainingSetting.of_task("parity")
    place = TrainingCheckpoint.begun(setting.run_for(document), setting, experiment)
    step = next_step(document, edited_at(place))
    assert step.run is not place.run
    step.trial()
    gone = [weakref.ref(kept) for kept in (step.run, place.run, experiment)]
    del document, experiment, place, step
    gc.collect()
    assert [kept() for kept in gone] == [None, None, None]


def test_sabotage_cannot_be_trained_and_says_so(bench):
    bench.trainer.take_step()
    bench.set_mistake(next(iter(MISTAKES)), "sabotage")
    with pytest.raises(ValueError, match="injected error"):
        step_of(bench)
