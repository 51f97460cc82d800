"""Keys of the window around its cards: who had them before a card, and Esc."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.key_filter import is_kept

_PRESSED_OR_RELEASED = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


class BorrowedKeys:
    """Keys that go back to where they were; to the window where that is gone."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._owner: QWidget | None = None

    def borrow(self, card: QWidget) -> None:
        """Remember who has the keys, unless the card has them already."""
        focused = QApplication.focusWidget()
        if focused is None or not is_in(card, focused):
            self._owner = focused

    def give_back(self) -> None:
        """Give the keys back."""
        owner, self._owner = self._owner, None
        if owner is None or not owner.isVisible():
            owner = self._window
        owner.activateWindow()
        owner.setFocus(Qt.FocusReason.OtherFocusReason)


def is_in(card: QWidget, widget: QWidget) -> bool:
    """Return True for a card, and for what is in it."""
    return card is widget or card.isAncestorOf(widget)


class WindowKeys(QObject):
    """Listener to the keys that nothing inside a window keeps for itself.

    Signals:
        used: a key was pressed.
    """

    used = Signal()

    def __init__(self, window: QWidget, escape: Callable[[], bool]) -> None:
        """Listen. `escape` does what Esc does, and returns False where that is nothing."""
        super().__init__(window)
        self._window, self._escape = window, escape
        self._swallowing: QWidget | None = None
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a key; keep an Esc that did something from who has the keys."""
        if watched is self._swallowing and event.type() in _PRESSED_OR_RELEASED:
            self._swallowing = None
            if watched is not self._window:
                watched.removeEventFilter(self)
            return event.type() == QEvent.Type.KeyPress
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if watched is not self._window or not override:
            return False
        assert isinstance(event, QKeyEvent)
        self.used.emit()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if event.key() != Qt.Key.Key_Escape or not plain or is_kept(event) or not self._escape():
            return False
        event.accept()
        self._swallowing = QApplication.focusWidget() or self._window
        self._swallowing.installEventFilter(self)
        return True
