"""Separators between docks: Qt crashes when it keeps one that a new layout no longer has."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.windows import sweep
from ui.panels.layouts import TRAINING

SPLITS = Qt.CursorShape.SplitHCursor, Qt.CursorShape.SplitVCursor


@pytest.fixture
def window(window_again):
    window = window_again()
    sweep()
    return window


def places(window):
    """Return where each dock is that can be seen."""
    docks = window._docks._docks.values()
    return [dock.geometry() for dock in docks if dock.isVisible() and dock.x() >= 0]


def separator_of(window):
    """Return a point between a dock and the one on its right."""
    docks = places(window)
    beside = min(docks, key=lambda place: place.right())
    return QPoint(beside.right() + 4, beside.center().y())


def rest_on_separator(window):
    QTest.mouseMove(window, separator_of(window))
    assert window.cursor().shape() in SPLITS


def by_layout(window):
    rest_on_separator(window)
    window._docks.lay_out(TRAINING)


def by_workspace(window):
    layout = window._memory.sealed()
    window._docks.lay_out(TRAINING)
    sweep()
    rest_on_separator(window)
    window._memory.take(layout)


@pytest.mark.parametrize("arrange", [by_layout, by_workspace])
def test_a_separator_under_the_mouse_is_forgotten_with_its_layout(window, arrange):
    arrange(window)
    assert window.cursor().shape() not in SPLITS
