"""Arrangement: the places of a window's docks, kept and changed while the mouse drags none."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QHoverEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

_VERSION = 3
"""Of the docks and bars; states of other versions are left alone."""

_OUTSIDE = QPointF(-1, -1)
_LEFT, _NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Arrangement(QObject):
    """What is pressed is let go before any change of Qt's tree of docks.

    From the press until the release Qt keeps places in that tree: where the dragged dock or
    separator is, and where it may return to. It would look for them in another tree, and crash. A
    state that it saves meanwhile names the dock twice, and crashes once restored.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: QObject | None = None
        self._before = QByteArray()
        window.installEventFilter(self)  # it has the separators

    def hear(self, dock: QDockWidget) -> None:
        """Hear of presses on a dock from now on."""
        dock.installEventFilter(self)

    def state(self) -> QByteArray:
        """Return where docks and bars are; while a dock is pressed or dragged, where they were."""
        return self._now() if self._held is None else self._before

    def restore(self, state: QByteArray) -> bool:
        """Put docks and bars where a state says; return False if that cannot be."""
        self.let_go()
        return self._window.restoreState(state, _VERSION)

    def let_go(self) -> None:
        """End a drag, as if the mouse had been released; forget the separator under the mouse."""
        held, self._held = self._held, None
        if isinstance(held, QWidget):
            place = QPointF(held.mapToGlobal(_OUTSIDE))
            kind = QEvent.Type.MouseButtonRelease
            event = QMouseEvent(kind, _OUTSIDE, place, _LEFT, _NO_BUTTON, _NO_MODIFIER)
            QApplication.sendEvent(held, event)
        leave = QHoverEvent(QEvent.Type.HoverLeave, _OUTSIDE, _OUTSIDE, _OUTSIDE)
        QApplication.sendEvent(self._window, leave)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find out what is pressed, before Qt does."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            if self._held is not None:  # its release went elsewhere
                self.let_go()
            self._held, self._before = watched, self._now()
        elif kind == QEvent.Type.MouseButtonRelease:
            self._held = None
        return False

    def _now(self) -> QByteArray:
        return self._window.saveState(_VERSION)
