"""OnePass: paints what a change of the workbench brings about in one pass."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

_ALL_TOLD = QEvent.Type(QEvent.registerEventType())
_LAST = Qt.EventPriority.LowEventPriority.value


class OnePass(QObject):
    """Holds back the painting of a window until all of its scenes have told what has changed.

    Each scene tells it in an event of its own, and has the window painted at once, with what the
    others have told by then: an edit was painted three times, and what lies over two scenes twice.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._holds = self._asked = False
        window.installEventFilter(self)

    def hold(self) -> None:
        """Paint after what is posted in this turn of the event loop, and in the same turn."""
        if not self._holds:
            self._holds = True
            QCoreApplication.postEvent(self, QEvent(_ALL_TOLD), _LAST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back what paints."""
        if event.type() != QEvent.Type.UpdateRequest or not self._holds:
            return False
        self._asked = True
        return True

    def event(self, event: QEvent) -> bool:
        """Paint, if that was asked."""
        if event.type() != _ALL_TOLD:
            return super().event(event)
        self._holds = False
        if self._asked:
            self._asked = False
            QCoreApplication.sendEvent(self._window, QEvent(QEvent.Type.UpdateRequest))
        return True
