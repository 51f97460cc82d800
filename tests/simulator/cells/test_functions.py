"""Functions of rows: what they compute, how steep they are, and that both tables have them."""

import numpy as np
import pytest

from simulator.cells.functions import ARGUMENT, FUNCTIONS, RESULT, ROOM
from simulator.cells.sheet import CURVES

names = pytest.mark.parametrize("name", FUNCTIONS)


def test_a_function_has_numbers_and_letters():
    assert FUNCTIONS.keys() == CURVES.keys()


@names
def test_the_slope_is_that_of_small_differences(name):
    function, x, e = FUNCTIONS[name], np.linspace(-4, 4, 81) + 0.013, 1e-6
    by_differences = (function(x + e) - function(x - e)) / (2 * e)
    np.testing.assert_allclose(function.slope(function(x)), by_differences, atol=1e-8)


@names
def test_the_slope_in_letters_is_that_of_the_numbers(name):
    y = FUNCTIONS[name](np.linspace(-3, 3, 7))
    written = CURVES[name].slope.format(y="y", square="y**2").replace("−", "-").replace("y(", "y*(")
    np.testing.assert_allclose(FUNCTIONS[name].slope(y), eval(written)[0] if name == "relu"
                               else eval(written), atol=1e-12)  # fmt: skip


@names
def test_a_gradient_goes_through_what_is_not_a_number(name):
    """Only 0 may stop it, and NaN is not 0: torch does so too."""
    slope = FUNCTIONS[name].slope(np.array([np.nan]))
    assert slope[0] != 0


@names
def test_no_value_is_beyond_the_range(name):
    low, high = CURVES[name].bounded
    y = FUNCTIONS[name](np.array([-1e30, -800.0, -1.0, 0.0, 1.0, 800.0, 1e30]))
    assert ((low <= y) & (y <= high)).all()


@names
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_calls_compute_the_value_within_an_ulp_or_two(name, dtype):
    x = np.linspace(-30, 30, 301).astype(dtype)
    arrays = {ARGUMENT: x, ROOM: np.empty_like(x), RESULT: np.empty_like(x)}
    arrays |= {"0": dtype(0), "1": dtype(1)}
    for ufunc, operands in FUNCTIONS[name].calls:
        *given, result = (arrays[operand] for operand in operands)
        ufunc(*given, out=result)
    np.testing.assert_allclose(arrays[RESULT], FUNCTIONS[name](x), rtol=4 * np.finfo(dtype).eps)
