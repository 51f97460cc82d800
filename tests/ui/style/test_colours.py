"""Colours agree with numbers worked out by hand: places, shades, limits, legends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from ui.style.colours import (
    CLEAR,
    NO_PLACE,
    SHADES,
    ColourMap,
    Scale,
    ends_of,
    limits_of,
    map_of,
    peak_of,
    round_limit,
    shares_of,
    steady_limit,
)
from ui.style.theme import DARK, LIGHT

COLD_HOT = ColourMap(("#0000c8", "#646464", "#ff0000"), "#123456")
"""Colour map: blue below, grey in the middle, red above."""

NAN, INF = float("nan"), float("inf")


def rgb(colour):
    return colour.getRgb()[:3]


# Colour maps


@pytest.mark.parametrize(
    ("place", "colour"),
    [
        (0.0, (0, 0, 200)),
        (0.25, (50, 50, 150)),
        (0.5, (100, 100, 100)),
        (0.6, (131, 80, 80)),
        (0.75, (178, 50, 50)),  # 177.5
        (1.0, (255, 0, 0)),
        (-3.0, (0, 0, 200)),
        (3.0, (255, 0, 0)),
    ],
)
def test_a_colour_lies_between_its_stops_and_stays_beyond_the_ends(place, colour):
    assert rgb(COLD_HOT.at(place)) == colour


def test_shades_reach_from_the_first_stop_to_the_last():
    assert COLD_HOT.shades(5).tolist() == [
        [0, 0, 200],
        [50, 50, 150],
        [100, 100, 100],
        [177, 50, 50],
        [255, 0, 0],
    ]


def test_a_table_has_the_shades_then_what_has_no_place_then_nothing():
    table = COLD_HOT.table.tolist()
    assert (len(table), NO_PLACE, CLEAR) == (256, 254, 255)
    assert table[0] == 0xFF0000C8
    assert table[1] == 0xFF0000C7  # 100 · 2/253 = 0.8 of the way: 0, 0, 199.2
    assert table[253] == 0xFFFF0000
    assert table[252] == 0xFFFD0000  # 253.8, 0.8, 0.8
    assert table[254:] == [0xFF123456, 0]


def test_a_legend_runs_from_the_first_stop_to_the_last():
    first, last = QPointF(10, 0), QPointF(60, 0)
    gradient = COLD_HOT.gradient(first, last)
    assert (gradient.start(), gradient.finalStop()) == (first, last)
    assert [(place, rgb(colour)) for place, colour in gradient.stops()] == [
        (0.0, (0, 0, 200)),
        (0.5, (100, 100, 100)),
        (1.0, (255, 0, 0)),
    ]


# Values on a map


def test_signed_values_are_indexed_from_the_lower_limit_to_the_upper_one():
    values = np.array([-2.0, -1.0, 0.0, 1.0, 1.99, 2.0], np.float32)
    # 253 · (value + 2) / 4 = 0, 63.25, 126.5, 189.75, 252.4, 253
    assert Scale(COLD_HOT, (-2.0, 2.0)).index(values).tolist() == [0, 63, 127, 190, 252, 253]


def test_bounded_values_are_indexed_from_0_to_1():
    values = np.array([0.0, 0.001, 0.002, 0.25, 0.5, 0.997, 0.999, 1.0])
    # 253 · value = 0, 0.25, 0.51, 63.25, 126.5, 252.2, 252.7, 253
    wanted = [0, 0, 1, 63, 127, 252, 253, 253]
    assert Scale(COLD_HOT, (0.0, 1.0)).index(values).tolist() == wanted


def test_values_beyond_the_limits_have_the_colours_of_the_ends():
    scale = Scale(COLD_HOT, (-2.0, 2.0))
    assert scale.index(np.array([-2.1, -1e30, 2.1, 1e30])).tolist() == [0, 0, 253, 253]
    assert scale.places(np.array([-9.0, 9.0, -INF, INF])).tolist() == [0, 1, 0, 1]
    assert rgb(scale.colour(-7.0)) == (0, 0, 200)
    assert rgb(scale.colour(7.0)) == (255, 0, 0)


def test_what_is_not_finite_has_no_place():
    scale = Scale(COLD_HOT, (-2.0, 2.0))
    assert scale.index(np.array([NAN, INF, -INF])).tolist() == [NO_PLACE] * 3
    assert scale.index(np.array([NAN, 2.0]), 256).tolist() == [256, 255]
    assert np.isnan(scale.places(np.array([NAN]))).all()
    assert rgb(scale.colour(NAN)) == rgb(scale.colour(-INF)) == (0x12, 0x34, 0x56)


def test_a_signalling_nan_of_a_file_has_no_place():
    """To convert it tells numpy of an invalid value, of which no one need hear."""
    values = np.array([0x7FA00000, 0x3F800000], np.uint32).view(np.float32)
    assert Scale(map_of(LIGHT, "c"), (-1, 1)).index(values).tolist() == [NO_PLACE, SHADES - 1]


def test_one_value_has_the_colour_between_the_shades():
    scale = Scale(COLD_HOT, (-4.0, 4.0))
    assert rgb(scale.colour(-4.0)) == (0, 0, 200)
    assert rgb(scale.colour(-2.0)) == (50, 50, 150)
    assert rgb(scale.colour(0.0)) == (100, 100, 100)
    assert rgb(scale.colour(0.8)) == (131, 80, 80)


def test_where_all_is_zero_its_colour_is_the_middle():
    scale = Scale(COLD_HOT, (-0.0, 0.0))
    assert scale.index(np.zeros(2)).tolist() == [127, 127]
    assert rgb(scale.colour(0.0)) == (100, 100, 100)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_largest_numbers_lie_at_the_ends(dtype):
    top = np.finfo(dtype).max
    scale = Scale(COLD_HOT, limits_of("c", float(top), steady_limit))
    assert scale.index(np.array([-top, 0, top], dtype)).tolist() == [0, 127, 253]


# Choice of map and limits


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_gate_has_its_own_map_and_what_is_signed_one_together(theme):
    roles = {"i": "write", "f": "keep", "o": "out"}
    wanted = {gate: theme.gate_stops[role] for gate, role in roles.items()}
    signed = ("g", "c", "m", "h", "x", "z_i", "z_f", "z_g", "z_o", None)
    wanted |= dict.fromkeys(signed, theme.signed_stops)
    for quantity, stops in wanted.items():
        assert map_of(theme, quantity) == ColourMap(stops, theme.no_place)
    assert len({map_of(theme, quantity) for quantity in wanted}) == 4


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_answers_and_losses_have_a_map_of_their_own_from_0_on(theme):
    """p and a loss have no sign; y, which has one, is coloured like c."""
    for quantity in ("p", "loss"):
        assert map_of(theme, quantity) == ColourMap(theme.answer_stops, theme.no_place)
    assert map_of(theme, "y") == map_of(theme, "c") != map_of(theme, "p")


def test_the_colours_of_values_are_those_of_the_design():
    values = {"f": (0.0, 0.5, 1.0), "o": (0.25, 0.75), "c": (-1.0, -0.5, 0.0, 0.5, 1.0)}
    seen = {
        quantity: [map_of(LIGHT, quantity).at(v if quantity in "fo" else (v + 1) / 2) for v in of]
        for quantity, of in values.items()
    }
    assert {quantity: [colour.name() for colour in of] for quantity, of in seen.items()} == {
        "f": ["#f1f3f6", "#dba489", "#ba5200"],
        "o": ["#e0cadb", "#bb7aa6"],
        "c": ["#2a3a94", "#8f9fd6", "#f1f3f6", "#e2929f", "#b0183c"],
    }


def test_limits_are_0_and_1_of_shares_from_0_of_losses_and_else_symmetric_and_round():
    assert [limits_of(gate, 0.37) for gate in "ifo"] == [(0.0, 1.0)] * 3
    assert limits_of("c", 0.37) == limits_of(None, 0.37) == (-0.4, 0.4)
    assert limits_of("f", 0.37, steady_limit) == (0.0, 1.0)
    assert limits_of("c", 2.3, steady_limit) == (-4.0, 4.0)
    assert limits_of("p", 0.37) == (0.0, 1.0)
    assert limits_of("loss", 0.37) == (0.0, 0.4)
    assert limits_of("loss", 2.3, steady_limit) == (0.0, 4.0)
    assert limits_of("y", 0.37) == (-0.4, 0.4)


@pytest.mark.parametrize(
    ("peak", "limit"),
    [
        (0.00101, 0.0015),
        (0.37, 0.4),
        (0.4, 0.4),
        (1.0, 1.0),
        (1.2, 1.5),
        (2.1, 3.0),
        (7.0, 8.0),
        (8.1, 10.0),
        (41.0, 50.0),
        (550.0, 600.0),
    ],
)
def test_a_limit_is_the_next_round_number(peak, limit):
    assert round_limit(peak) == limit


@given(st.floats(1e-30, 1e30))
def test_a_round_limit_is_close_above(peak):
    limit = round_limit(peak)
    assert peak <= limit <= 1.51 * peak
    assert float(f"{limit:.1e}") == limit


@pytest.mark.parametrize("peak", [0.0, NAN, INF])
def test_without_a_peak_the_limit_is_1(peak):
    assert round_limit(peak) == 1


@pytest.mark.parametrize(
    ("peak", "limit"), [(0.0, 1), (0.3, 1), (1.0, 1), (1.1, 2), (2.0, 2), (2.5, 4), (5.0, 8)]
)
def test_a_steady_limit_is_the_next_power_of_two(peak, limit):
    assert steady_limit(peak) == limit


def test_a_peak_is_the_largest_finite_magnitude():
    assert peak_of(np.array([[0.5, -3.0], [2.0, 1.0]])) == 3
    assert peak_of(np.array([0.5, NAN, -INF, -0.75])) == 0.75
    assert peak_of(np.array([NAN])) == peak_of(np.empty(0)) == 0


@pytest.mark.parametrize("shape", [(400_000,), (100_000, 4), (3, 150_000), (1, 400_000)])
def test_the_largest_magnitude_of_many_values_is_that_of_all_their_parts(shape):
    values = np.zeros(shape, np.float32)
    flat = values.reshape(-1)
    for place in (0, 131_071, 131_072, 262_143, len(flat) - 1):
        flat[:] = NAN
        flat[[place, 7]] = -3, 2
        assert peak_of(values) == 3


# The ends of a gate, shares of a bound


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("gate", "ifo")
def test_a_gate_is_closed_below_a_tenth_and_open_above_nine(theme, gate):
    ends = ends_of(theme, gate)
    values = np.array([0.0, 0.09, 0.1, 0.5, 0.9, 0.91, 1.0, NAN, INF])
    closed, between, opened, missing = (
        0xFF000000 | int(colour[1:], 16)
        for colour in (theme.wire, theme.zero, theme.colour(gate).name(), theme.no_place)
    )
    assert ends.table[ends.index(values)].tolist() == [
        *[closed] * 2, *[between] * 3, *[opened] * 2, *[missing] * 2,
    ]  # fmt: skip
    assert ends.table[CLEAR] == 0


def test_shares_are_coloured_by_their_decade_down_to_a_thousandth():
    shares = np.array([0.0, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 1.01, INF, NAN])
    # 253 · (3 + log10 of the share) / 3 = 0, 0, 0, 84.3, 168.7, 253
    wanted = [0, 0, 0, 84, 169, 253, NO_PLACE, NO_PLACE, CLEAR]
    assert shares_of(LIGHT).index(shares).tolist() == wanted


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_share_above_1_is_bad(theme):
    scale = shares_of(theme)
    assert scale.colour(1.0).name() == theme.faint
    assert scale.colour(0.0).name() == theme.zero
    assert scale.colour(1.5).name() == scale.colour(INF).name() == theme.bad
