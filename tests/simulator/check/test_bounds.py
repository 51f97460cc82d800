"""The bounds hold for correct engines, however they round, and for nothing much larger."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.check.bounds import BoundWeights, sigmoid_error, step_bounds, tanh_error
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from tests.depth import examples
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.oracles import forward_step

DTYPES = [np.float32, np.float64]


def named(values):
    """Return the values of a cell by quantity, with z in its four parts."""
    result = {name: value for name, value in values._asdict().items() if value is not None}
    parts = np.split(result.pop("z"), 4, axis=-1)
    return {**{f"z_{gate}": part for gate, part in zip(GATES, parts, strict=True)}, **result}


def inputs_of(config, rng, rows=4, scale=1.0):
    return [
        scale * rng.standard_normal((rows, n))
        for n in (config.input_size, config.output_size, config.hidden_size)
    ]


@given(
    st.floats(-800, 800),
    st.floats(-4, 3).map(lambda n: 10**n),
    st.floats(-1, 1),
    st.sampled_from([(sigmoid_error, forward_step.sigmoid), (tanh_error, np.tanh)]),
)
def test_an_error_of_z_is_carried_through_the_gate(z, D, share, functions):
    error, function = functions
    z, D = np.array([z]), np.array([D])
    difference = abs(function(z + share * D) - function(z))
    assert difference <= error(abs(function(z)), D, np.float64)


@pytest.mark.parametrize("dtype", DTYPES)
def test_without_an_error_of_z_four_ulps_are_left_to_each_engine(dtype):
    info = np.finfo(dtype)
    values, nothing = np.array([0, 0.5, 1 / (1 + math.exp(-2)), 1]), np.zeros(4)
    expected = 8 * float(info.eps) * values + 8 * float(info.smallest_normal)
    for error in (sigmoid_error, tanh_error):
        np.testing.assert_allclose(error(values, nothing, dtype), expected, rtol=1e-12)


def test_a_bound_by_hand():
    """One unit, I = R = 1, float32: n = 4 terms, M = 2*3 + 0.5*1 + (0.25 + 0.125)."""
    arrays = {
        "weight_ih_l0": np.full((4, 1), -2.0),
        "weight_hh_l0": np.full((4, 1), 0.5),
        "bias_ih_l0": np.full(4, 0.25),
        "bias_hh_l0": np.full(4, -0.125),
    }
    x, h, c = np.array([[3.0]]), np.array([[-1.0]]), np.array([[0.0]])
    values = dict.fromkeys(["z_i", "z_f", "z_g", "z_o"], np.array([[-6.375]]))
    values |= dict.fromkeys("ifgoc", np.array([[0.0]]))
    bounds = step_bounds(BoundWeights(arrays, Lane()), x, h, c, values, np.float32)
    u = 2.0**-24
    gamma = 4 * u / (1 - 4 * u)
    assert bounds.errors["z_f"][0, 0] == pytest.approx(2 * gamma * 6.875 + 8 * 2.0**-149, rel=1e-9)
    assert not bounds.overflow.any()


@examples(200)
@given(configs(max_hidden=40), st.integers(0, 2**16), st.floats(-3, 3), st.floats(-3, 2))
def test_float32_is_within_half_of_the_bound_of_the_truth(config, seed, weight, size):
    """Each of two engines may err by half the bound; nor is the bound out of all proportion."""
    parameters = random_parameters(config, seed, np.float32, 10**weight)
    rng = np.random.default_rng(seed)
    inputs = [a.astype(np.float32) for a in inputs_of(config, rng, scale=10**size)]
    ours = named(forward_step.step(parameters.cell(Lane()), *inputs))
    wide = [a.astype(np.float64) for a in inputs]
    exact = named(forward_step.step(parameters.cell(Lane()).astype(np.float64), *wide))
    bounds = step_bounds(BoundWeights(parameters.arrays, Lane()), *inputs, exact, np.float32)
    assert not bounds.overflow.any()
    for quantity, error in bounds.errors.items():
        assert error.shape == ours[quantity].shape
        assert (np.abs(ours[quantity] - exact[quantity]) <= error / 2).all(), quantity
        if quantity[0] in "ifgo":
            assert (error <= 3).all()


@examples(100)
@given(
    st.integers(0, 2**16),
    st.sampled_from(DTYPES),
    st.sampled_from(DTYPES),
    st.floats(-44, 18),
    st.floats(-44, 18),
)
@example(0, np.float32, np.float64, 18.0, -44.0)
def test_a_sum_of_magnitudes_falls_short_by_no_more_than_is_allowed_for(
    seed, dtype, dtype_of_rows, weight, size
):
    """Also where products underflow, and where rows are finer than the weights."""
    rng, config = np.random.default_rng(seed), LSTMConfig(7, 5)
    parameters = random_parameters(config, seed, dtype, 10**weight)
    x, h, _ = (a.astype(dtype_of_rows) for a in inputs_of(config, rng, scale=10**size))
    weights = BoundWeights(parameters.arrays, Lane())
    W_ih, W_hh, b_ih, b_hh = (np.abs(a, dtype=np.float64) for a in parameters.arrays.values())
    most = (1 + weights.lost) * (weights.sums(x, h).astype(np.float64) + weights.short)
    carried = np.zeros(most.shape)
    weights.carry(carried, np.abs(x), np.abs(h))
    for row, unit in np.ndindex(*most.shape):
        terms = [*np.abs(x[row]) * W_ih[unit], *np.abs(h[row]) * W_hh[unit]]
        assert math.fsum([*terms, b_ih[unit], b_hh[unit]]) <= most[row, unit]
        assert math.fsum(terms) <= carried[row, unit]


@examples(200)
@given(configs(max_hidden=8), st.integers(0, 2**16), st.floats(-40, 30), st.floats(-40, 38))
@example(LSTMConfig(2, 3), 0, 1.0, 38.0)
def test_bounds_evaluated_in_float32_are_those_of_float64_or_a_bit_more(config, seed, weight, size):
    """Also where they leave the range of float32: then they are evaluated in float64."""
    parameters = random_parameters(config, seed, np.float32, 10**weight)
    rng = np.random.default_rng(seed)
    x, h, c = (a.astype(np.float32) for a in inputs_of(config, rng, scale=10**size))
    with np.errstate(all="ignore"):
        values = named(forward_step.step(parameters.cell(Lane()), x, h, c))
    wide = {quantity: value.astype(np.float64) for quantity, value in values.items()}
    weights = BoundWeights(parameters.arrays, Lane())
    narrow = step_bounds(weights, x, h, c, values, np.float32)
    exact = step_bounds(weights, x, h, c.astype(np.float64), wide, np.float32)
    assert (narrow.overflow == exact.overflow).all()
    for quantity, error in exact.errors.items():
        found, error = narrow.errors[quantity][~exact.overflow], error[~exact.overflow]
        # Two subnormal numbers are half of what the bound of two roundings allows for them.
        assert (error <= found + np.finfo(np.float32).smallest_subnormal * 2).all(), quantity
        assert (found <= 1.3 * error + 1e-37).all(), quantity


@examples(200)
@given(configs(max_hidden=8), st.integers(0, 2**16), st.floats(-2, 2), st.floats(-9, 0))
def test_errors_of_the_inputs_are_carried_through_the_step(config, seed, weight, error):
    parameters = random_parameters(config, seed, np.float64, 10**weight)
    weights, rng = parameters.cell(Lane()), np.random.default_rng(seed)
    inputs = inputs_of(config, rng)
    sizes = [10**error * rng.random(a.shape) for a in inputs]
    other = [a + s * rng.uniform(-1, 1, a.shape) for a, s in zip(inputs, sizes, strict=True)]
    errors = dict(zip(("x", "h_prev", "c_prev"), sizes, strict=True))
    exact = named(forward_step.step(weights, *inputs))
    magnitudes = BoundWeights(parameters.arrays, Lane())
    bounds = step_bounds(magnitudes, *inputs, exact, np.float64, errors).errors
    alone = step_bounds(magnitudes, *inputs, exact, np.float64).errors
    for quantity, value in named(forward_step.step(weights, *other)).items():
        assert (np.abs(value - exact[quantity]) <= bounds[quantity]).all(), quantity
        assert (alone[quantity] <= bounds[quantity]).all(), quantity


@pytest.mark.parametrize("dtype", DTYPES)
def test_rows_that_may_overflow_are_marked(dtype):
    config = LSTMConfig(2, 3, proj_size=1)
    parameters = random_parameters(config, dtype=dtype)
    rng = np.random.default_rng(0)
    inputs = inputs_of(config, rng, rows=6)
    largest = float(np.finfo(dtype).max)
    inputs[0][1, 0] = largest
    inputs[1][2, 0] = -np.inf
    inputs[2][3, 1] = np.inf
    inputs[0][4, 0] = np.nan
    inputs[2][5, 0] = largest / 4
    with np.errstate(all="ignore"):
        wide = parameters.cell(Lane()).astype(np.float64)
        values = named(forward_step.step(wide, *inputs))
    big = {"weight_ih_l0": 10 * parameters["weight_ih_l0"]}
    magnitudes = BoundWeights({**parameters.arrays, **big}, Lane())
    overflow = step_bounds(magnitudes, *inputs, values, dtype).overflow
    assert overflow.tolist() == [False, True, True, True, False, False]


def test_biases_whose_sum_overflows_mark_every_row():
    parameters = random_parameters(LSTMConfig(2, 3), dtype=np.float64)
    inputs = inputs_of(parameters.config, np.random.default_rng(0), rows=2)
    largest = np.full(12, np.finfo(np.float64).max)
    biases = {"bias_ih_l0": largest, "bias_hh_l0": -largest}
    values = named(forward_step.step(parameters.cell(Lane()), *inputs))
    magnitudes = BoundWeights({**parameters.arrays, **biases}, Lane())
    overflow = step_bounds(magnitudes, *inputs, values, np.float64).overflow
    assert overflow.tolist() == [True, True]
