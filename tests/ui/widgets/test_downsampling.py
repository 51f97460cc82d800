"""Downsampling: laws of `outermost` and of bands that grow."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ui.widgets.downsampling import (
    Bands,
    block,
    grown,
    outermost,
    outermost_along,
    outermost_rows,
)

FLOATS = st.floats(-100, 100, width=32)
TABLES = arrays(np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=FLOATS)


@given(st.integers(1, 9), st.integers(0, 8), st.integers(1, 40), st.booleans())
def test_the_outermost_of_rows_is_that_of_blocks(size, missing, steps, with_nan):
    missing = min(missing, size - 1)
    values = np.random.default_rng(steps).standard_normal((steps, 3)).astype(np.float32)
    if with_nan:
        values[steps // 2, 1] = np.nan
    starts = np.maximum(np.arange(-missing, steps, size), 0)
    np.testing.assert_array_equal(
        outermost_rows(values, size, missing), outermost(values, starts, axis=0)
    )


@given(TABLES, st.integers(1, 5), st.sampled_from([0.0, 0.5]))
def test_the_outermost_is_the_value_farthest_from_the_middle(values, size, middle):
    starts = np.arange(0, values.shape[1], size)
    result = outermost(values, starts, axis=1, middle=middle)
    for t, row in enumerate(values):
        for place, start in enumerate(starts):
            cells = row[start : start + size]
            assert result[t, place] in cells
            assert abs(result[t, place] - middle) == np.abs(cells - middle).max()


@given(
    arrays(
        np.float32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(width=32)
    ),
    st.integers(1, 5),
    st.sampled_from([0, 1]),
)
def test_the_outermost_along_an_axis_is_that_of_blocks(values, size, axis):
    starts = np.arange(0, values.shape[axis], size)
    found = outermost_along(values, size, axis)
    assert np.array_equal(found, outermost(values, starts, axis), equal_nan=True)


def test_the_outermost_keeps_its_sign_and_lets_nan_win():
    values = np.array([[0.5, -2.0, 1.0, np.nan, 3.0, -3.0]])
    result = outermost(values, np.array([0, 2, 4]), axis=1)
    np.testing.assert_array_equal(result, [[-2.0, np.nan, 3.0]])


@given(st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_grown_is_the_difference(before, now, reverse):
    old, new = (
        (slice(12 - before, 12), slice(12 - now, 12)) if reverse else (slice(before), slice(now))
    )
    old, new = slice(*old.indices(12)[:2]), slice(*new.indices(12)[:2])
    parts = [t for part in grown(old, new) for t in range(part.start, part.stop)]
    assert parts == [t for t in range(new.start, new.stop) if not old.start <= t < old.stop]


@given(TABLES, st.integers(1, 9), st.lists(st.integers(0, 9), max_size=4), st.booleans())
def test_bands_grown_in_any_steps_are_the_bands_of_the_whole(values, pixels, counts, reverse):
    steps = len(values)
    bands = Bands(values, pixels)
    for count in [*(min(count, steps) for count in counts), steps]:
        known = slice(steps - count, steps) if reverse else slice(0, count)
        bands.extend(known)
        assert bands.peak(known) == np.abs(values[known]).max(initial=0)
    starts = np.arange(0, values.shape[1], block(values.shape[1], pixels))
    np.testing.assert_array_equal(bands.values, outermost(values, starts, axis=1))
    assert bands.values.shape[1] <= pixels


def test_a_peak_is_of_finite_values():
    bands = Bands(np.array([[1.0, -np.inf], [np.nan, -7.0]]), 2)
    bands.extend(slice(0, 2))
    assert bands.peak(slice(0, 1)) == 1
    assert bands.peak(slice(0, 2)) == 7
