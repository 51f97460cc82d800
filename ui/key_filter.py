"""KeyFilter: lets tables, sliders, fields and buttons keep the keys that are theirs.

The window's own shortcuts are bare keys (Space, arrows, Home, letters). Qt asks the widget with the
focus first, by a ShortcutOverride event; this filter accepts it for the widgets that need the key.
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
_EDITORS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox, QAbstractItemView)
KEEPS_MOVES = "keepsMoves"
"""A property: a widget of ours that has it set to True moves by arrows, Home, End and pages."""


class KeyFilter(QObject):
    """Filters what comes to the widget with the focus, as long as the application lives.

    Installed on the application it would hear every event of every widget: a sixth of a frame.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._follow)
        self._follow(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a ShortcutOverride for a key that the focused widget keeps, or one around it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and any(_keeps(widget, event) for widget in _with_ancestors(watched))
        ):
            event.accept()
            return True
        return False

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)


def _with_ancestors(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that Qt asks in turn: up to the window."""
    around: QWidget | None = widget
    while around is not None:
        yield around
        around = None if around.isWindow() else around.parentWidget()


def _keeps(widget: QWidget, event: QKeyEvent) -> bool:
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if not plain:
        return False
    key = event.key()
    if isinstance(widget, QAbstractItemView) and not _edits_by_typing(widget):
        return key in _MOVES
    if isinstance(widget, _EDITORS):
        return key in _MOVES or key == Key.Key_Space or bool(event.text().strip())
    if isinstance(widget, QAbstractSlider):
        return key in _MOVES
    if isinstance(widget, QComboBox):
        return key in _MOVES or key == Key.Key_Space or event.text().isalnum()
    if isinstance(widget, QTabBar):
        return key in _ARROWS
    if isinstance(widget, QAbstractButton):
        return key == Key.Key_Space
    return bool(widget.property(KEEPS_MOVES)) and key in _MOVES


def _edits_by_typing(view: QAbstractItemView) -> bool:
    return bool(view.editTriggers() & QAbstractItemView.EditTrigger.AnyKeyPressed)
