"""A drawn readout is torch's, and a fitted one leaves a rest that no change makes smaller."""

import numpy as np
import pytest

from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE
from simulator.objective.making import fresh, least_squares, likely_loss
from simulator.objective.readout import IDENTITY, SIGMOID, SOFTMAX
from simulator.objective.targets import Targets
from tests.needs_torch import torch


@pytest.mark.torch
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("K", "F"), [(1, 1), (3, 7), (27, 64), (2, 10)])
def test_a_fresh_readout_is_torchs_linear_layer(K, F, dtype):
    for seed in range(5):
        torch.manual_seed(seed)
        linear = torch.nn.Linear(F, K, dtype=getattr(torch, dtype))
        V, b = fresh(K, F, seed, dtype)
        assert V.tobytes() == linear.weight.detach().numpy().tobytes()
        assert b.tobytes() == linear.bias.detach().numpy().tobytes()
        assert (V.shape, b.shape) == ((K, F), (K,))


def test_an_exact_readout_is_found_again():
    rng = np.random.default_rng(0)
    V, b, read = rng.standard_normal((2, 3)), rng.standard_normal(2), rng.standard_normal((9, 3))
    target = read @ V.T + b
    target[4, 1] = np.nan
    read[7, 0] = np.inf
    found = least_squares(read.astype(np.float64), target)
    np.testing.assert_allclose(found[0], V, rtol=1e-12)
    np.testing.assert_allclose(found[1], b, rtol=1e-12)


def test_the_rest_is_at_right_angles_to_all_that_is_read():
    rng = np.random.default_rng(1)
    read, target = rng.standard_normal((50, 4)), rng.standard_normal((50, 3))
    V, b = least_squares(read.astype(np.float32), target)
    assert V.dtype == b.dtype == np.float64
    rest = target - (read.astype(np.float32).astype(float) @ V.T + b)
    np.testing.assert_allclose(read.astype(np.float32).T @ rest, 0, atol=1e-12)
    np.testing.assert_allclose(rest.sum(axis=0), 0, atol=1e-12)


def test_fewer_rows_than_inputs_have_a_shortest_readout():
    V, b = least_squares(np.array([[1.0, 0.0, 0.0]]), np.array([[2.0]]))
    np.testing.assert_allclose(V, [[1, 0, 0]], atol=1e-15)
    np.testing.assert_allclose(b, [1])


def test_nothing_finite_is_refused():
    with pytest.raises(ValueError, match="finite"):
        least_squares(np.ones((2, 1)), np.full((2, 1), np.nan))


def test_targets_suggest_their_loss():
    bits = np.array([[[0.0], [1.0]], [[1.0], [7.0]]])
    counted = np.array([[True, True], [True, False]])
    assert likely_loss(Targets(np.zeros((2, 2), int), counted)) == (CROSS_ENTROPY, SOFTMAX)
    assert likely_loss(Targets(bits, counted)) == (BCE, SIGMOID)
    assert likely_loss(Targets(bits, ~counted)) == (MSE, IDENTITY)
    assert likely_loss(Targets(bits, np.zeros((2, 2), bool))) == (MSE, IDENTITY)
