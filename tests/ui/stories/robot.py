"""Robot that uses a window at random: clicks, drags of docks too, keys, wheel, from a seed."""

import random

import pytest
import shiboken6
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QDrag, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QFileDialog,
    QWidget,
)

from ui.commands.palette import entries
from ui.window.docking.dock_tabs import DockTabs
from ui.window.docking.title_bar import TitleBar

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
OF_MODIFIERS = {
    Modifier.ShiftModifier: Key.Key_Shift,
    Modifier.ControlModifier: Key.Key_Control,
    Modifier.AltModifier: Key.Key_Alt,
}
PATIENCE_MILLISECONDS = 15
"""Time that a dialog may stay, for the robot to use it."""

REST_MILLISECONDS = 30_000
"""Time that the window has to come to rest after the last action."""

NOBODY_TOOK_IT = pytest.mark.qt_log_ignore("not accepted by receiving", extend=True)
"""Mark of tests with a robot, whose keys and clicks also go to widgets that take none just then."""


class Robot(QObject):
    """Uses a window as its seed chooses, and closes every dialog and popup that opens.

    It works inside an event loop, as users do: objects that a dialog or a menu leaves to be deleted
    go when Qt would delete them.

    Args:
        files: opened now and then, also while a dialog waits.
        troubles: functions without arguments that are called now and then.
        tricks: functions of the robot's chance, which are called as often as it clicks.
        look_on: called after every action.
        diary: path of a file that names each action before it is done: where Qt crashes, it is all
            that is left to tell of the last one.

    Attributes:
        holds_on: True to hold a dock until an action lets it go, not only over one action.
    """

    holds_on = False

    def __init__(self, window, seed, files=(), troubles=(), tricks=(), look_on=None, diary=None):
        super().__init__()
        self._diary = diary
        self._tricks, self._look_on = tricks, look_on
        self._window, self._files, self._troubles = window, files, troubles
        self._held = None  # the widget by which a dock is dragged, and a point in it
        self._random = random.Random(seed)
        self._left = 0
        self._resting = QDeadlineTimer()
        self._loop = QEventLoop()
        self.done = []
        self._met = set()
        self._pulse = QTimer(self, interval=0)
        self._pulse.timeout.connect(self._act)
        self._janitor = QTimer(self, interval=PATIENCE_MILLISECONDS, singleShot=True)
        self._janitor.timeout.connect(self._tidy)
        window.findChild(QAction, "quit").setEnabled(False)
        self._acts = (
            *(self._click,) * 8,
            *(self._press,) * 8,
            *(self._drag,) * 3,
            *(self._wheel,) * 2,
            *(self._double_click, self._hover, self._trigger),
            *(self._resize, self._open),
            *(self._tear,) * 2,
            *(self._dock, self._trouble),
            *(self._trick,) * (8 if tricks else 0),
        )
        # what may be done or happen while the mouse holds a dock
        self._free_of_hand = (self._press, self._trigger, self._open, self._resize, self._trouble)

    def work(self, count):
        """Do `count` actions, then close everything still open.

        The window comes to rest first: a file that has just been read may open a dialog.
        """
        self._left = count
        self._resting.setRemainingTime(REST_MILLISECONDS)
        self._janitor.start()
        self._pulse.start()
        self._loop.exec()
        self._janitor.stop()

    def _act(self):
        """Do the next action. While a dialog waits inside it, only the janitor's timer runs on."""
        if self._left:
            self._left -= 1
            self._resting.setRemainingTime(REST_MILLISECONDS)
            act = self._random.choice(self._acts if self._held is None else self._free_of_hand)
            self.done.append("")
            self._note(act.__name__)
            held = self._held is not None
            act()
            if held and not self.holds_on:
                self._let_go()
            if self._look_on is not None:
                self._look_on()
        elif self._held is not None:
            self._let_go()
        elif not any(self._in_the_way()) and self._is_at_rest():
            self._pulse.stop()
            self._loop.quit()

    def _note(self, words):
        """Add words to the record of the present action."""
        self.done[-1] += words
        if self._diary is not None:
            with self._diary.open("a", encoding="utf-8") as file:
                print(len(self.done), self.done[-1], file=file)

    def _is_at_rest(self):
        return not self._window.busy or self._resting.hasExpired()

    def _tidy(self):
        """Do an action or two in the open dialog or popup, then close it."""
        self._janitor.start()  # first: an action here may open a dialog and wait for it
        if QGuiApplication.platformName() != "offscreen":  # offscreen knows no drags, and warns
            QDrag.cancel()  # a drag of text, which only a hand would drop
        popup, modal = self._in_the_way()
        inside = popup or modal
        if inside is None:
            return
        if isinstance(modal, QFileDialog):  # it could save any file anywhere
            modal.reject()
            return
        if self._random.random() < 0.7:
            self._random.choice((self._click, self._press, self._open))(inside)
        for widget in (popup, modal):
            if widget is not None and shiboken6.isValid(widget) and widget.isVisible():
                widget.reject() if isinstance(widget, QDialog) else widget.close()

    def _in_the_way(self):
        """Return the popup and the modal dialog that are open.

        They are kept: Python would delete one of Qt's own popups, and Qt would find it gone.
        """
        found = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        self._met.update(widget for widget in found if widget is not None)
        return found

    def _somewhere(self, inside=None):
        """Choose a widget and a point in it that the mouse can reach; note them in the record."""
        popup, modal = self._in_the_way()
        top = inside or popup or modal or self._window
        widgets = [w for w in (top, *top.findChildren(QWidget)) if w.isVisible() and w.width() > 0]
        for widget in self._random.sample(widgets, min(len(widgets), 30)):
            point = self._point(widget)
            if top.childAt(widget.mapTo(top, point)) is widget:
                break
        else:
            widget, point = top, self._point(top)
        self._note(f" {type(widget).__name__}:{widget.objectName()}")
        return widget, point

    def _point(self, widget):
        rect = widget.rect()
        return QPoint(
            self._random.randint(0, max(0, rect.width() - 1)),
            self._random.randint(0, max(0, rect.height() - 1)),
        )

    def _click(self, inside=None):
        widget, point = self._somewhere(inside)
        button, modifier = self._random.choice(BUTTONS), self._random.choice(MODIFIERS)
        QTest.mousePress(widget, button, modifier, point)
        self._release(widget, button, modifier, point)

    def _double_click(self):
        widget, point = self._somewhere()
        QTest.mouseDClick(widget, Button.LeftButton, Modifier.NoModifier, point)
        self._release(widget, Button.LeftButton, Modifier.NoModifier, point)

    def _hover(self):
        widget, point = self._somewhere()
        QTest.mouseMove(widget, point)

    def _drag(self):
        widget, point = self._somewhere()
        modifier = self._random.choice(MODIFIERS)
        QTest.mousePress(widget, Button.LeftButton, modifier, point)
        for _ in range(self._random.randint(1, 4)):
            there = self._still(widget)
            QTest.mouseMove(there, self._point(there))
        self._release(widget, Button.LeftButton, modifier, self._point(self._still(widget)))

    def _release(self, widget, button, modifier, point):
        """Let a button of the mouse go."""
        QTest.mouseRelease(self._still(widget), button, modifier, point)

    def _still(self, widget):
        """Return a widget, or the window where it is gone: QTest would send events to its memory.

        A press can open a dialog, and what happens in it can delete the widget.
        """
        return widget if shiboken6.isValid(widget) else self._window

    def _tear(self):
        """Drag a dock by its tab or its title; let it go now, or after the next action."""
        grips = [*self._tabs(), *self._titles()]
        if not grips or any(self._in_the_way()):
            return
        grip, point = self._random.choice(grips)
        self._note(f" {type(grip).__name__}:{grip.objectName()}")
        QTest.mousePress(grip, Button.LeftButton, Modifier.NoModifier, point)
        for _ in range(self._random.randint(1, 5)):
            place, there = self._window.mapToGlobal(self._point(self._window)), self._still(grip)
            QTest.mouseMove(there, there.mapFromGlobal(place))
            QApplication.processEvents()
        self._held = grip, point
        if self._random.random() < 0.5:
            self._let_go()

    def _let_go(self):
        """Let the dock go that is dragged."""
        (grip, point), self._held = self._held, None
        self._release(grip, Button.LeftButton, Modifier.NoModifier, point)

    def _tabs(self):
        """Yield tabs of docks: the own one drags, the others are only clicked."""
        for tabs in self._window.findChildren(DockTabs):
            if tabs.isVisible():
                for index in range(tabs.count()):
                    place = tabs.tabRect(index).center()
                    if self._reaches(tabs, place):
                        yield tabs, place

    def _titles(self):
        for title in self._window.findChildren(TitleBar):
            if title.isVisible():
                place = title.caption.geometry().center()
                if self._reaches(title.caption, title.caption.rect().center()):
                    yield title, place

    @staticmethod
    def _reaches(widget, place):
        """Return True when the mouse can press there: nothing lies above, and it is in a window."""
        top = widget.window()
        return widget is top or top.childAt(widget.mapTo(top, place)) is widget

    def _dock(self):
        """Float a dock, put it back, close it, or bring it forward."""
        dock = self._random.choice(self._window.findChildren(QDockWidget))
        act = self._random.choice(("float", "close", "show"))
        self._note(f" {act} {dock.objectName()}")
        if act == "float":
            dock.setFloating(not dock.isFloating())
        elif act == "close":
            dock.close()
        else:
            dock.show()
            dock.raise_()

    def _trouble(self):
        if self._troubles:
            trouble = self._random.choice(self._troubles)
            self._note(f" {trouble.__name__}")
            trouble()

    def _trick(self):
        trick = self._random.choice(self._tricks)
        self._note(f" {trick.__name__}")
        trick(self._random)

    def _press(self, inside=None):
        key, modifier = self._random.choice(KEYS), self._random.choice(MODIFIERS)
        target = QApplication.focusWidget()
        if target is None or not target.isVisible():
            target = inside or self._window
        self._note(f" {modifier} {key} {type(target).__name__}:{target.objectName()}")
        QTest.keyPress(target, key, modifier)
        for up in (key, *(of for one, of in OF_MODIFIERS.items() if one & modifier)):
            QTest.keyRelease(self._still(target), up)

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
        """Trigger an action of the menus, whose keys the robot may never press."""
        if self._in_the_way()[1] is None:
            action = self._random.choice(list(entries(self._window.menuBar()))).action
            self._note(f" {action.text()}")
            action.trigger()

    def _open(self, inside=None):
        """Open a file that was asked for earlier and has been read by now."""
        if self._files:
            self._window.open_files([self._random.choice(self._files)])

    def _resize(self):
        self._window.resize(self._random.randint(500, 2000), self._random.randint(350, 1200))
