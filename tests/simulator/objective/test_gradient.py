"""Gradients of losses are torch's: those of MSE bit for bit, the others to their last bits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.objective.gradient import loss_gradient
from simulator.objective.loss import BCE, CROSS_ENTROPY, MSE, REDUCTIONS, SUM, Loss
from tests.depth import examples
from tests.needs_torch import torch

pytestmark = pytest.mark.torch
FUNCTIONS = {
    MSE: "mse_loss",
    BCE: "binary_cross_entropy_with_logits",
    CROSS_ENTROPY: "cross_entropy",
}


def drawn(kind, seed, dtype, decade=0.0):
    """Return y (n, K) and the targets of n answers."""
    rng = np.random.default_rng(seed)
    n, K = int(rng.integers(1, 30)), int(rng.integers(1, 9))
    y = (10**decade * rng.standard_normal((n, K))).astype(dtype)
    if kind == CROSS_ENTROPY:
        return y, rng.integers(0, K, n)
    return y, (10**decade * rng.random((n, K)) if kind == MSE else rng.random((n, K))).astype(dtype)


def ours_and_torchs(kind, y, target, reduction):
    leaf = torch.tensor(y, requires_grad=True)
    function = getattr(torch.nn.functional, FUNCTIONS[kind])
    function(leaf, torch.tensor(target), reduction=reduction).backward()
    number = len(y) if kind == CROSS_ENTROPY else y.size
    return loss_gradient(Loss(kind, reduction), y, target, number), leaf.grad.numpy()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("reduction", REDUCTIONS)
@examples(150)
@given(seed=st.integers(0, 2**32 - 1), decade=st.floats(-30, 30))
def test_that_of_mse_has_torchs_bits(dtype, reduction, seed, decade):
    y, target = drawn(MSE, seed, dtype, decade)
    ours, theirs = ours_and_torchs(MSE, y, target, reduction)
    assert ours.dtype == theirs.dtype
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("kind", [BCE, CROSS_ENTROPY])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("reduction", REDUCTIONS)
@examples(60)
@given(seed=st.integers(0, 2**32 - 1), decade=st.floats(-3, 1))
def test_the_others_are_torchs_but_for_rounding(kind, dtype, reduction, seed, decade):
    """Of p and σ some last bits differ, and p − 1 keeps them."""
    y, target = drawn(kind, seed, dtype, decade)
    ours, theirs = ours_and_torchs(kind, y, target, reduction)
    assert ours.dtype == theirs.dtype
    number = 1 if reduction == SUM else len(y) if kind == CROSS_ENTROPY else y.size
    steep = 16 + 4 * np.abs(y).max()  # e^y has the error of y, as often as y is large
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=steep * np.finfo(dtype).eps / number)
