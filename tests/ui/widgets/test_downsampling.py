"""Downsampling: laws of `outermost` and of bands that grow."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ui.widgets.downsampling import (
    NOTHING,
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


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_outermost_keeps_its_sign_and_lets_nan_win(dtype):
    values = np.array([[0.5, -2.0, 1.0, np.nan, 3.0, -3.0, -np.inf, 7.0, -np.inf, np.inf]], dtype)
    result = outermost(values, np.array([0, 2, 4, 6, 8]), axis=1)
    np.testing.assert_array_equal(result, [[-2.0, np.nan, 3.0, -np.inf, np.inf]])
    assert result.dtype == dtype


@given(st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_grown_is_the_difference(before, now, reverse):
    old, new = (
        (slice(12 - before, 12), slice(12 - now, 12)) if reverse else (slice(before), slice(now))
    )
    old, new = slice(*old.indices(12)[:2]), slice(*new.indices(12)[:2])
    parts = [t for part in grown(old, new) for t in range(part.start, part.stop)]
    assert parts == [t for t in range(new.start, new.stop) if not old.start <= t < old.stop]


def length(part):
    return part.stop - part.start


@given(
    st.integers(1, 700),
    st.integers(1, 5),
    st.integers(1, 5),
    st.sampled_from([1, 3, 15, 16, 17, 40, 300]),
    st.lists(st.integers(0, 700), max_size=4),
    st.booleans(),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([None, 1, 100, 1000]),
    st.data(),
)
def test_bands_grown_in_any_steps_are_those_of_blocks(
    steps, width, pixels, size, counts, reverse, middle, most, data
):
    values = np.random.default_rng(steps).standard_normal((steps, width)).astype(np.float32)
    values = np.round(values, 1)  # so that some are equally far from the middle
    values[steps // 2, 0] = data.draw(st.sampled_from([0.0, np.nan, np.inf, -np.inf]))
    seen = np.full_like(values, np.nan)  # nothing else may be read
    bands = Bands(seen, pixels, middle)
    starts = np.arange(0, width, block(width, pixels))
    assert bands.count == len(starts) <= pixels
    for count in [*sorted(min(count, steps) for count in counts), steps]:
        known = slice(steps - count, steps) if reverse else slice(0, count)
        seen[known] = values[known]
        first = data.draw(st.integers(0, steps))
        bands.extend(known, most, first)
        while most is not None and length(bands.known) < count:
            before = length(bands.known)
            bands.extend(data.draw(st.sampled_from([known, NOTHING, slice(steps, steps)])), most)
            assert before <= length(bands.known) <= before + max(1, most // width)
            bands.extend(known, most)
            assert before < length(bands.known)
        assert bands.known == known or count == 0
        banded = outermost(values[known], starts, axis=1, middle=middle)
        assert bands.peak(known) == np.abs(banded[np.isfinite(banded)]).max(initial=0)
        if count == 0:
            continue
        first = data.draw(st.integers(known.start, known.stop - 1))
        part = slice(first, data.draw(st.integers(first + 1, known.stop)))
        columns = np.arange(part.start // size, -(-part.stop // size)) * size
        expected = outermost(values[part], np.maximum(columns - first, 0), 0, middle)
        np.testing.assert_array_equal(
            bands.columns(part, size), outermost(expected, starts, axis=1, middle=middle)
        )


def test_bands_of_few_columns_are_read_from_few_rows():
    class Counted:
        """Values that count how many of their rows are read."""

        shape, dtype, read = (100_000, 2), np.dtype(np.float32), 0

        def __len__(self):
            return 100_000

        def __getitem__(self, key):
            rows = np.arange(100_000, dtype=np.float32)[key]
            self.read += len(rows)
            return np.column_stack((rows, -rows))

    values = Counted()
    bands = Bands(values, 2)
    bands.extend(slice(0, 100_000))
    values.read = 0
    assert bands.columns(slice(0, 99_999), 1000)[:, 0].tolist() == [
        *range(999, 99_000, 1000),
        99_998,
    ]
    assert 0 < values.read < 5000
    values.read = 0
    bands.columns(slice(0, 50_001), 1000)
    assert values.read < 50


def test_a_peak_is_of_finite_values():
    bands = Bands(np.array([[1.0, -np.inf], [np.nan, -7.0]]), 2)
    bands.extend(slice(0, 2))
    assert bands.peak(slice(0, 1)) == 1
    assert bands.peak(slice(0, 2)) == 7
