"""Numbers in a grid: all of them, none of them cut."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from ui.panels.cell.number_grid import fit_numbers


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=20),
    st.floats(10, 400),
    st.floats(5, 120),
)
def test_numbers_in_a_grid_are_never_cut(values, width, height):
    grid = fit_numbers(np.array(values), QRectF(0, 0, width, height), 7.0, 12.0)
    if grid is None:
        return
    assert len(grid.texts) == len(values)
    for unit, text in enumerate(grid.texts):
        cell = grid.cell(unit)
        assert len(text) * 7.0 <= cell.width() + 1e-9
        assert cell.height() >= 12.0 - 1e-9
        assert cell.right() <= width + 1e-6
        assert cell.bottom() <= height + 1e-6
