"""Torch's side of the way back: one cell, a few steps of nn.LSTM, and a loss."""

import math

import numpy as np
import pytest

from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from tests.needs_torch import torch, torch_autograd
from tests.simulator.experiments import random_parameters, torch_lstm

CONFIG = LSTMConfig(2, 3)
"""Two inputs and three units."""


def cell_of(config=CONFIG, holds=(), arrays=None, dtype=np.float64):
    arrays = random_parameters(config, 0, dtype).arrays if arrays is None else arrays
    return torch_autograd.AutogradCell(config, arrays, Lane(), dtype, holds)


def numbers(n, config=CONFIG, seed=1):
    """Return x, h_prev, c_prev, and dh, dc_in, of n rows."""
    rng = np.random.default_rng(seed)
    R, H = config.output_size, config.hidden_size
    x, h, c, dh, dc = (rng.standard_normal((n, w)) for w in (config.input_size, R, H, R, H))
    return (x, h, c), (dh, dc)


def test_a_cell_of_one_unit_is_what_the_equations_say_by_hand():
    config = LSTMConfig(1, 1, bias=False)
    arrays = {
        "weight_ih_l0": np.array([[0.5], [-0.25], [1.0], [0.75]]),
        "weight_hh_l0": np.array([[0.1], [0.2], [0.3], [0.4]]),
    }
    x, h_prev, c_prev, dh, dc_in = 2.0, -1.0, 0.5, 0.7, -0.2
    z = [0.5 * x - 0.1, -0.25 * x - 0.2, x - 0.3, 0.75 * x - 0.4]
    i, f, o = (1 / (1 + math.exp(-z[k])) for k in (0, 1, 3))
    g = math.tanh(z[2])
    t = math.tanh(f * c_prev + i * g)
    dc = dc_in + dh * o * (1 - t * t)
    slopes = i * (1 - i), f * (1 - f), 1 - g * g, o * (1 - o)
    blame = dc * g, dc * c_prev, dc * i, dh * t
    dz = [q * slope for q, slope in zip(blame, slopes, strict=True)]
    expected = {"dc": dc, "do": dh * t, "dg": dc * i, "di": dc * g, "df": dc * c_prev}
    expected |= {"dc_prev": dc * f} | dict(zip(("dz_i", "dz_f", "dz_g", "dz_o"), dz, strict=True))
    expected["dx"] = sum(w * d for w, d in zip((0.5, -0.25, 1.0, 0.75), dz, strict=True))
    expected["dh_prev"] = sum(w * d for w, d in zip((0.1, 0.2, 0.3, 0.4), dz, strict=True))
    inputs = tuple(np.array([[number]]) for number in (x, h_prev, c_prev))
    found = cell_of(config, arrays=arrays).back(inputs, (np.array([[dh]]), np.array([[dc_in]])))
    assert {k: float(a[0, 0]) for k, a in found.gradients.items()} == pytest.approx(expected)


def test_beneath_a_held_value_goes_exactly_0_also_where_it_is_nan():
    """In row 0 the sums of unit 1 are NaN; what is held there hides it."""
    config = LSTMConfig(2, 3, bias=True)
    arrays = dict(random_parameters(config, 0, np.float64).arrays)
    bias = arrays["bias_ih_l0"].copy()
    bias[[1, 4, 7]] = np.nan  # i, f and g of unit 1
    arrays["bias_ih_l0"] = bias
    hold = Hold("c", 0, 0, (1,), 5, 5, 0.25)
    inputs, arriving = numbers(2)
    places = np.array([5, 5]), np.array([0, 1])
    found = cell_of(config, (hold,), arrays).back(inputs, arriving, *places).gradients
    for key in ("di", "df", "dg", "dz_i", "dz_f", "dz_g", "dc_prev"):
        assert not found[key][:, 1].any()
        assert np.isfinite(found[key]).all()
    assert np.isfinite(found["dx"]).all()
    assert (found["dc"][:, 1] != 0).all()
    elsewhere = np.array([4, 4]), np.array([0, 1])
    found = cell_of(config, (hold,), arrays).back(inputs, arriving, *elsewhere).gradients
    assert np.isnan(found["dc"][:, 1]).all()


