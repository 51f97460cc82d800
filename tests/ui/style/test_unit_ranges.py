"""Ranges of units: read as they are written, and refused in a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.style.unit_ranges import parse_units, units_text


@given(st.sets(st.integers(0, 30), max_size=8))
def test_units_are_read_as_they_are_written(units):
    assert set(parse_units(units_text(tuple(sorted(units))), 31, 8)) == units


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "is not a unit"),
        ("1-", "is not a unit"),
        ("-1", "is not a unit"),
        ("32", "not one of the units 0–31"),
        ("5-3", "not one of"),
        ("0-8", "at most 8"),
        ("0-3, 10-14", "9 units are too many"),
        ("٣", "is not a unit"),
    ],
)
def test_what_can_not_be_meant_is_said(text, message):
    with pytest.raises(ValueError, match=message):
        parse_units(text, 32, 8)
