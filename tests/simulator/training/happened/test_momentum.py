"""Momentum: the part of each gradient in it, beside gradients that are computed again."""

import numpy as np
import pytest

from simulator.training.happened.momentum import decay, looked_back, shares
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from simulator.training.passes import Passes
from tests import depth
from tests.simulator.training.networks import network, training_run


def row(arrays):
    return np.concatenate([array.reshape(-1) for array in arrays.values()], dtype=np.float64)


def gradient(run, step):
    """Return what the optimiser got at a step: computed again, and clipped."""
    weights, batch = run.moment(step).weights, run.batch(step)
    found = Passes(run.network_at(step)).gradients(weights, batch)
    return row(found.gradients) * run.log.row(step).coefficient


@pytest.mark.few(4)
@pytest.mark.parametrize("room", [0, 1 << 20])
@pytest.mark.parametrize(
    ("optimiser", "kind", "factor"),
    [
        (Adam(0.02, betas=(0.8, 0.99)), "exp_avg", 0.2),
        (AdamW(0.02, weight_decay=0.1), "exp_avg", 0.1),
        (SGD(0.05, momentum=0.7), "momentum_buffer", 1.0),
        (SGD(0.05, momentum=0.9, nesterov=True), "momentum_buffer", 1.0),
        (SGD(0.05, momentum=0.5, dampening=0.25), "momentum_buffer", 0.75),
    ],
)
def test_the_parts_are_those_of_the_gradients_themselves(optimiser, kind, factor, room):
    run = training_run(network(dtype=np.float64), optimiser, clip=0.4, room=room)
    steps = depth.count(30, by_default=12)
    run.advance(steps)
    _, beta = decay(optimiser)
    for step in (0, 3, steps - 1):
        m = row(run.moment(step + 1).state.buffers[kind])
        found = shares(run, step)
        assert [*found] == [*range(max(0, step + 1 - looked_back(beta)), step + 1)]
        for earlier, share in found.items():
            first = 1.0 if kind == "momentum_buffer" and earlier == 0 else factor
            part = beta ** (step - earlier) * first * gradient(run, earlier)
            assert share == pytest.approx(part @ m / (m @ m), abs=1e-9)


def test_all_parts_together_make_the_whole():
    run = training_run(optimiser=RMSprop(0.01, momentum=0.6))
    run.advance(12)
    assert looked_back(0.6) == 10
    assert sum(shares(run, 8).values()) == pytest.approx(1, abs=1e-5)
    m, before = (row(run.moment(step).state.buffers["momentum_buffer"]) for step in (12, 2))
    left = 1 - 0.6**10 * (before @ m) / (m @ m)
    assert sum(shares(run, 11).values()) == pytest.approx(left, abs=1e-5)


@pytest.mark.parametrize("optimiser", [SGD(0.1), RMSprop(0.01), Adam(0.01, betas=(0.0, 0.9))])
def test_without_a_momentum_there_are_no_parts(optimiser):
    run = training_run(optimiser=optimiser)
    run.advance(2)
    assert decay(optimiser) is None
    assert shares(run, 1) == {}


def test_a_branch_has_the_momentum_that_it_was_begun_with():
    run = training_run(room=0)
    run.advance(20)
    branch = run.branch(9)
    branch.advance(11)
    found, whole = shares(branch, 19), shares(run, 19)
    assert [*found] == [*range(9, 20)]
    for step, share in found.items():
        assert share == pytest.approx(whole[step], abs=1e-6)
