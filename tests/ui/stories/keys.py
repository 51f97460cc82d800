"""A hand on the keys alone: whatever has the focus gets them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def press(*keys, modifier=Qt.KeyboardModifier.NoModifier):
    """Press keys one after another."""
    for key in keys:
        focused = QApplication.focusWidget() or QApplication.activeWindow()
        QTest.keyClick(focused, key, modifier)
        QApplication.processEvents()


def tab_to(widget, most=20):
    """Press Tab until a widget has the focus."""
    for _ in range(most):
        if widget.hasFocus():
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError("the Tab key does not lead there")
