"""Docks: a panel is torn off by its tab, and no floating window ever holds several."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStyle, QTabBar

from tests.ui.window.dragged_panel import grip_of
from tests.ui.windows import sweep

Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier
GROUPED = QMainWindow.DockOption.GroupedDragging


def drag(grip, start, *places):
    """Press, and move to places of the screen."""
    QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, start)
    for place in places:
        QTest.mouseMove(grip, grip.mapFromGlobal(place))
        sweep()


def test_a_panel_is_torn_off_by_its_tab(make_window, make_workbench):
    """Only the press lets Qt group docks; it would go on to float them in groups, and crash."""
    window = make_window(make_workbench())
    dock = window._docks._docks["Lens"]
    sweep()
    assert not window.dockOptions() & GROUPED
    tab, point = grip_of(window, "Lens", "tab")
    assert isinstance(tab, QTabBar)
    below = tab.mapToGlobal(point + QPoint(60, 200))
    drag(tab, point, tab.mapToGlobal(point + QPoint(20, 20)), below)
    assert dock.isFloating()
    assert not window.dockOptions() & GROUPED
    QTest.mouseRelease(tab, Button.LeftButton, Modifier.NoModifier, tab.mapFromGlobal(below))
    assert not window.dockOptions() & GROUPED


@pytest.mark.parametrize("closed", ["Timeline", "Check"])
def test_a_tab_that_is_closed_while_it_is_pressed_is_not_dragged(
    make_window, make_workbench, qtlog, closed
):
    """Qt crashed: it painted a tab that was not there."""
    window = make_window(make_workbench())
    sweep()
    tab, point = grip_of(window, "Check", "tab")
    places = [tab.mapToGlobal(point) - QPoint(0, distance) for distance in (50, 200, 350)]
    QTest.mousePress(tab, Button.LeftButton, Modifier.NoModifier, point)
    window._docks._docks[closed].close()
    sweep()
    for place in places:
        QTest.mouseMove(tab, tab.mapFromGlobal(place))
        sweep()
    QTest.mouseRelease(tab, Button.LeftButton, Modifier.NoModifier, point)
    assert [record.message for record in qtlog.records if "QPainter" in record.message] == []
    assert not any(dock.isFloating() for dock in window._docks._docks.values())


def test_a_click_on_a_tab_tears_nothing_off(make_window, make_workbench):
    window = make_window(make_workbench())
    sweep()
    tab, point = grip_of(window, "Lens", "tab")
    QTest.mouseClick(tab, Button.LeftButton, Modifier.NoModifier, point)
    assert not window._docks._docks["Lens"].isFloating()
    assert not window.dockOptions() & GROUPED


def test_docks_jump_to_their_places(make_window, make_workbench):
    """Qt crashes when the animation of a dock ends that has gone meanwhile."""
    window = make_window(make_workbench())
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    parts = [*window.findChildren(QDockWidget), *window.findChildren(QTabBar, options=direct)]
    assert {part.style().styleHint(hint, None, part) for part in parts} == {0}
