"""Colours of gradients: whole decades can be counted, signs are hues, NaN has its own colour."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.style import theme
from ui.style.colours import NO_PLACE
from ui.style.decades import STEPS, WIDTHS, Cover, DecadeCounts, DecadeRange, scale_of

RANGE = DecadeRange(top=-1, width=2)


@pytest.mark.parametrize(
    ("value", "step"),
    [
        (0.1, 6),
        (0.05, 6),
        (0.0011, 6),
        (0.00099, 5),
        (-0.05, -6),
        (2e-12, 1),
        (0.99e-13, 0),
        (1e-300, 0),
        (0.0, 0),
        (5.0, 6),
    ],
)
def test_a_step_is_some_whole_decades(value, step):
    assert RANGE.steps(np.array([value])).item() == step


@given(st.integers(-50, 40), st.sampled_from(WIDTHS), st.integers(0, STEPS - 1), st.booleans())
def test_the_nearest_sizes_in_float32_fall_as_their_exact_values_do(top, width, step, minus):
    reach = DecadeRange(top, width)
    with np.errstate(over="ignore"):
        edge = np.float32(10.0 ** (reach.bottom + step * width))
    near = np.array([np.nextafter(edge, np.float32(0)), edge, np.nextafter(edge, np.float32(2))])
    values = near[np.isfinite(near)] * np.float32(-1 if minus else 1)
    np.testing.assert_array_equal(reach.steps(values), reach.steps(values.astype(np.float64)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_many_gradients_have_the_steps_that_each_has_alone(dtype):
    random = np.random.default_rng(0)
    values = random.normal(size=2000) * 10.0 ** random.uniform(-12, 4, 2000)
    edges = [sign * 10.0**n for n in range(-14, 2) for sign in (1, -1)]
    beside = [np.nextafter(edge, end) for edge in edges for end in (-np.inf, np.inf)]
    values = np.append(values, [0.0, -0.0, np.inf, -np.inf, np.nan, *edges, *beside]).astype(dtype)
    alone = [RANGE.steps(np.array([value])).item() for value in values]
    assert RANGE.steps(values).tolist() == alone


@given(st.lists(st.floats(1e-30, 1e30), min_size=1, max_size=40))
def test_the_strongest_step_holds_the_largest_gradient(sizes):
    values = np.array(sizes) * np.where(np.arange(len(sizes)) % 2, -1, 1)
    reach = DecadeRange.of(values)
    assert 10.0**reach.top * (1 + 1e-12) >= max(sizes) > 10.0 ** (reach.top - 1) * (1 - 1e-12)
    assert abs(reach.steps(values)).max() == STEPS
    most = 0.2 * (len(sizes) - 1)
    without_colour = {
        width: np.count_nonzero(DecadeRange(reach.top, width).steps(values) == 0)
        for width in WIDTHS
    }
    assert reach.width == 8 or without_colour[reach.width] <= most
    assert all(without_colour[width] > most for width in WIDTHS if width < reach.width)


SIZES = st.lists(st.floats(1e-30, 1e30) | st.just(0.0), min_size=1, max_size=40)


@given(SIZES, st.integers(-30, 31), st.sampled_from(WIDTHS), st.integers(0, 40))
def test_a_range_serves_what_would_not_make_it_grow(sizes, top, width, parted):
    reach, values = DecadeRange(top, width), np.array(sizes)
    cover = Cover(reach)
    for part in (values[:parted], values[parted:]):
        cover.add(part)
    own = DecadeRange.of(values)
    if cover.serves:
        assert reach.grown(own) == reach
    if own == reach:
        assert cover.serves == bool(values.any())


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_what_is_no_number_is_left_to_a_count(odd):
    cover = Cover(RANGE)
    cover.add(np.array([0.05, odd]))
    assert not cover.serves


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_each_step_has_a_colour_of_its_own_and_zero_that_of_the_paper(colours):
    scale = scale_of(colours, RANGE)
    names = [colour.name() for colour in scale.colours]
    assert len({*names}) == 2 * STEPS + 1
    assert names[STEPS] == colours.signed_stops[2]
    assert names[0] == colours.signed_stops[0]
    assert names[-1] == colours.signed_stops[-1]
    values = np.array([0.05, -0.05, 0.0, np.nan, np.inf])
    index = scale.index(values)
    assert index.tolist() == [2 * STEPS, 0, STEPS, NO_PLACE, NO_PLACE]
    painted = [f"#{int(scale.table[k]) & 0xFFFFFF:06x}" for k in index[:3]]
    assert painted == [scale.colour(v).name() for v in values[:3].tolist()]
    assert scale.colour(np.nan).name() == colours.warn


def test_heights_are_mirrored_logarithms():
    heights = RANGE.heights(np.array([0.1, -0.1, 1e-7, 1e-13, -1e-14, 0.0, np.nan]))
    np.testing.assert_allclose(heights[:6], [1, -1, 0.5, 0, 0, 0], atol=1e-12)
    assert np.isnan(heights[6])


@given(st.lists(st.floats(1e-30, 1e30) | st.just(0.0), min_size=1, max_size=40), st.data())
def test_gradients_that_come_in_parts_have_the_range_of_all(sizes, data):
    values, cut = np.array(sizes), data.draw(st.integers(0, len(sizes)))
    counts = DecadeCounts()
    for part in (values[:cut], values[cut:], np.array([np.nan, np.inf, 0.0])):
        counts.add(part)
    assert counts.range() == DecadeRange.of(values)
    assert counts.range(4) == DecadeRange.of(values, 4)


def test_a_range_grows_only():
    grown = DecadeRange(2, 1).grown(DecadeRange(-3, 4))
    assert (grown.top, grown.width, grown.bottom) == (2, 4, -22)
