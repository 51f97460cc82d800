"""The operators of mistakes make wrong cells of any cell, which differ from it and each other."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.cells.lstm import lstm
from simulator.cells.mistakes import of_function, of_rows, with_function
from simulator.cells.rounded_step import rounded_step
from simulator.cells.sheet import before
from simulator.cells.step import input_product, step
from tests.simulator.cells.lanes import random_weights
from tests.simulator.cells.other_cells import OTHERS

COUNTS = dict(zip((lstm(), lstm(projected=True), *OTHERS), (53, 57, 38, 36, 3, 2, 39), strict=True))
"""How many mistakes of a cell's rows have numbers of their own."""

cells = pytest.mark.parametrize("cell", COUNTS, ids=lambda cell: f"{cell.name} {len(cell.rows)}")
ROWS, INPUTS, UNITS, OUTPUTS = 3, 2, 4, 3


def case(cell, dtype=np.float64):
    """Return weights, an input and states."""
    rng = np.random.default_rng(1)
    R = OUTPUTS if "weight_hr" in cell.stacks else UNITS
    weights = random_weights(cell, rng, INPUTS, UNITS, R, dtype)
    widths = {"R": R, "H": UNITS}
    shapes = [(ROWS, widths[cell.width(before(state))]) for state in cell.states]
    x, *states = (rng.standard_normal(s).astype(dtype) for s in ((ROWS, INPUTS), *shapes))
    return weights, x, states


def two_steps(wrong, right):
    """Return the numbers of a cell's second step: some mistakes need a state of their own."""
    weights, x, states = case(right)
    for _ in range(2):
        made = step(replace(weights, sheet=wrong), x, states)
        states = [made[wrong.array_of[state]] for state in wrong.states]
    return made


@cells
def test_every_operator_changes_the_output(cell):
    h, right = cell.array_of[cell.output], two_steps(cell, cell)
    for name, operator in of_rows(cell):
        made = two_steps(operator(cell), cell)
        assert {key: a.shape for key, a in made.items()} == {k: a.shape for k, a in right.items()}
        assert np.abs(made[h] - right[h]).max() > 1e-6, name


@cells
def test_so_many_mistakes_of_a_cell_differ_by_their_numbers(cell):
    h = cell.array_of[cell.output]
    found = {two_steps(change(cell), cell)[h].round(9).tobytes() for _, change in of_rows(cell)}
    assert len(found) == COUNTS[cell]


def test_wrong_cells_have_the_numbers_of_their_equations():
    """Some mistakes of an LSTM, written out."""
    cell = lstm(projected=True)
    changes = dict(of_rows(cell))
    weights, x, (h_prev, c_prev) = case(cell)
    found = step(weights, x, (h_prev, c_prev))
    i, f, g, o = np.split(found["gates"], 4, axis=-1)
    c, W = f * c_prev + i * g, weights.W_hr
    expected = {
        "f and i exchanged in c": (o * np.tanh(i * c_prev + f * g)) @ W.T,
        "f read as 1 − i": (o * np.tanh((1 - i) * c_prev + i * g)) @ W.T,
        "tanh over all that reads t": np.tanh(o * c) @ W.T,
        "c: f*c' subtracted": (o * np.tanh(i * g - f * c_prev)) @ W.T,
        "t of c'": (o * np.tanh(c_prev)) @ W.T,
        "c projected": c @ W.T,
        "t projected": np.tanh(c) @ W.T,
        "the projection before o": o[:, :OUTPUTS] * (np.tanh(c) @ W.T),
        "tanh of h": np.tanh((o * np.tanh(c)) @ W.T),
        "the projection missing": (o * np.tanh(c))[:, :OUTPUTS],
        "relu for g": (o * np.tanh(f * c_prev + i * np.maximum(found["z"][:, 8:12], 0))) @ W.T,
    }
    for name, h in expected.items():
        wrong = replace(weights, sheet=changes[name](cell))
        made = step(wrong, x, (h_prev, c_prev))["h_states"]
        np.testing.assert_allclose(made, h, rtol=1e-12, atol=1e-14, err_msg=name)


@cells
def test_a_step_takes_the_product_of_its_input_ready_made(cell):
    weights, x, states = case(cell)
    made, ready = step(weights, x, states), input_product(weights, x)
    for name, array in step(weights, x, states, of_input=ready).items():
        assert array.tobytes() == made[name].tobytes()


@cells
def test_the_quick_sigmoid_is_the_sigmoid_in_a_wrong_cell_too(cell):
    for name, operator in of_rows(cell):
        wrong = operator(cell)
        quick = with_function(wrong, "quick σ", of_function(wrong, "σ"))
        right = two_steps(wrong, cell)
        for array, values in two_steps(quick, cell).items():
            np.testing.assert_allclose(values, right[array], rtol=1e-12, err_msg=name)


@cells
@pytest.mark.parametrize("rounds", ["results", "states", "gates"])
def test_a_step_in_half_precision_is_near_the_exact_one(cell, rounds):
    """Which results have no more digits than float16 is a rule for all cells."""
    weights, x, states = case(cell, np.float32)
    right = step(weights, x, states)
    found = rounded_step(weights, "float16", rounds)(x, states)
    half = {"results": set(right), "states": {cell.array_of[s] for s in cell.states}}
    half["gates"] = {"z"} | ({"gates"} & set(right))
    for name, array in found.items():
        np.testing.assert_allclose(array, right[name], rtol=0.02, atol=0.02)
        narrow = array.astype(np.float16).astype(np.float32)
        assert np.array_equal(narrow, array) or name not in half[rounds], name
