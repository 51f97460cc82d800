"""Habits of other desktop programs: keys, focus, names for screen readers, titles."""

from collections import Counter
from string import ascii_uppercase

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMenu,
    QScrollArea,
    QSlider,
    QTabBar,
    QWidget,
)

from ui.commands.table.keys import keys_of, shortcuts_of
from ui.commands.table.rows import TABLE
from ui.panels.catalogue import PANELS
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.timeline.plots import TimePlots
from ui.window.transport.transport_bar import TransportBar

Key, Modifier = Qt.Key, Qt.KeyboardModifier

EXPECTED = {
    "play": ["Space"],
    "next_timestep": ["Right"],
    "back_timestep": ["Left"],
    "next_gate": ["."],
    "back_gate": [","],
    "next_ten": ["PgDown"],
    "back_ten": ["PgUp"],
    "first": ["Home"],
    "last": ["End"],
    "faster": ["+", "="],
    "slower": ["-"],
    "loop": ["L"],
    "open": ["Ctrl+O"],
    "save": ["Ctrl+S"],
    "save_as": ["Ctrl+Shift+S"],
    "undo": ["Ctrl+Z"],
    "redo": ["Ctrl+Shift+Z", "Ctrl+Y"],
    "export_trace": ["Ctrl+E"],
    "export_picture": ["Ctrl+Shift+E"],
    "go_to": ["Ctrl+G"],
    "palette": ["Ctrl+Shift+P"],
    "shortcuts": ["F1"],
}
"""Keys that users of other tools expect."""

TAKEN = {
    "Ctrl+H": "macOS hides the application",
    "Ctrl+M": "macOS minimises the window",
    "Ctrl+Q": "macOS quits",
    "F11": "macOS shows the desktop",
    **{
        f"Alt+{letter}": "a menu opens, or macOS writes another letter"
        for letter in ascii_uppercase
    },
}
"""Keys that have another meaning in an operating system; Ctrl is ⌘ on macOS."""


def test_the_keys_are_those_that_hands_know(qapp):
    keys = {row.id: [key.toString() for key in shortcuts_of(row)] for row in TABLE}
    assert {id: set(keys[id]) & set(EXPECTED[id]) for id in EXPECTED} == {
        id: set(expected) for id, expected in EXPECTED.items()
    }
    assert {id: keys[id][0] for id in EXPECTED if id != "redo"} == {
        id: expected[0] for id, expected in EXPECTED.items() if id != "redo"
    }


def test_no_key_is_chosen_that_a_system_takes():
    chosen = {row.id: [QKeySequence(key).toString() for key in row.keys] for row in TABLE}
    assert chosen.pop("quit") == ["Ctrl+Q"]  # on macOS, too, it quits
    assert {id: key for id, keys in chosen.items() for key in keys if key in TAKEN} == {}


def test_standard_actions_have_the_platforms_own_keys_first(make_window):
    window = make_window()
    actions = {action.objectName(): action for action in window.findChildren(QAction)}
    for row in TABLE:
        if row.standard is None:
            continue
        own = QKeySequence.keyBindings(row.standard)
        assert actions[row.id].shortcuts()[: len(own)] == own
        told = [QKeySequence(key, QKeySequence.SequenceFormat.NativeText) for key in keys_of(row)]
        assert set(told) <= {*own[:1], *map(QKeySequence, row.keys)}
    assert {row.id for row in TABLE if row.standard is not None} >= {
        *("new", "open", "save", "save_as", "quit", "undo", "redo", "full_screen", "shortcuts")
    }


def test_only_settings_quit_and_about_move_into_the_applications_menu(window_again):
    """macOS would take an action called Options for the preferences."""
    window = window_again()
    roles = {a.objectName(): a.menuRole() for a in window.findChildren(QAction) if a.objectName()}
    moved = {id for id, role in roles.items() if role is not QAction.MenuRole.NoRole}
    assert {row.id for row in TABLE} & moved == {"quit", "about", "settings"}


def test_no_two_shortcuts_of_the_window_clash(window_again):
    window = window_again(num_layers=2, bidirectional=True)
    of_one_widget = (
        Qt.ShortcutContext.WidgetShortcut,
        Qt.ShortcutContext.WidgetWithChildrenShortcut,
    )
    keys = [
        key.toString()
        for action in window.findChildren(QAction)
        if action.shortcutContext() not in of_one_widget
        for key in action.shortcuts()
    ]
    keys += [
        key.toString()
        for shortcut in window.findChildren(QShortcut)
        if shortcut.context() not in of_one_widget
        for key in QShortcut.keys(shortcut)
    ]
    assert len(keys) > 40
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_no_two_entries_of_a_menu_have_the_same_letter(make_window):
    window = make_window()
    menus = [window.menuBar(), *window.menuBar().findChildren(QMenu)]
    assert len(menus) > 8
    for menu in menus:
        letters = [QKeySequence.mnemonic(a.text()).toString() for a in menu.actions() if a.text()]
        counts = Counter(letter for letter in letters if letter)
        assert [letter for letter, count in counts.items() if count > 1] == [], menu.title()


