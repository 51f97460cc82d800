"""TitleBar: names the panels of its place, brings them forward, and says where it looks."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests.ui.double_click import double_click
from tests.ui.windows import sweep
from ui.panels.catalogue import PANELS
from ui.panels.layouts import TRAINING
from ui.style.theme import DARK, LIGHT
from ui.window.docking.caption import Caption

Button, Key, Modifier = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(window_again):
    window = window_again(timesteps=20)
    window._docks.uncover()
    sweep()
    return window


def dock_of(window, key):
    return window._docks._docks[key]


def bar_of(window, key):
    return dock_of(window, key).titleBarWidget()


def names(bar):
    return [bar.tabs.tabText(index) for index in range(bar.tabs.count())]


def in_front(dock):
    return not dock.titleBarWidget().visibleRegion().isEmpty()


def sharing(window, key):
    others = window.tabifiedDockWidgets(dock_of(window, key))
    return {key, *(dock.objectName() for dock in others)}


def click(bar, name):
    place = bar.tabs.tabRect(names(bar).index(name)).center()
    QTest.mouseClick(bar.tabs, Button.LeftButton, Modifier.NoModifier, place)
    sweep()


def test_a_bar_names_all_panels_of_its_place(window):
    for key in PANELS:
        bar, together = bar_of(window, key), sharing(window, key)
        assert set(names(bar)) == {PANELS[other].title for other in together}
        assert bar.tabs.tabText(bar.tabs.currentIndex()) == PANELS[key].title


def test_only_our_tabs_have_room(window):
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for qts_own in window.findChildren(QTabBar, options=direct):
        assert qts_own.height() == 0
        assert qts_own.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_click_on_a_name_brings_its_panel_forward_and_keeps_the_keys_where_they_are(window):
    focused = QApplication.focusWidget()
    click(bar_of(window, "Ledger"), PANELS["Lens"].title)
    assert in_front(dock_of(window, "Lens"))
    assert not in_front(dock_of(window, "Ledger"))
    assert QApplication.focusWidget() is focused
    click(bar_of(window, "Lens"), PANELS["Ledger"].title)
    assert in_front(dock_of(window, "Ledger"))


def test_arrows_move_from_name_to_name(window):
    tabs = bar_of(window, "Ledger").tabs
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tabs, Key.Key_Right)
    sweep()
    assert in_front(dock_of(window, "Lens"))
    assert QApplication.focusWidget() is bar_of(window, "Lens").tabs
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Left)
    sweep()
    assert in_front(dock_of(window, "Ledger"))


def test_the_wheel_brings_nothing_forward(window):
    tabs = bar_of(window, "Ledger").tabs
    place = tabs.tabRect(0).center()
    event = QWheelEvent(
        place,
        tabs.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Button.NoButton,
        Modifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(tabs, event)
    sweep()
    assert in_front(dock_of(window, "Ledger"))


def test_a_closed_panel_leaves_the_names_and_comes_back_to_them(window):
    dock_of(window, "Lens").close()
    sweep()
    assert PANELS["Lens"].title not in names(bar_of(window, "Ledger"))
    window._actions["Lens"].trigger()
    sweep()
    assert PANELS["Lens"].title in names(bar_of(window, "Ledger"))


def test_a_panel_that_floated_comes_back_in_front_of_its_place(window):
    window.lay_out(TRAINING)
    sweep()
    key, bar = "Training", bar_of(window, "Training")
    for floats in (True, False):
        bar.float_button.click()
        sweep()
        assert dock_of(window, key).isFloating() is floats
        assert not window._panels[key].visibleRegion().isEmpty()


def test_the_buttons_float_a_panel_put_it_back_and_close_it(window):
    dock, bar = dock_of(window, "Timeline"), bar_of(window, "Timeline")
    before = bar.float_button.toolTip()
    bar.float_button.click()
    sweep()
    assert dock.isFloating()
    assert names(bar) == [PANELS["Timeline"].title]
    assert bar.float_button.toolTip() != before
    bar.float_button.click()
    sweep()
    assert not dock.isFloating()
    bar.close_button.click()
    assert dock.isHidden()


def test_every_panel_can_be_floated_and_closed(window):
    for key in PANELS:
        window._docks.show_panel(key)
        sweep()
        bar = bar_of(window, key)
        for button in (bar.float_button, bar.close_button):
            assert button.isVisible()
            assert PANELS[key].title in button.accessibleName()
            assert bar.rect().contains(button.geometry())


def test_a_double_click_on_the_bar_floats_the_panel(window):
    bar = bar_of(window, "Cell")
    double_click(bar, Button.LeftButton, Modifier.NoModifier, bar.caption.geometry().center())
    assert dock_of(window, "Cell").isFloating()
    # The bar is in another window since the second press: the mouse is still down for the first.
    QTest.mouseRelease(window, Button.LeftButton, Modifier.NoModifier, QPoint(2, 2))
    assert QApplication.mouseButtons() == Button.NoButton


def ground_of(bar):
    """Return the colour that a bar is painted in, at its left end."""
    return bar.grab(QRect(0, 0, 1, 1)).toImage().pixelColor(0, 0).name()


def test_bars_of_panels_that_show_the_looked_at_cell_say_so_in_colour(window):
    bench = window._workbench
    bench.go_to_timestep(12)
    heights = {key: bar_of(window, key).height() for key in PANELS}
    bench.look_at(Address("c", Lane(), 6, 0, 0))
    for key, panel in window._panels.items():
        bar = bar_of(window, key)
        assert (ground_of(bar) == LIGHT.peek) is panel.shows_cell
        assert bar.back.isHidden() is not panel.shows_cell
        assert ("6" in bar.caption.text()) is panel.shows_cell
        assert ("12" in bar.back.text()) is panel.shows_cell
    assert {key: bar_of(window, key).height() for key in PANELS} == heights
    window.set_theme(DARK)
    bar = bar_of(window, "Cell")
    assert ground_of(bar) == DARK.peek
    window.set_theme(LIGHT)


@pytest.mark.parametrize("button", ["back", "escape"])
def test_the_way_back_looks_at_the_position_again(window, button):
    bench = window._workbench
    bench.go_to_timestep(12)
    bench.look_at(Address("c", Lane(), 6, 0, 0))
    sweep()
    getattr(bar_of(window, "Cell"), button).click()
    assert not bench.snapshot().elsewhere
    assert bar_of(window, "Cell").back.isHidden()


def test_a_bar_is_30_pixels_high_and_grows_with_the_font(window):
    bar = bar_of(window, "Cell")
    assert bar.height() == 30
    font = bar.font()
    font.setPixelSize(26)
    bar.setFont(font)
    sweep()
    assert bar.height() > bar.fontMetrics().height() > 25


def test_a_narrow_bar_keeps_its_own_name_and_its_buttons(window):
    window._docks.show_panel("Now")
    dock = dock_of(window, "Now")
    dock.setFloating(True)
    sweep()
    dock.resize(10, 200)
    sweep()
    bar = bar_of(window, "Now")
    for button in (bar.float_button, bar.close_button):
        assert bar.rect().contains(button.geometry())
    assert bar.tabs.tabRect(bar.tabs.currentIndex()).right() <= bar.tabs.width()
    dock.move(QPoint(0, 0))


def test_the_tools_have_the_room_of_a_caption_that_says_nothing(window):
    bar, panel = bar_of(window, "Cell"), window._panels["Cell"]
    window._workbench.step(8)
    window.resize(1440, 800)
    sweep()
    assert panel.is_low
    assert not bar.caption.isVisible()
    assert panel.head.sentence.isVisible()
    assert panel.head.sentence.width() > bar.width() / 2
    window.resize(1440, 1800)
    sweep()
    assert not panel.is_low
    assert bar.caption.isVisible()
    assert bar.caption.text().endswith("t 7")
    assert not panel.head.sentence.isVisible()


@pytest.mark.few(1)
@pytest.mark.parametrize("layout", ["learn", "edit", "debug"])
def test_a_look_elsewhere_moves_nothing(window, layout):
    bench = window._workbench
    bench.go_to_timestep(12)
    window.resize(1280, 800)
    window.lay_out(layout)
    sweep()
    seen = {key: dock for key, dock in window._docks._docks.items() if in_front(dock)}
    before = {key: dock.geometry() for key, dock in seen.items()}
    bench.look_at(Address("c", Lane(), 6, 0, 0))
    sweep()
    assert window.size().toTuple() == (1280, 800)
    assert {key: dock.geometry() for key, dock in seen.items()} == before
    for key, panel in window._panels.items():
        bar = bar_of(window, key)
        if panel.shows_cell and in_front(dock_of(window, key)):
            assert bar.back.width() >= bar.back.sizeHint().width()
            assert bar.caption.shown() in ("", "t 6", "viewing t 6")
            assert bar.caption.shown() or bar.width() < 320, key


@pytest.mark.few(2)
@pytest.mark.parametrize("layout", ["learn", "edit", "debug"])
def test_at_1280_pixels_all_names_of_a_place_are_seen(window, layout):
    window.resize(1280, 800)
    window.lay_out(layout)
    sweep()
    for key in PANELS:
        if in_front(dock_of(window, key)):
            tabs = bar_of(window, key).tabs
            assert tabs.width() >= tabs.sizeHint().width(), key


def test_a_caption_leaves_out_its_last_parts_and_cuts_none(qtbot):
    caption = Caption()
    qtbot.addWidget(caption)
    caption.set_text("layer 0 · forward · t 5")
    measure = caption.fontMetrics().horizontalAdvance
    for shown in ("layer 0 · forward · t 5", "layer 0 · forward", "layer 0"):
        caption.resize(measure(shown), 20)
        assert caption.shown() == shown
        caption.resize(measure(shown) - 1, 20)
        assert caption.shown() != shown
    assert caption.shown() == ""
    caption.set_text("viewing t 5", "t 5")
    assert caption.shown() == "t 5"
    caption.set_text("layer 0 · forward · t 5")
    assert caption.text() == "layer 0 · forward · t 5"
