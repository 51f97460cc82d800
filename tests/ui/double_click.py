"""Double clicks as a hand makes them: QTest's leaves the button pressed for the tests after it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

_PLAIN = Qt.KeyboardModifier.NoModifier


def double_click(widget, button=Qt.MouseButton.LeftButton, modifiers=_PLAIN, pos=None):
    """Click a widget twice, in its middle or at a place, and let the button go."""
    place = pos or QPoint()
    QTest.mouseDClick(widget, button, modifiers, place)
    QTest.mouseRelease(widget, button, modifiers, place)
