"""Growth by QR: it is that of the dense product of Jacobians, written out here by complex steps."""

from itertools import pairwise

import numpy as np
import pytest

from simulator.analysis.gradient_flow.growth import (
    DIRECTIONS,
    _start,
    growth_of_directions,
    mean_growth,
)
from simulator.analysis.gradient_flow.jacobian import jacobian
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import initialise
from simulator.network.lane import Lane
from simulator.network.refills import with_forget_bias
from simulator.progress import finish
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case


def run_of(experiment):
    run = Run(experiment)
    run.advance()
    return run


def order(lane, n):
    return list(range(n)) if lane.reverse else list(range(n - 1, -1, -1))


def jacobians(run):
    """Return J of each timestep of a plain LSTM of one lane, by complex steps of its equations."""
    p, H = run.experiment.parameters, run.experiment.config.hidden_size
    x, found = run.experiment.sequence[:, 0], []
    h, c = run.experiment.h_0[0, 0], run.experiment.c_0[0, 0]

    def cell(x_t, h, c):
        z = p["weight_ih_l0"] @ x_t + p["bias_ih_l0"] + p["weight_hh_l0"] @ h + p["bias_hh_l0"]
        i, f, g, o = (z[k * H : (k + 1) * H] for k in range(4))
        i, f, o = ((1 + np.tanh(part / 2)) / 2 for part in (i, f, o))
        c = f * c + i * np.tanh(g)
        return o * np.tanh(c), c

    for x_t in x:
        J = np.empty((2 * H, 2 * H))
        for k in range(2 * H):
            moved = np.concatenate([h, c]).astype(complex)
            moved[k] += 1e-30j
            J[:, k] = np.concatenate(cell(x_t, moved[:H], moved[H:])).imag / 1e-30
        found.append(J)
        h, c = cell(x_t, h, c)
    return found


def noise(T, H=5, bias=1.0, seed=0):
    parameters = with_forget_bias(initialise(LSTMConfig(3, H), seed=seed, dtype=np.float64), bias)
    values = np.random.default_rng(seed).standard_normal((T, 3))
    return run_of(Experiment.create(parameters, values))


@pytest.mark.parametrize("bias", [0.0, 1.0, 4.0])
def test_all_steps_together_are_the_triangle_of_the_dense_product(bias):
    run = noise(9, bias=bias)
    growth = finish(growth_of_directions(run, Lane()))
    product = _start(10, DIRECTIONS)
    for t, J in reversed(list(enumerate(jacobians(run)))):
        if t == 0:  # it leads to h_0 and c_0, which have no timestep
            break
        product = J.T @ product
        so_far = np.abs(np.diag(np.linalg.qr(product)[1]))
        np.testing.assert_allclose(np.prod(growth[t - 1 : -1], axis=0), so_far, rtol=1e-9)
    assert np.isnan(growth[-1]).all()


def test_the_means_are_the_lyapunov_exponents_of_the_product():
    """Singular values of the product of 400 steps; they differ from the means by a term in 1/T."""
    run = noise(400, H=3, bias=3.0)
    T = 400
    logs, basis = np.zeros(6), np.eye(6)
    for J in reversed(jacobians(run)[1:]):  # Gram–Schmidt from the unit vectors, all of them
        basis = J.T @ basis
        for k in range(6):
            for j in range(k):
                basis[:, k] -= (basis[:, j] @ basis[:, k]) * basis[:, j]
            size = np.sqrt(basis[:, k] @ basis[:, k])
            logs[k] += np.log(size)
            basis[:, k] /= size
    found = mean_growth(finish(growth_of_directions(run, Lane())), Lane())
    exponents = np.sort(logs)[::-1][:DIRECTIONS] / (T - 1)
    np.testing.assert_allclose(np.log(found), exponents, atol=5 / T)


@pytest.mark.parametrize("seed", range(40))
def test_the_growth_of_all_directions_is_the_determinant(seed):
    """Whatever the options, holds and cuts, for every lane and row."""
    experiment = random_case(seed)
    run = run_of(experiment)
    size = experiment.config.output_size + experiment.config.hidden_size
    for lane in experiment.config.lanes():
        for row, n in enumerate(experiment.lengths):
            growth = finish(growth_of_directions(run, lane, row, directions=size))
            assert growth.shape == (n, size)
            walk = order(lane, n)
            assert np.isnan(growth[walk[0]]).all()
            for t, arrived in pairwise(walk):
                det = abs(np.linalg.det(jacobian(run, lane, t, row)))
                np.testing.assert_allclose(np.prod(growth[arrived]), det, rtol=1e-7, atol=1e-15)


def test_of_one_unit_without_a_way_through_h_it_is_the_forget_gate():
    parameters = random_parameters(LSTMConfig(1, 1), 1, np.float64, 0.0)
    parameters = parameters.with_value("bias_ih_l0", (1,), float(np.log(0.8 / 0.2)))
    run = run_of(Experiment.create(parameters, np.zeros((30, 1))))
    found = mean_growth(finish(growth_of_directions(run, Lane())), Lane())
    assert found.shape == (2,)
    assert found[0] == pytest.approx(0.8, rel=0.05)  # of the first step only a share lies along c
    assert found[1] < 1e-10


def test_the_mean_leaves_out_the_timestep_where_the_way_back_begins():
    """That is the last one of a lane forwards, the first one of a reverse lane."""
    steps = np.array([[2.0, 0.25], [8.0, 4.0]])
    begin = np.full((1, 2), np.nan)
    forwards, reverse = np.concatenate([steps, begin]), np.concatenate([begin, steps])
    assert mean_growth(forwards, Lane()) == pytest.approx([4.0, 1.0])
    assert mean_growth(reverse, Lane(0, 1)) == pytest.approx([4.0, 1.0])
    assert np.isnan(mean_growth(forwards, Lane(0, 1))).all()
    assert np.isnan(mean_growth(reverse, Lane())).all()


def test_it_comes_in_slices_and_ends_where_numbers_do():
    run = noise(200, H=64)
    told = []
    growth = finish(growth_of_directions(run, Lane()), told.append)
    assert len(told) > 3
    assert told == sorted(told)
    assert np.isfinite(growth[:-1]).all()
    parameters = run.experiment.parameters
    endless = parameters.with_value("weight_hh_l0", (0, 0), np.inf)
    with np.errstate(all="ignore"):
        broken = run_of(Experiment.create(endless, run.experiment.sequence[:, 0]))
    growth = finish(growth_of_directions(broken, Lane()))
    assert np.isnan(mean_growth(growth, Lane())).all()
    one = noise(1)
    assert np.isnan(mean_growth(finish(growth_of_directions(one, Lane())), Lane())).all()
