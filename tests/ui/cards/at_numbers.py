"""Mouse and keys at the numbers of a window, without waits: the timers end when they are told."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

_NONE, _PLAIN = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def move(widget, place):
    """Move the mouse, which holds no button, to a place of a widget."""
    QCursor.setPos(widget.mapToGlobal(place))
    at, out = QPointF(place), QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, at, out, _NONE, _NONE, _PLAIN)
    QApplication.sendEvent(widget, event)


def elapse(timer):
    """Let the time of a timer pass."""
    assert timer.isActive()
    timer.stop()
    timer.timeout.emit()


def rest(window, spot):
    """Let the mouse rest on a number until its card is open; return the card."""
    cards = window._cards
    cards.point(None)
    move(spot.widget, spot.rect().center())
    cards.point(spot)
    elapse(cards.rest)
    return cards.card


def click(spot, twice=False):
    """Click a number once, or a second time so soon that it is a double click."""
    place = spot.rect().center()
    widget = spot.widget.childAt(place) or spot.widget  # a matrix is clicked in its viewport
    at = Qt.MouseButton.LeftButton, _PLAIN, widget.mapFrom(spot.widget, place)
    does = QTest.mouseDClick if twice else QTest.mousePress
    does(widget, *at)
    QTest.mouseRelease(widget, *at)


def press(key):
    """Press a key where the keys are."""
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key)


def leave(widget):
    """Take the mouse from a widget."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    QCursor.setPos(widget.mapToGlobal(QPoint(-40, -40)))
