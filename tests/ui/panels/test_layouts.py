"""Layouts: each is the same whatever was before it, and small windows merge places."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar

from tests.depth import count
from tests.ui.windows import sweep
from ui.panels.catalogue import PANELS, tabs
from ui.panels.layouts import LAYOUTS, LEARN, LOW, NARROW, SLIM, TAUGHT, Slot, Split
from ui.panels.ledger.panel import LedgerPanel
from ui.panels.now.panel import NowPanel

SIZE = (1440, 900)


def docks_of(window):
    sweep()
    return {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}


def is_seen(window, dock):
    middle = dock.widget().mapTo(window, dock.widget().rect().center())
    return dock.isVisible() and dock.isAncestorOf(window.childAt(middle))


def in_front(window):
    return {title for title, dock in docks_of(window).items() if is_seen(window, dock)}


def fronts(name):
    groups = [tabs(name, slot) for slot in LAYOUTS[name].slots]
    return {keys[0] for keys in groups if keys and PANELS[keys[0]].tabs[name].opened}


def places_of(window):
    docks = docks_of(window)
    return {title: dock.geometry() for title, dock in docks.items() if is_seen(window, dock)}


def laid_out(window, size, name=LEARN):
    """Give a window a size and a layout."""
    window.resize(*size)
    window._actions[f"layout_{name}"].trigger()
    sweep()
    return window


@pytest.mark.few(2)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("before", LAYOUTS)
def test_a_layout_is_the_same_whatever_was_before(window_again, name, before):
    window = window_again()
    window._actions[f"layout_{name}"].trigger()
    usual = places_of(window)
    window._actions[f"layout_{before}"].trigger()
    sweep()
    window._actions[f"layout_{name}"].trigger()
    assert in_front(window) == fronts(name)
    assert places_of(window) == usual
    for key, dock in docks_of(window).items():
        assert not dock.isFloating(), key
        assert dock.isHidden() is not PANELS[key].tabs[name].opened, key


def test_learn_has_the_sizes_that_were_drawn(window_again):
    """Of a window of 1440 × 900 without a lesson, whose width goes to the others."""
    places = places_of(laid_out(window_again(), SIZE))
    assert places.keys() == {"Cell", "Ledger", "Weights", "Timeline"}
    for key, width, height in (
        ("Cell", 1424, 324),
        ("Ledger", 750, 248),
        ("Weights", 667, 248),
        ("Timeline", 1424, 196),
    ):
        assert places[key].width() == pytest.approx(width, abs=12), key
        assert places[key].height() == pytest.approx(height, rel=0.2), key
    cell, ledger, weights = places["Cell"], places["Ledger"], places["Weights"]
    assert cell.x() == 8
    assert ledger.y() == cell.bottom() + 9
    assert weights.x() == ledger.right() + 9
    assert places["Timeline"].right() == 1440 - 9


@pytest.mark.parametrize(("size", "narrow", "low"), [((1280, 800), 0, 0), ((1100, 800), 1, 0)])
def test_a_narrow_window_makes_tabs_of_weights_beside_the_ledger(window_again, size, narrow, low):
    assert (size[0] < NARROW, size[1] < LOW) == (narrow, low)
    window = laid_out(window_again(), size)
    docks = docks_of(window)
    together = docks["Weights"] in window.tabifiedDockWidgets(docks["Ledger"])
    assert together is bool(narrow)
    assert ("Weights" in in_front(window)) is not together


def test_a_low_window_makes_tabs_of_all_but_the_timeline(window_again):
    window = laid_out(window_again(), (960, 540))
    assert in_front(window) == {"Cell", "Timeline"}
    for key in ("Ledger", "Weights", "Inputs", "Lens"):
        window._actions[key].trigger()
        assert in_front(window) == {key, "Timeline"}
    assert docks_of(window)["Timeline"].geometry().bottom() < 540
    assert window.width() == 960
    assert window.height() == 540


def test_a_new_window_is_laid_out_for_its_size(make_window):
    assert in_front(make_window(size=(960, 540), shown=True)) == {"Cell", "Timeline"}


@pytest.mark.few(2)
@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("size", [(1280, 800), (1280, 720), (960, 540)])
def test_a_layout_makes_no_window_larger(window_again, name, size):
    window = laid_out(window_again(), size, name)
    assert (window.width(), window.height()) == size
    for key, place in places_of(window).items():
        assert window.rect().contains(place), key


def test_a_closed_panel_opens_beside_those_of_its_place(window_again):
    window = window_again()
    assert docks_of(window)["Check"].isHidden()
    before = places_of(window)
    window._actions["Check"].trigger()
    after = places_of(window)
    assert after.keys() - before.keys() == {"Check"}
    assert after["Check"] == before["Timeline"]
    assert not docks_of(window)["Check"].isFloating()


def test_choosing_a_matrix_moves_no_panel(window_again):
    window = window_again(hidden_size=8, input_size=5)
    before = places_of(window)
    bars = [bar for bar in window._panels["Weights"].findChildren(QTabBar) if bar.count() > 1]
    for bar in bars:
        for index in range(bar.count()):
            bar.setCurrentIndex(index)
            assert places_of(window) == before


def test_reset_undoes_what_was_dragged_closed_and_floated(window_again):
    window = window_again()
    usual = places_of(window)
    docks = docks_of(window)
    docks["Timeline"].close()
    docks["Cell"].setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["Lens"])
    window.resizeDocks([docks["Weights"]], [700], Qt.Orientation.Horizontal)
    sweep()
    window._actions["reset_layout"].trigger()
    assert in_front(window) == fronts(LEARN)
    assert places_of(window) == usual


def test_a_panel_is_brought_forward_by_its_key_with_the_focus_in_it(window_again):
    window = window_again()
    for title in [*PANELS][:: count(1, by_default=2)]:
        QTest.keySequence(window, window._actions[title].shortcut())
        dock = docks_of(window)[title]
        assert is_seen(window, dock), title
        focused = QApplication.focusWidget()
        assert dock.widget().isAncestorOf(focused) or focused is dock.widget(), title


def test_every_slot_of_a_layout_stands_once_and_merges_into_another():
    for layout in LAYOUTS.values():
        assert isinstance(layout.whole, Split)
        assert len(set(layout.slots)) == len(layout.slots)
        widths = (TAUGHT, TAUGHT - 1, NARROW - 1, SLIM - 1)
        for given in product(widths, (LOW, LOW - 1), (False, True)):
            to = layout.merged(*given)
            assert to.keys() == set(layout.slots)
            assert all(to[slot] is slot for slot in to.values())
    assert LAYOUTS[LEARN].slots[0] is Slot.LESSON


@pytest.mark.few(1)
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_quantity_of_the_cell_is_seen_in_a_small_window(window_again, name):
    window = window_again(hidden_size=8, num_layers=2)
    window.resize(1280, 800)
    window._actions[f"layout_{name}"].trigger()
    window._actions["last"].trigger()
    window._actions["Now"].trigger()
    sweep()
    bar = window._panels.of(NowPanel).unit_table.horizontalScrollBar()
    assert bar.maximum() == bar.minimum()


@pytest.mark.few(1)
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_way_back_from_a_term_is_seen_in_a_small_window(window_again, name):
    window = window_again(hidden_size=8)
    bench = window._workbench
    window.resize(1280, 800)
    window._actions[f"layout_{name}"].trigger()
    window._actions["Ledger"].trigger()
    bench.go_to(3 * 7 + 3)
    sweep()
    ledger = window._panels.of(LedgerPanel)
    bar = ledger._terms.horizontalScrollBar()
    assert bar.maximum() == bar.minimum()
