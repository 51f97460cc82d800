"""KeyFilter: lets tables, sliders, fields and buttons keep the keys that they use.

The window's own shortcuts are bare keys (Space, arrows, Home, letters). Qt asks the focused widget
first, by a ShortcutOverride event; this filter accepts it for the widgets that need the key.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

Key = Qt.Key
_ARROWS = {Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down}
_MOVES = _ARROWS | {Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown}
_FIELDS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
_EDITORS = (*_FIELDS, QAbstractItemView)
KEEPS_MOVES = "keepsMoves"
"""Property of our widgets that use arrows, Home, End and page keys themselves."""

LEAVES_SPACE = "leavesSpace"
"""Property of our buttons that Space does not press."""

KEEPS_ESCAPE = "keepsEscape"
"""Property of our widgets that Esc leaves, before it leaves anything around them."""

TAKES_NUMBERS = "takesNumbers"
"""Property of our lines for numbers, which leave letters to the window, and moves while empty."""

_IN_NUMBERS = frozenset("0123456789+-−.,/()[]^×*")


def give_back_keys(widget: QWidget) -> None:
    """Let keys step again: no widget of the window keeps the focus."""
    widget.window().setFocus()


class KeyFilter(QObject):
    """Filter for ShortcutOverride events that nothing inside a window has accepted.

    Qt passes such an event from the focused widget up to its window, so the window is the right
    place to listen. On the application it would hear every event of every widget; and a filter that
    follows `focusChanged` is handed widgets that are being destroyed.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a ShortcutOverride for a key that the focused widget, or one around it, keeps."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not is_kept(event):
            return False
        event.accept()
        return True


def is_kept(event: QKeyEvent) -> bool:
    """Return True for a key that the focused widget, or one around it, keeps."""
    focused = QApplication.focusWidget()
    return focused is not None and any(_keeps(w, event) for w in _with_ancestors(focused))


def takes_text(widget: QWidget) -> bool:
    """Return True for a widget that text is typed into."""
    return isinstance(widget, _FIELDS)


def _with_ancestors(widget: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that Qt asks in turn, up to the window."""
    around: QWidget | None = widget
    while around is not None:
        yield around
        around = None if around.isWindow() else around.parentWidget()


def leaves_key(line: QLineEdit, event: QKeyEvent) -> bool:
    """Return True for a bare key that a line for numbers has no use for."""
    return _is_plain(event) and not _keeps(line, event)


def _is_plain(event: QKeyEvent) -> bool:
    return event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )


def _keeps(widget: QWidget, event: QKeyEvent) -> bool:
    if not _is_plain(event):
        return False
    key = event.key()
    if key == Key.Key_Escape:
        return isinstance(widget, _FIELDS) or bool(widget.property(KEEPS_ESCAPE))
    if isinstance(widget, QAbstractItemView) and not _edits_by_typing(widget):
        return key in _MOVES
    if isinstance(widget, QLineEdit) and widget.property(TAKES_NUMBERS):
        if key in (Key.Key_Backspace, Key.Key_Delete):
            return True
        if not widget.text():
            return event.text() in _IN_NUMBERS
        inside = {Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_Space}
        return key in inside or event.text() in {*_IN_NUMBERS, "e", "E"}
    if isinstance(widget, _EDITORS):
        return key in _MOVES or key == Key.Key_Space or bool(event.text().strip())
    if isinstance(widget, QAbstractSlider):
        return key in _MOVES
    if isinstance(widget, QComboBox):
        return key in _MOVES or key == Key.Key_Space or event.text().isalnum()
    if isinstance(widget, QTabBar):
        return key in _ARROWS
    if isinstance(widget, QAbstractButton):
        presses = key == Key.Key_Space and not widget.property(LEAVES_SPACE)
        return presses or (key in _ARROWS and _is_one_of_several(widget))
    return bool(widget.property(KEEPS_MOVES)) and key in _MOVES


def _is_one_of_several(button: QAbstractButton) -> bool:
    """Return True where Tab reaches only the checked button, and arrows the others."""
    group = button.group()
    return button.autoExclusive() or (group is not None and group.exclusive())


def _edits_by_typing(view: QAbstractItemView) -> bool:
    return bool(view.editTriggers() & QAbstractItemView.EditTrigger.AnyKeyPressed)
