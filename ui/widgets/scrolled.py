"""Scrolled: a widget that scrolls on a screen which is too small for the window."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

ENOUGH: Final = QSize(1000, 660)
"""Least size of a screen on which the panels have all of the room that they need."""
_LEAST: Final = QSize(80, 48)


class Scrolled(QScrollArea):
    """Frameless area that needs what its widget needs; on a small screen less, and then it scrolls.

    Qt's own `widgetResizable` would give wrapped texts all of their height before a table shrinks.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._inside = widget
        self._least = QSize()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # A click beside the widget's fields must not take the keys; Tab leads to the fields.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(widget)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        room = self.screen().availableSize().expandedTo(self.window().size())
        if room != room.expandedTo(ENOUGH):  # one of the two is smaller
            return _LEAST
        return self._inside.minimumSizeHint() + QSize(0, 1)  # a dock in tabs takes a pixel off

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the widget into the area."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the widget needs."""
        if event.type() == QEvent.Type.LayoutRequest:
            least = self._inside.minimumSizeHint()
            if least != self._least:
                self._least = least
                self.updateGeometry()
                self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the widget the area's size, or its least size beside scroll bars."""
        room, least = self.maximumViewportSize(), self._inside.minimumSizeHint()
        if least.height() > room.height():
            room -= QSize(self.verticalScrollBar().sizeHint().width(), 0)
        if least.width() > room.width():
            room -= QSize(0, self.horizontalScrollBar().sizeHint().height())
        self._inside.resize(room.expandedTo(least))
