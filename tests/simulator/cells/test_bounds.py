"""The bounds hold for correct engines, however they round, and for nothing much larger."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.cells.bounds import BoundWeights, Inexact, function_error, step_bounds
from simulator.cells.bounds_back import gradient_bounds
from simulator.cells.interventions import NONE
from simulator.cells.lstm import lstm
from simulator.cells.sheet import before
from simulator.cells.step import step
from simulator.cells.step_back import reads_back, step_back
from simulator.cells.weights import CellWeights
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import weights_of
from simulator.network.quantities import GATES
from tests.depth import examples
from tests.simulator.cells.lanes import random_interventions, random_weights
from tests.simulator.cells.other_cells import OTHERS
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.oracles import forward_step

DTYPES = [np.float32, np.float64]


def named(values):
    """Return the values of a cell by quantity, with z in its four parts."""
    result = {name: value for name, value in values._asdict().items() if value is not None}
    parts = np.split(result.pop("z"), 4, axis=-1)
    return {**{f"z_{gate}": part for gate, part in zip(GATES, parts, strict=True)}, **result}


def relu(x):
    return np.maximum(x, 0)


def given_to(*arrays):
    """Return x and the states before the step by their names in the sheet."""
    return dict(zip(("x", "h'", "c'"), arrays, strict=False))


def magnitudes_of(arrays):
    return BoundWeights(weights_of(arrays, Lane()))


def inputs_of(config, rng, rows=4, scale=1.0):
    return [
        scale * rng.standard_normal((rows, n))
        for n in (config.input_size, config.output_size, config.hidden_size)
    ]


@given(
    st.floats(-800, 800),
    st.floats(-4, 3).map(lambda n: 10**n),
    st.floats(-1, 1),
    st.sampled_from([("σ", forward_step.sigmoid), ("tanh", np.tanh), ("relu", relu)]),
)
def test_an_error_of_z_is_carried_through_the_gate(z, D, share, functions):
    name, function = functions
    z, D = np.array([z]), np.array([D])
    difference = abs(function(z + share * D) - function(z))
    assert difference <= function_error(name, abs(function(z)), D, np.float64)


@pytest.mark.parametrize("dtype", DTYPES)
def test_without_an_error_of_z_four_ulps_are_left_to_each_engine(dtype):
    info = np.finfo(dtype)
    values, nothing = np.array([0, 0.5, 1 / (1 + math.exp(-2)), 1]), np.zeros(4)
    expected = 8 * float(info.eps) * values + 8 * float(info.smallest_normal)
    for name in ("σ", "tanh"):
        np.testing.assert_allclose(
            function_error(name, values, nothing, dtype), expected, rtol=1e-12
        )
    assert not function_error("relu", values, nothing, dtype).any()


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
    bounds = step_bounds(magnitudes_of(arrays), given_to(x, h, c), values, np.float32)
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
    bounds = step_bounds(magnitudes_of(parameters.arrays), given_to(*inputs), exact, np.float32)
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
    weights = magnitudes_of(parameters.arrays)
    W_ih, W_hh, b_ih, b_hh = (np.abs(a, dtype=np.float64) for a in parameters.arrays.values())
    most = (1 + weights.lost) * (weights.sums(given_to(x, h)).astype(np.float64) + weights.short)
    carried = np.zeros(most.shape)
    weights.carry(carried, given_to(np.abs(x), np.abs(h)))
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
    weights = magnitudes_of(parameters.arrays)
    narrow = step_bounds(weights, given_to(x, h, c), values, np.float32)
    wider = given_to(x, h, c.astype(np.float64))
    exact = step_bounds(weights, wider, wide, np.float32)
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
    errors = given_to(*sizes)
    exact = named(forward_step.step(weights, *inputs))
    magnitudes = magnitudes_of(parameters.arrays)
    bounds = step_bounds(magnitudes, given_to(*inputs), exact, np.float64, errors).errors
    alone = step_bounds(magnitudes, given_to(*inputs), exact, np.float64).errors
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
    magnitudes = magnitudes_of({**parameters.arrays, **big})
    overflow = step_bounds(magnitudes, given_to(*inputs), values, dtype).overflow
    assert overflow.tolist() == [False, True, True, True, False, False]


def test_biases_whose_sum_overflows_mark_every_row():
    parameters = random_parameters(LSTMConfig(2, 3), dtype=np.float64)
    inputs = inputs_of(parameters.config, np.random.default_rng(0), rows=2)
    largest = np.full(12, np.finfo(np.float64).max)
    biases = {"bias_ih_l0": largest, "bias_hh_l0": -largest}
    values = named(forward_step.step(parameters.cell(Lane()), *inputs))
    magnitudes = magnitudes_of({**parameters.arrays, **biases})
    overflow = step_bounds(magnitudes, given_to(*inputs), values, np.float64).overflow
    assert overflow.tolist() == [True, True]


@examples(120)
@given(
    st.sampled_from([lstm(), lstm(bias=False), lstm(projected=True), *OTHERS]),
    st.integers(0, 2**32 - 1),
    st.floats(-2, 2),
    st.floats(-2, 2),
)
def test_both_passes_of_any_cell_stay_within_half_of_the_bounds(cell, seed, weight, size):
    """The truth is the same step in float64 from the same bits."""
    rng = np.random.default_rng(seed)
    n, I, H = 5, int(rng.integers(1, 9)), int(rng.integers(2, 17))
    R = H - 1 if cell.width(cell.output) == "R" and "W_hr" in cell.matrices else H
    weights = random_weights(cell, rng, I, H, R, np.float32, bool(cell.vectors))
    weights = scaled(weights, 10**weight)
    widths = [R if cell.width(state) == "R" else H for state in cell.states]
    x, *states = ((10**size * rng.standard_normal((n, w))).astype(np.float32) for w in (I, *widths))
    arriving = [rng.standard_normal((n, w)).astype(np.float32) for w in widths]
    held = in_float32(random_interventions(cell, rng, n, I, H, R)) if seed % 3 == 0 else NONE
    ours, mine = both_passes(weights, x, states, arriving, held)
    wide = [state.astype(np.float64) for state in states]
    exact, true = both_passes(
        weights.astype(np.float64), x.astype(np.float64), wide, arriving, held
    )
    given = {"x": x} | {before(s): array for s, array in zip(cell.states, states, strict=True)}
    magnitudes = BoundWeights(weights)
    bounds = step_bounds(magnitudes, given, exact, np.float32, held=held)
    within_half(ours, exact, bounds)
    outside = {s: Inexact(np.abs(d)) for s, d in zip(cell.states, arriving, strict=True)}
    back = given, outside, exact, true, np.float32
    within_half(mine, true, gradient_bounds(magnitudes, bounds, *back, held=held))


def in_float32(held):
    """Return holds whose values both dtypes have the bits of."""
    values = {
        key: of._replace(values=of.values.astype(np.float32)) for key, of in held.fixed.items()
    }
    return replace(held, fixed=values)


def within_half(ours, exact, bounds):
    """Check that numbers by key are no further from the truth than half of their bounds."""
    comparable = ~bounds.overflow
    for key, value in ours.items():
        difference = np.abs(value[comparable] - exact[key][comparable])
        assert (difference <= bounds.errors[key][comparable] / 2).all(), key


def scaled(weights, by):
    arrays = [None if a is None else (by * a).astype(a.dtype) for a in weights._parameters]
    return CellWeights(*arrays, weights.sheet)


def both_passes(weights, x, states, arriving, held):
    """Return the rows of one step, and its gradients, by key."""
    cell = weights.cell
    with np.errstate(all="ignore"):
        found = step(weights, x, states, held)
        recorded = {**found, **dict(zip(map(before, cell.states), states, strict=True))}
        back = step_back(weights, {of: recorded[of] for of in reads_back(cell)}, arriving, held)
    values = {}
    for name, keys in cell.arrays.items():
        values |= zip(keys, np.split(found[name], len(keys), axis=1), strict=True)
    sums = np.split(back.sums, len(cell.sums), axis=1)
    gradients = {f"d{key}": d for key, d in (*back.of.items(), *zip(cell.sums, sums, strict=True))}
    gradients["dx"] = back.back[:, : x.shape[1]]
    gradients |= {f"d{s}_prev": d for s, d in zip(cell.states, back.before, strict=True)}
    return values, gradients
