"""Foretold: a step's first order is the slope of the loss along it, at its start."""

import numpy as np
import pytest

from simulator.training.foretold import ALONG, foretold
from simulator.training.optimisers import SGD
from simulator.training.passes import Passes
from simulator.training.plan import Plan
from simulator.training.state import OptimiserState
from simulator.training.step import take_step
from tests.simulator.training.networks import network, random_batch


def step_of(net, batch, lr):
    gradients = Passes(net).gradients(net.arrays, batch).gradients
    return take_step(Plan(SGD(lr)), net.arrays, gradients, OptimiserState.fresh())


def test_plain_descent_foretells_minus_lr_times_the_squared_norm():
    net = network(dtype=np.float64)
    batch = random_batch(net)
    step = step_of(net, batch, 0.3)
    found = foretold(net, batch, step.weights)
    assert found.predicted == pytest.approx(-0.3 * step.norm**2, rel=1e-9)


def test_the_true_change_is_that_of_the_losses_and_the_shorter_the_step_the_nearer():
    net = network(dtype=np.float64)
    batch, passes = random_batch(net), Passes(net)
    off = []
    for lr in (0.1, 0.01, 0.001):
        step = step_of(net, batch, lr)
        found = foretold(net, batch, step.weights)
        before, after = (passes.judge(w, batch).loss for w in (net.arrays, step.weights))
        assert found.true == pytest.approx(after - before, abs=1e-15)
        assert found.predicted < found.true < 0
        off.append(found.true / found.predicted - 1)
    # The error is of second order: a tenth of the step, a tenth of the part that is missing.
    assert off[1] / off[0] == pytest.approx(0.1, rel=0.2)
    assert off[2] / off[1] == pytest.approx(0.1, rel=0.02)


def test_the_loss_along_the_step_begins_at_the_old_and_passes_the_new():
    net = network(dtype=np.float64)
    batch = random_batch(net)
    step, passes = step_of(net, batch, 0.3), Passes(net)
    found = foretold(net, batch, step.weights)
    assert found.alphas == ALONG
    assert found.losses[0] == passes.judge(net.arrays, batch).loss
    assert found.losses[8] == pytest.approx(passes.judge(step.weights, batch).loss, rel=1e-14)
    half = {n: (a + step.weights[n]) / 2 for n, a in net.arrays.items()}
    assert found.losses[4] == pytest.approx(passes.judge(half, batch).loss, rel=1e-14)
    assert found.line[0] == found.losses[0]
    assert found.line[8] - found.line[0] == pytest.approx(found.predicted)
    assert foretold(net, batch, step.weights, [0.5]).alphas == (0.0, 0.5, 1.0)


def test_float32_weights_are_told_apart_in_float64():
    net = network()
    batch = random_batch(net)
    step = step_of(net, batch, 1e-6)
    found = foretold(net, batch, step.weights)
    # Float32 knows the loss to 6e-8 of 0.9: it would be 2 % off.
    assert found.true == pytest.approx(found.predicted, rel=1e-4)
    assert abs(found.true) < 1e-5


def test_weights_that_are_missing_stay():
    net = network(dtype=np.float64)
    batch = random_batch(net)
    moved = {"bias_hh_l0": net.arrays["bias_hh_l0"] + 0.1}
    gradient = Passes(net).gradients(net.arrays, batch).gradients["bias_hh_l0"]
    assert foretold(net, batch, moved).predicted == pytest.approx(0.1 * gradient.sum())


def test_the_true_change_is_from_the_old_weights_also_where_the_loss_is_asked_before_them():
    net = network(dtype=np.float64)
    batch = random_batch(net)
    step = step_of(net, batch, 0.3)
    found = foretold(net, batch, step.weights, (-0.5, 0.5))
    assert found.alphas == (-0.5, 0, 0.5, 1)
    assert found.true == foretold(net, batch, step.weights).true
    assert found.line[1] == found.losses[1]
