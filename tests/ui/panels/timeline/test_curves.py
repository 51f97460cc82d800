"""Dashes of a ghost lie on the curve, and do not depend on the part that is drawn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ui.panels.timeline.tracks.curves import DASH, DASH_AND_GAP, dashed

steps = st.floats(1.0, 40.0)


@given(st.lists(steps, min_size=1, max_size=20), st.floats(0, 500), st.integers(0, 99), st.data())
def test_parts_drawn_at_different_times_have_the_dashes_of_the_whole(widths, left, seed, data):
    x = left + np.concatenate(([0.0], np.cumsum(widths)))
    y = np.random.default_rng(seed).uniform(0, 50, len(x))
    cut = data.draw(st.integers(0, len(x) - 1))
    pixels = np.linspace(x[0], x[-1], 997)
    whole = covered(dashed(x, y), pixels)
    parts = [covered(dashed(x[a], y[a]), pixels) for a in (slice(0, cut + 1), slice(cut, None))]
    assert np.array_equal(np.isnan(whole), np.isnan(parts[0]) & np.isnan(parts[1]))
    drawn = ~np.isnan(whole)
    assert np.allclose(whole[drawn], np.interp(pixels, x, y)[drawn])
    away = np.abs(pixels % DASH_AND_GAP - DASH) > 1e-6
    away &= np.abs((pixels + 0.5 * DASH_AND_GAP) % DASH_AND_GAP - 0.5 * DASH_AND_GAP) > 1e-6
    assert np.array_equal(drawn[away], (pixels % DASH_AND_GAP < DASH)[away])


def covered(curve, pixels):
    """Return the height that is drawn at each pixel; NaN where none is."""
    x, y, connected = curve
    heights = np.full(len(pixels), np.nan)
    for i in np.flatnonzero(connected):
        inside = (x[i] <= pixels) & (pixels <= x[i + 1])
        heights[inside] = np.interp(pixels[inside], x[i : i + 2], y[i : i + 2])
    return heights


def test_what_is_not_finite_is_left_out():
    x, y = np.arange(0.0, 70.0, 10.0), np.array([1, 2, np.nan, 4, np.inf, 6, 7.0])
    points, heights, connected = dashed(x, y)
    assert np.isfinite(heights).all()
    starts = points[:-1][connected[:-1]]
    assert not ((starts >= 10) & (starts < 50)).any()
    assert (starts < 10).any()
    assert (starts >= 50).any()
