"""Long work between the window's events: however its bar is left, the work ends."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton, QWidget

from ui.worker import long_work
from ui.worker.long_work import LongWork

WAYS = {
    "Cancel": lambda bar: bar.findChild(QPushButton).click(),
    "Esc": lambda bar: QTest.keyClick(bar, Qt.Key.Key_Escape),
    "its cross": QWidget.close,
}


@pytest.fixture
def parent(qtbot, monkeypatch):
    monkeypatch.setattr(long_work, "SLICE_SECONDS", 0.001)
    wait = QProgressDialog.setMinimumDuration  # meanwhile the work goes on
    monkeypatch.setattr(QProgressDialog, "setMinimumDuration", lambda bar, _: wait(bar, 40))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def bar_of(parent, qtbot, active):
    """Return the bar once it is seen, with or without the keys."""
    (bar,) = parent.findChildren(QProgressDialog)
    qtbot.waitUntil(bar.isVisible)
    if active:
        bar.activateWindow()
        qtbot.waitUntil(bar.isActiveWindow)
    else:
        parent.activateWindow()
        qtbot.waitUntil(lambda: not bar.isActiveWindow())
    return bar


def test_a_slice_takes_a_step_however_late_it_is(parent, qtbot, monkeypatch):
    """A busy machine may give no time between the deadline and its first look."""
    monkeypatch.setattr(long_work, "SLICE_SECONDS", 0.0)

    def counting():
        for number in range(3):
            yield number / 3
        return "counted"

    said = []
    work = LongWork("Counting", counting(), parent)
    work.done.connect(lambda: said.append(work.result))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["counted"]


def test_the_clock_of_the_bar_starts_with_the_work(parent):
    """Qt starts it when a bar is set to 0, and else shows the bar after 4 s."""
    work = LongWork("Counting", endless([]), parent)
    (bar,) = parent.findChildren(QProgressDialog)
    assert bar.value() == 0
    work.cancel()


def endless(left):
    try:
        while True:
            yield 0.5
    finally:
        left.append("closed")


@pytest.mark.parametrize("active", [True, False], ids=["with the keys", "without the keys"])
@pytest.mark.parametrize("way", WAYS)
def test_a_bar_that_is_left_ends_the_work(parent, qtbot, way, active):
    said = []
    work = LongWork("Counting", endless(said), parent)
    work.cancelled.connect(lambda: said.append("cancelled"))
    WAYS[way](bar_of(parent, qtbot, active))
    assert said == ["closed", "cancelled"]
    qtbot.waitUntil(lambda: not parent.findChildren(QProgressDialog))


@pytest.mark.parametrize("active", [True, False], ids=["with the keys", "without the keys"])
@pytest.mark.parametrize("way", WAYS)
def test_work_with_a_result_comes_to_its_end(parent, qtbot, way, active):
    said, stopped = [], []

    def search():
        while not stopped:
            yield 0.5
        return "what it found"

    work = LongWork("Searching", search(), parent, stop=lambda: stopped.append(True))
    work.done.connect(lambda: said.append(work.result))
    bar = bar_of(parent, qtbot, active)
    WAYS[way](bar)
    assert stopped
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["what it found"]
