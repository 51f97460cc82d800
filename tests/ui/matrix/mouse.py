"""Mouse drags over the cells of a heat map."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def drag(owner, start, moves, modifiers=NONE, release=True):
    """Press on a cell of an owner's editor, and move by some (x, y), one after another."""
    port = owner.editor.heat_map.viewport()
    place = owner.editor.heat_map.cell_rect(start).center()
    QTest.mousePress(port, LEFT, modifiers, place)
    for x, y in moves:
        place = place + QPoint(x, y)
        move_to(port, place, modifiers)
    if release:
        QTest.mouseRelease(port, LEFT, modifiers, place)
    return place


def move_to(port, place, modifiers=NONE):
    """Move the mouse with the left button and modifiers held, which QTest cannot do."""
    at = QPointF(place)
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, at, port.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, modifiers)
    QApplication.sendEvent(port, event)
