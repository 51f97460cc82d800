"""Separators between docks: forgotten by Qt before the docks are arranged anew."""

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHoverEvent
from PySide6.QtWidgets import QApplication, QMainWindow

_OUTSIDE = QPointF(-1, -1)


def leave_separators(window: QMainWindow) -> None:
    """Let Qt forget the separator under the mouse.

    Qt keeps its place in the tree of docks, also when that tree changes: it would look for it in
    the new tree, and crash.
    """
    leave = QHoverEvent(QEvent.Type.HoverLeave, _OUTSIDE, _OUTSIDE, _OUTSIDE)
    QApplication.sendEvent(window, leave)
