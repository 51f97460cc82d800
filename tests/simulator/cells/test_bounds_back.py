"""Bounds of the way back hold for whatever a cell is given, and are narrow enough to see mistakes.

The oracle is torch's autograd in float64 from the same bits, which is exact beside float32.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cells.bounds import BoundWeights, Inexact, exact, outer_error, step_bounds
from simulator.cells.bounds_back import gradient_bounds
from simulator.cells.interventions import NONE
from simulator.check.gradients.readouts import loss_gradient_error
from simulator.engine.lane_interventions import LaneInterventions
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.network.parameters import weights_of
from simulator.objective.gradient import loss_gradient
from simulator.objective.loss import BCE, CROSS_ENTROPY, LOSSES, MSE, Loss
from simulator.objective.readout import softmax
from tests.depth import examples
from tests.needs_torch import torch, torch_autograd
from tests.simulator.experiments import random_parameters

ROWS = 4


class Cell:
    """One cell for some rows: torch's gradients in float32 and in float64, and the bounds."""

    def __init__(
        self, seed, weights=0.7, states=1.0, arriving=1.0, holds=(), hidden=None, proj=None
    ):
        rng = np.random.default_rng(seed)
        H = int(rng.integers(2, 17)) if hidden is None else hidden
        projected = int(rng.integers(1, H)) if rng.integers(2) else 0
        projected = projected if proj is None else proj
        self.config = LSTMConfig(int(rng.integers(1, 9)), H, proj_size=projected)
        self.arrays = random_parameters(self.config, seed, np.float32, weights).arrays
        R = self.config.output_size

        def numbers(width, scale):
            return (scale * rng.standard_normal((ROWS, width))).astype(np.float32)

        self.inputs = numbers(self.config.input_size, 1), numbers(R, 1), numbers(H, states)
        self.dh, self.dc_in = numbers(R, arriving), numbers(H, arriving)
        self.places = np.arange(ROWS), np.zeros(ROWS, int)
        self.holds = holds
        self.values, self.right = self.gradients(np.float64)
        held = LaneInterventions(holds, self.config, Lane(), np.dtype(np.float64))
        self.held = held.at(*self.places) if holds else NONE
        self.bounds = self.bounds_with(self.arrays)

    def bounds_with(self, arrays):
        """Return the bounds of the backward step as if the cell had these arrays."""
        magnitudes = BoundWeights(weights_of(arrays, Lane()))
        inputs = dict(zip(("x", "h'", "c'"), self.inputs, strict=True))
        forward = step_bounds(magnitudes, inputs, self.values, np.float32, held=self.held)
        given = inputs, {"h": exact(self.dh), "c": exact(self.dc_in)}, self.values, self.right
        return gradient_bounds(magnitudes, forward, *given, np.float32, held=self.held)

    def gradients(self, dtype):
        cell = torch_autograd.AutogradCell(self.config, self.arrays, Lane(), dtype, self.holds)
        return cell.back(self.inputs, (self.dh, self.dc_in), *self.places)

    def share(self, key, wrong):
        """Return the largest share of the bound that a gradient takes, in rows that compare."""
        difference = np.abs(wrong.astype(np.float64) - self.right[key])
        with np.errstate(all="ignore"):
            ratio = np.where(difference == 0, 0, difference / self.bounds.errors[key])
        return float(ratio[~self.bounds.overflow].max(initial=0))


@examples(150)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(-3, 3),
    st.floats(-3, 6),
    st.floats(-40, 30),
)
def test_rounding_in_float32_stays_within_the_bound(seed, weights, states, arriving):
    cell = Cell(seed, 10**weights, 10**states, 10**arriving)
    _, rounded = cell.gradients(np.float32)
    for key, gradient in rounded.items():
        assert cell.share(key, gradient) < 1, key


@pytest.mark.parametrize("quantity", ["i", "f", "g", "o", "c", "h"])
def test_beneath_a_held_value_the_bound_is_0(quantity):
    cell = Cell(2, holds=(Hold(quantity, 0, 0, (1,), 0, 1, 0.3),), hidden=4, proj=0)
    beneath = {q: (f"dz_{q}",) for q in "ifgo"}
    beneath["c"] = ("dc_prev", "df", "di", "dg", "dz_i", "dz_f", "dz_g")
    beneath["h"] = ("do", "dz_o")
    for key in beneath[quantity]:
        assert not cell.bounds.errors[key][:2, 1].any()
        assert not cell.right[key][:2, 1].any()
        assert (cell.bounds.errors[key][2:, 1] > 0).all()
    _, rounded = cell.gradients(np.float32)
    for key, gradient in rounded.items():
        assert cell.share(key, gradient) < 1


def test_a_cut_connection_has_no_part_in_a_bound():
    cut = Cut("weight_ih", 0, 0, (5, 0), 1, 3)
    cell = Cell(3, holds=(cut,), hidden=3)
    W = cell.arrays["weight_ih_l0"].copy()
    W[5, 0] = np.finfo(np.float32).max
    arrays = {**cell.arrays, "weight_ih_l0": W}
    bounds = cell.bounds_with(arrays)
    assert (bounds.errors["dx"][1:, 0] < 1e-3).all()
    assert bounds.errors["dx"][0, 0] > 1e25 or bounds.overflow[0]


# Mistakes


