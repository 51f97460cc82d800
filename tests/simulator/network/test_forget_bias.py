"""Forget bias: set in every lane, read where all units have the same, refused without biases."""

import numpy as np
import pytest

from simulator.cells.sheet import Cell, row
from simulator.network.config import LSTMConfig
from simulator.network.initialisers import Draws
from simulator.network.refills import REFILLS, forget_bias_of, with_forget_bias
from tests.simulator.experiments import random_parameters


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_only_the_rows_of_f_take_the_bias_in_every_lane(dtype):
    config = LSTMConfig(2, 3, 2, bidirectional=True, proj_size=2)
    before = random_parameters(config, 5, dtype)
    after = with_forget_bias(before, 3.0)
    for name, array in before.arrays.items():
        expected = array.copy()
        if name.startswith("bias"):
            expected[3:6] = 3 if name.startswith("bias_ih") else 0
        np.testing.assert_array_equal(after[name], expected)
        assert after[name].dtype == dtype
    assert forget_bias_of(after) == 3


def test_one_unit_that_differs_leaves_no_forget_bias():
    parameters = with_forget_bias(random_parameters(LSTMConfig(2, 3), 5, np.float64), 1.0)
    assert forget_bias_of(parameters.with_value("bias_hh_l0", (5,), 0.5)) is None
    assert forget_bias_of(parameters.with_value("bias_hh_l0", (6,), 0.5)) == 1
    assert forget_bias_of(random_parameters(LSTMConfig(2, 3, bias=False), 5, np.float64)) is None


def test_without_biases_there_is_none_to_set():
    with pytest.raises(ValueError, match="bias=False"):
        with_forget_bias(random_parameters(LSTMConfig(2, 3, bias=False), 1, np.float64), 1.0)


def sum_of(gate):
    return row(f"a_{gate} = W_i{gate}@x + b_i{gate} + W_h{gate}@h' + b_h{gate}")


KEEPS = Cell(
    "one gate",
    ("h",),
    (
        sum_of("z"),
        row("z = σ(a_z)", role="keep"),
        sum_of("n"),
        row("n = tanh(a_n)", role="candidate"),
        row("u = 1 - z", kept=False),
        row("h = z*h' + u*n", role="state"),
    ),
    {"torch": "nz"},
)
KEEPS_NOTHING = Cell(
    "no gate",
    ("h",),
    (row("a = W_ih@x + b_ih + W_hh@h' + b_hh"), row("h = tanh(a)", role="state")),
    {"torch": "h"},
)


@pytest.mark.parametrize(("cell", "expected"), [(KEEPS, [5, 5, 1, 1]), (KEEPS_NOTHING, [5, 5])])
def test_the_gate_that_keeps_takes_the_bias_and_no_other(cell, expected):
    array, draws = np.full(len(expected), 5.0), Draws(0, np.float64)
    filled = REFILLS["forget_bias"].fill(array, "bias_ih", 2, draws, cell)
    assert filled.tolist() == expected
