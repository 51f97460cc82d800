"""Docks: a panel is torn off by its bar, and no floating window ever holds several."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QStyle, QTabBar
from shiboken6 import Shiboken

from tests.ui.window.dragged_panel import grip_of
from tests.ui.windows import sweep
from ui.panels.layouts import LAYOUTS, LEARN
from ui.style.fonts import USUAL

Button, Modifier = Qt.MouseButton, Qt.KeyboardModifier
DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def drag(grip, start, *places):
    """Press, and move to places of the screen."""
    QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, start)
    for place in places:
        QTest.mouseMove(grip, grip.mapFromGlobal(place))
        sweep()


@pytest.mark.few(1)
@pytest.mark.parametrize("by", ["tab", "title"])
def test_a_panel_in_front_is_torn_off_alone_and_those_behind_are_painted_only_as_they_are_now(
    make_window, make_workbench, by
):
    bench = make_workbench()
    window = make_window(bench, shown=True)
    sweep()
    assert "Lens" in beside(window, "Ledger")
    behind = window._panels["Lens"]
    behind._out_of_sight.setInterval(1_000_000)
    bench.go_to_timestep(2)
    assert behind.snapshot.position != bench.snapshot().position
    painted = []
    behind.paintEvent = lambda event: painted.append(behind.snapshot.position)
    grip, point = grip_of(window, "Ledger", by)
    below = grip.mapToGlobal(point + QPoint(60, 200))
    drag(grip, point, grip.mapToGlobal(point + QPoint(20, 20)), below)
    assert [d.objectName() for d in window._docks._docks.values() if d.isFloating()] == ["Ledger"]
    assert set(painted) == {bench.snapshot().position}
    QTest.mouseRelease(grip, Button.LeftButton, Modifier.NoModifier, grip.mapFromGlobal(below))
    assert QApplication.mouseButtons() == Button.NoButton


def test_a_panel_whose_neighbour_is_closed_while_it_is_pressed_is_dragged(
    make_window, make_workbench, qtlog
):
    window = make_window(make_workbench(), shown=True)
    sweep()
    grip, point = grip_of(window, "Ledger", "title")
    places = [grip.mapToGlobal(point) - QPoint(0, distance) for distance in (50, 200, 350)]
    QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
    window._docks._docks["Lens"].close()
    sweep()
    for place in places:
        QTest.mouseMove(grip, grip.mapFromGlobal(place))
        sweep()
    assert window._docks._docks["Ledger"].isFloating()
    QTest.mouseRelease(grip, Button.LeftButton, Modifier.NoModifier, point)
    assert QApplication.mouseButtons() == Button.NoButton
    assert [record.message for record in qtlog.records if "QPainter" in record.message] == []


def test_a_layout_that_is_kept_while_a_panel_is_dragged_is_that_of_before(window_again):
    """Qt would name the panel twice, and crash once the layout is restored."""
    window = window_again()
    sweep()
    before = window._memory.sealed()
    grip, point = grip_of(window, "Ledger", "title")
    drag(grip, point, *(grip.mapToGlobal(point + QPoint(by, by)) for by in (20, 60)))
    assert window._docks._docks["Ledger"].isFloating()
    assert window._memory.sealed() == before
    QTest.mouseRelease(grip, Button.LeftButton, Modifier.NoModifier, point)
    assert window._memory.sealed() != before


def test_docks_jump_to_their_places(window_again):
    """Qt crashes when the animation of a dock ends that has gone meanwhile."""
    window = window_again()
    hint = QStyle.StyleHint.SH_Widget_Animation_Duration
    parts = [*window.findChildren(QDockWidget), *window.findChildren(QTabBar, options=DIRECT)]
    assert {part.style().styleHint(hint, None, part) for part in parts} == {0}


def beside(window, key):
    """Return the panels whose tabs are beside a panel's."""
    dock = window._docks._docks[key]
    return {other.objectName() for other in window.tabifiedDockWidgets(dock)}


def test_larger_text_merges_places_and_smaller_text_divides_them(window_again):
    window = window_again()
    window.resize(1280, 800)
    window._docks.lay_out(LEARN)
    sweep()
    assert "Ledger" not in beside(window, "Cell")
    window.preferences.appearance.set_text_size(150)
    sweep()
    assert {"Ledger", "Weights"} <= beside(window, "Cell")
    window.preferences.appearance.set_text_size(USUAL)
    sweep()
    assert "Ledger" not in beside(window, "Cell")


def test_larger_text_leaves_panels_where_someone_has_put_them(window_again):
    window = window_again()
    window.resize(1280, 800)
    window._docks.lay_out(LEARN)
    window.tabifyDockWidget(window._docks._docks["Cell"], window._docks._docks["Timeline"])
    sweep()
    assert beside(window, "Timeline") == {"Cell"}
    window.preferences.appearance.set_text_size(150)
    sweep()
    assert beside(window, "Timeline") == {"Cell"}
    assert "Ledger" not in beside(window, "Cell")
    window.preferences.appearance.set_text_size(USUAL)


def test_no_panel_catches_up_while_the_docks_are_laid_out(make_window, make_workbench, monkeypatch):
    """What it has put off could change the layout from within Qt's own work on it."""
    bench = make_workbench()
    window = make_window(bench, shown=True)
    docks, laying_out = window._docks, []
    for panel in window._panels.values():
        catch_up = panel.catch_up
        monkeypatch.setattr(
            panel, "catch_up", lambda f=catch_up: (laying_out.append(docks._lays_out), f())
        )
    sweep()
    for layout in LAYOUTS:
        bench.step(1)
        window.lay_out(layout)
        seen = [p for key, p in window._panels.items() if docks._is_in_sight(docks._docks[key])]
        assert seen
        assert all(panel.snapshot.position == bench.snapshot().position for panel in seen)
    assert laying_out
    assert not any(laying_out)


def test_no_dock_belongs_to_python(window_again):
    """The window deletes its docks; Python would delete them too early, or a second time."""
    window = window_again()
    sweep()
    for layout in LAYOUTS:
        window.lay_out(layout)
        assert not [key for key, d in window._docks._docks.items() if Shiboken.ownedByPython(d)]
