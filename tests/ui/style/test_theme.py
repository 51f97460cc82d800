"""Themes: readable, told apart by colour-blind eyes."""

from itertools import combinations, product

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QToolBar, QToolButton, QWidget

from simulator.network.quantities import EVERY
from tests.ui.style.sights import SIGHTS, difference, oklab
from ui.style import chrome
from ui.style.colours import ends_of, map_of, shares_of
from ui.style.theme import (
    DARK,
    DARK_FOR_COLOUR_BLIND,
    LIGHT,
    LIGHT_FOR_COLOUR_BLIND,
    contrast,
)

THEMES = [LIGHT, DARK]

FOR_ALL = [LIGHT_FOR_COLOUR_BLIND, DARK_FOR_COLOUR_BLIND]
EVERY_THEME = THEMES + FOR_ALL

DISTINCT = 0.2
"""Distance of two colours that are told apart at a glance and without a legend beside them.

Ten times the just noticeable one: a zero from a half, and a half from a one, are as far apart.
"""


def named(theme):
    return f"{theme.name}-{theme.palette}"


every_theme = pytest.mark.parametrize("chosen", EVERY_THEME, ids=named)
every_sight = pytest.mark.parametrize("sight", SIGHTS)


def maps_of(chosen):
    return {quantity: map_of(chosen, quantity) for quantity in ("i", "f", "o", None)}


def hues_of(chosen):
    return {key: hue for key, hue in chosen.hues.items() if key not in "my"}


def test_the_difference_is_that_of_the_literature():
    assert difference("#ffffff", "#000000") == pytest.approx(1, abs=1e-3)
    # Ottosson's table: red is 0.628, 0.225, 0.126.
    assert oklab("#ff0000") == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)
    # Protanopes and deuteranopes confuse this red and green far more than others do.
    for sight in ("protanopia", "deuteranopia"):
        usual = difference("#b3261e", "#5d5a00")
        assert difference("#b3261e", "#5d5a00", sight) < 0.5 * usual


# Maps


@every_sight
@every_theme
def test_the_ends_and_the_middle_of_a_gates_map_are_told_apart(chosen, sight):
    for gate in "ifo":
        places = [map_of(chosen, gate).at(x).name() for x in (0.0, 0.5, 1.0)]
        assert min(difference(a, b, sight) for a, b in combinations(places, 2)) > DISTINCT


@every_sight
@every_theme
def test_both_signs_and_zero_are_told_apart(chosen, sight):
    """Standard indigo and crimson are nearer than `DISTINCT` to colour-blind eyes, but apart."""
    low, zero, high = (map_of(chosen, None).at(x).name() for x in (0.0, 0.5, 1.0))
    assert difference(low, zero, sight) > DISTINCT
    assert difference(high, zero, sight) > DISTINCT
    least = DISTINCT if chosen in FOR_ALL or sight == "usual" else 0.15
    assert difference(low, high, sight) > least


def test_the_standard_signs_are_not_for_colour_blind_eyes():
    """Else a second palette would not be needed."""
    for chosen in THEMES:
        low, high = (map_of(chosen, None).at(x).name() for x in (0.0, 1.0))
        assert difference(low, high, "protanopia") < DISTINCT


@every_sight
@every_theme
def test_lightness_goes_one_way_along_each_map(chosen, sight):
    for gate in "ifo":
        lightness = oklab(map_of(chosen, gate).shades(33), sight)[:, 0]
        away = lightness if chosen.dark else -lightness
        assert (np.diff(away) > 0).all()
    lightness = oklab(map_of(chosen, None).shades(65), sight)[:, 0]
    away = lightness if chosen.dark else -lightness
    assert (np.diff(away[32:]) > 0).all()
    assert (np.diff(away[32::-1]) > 0).all()


