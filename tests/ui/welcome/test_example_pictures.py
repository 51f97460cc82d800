"""Pictures of the examples: what is seen is what the run computed."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from simulator.examples import EXAMPLES
from ui.style.theme import DARK, LIGHT
from ui.welcome import example_pictures

SIZE = QSize(24 * 20, example_pictures.height_of_start())


@pytest.mark.parametrize("id", EXAMPLES)
def test_every_example_has_a_picture_of_the_asked_size(qapp, id):
    drawn = example_pictures.picture(id, QSize(150, 96), 1.0, LIGHT).toImage()
    assert drawn.size() == QSize(150, 96)
    assert len({drawn.pixel(x, y) for x in range(150) for y in range(96)}) > 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_first_picture_shows_the_sign_of_the_bit_and_where_it_is_dropped(qapp, theme):
    drawn = example_pictures.picture("latch", SIZE, 1.0, theme).toImage()
    words, c, f, gap = example_pictures.WORDS, example_pictures.MEMORY, example_pictures.KEEP, 8
    assert words + c + f + 2 * gap == drawn.height()

    def colour(t, y):
        return drawn.pixelColor(20 * t + 10, round(y))

    def like(a, b):
        return max(abs(x - y) for x, y in zip(a.getRgb(), b.getRgb(), strict=True)) < 16

    plus, minus = QColor(theme.signed_stops[-1]), QColor(theme.signed_stops[0])
    high, low, kept = words + gap + c / 4, words + gap + 3 * c / 4, words + c + 2 * gap + f / 2
    # Told yes at 1, no at 5, yes at 8 and 9, no at 11, yes at 13; each drops the former bit.
    for t in range(24):
        yes = t in {*range(1, 5), *range(8, 11), *range(13, 24)}
        no = t in {*range(5, 8), 11, 12}
        assert like(colour(t, high), plus) == yes, t
        assert like(colour(t, low), minus) == no, t
        told = t in {1, 5, 8, 9, 11, 13}
        assert like(colour(t, kept), QColor(theme.gate_stops["f"][-1])) == (not told), t


def test_a_picture_is_drawn_once_for_each_look(qapp):
    first = example_pictures.picture("latch", SIZE, 1.0, LIGHT)
    again = example_pictures.picture("latch", SIZE, 1.0, LIGHT)
    other = example_pictures.picture("latch", SIZE, 1.0, DARK)
    assert again.cacheKey() == first.cacheKey() != other.cacheKey()
