"""OnePaint: paints a window once after a change, however many plots draw anew."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from ui.panels.panel import Panel


class OnePaint(QObject):
    """Gathers what all scenes of a window draw anew into one painting.

    Left alone, Qt paints the window as soon as the first scene has told its changes, with all that
    lies over and under them, and again for each other scene.
    """

    def __init__(self, window: QWidget, panels: Iterable[Panel]) -> None:
        super().__init__(window)
        self._window, self._panels = window, tuple(panels)
        self._gathers = self._asked = False
        window.installEventFilter(self)

    def gather(self) -> None:
        """Let each scene tell its changes now; the window is painted after all of them."""
        self._gathers, self._asked = True, False
        try:
            for panel in self._panels:
                for scene in panel.scenes:
                    QCoreApplication.sendPostedEvents(scene, QEvent.Type.MetaCall.value)
        finally:
            self._gathers = False
        if self._asked:
            low = Qt.EventPriority.LowEventPriority.value
            QCoreApplication.postEvent(self._window, QEvent(QEvent.Type.UpdateRequest), low)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put painting off while changes are gathered."""
        if self._gathers and event.type() == QEvent.Type.UpdateRequest:
            self._asked = True
            return True
        return False