def mistakes(cell):
    """Return wrong gradients by the mistake: its key and the numbers, in float64."""
    v, right = cell.values, cell.right
    f, g, o, c = (v[q].astype(np.float64) for q in "fgoc")
    c_prev = cell.inputs[2].astype(np.float64)
    dm = right.get("dm", cell.dh.astype(np.float64))
    t = np.tanh(c)
    dc_in = cell.dc_in.astype(np.float64)
    dz = np.concatenate([right[f"dz_{q}"] for q in "ifgo"], axis=1)
    W_ih = cell.arrays["weight_ih_l0"].astype(np.float64)
    W_hh = cell.arrays["weight_hh_l0"].astype(np.float64)
    H = c.shape[1]
    order = np.concatenate([np.arange(k * H, (k + 1) * H) for k in (0, 3, 1, 2)])
    return {
        "tanh of c_prev": ("do", dm * np.tanh(c_prev)),
        "do with c": ("do", dm * c),
        "no 1 - tanh²": ("dc", dc_in + dm * o),
        "1 - tanh": ("dc", dc_in + dm * o * (1 - t)),
        "no o": ("dc", dc_in + dm * (1 - t * t)),
        "without the way through h": ("dc", dc_in),
        "without the next step": ("dc", right["dc"] - dc_in),
        "df with c": ("df", right["dc"] * c),
        "di and dg swapped": ("di", right["dg"]),
        "dc_prev without f": ("dc_prev", right["dc"]),
        "dc_prev of dc_in alone": ("dc_prev", dc_in * f),
        "no slope of i": ("dz_i", right["di"]),
        "no slope of g": ("dz_g", right["dg"]),
        "the slope of σ for g": ("dz_g", right["dg"] * g * (1 - g)),
        "the slope of tanh for o": ("dz_o", right["do"] * (1 - o * o)),
        "s times s": ("dz_f", right["df"] * f * f),
        "stacked i o f g": ("dx", dz[:, order] @ W_ih),
        "dh_prev through g alone": ("dh_prev", right["dz_g"] @ W_hh[2 * H : 3 * H]),
    }


def test_a_mistake_in_an_equation_is_a_hundred_bounds_wide_in_float32():
    """It takes at least so much in some unit of every one of 30 random cells."""
    smallest = {}
    for seed in range(30):
        cell = Cell(seed)
        for name, (key, wrong) in mistakes(cell).items():
            smallest[name] = min(smallest.get(name, np.inf), cell.share(key, wrong))
    assert all(share > 100 for share in smallest.values()), smallest


# Sums, and losses


@examples(60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.floats(-22, 18))
def test_a_sum_of_products_in_any_order_stays_within_the_bound(seed, n, decade):
    rng = np.random.default_rng(seed)
    left, right = (
        (10**decade * rng.standard_normal((n, width))).astype(np.float32) for width in (3, 2)
    )
    bound, size = outer_error(exact(left), exact(right), np.float32)
    assert (size < np.finfo(np.float32).max).all()
    expected = left.T.astype(np.float64) @ right.astype(np.float64)
    order = rng.permutation(n)
    total = np.zeros((3, 2), np.float32)
    for k in order:
        total += left[k][:, None] * right[k]
    assert (np.abs(total - expected) < bound).all()
    carried, _ = outer_error(Inexact(np.abs(left), 0.1 * np.abs(left)), exact(right), np.float32)
    assert (carried >= 0.1 * (np.abs(left).T.astype(float) @ np.abs(right))).all()


def loss_case(kind, seed, dtype, spread):
    rng = np.random.default_rng(seed)
    K = int(rng.integers(2, 40))
    y = (spread * rng.standard_normal((5, K))).astype(dtype)
    target = (
        rng.integers(0, K, 5) if kind == CROSS_ENTROPY else rng.integers(0, 2, (5, K)).astype(dtype)
    )
    return y, target


def torchs_dy(kind, y, target):
    """Return torch's gradient of the sum of losses over 7, (5, K) float64."""
    leaf = torch.tensor(y.astype(np.float64), requires_grad=True)
    functions = torch.nn.functional
    of = {
        MSE: functions.mse_loss,
        BCE: functions.binary_cross_entropy_with_logits,
        CROSS_ENTROPY: functions.cross_entropy,
    }
    exactly = target if kind == CROSS_ENTROPY else target.astype(np.float64)
    (of[kind](leaf, torch.tensor(exactly), reduction="sum") / 7).backward()
    return leaf.grad.numpy()


@pytest.mark.torch
@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize("dtype", [np.float32])
@examples(60)
@given(seed=st.integers(0, 2**32 - 1), decade=st.floats(-3, 3))
def test_dy_in_float32_stays_within_its_bound(kind, dtype, seed, decade):
    y, target = loss_case(kind, seed, dtype, 10**decade)
    loss, right = Loss(kind), torchs_dy(kind, y, target)
    bound, overflow = loss_gradient_error(loss, y, target, 7, "float32")
    assert not overflow.any()
    assert (np.abs(loss_gradient(loss, y, target, 7) - right) < bound).all()


def wrong_dy(kind, y, target):
    """Return dy with a mistake, one after another."""
    y = y.astype(np.float64)
    if kind == MSE:
        yield (y - target) / 7  # without the 2
        yield (target - y) * 2 / 7
        return
    if kind == BCE:
        s = 1 / (1 + np.exp(-y))
        yield (s - target) * s * (1 - s) / 7
        yield (s - target) / 8  # a step too many counted
        return
    onehot = np.eye(y.shape[1])[target]
    yield softmax(y) / 7
    yield (softmax(y.T).T - onehot) / 7  # over the wrong axis
    yield (softmax(y) - onehot) / 8


@pytest.mark.torch
@pytest.mark.parametrize("kind", LOSSES)
def test_a_wrong_dy_is_far_outside_its_bound(kind):
    for seed in range(30):
        y, target = loss_case(kind, seed, np.float32, 1.5)
        right = torchs_dy(kind, y, target)
        bound, _ = loss_gradient_error(Loss(kind), y, target, 7, "float32")
        for wrong in wrong_dy(kind, y, target):
            assert (np.abs(wrong - right) / bound).max() > 400