def test_a_cut_infinite_weight_has_no_part_in_its_row_alone():
    arrays = dict(random_parameters(CONFIG, 0, np.float64).arrays)
    weight = arrays["weight_hh_l0"].copy()
    weight[4, 2] = np.inf
    arrays["weight_hh_l0"] = weight
    cut = Cut("weight_hh", 0, 0, (4, 2), 0, 3, row=1)
    inputs, arriving = numbers(3)
    places = np.array([2, 2, 9]), np.array([0, 1, 1])
    found = cell_of(CONFIG, (cut,), arrays).back(inputs, arriving, *places).gradients
    finite = np.isfinite(found["dh_prev"]).all(axis=1)
    assert finite.tolist() == [False, True, False]
    arrays["weight_hh_l0"] = np.where(np.isinf(weight), 0, weight)
    free = cell_of(CONFIG, (), arrays).back(inputs, arriving).gradients
    for key, gradient in free.items():
        np.testing.assert_allclose(found[key][1], gradient[1])


def test_a_cell_says_what_does_not_fit():
    inputs, arriving = numbers(2)
    with pytest.raises(ValueError, match="dh"):
        cell_of().back(inputs, (arriving[0][:, :2], arriving[1]))
    with pytest.raises(ValueError, match="c_prev"):
        cell_of().back((*inputs[:2], inputs[2][:1]), arriving)
    hold = Hold("i", 0, 0, (0,), 0, 0, 0.5)
    with pytest.raises(ValueError, match="rows"):
        cell_of(holds=(hold,)).back(inputs, arriving)


@pytest.mark.parametrize("mode", ["no_grad", "inference_mode"])
def test_autograd_works_whatever_mode_the_caller_is_in(mode):
    inputs, arriving = numbers(2)
    expected = cell_of().back(inputs, arriving).gradients
    with getattr(torch, mode)():
        found = cell_of().back(inputs, arriving).gradients
    for key, gradient in expected.items():
        np.testing.assert_array_equal(found[key], gradient)


@pytest.mark.parametrize("proj_size", [0, 2])
@pytest.mark.parametrize("lengths", [(4, 4), (2, 4)])
def test_a_window_is_nn_lstm_under_autograd(proj_size, lengths):
    """Of the second of two layers, with two directions: as a module of its own gives it."""
    config = LSTMConfig(2, 3, 2, bidirectional=True, proj_size=proj_size)
    parameters = random_parameters(config, 0, np.float64)
    rng = np.random.default_rng(1)
    R = config.output_size
    given = tuple(rng.standard_normal(s) for s in ((4, 2, 2 * R), (2, 2, R), (2, 2, 3)))
    arriving = tuple(rng.standard_normal(s) for s in ((4, 2, 2 * R), (2, 2, R), (2, 2, 3)))
    for row, n in enumerate(lengths):
        arriving[0][n:, row] = 0
    found = torch_autograd.window_gradients(config, parameters.arrays, 1, given, lengths, arriving)
    alone = random_parameters(LSTMConfig(2 * R, 3, bidirectional=True, proj_size=proj_size))
    own = {n: parameters[n.replace("_l0", "_l1")] for n in alone.arrays}
    lstm = torch_lstm(alone.astype(np.float64).with_arrays(own))
    total, grads = 0, []
    for row, n in enumerate(lengths):  # each row by itself, so without packing
        x, h, c = (torch.tensor(a[:, row : row + 1], requires_grad=True) for a in given)
        output, states = lstm(x[:n], (h, c))
        cotangents = [torch.tensor(a[:, row : row + 1]) for a in arriving]
        total = total + (output * cotangents[0][:n]).sum()
        total = total + sum((s * d).sum() for s, d in zip(states, cotangents[1:], strict=True))
        grads.append((x, h, c))
    total.backward()
    for row, tensors in enumerate(grads):
        ours = (found.x[:, row], *(state[:, row] for state in found.states))
        for mine, tensor in zip(ours, tensors, strict=True):
            np.testing.assert_allclose(mine, tensor.grad[:, 0].numpy(), atol=1e-13)
    for name, parameter in lstm.named_parameters():
        np.testing.assert_allclose(found.parameters[name], parameter.grad.numpy(), atol=1e-12)


def test_a_window_says_what_does_not_fit():
    arrays = random_parameters(CONFIG).arrays
    x, h, c = np.zeros((4, 2, 2)), np.zeros((1, 2, 3)), np.zeros((1, 2, 3))
    arriving = np.zeros((4, 2, 3)), h, c
    for lengths in ((4,), (3, 3), (4, 0)):
        with pytest.raises(ValueError, match="lengths"):
            torch_autograd.window_gradients(CONFIG, arrays, 0, (x, h, c), lengths, arriving)
    with pytest.raises(ValueError, match="h_0"):
        torch_autograd.window_gradients(CONFIG, arrays, 0, (x, h[..., :2], c), (4, 4), arriving)
