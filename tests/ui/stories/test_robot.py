"""The robot: it sends nothing to a widget that its own press has deleted, and lets all keys go."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.stories.robot import Robot

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier


class Chance:
    """Chance that chooses what it is told."""

    def __init__(self, *choices):
        self._choices = iter(choices)

    def choice(self, _):
        return next(self._choices)


@pytest.fixture
def button(make_window):
    """Return a button of a window, which has the keys."""
    button = QPushButton(make_window())
    button.show()
    button.setFocus()
    return button


@pytest.fixture
def robot(button, monkeypatch):
    """Return a robot that uses the button."""
    robot = Robot(button.window(), 0)
    robot.done.append("")
    monkeypatch.setattr(robot, "_somewhere", lambda _=None: (button, QPoint(1, 1)))
    return robot


def delete_at(signal, button):
    """Delete a button while it is used, as what happens in a dialog that it opens can."""

    def delete():
        button.deleteLater()
        QApplication.sendPostedEvents(button, QEvent.Type.DeferredDelete.value)

    signal.connect(delete)


def test_a_key_with_a_modifier_may_delete_the_widget(robot, button):
    """QTest.keyClick would let the modifier go in freed memory."""
    delete_at(button.clicked, button)
    robot._random = Chance(Qt.Key.Key_Space, SHIFT)
    robot._press()
    assert robot._still(button) is robot._window


def test_a_press_of_the_mouse_may_delete_the_widget(robot, button):
    delete_at(button.pressed, button)
    robot._random = Chance(LEFT, SHIFT)
    robot._click()
    assert robot._still(button) is robot._window
    assert QApplication.mouseButtons() == Qt.MouseButton.NoButton


def test_a_key_and_its_modifiers_are_let_go(robot, button):
    heard = []
    button.clicked.connect(lambda: heard.append("clicked"))
    robot._random = Chance(Qt.Key.Key_Space, SHIFT)
    robot._press()
    assert heard == ["clicked"]
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
