"""Panels scroll where their place is smaller than they need."""

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QLineEdit, QVBoxLayout, QWidget

from tests.ui.windows import sweep
from ui.panels.layouts import LAYOUTS
from ui.widgets.scrolled import Scrolled

SMALL = QSize(480, 360)
"""Less than a window without its frame has on 1280 × 800 pixels at 200 %."""


class LayoutRequests(QObject):
    """Counter of a widget's requests to be laid out anew."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def panels_of(window):
    """Bring each panel to the front; yield its place and it. Closed ones have no size yet."""
    for dock in window.findChildren(QDockWidget):
        dock.raise_()
        sweep()
        if dock.isVisible():
            yield dock.widget(), dock.widget().widget()


@pytest.fixture
def window(make_window, make_workbench):
    return make_window(make_workbench(num_layers=2, bidirectional=True, batch=3), shown=True)


@pytest.mark.few(1)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_small_screen_holds_the_window_and_all_of_each_panel(window, layout):
    window.resize(SMALL)
    sweep()
    window._docks.lay_out(layout)
    sweep()
    window.resize(SMALL)
    sweep()
    assert window.size() == SMALL
    for place, panel in panels_of(window):
        for bar, length, seen in (
            (place.horizontalScrollBar(), panel.width(), place.viewport().width()),
            (place.verticalScrollBar(), panel.height(), place.viewport().height()),
        ):
            assert bar.maximum() == max(0, length - seen)
        least = panel.minimumSizeHint()
        assert panel.size() == panel.size().expandedTo(least)


def test_it_follows_what_its_widget_needs(qtbot):
    """Texts that wrap are squeezed to their least height before anything scrolls."""
    widget = QWidget()
    label, column = QLabel("one"), QVBoxLayout(widget)
    column.addWidget(label)
    area = Scrolled(widget)
    qtbot.addWidget(area)
    area.resize(300, 60)
    area.show()
    assert widget.size() == area.size()
    label.setMinimumSize(400, 200)
    sweep()
    assert widget.size() == widget.minimumSizeHint()
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() > 0
    label.setMinimumSize(1, 1)
    sweep()
    assert widget.size() == area.size()


def test_it_leaves_the_keys_to_its_fields(bring_up):
    widget, elsewhere, both = QWidget(), QLineEdit(), QWidget()
    area, first, last = Scrolled(widget), QLineEdit(widget), QLineEdit(widget)
    last.move(0, 500)
    widget.setMinimumSize(100, 600)
    column = QVBoxLayout(both)
    column.addWidget(elsewhere)
    column.addWidget(area)
    both.resize(200, 200)
    bring_up(both)
    elsewhere.setFocus()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is elsewhere
    for field in (first, last):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is field
    assert not last.visibleRegion().isEmpty()


def test_a_text_that_needs_more_room_lays_out_nothing_around_it(qtbot):
    widget, around = QWidget(), QWidget()
    label, column = QLabel("one"), QVBoxLayout(widget)
    column.addWidget(label)
    outside = QVBoxLayout(around)
    outside.addWidget(Scrolled(widget))
    qtbot.addWidget(around)
    around.show()
    sweep()
    asked = LayoutRequests(around)
    label.updateGeometry()
    sweep()
    label.setMinimumSize(400, 200)
    sweep()
    assert asked.count == 0


def test_a_text_that_wraps_has_its_height_at_the_width_there_is(qtbot):
    widget = QWidget()
    label = QLabel("a text of several words " * 8, wordWrap=True)
    column = QVBoxLayout(widget)
    column.addWidget(label)
    area = Scrolled(widget)
    qtbot.addWidget(area)
    area.resize(140, 60)
    area.show()
    sweep()
    assert label.height() >= label.heightForWidth(label.width())
