"""Pictures of the examples: what is seen is what the run computed."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from simulator.examples import EXAMPLES
from simulator.lessons.course import COURSE
from ui.style.theme import DARK, LIGHT
from ui.welcome import example_pictures

CONVEYOR = example_pictures.of_lesson("conveyor")
SIZE = QSize(21 * 20, example_pictures.height_of_lesson())


@pytest.mark.parametrize("id", [*map(example_pictures.of_lesson, COURSE), *EXAMPLES])
def test_every_lesson_and_every_example_has_a_picture_of_the_asked_size(qapp, id):
    drawn = example_pictures.picture(id, QSize(150, 96), 1.0, LIGHT).toImage()
    assert drawn.size() == QSize(150, 96)
    assert len({drawn.pixel(x, y) for x in range(150) for y in range(96)}) > 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_picture_of_a_lesson_shows_how_much_each_unit_keeps(qapp, theme):
    drawn = example_pictures.picture(CONVEYOR, SIZE, 1.0, theme).toImage()
    words, c, f, gap = example_pictures.WORDS, example_pictures.MEMORY, example_pictures.KEEP, 8
    assert words + c + f + 2 * gap == drawn.height()
    zero, one = QColor(theme.signed_stops[2]), QColor(theme.signed_stops[-1])
    shut, kept = QColor(theme.gate_stops["keep"][0]), QColor(theme.gate_stops["keep"][-1])

    def shares(top, height, ground, full):
        """Return how far each cell is on the way between two colours, by unit and timestep."""
        far = max(range(3), key=lambda k: abs(full.getRgb()[k] - ground.getRgb()[k]))
        begin, end = ground.getRgb()[far], full.getRgb()[far]
        return [
            [
                (drawn.pixelColor(20 * t + 10, round(top + (u + 0.5) * height / 3)).getRgb()[far]
                 - begin) / (end - begin)
                for t in range(21)
            ]
            for u in range(3)
        ]  # fmt: skip

    # Told once; f is 1, 0.9 and 0.5, and what is left of c is a power of it.
    for all_c, share in zip(shares(words + gap, c, zero, one), (1.0, 0.9, 0.5), strict=True):
        falls = [a - b for a, b in pairwise(all_c)]
        assert all_c[0] > 0.9
        assert min(falls) > -0.02
        assert (all_c[7] < 0.6) == (share < 1.0)
        assert (all_c[4] < 0.2) == (share < 0.6)
    all_f = shares(words + c + 2 * gap, f, shut, kept)
    assert all(max(row) - min(row) < 0.02 for row in all_f)
    assert [row[0] for row in all_f] == pytest.approx([1.0, 0.9, 0.5], abs=0.1)


def test_a_picture_is_drawn_once_for_each_look(qapp):
    first = example_pictures.picture(CONVEYOR, SIZE, 1.0, LIGHT)
    again = example_pictures.picture(CONVEYOR, SIZE, 1.0, LIGHT)
    other = example_pictures.picture(CONVEYOR, SIZE, 1.0, DARK)
    assert again.cacheKey() == first.cacheKey() != other.cacheKey()
