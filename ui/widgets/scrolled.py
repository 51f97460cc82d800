"""Scrolled: a panel that scrolls where its place is smaller than it needs."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

LEAST: Final = QSize(80, 24)
"""Size that any place may shrink to."""


class Scrolled(QScrollArea):
    """Frameless area that gives its widget all of its room, or the least that it needs.

    Qt's own `widgetResizable` would give wrapped texts all of their height before a table shrinks.

    A widget with several forms that need different sizes should choose one by `room_of`.
    """

    def __init__(self, widget: QWidget | None = None, whole_width: bool = False) -> None:
        """Args: whole_width: it never gets so narrow that it would scroll sideways."""
        super().__init__()
        self._whole_width = whole_width
        self._inside = widget or QWidget()
        self._least = QSize()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        # A click beside the widget's fields must not take the keys; Tab leads to the fields.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def put_in(self, widget: QWidget) -> None:
        """Take another widget in the place of the present one."""
        self._inside, self._least = widget, QSize()
        self.setWidget(widget)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        width = self._inside.minimumSizeHint().width() if self._whole_width else 0
        return LEAST.expandedTo(QSize(width, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the widget into the area."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what the widget needs."""
        if event.type() == QEvent.Type.LayoutRequest:
            least = self._inside.minimumSizeHint()
            if least != self._least:
                before, self._least = self._least, least
                self._fit()
                if self._whole_width and before.width() != least.width():
                    self.updateGeometry()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the widget the area's size, or its least size beside scroll bars."""
        room, least = self.maximumViewportSize(), self._inside.minimumSizeHint()
        if self._least_height(room.width()) > room.height():
            room -= QSize(self.verticalScrollBar().sizeHint().width(), 0)
        if least.width() > room.width():
            room -= QSize(0, self.horizontalScrollBar().sizeHint().height())
        width = max(room.width(), least.width())
        self._inside.resize(width, max(room.height(), self._least_height(width)))

    def _least_height(self, width: int) -> int:
        """Return the widget's least height at a width; wrapped texts need more in a narrow one."""
        layout, least = self._inside.layout(), self._inside.minimumSizeHint().height()
        if layout is None or not layout.hasHeightForWidth():
            return least
        return max(least, layout.minimumHeightForWidth(width))


def room_of(widget: QWidget) -> QSize:
    """Return the size that a widget's place offers it, scroll bars aside.

    A widget is never smaller than it needs, so it may be larger than its place. If it chose a form
    by its own size, a form that needs less would make it smaller, and it would choose the other
    form again: the two could take turns without end.
    """
    viewport = widget.parentWidget()
    area = None if viewport is None else viewport.parentWidget()
    return area.maximumViewportSize() if isinstance(area, Scrolled) else widget.size()
