"""Appearance: the theme and palette that were chosen are everywhere, and remembered."""

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests import depth
from tests.ui.lessons.stage import lie_still
from tests.ui.readouts import bench_with_readout
from tests.ui.windows import torch_has_answered
from ui.panels.layouts import EDIT, GRADIENTS
from ui.session.snapshot import GATE
from ui.style import fonts
from ui.style.theme import (
    COLOUR_BLIND,
    DARK,
    DARK_FOR_COLOUR_BLIND,
    LIGHT,
    LIGHT_FOR_COLOUR_BLIND,
)
from ui.window.appearance import (
    SYSTEM,
    Appearance,
    remembered_text_size,
    remembered_theme,
    theme_of,
)

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def choice(qtbot, tmp_path):
    """Return a choice that begins with the light theme, and its settings."""
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    parent = QWidget()
    qtbot.addWidget(parent)
    yield Appearance(settings, LIGHT, parent), settings
    del parent  # kept until now


def checked(menu):
    return [action.objectName() for action in menu.actions() if action.isChecked()]


def again(settings, scheme=Qt.ColorScheme.Unknown):
    """Return the theme of the next start."""
    return remembered_theme(settings, scheme)


def test_a_theme_is_taken_remembered_and_checked(choice, qtbot):
    choice, settings = choice
    assert again(settings) is LIGHT
    assert again(settings, Qt.ColorScheme.Dark) is DARK
    assert checked(choice.themes) == [SYSTEM]
    with qtbot.waitSignal(choice.changed) as changed:
        choice.themes.actions()[2].trigger()
    assert changed.args == [DARK]
    assert again(settings, Qt.ColorScheme.Light) is DARK
    assert checked(choice.themes) == ["dark"]
    assert QApplication.palette().window().color() == QColor(DARK.paper)
    with qtbot.waitSignal(choice.changed) as changed:
        choice.switch()
    assert changed.args == [LIGHT]
    assert checked(choice.themes) == ["light"]


def test_a_palette_is_taken_remembered_and_stays_in_another_theme(choice, qtbot):
    choice, settings = choice
    with qtbot.waitSignal(choice.changed) as changed:
        choice.palettes.actions()[1].trigger()
    assert changed.args == [LIGHT_FOR_COLOUR_BLIND]
    assert checked(choice.palettes) == [COLOUR_BLIND]
    with qtbot.waitSignal(choice.changed) as changed:
        choice.switch()
    assert changed.args == [DARK_FOR_COLOUR_BLIND]
    assert again(settings) is DARK_FOR_COLOUR_BLIND
    assert remembered_theme(settings, Qt.ColorScheme.Dark, "light") is LIGHT_FOR_COLOUR_BLIND


