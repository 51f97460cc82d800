"""Histograms of activations count every argument once, whole or in parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from simulator.analysis.activation_histogram import BINS, REACH, empty, histogram_of, middles
from simulator.cells.functions import sigmoid

FUNCTIONS = {"σ": sigmoid, "tanh": np.tanh}
floats = st.floats(-30, 30, width=32) | st.sampled_from([np.nan, np.inf, -np.inf])


def count(function, arguments):
    with np.errstate(all="ignore"):
        return histogram_of(function, arguments, FUNCTIONS[function](arguments))


@given(
    st.sampled_from(sorted(FUNCTIONS)),
    arrays.arrays(np.float32, st.tuples(st.integers(0, 6), st.integers(1, 5)), elements=floats),
    st.integers(0, 6),
)
def test_every_argument_is_counted_once_in_its_part(function, arguments, cut):
    whole = count(function, arguments)
    assert whole.total == arguments.size
    assert whole.undefined == np.isnan(arguments).sum()
    numbers = arguments[~np.isnan(arguments)]
    edges = middles(function)[:-1] + REACH[function] / BINS
    # An argument on an edge may be rounded into either part.
    below = np.cumsum(whole.counts)[:-1]
    assert (below >= [np.count_nonzero(numbers < edge - 1e-5) for edge in edges]).all()
    assert (below <= [np.count_nonzero(numbers < edge + 1e-5) for edge in edges]).all()

    first, second = count(function, arguments[:cut]), count(function, arguments[cut:])
    for same in (first + second, whole + empty(function), (whole - first) + first):
        assert np.array_equal(same.counts, whole.counts)
        assert (same.left, same.right, same.undefined) == (
            whole.left,
            whole.right,
            whole.undefined,
        )


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_each_part_holds_its_own_middle(function):
    for dtype in (np.float32, np.float64):
        counted = count(function, middles(function).astype(dtype))
        assert counted.counts.tolist() == [1] * BINS


def test_ends_are_those_of_the_values():
    gate = count("σ", np.array([-2.2, -2.19, 0.0, 2.19, 2.2, 50.0]))
    assert (gate.left, gate.right) == (1, 2)
    candidate = count("tanh", np.array([-1.48, -1.46, 0.0, 1.46, 1.48, np.inf]))
    assert (candidate.left, candidate.right) == (1, 2)
