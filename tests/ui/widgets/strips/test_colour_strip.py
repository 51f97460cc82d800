"""Colour strips: one pixel a unit, on a fixed range of colours; each unit can be hit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from ui.style.colours import map_of
from ui.style.theme import DARK, LIGHT
from ui.widgets.strips.colour_strip import columns_for, strip_image, unit_at


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("quantity", "values", "places"),
    [
        ("c", [-3.0, -1.0, 0.0, 1.5, 3.0], [0.125, 0.375, 0.5, 0.6875, 0.875]),  # of ±4
        ("h", [-0.5, 0.25], [0.25, 0.625]),  # of ±1
        ("o", [0.0, 0.25, 0.9, 1.0], [0.0, 0.25, 0.9, 1.0]),
    ],
)
def test_a_unit_has_the_colour_of_its_place(theme, quantity, values, places):
    image = strip_image(theme, quantity, np.array(values, np.float32), len(values))
    for x, place in enumerate(places):
        wanted = map_of(theme, quantity).at(place)
        assert np.allclose(image.pixelColor(x, 0).getRgb(), wanted.getRgb(), atol=2)


def test_what_is_not_finite_is_marked_and_what_is_no_unit_is_clear():
    image = strip_image(LIGHT, "c", np.array([1.0, np.nan, np.inf]), 2)
    assert (image.width(), image.height()) == (2, 2)
    assert image.pixelColor(1, 0).name() == image.pixelColor(0, 1).name() == LIGHT.no_place
    assert image.pixelColor(1, 1).alpha() == 0


@given(st.integers(1, 600), st.integers(20, 300), st.integers(5, 80))
def test_every_cell_of_a_strip_can_be_hit(count, width, height):
    rect = QRectF(3, 4, width, height)
    columns = columns_for(count, width)
    rows = -(-count // columns)
    for unit in {0, count // 2, count - 1}:
        row, column = divmod(unit, columns)
        point = QPointF(
            rect.left() + (column + 0.5) * width / columns, rect.top() + (row + 0.5) * height / rows
        )
        assert unit_at(rect, count, point) == unit
