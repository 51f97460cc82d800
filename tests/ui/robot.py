"""A robot that does anything to a window: clicks, drags, keys, wheel, resizes, from a seed."""

import random

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.dialogs.palette import entries

Key, Modifier, Button = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton

BUTTONS = (Button.LeftButton,) * 6 + (Button.RightButton, Button.MiddleButton)
MODIFIERS = (Modifier.NoModifier,) * 5 + (
    Modifier.ShiftModifier,
    Modifier.ControlModifier,
    Modifier.AltModifier,
    Modifier.ControlModifier | Modifier.ShiftModifier,
)
KEYS = (
    *(Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down) * 3,
    *(Key.Key_Return, Key.Key_Escape, Key.Key_Tab, Key.Key_Backtab, Key.Key_Space) * 3,
    *(Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown, Key.Key_F2, Key.Key_F5),
    *(Key.Key_F1, Key.Key_F9, Key.Key_Delete, Key.Key_Backspace, Key.Key_Plus, Key.Key_Minus),
    *(Key.Key_Period, Key.Key_Comma, Key.Key_Menu, Key.Key_BracketLeft),
    *(Key(Key.Key_0 + n) for n in range(10)),
    *(Key(Key.Key_A + n) for n in range(26)),
)
PATIENCE_MILLISECONDS = 15
"""How long a dialog may stay, for the robot to do something in it."""


class Robot(QObject):
    """Does `count` things that a seed chooses, and closes every dialog and popup that comes."""

    def __init__(self, window, seed):
        super().__init__()
        self._window = window
        self._random = random.Random(seed)
        self.done = []
        self._janitor = QTimer(self, interval=PATIENCE_MILLISECONDS)
        self._janitor.timeout.connect(self._tidy)
        self._acts = (
            *(self._click,) * 8,
            *(self._press,) * 8,
            *(self._drag,) * 3,
            *(self._wheel,) * 2,
            *(self._double_click, self._hover, self._trigger),
            self._resize,
        )

    def work(self, count):
        self._janitor.start()
        for _ in range(count):
            self._act()
            QApplication.processEvents()
        while QApplication.activeModalWidget() or QApplication.activePopupWidget():
            self._tidy()
            QApplication.processEvents()
        self._janitor.stop()

    def _act(self):
        act = self._random.choice(self._acts)
        self.done.append(act.__name__)
        act()

    def _tidy(self):
        """Do a thing or two in what is in the way, then put it away."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        inside = popup or modal
        if inside is None:
            return
        if self._random.random() < 0.7:
            self._random.choice((self._click, self._press))(inside)
        for widget in (popup, modal):
            if widget is not None and shiboken6.isValid(widget) and widget.isVisible():
                widget.reject() if isinstance(widget, QDialog) else widget.close()

    def _somewhere(self, inside=None):
        """A visible widget and a point of it; its names, for the record."""
        top = inside or QApplication.activePopupWidget() or QApplication.activeModalWidget()
        top = top or self._window
        widgets = [w for w in (top, *top.findChildren(QWidget)) if w.isVisible() and w.width() > 0]
        widget = self._random.choice(widgets)
        self.done[-1] += f" {type(widget).__name__}:{widget.objectName()}"
        return widget, self._point(widget)

    def _point(self, widget):
        rect = widget.rect()
        return QPoint(
            self._random.randint(0, max(0, rect.width() - 1)),
            self._random.randint(0, max(0, rect.height() - 1)),
        )

    def _click(self, inside=None):
        widget, point = self._somewhere(inside)
        button = self._random.choice(BUTTONS)
        QTest.mouseClick(widget, button, self._random.choice(MODIFIERS), point)

    def _double_click(self):
        widget, point = self._somewhere()
        QTest.mouseDClick(widget, Button.LeftButton, Modifier.NoModifier, point)

    def _hover(self):
        widget, point = self._somewhere()
        QTest.mouseMove(widget, point)

    def _drag(self):
        widget, point = self._somewhere()
        modifier = self._random.choice(MODIFIERS)
        QTest.mousePress(widget, Button.LeftButton, modifier, point)
        for _ in range(self._random.randint(1, 4)):
            if not shiboken6.isValid(widget):
                return
            QTest.mouseMove(widget, self._point(widget))
        if shiboken6.isValid(widget):
            QTest.mouseRelease(widget, Button.LeftButton, modifier, self._point(widget))

    def _press(self, inside=None):
        key, modifier = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        if key == Key.Key_Q and modifier & Modifier.ControlModifier:
            return  # that ends it
        target = QApplication.focusWidget() or inside or self._window
        self.done[-1] += f" {modifier} {key} {type(target).__name__}"
        QTest.keyClick(target, key, modifier)

    def _wheel(self):
        widget, point = self._somewhere()
        place = widget.mapToGlobal(point)
        delta = QPoint(0, self._random.choice((-240, -120, -15, 15, 120, 240)))
        event = QWheelEvent(
            QPointF(point),
            QPointF(place),
            QPoint(),
            delta,
            Button.NoButton,
            self._random.choice(MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)

    def _trigger(self):
        """An action of the menus, whose keys the robot may never hit."""
        if QApplication.activeModalWidget() is None:
            actions = [entry.action for entry in entries(self._window.menuBar())]
            action = self._random.choice([a for a in actions if a.objectName() != "quit"])
            self.done[-1] += f" {action.text()}"
            action.trigger()

    def _resize(self):
        self._window.resize(self._random.randint(500, 2000), self._random.randint(350, 1200))


def sweep():
    """Delete what is to be deleted, which without the application's own event loop nobody does."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
