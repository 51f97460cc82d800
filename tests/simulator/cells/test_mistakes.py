"""The operators of mistakes make wrong cells of any cell, which differ from it and each other."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.cells.lstm import lstm
from simulator.cells.mistakes import of_function, of_rows, with_function
from simulator.cells.mistakes_back import of_early_state, of_edges
from simulator.cells.sheet import before
from simulator.cells.stacking import of_arrays
from simulator.cells.step import input_product, step
from simulator.cells.step_back import step_back
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
            np.testing.assert_allclose(values, right[array], rtol=1e-12, atol=1e-14, err_msg=name)


BACKWARDS = dict(zip(COUNTS, (33, 33, 22, 25, 5, 5, 30), strict=True))
"""How many mistakes of a cell's backward pass have gradients of their own."""


def gradients(wrong, cell):
    """Return all gradients of a step back, one beside the other."""
    weights, x, states = case(cell)
    made = step(weights, x, states)
    recorded = {**made, **{before(s): array for s, array in zip(cell.states, states, strict=True)}}
    rng = np.random.default_rng(2)
    arriving = [rng.standard_normal(made[cell.array_of[s]].shape) for s in cell.states]
    found = step_back(replace(weights, sheet=wrong), recorded, arriving)
    return np.concatenate([found.sums, found.back, *found.before], axis=-1)


@cells
def test_every_operator_on_edges_changes_a_gradient(cell):
    right = gradients(cell, cell)
    found = set()
    for name, operator in of_edges(cell):
        wrong = gradients(operator(cell), cell)
        assert np.abs(wrong - right).max() > 1e-6, name
        found.add(wrong.round(9).tobytes())
    assert len(found) == BACKWARDS[cell]


def test_gradients_of_wrong_edges_are_those_of_their_formulas():
    """Some mistakes of an LSTM, written out: dz, from what arrives at h and c."""
    cell = lstm()
    weights, x, (h_prev, c_prev) = case(cell)
    made = step(weights, x, (h_prev, c_prev))
    (i, f, g, o), c = np.split(made["gates"], 4, axis=-1), made["c_states"]
    rng = np.random.default_rng(2)
    dh, dc_in = (rng.standard_normal(c.shape) for _ in range(2))

    def dz(dc, t=None, df=None, slope_g=None):
        t = np.tanh(c) if t is None else t
        parts = dc * g * i * (1 - i), (dc * c_prev if df is None else df) * f * (1 - f)
        slope_g = 1 - g**2 if slope_g is None else slope_g
        return np.concatenate([*parts, dc * i * slope_g, dh * t * o * (1 - o)], axis=-1)

    right = dc_in + dh * o * (1 - np.tanh(c) ** 2)
    edges = dict(of_edges(cell))
    expected = {
        "h to c left out": dz(dc_in),
        "h to c without o": dz(dc_in + dh * (1 - np.tanh(c) ** 2)),
        "c to f with c for c'": dz(right, df=right * c),
        "slope of t of 1": dz(dc_in + dh * o),
        "slope of g of σ": dz(right, slope_g=g * (1 - g)),
    }
    for name, values in expected.items():
        found = gradients(edges[name](cell), cell)[:, : values.shape[-1]]
        np.testing.assert_allclose(found, values, rtol=1e-12, atol=1e-14, err_msg=name)
    early = gradients(of_early_state(cell, "t"), cell)[:, : right.shape[-1] * 4]
    t = np.tanh(c_prev)
    np.testing.assert_allclose(early, dz(dc_in + dh * o * (1 - t**2), t), rtol=1e-12, atol=1e-14)


ARRAYS = dict(zip(COUNTS, (126, 126, 41, 41, 4, 4, 41), strict=True))
"""How many ways of reading a cell's stacked arrays wrongly give numbers of their own."""


@cells
def test_every_way_of_reading_the_arrays_wrongly_changes_the_output(cell):
    weights, x, states = case(cell)
    h, right, found = cell.array_of[cell.output], step(weights, x, states), set()
    for name, changes in of_arrays(cell):
        fields = {
            kind: f"{kind[0].upper() if kind[0] == 'w' else 'b'}{kind[-3:]}" for kind in changes
        }
        arrays = {fields[kind]: change(weights.arrays[kind]) for kind, change in changes.items()}
        assert all(array.shape == getattr(weights, f).shape for f, array in arrays.items())
        if all(np.array_equal(array, getattr(weights, f)) for f, array in arrays.items()):
            continue  # no block is square
        made = step(replace(weights, **arrays), x, states)[h]
        assert np.abs(made - right[h]).max() > 1e-6, name
        found.add(made.round(9).tobytes())
    assert len(found) == ARRAYS[cell]
