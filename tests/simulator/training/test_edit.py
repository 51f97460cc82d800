"""An optimiser step as an edit: a new experiment that shares what the step left alone."""

import numpy as np
import pytest

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.objective.objective import Objective, Seed
from simulator.training.edit import gradients_of, stepped
from simulator.training.network import WEIGHT, Network
from simulator.training.optimisers import SGD, Adam
from simulator.training.plan import Plan
from simulator.training.state import OptimiserState
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.training.networks import network, with_loss


def back_of(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return back


def whole_loss(experiment):
    run = Run(experiment)
    run.advance()
    return run.trace


@pytest.mark.parametrize("seed", range(6))
def test_every_weight_goes_down_its_recorded_gradient(seed):
    experiment = random_case(seed, most_holds=2) if seed % 2 else with_loss(seed)
    if not experiment.source:
        pytest.skip("nothing to go back from")
    gradients = gradients_of(back_of(experiment))
    after, step = stepped(experiment, gradients, Plan(SGD(0.5)), OptimiserState.fresh())
    assert step.state.count == 1
    moved = {**after.parameters.arrays}
    given = {**experiment.parameters.arrays}
    if WEIGHT in gradients:
        moved |= {n: a for n, a in Network.of(after).arrays.items() if n in gradients}
        given |= {n: a for n, a in Network.of(experiment).arrays.items() if n in gradients}
    assert moved.keys() == gradients.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(moved[name], given[name] - 0.5 * gradient, rtol=1e-12)
    assert after.sequence is experiment.sequence
    assert after.holds is experiment.holds
    assert after.objective.targets is experiment.objective.targets


def test_what_is_frozen_is_shared():
    experiment = with_loss(4)
    names = Network.of(experiment).arrays.keys()
    frozen = frozenset(names - {"weight_hh_l0"})
    gradients = gradients_of(back_of(experiment))
    after, _ = stepped(experiment, gradients, Plan(Adam(), frozen=frozen), OptimiserState.fresh())
    before, arrays = Network.of(experiment).arrays, Network.of(after).arrays
    assert {name for name in names if arrays[name] is not before[name]} == {"weight_hh_l0"}
    assert after.objective is experiment.objective
    everything = Plan(Adam(), frozen=frozenset(names))
    assert stepped(experiment, gradients, everything, OptimiserState.fresh())[0] is experiment


def test_seeds_without_a_readout_teach_the_lstm():
    config = network().config
    experiment = Experiment.create(
        random_parameters(config, 0), np.ones((3, 2), np.float32)
    ).with_objective(Objective(seeds=(Seed("h", t=2),)))
    gradients = gradients_of(back_of(experiment))
    after, _ = stepped(experiment, gradients, Plan(SGD(0.1)), OptimiserState.fresh())
    before_h, after_h = (
        whole_loss(e).values("h", config.lane(0))[2, 0, 0] for e in (experiment, after)
    )
    assert after_h < before_h
    every = Plan(SGD(0.1), frozen=frozenset(gradients))
    assert stepped(experiment, gradients, every, OptimiserState.fresh())[0] is experiment


def test_a_seed_inside_leaves_a_readout_as_it_is():
    experiment = with_loss(5)
    readout = experiment.objective.readout
    seeded = experiment.with_objective(Objective(readout, seeds=(Seed("c"),)))
    gradients = gradients_of(back_of(seeded))
    assert WEIGHT not in gradients
    after, _ = stepped(seeded, gradients, Plan(SGD(0.1)), OptimiserState.fresh())
    assert after.objective.readout is readout
    assert after.parameters is not seeded.parameters
