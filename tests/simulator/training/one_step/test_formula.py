"""Formula: the numbers that are written come to the step that the engine takes."""

import math

import numpy as np
import pytest

from simulator.training.one_step.formula import formula_of
from simulator.training.one_step.trial import Trial
from simulator.training.optimisers import SGD, Adam, AdamW, RMSprop
from tests.simulator.training.networks import network, random_batch, training_run
from tests.simulator.training.variants import VARIANTS


def trial_after(optimiser, steps, clip=None, dtype=np.float64):
    run = training_run(network(dtype=dtype), optimiser, clip=clip)
    run.advance(steps)
    return Trial.at(run, steps)


@pytest.mark.parametrize("steps", [0, 1, 5])
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_weight_moves_by_what_its_formula_says(variant, steps):
    trial = trial_after(VARIANTS[variant], steps, clip=0.05)
    assert trial.step.coefficient < 1
    for name, deltas in trial.deltas().items():
        for indices in np.ndindex(deltas.shape):
            found = formula_of(trial, name, indices)
            # Each number is rounded to 1e-16 of the weight's own size.
            assert found.delta == pytest.approx(deltas[indices], rel=1e-9, abs=1e-15)
            remembered = found.remembered or 0.0
            assert remembered + found.fresh == pytest.approx(found.top, rel=1e-12)
            assert found.count == steps + 1


def test_float32_steps_are_told_within_their_rounding():
    trial = trial_after(Adam(0.01), 3, dtype=np.float32)
    found = formula_of(trial, "weight_hh_l0", (2, 1))
    assert found.delta == pytest.approx(trial.deltas()["weight_hh_l0"][2, 1], abs=1e-7)


def test_momentum_is_split_into_what_was_remembered_and_what_is_new():
    trial = trial_after(Adam(0.01), 4)
    name, at = "bias_hh_l0", (5,)
    found = formula_of(trial, name, at)
    grown = 1 - 0.9**5
    m = trial.state.buffers["exp_avg"][name][at]
    assert found.remembered == pytest.approx(0.9 * m / grown)
    assert found.fresh == pytest.approx(0.1 * found.gradient / grown)
    assert found.letters == "m̂"
    first = formula_of(trial_after(Adam(0.01), 0), name, at)
    assert first.remembered == 0
    assert first.step == pytest.approx(-0.01 * math.copysign(1, first.gradient), rel=1e-4)


def test_plain_descent_remembers_nothing_and_divides_by_nothing():
    trial = trial_after(SGD(0.1), 2, clip=0.05)
    found = formula_of(trial, "readout.bias", (0,))
    assert (found.remembered, found.bottom, found.under) == (None, 1, "")
    assert found.clipped == pytest.approx(found.gradient * trial.step.coefficient)
    assert found.delta == pytest.approx(-0.1 * found.clipped)


def test_weight_decay_is_in_the_gradient_or_apart():
    name, at = "weight_ih_l0", (0, 1)
    coupled = trial_after(Adam(0.01, weight_decay=0.5), 1)
    found, p = formula_of(coupled, name, at), coupled.network.arrays[name][at]
    assert found.decayed == pytest.approx(found.gradient + 0.5 * p)
    assert found.shrink == 0
    apart = trial_after(AdamW(0.01, weight_decay=0.5), 1)
    found, p = formula_of(apart, name, at), apart.network.arrays[name][at]
    assert found.decayed == found.gradient
    assert found.shrink == pytest.approx(-0.005 * p)


def test_a_root_of_nothing_and_a_gradient_of_nothing_are_no_errors():
    net = network(dtype=np.float64)
    batch = random_batch(net)
    run = training_run(net, RMSprop(0.01, eps=0), source=_Always(batch))
    still = Trial.at(run, 0)
    zero = {name: np.zeros_like(array) for name, array in still.result.gradients.items()}
    still.result.gradients["bias_ih_l0"][...] = zero["bias_ih_l0"]
    assert math.isnan(formula_of(still, "bias_ih_l0", (0,)).step)


class _Always:
    def __init__(self, batch):
        self._batch = batch

    def batch(self, step):
        return self._batch

    def validation(self):
        return None
