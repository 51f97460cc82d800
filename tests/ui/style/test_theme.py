"""Themes: readable, told apart by colour-blind eyes."""

from itertools import combinations, product

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QToolBar, QToolButton, QWidget

from ui.style import theme
from ui.style.colours import ends_of, map_of
from ui.style.theme import DARK, LIGHT, contrast

THEMES = [LIGHT, DARK]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def seen(colour, sight):
    """Return a colour in CIE L*a*b*, as it looks to one kind of eyes."""
    c = np.array(QColor(colour).getRgbF()[:3])
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    x = TO_XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1) / (TO_XYZ @ np.ones(3))
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(a, b, sight):
    """Return the distance of CIE76; 2.3 is just noticeable."""
    return float(np.linalg.norm(seen(a, sight) - seen(b, sight)))


def test_the_difference_is_that_of_the_literature():
    assert difference("#ffffff", "#000000", "usual") == pytest.approx(100, abs=0.1)
    # Protanopes and deuteranopes confuse this red and green far more than others do.
    for sight in ("protanopia", "deuteranopia"):
        assert difference("#b3261e", "#5d5a00", sight) < 0.5 * difference(
            "#b3261e", "#5d5a00", "usual"
        )


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_both_signs_and_zero_are_told_apart(chosen, sight):
    signed = map_of(chosen, None)
    low, zero, high = (signed.at(x) for x in (0.0, 0.5, 1.0))
    assert difference(low, high, sight) > 40
    for end in (low, high):
        assert difference(end, zero, sight) > 30
    for small in (0.35, 0.65):
        value = signed.at(small)
        opposite = signed.at(1 - small)
        assert difference(value, opposite, sight) > 12
        assert difference(value, zero, sight) > 5


@pytest.mark.parametrize("sight", ["usual", "protanopia", "deuteranopia"])
@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_a_map_moves_away_from_its_neutral_all_the_way(chosen, sight):
    steps = np.linspace(0, 1, 11)
    unit, signed = map_of(chosen, "f"), map_of(chosen, None)
    gates = [unit.at(x) for x in steps]
    away = [difference(gates[0], colour, sight) for colour in gates]
    assert (np.diff(away) > 0).all()
    for sign in (-1, 1):
        side = [signed.at(0.5 + sign * x / 2) for x in steps]
        away = [difference(side[0], colour, sight) for colour in side]
        assert (np.diff(away) > 0).all()


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_closed_open_and_between_differ_in_lightness(chosen, sight):
    ends = ends_of(chosen)
    marks = (ends.closed, ends.between, ends.open)
    lightness = [seen(mark, sight)[0] for mark in marks]
    assert min(abs(a - b) for a, b in combinations(lightness, 2)) > 14


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_the_verdicts_are_told_apart(chosen, sight):
    assert difference(chosen.good, chosen.bad, sight) > 15


@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_words_can_be_read(chosen):
    for ground in (chosen.panel, chosen.paper):
        inks = (chosen.ink, chosen.faint, chosen.accent, chosen.good, chosen.bad, chosen.warn)
        for ink in (*inks, *chosen.quantities.values()):
            assert contrast(QColor(ink), QColor(ground)) >= 4.5, (ink, ground)
    for colours in (map_of(chosen, None), map_of(chosen, "f")):
        for x in np.linspace(0, 1, 41):
            cell = colours.at(float(x))
            assert contrast(chosen.text_on(cell), cell) >= 4.5


@pytest.mark.parametrize("colours", THEMES, ids=lambda t: t.name)
def test_an_empty_check_box_can_be_seen(colours, qapp, qtbot):
    theme.apply(qapp, colours)
    page = QWidget()
    qtbot.addWidget(page)
    box = QCheckBox("", page)
    page.show()
    picture = page.grab().toImage()
    seen = [picture.pixelColor(x, box.geometry().center().y()) for x in range(box.width())]
    assert max(contrast(colour, QColor(colours.paper)) for colour in seen) >= 3


@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_the_button_for_actions_without_room_is_seen(qapp, qtbot, chosen):
    theme.apply(qapp, chosen)
    bar = QToolBar()
    qtbot.addWidget(bar)
    for number in range(9):
        bar.addAction(f"a long action {number}")
    bar.resize(200, 45)
    bar.show()
    button = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert button.isVisible()
    picture = button.grab().toImage()
    points = product(range(picture.width()), range(picture.height()))
    colours = {picture.pixelColor(*point).name() for point in points}
    ground = picture.pixelColor(1, 1)
    assert max(contrast(ground, QColor(colour)) for colour in colours) >= 3
