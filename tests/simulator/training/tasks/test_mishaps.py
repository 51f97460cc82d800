"""Each mishap goes wrong in the way that it tells; its cure alone mends it."""

import math
from dataclasses import fields

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.training.run import TrainingRun
from simulator.training.tasks.mishaps import MISHAPS
from tests import depth
from tests.simulator.training.tasks.learning import Class

CURES = {
    "learning-rate": {"plan"},
    "exploding": {"plan"},
    "vanishing": {"recipe"},
    "saturated": {"recipe"},
    "dropout": {"tried_with_dropout"},
}


def started(task, steps, seed=0):
    """Return a run of the task after so many steps."""
    run = TrainingRun(task.network(seed), task.plan, task.source(seed), seed=seed)
    run.advance(steps)
    return run


def recorded(task, seed=0):
    """Return the run and the way back of an untaught network on a batch to learn from."""
    run = Run(task.source(seed).batch(0).experiment(task.network(seed)))
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return run, back


@pytest.mark.parametrize("key", MISHAPS)
def test_the_cure_is_all_that_differs(key):
    wrong, mended = MISHAPS[key].wrong, MISHAPS[key].mended
    assert {
        f.name for f in fields(wrong) if getattr(wrong, f.name) != getattr(mended, f.name)
    } == CURES[key] | {"steps"}
    assert wrong.steps == 0 < mended.steps


@pytest.mark.few(1)
@pytest.mark.parametrize("key", MISHAPS)
def test_it_is_not_learnt_and_with_its_cure_it_is(key):
    steps, seeds = int(1.5 * MISHAPS[key].mended.steps), depth.count(10, by_default=2)
    enough = 9 * seeds // 10
    assert Class.of(MISHAPS[key].wrong, seeds).train(steps, enough=1) == []
    assert len(Class.of(MISHAPS[key].mended, seeds).train(steps, enough)) >= enough


def test_too_large_a_learning_rate_makes_the_loss_jump():
    wrong, mended = (started(task, 50).log.column("loss") for task in both("learning-rate"))
    assert wrong[0] == mended[0]  # of the same network on the same batch
    assert wrong.max() > 3 * wrong[0]
    assert mended.max() < 1.1 * mended[0]


def test_without_a_clip_the_gradient_explodes_and_the_weights_are_no_numbers():
    wrong, mended = (started(task, 50) for task in both("exploding"))
    norms = wrong.log.column("norm")
    assert np.nanmax(norms) > 1e6
    assert norms[0] > 100
    assert (norms[1:5] > 20 * norms[:4]).all()
    assert any(np.isnan(array).any() for array in wrong.network.arrays.values())
    assert all(np.isfinite(array).all() for array in mended.network.arrays.values())
    assert mended.log.column("norm").max() < 1e3


def test_with_forget_bias_0_nothing_arrives_at_the_first_timestep():
    arrived = []
    for task in both("vanishing"):
        dc = recorded(task)[1].trace.lanes[Lane()].values("dc").astype(np.float64)
        first, last = (math.sqrt(np.square(dc[t]).sum()) for t in (0, -1))
        arrived.append(first / last)
    assert arrived[0] < 1e-9
    assert arrived[1] > 1


def test_a_saturated_start_has_flat_curves():
    flat = []
    for task in both("saturated"):
        i, f, _, o = np.split(recorded(task)[0].trace.lanes[Lane()].arrays["gates"], 4, axis=-1)
        flat.append(np.mean([gate * (1 - gate) < 0.05 for gate in (i, f, o)]))
    assert flat[0] > 0.7
    assert flat[1] == 0


def test_with_dropout_left_on_the_same_weights_answer_worse():
    wrong, mended = both("dropout")
    network = started(mended, mended.steps).network
    with_dropout = wrong.measure(network, wrong.trial(0))
    without = mended.measure(network, mended.trial(0))
    assert without >= 0.99
    assert with_dropout < 0.95


def both(key):
    return MISHAPS[key].wrong, MISHAPS[key].mended
