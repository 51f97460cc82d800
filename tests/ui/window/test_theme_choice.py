"""ThemeChoice: the theme that was chosen is everywhere, and remembered."""

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from ui.style import theme
from ui.style.theme import DARK, LIGHT
from ui.window.theme_choice import SYSTEM, ThemeChoice, remembered, theme_of


@pytest.fixture
def choice(qtbot, qapp, tmp_path):
    """Return a choice that begins with the light theme, and its settings."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    parent = QWidget()
    qtbot.addWidget(parent)
    yield ThemeChoice(settings, LIGHT, parent), settings
    theme.apply(qapp, LIGHT)


def checked(choice):
    return [action.objectName() for action in choice.menu.actions() if action.isChecked()]


def test_a_theme_is_taken_remembered_and_checked(choice, qtbot):
    choice, settings = choice
    assert remembered(settings) == SYSTEM
    assert checked(choice) == [SYSTEM]
    with qtbot.waitSignal(choice.changed) as changed:
        choice.menu.actions()[2].trigger()
    assert changed.args == [DARK]
    assert remembered(settings) == "dark"
    assert checked(choice) == ["dark"]
    assert QApplication.palette().window().color() == QColor(DARK.paper)
    with qtbot.waitSignal(choice.changed) as changed:
        choice.switch()
    assert changed.args == [LIGHT]
    assert checked(choice) == ["light"]


def test_the_system_is_followed_only_when_it_is_chosen(choice):
    choice, _ = choice
    taken = []
    choice.changed.connect(taken.append)
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert taken == [DARK, LIGHT]
    choice.choose("light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert taken == [DARK, LIGHT]
    choice.choose("dark")
    choice.choose(SYSTEM)
    assert taken == [DARK, LIGHT, DARK, theme_of(SYSTEM, hints.colorScheme())]


def test_settings_of_nobody_are_the_systems(choice):
    _, settings = choice
    settings.setValue("theme", "no such theme")
    assert remembered(settings) == SYSTEM
    assert theme_of(SYSTEM, Qt.ColorScheme.Unknown) is LIGHT
    assert theme_of(SYSTEM, Qt.ColorScheme.Dark) is DARK
    assert theme_of("light", Qt.ColorScheme.Dark) is LIGHT


def test_the_window_takes_the_theme_everywhere(make_window):
    window = make_window(timesteps=4)
    window._workbench.step(2)
    window._actions["theme"].trigger()
    image = window.grab().toImage()
    papers = {QColor(DARK.paper).rgb(), QColor(DARK.panel).rgb()}
    pixels = [
        image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
    ]
    light = {QColor(LIGHT.paper).rgb(), QColor(LIGHT.panel).rgb()}
    assert np.mean([pixel in papers for pixel in pixels]) > 0.4
    assert np.mean([pixel in light for pixel in pixels]) < 0.005
    for panel in window._panels.values():
        assert panel.theme is DARK
