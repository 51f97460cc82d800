"""Axis of timesteps: its labels stand at round distances."""

from hypothesis import given
from hypothesis import strategies as st

from ui.panels.timeline.axis import round_spacing


@given(st.floats(0, 1e9))
def test_a_spacing_is_one_two_or_five(least):
    spacing = round_spacing(least)
    assert spacing >= least
    assert str(spacing).rstrip("0") in {"1", "2", "5"}
    assert spacing == 1 or spacing < 2.5 * least + 1
