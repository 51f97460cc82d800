"""Named layouts: every panel has a place in each, and Reset restores the default one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from ui.panels.catalogue import PANELS, tabs
from ui.panels.layouts import DEBUG, LAYOUTS, LEARN
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.now.panel import NowPanel

SIZE = (1440, 900)


def docks_of(window):
    QApplication.processEvents()
    return {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}


def is_seen(window, dock):
    middle = dock.widget().mapTo(window, dock.widget().rect().center())
    return dock.isVisible() and dock.isAncestorOf(window.childAt(middle))


def in_front(window):
    return {title for title, dock in docks_of(window).items() if is_seen(window, dock)}


def fronts(name):
    return {tabs(name, place.slot)[0] for place in LAYOUTS[name].places}


@pytest.mark.slow
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("before", LAYOUTS)
def test_a_layout_is_the_same_whatever_was_before(make_window, name, before):
    window = make_window(size=SIZE)
    window._docks.lay_out(before)
    QApplication.processEvents()
    window._actions[f"layout_{name}"].trigger()
    layout, docks = LAYOUTS[name], docks_of(window)
    assert in_front(window) == fronts(name)
    for title, dock in docks.items():
        assert not dock.isFloating(), title
        assert not dock.isHidden() or window.tabifiedDockWidgets(dock), title
    for column in layout.columns:
        first, *_ = heads = [docks[tabs(name, place.slot)[0]] for place in column.places]
        assert first.width() == pytest.approx(column.width * SIZE[0], rel=0.2)
        tops = [dock.y() for dock in heads]
        assert tops == sorted(set(tops))
    lefts = [docks[tabs(name, column.places[0].slot)[0]].x() for column in layout.columns]
    assert lefts == sorted(set(lefts))


def test_reset_undoes_what_was_dragged_closed_and_floated(make_window):
    window = make_window(size=SIZE)
    usual = {title: dock.geometry() for title, dock in docks_of(window).items()}
    docks = docks_of(window)
    docks["Now"].close()
    docks["Cell"].setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["Lens"])
    window.resizeDocks([docks["Weights"]], [700], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    window._actions["reset_layout"].trigger()
    again = docks_of(window)
    assert in_front(window) == fronts(LEARN)
    for title in fronts(LEARN):
        assert again[title].geometry() == usual[title], title


def test_a_panel_is_brought_forward_by_its_key_with_the_focus_in_it(make_window):
    window = make_window(size=SIZE)
    for title in PANELS:
        QTest.keySequence(window, window._actions[title].shortcut())
        dock = docks_of(window)[title]
        assert is_seen(window, dock), title
        focused = QApplication.focusWidget()
        assert dock.widget().isAncestorOf(focused) or focused is dock.widget(), title


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_quantity_of_the_cell_is_seen_in_a_small_window(make_window, name):
    window = make_window(size=(1280, 800), hidden_size=8, num_layers=2)
    window._actions[f"layout_{name}"].trigger()
    window._actions["last"].trigger()
    QApplication.processEvents()
    bar = window.findChild(NowPanel).unit_table.horizontalScrollBar()
    assert bar.maximum() == bar.minimum()


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_way_back_from_a_term_is_seen_in_a_small_window(make_window, make_workbench, name):
    bench = make_workbench(hidden_size=8)
    window = make_window(bench, size=(1280, 800))
    window._actions[f"layout_{name}"].trigger()
    bench.go_to(3 * 7 + 3)
    QApplication.processEvents()
    ledger = window.findChild(LedgerPanel)
    bar = ledger._terms.horizontalScrollBar()
    assert bar.maximum() == bar.minimum()
    assert ledger._curve.isVisible() is (name != DEBUG)
