"""Learning parity: what holds of the unit made by hand, and of networks trained from ten seeds."""

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.training.network import Network
from simulator.training.run import TrainingRun
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.running_parity import running_parity
from tests import depth

SEEDS, STEPS, EVERY = range(10), 200, 5
TASK = TASKS["parity"]
HIDDEN = TASK.recipe.config.hidden_size

each_seed = pytest.mark.parametrize("seed", SEEDS)


class Trained(NamedTuple):
    """What a training told: share right and loss by step, and the network at its end."""

    shares: np.ndarray
    losses: np.ndarray
    network: Network


@cache
def trained(seed):
    run = TrainingRun(TASK.network(seed), TASK.plan, TASK.source(seed), seed=seed)
    trial, shares = TASK.trial(seed), []
    for _ in range(0, STEPS, EVERY):
        shares.append(TASK.measure(run.network, trial))
        run.advance(EVERY)
    shares.append(TASK.measure(run.network, trial))
    return Trained(np.array(shares), run.log.column("loss"), run.network)


def values(experiment: Experiment, key):
    run = Run(experiment)
    run.advance()
    return run.trace.values(key, Lane())


def share_right(experiment):
    odd = experiment.objective.targets.values[..., 0] > 0.5
    return float(((values(experiment, "y")[..., 0] > 0) == odd).mean())


def test_the_unit_by_hand_is_right_at_1000_bits():
    bits = np.random.default_rng(0).integers(0, 2, 1000)
    reading = network(lesson("parity").networks[""])
    reading = edited(reading, [f"words = {' '.join(map(str, bits))}"])
    h = values(reading.experiment, "h")[:, 0, 0]
    assert len(h) == 1000
    np.testing.assert_array_equal(h > 0, np.cumsum(bits) % 2 == 1)
    assert np.abs(h).min() > 0.75


@each_seed
def test_after_25_steps_nothing_is_known(seed):
    found = trained(seed)
    assert found.losses[20:30].mean() == pytest.approx(np.log(2), abs=0.01)
    assert found.shares[25 // EVERY] <= 0.56


@each_seed
def test_a_plateau_then_a_jump(seed):
    shares, losses = trained(seed).shares, trained(seed).losses
    coin = np.log(2)
    assert abs(losses[:80] - coin).max() < 0.1 * coin
    assert (losses[:-20] - losses[20:]).max() > 0.6 * coin
    assert losses[190:].max() < 0.25 * coin
    assert shares[: 80 // EVERY].max() < 0.58
    assert shares[170 // EVERY :].min() > 0.98
    assert (shares[20 // EVERY :] - shares[: -20 // EVERY]).max() > 0.33


@each_seed
def test_the_trick_is_learnt(seed):
    batch = TASK.trial(seed, rows=64)
    experiment = batch.experiment(trained(seed).network)
    h, f = (values(experiment, key) for key in ("h", "f"))
    odd, ones = batch.targets.values[..., 0], batch.inputs[..., 0] > 0
    following = [abs(np.corrcoef(h[..., u].ravel(), odd.ravel())[0, 1]) for u in range(HIDDEN)]
    best = int(np.argmax(following))
    assert f[..., best][ones].mean() < 0.25
    assert f[..., best][~ones].mean() > 0.7


@each_seed
def test_no_unit_is_needed_alone(seed):
    experiment = TASK.trial(seed, rows=64).experiment(trained(seed).network)
    last = experiment.num_timesteps - 1
    for unit in range(HIDDEN):
        held = experiment.with_holds(Hold("h", 0, 0, (unit,), 0, last, 0.0))
        assert share_right(held) > 1 - 1 / 8


def test_it_learnt_a_rule():
    shares = {100: [], 1000: []}
    for seed in SEEDS[: depth.count(10, by_default=2)]:
        draw = partial(running_parity, np.random.default_rng((seed, 1)), 8)
        for steps, found in shares.items():
            batch = draw(steps).batch(TASK.loss, np.float32)
            found.append(TASK.measure(trained(seed).network, batch))
    assert min(shares[100]) > 0.999
    assert sum(share > 0.999 for share in shares[1000]) == depth.count(8, by_default=2)
    assert min(shares[1000]) > 0.85
