"""What an edit cannot reach of the way back is the former one's, with the same bits."""

import gc
import weakref

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.objective.loss import MSE, SUM, Loss
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests.depth import examples
from tests.simulator.engine.edits import changed, finished, random_edit, with_weight
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import cases

T = 9


def bits(back):
    """Return the bits of all that a way back has, by name."""
    trace, found = back.trace, {}
    for lane, kept in trace.lanes.items():
        found |= {(lane, name): array.tobytes() for name, array in kept.arrays.items()}
    if back.finished:
        names = [*back.run.experiment.parameters.arrays]
        names += ["readout.weight"] if trace.dy is not None else []
        found |= {name: back.gradient(name).tobytes() for name in names}
    return found


@examples(300, by_default=20)
@given(cases(steps=9), st.integers(0, 2**32 - 1))
def test_a_way_back_that_shares_has_the_bits_of_one_that_does_not(experiment, seed):
    rng = np.random.default_rng(seed)
    run = finished(experiment)
    back = BackwardRun(run)
    for _ in range(3):
        some = int(rng.integers(back.order.num_steps + 1))
        back.advance(some if rng.integers(2) else None)
        if back.finished and rng.integers(2):
            bits(back)  # makes its sums
        other = random_edit(rng, experiment)
        if not other.source:
            continue
        experiment, run = other, finished(other, run)
        back = BackwardRun(run, former=back)
    for steps in sorted(rng.integers(0, back.order.num_steps + 1, 2).tolist()):
        back.advance(steps)
    back.advance()
    alone = BackwardRun(finished(experiment))
    alone.advance()
    assert bits(back) == bits(alone)


@pytest.fixture(params=[False, True], ids=["one direction", "two directions"])
def experiment(request):
    config = LSTMConfig(2, 3, 3, bidirectional=request.param)
    rng = np.random.default_rng(0)
    x, V, targets = (
        rng.standard_normal(shape).astype(np.float32)
        for shape in ((T, 2, 2), (2, 3 * config.num_directions), (T, 2, 2))
    )
    objective = Objective(Readout(V), Targets.of(targets), Loss(MSE, SUM))
    return Experiment.create(random_parameters(config), x).with_objective(objective)


def shared(before, after):
    former = finished(before)
    back = BackwardRun(former)
    back.advance()
    return BackwardRun(finished(after, former), former=back).shared


def test_a_target_is_felt_from_its_timestep_on(experiment):
    target = changed(experiment.objective.named("target"), (6, 1, 0))
    after = experiment.with_objective(experiment.objective.with_named("target", target))
    found = shared(experiment, after)
    assert found[Lane(2)] == T - 1 - 6
    below = {found[lane] for lane in found if lane.layer < 2}
    if experiment.config.bidirectional:
        assert found[Lane(2, 1)] == 6
        assert below == {0}
    else:
        assert below == {T - 1 - 6}


def test_another_seed_is_felt_from_the_first_of_both_timesteps_back(experiment):
    before, after = (
        experiment.with_objective(Objective(seeds=(Seed("h", Lane(2), t, 0, 0, 1.0),)))
        for t in (3, 5)
    )
    found = shared(before, after)
    assert found[Lane(2)] == T - 1 - 5
    assert found[Lane(1)] == T - 1 - 5
    if experiment.config.bidirectional:  # nothing comes from the reverse lane, and all goes to it
        assert found[Lane(2, 1)] == T
        assert found[Lane(1, 1)] == 0


def test_an_edit_of_what_the_loss_hears_reaches_every_gradient(experiment):
    assert set(shared(experiment, with_weight(experiment, "bias_ih_l0", (0,))).values()) == {0}


def test_a_finished_way_back_keeps_no_other_alive(experiment):
    gc.freeze()  # so that only what is made from here on is looked through
    target = changed(experiment.objective.named("target"), (6, 1, 0))
    after = experiment.with_objective(experiment.objective.with_named("target", target))
    run = finished(experiment)
    former = BackwardRun(run)
    former.advance()
    back = BackwardRun(finished(after, run), former=former)
    assert 0 < back.shared[Lane(2)] < T
    back.advance()
    arrays = weakref.ref(former._lanes[Lane(2)].arrays["dz"])
    del former
    gc.collect()
    gc.unfreeze()
    assert arrays() is None
