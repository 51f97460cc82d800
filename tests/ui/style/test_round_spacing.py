"""Labels stand at round distances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.style.round_spacing import round_spacing


@given(st.floats(0, 1e9))
def test_a_spacing_is_one_two_or_five(least):
    spacing = round_spacing(least)
    assert spacing >= least
    assert str(spacing).rstrip("0") in {"1", "2", "5"}
    assert spacing == 1 or spacing < 2.5 * least + 1


@pytest.mark.parametrize(
    ("least", "spacing"), [(0.5, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, 100)]
)
def test_a_spacing_is_the_smallest_that_suffices(least, spacing):
    assert round_spacing(least) == spacing