@every_theme
def test_the_stops_of_a_gate_are_even(chosen):
    for stops in chosen.gate_stops.values():
        assert len(stops) == 5
        places = np.array([oklab(stop) for stop in stops])
        even = np.linspace(places[0], places[-1], 5)
        assert np.abs(places - even).max() < 0.006  # a byte's rounding


@every_theme
def test_a_gates_map_ends_in_its_hue_and_every_map_has_one_zero(chosen):
    assert {gate for gate in EVERY if chosen.stops_of(gate) != chosen.signed_stops} == set("ifo")
    for role, stops in chosen.gate_stops.items():
        assert (stops[0], stops[-1]) == (chosen.zero, chosen.hues[role])
    assert chosen.signed_stops[2] == chosen.zero


@every_sight
@every_theme
def test_what_has_no_place_looks_like_no_value(chosen, sight):
    for colours in maps_of(chosen).values():
        assert difference(colours.shades(254), chosen.no_place, sight).min() > DISTINCT
        assert colours.no_place == chosen.no_place


@every_sight
@every_theme
def test_closed_open_and_between_differ_in_lightness(chosen, sight):
    for gate in "ifo":
        ends = ends_of(chosen, gate)
        lightness = [oklab(mark, sight)[0] for mark in (ends.closed, ends.between, ends.open)]
        assert min(abs(a - b) for a, b in combinations(lightness, 2)) > 0.1


# Words and letters


@every_theme
def test_words_can_be_read(chosen):
    for ground in (chosen.panel, chosen.paper):
        inks = (chosen.ink, chosen.faint, chosen.accent, chosen.good, chosen.bad, chosen.warn)
        for ink in inks:
            assert contrast(QColor(ink), QColor(ground)) >= 4.5, (ink, ground)
    for key, hue in chosen.hues.items():
        assert contrast(QColor(hue), QColor(chosen.panel)) >= 4.5, key
    assert contrast(QColor(chosen.peek_ink), QColor(chosen.peek)) >= 4.5
    assert contrast(QColor(chosen.faint), QColor(chosen.field)) >= 4.5
    assert contrast(QColor(chosen.faint), QColor(chosen.zero)) >= 4.5


@every_theme
def test_a_number_can_be_read_on_every_shade_of_every_map(chosen):
    for colours in (*maps_of(chosen).values(), shares_of(chosen).map):
        for red, green, blue in colours.shades(254).tolist():
            cell = QColor(red, green, blue)
            ink = chosen.text_on(cell)
            assert ink.name() in ("#000000", "#ffffff")
            assert contrast(ink, cell) >= 4.58


@every_sight
@pytest.mark.parametrize("chosen", FOR_ALL, ids=named)
def test_the_hues_of_quantities_are_told_apart(chosen, sight):
    """By half of `DISTINCT`: a letter stands beside every hue."""
    for a, b in combinations([*hues_of(chosen).values(), chosen.ink], 2):
        assert difference(a, b, sight) > DISTINCT / 2


@every_sight
@every_theme
def test_the_verdicts_are_told_apart(chosen, sight):
    least = DISTINCT if chosen in FOR_ALL else 0.05  # a tick or a cross stands beside them
    assert difference(chosen.good, chosen.bad, sight) > least


# Chrome


@pytest.mark.parametrize("colours", THEMES, ids=lambda t: t.name)
def test_an_empty_check_box_can_be_seen(colours, qapp, qtbot):
    chrome.apply(qapp, colours)
    page = QWidget()
    qtbot.addWidget(page)
    box = QCheckBox("", page)
    page.show()
    picture = page.grab().toImage()
    seen = [picture.pixelColor(x, box.geometry().center().y()) for x in range(box.width())]
    assert max(contrast(colour, QColor(colours.paper)) for colour in seen) >= 3


@pytest.mark.parametrize("chosen", THEMES, ids=lambda t: t.name)
def test_the_button_for_actions_without_room_is_seen(qapp, qtbot, chosen):
    chrome.apply(qapp, chosen)
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
