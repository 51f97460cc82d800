"""Leaving: tells when the user leaves a field in which something is being typed."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QWidget

STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Reasons for losing the focus after which typing goes on."""


class Leaving(QObject):
    """Hears all events while something is typed in a field of a card.

    Signals:
        left: the field has lost the keys, or the mouse was pressed outside the card
            while no menu is open.
    """

    left = Signal()

    def __init__(self, field: QWidget, card: QWidget) -> None:
        super().__init__(field)
        self._field, self._card = field, card
        self._listens = False

    @property
    def listens(self) -> bool:
        """True while something is typed."""
        return self._listens

    def listen(self) -> None:
        """Hear events from now on."""
        if not self._listens:
            self._listens = True
            _application().installEventFilter(self)

    def rest(self) -> None:
        """Hear no more."""
        if self._listens:
            self._listens = False
            _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of leaving, and let every event pass."""
        if self._listens and self._leaves(watched, event):
            self.left.emit()
        return False

    def _leaves(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            return watched is self._field and event.reason() not in STAYS
        return (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and watched is not self._card
            and not self._card.isAncestorOf(watched)
            and QApplication.activePopupWidget() is None
        )


def _application() -> QObject:
    application = QApplication.instance()
    assert application is not None
    return application
