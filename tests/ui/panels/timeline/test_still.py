"""Still tracks: a picture of the asked size, with every timestep's words and numbers."""

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ui.panels.timeline.tracks.still import Still, picture_of
from ui.style.theme import LIGHT

SIZE = QSize(200, 100)


def drawn(*stills):
    return picture_of(stills, SIZE, 0, LIGHT).toImage()


def test_each_cell_has_the_colour_of_its_value(qapp):
    values = np.array([[0, 1], [1, 0], [1, 1], [0, 0]], float)
    picture = drawn(Still("f", values))
    assert picture.size() == SIZE
    shut, kept = QColor(LIGHT.gate_stops["keep"][0]), QColor(LIGHT.gate_stops["keep"][-1])
    for (t, unit), value in np.ndenumerate(values):
        seen = picture.pixelColor(50 * t + 25, 50 * unit + 25)
        far = [sum(abs(np.subtract(seen.getRgb(), end.getRgb()))) for end in (shut, kept)]
        assert np.argmin(far) == value


def test_bars_of_one_unit_reach_as_far_as_their_part_of_the_peak(qapp):
    values = np.array([[0.0], [0.5], [1.0]])

    def inked(peak):
        empty = drawn(Still("c", 0 * values, peak=1.0))
        picture = drawn(Still("c", values, peak=peak))
        columns = (int(200 * (t + 0.5) / 3) for t in range(3))
        return [sum(picture.pixel(x, y) != empty.pixel(x, y) for y in range(100)) for x in columns]

    own, small = inked(None), inked(2.0)
    assert own[0] < own[1] < own[2]
    assert small[2] < own[2]


def test_words_stand_over_their_timesteps_in_a_row_of_the_asked_height(qapp):
    values = np.zeros((4, 2))
    ground = QColor(LIGHT.panel).name()

    def written(words):
        picture = drawn(Still("x", values, 20, words=words), Still("f", values))
        column = [picture.pixelColor(75, y).name() == ground for y in (5, 15, 25, 95)]
        assert column == [True, True, False, False]
        return [
            any(
                picture.pixelColor(x, y).name() != ground
                for x in range(50 * t, 50 * t + 50)
                for y in range(20)
            )
            for t in range(4)
        ]

    assert written(("one", "", "three", "")) == [True, False, True, False]