def test_the_system_is_followed_only_when_it_is_chosen(choice):
    choice, _ = choice
    taken = []
    choice.changed.connect(taken.append)
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert taken == [DARK, LIGHT]
    choice.themes.choose("light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert taken == [DARK, LIGHT]
    choice.themes.choose("dark")
    choice.themes.choose(SYSTEM)
    assert taken == [DARK, LIGHT, DARK, theme_of(SYSTEM, hints.colorScheme())]


def test_settings_of_nobody_are_the_systems(choice):
    _, settings = choice
    settings.setValue("theme", "no such theme")
    settings.setValue("palette", "no such palette")
    assert again(settings) is LIGHT
    assert again(settings, Qt.ColorScheme.Dark) is DARK
    assert theme_of(SYSTEM, Qt.ColorScheme.Unknown) is LIGHT
    assert theme_of(SYSTEM, Qt.ColorScheme.Dark) is DARK
    assert theme_of("light", Qt.ColorScheme.Dark) is LIGHT


def shares(window):
    """Return which shares of a picture have the grounds of the light and of the dark theme."""
    image = window.grab().toImage()
    places = itertools.product(range(0, image.width(), 9), range(0, image.height(), 9))
    pixels = [image.pixel(x, y) for x, y in places]
    grounds = ({QColor(theme.paper).rgb(), QColor(theme.panel).rgb()} for theme in (LIGHT, DARK))
    return tuple(np.mean([pixel in of_theme for pixel in pixels]) for of_theme in grounds)


@pytest.mark.few(1)
@pytest.mark.parametrize("options", [{}, {"num_layers": 2, "bidirectional": True}])
def test_the_window_takes_the_theme_everywhere_and_comes_back(make_window, options):
    window = make_window(timesteps=4, shown=True, **options)
    window._workbench.step(2)
    light = shares(window)
    window._actions["theme"].trigger()
    among_light, among_dark = shares(window)
    assert among_dark > 0.4
    assert among_light < 0.005
    for panel in window._panels.values():
        assert panel.theme is DARK
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert shares(window) == pytest.approx(light, abs=0.005)
    assert light[0] > 0.4


# Text size


def test_the_text_grows_and_shrinks_step_by_step_and_is_remembered(choice):
    choice, settings = choice
    changed, told = [], []
    choice.changed.connect(changed.append)
    choice.told.connect(told.append)
    act = choice.handlers()
    seen = []
    for id in ("larger_text", *["smaller_text"] * 4, "usual_text", *["larger_text"] * 6):
        act[id]()
        seen.append(fonts.text_size())
        assert remembered_text_size(settings) == fonts.text_size()
    assert seen == [110, 100, 90, 80, 80, 100, 110, 125, 150, 175, 200, 200]
    assert changed == [LIGHT] * 10  # not where it stays
    assert [text for text in told if "110" in text]
    assert QApplication.font().pixelSize() == 26


@pytest.mark.parametrize("kept", [120, 0, "big", "", 1e9])
def test_a_text_size_of_nobody_is_the_usual_one(choice, kept):
    _, settings = choice
    settings.setValue("text_size", kept)
    assert remembered_text_size(settings) == 100


def sizes_in(window):
    """Return the sizes of all fonts of a window's widgets, without Qt's places of scroll bars."""
    shown = (widget for widget in window.findChildren(QWidget) if widget.isVisible())
    return {w.font().pixelSize() for w in shown if not w.objectName().endswith("container")}


def of_wrong_size(window):
    """Return the widgets in sight that do not have the size of the font that they wear."""
    shown = (widget for widget in window.findChildren(QWidget) if widget.isVisible())
    return [
        widget
        for widget in shown
        if (role := widget.property("font_role"))
        and widget.font().pixelSize() != getattr(fonts, role)().pixelSize()
    ]


def assert_sizes(window):
    """Assert that every widget has one of the four sizes, that of the font that it wears."""
    wanted = {round(size * fonts.text_size() / 100) for size in (12, 13, 16, 24)}
    assert sizes_in(window) <= wanted
    assert not of_wrong_size(window)
    for key, panel in window._panels.items():
        for table in panel.findChildren(QTableView):
            height = table.verticalHeader().defaultSectionSize()
            assert height >= table.fontMetrics().height(), key


@pytest.mark.few(1)
@pytest.mark.parametrize("layout", [EDIT, GRADIENTS])
def test_every_widget_takes_the_text_size_and_the_usual_one_brings_the_pictures_back(
    make_window, qtbot, layout
):
    """Every panel has been shown once: one that never was is not drawn yet."""
    bench = bench_with_readout(steps=4, hidden_size=3)
    window = make_window(bench, size=(1600, 1000), shown=True)
    window._docks.lay_out(layout)
    bench.step(2)
    if layout == GRADIENTS:
        bench.last()
        bench.step(25, GATE)
    for key in window._panels:
        window._docks.bring_forward(key)
        QApplication.processEvents()
        assert not of_wrong_size(window), key
    window._docks.show_panel("GradientFlow" if layout == GRADIENTS else "Ledger")
    qtbot.waitUntil(lambda: window.at_rest)
    for panel in window._panels.values():
        panel.catch_up()
        panel.setFixedSize(panel.size())
    lie_still(window)  # a text that gets another line makes room in several passes

    def pictures(percent):
        window.preferences.appearance.set_text_size(percent)
        lie_still(window)
        qtbot.waitUntil(lambda: window.at_rest)
        assert_sizes(window)
        return {key: panel.grab().toImage() for key, panel in window._panels.items()}

    before, larger, after = (pictures(percent) for percent in (100, 200, 100))
    assert [key for key in window._panels if larger[key] == before[key]] == []
    assert [key for key in window._panels if after[key] != before[key]] == []
    for percent in (150, 80, 100)[: depth.count(3, by_default=0)]:
        pictures(percent)


def test_larger_text_and_back_leaves_the_transport_as_it_was(make_window, qtbot):
    window = make_window(size=(1280, 800))
    qtbot.waitUntil(lambda: torch_has_answered(window))  # without torch the badge grows then
    transport = window._bars.transport
    before = transport.rows, transport.height()
    QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
    assert fonts.text_size() == 110
    window.preferences.appearance.set_text_size(175)
    assert transport.rows != before[0]
    window.preferences.appearance.set_text_size(100)
    QApplication.processEvents()
    assert (transport.rows, transport.height()) == before
