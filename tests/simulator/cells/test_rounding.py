"""A step in half precision: which of its numbers have no more digits is a rule for all cells."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from simulator.cells.edges import WrongCell
from simulator.cells.interventions import HeldValues, KeptInputs, StepInterventions
from simulator.cells.lstm import lstm
from simulator.cells.mistakes import projecting, with_rows
from simulator.cells.sheet import Factor, Term, row
from simulator.cells.step import rounded_step, step
from tests.simulator.cells.test_mistakes import INPUTS, ROWS, UNITS, case, cells

RULES = ("results", "states", "gates")


def is_half(array):
    """Return True for numbers that float16 has."""
    return np.array_equal(array.astype(np.float16).astype(array.dtype), array)


def parts(found, cell):
    """Return the recorded numbers of a step by key."""
    names = ((name, keys) for name, keys in cell.arrays.items())
    pairs = ((keys, np.split(found[name], len(keys), axis=-1)) for name, keys in names)
    return {key: part for keys, of in pairs for key, part in zip(keys, of, strict=True)}


@cells
@pytest.mark.parametrize("rounds", RULES)
def test_a_step_in_half_precision_is_near_the_exact_one(cell, rounds):
    """Which results have no more digits than float16 is a rule for all cells."""
    weights, x, states = case(cell, np.float32)
    right = step(weights, x, states)
    found = rounded_step(weights, "float16", rounds)(x, states)
    half = {"results": set(right), "states": {cell.array_of[s] for s in cell.states}}
    half["gates"] = {"z"} | ({"gates"} & set(right))
    for name, array in found.items():
        np.testing.assert_allclose(array, right[name], rtol=0.02, atol=0.02)
        assert is_half(array) or name not in half[rounds], name


def test_a_sum_with_more_than_the_others_is_rounded_by_itself():
    """A peephole of f: its sum is in float32 where only products of matrices are rounded."""
    right = lstm()
    peephole = replace(right.row["z_f"], terms=(*right.row["z_f"].terms, Term((Factor("c'"),))))
    cell = with_rows(right, [peephole])
    weights, x, states = case(cell, np.float32)
    for rounds, wide in (("results", set()), ("gates", {"z_f", "f"})):
        found = parts(rounded_step(weights, "float16", rounds)(x, states), cell)
        keys = {*cell.sums, *cell.gate_of.values()}
        assert {key for key in keys if not is_half(found[key])} == wide


@pytest.mark.parametrize("gate", "ifgo")
def test_of_the_gates_only_the_one_that_a_matrix_multiplies_is_rounded(gate):
    cell = projecting(lstm(projected=True), gate)
    weights, x, states = case(lstm(projected=True), np.float32)
    found = rounded_step(weights.of_cell(cell), "float16", "states")(x, states)
    gates = parts(found, cell)
    assert [key for key in "ifgo" if is_half(gates[key])] == [gate]


@pytest.mark.parametrize("rounds", ["results", "gates"])
def test_a_sum_without_a_cut_connection_is_rounded_too(rounds):
    weights, x, states = case(lstm(), np.float32)
    rows, kept = np.ones(ROWS, bool), np.ones((ROWS, INPUTS), bool)
    kept[:, 0] = False
    cut = StepInterventions(cuts={0: KeptInputs(rows, kept, np.ones((ROWS, UNITS), bool))})
    made = rounded_step(weights, "float16", rounds)
    assert is_half(made(x, states, cut)["z"])
    assert not np.array_equal(made(x, states, cut)["z"], made(x, states)["z"])


@pytest.mark.parametrize("rounds", [None, *RULES])
def test_a_hold_on_a_copy_does_not_change_what_it_copies(rounds):
    """A wrong cell whose h is o: a hold on h leaves o as it is."""
    right = lstm()
    cell = with_rows(right, [row("h = o", role="state", width="R")])
    weights, x, states = case(right, np.float32)
    wrong, where = weights.of_cell(cell), np.ones((ROWS, UNITS), bool)
    held = StepInterventions({"h": HeldValues(where, np.full((ROWS, UNITS), 9, np.float32))})
    take = partial(step, wrong) if rounds is None else rounded_step(wrong, "float16", rounds)
    made, free = take(x, states, held), take(x, states)
    np.testing.assert_array_equal(made["gates"], free["gates"])
    assert (made["h_states"] == 9).all()


def test_biases_are_taken_together_only_where_a_sum_has_one_of_each():
    weights, x, states = case(lstm())
    together = weights.with_one_bias()
    assert together.b_hh is None
    for name, array in step(weights, x, states).items():
        np.testing.assert_allclose(step(together, x, states)[name], array, rtol=1e-12)
    turned = (row(f"z_{g} = W_h{g}@h' + b_h{g} + W_i{g}@x + b_i{g}") for g in "ifgo")
    other = weights.of_cell(with_rows(lstm(), turned))
    np.testing.assert_allclose(
        step(other.with_one_bias(), x, states)["z"], step(other, x, states)["z"], rtol=1e-12
    )
    lacking = (row(f"z_{g} = W_i{g}@x + b_i{g} + W_h{g}@h'") for g in "ifgo")
    wrong = weights.of_cell(with_rows(lstm(), lacking))
    assert isinstance(wrong.with_one_bias().cell, WrongCell)
    assert wrong.with_one_bias() is wrong
