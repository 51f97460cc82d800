"""Attributions: complete as steps grow, by hand where f is simple, and torch's by autograd."""

import numpy as np
import pytest

from simulator.analysis.attribution import (
    BASELINES,
    MEAN,
    ZERO,
    gradient_times_input,
    integrated_gradients,
    objective_value,
)
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.objective.loss import MSE, Loss
from simulator.objective.objective import NO_OBJECTIVE, Objective, Seed
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.progress import finish
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.gradients.oracle import Autograd


def value_at(experiment, x):
    run = Run(experiment.with_sequence(x))
    run.advance()
    return objective_value(run)


def summing(w, x):
    """Return c = Σ tanh(w x_t): one unit, all gates held open, the candidate without a state."""
    config, T = LSTMConfig(1, 1, bias=False), len(x)
    parameters = random_parameters(config, 1, np.float64, 0.0)
    parameters = parameters.with_value("weight_ih_l0", (2, 0), w)
    held = [Hold(gate, 0, 0, (0,), 0, T - 1, 1.0) for gate in "ifo"]
    return (
        Experiment.create(parameters, np.array(x)[:, None])
        .with_holds(*held)
        .with_objective(Objective(seeds=(Seed("c", t=T - 1),)))
    )


def test_of_a_linear_objective_both_are_the_weight_times_the_input():
    """tanh(1e-6 x) is 1e-6 x to 1e-12 of it."""
    x = [0.5, -1.0, 2.0]
    experiment = summing(1e-6, x)
    for work in (gradient_times_input(experiment), integrated_gradients(experiment, 3)):
        found = finish(work)
        np.testing.assert_allclose(found.values[:, 0, 0], 1e-6 * np.array(x), rtol=1e-10)
        np.testing.assert_allclose(found.over_time[:, 0], found.values[:, 0, 0])
        assert abs(found.missing) < 1e-15


def test_of_a_sum_each_timestep_gets_its_own_summand():
    x = np.array([0.5, -1.0, 2.0])
    found = finish(integrated_gradients(summing(1.5, x), 200))
    np.testing.assert_allclose(found.values[:, 0, 0], np.tanh(1.5 * x), rtol=1e-4)
    times = finish(gradient_times_input(summing(1.5, x)))
    expected = 1.5 * x * (1 - np.tanh(1.5 * x) ** 2)
    np.testing.assert_allclose(times.values[:, 0, 0], expected, rtol=1e-12)
    assert times.at_input == pytest.approx(np.tanh(1.5 * x).sum())
    assert times.missing == pytest.approx(np.tanh(1.5 * x).sum() - expected.sum())


@pytest.mark.few(3)
@pytest.mark.parametrize("baseline", BASELINES)
@pytest.mark.parametrize("seed", range(10))
def test_what_is_missing_falls_with_the_square_of_the_steps(seed, baseline):
    experiment = random_case(seed)
    few, many = (finish(integrated_gradients(experiment, n, baseline)) for n in (12, 36))
    whole = np.zeros_like(experiment.sequence)
    whole[:] = experiment.sequence
    whole[: len(few.baseline)] = few.baseline
    assert few.at_input == value_at(experiment, experiment.sequence)
    fixed = value_at(experiment, whole)
    np.testing.assert_allclose(few.at_baseline, fixed, rtol=1e-12)
    size = np.abs(many.values).sum() + 1e-12
    assert abs(many.missing) <= 0.2 * abs(few.missing) + 1e-12 * size
    assert abs(many.missing) < 2e-2 * size


@pytest.mark.parametrize("seed", range(12))
def test_integrated_gradients_are_those_of_autograd(seed):
    experiment, steps = random_case(seed), 4
    found = finish(integrated_gradients(experiment, steps, MEAN))
    T = experiment.num_timesteps
    start = experiment.sequence[:T].copy()
    for row, n in enumerate(experiment.lengths):
        start[:n, row] = experiment.sequence[:n, row].mean(axis=0)
    moved = experiment.sequence[:T] - start
    summed = np.zeros_like(moved)
    for k in range(steps):
        x = experiment.sequence.copy()
        x[:T] = start + (2 * k + 1) / (2 * steps) * moved
        summed += Autograd(experiment.with_sequence(x)).gradient("input")
    expected = moved * summed / steps
    scale = np.abs(expected).max() + 1e-12
    np.testing.assert_allclose(found.values, expected, rtol=0, atol=1e-8 * scale)
    times = finish(gradient_times_input(experiment))
    theirs = experiment.sequence[:T] * Autograd(experiment).gradient("input")
    np.testing.assert_allclose(times.values, theirs, rtol=0, atol=1e-8 * np.abs(theirs).max())


def test_padding_contributes_nothing():
    config = LSTMConfig(2, 3)
    rng = np.random.default_rng(1)
    experiment = Experiment.create(
        random_parameters(config, 2, np.float64),
        rng.standard_normal((5, 2, 2)),
        lengths=(5, 3),
    ).with_objective(Objective(seeds=(Seed("h", t=2, row=1), Seed("h", t=4))))
    for baseline in BASELINES:
        found = finish(integrated_gradients(experiment, 8, baseline))
        assert not found.values[3:, 1].any()
        assert found.values[:3, 1].all()


def test_targets_of_a_forecast_stay_while_the_input_moves():
    config = LSTMConfig(1, 2)
    rng = np.random.default_rng(2)
    x = rng.standard_normal((6, 1))
    experiment = Experiment.create(random_parameters(config, 2, np.float64), x)
    readout = Readout(rng.standard_normal((1, 2)))
    targets = Targets.forecast(experiment.sequence, experiment.lengths, 1)
    following = experiment.with_objective(Objective(readout, targets, Loss(MSE)))
    own = Targets(targets.values, targets.counted)
    fixed = experiment.with_objective(Objective(readout, own, Loss(MSE)))
    one, other = (finish(integrated_gradients(each, 10)) for each in (following, fixed))
    np.testing.assert_array_equal(one.values, other.values)
    assert one.at_baseline == other.at_baseline


def test_progress_rises_and_the_work_can_be_stopped():
    experiment = random_case(5)
    for make in (gradient_times_input, integrated_gradients):
        told = []
        finish(make(experiment), told.append)
        assert told == sorted(told)
        assert told[-1] == 1.0
        work = make(experiment)
        next(work)
        work.close()


def test_what_cannot_be_attributed_is_refused_in_words():
    experiment = random_case(5)
    with pytest.raises(ValueError, match="nothing to attribute"):
        finish(integrated_gradients(experiment.with_objective(NO_OBJECTIVE)))
    with pytest.raises(ValueError, match="at least 1 step"):
        finish(integrated_gradients(experiment, 0))
    with pytest.raises(ValueError, match="zero, mean"):
        finish(integrated_gradients(experiment, 3, "median"))


def test_the_objective_of_seeds_is_their_weighted_sum():
    experiment = summing(1.0, [0.5, -1.0]).with_objective(
        Objective(seeds=(Seed("c", t=0, number=2.0), Seed("output", Lane(), t=1, number=-3.0)))
    )
    run = Run(experiment)
    run.advance()
    expected = 2 * np.tanh(0.5) - 3 * np.tanh(np.tanh(0.5) + np.tanh(-1.0))
    assert objective_value(run) == pytest.approx(expected)
    assert ZERO in BASELINES
