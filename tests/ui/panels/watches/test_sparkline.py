"""Sparkline of a watch: each pixel's timesteps are gathered once, and no peak is lost."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ui.panels.watches.sparkline import Sparkline
from ui.style.theme import LIGHT


@given(
    st.integers(1, 60),
    st.integers(1, 80),
    st.booleans(),
    st.lists(st.floats(0, 1), min_size=1, max_size=6),
    st.integers(0, 99),
)
@example(steps=9, pixels=3, reverse=False, path=[0.5, 1.0], seed=0)  # a block is known in part
def test_the_extent_of_each_block_is_that_of_its_known_values(steps, pixels, reverse, path, seed):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal(steps)
    values[rng.random(steps) < 0.1] = np.nan
    recorded = np.full(steps, 1e9)
    line = Sparkline(recorded, pixels)
    size = -(-steps // pixels)
    for share in path:
        count = round(share * steps)
        known = slice(steps - count, steps) if reverse else slice(0, count)
        recorded[known] = values[known]
        t, low, high = line.extent(known)
        blocks = {}
        for timestep in range(known.start, known.stop):
            blocks.setdefault(timestep // size, []).append(values[timestep])
        assert t.tolist() == [block * size + (size - 1) / 2 for block in blocks]
        assert len(t) <= pixels
        assert np.array_equal(low, [np.min(v) for v in blocks.values()], equal_nan=True)
        assert np.array_equal(high, [np.max(v) for v in blocks.values()], equal_nan=True)


@pytest.mark.parametrize(
    ("quantity", "value", "y"),
    [
        ("f", 0.25, 75),  # of 0…1
        ("g", 0.5, 25),  # of ±1
        ("c", 0.21, 15),  # of ±0.3
        ("h", -2.5, 91.7),  # of ±3
    ],
)
def test_the_range_is_the_quantitys_and_round(quantity, value, y):
    image = QImage(50, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    line = Sparkline(np.full(9, value), 50)
    line.draw(painter, QRectF(0, 0, 50, 100), slice(0, 9), quantity, LIGHT, 8)
    painter.end()
    column = [image.pixelColor(20, row).lightness() for row in range(100)]
    assert abs(int(np.argmin(column)) + 0.5 - y) <= 1