def focusable(root):
    """Return the widgets inside, of the same window, that take the focus themselves by Tab."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is root.window()
    ]


def docks_of(window):
    return window.findChildren(QDockWidget)


def dock_of(window, title):
    (dock,) = (dock for dock in docks_of(window) if dock.objectName() == title)
    return dock


@pytest.mark.few(1)
@pytest.mark.parametrize("options", [{"num_layers": 2, "bidirectional": True, "proj_size": 1}, {}])
def test_everything_that_takes_the_focus_has_a_name(make_window, options):
    window = make_window(**options, shown=True)
    window.greet()
    for key in ("Weights", "Inputs"):
        window._panels[key].table_button.click()
    nameless = []
    for widget in focusable(window):
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not spoken:
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []


@pytest.mark.few(3)
@pytest.mark.parametrize("title", PANELS)
def test_the_focus_can_be_seen_wherever_tab_leads(window_again, title):
    window = window_again(timesteps=8, num_layers=2)
    window._workbench.step(5)
    window._docks.show_panel(title)
    QApplication.processEvents()
    dock = dock_of(window, title)
    stops = focusable(dock)
    if title == "Weights":
        bars = [
            window.findChild(TransportBar),
            window._bars.transport.badge,
            window._bars.transport.lanes,
        ]
        stops += [w for w in focusable(window) if w in bars or w.parentWidget() in bars]
    for stop in stops:
        if not stop.isVisible() or not stop.isEnabled():
            continue
        for area in dock.findChildren(QScrollArea):
            if area.isAncestorOf(stop):
                area.ensureWidgetVisible(stop)  # as Qt does at Tab
        around = stop.rect().translated(stop.mapTo(window, QPoint())).adjusted(-4, -4, 4, 4)
        window.setFocus()
        QApplication.processEvents()
        without = window.grab(around).toImage()
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QApplication.processEvents()
        assert stop.hasFocus()
        assert window.grab(around).toImage() != without, (type(stop), stop.accessibleName())


def test_arrows_and_space_are_left_to_the_widgets_of_the_panels(window_again):
    window = window_again(timesteps=20, num_layers=2)
    bench = window._workbench
    bench.step(8)
    arrows = (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageDown)
    kept = {QAbstractItemView: 0, QLineEdit: 0, QAbstractSpinBox: 0, QComboBox: 0, QTabBar: 0}
    outside = [w for w in focusable(window) if not any(d.isAncestorOf(w) for d in docks_of(window))]
    for title in PANELS:
        window._docks.show_panel(title)
        QApplication.processEvents()
        for widget in (*focusable(dock_of(window, title)), *outside):
            kinds = [kind for kind in kept if isinstance(widget, kind)]
            if not kinds or not widget.isVisible() or not widget.isEnabled():
                continue
            kept[kinds[0]] += 1
            if window.findChild(TransportBar).isAncestorOf(widget):
                continue  # its keys move the position
            widget.setFocus()
            keys = arrows[:2] if kinds == [QTabBar] else arrows
            before = bench.snapshot()
            for key in keys:
                QTest.keyClick(widget, key)
            if kinds[0] in (QLineEdit, QAbstractSpinBox):
                QTest.keyClick(widget, Key.Key_Space)
            after = bench.snapshot()
            where = (title, type(widget).__name__, widget.accessibleName())
            assert (after.position, after.playing) == (before.position, before.playing), where
        outside = ()
    assert min(kept.values()) > 0, kept


def test_the_slider_moves_by_arrows_once_and_space_plays(make_window, make_workbench):
    bench = make_workbench(timesteps=20)
    window = make_window(bench)
    bench.step(3)
    slider = window.findChild(TransportBar).findChild(QSlider)
    slider.setFocus()
    QTest.keyClick(slider, Key.Key_Right)
    assert bench.snapshot().position == 4 * 6
    QTest.keyClick(slider, Key.Key_Space)
    assert bench.snapshot().playing
    bench.set_playing(False)


def test_scrubbing_pauses_play(make_window, make_workbench):
    bench = make_workbench(timesteps=40)
    window = make_window(bench)
    bench.step(5)
    slider = window.findChild(TransportBar).findChild(QSlider)
    slider.setFocus()
    bench.set_playing(True)
    QTest.keyClick(slider, Key.Key_Right)
    assert not bench.snapshot().playing
    plots = window._panels.of(TimelinePanel).findChild(TimePlots)
    line = plots.mapFromScene(plots.frames.now.pos())
    bench.set_playing(True)
    before = bench.snapshot().position
    hold = QPoint(line.x(), 3)
    QTest.mousePress(plots.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, hold)
    QTest.mouseMove(plots.viewport(), hold + QPoint(200, 0))
    QTest.mouseRelease(
        plots.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, hold + QPoint(200, 0)
    )
    assert bench.snapshot().position > before
    assert not bench.snapshot().playing


def test_the_title_has_a_star_while_there_is_unsaved_work(make_window, make_workbench):
    bench = make_workbench()
    window = make_window(bench)
    assert not window.isWindowModified()
    assert "[*]" in window.windowTitle()
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("bias_ih_l0", (0,), 2.5)
    bench.edit(experiment.with_parameters(parameters), "a bias")
    assert window.isWindowModified()
    bench.undo()
    assert not window.isWindowModified()


def test_docks_and_window_come_back(make_window):
    window = make_window()
    QApplication.processEvents()
    usual = places_of(window)
    window._docks._docks["Cell"].close()
    window.resizeDocks([window._docks._docks["Weights"]], [760], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    before = places_of(window)
    window.close()
    again = make_window()
    QApplication.processEvents()
    assert places_of(again) == before
    assert before["Cell"] is None
    assert usual["Cell"] is not None
    assert before["Weights"].width() > usual["Weights"].width()


def places_of(window):
    """Return the place of each panel; None for a closed one, or one behind another."""
    docks = docks_of(window)
    seen = {dock for dock in docks if not dock.titleBarWidget().visibleRegion().isEmpty()}
    return {dock.objectName(): dock.geometry() if dock in seen else None for dock in docks}
