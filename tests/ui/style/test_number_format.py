"""Number format: numbers as they are written and read."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.style import number_format


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_exact_reads_back_to_the_same_float32(value):
    value = np.float32(value)
    assert (
        number_format.parse_as(number_format.exact(value), np.dtype("f4")).tobytes()
        == value.tobytes()
    )


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_exact_reads_back_to_the_same_float64(value):
    value = np.float64(value)
    assert (
        number_format.parse_as(number_format.exact(value), np.dtype("f8")).tobytes()
        == value.tobytes()
    )


@given(st.floats(-1e300, 1e300), st.integers(1, 4))
def test_short_is_near_short_and_zero_only_for_zero(value, decimals):
    text = number_format.short(value, decimals)
    read = float(text.replace(number_format.MINUS, "-"))
    assert math.isclose(read, value, rel_tol=0.06, abs_tol=0.51 * 10**-decimals)
    assert (read == 0) == (value == 0)
    assert len(text) <= 9


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-3", 1e-3), ("-.5", -0.5), ("0,25", 0.25), (" +2 ", 2.0), ("−3", -3.0), ("7.", 7.0)],
)
def test_parse_understands_what_people_type(text, value):
    assert number_format.parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "  ", "nan", "inf", "1,2,3", "1.2,3", "two", "0x10", "1e999", "١"]
)
def test_parse_refuses_the_rest_in_words(text):
    with pytest.raises(ValueError, match=r"\w"):
        number_format.parse(text)


def test_parse_as_refuses_what_the_dtype_can_not_hold():
    with pytest.raises(ValueError, match="too large for float32"):
        number_format.parse_as("1e39", np.dtype("f4"))


def test_zero_has_no_sign():
    assert (number_format.signed(0.0), number_format.signed(-0.0)) == ("0.00", "0.00")
    assert (number_format.signed(0.5), number_format.signed(-0.5)) == (
        "+0.50",
        f"{number_format.MINUS}0.50",
    )


# Decimals that the user has chosen


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (0.5, ("0.50", "0.50", "0.5000", "0.500000")),
        (-12.3456789, ("−12.35", "−12.35", "−12.3457", "−12.3457")),
        (123456.0, ("1.2e5", "1.2e5", "1.2e5", "1.2e5")),
        (0.000123, ("1.2e−4", "1.2e−4", "0.0001", "0.000123")),
        (math.inf, ("inf", "inf", "inf", "inf")),
    ],
)
def test_chosen_decimals_are_written_as_far_as_seven_digits_go(value, texts):
    written = []
    for decimals in (None, 2, 4, 6):
        number_format.set_decimals(decimals)
        written.append(number_format.short(value))
    assert tuple(written) == texts


def test_places_with_decimals_of_their_own_follow_or_keep_them():
    assert number_format.short(0.5, 1) == "0.5"
    assert number_format.choices((3, 2)) == (3, 2)
    number_format.set_decimals(4)
    assert number_format.short(0.5, 1) == "0.5000"
    assert number_format.fixed(0.5, 1) == "0.5"
    assert number_format.choices((3, 2)) == (4, 3, 2)
    number_format.set_decimals(2)
    assert number_format.choices((3, 2)) == (2,)
    assert number_format.choices((1,)) == (2, 1)
    assert number_format.signed(0.5) == "+0.50"


@pytest.mark.parametrize(
    ("value", "most", "text"),
    [
        (0.25, 5, "0.25"),
        (4.04e-4, 5, "4e−4"),
        (-4.04e-4, 5, "−4e−4"),
        (4.04e-4, 6, "4.0e−4"),
        (float("nan"), 2, "nan"),
    ],
)
def test_a_compact_number_gives_up_digits_before_room(value, most, text):
    assert number_format.compact(value, 2, most) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"), (-30, "−30"), (-0.125, "−0.125"), (2**-7, "0.008"), (-(2**-7), "−0.008"),
        (2**-20, "9.5e−7"), (-(2**-20), "−9.5e−7"), (2.0**20, "1.0e6"), (0, "0"), (1e-12, "1e−12"),
    ],
)  # fmt: skip
def test_the_end_of_a_scale_is_short(value, text):
    assert number_format.scale_end(value) == text
